#include "stat/funnel.h"

#include <math.h>

#include "lang/assert.h"

CxFunnelFit
cx_stat_funnel(const CxFunnelUnit *units, size_t n)
{
    CxFunnelFit funnel = { .centre = (double)NAN, .sd = (double)NAN };
    double sum_n = 0.0;
    double sum = 0.0;
    double squares = 0.0;
    for (size_t i = 0; i < n; i++) {
        cx_assert(units[i].se > 0.0 && units[i].n > 0);
        const double answers = (double)units[i].n;
        sum_n += answers;
        sum += answers * units[i].value;
        squares += answers * (answers * units[i].se * units[i].se);
    }
    if (n < 2)
        return funnel;
    funnel.centre = sum / sum_n;
    funnel.sd = sqrt(squares / sum_n);
    return funnel;
}

double
cx_stat_funnel_half(const CxFunnelFit *funnel, int64_t n, double level)
{
    cx_assert(n > 0);
    return cx_stat_z(level) * funnel->sd / sqrt((double)n);
}

double
cx_stat_funnel_p(const CxFunnelFit *funnel, const CxFunnelUnit *unit)
{
    if (isnan(funnel->centre))
        return (double)NAN;
    return cx_stat_p_z((unit->value - funnel->centre) * sqrt((double)unit->n) / funnel->sd);
}
