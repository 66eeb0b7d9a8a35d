/* What was agreed to expect of the overall rating, beside what happened: the figure and its table. */
#include <math.h>

#include "base/civil.h"
#include "base/text.h"
#include "figure/trend.h"
#include "pages/sponsor_view.h"

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, (key), __VA_ARGS__))

#define QUARTERS_BEFORE 8 /* shown of the time before the curve began */
#define QUARTERS_MAX    40

static CxDay
quarter_end(int32_t quarter)
{
    return (CxDay){ cx_quarter_first_day(quarter + 1).v - 1 };
}

static const char *
quarter_label(CxCtx *ctx, int32_t quarter)
{
    const CxCivil civil = cx_day_civil(cx_quarter_first_day(quarter));
    return cx_arena_printf(ctx->arena, "Q%d %d", (civil.month - 1) / 3 + 1, civil.year);
}

/* The group of a quarter, or NULL. */
static const CxScoreGroup *
group_of(const CxScore *score, int32_t quarter)
{
    for (size_t i = 0; i < score->n_groups; i++) {
        if (cx_day_quarter_index(score->groups[i].from) == quarter)
            return &score->groups[i];
    }
    return NULL;
}

/* ---- The figure ---- */

typedef struct {
    CxCtx *ctx;
    const CxPatienceView *patience;
    int32_t first, last; /* quarters drawn */
    CxTrendPoint points[QUARTERS_MAX];
    double path[QUARTERS_MAX];
    size_t n;
} Drawing;

static void
span(Drawing *drawing)
{
    const CxPatienceView *patience = drawing->patience;
    const CxScore *score = patience->course->score;
    const int32_t begun = cx_day_quarter_index(score->groups[0].from);
    drawing->last = cx_day_quarter_index(score->groups[score->n_groups - 1].from);
    drawing->first = MAX(begun, drawing->last - QUARTERS_BEFORE - 4);
    if (patience->now.id != 0) {
        drawing->first = MAX(begun, cx_day_quarter_index(patience->now.from) - QUARTERS_BEFORE);
        drawing->first = MIN(drawing->first, cx_day_quarter_index(patience->now.from));
        drawing->last =
            MAX(drawing->last, cx_day_quarter_index(cx_expectation_end(&patience->now)));
    }
    drawing->first = MAX(drawing->first, drawing->last - QUARTERS_MAX + 1);
}

static void
add_point(Drawing *drawing, int32_t quarter)
{
    const CxCivil civil = cx_day_civil(cx_quarter_first_day(quarter));
    const CxScoreGroup *group = group_of(drawing->patience->course->score, quarter);
    CxTrendPoint *point = &drawing->points[drawing->n];
    *point = (CxTrendPoint){
        .label = cx_arena_printf(drawing->ctx->arena, "Q%d", (civil.month - 1) / 3 + 1),
        .group = cx_arena_printf(drawing->ctx->arena, "%d", civil.year),
        .value = (double)NAN,
        .lo = (double)NAN,
        .hi = (double)NAN,
    };
    if (group != NULL) {
        point->value = group->value.value;
        point->lo = group->value.lo;
        point->hi = group->value.hi;
    }
    const CxExpectation *now = &drawing->patience->now;
    const CxDay end = quarter_end(quarter);
    const bool is_last = end.v > cx_expectation_end(now).v &&
                         quarter == cx_day_quarter_index(cx_expectation_end(now));
    drawing->path[drawing->n] =
        now->id == 0 ? (double)NAN
                     : cx_expectation_at(now, is_last ? cx_expectation_end(now) : end);
    drawing->n++;
}

static size_t
add_cuts(Drawing *drawing, CxTrendCut *cuts)
{
    const CxCourse *course = drawing->patience->course;
    size_t n = 0;
    for (size_t i = 0; i < course->splices.n && n < CX_TREND_CUTS_MAX; i++) {
        const CxSplice *splice = &course->splices.items[i];
        const int32_t at =
            cx_day_quarter_index(course->score->groups[splice->at].from) - drawing->first;
        if (at < 1)
            continue;
        cuts[n++] = (CxTrendCut){ .at = (size_t)at,
                                  .before = splice->before,
                                  .after = cx_arena_printf(drawing->ctx->arena, "%s: %s",
                                                           splice->after, splice->what),
                                  .after_short = splice->after };
    }
    return n;
}

static CxTrendTarget
target_of(const Drawing *drawing)
{
    const CxExpectation *now = &drawing->patience->now;
    if (now->id == 0)
        return (CxTrendTarget){ .value = (double)NAN };
    const double last = now->years[now->n_years - 1];
    g_autofree char *text = cx_text_number(last, drawing->patience->course->score->decimals);
    return (CxTrendTarget){
        .value = last,
        .label = SAY(drawing->ctx, "expect.label", CX_ARG_TEXT("value", text)),
        .label_short = SAY(drawing->ctx, "expect.label", CX_ARG_TEXT("value", text)),
        .path = drawing->path,
    };
}

