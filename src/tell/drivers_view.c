#include "tell/drivers_view.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/message.h"
#include "base/text.h"
#include "figure/importance.h"

#define LEVEL_SHOWN .001 /* below, p is only said to be */

static const CxViewField item_fields[] = {
    CX_FIELD(CxDriversItemView, item, CX_FIELD_TEXT, "Key of the question"),
    CX_FIELD(CxDriversItemView, label, CX_FIELD_TEXT, "Its short name"),
    CX_FIELD(CxDriversItemView, wording, CX_FIELD_TEXT, "As last asked"),
    CX_FIELD(CxDriversItemView, department, CX_FIELD_TEXT, "Whose question, null: nobody's"),
    CX_FIELD_DATA(CxDriversItemView, importance, CX_FIELD_NUMBER, "Part of the outcome's variance"),
    CX_FIELD_DATA(CxDriversItemView, lo, CX_FIELD_NUMBER, "Lower end of its 95 % interval"),
    CX_FIELD_DATA(CxDriversItemView, hi, CX_FIELD_NUMBER, "Upper end of its 95 % interval"),
    CX_FIELD_DATA(CxDriversItemView, share, CX_FIELD_NUMBER, "Importance as a part of R²"),
    CX_FIELD_DATA(CxDriversItemView, other, CX_FIELD_NUMBER, "Importance weighted the other way"),
    CX_FIELD_DATA(CxDriversItemView, rank, CX_FIELD_COUNT, "Rank, 0: none can be claimed"),
    CX_FIELD_DATA(CxDriversItemView, n_answers, CX_FIELD_COUNT, "Answers to the question"),
    CX_FIELD_DATA(CxDriversItemView, p, CX_FIELD_NUMBER, "That its slope is nothing, adjusted"),
    CX_FIELD_DATA(CxDriversItemView, vif, CX_FIELD_NUMBER, "Variance inflation factor"),
    CX_FIELD_DATA(CxDriversItemView, nearest, CX_FIELD_TEXT,
                  "The other question it goes with most"),
    CX_FIELD_DATA(CxDriversItemView, nearest_r, CX_FIELD_NUMBER, "Their correlation, pairwise"),
    CX_FIELD_DATA(CxDriversItemView, nearest_n, CX_FIELD_COUNT, "Responses that answered both"),
    CX_FIELD_DATA(CxDriversItemView, bend, CX_FIELD_TEXT, "straight, penalty, reward or none"),
    CX_FIELD_DATA(CxDriversItemView, below, CX_FIELD_NUMBER, "Slope below the middle"),
    CX_FIELD_DATA(CxDriversItemView, below_lo, CX_FIELD_NUMBER, "Lower end of its interval"),
    CX_FIELD_DATA(CxDriversItemView, below_hi, CX_FIELD_NUMBER, "Upper end of its interval"),
    CX_FIELD_DATA(CxDriversItemView, above, CX_FIELD_NUMBER, "Slope above the middle"),
    CX_FIELD_DATA(CxDriversItemView, above_lo, CX_FIELD_NUMBER, "Lower end of its interval"),
    CX_FIELD_DATA(CxDriversItemView, above_hi, CX_FIELD_NUMBER, "Upper end of its interval"),
    CX_FIELD_DATA(CxDriversItemView, card, CX_FIELD_TEXT, "Id of the evidence card"),
    CX_FIELD_CHILD(CxDriversItemView, performance, CX_FIELD_OBJECT_IN, &cx_mark_type,
                   "How it is rated"),
    CX_FIELD(CxDriversItemView, performance_unit, CX_FIELD_TEXT, "What performance is measured by"),
    CX_FIELD_CHILD_PAGE(CxDriversItemView, mark, CX_FIELD_OBJECT_IN, &cx_mark_type,
                        "Importance as read, %"),
    CX_FIELD_PAGE(CxDriversItemView, rank_text, CX_FIELD_TEXT, "Rank as read"),
    CX_FIELD_PAGE(CxDriversItemView, share_text, CX_FIELD_TEXT, "Share as read"),
    CX_FIELD_PAGE(CxDriversItemView, other_text, CX_FIELD_TEXT, "The other way, as read"),
    CX_FIELD_PAGE(CxDriversItemView, p_text, CX_FIELD_TEXT, "p as read"),
    CX_FIELD_PAGE(CxDriversItemView, bend_text, CX_FIELD_TEXT, "The bend in words"),
    CX_FIELD_PAGE(CxDriversItemView, mind, CX_FIELD_TEXT, "That it moves with the others"),
    CX_FIELD_PAGE(CxDriversItemView, scores_url, CX_FIELD_TEXT, "Its scores"),
};
static const CxViewType item_type =
    CX_VIEW_TYPE("Driver", CxDriversItemView, item_fields, "One driver of an outcome");

