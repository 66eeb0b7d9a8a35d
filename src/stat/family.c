#include "stat/family.h"

#include <glib.h>
#include <math.h>

#include "lang/assert.h"
#include "stat/score_priv.h"

void
cx_stat_bh(const double *p, size_t n, double *adjusted)
{
    /* What each would be adjusted to by itself, m p / rank; NaN compares as not below anything. */
    g_autofree double *alone = g_new0(double, n + 1);
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        m += isnan(p[i]) ? 0 : 1;
    for (size_t i = 0; i < n; i++) {
        size_t rank = 0;
        for (size_t j = 0; j < n; j++)
            rank += p[j] <= p[i] ? 1 : 0;
        alone[i] = (double)m * p[i] / (double)rank;
    }
    g_autofree double *least = g_new0(double, n + 1);
    for (size_t i = 0; i < n; i++) {
        least[i] = isnan(p[i]) ? (double)NAN : 1.0;
        for (size_t j = 0; j < n; j++) {
            if (p[j] >= p[i])
                least[i] = fmin(least[i], alone[j]);
        }
    }
    for (size_t i = 0; i < n; i++)
        adjusted[i] = least[i];
}

double
cx_stat_fcr_level(double alpha, size_t n_selected, size_t n_family)
{
    cx_assert(0 < n_selected && n_selected <= n_family);
    return 1.0 - (double)n_selected * alpha / (double)n_family;
}

/* Q = sum w (y - ybar)^2 with w = 1/se^2; tau^2 = (Q - (k - 1)) / (sum w - sum w^2 / sum w), at least
 * 0; mu then with weights 1 / (se^2 + tau^2). */
CxSpread
cx_stat_spread(const double *value, const double *se, size_t n)
{
    CxSpread spread = { .mean = NAN, .variance = 0.0 };
    if (n < CX_STAT_SPREAD_MIN)
        return spread;
    double w = 0.0;
    double ww = 0.0;
    double wy = 0.0;
    for (size_t i = 0; i < n; i++) {
        cx_assert(se[i] > 0.0);
        const double weight = 1.0 / (se[i] * se[i]);
        w += weight;
        ww += weight * weight;
        wy += weight * value[i];
    }
    double q = 0.0;
    for (size_t i = 0; i < n; i++)
        q += (value[i] - wy / w) * (value[i] - wy / w) / (se[i] * se[i]);
    spread.variance = fmax(0.0, (q - (double)(n - 1)) / (w - ww / w));
    w = wy = 0.0;
    for (size_t i = 0; i < n; i++) {
        const double weight = 1.0 / (se[i] * se[i] + spread.variance);
        w += weight;
        wy += weight * value[i];
    }
    spread.mean = wy / w;
    return spread;
}

CxExpected
cx_stat_regress(CxSpread spread, double before, double se_before, double se_after)
{
    const double total = spread.variance + se_before * se_before;
    const double rho = total > 0.0 ? spread.variance / total : 0.0;
    CxExpected expected = {
        .value = spread.mean + rho * (before - spread.mean),
        .sd = sqrt(spread.variance * (1.0 - rho) + se_after * se_after),
    };
    const double half = cx_stat_z(CX_STAT_LEVEL) * expected.sd;
    expected.lo = expected.value - half;
    expected.hi = expected.value + half;
    return expected;
}

double
cx_stat_detectable(double se, double df, double level, double power)
{
    cx_assert(power > 0.5 && power < 1.0);
    if (isnan(se) || isnan(df))
        return NAN;
    cx_assert(se >= 0.0);
    /* The one-sided quantile of the power is the two-sided one of 2 power - 1. */
    return (cx_stat_t(level, df) + cx_stat_z(2.0 * power - 1.0)) * se;
}

static double
below(double z)
{
    return 0.5 * erfc(-z / sqrt(2.0));
}

/* That both pass: of the first over its own limit, the second over its one given the first; Simpson's rule. */
static double
both_pass(const CxTwoTests *tests, double effect)
{
    enum { STEPS = 200 };
    const double from = fmax((tests->limit[0] - effect) / tests->sd[0], -8.0);
    const double other = (tests->limit[1] - effect) / tests->sd[1];
    const double left =
        sqrt(fmax(1.0 - tests->correlation * tests->correlation, 1e-9)); /* of the second */
    const double step = (8.0 - from) / STEPS;
    double sum = 0.0;
    for (int i = 0; i <= STEPS && step > 0.0; i++) {
        const double z = from + step * i;
        const double times = i == 0 || i == STEPS ? 1.0 : i % 2 == 1 ? 4.0 : 2.0;
        sum += times * exp(-0.5 * z * z) * below((tests->correlation * z - other) / left);
    }
    return sum * step / 3.0 / sqrt(2.0 * G_PI);
}

double
cx_stat_detectable_both(const CxTwoTests *tests, double power)
{
    cx_assert(power > 0.5 && power < 1.0 && tests->sd[0] > 0.0 && tests->sd[1] > 0.0);
    double lo = fmax(tests->limit[0], tests->limit[1]); /* passed half the time at most */
    double hi = lo + 8.0 * fmax(tests->sd[0], tests->sd[1]);
    for (int i = 0; i < 60; i++) {
        const double mid = (lo + hi) / 2.0;
        if (both_pass(tests, mid) < power)
            lo = mid;
        else
            hi = mid;
    }
    return hi;
}

CxComparison
cx_stat_difference_shared(const CxEstimate *first, const CxEstimate *second, double covariance)
{
    CxComparison compared = cx_stat_difference(first, second);
    CxEstimate *difference = &compared.difference;
    if (difference->status != CX_STAT_OK)
        return compared;
    const double variance = difference->se * difference->se - 2.0 * covariance;
    difference->se = sqrt(fmax(0.0, variance));
    if (variance <= 1e-12 * (first->se * first->se + second->se * second->se)) {
        difference->status = CX_STAT_DEGENERATE;
        difference->lo = difference->hi = compared.statistic = compared.p = (double)NAN;
        return compared;
    }
    difference->df = fmin(first->df, second->df);
    difference->rule =
        isinf(difference->df) ? CX_STAT_RULE_DIFFERENCE_Z : CX_STAT_RULE_DIFFERENCE_T;
    const double half = cx_stat_t(difference->level, difference->df) * difference->se;
    difference->lo = difference->centre - half;
    difference->hi = difference->centre + half;
    compared.statistic = difference->centre / difference->se;
    compared.p = cx_stat_p_t(compared.statistic, difference->df);
    return compared;
}
