#include "evidence/link.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/message.h"
#include "evidence/link_priv.h"
#include "evidence/usual.h"
#include "feedback/frame_store.h"
#include "stat/estimate.h"

const char *
cx_link_way_key(CxLinkWay way)
{
    static const char *const keys[] = {
#define X(name, key) [CX_LINK_WAY_##name] = (key),
        CX_LINK_WAY_MAP(X)
#undef X
    };
    return keys[way];
}

/* ---- The asker ---- */

void
cx_link_asker_free(CxLinkAsker *asker)
{
    if (asker == NULL)
        return;
    g_clear_pointer(&asker->metrics, g_ptr_array_unref);
    g_clear_pointer(&asker->series, g_ptr_array_unref);
    g_free(asker->is_of_answers);
    cx_frame_unref(asker->frame);
    g_free(asker);
}

static void
free_series(gpointer series)
{
    cx_series_unref(series);
}

/* Metrics that responses meet are told apart: of the transaction rated, or of the account, whose money and
 * leaving come after what customers say and are no links. */
static bool
find_joined(CxLinkAsker *asker, GError **error)
{
    asker->is_of_answers = g_new0(bool, asker->metrics->len + 1);
    /* A slope over answers, taken from the one before a fact came, tells of the answer it came for: others who ask are
     * told links by month, which are made of scores (docs/decisions/0117). */
    if (!cx_wall_holds_answers(asker->ctx))
        return true;
    for (guint i = 0; i < asker->metrics->len; i++) {
        const CxMetric *metric = g_ptr_array_index(asker->metrics, i);
        size_t i_fact = 0;
        if (cx_frame_find_fact(asker->frame, metric->key, &i_fact) &&
            !cx_fact_is_of_answers(asker->ctx, metric, &asker->is_of_answers[i], error))
            return false;
    }
    return true;
}

CxLinkAsker *
cx_link_asker_new(CxCtx *ctx, const CxSurvey *survey, GError **error)
{
    g_autoptr(CxLinkAsker) asker = g_new0(CxLinkAsker, 1);
    asker->ctx = ctx;
    asker->survey = survey;
    asker->frame = cx_frame_store_ref(ctx, survey, error);
    if (asker->frame == NULL)
        return NULL;
    asker->metrics = cx_metric_list(ctx, error);
    if (asker->metrics == NULL || !find_joined(asker, error))
        return NULL;
    asker->series = g_ptr_array_new_with_free_func(free_series);
    g_ptr_array_set_size(asker->series, (int)asker->metrics->len);
    return g_steal_pointer(&asker);
}

/* ---- What is asked ---- */

static bool
is_rated(const CxItem *item)
{
    CxSliceMeasure measure;
    return cx_usual_measure(item, &measure);
}

static bool
find_item(CxLinkRun *run, const CxLinkQuery *query, GError **error)
{
    run->item = cx_score_item(run->asker->survey, query->question);
    if (run->item == NULL || !cx_score_can_see(run->asker->ctx, run->item) ||
        !cx_frame_find_item(run->asker->frame, run->item->key, NULL)) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "survey \"%s\" has no question \"%s\"",
                    run->asker->survey->key, query->question != NULL ? query->question : "overall");
        return false;
    }
    if (is_rated(run->item))
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" is not rated", run->item->label);
    return false;
}

/* A department's metric goes with its own questions and the overall one; what is nobody's with all. */
static bool
is_pair(const CxMetric *metric, const CxItem *item)
{
    return metric->has_facts && (item->role == CX_ITEM_ROLE_OVERALL || metric->department.v == 0 ||
                                 metric->department.v == item->department.v);
}

CxLinkItem
cx_link_item(const CxLinkRun *run, const CxMetric *metric)
{
    CxArena *arena = run->asker->ctx->arena;
    const double none = (double)NAN;
    return (CxLinkItem){
        .metric = cx_arena_text(arena, metric->key),
        .metric_label = cx_arena_text(arena, metric->label),
        .unit = cx_arena_text(arena, metric->unit),
        .state = "ok",
        .step = none,
        .p = none,
        .effect = { .value = none,
                    .lo = none,
                    .hi = none,
                    .status = CX_MEASURED_TOO_FEW,
                    .rule = cx_stat_rule_key(CX_STAT_RULE_NONE) },
    };
}

/* ---- Month by month ---- */

static bool
add_series(CxLinkRun *run, size_t i_metric, GError **error)
{
    const CxMetric *metric = g_ptr_array_index(run->asker->metrics, i_metric);
    CxLinkItem *item = &run->items[run->n_items++];
    *item = cx_link_item(run, metric);
    if (run->n_searched == CX_LINK_METRICS_MAX) {
        item->state = "too_many";
        return true;
    }
    const char *state = NULL;
    if (cx_link_values(run, i_metric, &state, error) == NULL) {
        item->state = state;
        return state != NULL;
    }
    run->metrics[run->n_searched] = metric;
    run->searched[run->n_searched++] = run->n_items - 1;
    return true;
}

