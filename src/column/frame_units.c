/* Named sampling units: which id a name has, without the name. */
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "column/frame_builder_priv.h"

void
cx_frame_unit_hash(const char *name, uint64_t hash[2])
{
    const XXH128_hash_t found = XXH3_128bits(name, strlen(name));
    hash[0] = found.high64;
    hash[1] = found.low64;
}

static int
compare_hashes(const uint64_t a[2], const uint64_t b[2])
{
    const int first = (a[0] > b[0]) - (a[0] < b[0]);
    return first != 0 ? first : (a[1] > b[1]) - (a[1] < b[1]);
}

static int
compare_units(const void *a, const void *b)
{
    return compare_hashes(((const CxFrameUnit *)a)->hash, ((const CxFrameUnit *)b)->hash);
}

void
cx_frame_units_sort(CxFrameUnit *units, size_t n)
{
    if (n > 1)
        qsort(units, n, sizeof(*units), compare_units);
}

static bool
find_in(const CxFrameUnit *units, size_t n, const uint64_t hash[2], uint32_t *ret_id)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        const int order = compare_hashes(units[mid].hash, hash);
        if (order == 0) {
            *ret_id = units[mid].id;
            return true;
        }
        if (order < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return false;
}

bool
cx_frame_find_unit(const CxFrame *frame, const uint64_t hash[2], uint32_t *ret_id)
{
    return find_in(frame->units, frame->n_units, hash, ret_id) ||
           find_in(frame->late_units, frame->n_late_units, hash, ret_id);
}

CxFrameUnit *
cx_frame_all_units(const CxFrame *frame, size_t *ret_n)
{
    const size_t n = frame->n_units + frame->n_late_units;
    CxFrameUnit *all = g_try_new(CxFrameUnit, MAX(n, 1));
    if (all == NULL)
        return NULL;
    size_t i = 0, k = 0, to = 0;
    while (i < frame->n_units || k < frame->n_late_units) {
        const bool is_early =
            k == frame->n_late_units ||
            (i < frame->n_units && compare_units(&frame->units[i], &frame->late_units[k]) < 0);
        all[to++] = is_early ? frame->units[i++] : frame->late_units[k++];
    }
    *ret_n = n;
    return all;
}
