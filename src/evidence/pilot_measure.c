/* The numbers of a pilot from a frame: pure statistics, no wall, no store. */
#include <math.h>
#include <string.h>

#include "evidence/change_measure.h"
#include "evidence/pilot_priv.h"
#include "lang/assert.h"
#include "stat/family.h"

#define ALPHA       .05
#define SIGNS_LEVEL .90

typedef enum { COMPARED, TREATED, SIDES } Side;

/* One unit in one period. */
typedef struct {
    double value; /* in the measure's unit; NaN without answers */
    double variance;
    double w, wu;
    int64_t n;
} Cell;

static double
unit_of(const CxPilot *pilot)
{
    return pilot->measure == CX_SLICE_TOP2 ? 100.0 : 1.0;
}

CxSlice *
cx_pilot_slice(const CxSurvey *survey, const CxPilot *pilot)
{
    CxSlice *slice = cx_slice_new();
    slice->survey = g_strdup(survey->key);
    slice->question = g_strdup(pilot->item->key);
    slice->measure = pilot->measure;
    slice->weighting = pilot->is_weighted ? CX_SLICE_WEIGHTED : CX_SLICE_UNWEIGHTED;
    return slice;
}

static CxSlice *
slice_in(const CxPilotAsk *ask, CxPilotPeriod period)
{
    CxSlice *slice = cx_slice_copy(ask->slice);
    slice->from = period.from;
    slice->to = period.to;
    return slice;
}

static bool
is_fit(const CxPilotAsk *ask, const CxSlice *slice, GError **error)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    cx_slice_check(slice, ask->frame, issues);
    if (cx_issues_count(issues) > 0)
        cx_issues_set_error(issues, error);
    return cx_issues_count(issues) == 0;
}

static Cell
cell_of(const CxTally *tally, double unit)
{
    const double mean = tally->w > 0.0 ? tally->wu / tally->w : (double)NAN;
    const double squares = tally->ss - 2.0 * mean * tally->sw + mean * mean * tally->ww_cluster;
    return (Cell){
        .value = unit * mean,
        .variance = unit * unit * fmax(0.0, squares) / (tally->w * tally->w),
        .w = tally->w,
        .wu = unit * tally->wu,
        .n = tally->n,
    };
}

/* The units of a pilot in a period; cells as many as units. */
static bool
read_cells(const CxPilotAsk *ask, CxPilotPeriod period, Cell *cells, GError **error)
{
    g_autoptr(CxSlice) slice = slice_in(ask, period);
    slice->by = CX_SLICE_BY_ITEM;
    slice->by_item = g_strdup(ask->pilot->unit_item);
    if (!is_fit(ask, slice, error))
        return false;
    g_autoptr(CxTallies) tallies = cx_slice_run(ask->frame, slice, error);
    if (tallies == NULL)
        return false;
    for (size_t i = 0; i < ask->pilot->n_units; i++) {
        cells[i] = (Cell){ .value = (double)NAN };
        for (size_t j = 0; j < tallies->n_groups; j++) {
            if (strcmp(tallies->groups[j].key, ask->pilot->units[i].key) == 0)
                cells[i] = cell_of(&tallies->groups[j], unit_of(ask->pilot));
        }
    }
    return true;
}

static bool
counts(const Cell *cell)
{
    return cell->n >= CX_PILOT_UNIT_N_MIN && !isnan(cell->value);
}

/* Changes of units, as the statistics take them. */
typedef struct {
    double change[CX_PILOT_UNITS_MAX];
    bool is_treated[CX_PILOT_UNITS_MAX];
    size_t n, n_treated;
} Changes;

static void
add_change(Changes *changes, const CxPilotUnit *unit, double change)
{
    changes->change[changes->n] = change;
    changes->is_treated[changes->n++] = unit->is_treated;
    changes->n_treated += unit->is_treated ? 1 : 0;
}

static CxPilotUnits
as_units(const Changes *changes)
{
    return (CxPilotUnits){ changes->change, changes->is_treated, changes->n };
}

/* ---- After it has ended ---- */

