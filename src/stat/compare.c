#include "stat/compare.h"

#include <math.h>

#include "lang/assert.h"
#include "stat/score_priv.h"

static int64_t
least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Welch and Satterthwaite: (a + b)^2 / (a^2/df_a + b^2/df_b) for variances a and b of the two
 * estimates; a side with infinite df adds nothing below. */
static double
welch_df(const CxEstimate *first, const CxEstimate *second)
{
    const double a = first->se * first->se;
    const double b = second->se * second->se;
    const double below = a * a / first->df + b * b / second->df;
    return below > 0.0 ? (a + b) * (a + b) / below : (double)INFINITY;
}

CxComparison
cx_stat_difference(const CxEstimate *first, const CxEstimate *second)
{
    CxComparison compared = {
        .difference = cx_stat_estimate_none(least(first->n, second->n), first->level),
        .statistic = NAN,
        .p = NAN,
    };
    CxEstimate *difference = &compared.difference;
    difference->clusters = least(first->clusters, second->clusters);
    difference->value = first->value - second->value;
    difference->centre = first->centre - second->centre;
    difference->status = first->status != CX_STAT_OK ? first->status : second->status;
    if (difference->status != CX_STAT_OK)
        return compared;

    difference->se = sqrt(first->se * first->se + second->se * second->se);
    if (!(difference->se > 0.0)) {
        difference->status = CX_STAT_DEGENERATE;
        return compared;
    }
    difference->df = welch_df(first, second);
    difference->rule =
        isinf(difference->df) ? CX_STAT_RULE_DIFFERENCE_Z : CX_STAT_RULE_DIFFERENCE_T;
    const double half = cx_stat_t(first->level, difference->df) * difference->se;
    difference->lo = difference->centre - half;
    difference->hi = difference->centre + half;
    compared.statistic = difference->centre / difference->se;
    compared.p = cx_stat_p_t(compared.statistic, difference->df);
    return compared;
}

/* The estimate cx_stat_difference takes, both sides in the same form. */
static CxEstimate
nps_side(CxNpsCounts counts, CxNpsForm form, double level)
{
    CxEstimate side = cx_stat_nps(counts, level);
    if (side.n == 0)
        return side;
    const CxNpsParts parts = cx_stat_nps_parts(counts, form);
    side.centre = 100.0 * parts.centre;
    side.se = 100.0 * parts.se;
    return side;
}

CxComparison
cx_stat_nps_difference(CxNpsCounts first, CxNpsCounts second, double level)
{
    const bool is_adjusted =
        cx_stat_nps_needs_adjusting(first) || cx_stat_nps_needs_adjusting(second);
    const CxNpsForm form = is_adjusted ? CX_NPS_ADJUSTED : CX_NPS_PLAIN;
    const CxEstimate a = nps_side(first, form, level);
    const CxEstimate b = nps_side(second, form, level);
    CxComparison compared = cx_stat_difference(&a, &b);
    if (compared.difference.status == CX_STAT_OK && is_adjusted)
        compared.difference.rule = CX_STAT_RULE_NPS_ADJUSTED_WALD;
    return compared;
}

/* lo = d - sqrt((p1 - l1)^2 + (u2 - p2)^2), hi = d + sqrt((u1 - p1)^2 + (p2 - l2)^2), with l and u
 * the Wilson bounds of each share. */
CxComparison
cx_stat_share_difference(int64_t hits_first, int64_t n_first, int64_t hits_second, int64_t n_second,
                         double level)
{
    const CxEstimate a = cx_stat_share(hits_first, n_first, level);
    const CxEstimate b = cx_stat_share(hits_second, n_second, level);
    CxComparison compared = {
        .difference = cx_stat_estimate_none(least(n_first, n_second), level),
        .statistic = NAN,
        .p = NAN,
    };
    CxEstimate *difference = &compared.difference;
    if (a.status != CX_STAT_OK || b.status != CX_STAT_OK)
        return compared;

    difference->status = CX_STAT_OK;
    difference->rule = CX_STAT_RULE_NEWCOMBE;
    difference->value = difference->centre = a.value - b.value;
    difference->se = sqrt(a.se * a.se + b.se * b.se);
    difference->lo = difference->value - hypot(a.value - a.lo, b.hi - b.value);
    difference->hi = difference->value + hypot(a.hi - a.value, b.value - b.lo);
    difference->df = INFINITY;

    const double n1 = (double)n_first;
    const double n2 = (double)n_second;
    const double pooled = (double)(hits_first + hits_second) / (n1 + n2);
    const double se_pooled = sqrt(pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2));
    if (se_pooled > 0.0) {
        compared.statistic = difference->value / se_pooled;
        compared.p = cx_stat_p_z(compared.statistic);
    }
    return compared;
}
