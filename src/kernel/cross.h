/* Cross-products of columns of ratings: what correlations, regressions and drivers are made of.
 *
 * A column is codes and the value of each code, 0..CX_CROSS_VALUE_MAX, or none. Everything is counted
 * in whole numbers: the same answer on every machine, and parts add up. Adds to what is there.
 * Allocates nothing, cannot fail, any thread. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "lang/lang.h"

#define CX_CROSS_COLUMNS_MAX 32
#define CX_CROSS_VALUE_MAX   15
/* The value of a code that is no answer. */
#define CX_CROSS_NO_VALUE UINT8_C(0xFF)

typedef struct {
    const uint8_t *code;  /* n of them */
    const uint8_t *value; /* by code, 256 of them: 0..CX_CROSS_VALUE_MAX or CX_CROSS_NO_VALUE */
} CxCrossColumn;

/* Of the rows where both columns have a value; x is the value of the first, y of the second. */
typedef struct {
    int64_t n;
    int64_t x, y;
    int64_t xx, xy, yy;
} CxCrossPair;

/* Pairwise: each pair over the rows that have both. p columns, at most CX_CROSS_COLUMNS_MAX.
 *
 * keep  n bytes, 0 or 1, or NULL: all rows
 * pair  p * p, that of columns i and j at i * p + j */
void cx_kernel_cross_pairwise(const CxCrossColumn *columns, size_t p, const uint8_t *keep, size_t n,
                              CxCrossPair *restrict pair);

/* Listwise: all pairs over the rows that have a value in every column; arguments likewise. */
void cx_kernel_cross_listwise(const CxCrossColumn *columns, size_t p, const uint8_t *keep, size_t n,
                              CxCrossPair *restrict pair);
