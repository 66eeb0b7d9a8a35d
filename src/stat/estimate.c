#include "stat/estimate.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>

#include "lang/assert.h"

static const char *const status_keys[] = {
#define X(name, key, meaning) [CX_STAT_##name] = (key),
    CX_STAT_STATUS_MAP(X)
#undef X
};

static const char *const status_meanings[] = {
#define X(name, key, meaning) [CX_STAT_##name] = (meaning),
    CX_STAT_STATUS_MAP(X)
#undef X
};

static const char *const rule_keys[] = {
#define X(name, key, words) [CX_STAT_RULE_##name] = (key),
    CX_STAT_RULE_MAP(X)
#undef X
};

static const char *const rule_words[] = {
#define X(name, key, words) [CX_STAT_RULE_##name] = (words),
    CX_STAT_RULE_MAP(X)
#undef X
};

const char *
cx_stat_status_key(CxStatStatus status)
{
    cx_assert((unsigned)status < CX_STAT_STATUS_N);
    return status_keys[status];
}

const char *
cx_stat_status_meaning(CxStatStatus status)
{
    cx_assert((unsigned)status < CX_STAT_STATUS_N);
    return status_meanings[status];
}

const char *
cx_stat_rule_key(CxStatRule rule)
{
    cx_assert((unsigned)rule < CX_STAT_RULE_N);
    return rule_keys[rule];
}

const char *
cx_stat_rule_words(CxStatRule rule)
{
    cx_assert((unsigned)rule < CX_STAT_RULE_N);
    return rule_words[rule];
}

bool
cx_estimate_has_interval(const CxEstimate *estimate)
{
    return !isnan(estimate->lo) && !isnan(estimate->hi);
}

void
cx_stat_start(void)
{
    (void)gsl_set_error_handler_off(); /* the old handler is of no use to anyone */
}

double
cx_stat_z(double level)
{
    cx_assert(level > 0.0 && level < 1.0);
    return gsl_cdf_ugaussian_Qinv(0.5 * (1.0 - level));
}

double
cx_stat_t(double level, double df)
{
    cx_assert(level > 0.0 && level < 1.0);
    cx_assert(df > 0.0);
    if (isinf(df))
        return cx_stat_z(level);
    return gsl_cdf_tdist_Qinv(0.5 * (1.0 - level), df);
}

double
cx_stat_p_z(double z)
{
    return 2.0 * gsl_cdf_ugaussian_Q(fabs(z));
}

double
cx_stat_p_t(double t, double df)
{
    cx_assert(df > 0.0);
    if (isinf(df))
        return cx_stat_p_z(t);
    return 2.0 * gsl_cdf_tdist_Q(fabs(t), df);
}