static void
sum_cells(const CxPilotAsk *ask, const Cell *before, const Cell *after, CxPilotMeasured *measured)
{
    double w[2][2] = { { 0.0 } };
    double wu[2][2] = { { 0.0 } };
    int64_t n[2][2] = { { 0 } };
    for (size_t i = 0; i < ask->pilot->n_units; i++) {
        const size_t arm = ask->pilot->units[i].is_treated ? 1 : 0;
        const Cell *cells[] = { &before[i], &after[i] };
        for (size_t t = 0; t < 2; t++) {
            w[arm][t] += cells[t]->w;
            wu[arm][t] += cells[t]->wu;
            n[arm][t] += cells[t]->n;
        }
    }
    measured->n_least = INT64_MAX;
    for (size_t arm = 0; arm < 2; arm++) {
        for (size_t t = 0; t < 2; t++) {
            measured->value[arm][t] = w[arm][t] > 0.0 ? wu[arm][t] / w[arm][t] : (double)NAN;
            measured->n_answers += n[arm][t];
            measured->n_least = MIN(measured->n_least, n[arm][t]);
        }
    }
}

static void
measure_units(const CxPilotAsk *ask, const Cell *before, const Cell *after,
              CxPilotMeasured *measured)
{
    Changes changes = { .n = 0 };
    for (size_t i = 0; i < ask->pilot->n_units; i++) {
        if (counts(&before[i]) && counts(&after[i]))
            add_change(&changes, &ask->pilot->units[i], after[i].value - before[i].value);
    }
    const CxPilotUnits units = as_units(&changes);
    CxRandom random = cx_random_seeded(ask->pilot->seed);
    measured->effect = cx_stat_pilot_effect(&units, CX_STAT_LEVEL);
    measured->narrow = cx_stat_pilot_effect(&units, SIGNS_LEVEL);
    measured->p_lot = cx_stat_pilot_p(&units, &random);
    measured->n_treated = (int64_t)changes.n_treated;
    measured->n_compared = (int64_t)(changes.n - changes.n_treated);
}

/* The answers of one side. */
static CxSlice *
side_slice(const CxPilotAsk *ask, CxPilotPeriod period, Side side, GError **error)
{
    g_autoptr(GString) keys = g_string_new(NULL);
    for (size_t i = 0; i < ask->pilot->n_units; i++) {
        if (ask->pilot->units[i].is_treated == (side == TREATED)) {
            g_string_append_printf(keys, "%s%s", keys->len > 0 ? "," : "",
                                   ask->pilot->units[i].key);
        }
    }
    g_autoptr(CxSlice) slice = slice_in(ask, period);
    if (!cx_slice_set_filter(slice, ask->pilot->unit_item, keys->str, error))
        return NULL;
    return g_steal_pointer(&slice);
}

/* What changed on one side between two periods. */
static bool
measure_side(const CxPilotAsk *ask, const CxPilotPeriod periods[2], Side side,
             CxChangeMeasured *ret_measured, GError **error)
{
    g_autoptr(CxSlice) before = side_slice(ask, periods[0], side, error);
    g_autoptr(CxSlice) after = before != NULL ? side_slice(ask, periods[1], side, error) : NULL;
    return after != NULL && cx_change_measure(ask->frame, after, before, ret_measured, error);
}

static CxComparison
between_sides(const CxChangeMeasured sides[2], double level)
{
    CxEstimate first = cx_change_compare(&sides[TREATED], level).difference;
    CxEstimate second = cx_change_compare(&sides[COMPARED], level).difference;
    first.level = second.level = level;
    return cx_stat_difference(&first, &second);
}

static bool
measure_customers(const CxPilotAsk *ask, const CxPilotPeriod periods[2], CxPilotMeasured *measured,
                  GError **error)
{
    CxChangeMeasured sides[SIDES];
    for (Side side = COMPARED; side < SIDES; side++) {
        if (!measure_side(ask, periods, side, &sides[side], error))
            return false;
    }
    measured->effect = between_sides(sides, CX_STAT_LEVEL);
    measured->narrow = between_sides(sides, SIGNS_LEVEL);
    measured->p_lot = (double)NAN;
    measured->n_treated = MIN(sides[TREATED].after.clusters, sides[TREATED].before.clusters);
    measured->n_compared = MIN(sides[COMPARED].after.clusters, sides[COMPARED].before.clusters);
    return true;
}

