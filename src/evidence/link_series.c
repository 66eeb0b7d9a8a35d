/* The two sides of a link month by month: the measure with its sampling error, and a metric's values. */
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/message.h"
#include "base/money.h"
#include "base/text.h"
#include "evidence/link_priv.h"
#include "evidence/usual.h"
#include "stat/estimate.h"

/* ---- The measure ---- */

/* The last month that is over, for the reader and in the data. */
static int32_t
last_month(const CxLinkRun *run, CxDay to)
{
    const CxCtx *ctx = run->asker->ctx;
    int32_t last = MIN(cx_day_month_index(ctx->today) - 1,
                       cx_day_month_index(cx_frame_last_day(run->asker->frame)));
    if (!cx_day_is_none(to))
        last = MIN(last, cx_day_month_index((CxDay){ to.v + 1 }) - 1);
    return last;
}

static bool
find_months(CxLinkRun *run, CxDay to)
{
    const CxDay first_day = cx_frame_first_day(run->asker->frame);
    if (cx_day_is_none(first_day))
        return false;
    const int32_t last = last_month(run, to);
    run->first_month = MAX(cx_day_month_index(first_day), last - CX_LINK_PERIODS_MAX + 1);
    if (last < run->first_month)
        return false;
    run->n_months = (size_t)last - (size_t)run->first_month + 1;
    return true;
}

static void
make_slice(CxLinkRun *run)
{
    run->slice = cx_slice_new();
    run->slice->survey = g_strdup(run->asker->survey->key);
    run->slice->question = g_strdup(run->item->key);
    run->slice->by = CX_SLICE_BY_MONTH;
    (void)cx_usual_measure(run->item, &run->slice->measure);
    run->slice->from = cx_month_first_day(run->first_month);
    /* Before a month is over, the one that runs: what is known answer by answer is set against it. */
    const int32_t end = run->first_month + (int32_t)MAX(run->n_months, 1);
    run->slice->to = (CxDay){ cx_month_first_day(end).v - 1 };
}

static void
fill_months(CxLinkRun *run)
{
    const CxLinkFinding *finding = run->finding;
    size_t i_splice = 0;
    int32_t next = INT32_MAX; /* month from which on another stretch begins */
    int stretch = 0;
    for (size_t t = 0; t < run->n_months; t++) {
        run->y[t] = run->se[t] = (double)NAN;
        run->n[t] = 0;
    }
    for (size_t i = 0; i < finding->score->n_groups; i++) {
        const CxScoreGroup *group = &finding->score->groups[i];
        const size_t t = (size_t)cx_day_month_index(group->from) - (size_t)run->first_month;
        if (t >= run->n_months || !cx_measured_has_interval(&group->value))
            continue;
        run->y[t] = group->value.value;
        run->se[t] = (group->value.hi - group->value.lo) / (2.0 * cx_stat_z(CX_STAT_LEVEL));
        run->n[t] = group->value.n;
    }
    for (size_t t = 0; t < run->n_months; t++) {
        if (i_splice < finding->splices.n) {
            const size_t at = finding->splices.items[i_splice].at;
            next = cx_day_month_index(finding->score->groups[at].from);
        }
        if (run->first_month + (int32_t)t >= next) {
            stretch++;
            i_splice++;
            next = INT32_MAX;
        }
        run->stretch[t] = stretch;
    }
}

bool
cx_link_fill_measure(CxLinkRun *run, CxDay to, GError **error)
{
    CxLinkFinding *finding = run->finding;
    if (!find_months(run, to))
        run->n_months = 0;
    if (run->n_months == 0)
        run->first_month = cx_day_month_index(run->asker->ctx->today);
    make_slice(run);
    finding->score = cx_score_run(run->asker->ctx, run->asker->survey, run->slice, error);
    if (finding->score == NULL)
        return false;
    if (finding->score->n_groups > 1 &&
        !cx_splice_find(run->asker->ctx, run->asker->survey, run->slice, finding->score,
                        &finding->splices, error))
        return false;
    fill_months(run);
    return true;
}

