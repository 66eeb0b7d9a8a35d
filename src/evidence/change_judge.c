#include "evidence/change_judge.h"

#include <math.h>

#include "lang/assert.h"

#define YEAR_ALPHA  0.05 /* of a false credit anywhere in a year */
#define SIGNS_LEVEL 0.90 /* unadjusted: signs, no more */

double
cx_change_alpha(int64_t n_closes)
{
    cx_assert(n_closes > 0);
    return YEAR_ALPHA / (double)n_closes;
}

static bool
is_tested(const CxJudged *judged)
{
    return judged->measured != NULL && !judged->is_cut &&
           judged->change.difference.status == CX_STAT_OK;
}

/* Whether the department is one of those whose spread says what regression to the mean would bring:
 * the same measure on the same scale, with a standard error. */
static bool
is_alike(const CxJudged *judged, const CxJudged *other)
{
    return other->measured != NULL && !other->is_whole && is_tested(other) &&
           other->measured->measure == judged->measured->measure &&
           fabs(other->measured->range - judged->measured->range) < 0.5 &&
           other->measured->before.se > 0.0;
}

static CxSpread
spread_around(const CxJudged *judged, const CxJudged *cases, size_t n)
{
    g_autofree double *value = g_new0(double, n + 1);
    g_autofree double *se = g_new0(double, n + 1);
    size_t n_alike = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_alike(judged, &cases[i]))
            continue;
        value[n_alike] = cases[i].measured->before.centre;
        se[n_alike++] = cases[i].measured->before.se;
    }
    return cx_stat_spread(value, se, n_alike);
}

/* The p that what came differs from what was to be expected; 1 where it does so the other way. */
static double
p_beyond(const CxJudged *judged)
{
    const double beyond = judged->measured->after.centre - judged->expected.value;
    if ((beyond > 0.0) != (judged->change.statistic > 0.0) || !(judged->expected.sd > 0.0))
        return 1.0;
    return cx_stat_p_t(beyond / judged->expected.sd, judged->change.difference.df);
}

static void
test(CxJudged *judged, const CxJudged *cases, size_t n)
{
    judged->p = (double)NAN;
    if (!is_tested(judged))
        return;
    judged->p = judged->change.p;
    if (judged->is_whole)
        return;
    const CxSpread spread = spread_around(judged, cases, n);
    if (isnan(spread.mean))
        return;
    const CxChangeMeasured *measured = judged->measured;
    judged->has_allowance = true;
    judged->expected =
        cx_stat_regress(spread, measured->before.centre, measured->before.se, measured->after.se);
    const double total = spread.variance + measured->before.se * measured->before.se;
    judged->reliability = total > 0.0 ? spread.variance / total : 0.0;
    judged->p = fmax(judged->p, p_beyond(judged));
}

/* What would have shown at the level with CX_CHANGE_POWER. With an allowance both tests have to see it: the
 * difference of newer and older, and that of the newer and what was to be expected. */
static double
detectable(const CxJudged *judged, double level)
{
    const CxEstimate *difference = &judged->change.difference;
    if (difference->status != CX_STAT_OK)
        return (double)NAN;
    if (!judged->has_allowance || difference->se <= 0.0 || judged->expected.sd <= 0.0)
        return cx_stat_detectable(difference->se, difference->df, level, CX_CHANGE_POWER);
    const double rho = judged->reliability;
    const double before = judged->measured->before.se * judged->measured->before.se;
    const double after = judged->measured->after.se * judged->measured->after.se;
    const double shared = (before + after - difference->se * difference->se) / 2.0;
    const double sd = judged->expected.sd;
    const double t = cx_stat_t(level, difference->df);
    CxTwoTests tests = { .limit = { t * difference->se, t * sd },
                         .sd = { difference->se,
                                 sqrt(fmax(sd * sd - 2.0 * rho * shared, 1e-6 * sd * sd)) } };
    const double together = after + rho * before - (1.0 + rho) * shared;
    tests.correlation = fmax(-1.0, fmin(1.0, together / tests.sd[0] / tests.sd[1]));
    return cx_stat_detectable_both(&tests, CX_CHANGE_POWER);
}

/* The words of one that was tested. */
static void
settle(CxJudged *judged, double alpha, size_t n_selected, size_t n_family)
{
    if (judged->p_adjusted <= alpha) {
        const double level = cx_stat_fcr_level(alpha, n_selected, n_family);
        judged->wording =
            judged->change.statistic > 0.0 ? CX_WORDING_IMPROVED : CX_WORDING_WORSENED;
        judged->change = cx_change_compare(judged->measured, level);
        return;
    }
    judged->wording = CX_WORDING_NONE;
    const CxComparison narrow = cx_change_compare(judged->measured, SIGNS_LEVEL);
    if (narrow.difference.lo > 0.0) {
        judged->wording = CX_WORDING_SIGNS;
        judged->change = narrow;
    }
}

size_t
cx_change_judge(CxJudged *cases, size_t n, double alpha)
{
    for (size_t i = 0; i < n; i++) {
        if (cases[i].measured == NULL)
            continue;
        cases[i].change = cx_change_compare(cases[i].measured, CX_STAT_LEVEL);
        cases[i].wording = cases[i].is_cut ? CX_WORDING_NOT_COMPARED : CX_WORDING_TOO_FEW;
    }
    g_autofree double *p = g_new0(double, n + 1);
    size_t n_family = 0;
    for (size_t i = 0; i < n; i++) {
        if (cases[i].measured != NULL)
            test(&cases[i], cases, n);
        p[i] = cases[i].p;
        n_family += isnan(p[i]) ? 0 : 1;
    }
    cx_stat_bh(p, n, p);
    size_t n_selected = 0;
    for (size_t i = 0; i < n; i++) {
        cases[i].p_adjusted = p[i];
        n_selected += p[i] <= alpha ? 1 : 0;
    }
    /* A department alone is found at alpha / m: the change it would have shown. */
    const double lone = 1.0 - alpha / (double)MAX(n_family, 1);
    for (size_t i = 0; i < n; i++) {
        if (cases[i].measured == NULL)
            continue;
        cases[i].detectable = detectable(&cases[i], lone);
        if (is_tested(&cases[i]))
            settle(&cases[i], alpha, n_selected, n_family);
    }
    return n_family;
}
