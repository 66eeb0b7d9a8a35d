/* Sums for a Poisson bootstrap over sampling units.
 *
 * In a replicate every unit counts 0, 1, 2 … times, drawn from Poisson(1); a row counts as often as its
 * unit. The draw is a function of seed, replicate and unit alone (a counter-based generator), and every
 * replicate's sum is made row by row: the same answer whatever the processor, however rows are cut into
 * blocks in their order, and however replicates are dealt to threads. Allocates nothing, cannot fail, any thread. No
 * two arguments overlap. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define CX_BOOT_DRAWS_MAX 128 /* replicates of one call */

/* Replicates first … first + n - 1 of a seed; n at most CX_BOOT_DRAWS_MAX. */
typedef struct {
    uint64_t seed;
    uint32_t first;
    size_t n;
} CxBootDraws;

/* What is summed.
 *
 * cluster  unit of each row; rows of one unit that follow each other draw it once
 * group    of each row, below the number of groups of the sums
 * measure  of each row, finite, or NULL for 1 each */
typedef struct {
    const uint32_t *cluster;
    const uint16_t *group;
    const double *measure;
} CxBootColumns;

/* How often each replicate draws a unit: n numbers, whole and not negative. */
void cx_kernel_boot_times(double *restrict times, CxBootDraws draws, uint32_t cluster);

/* Adds n_rows rows.
 *
 * sums  draws.n for each group, sums[group * draws.n + replicate - first], added to */
void cx_kernel_boot_add(double *restrict sums, CxBootDraws draws, CxBootColumns columns,
                        size_t n_rows);
