/* A slope within groups: how far y goes with x among answers of one group, as period by period. Pure, any
 * thread. docs/methods/links.md. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "kernel/values.h"
#include "lang/lang.h"
#include "stat/estimate.h"

/* Columns of n_rows rows. */
typedef struct {
    size_t n_rows;
    const uint8_t *mask;      /* 0: left out */
    CxValues x;               /* CX_VALUES_NONE: left out */
    double unit;              /* of x, as it is to be read */
    const uint8_t *codes;     /* what was answered */
    const double *u;          /* 256: what a code counts for; NaN: left out */
    const double *weights;    /* NaN: left out; NULL: all 1 */
    const uint16_t *groups;   /* by rows, below n_groups */
    const uint32_t *clusters; /* below n_clusters; NULL: each row is its own */
    size_t n_groups, n_clusters;
} CxSlopeAsk;

/* Least squares of y on x with a level for each group; the error by cluster, G/(G-1) · Σ (Σ w x̃ e)² /
 * (Σ w x̃²)², Student's t on the clusters less one. DEGENERATE where x is the same throughout each
 * group or nothing is left of y; FEW_CLUSTERS under 20 of them; TOO_FEW without answers. *ret_spread is the
 * standard deviation of x, 0 without any. */
CX_MUST_USE CxEstimate cx_stat_slope(const CxSlopeAsk *ask, double level, double *ret_spread);
