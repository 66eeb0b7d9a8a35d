/* Links over units: a metric kept for each site or region set against the answers of just these, month by
 * month. What all units have in common in a month is taken out (stat/link.h), so that a season, or a
 * new questionnaire, is no link. */
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "evidence/link_priv.h"
#include "evidence/tallies.h"
#include "stat/estimate.h"

/* The units that have answers by month. */
typedef struct {
    CxLinkRun *run;
    const CxFrameItem *by;
    size_t width; /* months of a metric */
    size_t n;     /* units */
    const char *keys[CX_LINK_UNITS_MAX];
    double *y, *se; /* n × n_months, owned */
    double *x;      /* by metric searched, n × width, owned */
    int64_t *count; /* answers behind y, owned */
} Units;

static void
units_clear(Units *units)
{
    g_clear_pointer(&units->y, g_free);
    g_clear_pointer(&units->se, g_free);
    g_clear_pointer(&units->x, g_free);
    g_clear_pointer(&units->count, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Units, units_clear)

static bool
find_choice(Units *units, const char *key, GError **error)
{
    const CxFrame *frame = units->run->asker->frame;
    size_t index = 0;
    if (!cx_frame_find_item(frame, key, &index) ||
        cx_frame_item(frame, index)->kind != CX_FRAME_CHOICE) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "\"%s\" is no choice of this survey: name the one that tells units apart, "
                    "such as a region or a site",
                    key);
        return false;
    }
    units->by = cx_frame_item(frame, index);
    if (units->by->n_choices <= CX_LINK_UNITS_MAX)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" has more than %d units",
                units->by->label, CX_LINK_UNITS_MAX);
    return false;
}

/* The months of the unit to come that have an interval; how many. */
static size_t
take_months(const Units *units, const CxSlice *slice, const CxTallies *tallies)
{
    const CxLinkRun *run = units->run;
    const CxNumber number = { .slice = (CxSlice *)(guintptr)slice,
                              .range_lo = tallies->lo,
                              .range_hi = tallies->hi };
    const size_t first = units->n * run->n_months;
    size_t n_there = 0;
    for (size_t t = 0; t < run->n_months; t++)
        units->y[first + t] = units->se[first + t] = (double)NAN;
    for (size_t i = 0; i < tallies->n_groups; i++) {
        const CxTally *tally = &tallies->groups[i];
        const CxMeasured value = cx_number_measure(&number, tally);
        const size_t t = (size_t)cx_day_month_index(tally->from) - (size_t)run->first_month;
        if (t >= run->n_months || !cx_measured_has_interval(&value))
            continue;
        units->y[first + t] = value.value;
        units->se[first + t] = (value.hi - value.lo) / (2.0 * cx_stat_z(CX_STAT_LEVEL));
        units->count[first + t] = value.n;
        n_there++;
    }
    return n_there;
}

/* The measure of one unit, if it has a month with an interval. Its months have no cards of their own: the link's card
 * says how they were gathered, and a page asks for hundreds. */
static bool
add_unit(Units *units, const char *key, GError **error)
{
    CxCtx *ctx = units->run->asker->ctx;
    g_autoptr(CxSlice) slice = cx_slice_copy(units->run->slice);
    if (!cx_slice_set_filter(slice, units->by->key, key, error) ||
        !cx_wall_check_parts(ctx, slice, error))
        return false;
    g_autoptr(CxTallies) tallies = cx_tallies_run(ctx, units->run->asker->frame, slice, error);
    if (tallies == NULL)
        return false;
    if (take_months(units, slice, tallies) > 0)
        units->keys[units->n++] = key;
    return true;
}

/* The values of a metric of every unit; *ret_n units have any. */
static bool
load_values(const Units *units, const CxMetric *metric, double *x, size_t *ret_n, GError **error)
{
    CxLinkRun *run = units->run;
    const int32_t first = run->first_month - CX_LINK_LAG_MAX;
    *ret_n = 0;
    for (size_t i = 0; i < units->n; i++) {
        double *values = &x[i * units->width];
        for (size_t t = 0; t < units->width; t++)
            values[t] = (double)NAN;
        g_autoptr(CxSeries) series =
            cx_series_load_of(run->asker->ctx, metric, units->keys[i], error);
        if (series == NULL)
            return false;
        for (guint k = 0; k < series->points->len; k++) {
            const CxSeriesPoint *point = &g_array_index(series->points, CxSeriesPoint, k);
            const bool is_month = !cx_day_is_none(point->from) &&
                                  cx_day_month_index(point->from) == cx_day_month_index(point->to);
            const size_t t = (size_t)cx_day_month_index(point->from) - (size_t)first;
            if (is_month && t < units->width)
                values[t] = point->value;
        }
        *ret_n += series->points->len > 0 ? 1 : 0;
        run->currencies[run->n_searched] = cx_arena_text(run->asker->ctx->arena, series->currency);
    }
    return true;
}

