#include "stat/pilot.h"

#include <glib.h>
#include <math.h>

#include "lang/assert.h"

typedef enum {
    OTHERS,
    TREATED,
} Side;

/* Sums over one side. */
typedef struct {
    double n;
    double mean;
    double variance; /* of a unit, n - 1 */
} Arm;

static Arm
arm_of(const CxPilotUnits *units, Side side)
{
    Arm arm = { .n = 0.0 };
    double sum = 0.0;
    for (size_t i = 0; i < units->n; i++) {
        if (units->is_treated[i] == (side == TREATED)) {
            arm.n += 1.0;
            sum += units->change[i];
        }
    }
    arm.mean = arm.n > 0.0 ? sum / arm.n : (double)NAN;
    double squares = 0.0;
    for (size_t i = 0; i < units->n; i++) {
        if (units->is_treated[i] == (side == TREATED))
            squares += (units->change[i] - arm.mean) * (units->change[i] - arm.mean);
    }
    arm.variance = arm.n > 1.0 ? squares / (arm.n - 1.0) : (double)NAN;
    return arm;
}

static CxEstimate
estimate_of(const Arm *arm, double level)
{
    return (CxEstimate){
        .status = CX_STAT_OK,
        .rule = CX_STAT_RULE_STUDENT_T,
        .value = arm->mean,
        .centre = arm->mean,
        .se = sqrt(arm->variance / arm->n),
        .level = level,
        .df = arm->n - 1.0,
        .n = (int64_t)arm->n,
        .clusters = (int64_t)arm->n,
    };
}

/* One unit beside the spread of the others. */
static CxComparison
one_beside(const Arm *one, const Arm *others, double level)
{
    const double se = sqrt(others->variance * (1.0 + 1.0 / others->n));
    const double df = others->n - 1.0;
    const double effect = one->mean - others->mean;
    const double half = cx_stat_t(level, df) * se;
    return (CxComparison){
        .difference = { .status = CX_STAT_OK,
                        .rule = CX_STAT_RULE_DIFFERENCE_T,
                        .value = effect,
                        .centre = effect,
                        .se = se,
                        .lo = effect - half,
                        .hi = effect + half,
                        .level = level,
                        .df = df,
                        .n = (int64_t)others->n + 1,
                        .clusters = (int64_t)others->n + 1 },
        .statistic = effect / se,
        .p = cx_stat_p_t(effect / se, df),
    };
}

static CxComparison
nothing(CxStatStatus status, double effect)
{
    const double none = (double)NAN;
    return (CxComparison){
        .difference = { .status = status,
                        .rule = CX_STAT_RULE_NONE,
                        .value = effect,
                        .centre = effect,
                        .se = none,
                        .lo = none,
                        .hi = none,
                        .df = none },
        .statistic = none,
        .p = none,
    };
}

CxComparison
cx_stat_pilot_effect(const CxPilotUnits *units, double level)
{
    const Arm treated = arm_of(units, TREATED);
    const Arm others = arm_of(units, OTHERS);
    if (treated.n < 1.0 || others.n < 2.0)
        return nothing(CX_STAT_TOO_FEW, treated.mean - others.mean);
    const double spread = others.variance + (treated.n > 1.0 ? treated.variance : 0.0);
    if (!(spread > 0.0))
        return nothing(CX_STAT_DEGENERATE, treated.mean - others.mean);
    if (treated.n < 2.0)
        return one_beside(&treated, &others, level);
    const CxEstimate first = estimate_of(&treated, level);
    const CxEstimate second = estimate_of(&others, level);
    CxComparison effect = cx_stat_difference(&first, &second);
    effect.difference.n = (int64_t)units->n;
    effect.difference.clusters = (int64_t)units->n;
    return effect;
}

/* ---- Randomisation ---- */

static double
choose(size_t n, size_t k)
{
    double ways = 1.0;
    for (size_t i = 0; i < MIN(k, n - k); i++)
        ways = ways * (double)(n - i) / (double)(i + 1);
    return round(ways);
}