static const CxViewField left_fields[] = {
    CX_FIELD(CxDriversLeftView, label, CX_FIELD_TEXT, "Short name of the question"),
    CX_FIELD(CxDriversLeftView, n, CX_FIELD_COUNT, "Answers beside the outcome's"),
    CX_FIELD_PAGE(CxDriversLeftView, n_text, CX_FIELD_TEXT, "The same as read"),
};
static const CxViewType left_type =
    CX_VIEW_TYPE("DriverLeft", CxDriversLeftView, left_fields, "A question that was left out");

static const CxViewField drivers_fields[] = {
    CX_FIELD_DATA(CxDriversView, n, CX_FIELD_COUNT, "Responses that answered all"),
    CX_FIELD_DATA(CxDriversView, r2, CX_FIELD_NUMBER, "Part of the variance accounted for, 0 to 1"),
    CX_FIELD_CHILD(CxDriversView, items, CX_FIELD_LIST, &item_type, "Most important first"),
    CX_FIELD(CxDriversView, status, CX_FIELD_TEXT, "What can be said: ok, collinear …"),
    CX_FIELD_DATA(CxDriversView, card, CX_FIELD_TEXT, "Id of the evidence card"),
    CX_FIELD_DATA(CxDriversView, r2_lo, CX_FIELD_NUMBER, "Lower end of its 95 % interval"),
    CX_FIELD_DATA(CxDriversView, r2_hi, CX_FIELD_NUMBER, "Upper end of its 95 % interval"),
    CX_FIELD_DATA(CxDriversView, n_rows, CX_FIELD_COUNT, "Responses in the slice"),
    CX_FIELD_DATA(CxDriversView, clusters, CX_FIELD_COUNT, "Sampling units"),
    CX_FIELD_DATA(CxDriversView, draws, CX_FIELD_COUNT, "Draws the intervals are of"),
    CX_FIELD_DATA(CxDriversView, condition, CX_FIELD_NUMBER, "Condition of the correlations"),
    CX_FIELD(CxDriversView, method, CX_FIELD_TEXT, "lmg or johnson"),
    CX_FIELD(CxDriversView, outcome, CX_FIELD_TEXT, "Key of the outcome"),
    CX_FIELD(CxDriversView, label, CX_FIELD_TEXT, "Its short name"),
    CX_FIELD(CxDriversView, wording, CX_FIELD_TEXT, "As last asked"),
    CX_FIELD(CxDriversView, department, CX_FIELD_TEXT, "Whose questions, null: all"),
    CX_FIELD(CxDriversView, headline, CX_FIELD_TEXT, "The sentence to remember"),
    CX_FIELD(CxDriversView, why, CX_FIELD_TEXT, "The status in words, null: all is well"),
    CX_FIELD_PAGE(CxDriversView, evidence, CX_FIELD_TEXT, "The evidence line"),
    CX_FIELD(CxDriversView, period, CX_FIELD_TEXT, "Days of the answers"),
    CX_FIELD(CxDriversView, slice, CX_FIELD_TEXT, "The slice"),
    CX_FIELD(CxDriversView, is_weighted, CX_FIELD_FLAG, "Whether weights count"),
    CX_FIELD(CxDriversView, has_other, CX_FIELD_FLAG, "Whether there is another way of weighting"),
    CX_FIELD_PAGE(CxDriversView, has_values, CX_FIELD_FLAG, "Whether there is importance"),
    CX_FIELD_CHILD_PAGE(CxDriversView, mark, CX_FIELD_OBJECT_IN, &cx_mark_type, "R² as read, %"),
    CX_FIELD_PAGE(CxDriversView, svg, CX_FIELD_MARKUP, "The figure"),
    CX_FIELD_CHILD(CxDriversView, left, CX_FIELD_LIST, &left_type, "Questions left out"),
    CX_FIELD_PAGE(CxDriversView, has_left, CX_FIELD_FLAG, "Whether there are any"),
};
const CxViewType cx_drivers_view_type =
    CX_VIEW_TYPE("Drivers", CxDriversView, drivers_fields, "What an outcome goes with");

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, key, __VA_ARGS__))

