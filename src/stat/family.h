/* Judging many changes at once: false discovery over a family, intervals for those selected, what
 * regression to the mean alone would bring, and what change could have been seen. Pure, any
 * thread. */
#pragma once

#include <stddef.h>

#include "stat/compare.h"

/* Benjamini and Hochberg's adjusted p (1995): of the i-th smallest of n the least over j >= i of
 * n p(j) / j, at most 1. NaN is none: it is not in the family, and stays NaN.
 *
 * adjusted  n values, may be p itself */
void cx_stat_bh(const double *p, size_t n, double *adjusted);

/* The level of intervals for the selected of a family, 1 - R alpha / m (Benjamini and Yekutieli
 * 2005): the false coverage rate of those shown is then at most alpha. 0 < n_selected <= n_family
 * (asserted). */
double cx_stat_fcr_level(double alpha, size_t n_selected, size_t n_family);

/* The spread of true values between groups: the mean mu and the variance tau^2 by moments
 * (DerSimonian and Laird 1986), tau^2 cut at 0. */
typedef struct {
    double mean;     /* NaN: none */
    double variance; /* >= 0 */
} CxSpread;

#define CX_STAT_SPREAD_MIN 10 /* groups below which no spread is estimated */

/* n values with their standard errors > 0 (asserted); fewer than CX_STAT_SPREAD_MIN: none. */
CxSpread cx_stat_spread(const double *value, const double *se, size_t n);

/* What is to be expected of a group's next value when nothing changed:
 * rho = tau^2 / (tau^2 + se_before^2), mean mu + rho (y - mu),
 * sd = sqrt(tau^2 (1 - rho) + se_after^2). */
typedef struct {
    double value;
    double sd;
    double lo, hi; /* 95 % */
} CxExpected;

CxExpected cx_stat_regress(CxSpread spread, double before, double se_before, double se_after);

/* The change a two-sided test at 1 - level would see with the power: (t + z_power) se. se >= 0,
 * 0.5 < power < 1 (asserted); NaN where se or df is none. */
double cx_stat_detectable(double se, double df, double level, double power);

/* Two estimates of one effect, both of which have to pass their limit. */
typedef struct {
    double limit[2];
    double sd[2];       /* > 0 */
    double correlation; /* of the two, -1..1 */
} CxTwoTests;

/* The effect that passes both limits with the power, 0.5 < power < 1 (asserted); normal. */
double cx_stat_detectable_both(const CxTwoTests *tests, double power);

/* As cx_stat_difference for groups that may share sampling units: covariance is that of the two
 * values, sum over shared units of the products of their linearised parts. With shared units the
 * degrees of freedom are the lesser of the two sides'. */
CxComparison cx_stat_difference_shared(const CxEstimate *first, const CxEstimate *second,
                                       double covariance);