bool
cx_pilot_measure(const CxPilotAsk *ask, CxPilotMeasured *ret_measured, GError **error)
{
    const CxPilot *pilot = ask->pilot;
    cx_assert(pilot->n_units <= CX_PILOT_UNITS_MAX);
    const CxPilotPeriod periods[] = { { pilot->before_from, pilot->before_to },
                                      { pilot->from, pilot->to } };
    g_autofree Cell *before = g_new0(Cell, pilot->n_units + 1);
    g_autofree Cell *after = g_new0(Cell, pilot->n_units + 1);
    if (!read_cells(ask, periods[0], before, error) || !read_cells(ask, periods[1], after, error))
        return false;
    CxPilotMeasured measured = { .n_answers = 0 };
    sum_cells(ask, before, after, &measured);
    if (pilot->design == CX_PILOT_UNITS)
        measure_units(ask, before, after, &measured);
    else if (!measure_customers(ask, periods, &measured, error))
        return false;
    const CxEstimate *effect = &measured.effect.difference;
    measured.detectable =
        effect->status == CX_STAT_OK
            ? cx_stat_detectable(effect->se, effect->df, CX_STAT_LEVEL, CX_CHANGE_POWER)
            : (double)NAN;
    *ret_measured = measured;
    return true;
}

/* ---- Before it starts ---- */

static CxPilotPeriod
period_before(const CxPilot *pilot, int64_t i)
{
    const int32_t length = pilot->to.v - pilot->from.v + 1;
    const int32_t shift = (int32_t)(i + 1) * length;
    return (CxPilotPeriod){ { pilot->from.v - shift }, { pilot->to.v - shift } };
}

static int64_t
n_periods_before(const CxPilotAsk *ask)
{
    if (cx_frame_n_rows(ask->frame) == 0)
        return 0;
    int64_t n = 0;
    while (n < CX_PILOT_PERIODS_MAX &&
           period_before(ask->pilot, n).from.v >= cx_frame_first_day(ask->frame).v)
        n++;
    return n;
}

/* The spread of changes between neighbouring periods, each with its own mean; of one period alone, the
 * chance of sampling. */
static double
spread_of(const Cell *const *cells, int64_t n_periods, size_t n_units)
{
    double squares = 0.0;
    double df = 0.0;
    for (int64_t t = 0; t + 1 < n_periods; t++) {
        double sum = 0.0;
        double sum_squares = 0.0;
        double n = 0.0;
        for (size_t i = 0; i < n_units; i++) {
            if (!counts(&cells[t][i]) || !counts(&cells[t + 1][i]))
                continue;
            const double change = cells[t][i].value - cells[t + 1][i].value;
            sum += change;
            sum_squares += change * change;
            n += 1.0;
        }
        if (n < 2.0)
            continue;
        squares += sum_squares - sum * sum / n;
        df += n - 1.0;
    }
    if (df > 0.0)
        return sqrt(fmax(0.0, squares) / df);
    double variance = 0.0;
    double n = 0.0;
    for (size_t i = 0; i < n_units; i++) {
        if (counts(&cells[0][i])) {
            variance += 2.0 * cells[0][i].variance;
            n += 1.0;
        }
    }
    return n > 0.0 ? sqrt(variance / n) : (double)NAN;
}

/* The slope of a unit over the periods before, per period; NaN where it does not count in all. */
static double
slope_of(const Cell *const *cells, int64_t n_periods, size_t unit)
{
    const double middle = (double)(n_periods - 1) / 2.0;
    double products = 0.0;
    double squares = 0.0;
    for (int64_t t = 0; t < n_periods; t++) {
        if (!counts(&cells[t][unit]))
            return (double)NAN;
        const double time = middle - (double)t; /* 0 is the latest */
        products += time * cells[t][unit].value;
        squares += time * time;
    }
    return products / squares;
}

static void
foresee_units(const CxPilotAsk *ask, const Cell *const *cells, CxPilotPlan *plan)
{
    const CxPilot *pilot = ask->pilot;
    size_t n = 0;
    size_t n_treated = 0;
    Changes slopes = { .n = 0 };
    for (size_t i = 0; i < pilot->n_units; i++) {
        if (plan->n_periods == 0 || !counts(&cells[0][i]))
            continue;
        n++;
        n_treated += pilot->units[i].is_treated ? 1 : 0;
        const double slope =
            plan->n_periods > 1 ? slope_of(cells, plan->n_periods, i) : (double)NAN;
        if (!isnan(slope))
            add_change(&slopes, &pilot->units[i], slope);
    }
    plan->p_least = cx_stat_pilot_p_least(n_treated, n);
    if (n_treated == 0 || n_treated == n)
        return;
    const double df = cx_stat_pilot_df(n_treated, n - n_treated);
    plan->se = cx_stat_pilot_se(spread_of(cells, plan->n_periods, pilot->n_units), n_treated,
                                n - n_treated);
    plan->detectable = cx_stat_detectable(plan->se, df, CX_STAT_LEVEL, CX_CHANGE_POWER);
    plan->power = cx_stat_pilot_power(pilot->wanted, plan->se, df);
    const CxPilotUnits units = as_units(&slopes);
    const CxComparison trend = cx_stat_pilot_effect(&units, CX_STAT_LEVEL);
    plan->trend = trend.difference.value;
    plan->trend_p = trend.p;
}

