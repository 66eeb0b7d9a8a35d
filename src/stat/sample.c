#include "stat/sample.h"

#include <math.h>

#include "lang/assert.h"

double
cx_stat_kish_n_eff(double sum_w, double sum_ww)
{
    return sum_ww > 0.0 ? sum_w * sum_w / sum_ww : (double)NAN;
}

double
cx_stat_kish_deff(int64_t n, double sum_w, double sum_ww)
{
    return (double)n / cx_stat_kish_n_eff(sum_w, sum_ww);
}

double
cx_stat_margin_of_error(double share, int64_t n, int64_t population, double level)
{
    cx_assert(share >= 0.0 && share <= 1.0);
    cx_assert(n >= 0 && (population == 0 || population >= n));
    if (n == 0)
        return NAN;
    if (population == n)
        return 0.0;
    const double nn = (double)n;
    const double all = (double)population;
    const double correction = population == 0 ? 1.0 : sqrt((all - nn) / (all - 1.0));
    return cx_stat_z(level) * sqrt(share * (1.0 - share) / nn) * correction;
}

static double
rate(double above, double below)
{
    return below > 0.0 ? above / below : (double)NAN;
}

CxAaporRates
cx_stat_aapor(const CxAaporCounts *counts)
{
    cx_assert(counts->unknown_eligible >= 0.0 && counts->unknown_eligible <= 1.0);
    const double complete = (double)counts->interviews;
    const double answered = complete + (double)counts->partials;
    const double known =
        answered + (double)(counts->refusals + counts->noncontacts + counts->others);
    const double all = known + (double)counts->unknowns;
    const double some = known + counts->unknown_eligible * (double)counts->unknowns;
    return (CxAaporRates){
        .rr1 = rate(complete, all),
        .rr2 = rate(answered, all),
        .rr3 = rate(complete, some),
        .rr4 = rate(answered, some),
        .rr5 = rate(complete, known),
        .rr6 = rate(answered, known),
    };
}

int64_t
cx_stat_nps_n_per_wave(double points, double variance, double power)
{
    cx_assert(points > 0.0 && variance > 0.0);
    cx_assert(power > 0.0 && power < 1.0);
    /* z of a one-sided probability is the two-sided z of 2 power - 1, negative below one half. */
    const double side = fabs(2.0 * power - 1.0);
    const double z_power = side > 0.0 ? copysign(cx_stat_z(side), power - 0.5) : 0.0;
    const double z = cx_stat_z(CX_STAT_LEVEL) + z_power;
    const double change = points / 100.0;
    return (int64_t)ceil(2.0 * z * z * variance / (change * change));
}
