#include "tell/link_view.h"

#include <math.h>

#include "base/civil.h"
#include "base/message.h"
#include "base/text.h"
#include "figure/trend.h"

#define P_SHOWN .001 /* below, p is only said to be */

static const CxViewField lag_fields[] = {
    CX_FIELD(CxLinkLagView, lag, CX_FIELD_COUNT, "Months later"),
    CX_FIELD_PAGE(CxLinkLagView, label, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_DATA(CxLinkLagView, value, CX_FIELD_NUMBER, "Of one step more of the metric"),
    CX_FIELD_DATA(CxLinkLagView, lo, CX_FIELD_NUMBER, "Lower end over the whole search"),
    CX_FIELD_DATA(CxLinkLagView, hi, CX_FIELD_NUMBER, "Upper end over the whole search"),
    CX_FIELD_PAGE(CxLinkLagView, text, CX_FIELD_TEXT, "The value as read"),
    CX_FIELD_PAGE(CxLinkLagView, range, CX_FIELD_TEXT, "The interval as read"),
    CX_FIELD(CxLinkLagView, is_chosen, CX_FIELD_FLAG, "Whether it is the one chosen"),
};
static const CxViewType lag_type =
    CX_VIEW_TYPE("LinkLag", CxLinkLagView, lag_fields, "One lag of a link");

static const CxViewField month_fields[] = {
    CX_FIELD(CxLinkMonthView, month, CX_FIELD_TEXT, "The month"),
    CX_FIELD_CHILD(CxLinkMonthView, mark, CX_FIELD_OBJECT_IN, &cx_mark_type, "The measure"),
    CX_FIELD_DATA(CxLinkMonthView, value, CX_FIELD_NUMBER, "The metric, so many months before"),
    CX_FIELD_PAGE(CxLinkMonthView, text, CX_FIELD_TEXT, "The same as read"),
};
static const CxViewType month_type =
    CX_VIEW_TYPE("LinkMonth", CxLinkMonthView, month_fields, "One month of a link");

static const CxViewField item_fields[] = {
    CX_FIELD(CxLinkItemView, metric, CX_FIELD_TEXT, "Key of the metric"),
    CX_FIELD(CxLinkItemView, metric_label, CX_FIELD_TEXT, "The metric"),
    CX_FIELD(CxLinkItemView, way, CX_FIELD_TEXT, "series (by month) or answers (one by one)"),
    CX_FIELD(CxLinkItemView, state, CX_FIELD_TEXT, "ok, or why nothing can be said"),
    CX_FIELD(CxLinkItemView, why, CX_FIELD_TEXT, "The same in words, null with ok"),
    CX_FIELD(CxLinkItemView, is_found, CX_FIELD_FLAG, "Whether it shows over the whole search"),
    CX_FIELD(CxLinkItemView, is_sign, CX_FIELD_FLAG, "Whether there are but signs of it"),
    CX_FIELD(CxLinkItemView, sentence, CX_FIELD_TEXT, "What was found, in a sentence"),
    CX_FIELD(CxLinkItemView, lag, CX_FIELD_COUNT, "Months later"),
    CX_FIELD_PAGE(CxLinkItemView, when, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_DATA(CxLinkItemView, step, CX_FIELD_NUMBER, "Step of the metric, in its unit"),
    CX_FIELD(CxLinkItemView, step_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_CHILD(CxLinkItemView, effect, CX_FIELD_OBJECT_IN, &cx_mark_type,
                   "What goes with one step more"),
    CX_FIELD_DATA(CxLinkItemView, p, CX_FIELD_NUMBER, "That nothing is linked, searched as widely"),
    CX_FIELD_PAGE(CxLinkItemView, p_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxLinkItemView, n_months, CX_FIELD_COUNT, "Months both have"),
    CX_FIELD(CxLinkItemView, n_units, CX_FIELD_COUNT, "Units compared; of answers sampling units"),
    CX_FIELD(CxLinkItemView, url, CX_FIELD_TEXT, "Where it is shown in full"),
};
static const CxViewType item_type =
    CX_VIEW_TYPE("LinkItem", CxLinkItemView, item_fields, "A metric set against a measure");

static const CxViewField question_fields[] = {
    CX_FIELD(CxLinkQuestionView, question, CX_FIELD_TEXT, "Key of the question"),
    CX_FIELD(CxLinkQuestionView, label, CX_FIELD_TEXT, "Its short name"),
    CX_FIELD(CxLinkQuestionView, wording, CX_FIELD_TEXT, "As last asked"),
    CX_FIELD(CxLinkQuestionView, department, CX_FIELD_TEXT, "Whose question, null: nobody's"),
    CX_FIELD(CxLinkQuestionView, measure, CX_FIELD_TEXT, "How it is measured"),
    CX_FIELD(CxLinkQuestionView, unit, CX_FIELD_TEXT, "Unit of what goes with a step"),
    CX_FIELD(CxLinkQuestionView, headline, CX_FIELD_TEXT, "The sentence to remember"),
    CX_FIELD_PAGE(CxLinkQuestionView, searched, CX_FIELD_TEXT, "How many metrics, in words"),
    CX_FIELD_PAGE(CxLinkQuestionView, table, CX_FIELD_TEXT, "Caption of the table"),
    CX_FIELD(CxLinkQuestionView, n_searched, CX_FIELD_COUNT, "Metrics set against it"),
    CX_FIELD(CxLinkQuestionView, n_found, CX_FIELD_COUNT, "Those that show a link"),
    CX_FIELD_PAGE(CxLinkQuestionView, has_items, CX_FIELD_FLAG, "Whether there are metrics"),
    CX_FIELD_CHILD(CxLinkQuestionView, items, CX_FIELD_LIST, &item_type, "Found ones first"),
};
const CxViewType cx_link_question_view_type = CX_VIEW_TYPE(
    "LinkQuestion", CxLinkQuestionView, question_fields, "What goes with a measure of customers");

static const CxViewField follow_fields[] = {
    CX_FIELD(CxLinkFollowView, since, CX_FIELD_TEXT, "Day of the change"),
    CX_FIELD(CxLinkFollowView, state, CX_FIELD_TEXT,
             "as_expected, less, more, still, against, too_few or no_link"),
    CX_FIELD(CxLinkFollowView, sentence, CX_FIELD_TEXT, "The same in words"),
    CX_FIELD_PAGE(CxLinkFollowView, is_compared, CX_FIELD_FLAG, "Whether there are numbers"),
    CX_FIELD_CHILD(CxLinkFollowView, before, CX_FIELD_OBJECT_IN, &cx_mark_type, "Before"),
    CX_FIELD_CHILD(CxLinkFollowView, expected, CX_FIELD_OBJECT_IN, &cx_mark_type,
                   "Since, by the link of before"),
    CX_FIELD_CHILD(CxLinkFollowView, after, CX_FIELD_OBJECT_IN, &cx_mark_type, "Since"),
    CX_FIELD(CxLinkFollowView, metric_before, CX_FIELD_TEXT, "The metric before"),
    CX_FIELD(CxLinkFollowView, metric_after, CX_FIELD_TEXT, "The metric since"),
};
const CxViewType cx_link_follow_view_type = CX_VIEW_TYPE(
    "LinkFollow", CxLinkFollowView, follow_fields, "What became of a measure after a change");

static const CxViewField view_fields[] = {
    CX_FIELD_CHILD(CxLinkView, question, CX_FIELD_OBJECT, &cx_link_question_view_type,
                   "The question, with all metrics set against it"),
    CX_FIELD_CHILD(CxLinkView, item, CX_FIELD_OBJECT, &item_type, "The metric shown"),
    CX_FIELD_PAGE(CxLinkView, of_what, CX_FIELD_TEXT, "What the number is of"),
    CX_FIELD_PAGE(CxLinkView, evidence, CX_FIELD_TEXT, "The evidence line"),
    CX_FIELD_PAGE(CxLinkView, svg, CX_FIELD_MARKUP, "The figure"),
    CX_FIELD_CHILD(CxLinkView, lags, CX_FIELD_LIST, &lag_type, "Each lag searched"),
    CX_FIELD_PAGE(CxLinkView, has_lags, CX_FIELD_FLAG, "Whether there are lags"),
    CX_FIELD_CHILD(CxLinkView, months, CX_FIELD_LIST, &month_type, "Month by month"),
    CX_FIELD_PAGE(CxLinkView, has_months, CX_FIELD_FLAG, "Whether there are months"),
    CX_FIELD_CHILD(CxLinkView, follow, CX_FIELD_OBJECT, &cx_link_follow_view_type,
                   "After a change, null: no day was asked about"),
};
const CxViewType cx_link_view_type =
    CX_VIEW_TYPE("Link", CxLinkView, view_fields, "A metric and what customers say, in full");

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, key, __VA_ARGS__))

static const char *
p_text(CxCtx *ctx, double p)
{
    if (isnan(p))
        return NULL;
    g_autofree char *number = cx_text_number(fmax(p, P_SHOWN), 3);
    return cx_arena_printf(ctx->arena, "%s%s", p < P_SHOWN ? "< " : "", number);
}

/* ---- A question ---- */

static CxLinkItemView
item_view(CxCtx *ctx, const CxSurvey *survey, const CxLinkFinding *finding, const CxLinkItem *item)
{
    const CxMarkWords words = { .decimals = item->decimals,
                                .unit = finding->unit,
                                .what = item->metric_label };
    return (CxLinkItemView){
        .metric = item->metric,
        .metric_label = item->metric_label,
        .way = cx_link_way_key(item->way),
        .state = item->state,
        .why = item->why,
        .is_found = item->is_found,
        .is_sign = item->is_sign,
        .sentence = item->sentence,
        .lag = item->lag,
        .when = item->why == NULL
                    ? SAY(ctx, "link.by", CX_ARG_TEXT("by", cx_link_way_key(item->way)),
                          CX_ARG_NUMBER("lag", (int64_t)item->lag))
                    : NULL,
        .step = item->step,
        .step_text = item->step_text,
        .effect = cx_mark_make(ctx, &item->effect, &words),
        .p = item->p,
        .p_text = p_text(ctx, item->p),
        .n_months = item->n_months,
        .n_units = item->n_units,
        .url = item->way == CX_LINK_WAY_UNITS
                   ? "/metrics"
                   : cx_arena_printf(ctx->arena, "/links/%s/%s?survey=%s", item->metric,
                                     finding->question, survey->key),
    };
}

const CxLinkQuestionView *
cx_link_question_view(CxCtx *ctx, const CxSurvey *survey, const CxLinkFinding *finding)
{
    CxLinkItemView *items = cx_arena_new0_n(ctx->arena, CxLinkItemView, finding->n_items + 1);
    for (size_t i = 0; i < finding->n_items; i++)
        items[i] = item_view(ctx, survey, finding, &finding->items[i]);
    CxLinkQuestionView *view = cx_arena_new0(ctx->arena, CxLinkQuestionView);
    *view = (CxLinkQuestionView){
        .question = finding->question,
        .label = finding->label,
        .wording = finding->wording,
        .department = finding->department_name,
        .measure = finding->measure,
        .unit = finding->unit,
        .headline = finding->headline,
        .searched = SAY(ctx, "link.searched", CX_ARG_NUMBER("n", (int64_t)finding->n_searched)),
        .table = SAY(ctx, "links.table", CX_ARG_TEXT("label", finding->label)),
        .n_searched = (int64_t)finding->n_searched,
        .n_found = (int64_t)finding->n_found,
        .has_items = finding->n_items > 0,
        .items = CX_VIEW_LIST(items, finding->n_items),
    };
    return view;
}

/* ---- One metric in full ---- */

static CxViewList
lag_views(CxCtx *ctx, const CxLinkItem *item)
{
    CxLinkLagView *views = cx_arena_new0_n(ctx->arena, CxLinkLagView, CX_LINK_LAGS);
    for (size_t lag = 0; lag < CX_LINK_LAGS; lag++) {
        const CxLinkLag *each = &item->lags[lag];
        views[lag] = (CxLinkLagView){
            .lag = (int64_t)lag,
            .label = SAY(ctx, "link.lag", CX_ARG_NUMBER("lag", (int64_t)lag)),
            .value = each->slope,
            .lo = each->lo,
            .hi = each->hi,
            .text = cx_arena_take(ctx->arena, cx_text_number(each->slope, item->decimals)),
            .range =
                cx_arena_take(ctx->arena, cx_text_interval(each->lo, each->hi, item->decimals)),
            .is_chosen = (int)lag == item->lag,
        };
    }
    return CX_VIEW_LIST(views, CX_LINK_LAGS);
}

static size_t
month_of(const CxLinkFinding *finding, size_t i_group)
{
    return (size_t)(cx_day_month_index(finding->score->groups[i_group].from) -
                    finding->first_month);
}

static CxViewList
month_views(CxCtx *ctx, const CxLinkFinding *finding, const CxLinkItem *item)
{
    const CxScore *score = finding->score;
    CxLinkMonthView *views = cx_arena_new0_n(ctx->arena, CxLinkMonthView, score->n_groups + 1);
    for (size_t i = 0; i < score->n_groups; i++) {
        const size_t t = month_of(finding, i);
        const CxMarkWords words = { .decimals = score->decimals,
                                    .unit = score->unit,
                                    .what = score->groups[i].label };
        views[i] = (CxLinkMonthView){
            .month = score->groups[i].label,
            .mark = cx_mark_make(ctx, &score->groups[i].value, &words),
            .value = item->values[t],
            .text = item->value_texts[t],
        };
    }
    return CX_VIEW_LIST(views, score->n_groups);
}

/* "Mar" with "2026" below. */
static CxTrendPoint
point_of(CxCtx *ctx, const CxScoreGroup *group)
{
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    const CxCivil first = cx_day_civil(group->from);
    return (CxTrendPoint){
        .label = months[first.month - 1],
        .group = cx_arena_printf(ctx->arena, "%d", first.year),
        .value = group->value.value,
        .lo = group->value.lo,
        .hi = group->value.hi,
    };
}

static const CxTrendCut *
cuts_of(CxCtx *ctx, const CxLinkFinding *finding)
{
    CxTrendCut *cuts = cx_arena_new0_n(ctx->arena, CxTrendCut, finding->splices.n + 1);
    for (size_t i = 0; i < finding->splices.n; i++) {
        const CxSplice *splice = &finding->splices.items[i];
        cuts[i] =
            (CxTrendCut){ .at = splice->at, .before = splice->before, .after = splice->after };
    }
    return cuts;
}

static const char *
draw(CxCtx *ctx, const CxLinkFinding *finding, const CxLinkItem *item, const char *id)
{
    const CxScore *score = finding->score;
    if (score->n_groups < 2)
        return NULL;
    CxTrendPoint *points = cx_arena_new0_n(ctx->arena, CxTrendPoint, score->n_groups);
    double *path = cx_arena_new0_n(ctx->arena, double, score->n_groups);
    for (size_t i = 0; i < score->n_groups; i++) {
        points[i] = point_of(ctx, &score->groups[i]);
        path[i] = item->path[month_of(finding, i)];
    }
    const CxMeasured *last = &score->groups[score->n_groups - 1].value;
    const CxMarkWords words = { score->decimals, score->unit, finding->label };
    const CxMark mark = cx_mark_make(ctx, last, &words);
    const CxTrend trend = {
        .id = id,
        .title = item->sentence,
        .desc = item->sentence,
        .heading = SAY(ctx, "link.figure.heading", CX_ARG_TEXT("label", finding->label),
                       CX_ARG_TEXT("measure", finding->measure)),
        .points = points,
        .n_points = score->n_groups,
        .cuts = cuts_of(ctx, finding),
        .n_cuts = MIN(finding->splices.n, (size_t)CX_TREND_CUTS_MAX),
        .target = { .value = path[score->n_groups - 1],
                    .label = cx_message_text(ctx->catalogue, "link.figure.path"),
                    .path = path },
        .floor = score->scale_lo,
        .ceil = score->scale_hi,
        .last_value = mark.text,
        .last_range = mark.range,
        .last_n = mark.n_text,
        .last_href = mark.href,
        .last_about = cx_mark_link_label(ctx, &mark),
    };
    GString *svg = g_string_new(NULL);
    cx_trend_draw(svg, &trend);
    return cx_arena_take(ctx->arena, g_string_free(svg, FALSE));
}

static const char *
evidence_line(CxCtx *ctx, const CxLinkFinding *finding, const CxLinkItem *item)
{
    g_autofree char *period = cx_day_format_period(finding->score->from, finding->score->to);
    return SAY(ctx, "link.evidence", CX_ARG_TEXT("wording", finding->wording),
               CX_ARG_TEXT("by", cx_link_way_key(item->way)),
               CX_ARG_NUMBER("months", item->n_months), CX_ARG_NUMBER("units", item->n_units),
               CX_ARG_NUMBER("lags", (int64_t)CX_LINK_LAG_MAX), CX_ARG_TEXT("period", period));
}

const CxLinkFollowView *
cx_link_follow_view(CxCtx *ctx, const CxLinkFinding *finding, const CxLinkFollow *follow)
{
    static const CxMark none = { .value = (double)NAN,
                                 .lo = (double)NAN,
                                 .hi = (double)NAN,
                                 .n = (double)NAN,
                                 .clusters = (double)NAN };
    const CxMarkWords words = { finding->score->decimals, finding->score->unit, finding->label };
    CxLinkFollowView *view = cx_arena_new0(ctx->arena, CxLinkFollowView);
    view->since = cx_arena_take(ctx->arena, cx_day_format(follow->since));
    view->state = cx_link_follow_key(follow->state);
    view->sentence = follow->sentence;
    view->metric_before = follow->metric_before;
    view->metric_after = follow->metric_after;
    view->is_compared = !isnan(follow->expected.value);
    view->before = view->expected = view->after = none;
    if (!view->is_compared)
        return view;
    view->before = cx_mark_make(ctx, &follow->before->whole, &words);
    view->expected = cx_mark_make(ctx, &follow->expected, &words);
    view->after = cx_mark_make(ctx, &follow->after->whole, &words);
    return view;
}

CxLinkView *
cx_link_view(CxCtx *ctx, const CxSurvey *survey, const CxLinkFinding *finding, size_t i_item,
             const char *id)
{
    CxLinkView *view = cx_arena_new0(ctx->arena, CxLinkView);
    const CxLinkItem *item = &finding->items[i_item];
    view->question = cx_link_question_view(ctx, survey, finding);
    view->item = (const CxLinkItemView *)view->question->items.items + i_item;
    view->evidence = evidence_line(ctx, finding, item);
    view->of_what = SAY(ctx, "link.effect", CX_ARG_TEXT("step", item->step_text),
                        CX_ARG_TEXT("metric", item->metric_label),
                        CX_ARG_TEXT("by", cx_link_way_key(item->way)),
                        CX_ARG_NUMBER("lag", (int64_t)item->lag));
    view->has_lags = view->has_months = item->path != NULL;
    if (item->path == NULL)
        return view;
    view->lags = lag_views(ctx, item);
    view->months = month_views(ctx, finding, item);
    view->svg = draw(ctx, finding, item, id);
    return view;
}
