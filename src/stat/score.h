/* Scores of one group: NPS, shares, means, and the same by sampling unit.
 *
 * The closed forms hold where every answer counts once and is its own sampling unit; otherwise use
 * cx_stat_cluster_mean, which takes sums already reduced by unit. Pure, any thread. */
#pragma once

#include <stdint.h>

#include "stat/estimate.h"

#define CX_STAT_NPS_PLAIN_N_MIN 30  /* below, and with an empty band, adjusted Wald */
#define CX_STAT_CLUSTERS_MIN    20  /* below, no interval */
#define CX_STAT_CLUSTERS_Z_MIN  120 /* from here on the normal quantile, below Student's t */

/* Answers to a 0-10 question, by band; those without a score are not among them. */
typedef struct {
    int64_t promoters;  /* 9-10 */
    int64_t passives;   /* 7-8 */
    int64_t detractors; /* 0-6 */
} CxNpsCounts;

/* NPS in points, -100..100.
 *
 * NPS = 100 (p - d), Var = 100^2 [p + d - (p - d)^2] / n, Wald interval. With an empty band or
 * n < 30 the interval and se are adjusted Wald (3/4 added to promoters and to detractors, 1 1/2 to
 * passives: Bonett and Price; Rocks 2016) about `centre`; `value` stays what the answers say.
 * TOO_FEW without answers. */
CxEstimate cx_stat_nps(CxNpsCounts counts, double level);

/* A share, 0..1, with Wilson's interval (Wilson 1927). 0 <= hits <= n (asserted); TOO_FEW at n = 0.
 * se is sqrt(p (1 - p) / n). */
CxEstimate cx_stat_share(int64_t hits, int64_t n, double level);

/* A mean with Student's t on n - 1 from sums of values and of squared values. TOO_FEW below 2
 * answers (the value is still there), DEGENERATE when all are alike. */
CxEstimate cx_stat_mean(int64_t n, double sum, double sum_squares, double level);

/* What cluster-robust variance needs, however many rows there were. With weights w, scores u, and
 * per cluster g: S_g = sum of w u, W_g = sum of w. */
typedef struct {
    int64_t n;        /* answers */
    int64_t clusters; /* G, those with an answer */
    double w;         /* sum of W_g */
    double wu;        /* sum of S_g */
    double ss;        /* sum of S_g^2 */
    double sw;        /* sum of S_g W_g */
    double ww;        /* sum of W_g^2 */
} CxClusterSums;

/* The range a score can have; an interval is kept inside it. */
typedef struct {
    double lo, hi;
} CxStatRange;

/* The ratio m = sum w u / sum w with its linearised variance by cluster:
 * Var = G/(G-1) sum_g (S_g - m W_g)^2 / (sum w)^2 (Taylor linearisation; Cochran 1977, ch. 6 and 10).
 *
 * Normal quantile from 120 clusters on, else Student's t on G - 1. TOO_FEW without answers or
 * weight; FEW_CLUSTERS under 20 (value, and se from 2 on, but no interval); DEGENERATE when the
 * clusters do not differ at all. */
CxEstimate cx_stat_cluster_mean(const CxClusterSums *sums, CxStatRange range, double level);
