/* Open addressing over the first and the last eight bytes and the length: most codes have no more, so
 * a hit is three comparisons. Linear probing, at most half full. */
#include "feedback/code_table.h"

#include <string.h>

#define HEAD_BYTES sizeof(uint64_t)
#define MIX_HEAD   UINT64_C(0x9e3779b97f4a7c15) /* odd; spreads the bits of short keys upward */
#define MIX_TAIL   UINT64_C(0xc2b2ae3d27d4eb4f)

typedef struct {
    const CxItemCode *code; /* NULL: the slot is free */
    uint64_t head;
    uint64_t tail;
    size_t len_bytes;
} Slot;

struct CxCodeTable {
    const CxItemCode *empty; /* what an empty cell stands for, or NULL */
    size_t n_slots;          /* a power of two; 0 when no other text has a meaning */
    Slot slots[];
};

/* Up to eight bytes as a number; equal for equal bytes of equal length. Of fewer, two loads that
 * overlap make one. */
static inline uint64_t
head_of(const char *text, size_t len_bytes)
{
    uint64_t head = 0;
    if (len_bytes >= HEAD_BYTES) {
        memcpy(&head, text, HEAD_BYTES);
    } else if (len_bytes >= sizeof(uint32_t)) {
        uint32_t first;
        uint32_t last;
        memcpy(&first, text, sizeof first);
        memcpy(&last, text + len_bytes - sizeof last, sizeof last);
        head = (uint64_t)first << 32 | last;
    } else {
        for (size_t i = 0; i < len_bytes; i++)
            head = head << 8 | (unsigned char)text[i];
    }
    return head;
}

/* The last eight bytes of a text of more than eight. */
static inline uint64_t
tail_of(const char *text, size_t len_bytes)
{
    uint64_t tail = 0;
    if (len_bytes > HEAD_BYTES)
        memcpy(&tail, text + len_bytes - HEAD_BYTES, HEAD_BYTES);
    return tail;
}

static inline size_t
first_slot(const CxCodeTable *table, uint64_t head, uint64_t tail)
{
    const uint64_t mixed = head * MIX_HEAD ^ tail * MIX_TAIL;
    return (size_t)(mixed >> 32) & (table->n_slots - 1);
}

static inline bool
is_of(const Slot *slot, const Slot *sought, const char *text)
{
    return slot->head == sought->head && slot->tail == sought->tail &&
           slot->len_bytes == sought->len_bytes &&
           (slot->len_bytes <= 2 * HEAD_BYTES ||
            memcmp(slot->code->source, text, slot->len_bytes) == 0);
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
    const uint64_t tail = tail_of(code->source, len_bytes);
    size_t i = first_slot(table, head, tail);
    while (table->slots[i].code != NULL)
        i = (i + 1) & (table->n_slots - 1);
    table->slots[i] = (Slot){ .code = code, .head = head, .tail = tail, .len_bytes = len_bytes };
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
    const Slot sought = { .head = head_of(text, len_bytes),
                          .tail = tail_of(text, len_bytes),
                          .len_bytes = len_bytes };
    size_t i = first_slot(table, sought.head, sought.tail);
    for (; table->slots[i].code != NULL; i = (i + 1) & (table->n_slots - 1)) {
        if (is_of(&table->slots[i], &sought, text))
            return table->slots[i].code;
    }
    return NULL;
}
