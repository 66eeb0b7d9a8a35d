/* Open addressing with linear probing; a number of 0 marks a free slot. Names are digests, so their
 * first bytes are as good a hash as any. */
#include "feedback/past.h"

#include <string.h>

#include "base/error.h"
#include "lang/assert.h"

#define SLOTS_MIN 1024

typedef struct {
    uint8_t bytes[CX_PAST_NAME_BYTES];
} Name;

struct CxPast {
    Name *names;
    uint32_t *numbers;
    size_t n_slots; /* a power of two */
    size_t n_used;
};

CxPast *
cx_past_new(void)
{
    CxPast *past = g_new0(CxPast, 1);
    past->n_slots = SLOTS_MIN;
    past->names = g_new0(Name, SLOTS_MIN);
    past->numbers = g_new0(uint32_t, SLOTS_MIN);
    return past;
}

void
cx_past_free(CxPast *past)
{
    if (past == NULL)
        return;
    g_free(past->names);
    g_free(past->numbers);
    g_free(past);
}

/* The slot of a name, or the free one where it belongs. */
static size_t
find_slot(const CxPast *past, const uint8_t *name)
{
    uint64_t hash = 0;
    memcpy(&hash, name, sizeof hash);
    size_t at = (size_t)hash & (past->n_slots - 1);
    while (past->numbers[at] != 0 && memcmp(past->names[at].bytes, name, CX_PAST_NAME_BYTES) != 0)
        at = (at + 1) & (past->n_slots - 1);
    return at;
}

static bool
grow(CxPast *past, GError **error)
{
    CxPast larger = { .n_slots = past->n_slots * 2, .n_used = past->n_used };
    larger.names = g_try_new(Name, larger.n_slots);
    larger.numbers = g_try_new0(uint32_t, larger.n_slots);
    if (larger.names == NULL || larger.numbers == NULL) {
        g_free(larger.names);
        g_free(larger.numbers);
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                    "there is no memory to tell more than %zu rows apart; give the file in parts",
                    past->n_used);
        return false;
    }
    for (size_t i = 0; i < past->n_slots; i++) {
        if (past->numbers[i] == 0)
            continue;
        const size_t at = find_slot(&larger, past->names[i].bytes);
        larger.names[at] = past->names[i];
        larger.numbers[at] = past->numbers[i];
    }
    g_free(past->names);
    g_free(past->numbers);
    *past = larger;
    return true;
}

uint32_t
cx_past_get(const CxPast *past, const uint8_t name[CX_PAST_NAME_BYTES])
{
    return past->numbers[find_slot(past, name)];
}

bool
cx_past_set(CxPast *past, const uint8_t name[CX_PAST_NAME_BYTES], uint32_t number, GError **error)
{
    cx_assert(number > 0);
    if (past->n_used + 1 > past->n_slots / 4 * 3 && !grow(past, error))
        return false;
    const size_t at = find_slot(past, name);
    past->n_used += past->numbers[at] == 0;
    memcpy(past->names[at].bytes, name, CX_PAST_NAME_BYTES);
    past->numbers[at] = number;
    return true;
}

size_t
cx_past_count(const CxPast *past)
{
    return past->n_used;
}
