/* Open addressing over the first eight bytes and the length: most codes are no longer, so a hit is
 * two comparisons. Linear probing, at most half full. */
#include "feedback/code_table.h"

#include <string.h>

#define HEAD_BYTES 8
#define MIX_HEAD   UINT64_C(0x9e3779b97f4a7c15) /* odd; spreads the bits of short keys upward */
#define MIX_LENGTH UINT64_C(0xc2b2ae3d27d4eb4f)

typedef struct {
    const CxItemCode *code; /* NULL: the slot is free */
    uint64_t head;
    size_t len_bytes;
} Slot;

struct CxCodeTable {
    const CxItemCode *empty; /* what an empty cell stands for, or NULL */
    size_t n_slots;          /* a power of two; 0 when no other text has a meaning */
    Slot slots[];
};

/* Up to eight bytes as a number; equal for equal bytes of equal length. */
static inline uint64_t
head_of(const char *text, size_t len_bytes)
{
    uint64_t head = 0;
    if (len_bytes >= HEAD_BYTES) {
        memcpy(&head, text, HEAD_BYTES);
        return head;
    }
    for (size_t i = 0; i < len_bytes; i++)
        head = head << 8 | (unsigned char)text[i];
    return head;
}

static inline size_t
first_slot(const CxCodeTable *table, uint64_t head, size_t len_bytes)
{
    const uint64_t mixed = head * MIX_HEAD ^ len_bytes * MIX_LENGTH;
    return (size_t)(mixed >> 32) & (table->n_slots - 1);
}

static inline bool
is_of(const Slot *slot, uint64_t head, const char *text, size_t len_bytes)
{
    return slot->head == head && slot->len_bytes == len_bytes &&
           (len_bytes <= HEAD_BYTES || memcmp(slot->code->source, text, len_bytes) == 0);
}

static void
add(CxCodeTable *table, const CxItemCode *code)
{
    const size_t len_bytes = strlen(code->source);
    if (len_bytes == 0) {
        table->empty = code;
        return;
    }
    const uint64_t head = head_of(code->source, len_bytes);
    size_t i = first_slot(table, head, len_bytes);
    while (table->slots[i].code != NULL)
        i = (i + 1) & (table->n_slots - 1);
    table->slots[i] = (Slot){ .code = code, .head = head, .len_bytes = len_bytes };
}

CxCodeTable *
cx_code_table_new(const CxItemCode *codes, size_t n_codes)
{
    size_t n_texts = 0;
    for (size_t i = 0; i < n_codes; i++)
        n_texts += *codes[i].source != '\0';
    size_t n_slots = 0;
    if (n_texts > 0) {
        for (n_slots = 2; n_slots < n_texts * 2;)
            n_slots *= 2;
    }
    CxCodeTable *table = g_malloc0(sizeof(CxCodeTable) + n_slots * sizeof(Slot));
    table->n_slots = n_slots;
    for (size_t i = 0; i < n_codes; i++)
        add(table, &codes[i]);
    return table;
}

void
cx_code_table_free(CxCodeTable *table)
{
    g_free(table);
}

const CxItemCode *
cx_code_table_find(const CxCodeTable *table, const char *text, size_t len_bytes)
{
    if (len_bytes == 0)
        return table->empty;
    if (table->n_slots == 0)
        return NULL;
    const uint64_t head = head_of(text, len_bytes);
    size_t i = first_slot(table, head, len_bytes);
    for (; table->slots[i].code != NULL; i = (i + 1) & (table->n_slots - 1)) {
        if (is_of(&table->slots[i], head, text, len_bytes))
            return table->slots[i].code;
    }
    return NULL;
}