/* The effect when the units of the index list are the treated ones. */
static double
effect_of(const double *change, size_t n, double sum, const size_t *treated, size_t k)
{
    double own = 0.0;
    for (size_t i = 0; i < k; i++)
        own += change[treated[i]];
    return own / (double)k - (sum - own) / (double)(n - k);
}

/* The next choice of k of n in order; false after the last. */
static bool
next_choice(size_t *chosen, size_t n, size_t k)
{
    for (size_t i = k; i > 0; i--) {
        if (chosen[i - 1] == n - k + i - 1)
            continue;
        chosen[i - 1]++;
        for (size_t j = i; j < k; j++)
            chosen[j] = chosen[j - 1] + 1;
        return true;
    }
    return false;
}

/* k of n at random, the first k of a shuffled row (Fisher and Yates). */
static void
draw_choice(size_t *row, size_t n, size_t k, CxRandom *random)
{
    for (size_t i = 0; i < k; i++) {
        const size_t j = i + (size_t)cx_random_below(random, n - i);
        const size_t kept = row[i];
        row[i] = row[j];
        row[j] = kept;
    }
}

double
cx_stat_pilot_p(const CxPilotUnits *units, CxRandom *random)
{
    const size_t n = units->n;
    g_autofree size_t *row = g_new0(size_t, n + 1);
    double sum = 0.0;
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        sum += units->change[i];
        if (units->is_treated[i])
            row[k++] = i;
    }
    if (k == 0 || k == n)
        return (double)NAN;
    const double observed = fabs(effect_of(units->change, n, sum, row, k));
    const double as_large = observed - 1e-9 * (1.0 + observed);
    double n_large = 0.0;
    double n_ways = 0.0;
    for (size_t i = 0; i < n; i++)
        row[i] = i;
    if (choose(n, k) <= CX_PILOT_ALL_MAX) {
        do {
            n_ways += 1.0;
            n_large += fabs(effect_of(units->change, n, sum, row, k)) >= as_large ? 1.0 : 0.0;
        } while (next_choice(row, n, k));
        return n_large / n_ways;
    }
    for (size_t i = 0; i < CX_PILOT_DRAWS; i++) {
        draw_choice(row, n, k, random);
        n_large += fabs(effect_of(units->change, n, sum, row, k)) >= as_large ? 1.0 : 0.0;
    }
    return (n_large + 1.0) / (CX_PILOT_DRAWS + 1.0);
}

double
cx_stat_pilot_p_least(size_t n_treated, size_t n)
{
    if (n_treated == 0 || n_treated >= n)
        return (double)NAN;
    const double ways = choose(n, n_treated);
    const double least = (2 * n_treated == n ? 2.0 : 1.0) / ways;
    return ways <= CX_PILOT_ALL_MAX ? least : fmax(least, 1.0 / (CX_PILOT_DRAWS + 1.0));
}

/* ---- Before it starts ---- */

double
cx_stat_pilot_se(double sd, size_t n_treated, size_t n_compared)
{
    cx_assert(n_treated > 0 && n_compared > 0);
    return sd * sqrt(1.0 / (double)n_treated + 1.0 / (double)n_compared);
}

double
cx_stat_pilot_df(size_t n_treated, size_t n_compared)
{
    const double n = (double)n_compared + (n_treated > 1 ? (double)n_treated - 1.0 : 0.0);
    return n > 1.0 ? n - 1.0 : (double)NAN;
}

double
cx_stat_pilot_power(double effect, double se, double df)
{
    if (isnan(se) || isnan(df))
        return (double)NAN;
    if (!(se > 0.0))
        return 1.0;
    const double beyond = effect / se - cx_stat_t(CX_STAT_LEVEL, df);
    const double tail = cx_stat_p_z(beyond) / 2.0; /* P(Z > |beyond|) */
    return beyond > 0.0 ? 1.0 - tail : tail;
}
