/* Which rows count, and in which group: byte masks and packed group ids over columns of codes.
 *
 * A mask is one byte a row, 1 keep or 0 drop. Everything here is pure but for the array it is told
 * to write, allocates nothing, cannot fail, and may run on any thread. No two arguments overlap. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "lang/lang.h"

#define CX_KERNEL_NO_GROUP UINT16_C(0xFFFF)

/* Keeps only rows whose code has a 1 in the table.
 *
 * mask   n bytes, 0 or 1; changed in place
 * code   n codes, any value
 * table  256 bytes, 0 or 1, by code */
void cx_kernel_mask_codes(uint8_t *restrict mask, const uint8_t *restrict code, size_t n,
                          const uint8_t table[256]);

/* Keeps only rows that have a weight: those whose weight is not NaN. */
void cx_kernel_mask_weights(uint8_t *restrict mask, const double *restrict weight, size_t n);

/* How many rows are kept. */
CX_PURE int64_t cx_kernel_mask_count(const uint8_t *mask, size_t n);

/* The group of every row by its code; dropped rows get CX_KERNEL_NO_GROUP.
 *
 * group  n ids, written
 * table  256 ids or CX_KERNEL_NO_GROUP, by code */
void cx_kernel_group_codes(uint16_t *restrict group, const uint8_t *restrict mask,
                           const uint8_t *restrict code, size_t n, const uint16_t table[256]);

/* The same by day.
 *
 * day    n days, each below the length of table
 * table  ids or CX_KERNEL_NO_GROUP, by day */
void cx_kernel_group_days(uint16_t *restrict group, const uint8_t *restrict mask,
                          const uint16_t *restrict day, size_t n, const uint16_t *restrict table);

/* Sorts row numbers by group, keeping their order within a group; rows without a group are left out.
 *
 * group    n ids below n_groups, or CX_KERNEL_NO_GROUP; n < 2^32
 * start    n_groups + 1 offsets into rows, written: group g has rows[start[g]] … rows[start[g+1]-1]
 * rows     as many as there are rows with a group, at most n, written */
void cx_kernel_group_rows(const uint16_t *restrict group, size_t n, size_t n_groups,
                          size_t *restrict start, uint32_t *restrict rows);
