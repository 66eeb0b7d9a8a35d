/* The sums a pairwise cross-product is made of, for processors with AVX-512 or AVX2. Inside kernel/ only.
 *
 * A block of rows at a time: values are looked up, and d (d - 1) / 2 of their distance d from a centre, of
 * which squares are made and which is small: more of them fit a byte. Sums over the rows that another column
 * has are additions of bytes under its mask, counts are bits of two masks, and products are dot products. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "kernel/cross.h"

#define CX_PAIRS_TILE 4 /* rows of bytes that are added up side by side */

/* What a column's codes say. */
typedef struct {
    uint8_t value[256];
    uint8_t half[64]; /* by value: d (d - 1) / 2, where d is the distance from the centre */
    int centre;
    int hi;        /* the largest value */
    int top;       /* the largest of `half` */
    int is_low;    /* no code from 64 on has a value */
    int is_nibble; /* nor one from 16 on */
} CxPairsTable;

/* Of each row of bytes with each mask, of each two columns' values, of each two masks: parts of sums that
 * are added up at the end. */
typedef struct {
    _Alignas(64) int32_t masked[2 * CX_CROSS_COLUMNS_MAX + CX_PAIRS_TILE][CX_CROSS_COLUMNS_MAX][16];
    int32_t product[CX_CROSS_COLUMNS_MAX + CX_PAIRS_TILE][CX_CROSS_COLUMNS_MAX][16];
    int64_t both[CX_CROSS_COLUMNS_MAX][CX_CROSS_COLUMNS_MAX][8];
} CxPairsSums;

void cx_kernel_pairs_table(CxPairsTable *table, const uint8_t *value);
/* So many bytes, as large as they come in rows of bytes i to i + 3, add up to a byte: values for i below p, then
 * what squares are made of. */
size_t cx_kernel_pairs_room(const CxPairsTable *tables, size_t p, size_t i);
int64_t cx_kernel_pairs_add_up(const int32_t parts[16]);
/* Adds what the sums say of all pairs of p columns. */
void cx_kernel_pairs_end(const CxPairsSums *sums, const CxPairsTable *tables, size_t p,
                         CxCrossPair *restrict pair);

/* The same of rows that are complete: product[i][j] for i <= j, the sum of column i in masked[i][0], how many
 * rows in both[0][0]. */
void cx_kernel_complete_end(const CxPairsSums *sums, size_t p, CxCrossPair *restrict pair);

/* ---- With AVX-512 ---- */

/* Whether this processor can; the functions below are called only where it can. */
int cx_kernel_pairs_can(void);

/* Adds what all pairs say; arguments as of cx_kernel_cross_pairwise. */
void cx_kernel_pairs_add(const CxCrossColumn *columns, size_t p, const uint8_t *keep, size_t n,
                         CxCrossPair *restrict pair);

/* The same over the rows that have every value; there is a column. */
void cx_kernel_complete_add(const CxCrossColumn *columns, size_t p, const uint8_t *keep, size_t n,
                            CxCrossPair *restrict pair);

/* ---- With AVX2 ---- */

/* Whether this processor can; as above. */
int cx_kernel_pairs_can_narrow(void);
void cx_kernel_pairs_add_narrow(const CxCrossColumn *columns, size_t p, const uint8_t *keep,
                                size_t n, CxCrossPair *restrict pair);
void cx_kernel_complete_add_narrow(const CxCrossColumn *columns, size_t p, const uint8_t *keep,
                                   size_t n, CxCrossPair *restrict pair);

/* ---- Anywhere else, and for tests ---- */

void cx_kernel_cross_pairwise_plain(const CxCrossColumn *columns, size_t p, const uint8_t *keep,
                                    size_t n, CxCrossPair *restrict pair);
void cx_kernel_cross_listwise_plain(const CxCrossColumn *columns, size_t p, const uint8_t *keep,
                                    size_t n, CxCrossPair *restrict pair);
