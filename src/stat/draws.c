#include "stat/draws.h"

#include <stdlib.h>

#include "lang/assert.h"

#define TAIL 40 /* one of so many draws lies beyond each end */

static int
compare_doubles(const void *a, const void *b)
{
    const double left = *(const double *)a;
    const double right = *(const double *)b;
    return left < right ? -1 : left > right;
}

void
cx_stat_draws_middle(double *values, size_t n, double *ret_lo, double *ret_hi)
{
    cx_assert(n > 0);
    qsort(values, n, sizeof *values, compare_doubles);
    const size_t rank = (n + 1) / TAIL;
    const size_t k = rank > 0 ? rank : 1;
    *ret_lo = values[k - 1];
    *ret_hi = values[n - k];
}
