/* Open addressing with linear probing; a number of 0 marks a free slot. Names are digests, so their
 * first bytes are as good a hash as any. */
#include "base/seen.h"

#include <string.h>

#include "base/error.h"
#include "lang/assert.h"

#define SLOTS_MIN 1024

typedef struct {
    uint8_t bytes[CX_SEEN_NAME_BYTES];
} Name;

struct CxSeen {
    Name *names;
    uint32_t *numbers;
    size_t n_slots; /* a power of two */
    size_t n_used;
};

CxSeen *
cx_seen_new(void)
{
    CxSeen *seen = g_new0(CxSeen, 1);
    seen->n_slots = SLOTS_MIN;
    seen->names = g_new0(Name, SLOTS_MIN);
    seen->numbers = g_new0(uint32_t, SLOTS_MIN);
    return seen;
}

void
cx_seen_free(CxSeen *seen)
{
    if (seen == NULL)
        return;
    g_free(seen->names);
    g_free(seen->numbers);
    g_free(seen);
}

/* The slot of a name, or the free one where it belongs. */
static size_t
find_slot(const CxSeen *seen, const uint8_t *name)
{
    uint64_t hash = 0;
    memcpy(&hash, name, sizeof hash);
    size_t at = (size_t)hash & (seen->n_slots - 1);
    while (seen->numbers[at] != 0 && memcmp(seen->names[at].bytes, name, CX_SEEN_NAME_BYTES) != 0)
        at = (at + 1) & (seen->n_slots - 1);
    return at;
}

static bool
grow(CxSeen *seen, GError **error)
{
    CxSeen larger = { .n_slots = seen->n_slots * 2, .n_used = seen->n_used };
    larger.names = g_try_new(Name, larger.n_slots);
    larger.numbers = g_try_new0(uint32_t, larger.n_slots);
    if (larger.names == NULL || larger.numbers == NULL) {
        g_free(larger.names);
        g_free(larger.numbers);
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                    "there is no memory to tell more than %zu rows apart; give the file in parts",
                    seen->n_used);
        return false;
    }
    for (size_t i = 0; i < seen->n_slots; i++) {
        if (seen->numbers[i] == 0)
            continue;
        const size_t at = find_slot(&larger, seen->names[i].bytes);
        larger.names[at] = seen->names[i];
        larger.numbers[at] = seen->numbers[i];
    }
    g_free(seen->names);
    g_free(seen->numbers);
    *seen = larger;
    return true;
}

uint32_t
cx_seen_get(const CxSeen *seen, const uint8_t name[CX_SEEN_NAME_BYTES])
{
    return seen->numbers[find_slot(seen, name)];
}

bool
cx_seen_set(CxSeen *seen, const uint8_t name[CX_SEEN_NAME_BYTES], uint32_t number, GError **error)
{
    cx_assert(number > 0);
    if (seen->n_used + 1 > seen->n_slots / 4 * 3 && !grow(seen, error))
        return false;
    const size_t at = find_slot(seen, name);
    seen->n_used += seen->numbers[at] == 0;
    memcpy(seen->names[at].bytes, name, CX_SEEN_NAME_BYTES);
    seen->numbers[at] = number;
    return true;
}

size_t
cx_seen_count(const CxSeen *seen)
{
    return seen->n_used;
}
