/* What bootstrap draws say of a value. Pure, any thread. */
#pragma once

#include <stddef.h>

/* Ends of the middle 95 %: the k-th lowest and highest of n, k = .025 (n + 1), at least the first.
 * Sorts the values; n > 0. */
void cx_stat_draws_middle(double *values, size_t n, double *ret_lo, double *ret_hi);
