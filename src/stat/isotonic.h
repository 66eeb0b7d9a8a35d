/* Isotonic regression: the closest values that never fall. Pure, any thread. */
#pragma once

#include <stddef.h>

/* A run of pooled values. */
typedef struct {
    double value; /* weighted mean */
    double w;
    size_t n; /* values in it */
} CxIsotonicBlock;

/* The non-decreasing values nearest to y in weighted squares, by pooling adjacent violators (Ayer,
 * Brunk, Ewing, Reid and Silverman 1955). Values of weight 0 count nothing and take their
 * neighbours' value: the one before, for the first ones the first that counts; NaN when none does.
 *
 * y       n values, read only where w > 0
 * w       n weights >= 0, or NULL for 1 each
 * fitted  n values; may be y itself
 * blocks  room for n */
void cx_stat_isotonic(const double *y, const double *w, size_t n, double *fitted,
                      CxIsotonicBlock *blocks);