/* ---- One driver ---- */

static const char *
bend_key(CxBendKind kind)
{
    switch (kind) {
    case CX_BEND_STRAIGHT:
        return "straight";
    case CX_BEND_PENALTY:
        return "penalty";
    case CX_BEND_REWARD:
        return "reward";
    case CX_BEND_NONE:
        break;
    }
    return "none";
}

static const char *
number(CxCtx *ctx, double value, int decimals)
{
    return isnan(value) ? NULL : cx_arena_take(ctx->arena, cx_text_number(value, decimals));
}

/* "0.6 (0.4–0.8)". */
static const char *
slope_text(CxCtx *ctx, double value, double lo, double hi)
{
    g_autofree char *range = cx_text_interval(lo, hi, 2);
    return cx_arena_printf(ctx->arena, "%s (%s)", number(ctx, value, 2), range);
}

static const char *
bend_text(CxCtx *ctx, const CxBend *bend)
{
    if (bend->kind != CX_BEND_PENALTY && bend->kind != CX_BEND_REWARD)
        return NULL; /* nothing to remark */
    return SAY(ctx, "drivers.bend", CX_ARG_TEXT("kind", bend_key(bend->kind)),
               CX_ARG_TEXT("below", slope_text(ctx, bend->below, bend->below_lo, bend->below_hi)),
               CX_ARG_TEXT("above", slope_text(ctx, bend->above, bend->above_lo, bend->above_hi)));
}

static const char *
p_text(CxCtx *ctx, double p)
{
    if (isnan(p))
        return NULL;
    if (p < LEVEL_SHOWN)
        return cx_arena_printf(ctx->arena, "< %s", number(ctx, LEVEL_SHOWN, 3));
    return number(ctx, p, 3);
}

static const char *
card_of(CxCtx *ctx, const CxMeasured *value)
{
    return value->card.hex[0] != '\0' ? cx_arena_text(ctx->arena, value->card.hex) : NULL;
}

static CxMark
importance_mark(CxCtx *ctx, const CxMeasured *value, const char *label)
{
    if (isnan(value->value))
        return (CxMark){ .value = (double)NAN, .lo = (double)NAN, .hi = (double)NAN };
    return cx_mark_make(ctx, value, &(CxMarkWords){ .decimals = 1, .unit = "%", .what = label });
}

/* Of one that the others blur: by how much, and which of them most. */
static const char *
mind_text(CxCtx *ctx, const CxDriversItem *item)
{
    if (!(item->vif >= CX_DRIVERS_VIF_HIGH))
        return NULL;
    return SAY(ctx, "drivers.mind", CX_ARG_TEXT("vif", number(ctx, item->vif, 1)),
               CX_ARG_TEXT("has", item->nearest != NULL ? "yes" : "no"),
               CX_ARG_TEXT("nearest", item->nearest != NULL ? item->nearest_label : ""),
               CX_ARG_TEXT("r", item->nearest != NULL ? number(ctx, item->nearest_r, 2) : ""),
               CX_ARG_NUMBER("n", item->nearest_n));
}