static bool
is_joined(const CxLinkAsker *asker, const CxMetric *metric)
{
    size_t i_fact = 0;
    return cx_frame_find_fact(asker->frame, metric->key, &i_fact);
}

bool
cx_link_is_series(const CxLinkRun *run, const CxMetric *metric)
{
    return is_pair(metric, run->item) && !is_joined(run->asker, metric);
}

static bool
gather_series(CxLinkRun *run, GError **error)
{
    for (guint i = 0; i < run->asker->metrics->len; i++) {
        const CxMetric *metric = g_ptr_array_index(run->asker->metrics, i);
        if (cx_link_is_series(run, metric) && !add_series(run, i, error))
            return false;
    }
    return true;
}

static const double *
values_of(const CxLinkRun *run, size_t i_searched)
{
    return &run->x[i_searched * (CX_LINK_LAG_MAX + run->n_months)];
}

/* How far the metric varies over the months compared: its standard deviation. */
static double
spread_of(const CxLinkRun *run, const double *values, size_t lag)
{
    double n = 0.0;
    double sum = 0.0;
    double squares = 0.0;
    for (size_t t = 0; t < run->n_months; t++) {
        const double x = values[t + CX_LINK_LAG_MAX - lag];
        if (isnan(x) || isnan(run->y[t]))
            continue;
        n += 1.0;
        sum += x;
        squares += x * x;
    }
    return n > 1.0 ? sqrt(fmax(squares - sum * sum / n, 0.0) / (n - 1.0)) : 0.0;
}

/* The metric's values and what they alone would make of the measure, for the figure. */
static void
fill_path(const CxLinkRun *run, size_t i_searched, double slope, CxLinkItem *item)
{
    CxCtx *ctx = run->asker->ctx;
    const double *values = values_of(run, i_searched);
    const char **texts = cx_arena_new0_n(ctx->arena, const char *, run->n_months + 1);
    double *shown = cx_arena_new0_n(ctx->arena, double, run->n_months + 1);
    double *path = cx_arena_new0_n(ctx->arena, double, run->n_months + 1);
    for (size_t t = 0; t < run->n_months; t++) {
        double n = 0.0;
        double x_sum = 0.0;
        double y_sum = 0.0;
        shown[t] = values[t + CX_LINK_LAG_MAX - (size_t)item->lag];
        texts[t] = cx_link_value_text(ctx, run->metrics[i_searched], run->currencies[i_searched],
                                      shown[t]);
        for (size_t u = 0; u < run->n_months; u++) {
            const double x = values[u + CX_LINK_LAG_MAX - (size_t)item->lag];
            if (run->stretch[u] != run->stretch[t] || isnan(x) || isnan(run->y[u]))
                continue;
            n += 1.0;
            x_sum += x;
            y_sum += run->y[u];
        }
        path[t] = n > 0.0 ? y_sum / n + slope * (shown[t] - x_sum / n) : (double)NAN;
    }
    item->values = shown;
    item->value_texts = texts;
    item->path = path;
}

static int64_t
count_answers(const CxLinkRun *run, const double *values, int lag)
{
    int64_t n = 0;
    for (size_t t = 0; t < run->n_months; t++) {
        if (!isnan(values[t + CX_LINK_LAG_MAX - (size_t)lag]))
            n += run->n[t];
    }
    return n;
}

static void
fill_series(const CxLinkRun *run, const CxLink *link, size_t i_searched)
{
    CxLinkItem *item = &run->items[run->searched[i_searched]];
    const CxMetric *metric = run->metrics[i_searched];
    const char *currency = run->currencies[i_searched];
    const double *values = values_of(run, i_searched);
    item->state = cx_link_status_key(link->status);
    item->n_months = (int64_t)link->n_rows;
    item->n_units = 1;
    if (link->status != CX_LINK_OK)
        return;
    const CxLinkLag *best = &link->lags[link->lag];
    item->lag = (int)link->lag;
    item->p = link->p;
    item->step = cx_link_step(metric, currency, spread_of(run, values, link->lag));
    item->step_text = cx_link_step_text(run->asker->ctx, metric, currency, item->step);
    item->effect = (CxMeasured){
        .value = item->step * best->slope,
        .lo = item->step * best->lo,
        .hi = item->step * best->hi,
        .n = count_answers(run, values, item->lag),
        .clusters = item->n_months,
        .status = CX_MEASURED_OK,
        .rule = cx_stat_rule_key(CX_STAT_RULE_SERIES_BOOTSTRAP),
    };
    for (size_t lag = 0; lag < CX_LINK_LAGS; lag++) {
        const CxLinkLag *each = &link->lags[lag];
        item->lags[lag] = (CxLinkLag){ item->step * each->slope, item->step * each->se,
                                       item->step * each->lo, item->step * each->hi };
    }
    fill_path(run, i_searched, best->slope, item);
}

