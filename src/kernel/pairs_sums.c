/* What sums of pairs are made of before a block is read, and of after all were. */
#include <string.h>

#include "kernel/pairs_priv.h"

void
cx_kernel_pairs_table(CxPairsTable *table, const uint8_t *value)
{
    int lo = CX_CROSS_VALUE_MAX, hi = 0;
    memcpy(table->value, value, sizeof table->value);
    table->is_low = table->is_nibble = 1;
    for (size_t c = 0; c < sizeof table->value; c++) {
        if (value[c] == CX_CROSS_NO_VALUE)
            continue;
        lo = value[c] < lo ? value[c] : lo;
        hi = value[c] > hi ? value[c] : hi;
        table->is_low &= c < sizeof table->half;
        table->is_nibble &= c < 16;
    }
    table->centre = (lo + hi) / 2;
    table->hi = hi;
    table->top = 0;
    memset(table->half, 0, sizeof table->half);
    for (int x = lo; x <= hi; x++) {
        const int d = x - table->centre;
        const int half = d * (d - 1) / 2;
        table->half[x] = (uint8_t)half;
        table->top = half > table->top ? half : table->top;
    }
}

size_t
cx_kernel_pairs_room(const CxPairsTable *tables, size_t p, size_t i)
{
    int top = 1;
    for (size_t k = i; k < i + CX_PAIRS_TILE && k < 2 * p; k++) {
        const int here = k < p ? tables[k].hi : tables[k - p].top;
        top = here > top ? here : top;
    }
    return (size_t)(UINT8_MAX / (unsigned)top);
}

int64_t
cx_kernel_pairs_add_up(const int32_t parts[16])
{
    int64_t sum = 0;
    for (size_t k = 0; k < 16; k++)
        sum += parts[k];
    return sum;
}

static int64_t
add_up_wide(const int64_t parts[8])
{
    int64_t sum = 0;
    for (size_t k = 0; k < 8; k++)
        sum += parts[k];
    return sum;
}

/* The sum of n squares, of values whose sum is x and whose halves are known: twice d (d - 1) / 2 is d d - d. */
static int64_t
squares_of(const int32_t halves[16], const CxPairsTable *table, int64_t x, int64_t n)
{
    const int64_t c = table->centre;
    const int64_t from_centre = x - c * n; /* the sum of d */
    return 2 * cx_kernel_pairs_add_up(halves) + from_centre + 2 * c * x - c * c * n;
}

void
cx_kernel_pairs_end(const CxPairsSums *sums, const CxPairsTable *tables, size_t p,
                    CxCrossPair *restrict pair)
{
    for (size_t i = 0; i < p; i++) {
        for (size_t j = 0; j < p; j++) {
            const int64_t n = add_up_wide(i < j ? sums->both[i][j] : sums->both[j][i]);
            const int64_t x = cx_kernel_pairs_add_up(sums->masked[i][j]),
                          y = cx_kernel_pairs_add_up(sums->masked[j][i]);
            CxCrossPair *to = &pair[i * p + j];
            to->n += n;
            to->x += x;
            to->y += y;
            const int64_t xx = squares_of(sums->masked[p + i][j], &tables[i], x, n);
            to->xx += xx;
            to->yy += squares_of(sums->masked[p + j][i], &tables[j], y, n);
            to->xy +=
                i == j ? xx
                       : cx_kernel_pairs_add_up(i < j ? sums->product[i][j] : sums->product[j][i]);
        }
    }
}

void
cx_kernel_complete_end(const CxPairsSums *sums, size_t p, CxCrossPair *restrict pair)
{
    for (size_t i = 0; i < p; i++) {
        for (size_t j = 0; j < p; j++) {
            CxCrossPair *to = &pair[i * p + j];
            to->n += sums->both[0][0][0];
            to->x += cx_kernel_pairs_add_up(sums->masked[i][0]);
            to->y += cx_kernel_pairs_add_up(sums->masked[j][0]);
            to->xx += cx_kernel_pairs_add_up(sums->product[i][i]);
            to->yy += cx_kernel_pairs_add_up(sums->product[j][j]);
            to->xy += cx_kernel_pairs_add_up(i < j ? sums->product[i][j] : sums->product[j][i]);
        }
    }
}