static CxDriversItemView
item_view(CxCtx *ctx, const CxDriversFinding *finding, const CxDriversItem *item)
{
    const CxScore *score = item->performance;
    return (CxDriversItemView){
        .item = item->item,
        .label = item->label,
        .wording = item->wording,
        .department = item->department_name,
        .importance = item->importance.value / 100.0,
        .lo = item->importance.lo / 100.0,
        .hi = item->importance.hi / 100.0,
        .share = item->share,
        .other = item->other / 100.0,
        .rank = item->rank,
        .n_answers = item->n_answers,
        .p = item->p,
        .vif = item->vif,
        .nearest = item->nearest,
        .nearest_r = item->nearest_r,
        .nearest_n = item->nearest_n,
        .bend = bend_key(item->bend.kind),
        .below = item->bend.below,
        .below_lo = item->bend.below_lo,
        .below_hi = item->bend.below_hi,
        .above = item->bend.above,
        .above_lo = item->bend.above_lo,
        .above_hi = item->bend.above_hi,
        .card = card_of(ctx, &item->importance),
        .performance = cx_mark_make(ctx, &score->whole,
                                    &(CxMarkWords){ .decimals = score->decimals,
                                                    .unit = score->unit,
                                                    .what = score->label }),
        .performance_unit = score->measure,
        .mark = importance_mark(ctx, &item->importance, item->label),
        .rank_text = item->rank > 0 ? cx_arena_printf(ctx->arena, "%d", item->rank) : NULL,
        .share_text = number(ctx, 100.0 * item->share, 0),
        .other_text = number(ctx, item->other, 1),
        .p_text = p_text(ctx, item->p),
        .bend_text = bend_text(ctx, &item->bend),
        .mind = mind_text(ctx, item),
        .scores_url = cx_arena_printf(ctx->arena, "/scores?%s&question=%s", finding->survey_query,
                                      item->item),
    };
}

/* ---- The figure ---- */

static bool
is_drawn(const CxDriversFinding *finding, const CxDriversItem *item)
{
    const CxScore *first = finding->items[0].performance;
    return cx_measured_has_value(&item->performance->whole) &&
           g_str_equal(item->performance->unit, first->unit);
}

static double
mean_performance(const CxDriversFinding *finding)
{
    double sum = 0.0;
    double n = 0.0;
    for (size_t i = 0; i < finding->n_items; i++) {
        if (!is_drawn(finding, &finding->items[i]))
            continue;
        sum += finding->items[i].performance->whole.value;
        n += 1.0;
    }
    return n > 1.0 ? sum / n : (double)NAN;
}

/* What matters most and is rated below the middle of the items, by its interval. */
static bool
is_point(const CxDriversFinding *finding, size_t i, double middle)
{
    const CxMeasured *score = &finding->items[i].performance->whole;
    return i < finding->n_first && finding->n_first < finding->n_items &&
           cx_measured_has_interval(score) && score->hi < middle;
}

static CxImportanceRow
row_of(const CxDriversFinding *finding, const CxDriversItemView *view, size_t i, double middle)
{
    const CxDriversItem *item = &finding->items[i];
    const CxMeasured *score = &item->performance->whole;
    const bool is_shown = is_drawn(finding, item);
    return (CxImportanceRow){
        .label = item->label,
        .href = view->scores_url,
        .performance = is_shown ? score->value : (double)NAN,
        .performance_lo = is_shown ? score->lo : (double)NAN,
        .performance_hi = is_shown ? score->hi : (double)NAN,
        .importance = is_shown ? item->importance.value : (double)NAN,
        .importance_lo = is_shown ? item->importance.lo : (double)NAN,
        .importance_hi = is_shown ? item->importance.hi : (double)NAN,
        .is_point = is_point(finding, i, middle),
        .more = view->share_text != NULL && is_shown ? view->mark.text : NULL,
        .card_href = view->mark.href,
        .why = is_shown ? NULL : view->performance_unit,
    };
}

static const char *
draw(CxCtx *ctx, const CxDriversFinding *finding, const CxDriversView *view, const char *id)
{
    const CxDriversItemView *items = view->items.items;
    CxImportanceRow *rows = cx_arena_new0_n(ctx->arena, CxImportanceRow, finding->n_items + 1);
    const double middle = mean_performance(finding);
    size_t n = 0;
    for (int turn = 0; turn < 2; turn++) { /* hidden rows come last */
        for (size_t i = 0; i < finding->n_items; i++) {
            if (is_drawn(finding, &finding->items[i]) == (turn == 0))
                rows[n++] = row_of(finding, &items[i], i, middle);
        }
    }
    const CxImportance figure = {
        .id = id,
        .title = finding->headline,
        .desc = view->evidence,
        .heading = SAY(ctx, "drivers.figure.heading", CX_ARG_TEXT("outcome", finding->label)),
        .heading_short = cx_message_text(ctx->catalogue, "drivers.figure.heading.short"),
        .axis = finding->items[0].performance->measure,
        .rows = rows,
        .n_rows = n,
        .split_performance = middle,
        .split_importance = finding->r2.value / (double)finding->n_items,
        .matters_low = cx_message_text(ctx->catalogue, "drivers.figure.low"),
        .matters_high = cx_message_text(ctx->catalogue, "drivers.figure.high"),
        .floor = finding->items[0].performance->scale_lo,
        .ceil = finding->items[0].performance->scale_hi,
    };
    g_autoptr(GString) out = g_string_new(NULL);
    cx_importance_draw(out, &figure);
    return cx_arena_text(ctx->arena, out->str);
}

