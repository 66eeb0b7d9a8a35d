/* Sums by sampling unit, and what variance by cluster needs of them.
 *
 * Sums of w and w u are kept for every cluster, so parts of a column add up; only then are they
 * reduced. The variance of the ratio m = sum w u / sum w needs nothing more than the reduced sums:
 * sum_g (S_g - m W_g)^2 = sum S_g^2 - 2 m sum S_g W_g + m^2 sum W_g^2. Allocates nothing, cannot
 * fail, any thread. No two arguments overlap. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "lang/lang.h"

/* One sampling unit's sums. */
typedef struct {
    double w;  /* W_g, sum of weights */
    double wu; /* S_g, sum of weight times score */
    int64_t n; /* answers */
} CxClusterSlot;

/* Reduced over clusters with at least one answer. */
typedef struct {
    int64_t clusters; /* G */
    double ss;        /* sum of S_g^2 */
    double sw;        /* sum of S_g W_g */
    double ww;        /* sum of W_g^2 */
} CxClusterTally;

/* The columns a cluster tally reads.
 *
 * code     codes
 * cluster  ids below the number of slots
 * weight   weights, or NULL for 1 each; rows whose weight is NaN are passed over */
typedef struct {
    const uint8_t *code;
    const uint32_t *cluster;
    const double *weight;
} CxClusterColumns;

/* Which answers count and what they score.
 *
 * score     256 scores by code; read only where is_valid is 1
 * is_valid  256 bytes, 0 or 1, by code */
typedef struct {
    const double *score;
    const uint8_t *is_valid;
} CxClusterScale;

/* Adds the rows named to their clusters' sums, in the order named.
 *
 * slot  a slot for each cluster id, added to
 * row   n_rows row numbers into the columns */
void cx_kernel_cluster_add(CxClusterSlot *restrict slot, const uint32_t *restrict row,
                           size_t n_rows, CxClusterColumns columns, CxClusterScale scale);

/* Reduces the slots the rows named belong to and clears them again, each once, in the order they
 * first appear: the cost is in rows, not in clusters, and the slots are ready for the next group. */
CxClusterTally cx_kernel_cluster_reduce(CxClusterSlot *restrict slot, const uint32_t *restrict row,
                                        size_t n_rows, const uint32_t *restrict cluster);