/* Both sides as many answers again, and each change as uncertain as two periods by themselves. */
static bool
foresee_customers(const CxPilotAsk *ask, CxPilotPlan *plan, GError **error)
{
    plan->p_least = (double)NAN;
    plan->n_periods = MIN(plan->n_periods, 2);
    if (plan->n_periods == 0)
        return true;
    const int64_t older = plan->n_periods > 1 ? 1 : 0;
    const CxPilotPeriod periods[] = { period_before(ask->pilot, older),
                                      period_before(ask->pilot, 0) };
    CxChangeMeasured sides[SIDES];
    double variance = 0.0;
    int64_t units = 0;
    for (Side side = COMPARED; side < SIDES; side++) {
        if (!measure_side(ask, periods, side, &sides[side], error))
            return false;
        variance += 2.0 * sides[side].after.se * sides[side].after.se;
        units += sides[side].after.clusters;
    }
    const double df = (double)units - 2.0;
    plan->se = df > 0.0 ? sqrt(variance) : (double)NAN;
    plan->detectable = cx_stat_detectable(plan->se, df, CX_STAT_LEVEL, CX_CHANGE_POWER);
    plan->power = cx_stat_pilot_power(ask->pilot->wanted, plan->se, df);
    if (older == 0)
        return true;
    const CxComparison trend = between_sides(sides, CX_STAT_LEVEL);
    plan->trend = trend.difference.value;
    plan->trend_p = trend.p;
    return true;
}

bool
cx_pilot_foresee(const CxPilotAsk *ask, CxPilotPlan *ret_plan, GError **error)
{
    const double none = (double)NAN;
    const size_t n_units = ask->pilot->n_units;
    cx_assert(n_units <= CX_PILOT_UNITS_MAX);
    CxPilotPlan plan = { .se = none,
                         .detectable = none,
                         .power = none,
                         .p_least = none,
                         .trend = none,
                         .trend_p = none,
                         .n_periods = n_periods_before(ask) };
    g_autofree Cell *cells = g_new0(Cell, CX_PILOT_PERIODS_MAX * (n_units + 1));
    const Cell *by_period[CX_PILOT_PERIODS_MAX] = { NULL };
    for (int64_t t = 0; t < plan.n_periods; t++) {
        Cell *own = cells + (size_t)t * (n_units + 1);
        by_period[t] = own;
        if (!read_cells(ask, period_before(ask->pilot, t), own, error))
            return false;
    }
    if (ask->pilot->design == CX_PILOT_UNITS)
        foresee_units(ask, by_period, &plan);
    else if (!foresee_customers(ask, &plan, error))
        return false;
    *ret_plan = plan;
    return true;
}

/* ---- What is said ---- */

CxWording
cx_pilot_judge(const CxPilot *pilot, const CxPilotMeasured *measured, const char **ret_limit)
{
    *ret_limit = NULL;
    const CxEstimate *effect = &measured->effect.difference;
    if (effect->status != CX_STAT_OK || isnan(measured->effect.p))
        return CX_WORDING_TOO_FEW;
    if (pilot->design == CX_PILOT_UNITS && measured->n_treated < 2)
        *ret_limit = "one_unit";
    else if (!pilot->is_drawn && pilot->plan.trend_p < ALPHA)
        *ret_limit = "trend";
    const double p =
        isnan(measured->p_lot) ? measured->effect.p : fmax(measured->effect.p, measured->p_lot);
    if (p <= ALPHA && *ret_limit == NULL)
        return effect->value > 0.0 ? CX_WORDING_IMPROVED : CX_WORDING_WORSENED;
    return measured->narrow.difference.lo > 0.0 ? CX_WORDING_SIGNS : CX_WORDING_NONE;
}
