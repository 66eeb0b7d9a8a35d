/* The sums a pairwise cross-product is made of, for processors with AVX-512. Inside kernel/ only.
 *
 * A block of rows at a time: values are looked up, and d (d - 1) / 2 of their distance d from a centre, of
 * which squares are made and which is small: more of them fit a byte. Sums over the rows that another column
 * has are additions of bytes under its mask, counts are bits of two masks, and products are dot products. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "kernel/cross.h"

/* Whether this processor can; the functions below are called only where it can. */
int cx_kernel_pairs_can(void);

/* Adds what all pairs say; arguments as of cx_kernel_cross_pairwise. */
void cx_kernel_pairs_add(const CxCrossColumn *columns, size_t p, const uint8_t *keep, size_t n,
                         CxCrossPair *restrict pair);

/* The same over the rows that have every value; there is a column. */
void cx_kernel_complete_add(const CxCrossColumn *columns, size_t p, const uint8_t *keep, size_t n,
                            CxCrossPair *restrict pair);

/* The same anywhere else, and for tests. */
void cx_kernel_cross_pairwise_plain(const CxCrossColumn *columns, size_t p, const uint8_t *keep,
                                    size_t n, CxCrossPair *restrict pair);
void cx_kernel_cross_listwise_plain(const CxCrossColumn *columns, size_t p, const uint8_t *keep,
                                    size_t n, CxCrossPair *restrict pair);