/* ---- The whole ---- */

static const char *
evidence_line(CxCtx *ctx, const CxDriversFinding *finding, const char *period)
{
    const bool has_interval = cx_measured_has_interval(&finding->r2);
    g_autofree char *r2 =
        isnan(finding->r2.value) ? g_strdup("") : cx_text_number(finding->r2.value, 0);
    g_autofree char *range =
        has_interval ? cx_text_interval(finding->r2.lo, finding->r2.hi, 0) : g_strdup("");
    return SAY(ctx, "drivers.evidence", CX_ARG_TEXT("wording", finding->wording),
               CX_ARG_NUMBER("n", finding->n), CX_ARG_NUMBER("all", finding->n_rows),
               CX_ARG_TEXT("period", period), CX_ARG_NUMBER("units", finding->clusters),
               CX_ARG_TEXT("r2", r2), CX_ARG_TEXT("range", range),
               CX_ARG_TEXT("has", isnan(finding->r2.value) ? "no"
                                  : has_interval           ? "yes"
                                                           : "value"),
               CX_ARG_TEXT("method", cx_drivers_method_key(finding->method)),
               CX_ARG_TEXT("weighted", finding->is_weighted ? "yes" : "no"));
}

static void
fill_lists(CxCtx *ctx, const CxDriversFinding *finding, CxDriversView *view)
{
    CxDriversItemView *items = cx_arena_new0_n(ctx->arena, CxDriversItemView, finding->n_items + 1);
    for (size_t i = 0; i < finding->n_items; i++)
        items[i] = item_view(ctx, finding, &finding->items[i]);
    view->items = CX_VIEW_LIST(items, finding->n_items);
    CxDriversLeftView *left = cx_arena_new0_n(ctx->arena, CxDriversLeftView, finding->n_left + 1);
    for (size_t i = 0; i < finding->n_left; i++) {
        left[i] =
            (CxDriversLeftView){ finding->left[i].label, finding->left[i].n,
                                 cx_arena_take(ctx->arena, cx_text_count(finding->left[i].n)) };
    }
    view->left = CX_VIEW_LIST(left, finding->n_left);
    view->has_left = finding->n_left > 0;
}

const CxDriversView *
cx_drivers_view(CxCtx *ctx, const CxDriversFinding *finding, const char *id)
{
    CxDriversView *view = cx_arena_new0(ctx->arena, CxDriversView);
    *view = (CxDriversView){
        .status = cx_drivers_status_key(finding->status),
        .method = cx_drivers_method_key(finding->method),
        .outcome = finding->outcome,
        .label = finding->label,
        .wording = finding->wording,
        .department = finding->department_name,
        .headline = finding->headline,
        .why = finding->why,
        .period = cx_arena_take(ctx->arena, cx_day_format_period(finding->from, finding->to)),
        .slice = finding->slice,
        .n = finding->n,
        .n_rows = finding->n_rows,
        .clusters = finding->clusters,
        .draws = (int64_t)finding->n_replicates,
        .r2 = finding->r2.value / 100.0,
        .r2_lo = finding->r2.lo / 100.0,
        .r2_hi = finding->r2.hi / 100.0,
        .condition = finding->condition,
        .is_weighted = finding->is_weighted,
        .has_other = finding->has_other,
        .has_values = !isnan(finding->r2.value),
        .card = card_of(ctx, &finding->r2),
        .mark = importance_mark(ctx, &finding->r2, finding->label),
    };
    view->evidence = evidence_line(ctx, finding, view->period);
    fill_lists(ctx, finding, view);
    if (view->has_values)
        view->svg = draw(ctx, finding, view, id);
    return view;
}
