#include "stat/score.h"

#include <math.h>

#include "lang/assert.h"
#include "stat/score_priv.h"

CxEstimate
cx_stat_estimate_none(int64_t n, double level)
{
    return (CxEstimate){
        .status = CX_STAT_TOO_FEW,
        .rule = CX_STAT_RULE_NONE,
        .value = NAN,
        .centre = NAN,
        .se = NAN,
        .lo = NAN,
        .hi = NAN,
        .level = level,
        .df = NAN,
        .n = n,
        .clusters = n,
    };
}

bool
cx_stat_nps_needs_adjusting(CxNpsCounts counts)
{
    const int64_t n = counts.promoters + counts.passives + counts.detractors;
    return n < CX_STAT_NPS_PLAIN_N_MIN || counts.promoters == 0 || counts.passives == 0 ||
           counts.detractors == 0;
}

/* Var = [p + d - (p - d)^2] / n */
CxNpsParts
cx_stat_nps_parts(CxNpsCounts counts, CxNpsForm form)
{
    const double extra = form == CX_NPS_ADJUSTED ? 0.75 : 0.0;
    const double up = (double)counts.promoters + extra;
    const double down = (double)counts.detractors + extra;
    const double n = up + down + (double)counts.passives + 2.0 * extra;
    cx_assert(n > 0.0);

    const double p = up / n;
    const double d = down / n;
    return (CxNpsParts){ .centre = p - d, .se = sqrt((p + d - (p - d) * (p - d)) / n) };
}

CxEstimate
cx_stat_nps(CxNpsCounts counts, double level)
{
    cx_assert(counts.promoters >= 0 && counts.passives >= 0 && counts.detractors >= 0);
    const int64_t n = counts.promoters + counts.passives + counts.detractors;
    CxEstimate nps = cx_stat_estimate_none(n, level);
    if (n == 0)
        return nps;

    const bool is_adjusted = cx_stat_nps_needs_adjusting(counts);
    const CxNpsParts parts =
        cx_stat_nps_parts(counts, is_adjusted ? CX_NPS_ADJUSTED : CX_NPS_PLAIN);
    const double half = cx_stat_z(level) * parts.se;
    nps.status = CX_STAT_OK;
    nps.rule = is_adjusted ? CX_STAT_RULE_NPS_ADJUSTED_WALD : CX_STAT_RULE_NPS_WALD;
    nps.value = 100.0 * (double)(counts.promoters - counts.detractors) / (double)n;
    nps.centre = is_adjusted ? 100.0 * parts.centre : nps.value;
    nps.se = 100.0 * parts.se;
    nps.lo = fmax(-100.0, 100.0 * (parts.centre - half));
    nps.hi = fmin(100.0, 100.0 * (parts.centre + half));
    nps.df = INFINITY;
    return nps;
}

CxEstimate
cx_stat_share(int64_t hits, int64_t n, double level)
{
    cx_assert(0 <= hits && hits <= n);
    CxEstimate share = cx_stat_estimate_none(n, level);
    if (n == 0)
        return share;

    const double z = cx_stat_z(level);
    const double nn = (double)n;
    const double p = (double)hits / nn;
    const double z2 = z * z;
    const double mid = (p + z2 / (2.0 * nn)) / (1.0 + z2 / nn);
    const double half = z / (1.0 + z2 / nn) * sqrt(p * (1.0 - p) / nn + z2 / (4.0 * nn * nn));
    share.status = CX_STAT_OK;
    share.rule = CX_STAT_RULE_WILSON;
    share.value = share.centre = p;
    share.se = sqrt(p * (1.0 - p) / nn);
    /* At the ends the bound is the end itself; rounding must not say 1e-17. */
    share.lo = hits == 0 ? 0.0 : fmax(0.0, mid - half);
    share.hi = hits == n ? 1.0 : fmin(1.0, mid + half);
    share.df = INFINITY;
    return share;
}

/* s^2 = (sum x^2 - (sum x)^2 / n) / (n - 1). The sums are of codes up to 253, exact in a double up
 * to 10^11 answers, so nothing cancels that was there. */
CxEstimate
cx_stat_mean(int64_t n, double sum, double sum_squares, double level)
{
    cx_assert(n >= 0);
    CxEstimate mean = cx_stat_estimate_none(n, level);
    if (n == 0)
        return mean;

    const double nn = (double)n;
    mean.value = mean.centre = sum / nn;
    if (n < 2)
        return mean;

    const double variance = (sum_squares - sum * mean.value) / (nn - 1.0);
    if (variance <= 1e-12 * fmax(1.0, mean.value * mean.value)) {
        mean.status = CX_STAT_DEGENERATE;
        mean.se = 0.0;
        return mean;
    }
    mean.status = CX_STAT_OK;
    mean.rule = CX_STAT_RULE_STUDENT_T;
    mean.df = nn - 1.0;
    mean.se = sqrt(variance / nn);
    const double half = cx_stat_t(level, mean.df) * mean.se;
    mean.lo = mean.value - half;
    mean.hi = mean.value + half;
    return mean;
}

/* sum_g (S_g - m W_g)^2 = sum S_g^2 - 2 m sum S_g W_g + m^2 sum W_g^2, never below 0 but for
 * rounding, which is small against the first term. */
CxEstimate
cx_stat_cluster_mean(const CxClusterSums *sums, CxStatRange range, double level)
{
    CxEstimate mean = cx_stat_estimate_none(sums->n, level);
    mean.clusters = sums->clusters;
    if (sums->n == 0 || !(sums->w > 0.0))
        return mean;

    const double m = sums->wu / sums->w;
    mean.value = mean.centre = m;
    mean.status = CX_STAT_FEW_CLUSTERS;
    if (sums->clusters < 2)
        return mean;

    const double g = (double)sums->clusters;
    const double squares = sums->ss - 2.0 * m * sums->sw + m * m * sums->ww;
    const double scale = sums->ss + m * m * sums->ww;
    const bool is_alike = squares <= 1e-12 * scale;
    mean.se = is_alike ? 0.0 : sqrt(g / (g - 1.0) * squares) / sums->w;
    if (sums->clusters < CX_STAT_CLUSTERS_MIN)
        return mean;
    if (is_alike) {
        mean.status = CX_STAT_DEGENERATE;
        return mean;
    }

    const bool is_normal = sums->clusters >= CX_STAT_CLUSTERS_Z_MIN;
    mean.status = CX_STAT_OK;
    mean.rule = is_normal ? CX_STAT_RULE_CLUSTER_Z : CX_STAT_RULE_CLUSTER_T;
    mean.df = is_normal ? (double)INFINITY : g - 1.0;
    const double half = cx_stat_t(level, mean.df) * mean.se;
    mean.lo = fmax(range.lo, m - half);
    mean.hi = fmin(range.hi, m + half);
    return mean;
}
