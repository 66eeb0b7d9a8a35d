#include "stat/isotonic.h"

#include <math.h>

/* Pools the last block with those before it that lie above. */
static size_t
pool(CxIsotonicBlock *blocks, size_t n_blocks)
{
    while (n_blocks > 1 && blocks[n_blocks - 2].value >= blocks[n_blocks - 1].value) {
        CxIsotonicBlock *to = &blocks[n_blocks - 2];
        const CxIsotonicBlock *from = &blocks[n_blocks - 1];
        const double w = to->w + from->w;
        to->value = (to->w * to->value + from->w * from->value) / w;
        to->w = w;
        to->n += from->n;
        n_blocks--;
    }
    return n_blocks;
}

void
cx_stat_isotonic(const double *y, const double *w, size_t n, double *fitted,
                 CxIsotonicBlock *blocks)
{
    size_t n_blocks = 0;
    size_t n_before = 0; /* weightless ones before the first that counts */
    for (size_t i = 0; i < n; i++) {
        const double weight = w != NULL ? w[i] : 1.0;
        if (weight > 0.0) {
            blocks[n_blocks++] = (CxIsotonicBlock){ .value = y[i], .w = weight, .n = 1 };
            n_blocks = pool(blocks, n_blocks);
        } else if (n_blocks > 0) {
            blocks[n_blocks - 1].n++;
        } else {
            n_before++;
        }
    }
    size_t i = 0;
    for (; i < n_before; i++)
        fitted[i] = n_blocks > 0 ? blocks[0].value : (double)NAN;
    for (size_t b = 0; b < n_blocks; b++) {
        for (size_t j = 0; j < blocks[b].n; j++)
            fitted[i++] = blocks[b].value;
    }
}
