#include "kernel/mask.h"

#include <math.h>

#include "lang/assert.h"

void
cx_kernel_mask_codes(uint8_t *restrict mask, const uint8_t *restrict code, size_t n,
                     const uint8_t table[256])
{
    for (size_t i = 0; i < n; i++)
        mask[i] = (uint8_t)(mask[i] & table[code[i]]);
}

void
cx_kernel_mask_weights(uint8_t *restrict mask, const double *restrict weight, size_t n)
{
    for (size_t i = 0; i < n; i++)
        mask[i] = (uint8_t)(mask[i] & !isnan(weight[i]));
}

CX_CLONES int64_t
cx_kernel_mask_count(const uint8_t *mask, size_t n)
{
    int64_t kept = 0;
    for (size_t i = 0; i < n; i++)
        kept += mask[i];
    return kept;
}

void
cx_kernel_group_codes(uint16_t *restrict group, const uint8_t *restrict mask,
                      const uint8_t *restrict code, size_t n, const uint16_t table[256])
{
    for (size_t i = 0; i < n; i++) {
        /* 0 for a kept row, all ones for a dropped one: no branch on data. */
        const unsigned dropped = (unsigned)mask[i] - 1U;
        group[i] = (uint16_t)(table[code[i]] | dropped);
    }
}

void
cx_kernel_group_days(uint16_t *restrict group, const uint8_t *restrict mask,
                     const uint16_t *restrict day, size_t n, const uint16_t *restrict table)
{
    for (size_t i = 0; i < n; i++) {
        const unsigned dropped = (unsigned)mask[i] - 1U;
        group[i] = (uint16_t)(table[day[i]] | dropped);
    }
}

/* A counting sort: sizes, then where each group starts, then every row to its place. `start` holds
 * sizes first, shifted by one, and is moved up while rows are placed, then shifted back. */
void
cx_kernel_group_rows(const uint16_t *restrict group, size_t n, size_t n_groups,
                     size_t *restrict start, uint32_t *restrict rows)
{
    for (size_t g = 0; g <= n_groups; g++)
        start[g] = 0;
    for (size_t i = 0; i < n; i++) {
        cx_dassert(group[i] == CX_KERNEL_NO_GROUP || group[i] < n_groups);
        if (group[i] != CX_KERNEL_NO_GROUP)
            start[group[i] + 1]++;
    }
    for (size_t g = 0; g < n_groups; g++)
        start[g + 1] += start[g];
    for (size_t i = 0; i < n; i++) {
        if (group[i] != CX_KERNEL_NO_GROUP)
            rows[start[group[i]]++] = (uint32_t)i;
    }
    for (size_t g = n_groups; g > 0; g--)
        start[g] = start[g - 1];
    start[0] = 0;
}