static bool
gather(Units *units, GError **error)
{
    CxLinkRun *run = units->run;
    for (guint i = 0; i < run->asker->metrics->len && run->n_searched < CX_LINK_METRICS_MAX; i++) {
        const CxMetric *metric = g_ptr_array_index(run->asker->metrics, i);
        size_t n_units = 0;
        if (!cx_link_is_series(run, metric))
            continue;
        double *x = &units->x[run->n_searched * units->n * units->width];
        if (!load_values(units, metric, x, &n_units, error))
            return false;
        if (n_units < 2)
            continue;
        CxLinkItem *item = &run->items[run->n_items++];
        *item = cx_link_item(run, metric);
        item->way = CX_LINK_WAY_UNITS;
        item->n_units = (int64_t)n_units;
        run->metrics[run->n_searched] = metric;
        run->searched[run->n_searched++] = run->n_items - 1;
    }
    return true;
}

/* How far the metric varies among the units' months: its standard deviation. */
static double
spread_of(const Units *units, const double *x)
{
    double n = 0.0;
    double sum = 0.0;
    double squares = 0.0;
    for (size_t i = 0; i < units->n * units->width; i++) {
        if (isnan(x[i]))
            continue;
        n += 1.0;
        sum += x[i];
        squares += x[i] * x[i];
    }
    return n > 1.0 ? sqrt(fmax(squares - sum * sum / n, 0.0) / (n - 1.0)) : 0.0;
}

/* Of the months that have both the measure and the metric `lag` before: answers, and units with any. */
static int64_t
count_both(const Units *units, const double *x, size_t lag, int64_t *ret_n_units)
{
    const size_t n_months = units->run->n_months;
    int64_t n = 0;
    *ret_n_units = 0;
    for (size_t i = 0; i < units->n; i++) {
        bool has_any = false;
        for (size_t t = 0; t < n_months; t++) {
            if (isnan(units->y[i * n_months + t]) ||
                isnan(x[i * units->width + t + CX_LINK_LAG_MAX - lag]))
                continue;
            n += units->count[i * n_months + t];
            has_any = true;
        }
        *ret_n_units += has_any ? 1 : 0;
    }
    return n;
}

static void
fill_item(const Units *units, const CxLink *link, size_t i_searched)
{
    const CxLinkRun *run = units->run;
    CxLinkItem *item = &run->items[run->searched[i_searched]];
    const CxMetric *metric = run->metrics[i_searched];
    const char *currency = run->currencies[i_searched];
    const double *x = &units->x[i_searched * units->n * units->width];
    item->state = cx_link_status_key(link->status);
    item->n_months = (int64_t)link->n_rows;
    if (link->status != CX_LINK_OK)
        return;
    item->lag = (int)link->lag;
    item->p = link->p;
    item->step = cx_link_step(metric, currency, spread_of(units, x));
    item->step_text = cx_link_step_text(run->asker->ctx, metric, currency, item->step);
    for (size_t lag = 0; lag < CX_LINK_LAGS; lag++) {
        const CxLinkLag *each = &link->lags[lag];
        item->lags[lag] = (CxLinkLag){ item->step * each->slope, item->step * each->se,
                                       item->step * each->lo, item->step * each->hi };
    }
    const CxLinkLag *best = &item->lags[link->lag];
    const int64_t n_answers = count_both(units, x, link->lag, &item->n_units);
    item->effect = (CxMeasured){
        .value = best->slope,
        .lo = best->lo,
        .hi = best->hi,
        .n = n_answers,
        .clusters = item->n_units,
        .status = CX_MEASURED_OK,
        .rule = cx_stat_rule_key(CX_STAT_RULE_SERIES_BOOTSTRAP),
    };
}

static void
search(const Units *units)
{
    const CxLinkRun *run = units->run;
    g_autofree char *slice = cx_slice_format(run->slice);
    const CxLinkAsk ask = {
        .n_units = units->n,
        .n_periods = run->n_months,
        .y = units->y,
        .se = units->se,
        .stretch = run->stretch,
        .n_metrics = run->n_searched,
        .x = units->x,
        .n_replicates = CX_LINK_REPLICATES,
        .seed = g_str_hash(slice),
    };
    g_autofree CxLinks *links = cx_link_keep(&ask);
    for (size_t i = 0; i < run->n_searched; i++)
        fill_item(units, &links->items[i], i);
}

bool
cx_link_fill_units(CxLinkRun *run, const char *by, GError **error)
{
    g_auto(Units) units = { .run = run, .width = CX_LINK_LAG_MAX + run->n_months };
    if (!find_choice(&units, by, error))
        return false;
    run->by = units.by;
    const size_t n_most = units.by->n_choices;
    units.y = g_new0(double, n_most * run->n_months + 1);
    units.se = g_new0(double, n_most * run->n_months + 1);
    units.count = g_new0(int64_t, n_most * run->n_months + 1);
    for (size_t i = 0; i < n_most; i++) {
        if (!add_unit(&units, units.by->choices[i].key, error))
            return false;
    }
    if (units.n < 2)
        return true; /* nothing to set against anything */
    units.x = g_new0(double, CX_LINK_METRICS_MAX *units.n *units.width);
    if (!gather(&units, error))
        return false;
    if (run->n_searched > 0)
        search(&units);
    return true;
}