static const char *
draw(CxCtx *ctx, const CxPatienceView *patience, const char *headline)
{
    const CxScore *score = patience->course->score;
    if (score->n_groups == 0)
        return NULL;
    Drawing *drawing = cx_arena_new0(ctx->arena, Drawing);
    drawing->ctx = ctx;
    drawing->patience = patience;
    span(drawing);
    for (int32_t quarter = drawing->first; quarter <= drawing->last; quarter++)
        add_point(drawing, quarter);
    const CxScoreGroup *newest = &score->groups[score->n_groups - 1];
    const CxMarkWords words = { .decimals = score->decimals, .what = newest->label };
    const CxMark mark = cx_mark_make(ctx, &newest->value, &words);
    CxTrendCut *cuts = cx_arena_new0_n(ctx->arena, CxTrendCut, CX_TREND_CUTS_MAX);
    const CxTrend trend = {
        .id = "expected",
        .title = headline,
        .desc = headline,
        .heading = SAY(ctx, "expect.figure", CX_ARG_TEXT("measure", score->measure)),
        .points = drawing->points,
        .n_points = drawing->n,
        .cuts = cuts,
        .n_cuts = add_cuts(drawing, cuts),
        .target = target_of(drawing),
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

/* ---- The table and the words ---- */

static CxPatiencePointView
point_view(CxCtx *ctx, const CxPatienceView *patience, size_t i_group)
{
    const CxScoreGroup *group = &patience->course->score->groups[i_group];
    const CxScore *score = patience->course->score;
    const int32_t quarter = cx_day_quarter_index(group->from);
    const CxDay end = quarter_end(quarter);
    const double expected = cx_expectation_at(&patience->now, end);
    const CxPatience state = cx_patience_of(patience, i_group, ctx->today);
    const CxMarkWords words = { .decimals = score->decimals, .what = group->label };
    g_autofree char *key = g_strconcat("expect.state.", cx_patience_key(state), NULL);
    CxPatiencePointView view = {
        .label = quarter_label(ctx, quarter),
        .score = cx_mark_make(ctx, &group->value, &words),
        .expected = expected,
        .state = cx_patience_key(state),
        .state_text = cx_message_text(ctx->catalogue, key),
        .is_behind = state == CX_PATIENCE_BEHIND,
    };
    if (!isnan(expected)) {
        view.expected_text = cx_arena_take(ctx->arena, cx_text_number(expected, score->decimals));
    }
    return view;
}

static CxViewList
list_points(CxCtx *ctx, const CxPatienceView *patience)
{
    const CxScore *score = patience->course->score;
    CxPatiencePointView *views = cx_arena_new0_n(ctx->arena, CxPatiencePointView, score->n_groups);
    size_t n = 0;
    for (size_t i = score->n_groups; patience->now.id != 0 && i > 0; i--) {
        const CxScoreGroup *group = &score->groups[i - 1];
        if (quarter_end(cx_day_quarter_index(group->from)).v >= patience->now.from.v)
            views[n++] = point_view(ctx, patience, i - 1);
    }
    return CX_VIEW_LIST(views, n);
}

static const char *
headline_of(CxCtx *ctx, const CxPatienceView *patience)
{
    if (patience->now.id == 0)
        return cx_message_text(ctx->catalogue, "expect.headline.none");
    const CxScore *score = patience->course->score;
    const bool has_newest = patience->newest < score->n_groups;
    const char *quarter =
        has_newest ? quarter_label(ctx, cx_day_quarter_index(score->groups[patience->newest].from))
                   : "";
    return SAY(ctx, "expect.headline", CX_ARG_TEXT("state", cx_patience_key(patience->state)),
               CX_ARG_TEXT("quarter", quarter));
}

static const char *
agreed_text(CxCtx *ctx, const CxPatienceView *patience)
{
    const CxExpectation *now = &patience->now;
    if (now->id == 0)
        return NULL;
    const int decimals = patience->course->score->decimals;
    g_autofree char *from = cx_day_format_long(now->from);
    g_autofree char *end = cx_day_format_long(cx_expectation_end(now));
    g_autofree char *start = cx_text_number(now->start, decimals);
    g_autofree char *last = cx_text_number(now->years[now->n_years - 1], decimals);
    return SAY(ctx, "expect.agreed", CX_ARG_TEXT("start", start), CX_ARG_TEXT("from", from),
               CX_ARG_TEXT("last", last), CX_ARG_TEXT("end", end),
               CX_ARG_TEXT("with", now->agreed_with), CX_ARG_TEXT("by", now->set_by));
}

const CxPatienceShowView *
cx_patience_view(CxCtx *ctx, const CxPatienceView *patience)
{
    CxPatienceShowView *view = cx_arena_new0(ctx->arena, CxPatienceShowView);
    const char *headline = headline_of(ctx, patience);
    *view = (CxPatienceShowView){
        .svg = patience->now.id != 0 ? draw(ctx, patience, headline) : NULL,
        .headline = headline,
        .agreed = agreed_text(ctx, patience),
        .state = patience->now.id != 0 ? cx_patience_key(patience->state) : NULL,
        .measure = patience->course->score->measure,
        .unit = patience->course->score->unit,
        .points = list_points(ctx, patience),
        .n_before = patience->n_before,
    };
    return view;
}