static void
search(CxLinkRun *run)
{
    g_autofree char *slice = cx_slice_format(run->slice);
    const CxLinkAsk ask = {
        .n_units = 1,
        .n_periods = run->n_months,
        .y = run->y,
        .se = run->se,
        .stretch = run->stretch,
        .n_metrics = run->n_searched,
        .x = run->x,
        .n_replicates = CX_LINK_REPLICATES,
        .seed = g_str_hash(slice),
    };
    g_autofree CxLinks *links = cx_link_keep(&ask);
    for (size_t i = 0; i < run->n_searched; i++)
        fill_series(run, &links->items[i], i);
}

/* ---- What came of it ---- */

static int
compare_items(const void *a, const void *b)
{
    const CxLinkItem *left = a;
    const CxLinkItem *right = b;
    if (isnan(left->p) || isnan(right->p))
        return (isnan(left->p) ? 1 : 0) - (isnan(right->p) ? 1 : 0);
    return left->p < right->p ? -1 : left->p > right->p;
}

static void
settle(CxLinkRun *run)
{
    CxLinkFinding *finding = run->finding;
    for (size_t i = 0; i < run->n_items; i++) {
        CxLinkItem *item = &run->items[i];
        item->is_found = item->p <= CX_LINK_ALPHA; /* false for NaN */
        item->is_sign = !item->is_found && item->p <= CX_LINK_SIGNS;
        item->decimals = item->effect.hi - item->effect.lo < 4.0 ? 1 : 0;
        finding->n_found += item->is_found ? 1 : 0;
        finding->n_signs += item->is_sign ? 1 : 0;
        finding->n_searched += isnan(item->p) ? 0 : 1;
    }
    qsort(run->items, run->n_items, sizeof *run->items, compare_items);
    for (size_t i = 0; i < run->n_items; i++)
        cx_link_say(run, &run->items[i]);
    finding->items = run->items;
    finding->n_items = run->n_items;
    finding->headline = cx_link_headline(run);
}

static void
fill_words(const CxLinkRun *run)
{
    CxArena *arena = run->asker->ctx->arena;
    CxLinkFinding *finding = run->finding;
    const bool is_share = g_str_equal(finding->score->unit, "%");
    finding->question = cx_arena_text(arena, run->item->key);
    finding->label = cx_arena_text(arena, run->item->label);
    finding->wording = cx_arena_text(arena, cx_item_latest(run->item)->wording);
    finding->department = run->item->department;
    finding->department_name = cx_arena_text(arena, run->item->department_name);
    finding->measure = finding->score->measure;
    finding->first_month = run->first_month;
    finding->unit = is_share ? "points" : finding->score->unit;
}

static bool
fill_whole(CxLinkRun *run, GError **error)
{
    if (!gather_series(run, error) || !cx_link_fill_answers(run, error))
        return false;
    search(run);
    return true;
}

const CxLinkFinding *
cx_link_run(CxLinkAsker *asker, const CxLinkQuery *query, GError **error)
{
    CxArena *arena = asker->ctx->arena;
    CxLinkRun *run = cx_arena_new0(arena, CxLinkRun);
    run->asker = asker;
    run->finding = cx_arena_new0(arena, CxLinkFinding);
    run->items = cx_arena_new0_n(arena, CxLinkItem, asker->metrics->len + 1);
    if (!find_item(run, query, error))
        return NULL;
    const bool is_filled =
        cx_link_fill_measure(run, query->to, error) &&
        (query->by != NULL ? cx_link_fill_units(run, query->by, error) : fill_whole(run, error));
    if (is_filled) {
        fill_words(run);
        settle(run);
    }
    const bool is_done = is_filled && cx_link_fill_cards(run, error);
    g_clear_pointer(&run->slice, cx_slice_free);
    return is_done ? run->finding : NULL;
}

/* ---- All of a survey ---- */

static bool
has_pair(const CxLinkAsker *asker, const CxItem *item)
{
    for (guint i = 0; i < asker->metrics->len; i++) {
        const CxMetric *metric = g_ptr_array_index(asker->metrics, i);
        if (is_pair(metric, item) && (asker->is_of_answers[i] || !is_joined(asker, metric)))
            return true;
    }
    return false;
}

static bool
is_asked(const CxLinkAsker *asker, const CxItem *item)
{
    return is_rated(item) && cx_score_can_see(asker->ctx, item) && has_pair(asker, item) &&
           cx_frame_find_item(asker->frame, item->key, NULL);
}

bool
cx_link_list(CxLinkAsker *asker, const char *by, CxLinkFindings *ret_findings, GError **error)
{
    const CxSurvey *survey = asker->survey;
    const CxLinkFinding **items =
        cx_arena_new0_n(asker->ctx->arena, const CxLinkFinding *, survey->n_items + 1);
    size_t n = 0;
    for (int others = 0; others < 2; others++) {
        for (size_t i = 0; i < survey->n_items; i++) {
            const CxItem *item = &survey->items[i];
            if ((item->role == CX_ITEM_ROLE_OVERALL) == (others == 1) || !is_asked(asker, item))
                continue;
            const CxLinkQuery query = { .question = item->key, .to = CX_DAY_NONE, .by = by };
            items[n] = cx_link_run(asker, &query, error);
            if (items[n++] == NULL)
                return false;
        }
    }
    *ret_findings = (CxLinkFindings){ items, n };
    return true;
}