/* ---- A metric ---- */

static const CxSeries *
load(CxLinkRun *run, size_t i_metric, GError **error)
{
    GPtrArray *all = run->asker->series;
    if (g_ptr_array_index(all, i_metric) == NULL) {
        const CxMetric *metric = g_ptr_array_index(run->asker->metrics, i_metric);
        g_ptr_array_index(all, i_metric) = cx_series_load(run->asker->ctx, metric, error);
    }
    return g_ptr_array_index(all, i_metric);
}

static bool
is_month(const CxSeriesPoint *point)
{
    return !cx_day_is_none(point->from) &&
           cx_day_month_index(point->from) == cx_day_month_index(point->to);
}

static const char *
copy_values(CxLinkRun *run, const CxSeries *series, double *values)
{
    const size_t width = CX_LINK_LAG_MAX + run->n_months;
    const int32_t first = run->first_month - CX_LINK_LAG_MAX;
    for (size_t t = 0; t < width; t++)
        values[t] = (double)NAN;
    bool has_month = false;
    for (guint i = 0; i < series->points->len; i++) {
        const CxSeriesPoint *point = &g_array_index(series->points, CxSeriesPoint, i);
        if (!is_month(point))
            continue;
        has_month = true;
        const size_t t = (size_t)cx_day_month_index(point->from) - (size_t)first;
        if (t < width)
            values[t] = point->value;
    }
    if (series->points->len == 0)
        return "no_facts";
    return has_month ? NULL : "no_months";
}

double *
cx_link_values(CxLinkRun *run, size_t i_metric, const char **ret_state, GError **error)
{
    const CxMetric *metric = g_ptr_array_index(run->asker->metrics, i_metric);
    double *values = &run->x[run->n_searched * (CX_LINK_LAG_MAX + run->n_months)];
    *ret_state = NULL;
    g_autoptr(CxSeries) own = NULL;
    if (run->item->department_key != NULL) {
        own = cx_series_load_of(run->asker->ctx, metric, run->item->department_key, error);
        if (own == NULL)
            return NULL;
    }
    const CxSeries *series = own != NULL && own->points->len > 0 ? own : load(run, i_metric, error);
    if (series == NULL)
        return NULL;
    run->currencies[run->n_searched] = cx_arena_text(run->asker->ctx->arena, series->currency);
    *ret_state = copy_values(run, series, values);
    return *ret_state == NULL ? values : NULL;
}

/* ---- Steps ---- */

static int
decimals_of(const CxMetric *metric, const char *currency)
{
    return metric->is_money && currency != NULL ? MAX(cx_currency_exponent(currency), 0)
                                                : metric->decimals;
}

double
cx_link_step(const CxMetric *metric, const char *currency, double spread)
{
    const double least = pow(10.0, -decimals_of(metric, currency));
    const double power = pow(10.0, floor(log10(fmax(spread, least))));
    static const double nice[] = { 5.0, 2.0, 1.0 };
    for (size_t i = 0; i < CX_N_ELEMENTS(nice); i++) {
        if (nice[i] * power <= spread)
            return nice[i] * power;
    }
    return least;
}

const char *
cx_link_value_text(CxCtx *ctx, const CxMetric *metric, const char *currency, double value)
{
    if (isnan(value))
        return NULL;
    const double units = value * pow(10.0, decimals_of(metric, currency));
    return cx_arena_take(ctx->arena, cx_metric_value_words(metric, currency, llround(units)));
}

const char *
cx_link_step_text(CxCtx *ctx, const CxMetric *metric, const char *currency, double step)
{
    if (strcmp(metric->unit, CX_METRIC_UNIT_SHARE) != 0)
        return cx_link_value_text(ctx, metric, currency, step);
    g_autofree char *number = cx_text_number(100.0 * step, step < .01 ? 1 : 0);
    return cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "link.step.points",
                                                       CX_ARG_TEXT("n", number)));
}
