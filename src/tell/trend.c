#include "tell/trend.h"

#include <math.h>

#include "base/civil.h"
#include "figure/trend.h"
#include "tell/mark.h"

/* "Q3" over "2026", "Jul" over "2026", "2026". */
static void
point_words(CxCtx *ctx, CxSliceBy by, CxDay day, CxTrendPoint *point)
{
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    const CxCivil civil = cx_day_civil(day);
    const char *year = cx_arena_printf(ctx->arena, "%d", civil.year);
    point->group = by == CX_SLICE_BY_YEAR ? NULL : year;
    if (by == CX_SLICE_BY_YEAR)
        point->label = year;
    else if (by == CX_SLICE_BY_MONTH)
        point->label = months[civil.month - 1];
    else
        point->label = cx_arena_printf(ctx->arena, "Q%d", (civil.month - 1) / 3 + 1);
}

/* Cuts where the splices are, at the points of their groups. */
static size_t
add_cuts(CxCtx *ctx, CxSliceBy by, const CxScore *score, const CxSplices *splices, CxTrendCut *cuts)
{
    const int32_t first = cx_slice_period_index(by, score->groups[0].from);
    size_t n = 0;
    for (size_t i = 0; i < splices->n && n < CX_TREND_CUTS_MAX; i++) {
        const CxSplice *splice = &splices->items[i];
        cuts[n] = (CxTrendCut){
            .at = (size_t)(cx_slice_period_index(by, score->groups[splice->at].from) - first),
            .before = splice->before,
            .after = cx_arena_printf(ctx->arena, "%s: %s", splice->after, splice->what),
            .after_short = splice->after,
            .note = n == 0 ? cx_message_text(ctx->catalogue, "scores.cut.note") : NULL,
        };
        n++;
    }
    return n;
}

/* One point a period: a period without answers is a gap. */
static size_t
add_points(CxCtx *ctx, CxSliceBy by, int32_t first, const CxScore *score, CxTrendPoint *points)
{
    const int32_t last = cx_slice_period_index(by, score->groups[score->n_groups - 1].from);
    const size_t n = MIN((size_t)(last - first + 1), (size_t)CX_TREND_POINTS_MAX);
    for (size_t i = 0; i < n; i++) {
        points[i] = (CxTrendPoint){ .value = (double)NAN, .lo = (double)NAN, .hi = (double)NAN };
        point_words(ctx, by, cx_slice_period_first_day(by, first + (int32_t)i), &points[i]);
    }
    for (size_t i = 0; i < score->n_groups; i++) {
        const CxScoreGroup *group = &score->groups[i];
        const int32_t at = cx_slice_period_index(by, group->from) - first;
        if (at < 0 || (size_t)at >= n)
            continue;
        const CxMarkWords words = { .decimals = score->decimals, .what = group->label };
        points[at].value = group->value.value;
        points[at].lo = group->value.lo;
        points[at].hi = group->value.hi;
        points[at].why = cx_mark_make(ctx, &group->value, &words).why;
    }
    return n;
}

const char *
cx_tell_trend(CxCtx *ctx, const char *id, CxSliceBy by, const CxScore *score,
              const CxSplices *splices)
{
    const int32_t first = cx_slice_period_index(by, score->groups[0].from);
    const CxScoreGroup *newest = &score->groups[score->n_groups - 1];
    const CxMarkWords words = { .decimals = score->decimals, .what = newest->label };
    const CxMark mark = cx_mark_make(ctx, &newest->value, &words);
    CxTrendPoint *points = cx_arena_new0_n(ctx->arena, CxTrendPoint, CX_TREND_POINTS_MAX);
    CxTrendCut *cuts = cx_arena_new0_n(ctx->arena, CxTrendCut, CX_TREND_CUTS_MAX);
    const char *heading =
        cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "scores.trend.heading",
                                                    CX_ARG_TEXT("measure", score->measure),
                                                    CX_ARG_TEXT("by", cx_slice_by_key(by))));
    CxTrend trend = {
        .id = id,
        .title = cx_arena_printf(ctx->arena, "%s: %s", score->label, heading),
        .heading = heading,
        .points = points,
        .n_points = add_points(ctx, by, first, score, points),
        .cuts = cuts,
        .target = { .value = (double)NAN },
        .floor = score->scale_lo,
        .ceil = score->scale_hi,
        .last_value = mark.text,
        .last_range = mark.range,
        .last_n = mark.n_text,
        .last_href = mark.href,
        .last_about = cx_mark_link_label(ctx, &mark),
    };
    trend.n_cuts = add_cuts(ctx, by, score, splices, cuts);
    GString *svg = g_string_new(NULL);
    cx_trend_draw(svg, &trend);
    return cx_arena_take(ctx->arena, g_string_free(svg, FALSE));
}
