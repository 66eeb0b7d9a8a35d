/* Differences between two groups that share no answers and no sampling units. Pure, any thread. */
#pragma once

#include <stdint.h>

#include "stat/estimate.h"
#include "stat/score.h"

typedef struct {
    CxEstimate difference; /* first less second */
    double statistic;      /* z or t; NaN: none */
    double p;              /* two-sided, 0..1; NaN: none */
} CxComparison;

/* First less second from their values and standard errors; t by Welch and Satterthwaite where either
 * has finite degrees of freedom, normal otherwise. Where a side has no interval, its status is the
 * difference's and there is no interval or p. Under adjusted Wald se belongs to the centre, and the
 * difference is of centres. */
CxComparison cx_stat_difference(const CxEstimate *first, const CxEstimate *second);

/* Difference of two NPS from counts: both plain, or both adjusted when either needs it. */
CxComparison cx_stat_nps_difference(CxNpsCounts first, CxNpsCounts second, double level);

/* Difference of two shares by Newcombe's hybrid score interval (Newcombe 1998, method 10, without
 * continuity correction); statistic and p are of the pooled z test. 0 <= hits <= n (asserted). */
CxComparison cx_stat_share_difference(int64_t hits_first, int64_t n_first, int64_t hits_second,
                                      int64_t n_second, double level);
