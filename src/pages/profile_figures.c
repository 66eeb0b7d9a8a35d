#include "pages/profile_figures.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "figure/dots.h"
#include "figure/multiples.h"
#include "tell/mark.h"

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, key, __VA_ARGS__))

/* ---- What can be drawn together ---- */

static size_t
count_alike(const CxProfile *profile, const char *measure)
{
    size_t n = 0;
    for (size_t i = 0; i < profile->n_measures; i++)
        n += g_str_equal(profile->measures[i].score->measure, measure) ? 1 : 0;
    return n;
}

const char *
cx_profile_measure_words(const CxProfile *profile)
{
    const char *best = NULL;
    size_t n_best = 0;
    for (size_t i = 0; i < profile->n_measures; i++) {
        const char *measure = profile->measures[i].score->measure;
        const size_t n = count_alike(profile, measure);
        if (n > n_best) {
            n_best = n;
            best = measure;
        }
    }
    return best;
}

/* The measures put together in those words. */
static size_t
pick_measures(CxCtx *ctx, const CxProfile *profile, const CxProfileMeasure ***ret_measures)
{
    const char *measure = cx_profile_measure_words(profile);
    const CxProfileMeasure **picked =
        cx_arena_new0_n(ctx->arena, const CxProfileMeasure *, profile->n_measures + 1);
    size_t n = 0;
    for (size_t i = 0; i < profile->n_measures; i++) {
        if (g_str_equal(profile->measures[i].score->measure, measure))
            picked[n++] = &profile->measures[i];
    }
    *ret_measures = picked;
    return n;
}

static const char *
card_about(CxCtx *ctx, const CxMark *mark)
{
    return mark->href != NULL ? cx_arena_printf(ctx->arena, "%s%s", mark->n_text, mark->about)
                              : NULL;
}

static const char *
scores_href(CxCtx *ctx, const CxScore *score)
{
    return cx_arena_printf(ctx->arena, "/scores?%s", score->slice);
}

/* ---- Small multiples ---- */

/* Quarters that all panels show. */
typedef struct {
    int32_t first, last;
} Span;

static int32_t
quarter_of(CxDay day)
{
    return cx_slice_period_index(CX_SLICE_BY_QUARTER, day);
}

/* False when no measure has a quarter with answers. */
static bool
find_span(const CxProfileMeasure *const *measures, size_t n, Span *ret_span)
{
    Span span = { INT32_MAX, INT32_MIN };
    for (size_t i = 0; i < n; i++) {
        const CxScore *course = measures[i]->course;
        if (course->n_groups == 0)
            continue;
        span.first = MIN(span.first, quarter_of(course->groups[0].from));
        span.last = MAX(span.last, quarter_of(course->groups[course->n_groups - 1].from));
    }
    if (span.first > span.last)
        return false;
    span.first = MAX(span.first, span.last - CX_TREND_POINTS_MAX + 1);
    *ret_span = span;
    return true;
}

static size_t
add_points(const CxScore *course, Span span, CxTrendPoint *points)
{
    const size_t n = (size_t)(span.last - span.first) + 1;
    for (size_t i = 0; i < n; i++)
        points[i] = (CxTrendPoint){ .value = (double)NAN, .lo = (double)NAN, .hi = (double)NAN };
    for (size_t i = 0; i < course->n_groups; i++) {
        const int32_t at = quarter_of(course->groups[i].from) - span.first;
        const CxMeasured *value = &course->groups[i].value;
        if (at >= 0 && (size_t)at < n && cx_measured_has_interval(value)) {
            points[at] = (CxTrendPoint){ .value = value->value, .lo = value->lo, .hi = value->hi };
        }
    }
    return n;
}

static size_t
add_cuts(const CxProfileMeasure *measure, Span span, size_t *cuts)
{
    size_t n = 0;
    for (size_t i = 0; i < measure->splices.n && n < CX_TREND_CUTS_MAX; i++) {
        const CxDay from = measure->course->groups[measure->splices.items[i].at].from;
        const int32_t at = quarter_of(from) - span.first;
        if (at > 0)
            cuts[n++] = (size_t)at;
    }
    return n;
}

/* What one looks at: what has worsened, else what stands below the rest. */
static bool
is_point(const CxProfileMeasure *const *measures, size_t n, const CxProfileMeasure *measure)
{
    bool is_any_worse = false;
    for (size_t i = 0; i < n; i++) {
        const CxChange *change = measures[i]->change;
        is_any_worse = is_any_worse || (change != NULL && change->wording == CX_WORDING_WORSENED);
    }
    if (is_any_worse)
        return measure->change != NULL && measure->change->wording == CX_WORDING_WORSENED;
    return measure->is_lowest;
}

static CxMultiplesPanel
panel_of(CxCtx *ctx, const CxProfileMeasure *measure, Span span)
{
    const CxScore *course = measure->course;
    const size_t n_quarters = (size_t)(span.last - span.first) + 1;
    CxTrendPoint *points = cx_arena_new0_n(ctx->arena, CxTrendPoint, n_quarters);
    size_t *cuts = cx_arena_new0_n(ctx->arena, size_t, CX_TREND_CUTS_MAX);
    CxMultiplesPanel panel = {
        .label = course->label,
        .href = scores_href(ctx, measure->score),
        .points = points,
        .n_points = add_points(course, span, points),
        .cuts = cuts,
    };
    if (course->n_groups == 0) {
        panel.n_points = 0;
        panel.why = cx_message_text(ctx->catalogue, "profile.no_answers");
        return panel;
    }
    const CxScoreGroup *last = &course->groups[course->n_groups - 1];
    const CxMarkWords words = { .decimals = course->decimals, .what = course->label };
    const CxMark mark = cx_mark_make(ctx, &last->value, &words);
    panel.n_cuts = add_cuts(measure, span, cuts);
    panel.value_text = mark.text;
    panel.range_text = mark.range;
    panel.n_text = mark.n_text;
    panel.card_href = mark.href;
    panel.card_about = card_about(ctx, &mark);
    panel.why = mark.why;
    return panel;
}

static const char *
quarter_words(CxCtx *ctx, int32_t quarter)
{
    const CxCivil civil = cx_day_civil(cx_quarter_first_day(quarter));
    return cx_arena_printf(ctx->arena, "Q%d %d", (civil.month - 1) / 3 + 1, civil.year);
}

const char *
cx_profile_figure_courses(CxCtx *ctx, const CxProfile *profile)
{
    const CxProfileMeasure **measures = NULL;
    Span span;
    const size_t n = MIN(pick_measures(ctx, profile, &measures), (size_t)CX_MULTIPLES_PANELS_MAX);
    if (n == 0 || !find_span(measures, n, &span))
        return NULL;
    CxMultiplesPanel *panels = cx_arena_new0_n(ctx->arena, CxMultiplesPanel, n);
    for (size_t i = 0; i < n; i++) {
        panels[i] = panel_of(ctx, measures[i], span);
        panels[i].is_point = is_point(measures, n, measures[i]);
    }
    const CxScore *first = measures[0]->score;
    const CxMultiples multiples = {
        .id = "courses",
        .title = cx_arena_printf(ctx->arena, "%s: %s", profile->name, first->measure),
        .desc = cx_message_text(ctx->catalogue, "profile.courses.desc"),
        .heading = SAY(ctx, "profile.courses.heading", CX_ARG_TEXT("measure", first->measure),
                       CX_ARG_TEXT("from", quarter_words(ctx, span.first)),
                       CX_ARG_TEXT("to", quarter_words(ctx, span.last))),
        .heading_short = first->measure,
        .panels = panels,
        .n_panels = n,
        .floor = first->scale_lo,
        .ceil = first->scale_hi,
    };
    GString *svg = g_string_new(NULL);
    cx_multiples_draw(svg, &multiples);
    return cx_arena_take(ctx->arena, g_string_free(svg, FALSE));
}

/* ---- As they stand ---- */

static CxDotsRow
row_of(CxCtx *ctx, const CxProfileMeasure *measure)
{
    const CxScore *score = measure->score;
    const CxMarkWords words = { .decimals = score->decimals, .what = score->label };
    const CxMark mark = cx_mark_make(ctx, &score->whole, &words);
    const bool has_before =
        measure->before != NULL && cx_measured_has_interval(&measure->before->value);
    return (CxDotsRow){
        .label = score->label,
        .href = scores_href(ctx, score),
        .value = cx_measured_has_interval(&score->whole) ? score->whole.value : (double)NAN,
        .lo = score->whole.lo,
        .hi = score->whole.hi,
        .before = has_before ? measure->before->value.value : (double)NAN,
        .is_point = measure->is_lowest,
        .value_text = mark.text,
        .range_text = mark.range,
        .n_text = mark.n_text,
        .card_href = mark.href,
        .card_about = card_about(ctx, &mark),
        .why = mark.why,
    };
}

const char *
cx_profile_figure_measures(CxCtx *ctx, const CxProfile *profile)
{
    const CxProfileMeasure **measures = NULL;
    const size_t n = MIN(pick_measures(ctx, profile, &measures), (size_t)CX_DOTS_ROWS_MAX);
    CxDotsRow *rows = cx_arena_new0_n(ctx->arena, CxDotsRow, n + 1);
    size_t n_shown = 0;
    for (size_t i = 0; i < n; i++) {
        rows[i] = row_of(ctx, measures[i]);
        n_shown += isfinite(rows[i].value) ? 1 : 0;
    }
    if (n < 2 || n_shown == 0)
        return NULL;
    const CxScore *first = measures[0]->score;
    const bool is_share = g_str_equal(first->unit, "%");
    const CxDots dots = {
        .id = "standing",
        .title = cx_arena_printf(ctx->arena, "%s: %s", profile->name, first->measure),
        .desc = cx_message_text(ctx->catalogue, "brief.figure.desc"),
        .heading = first->measure,
        .rows = rows,
        .n_rows = n,
        .floor = first->scale_lo,
        .ceil = first->scale_hi,
        .lo = (double)NAN,
        .hi = (double)NAN,
        .overall = (double)NAN,
        .mark = is_share ? CX_DOTS_BAR : CX_DOTS_DOT,
    };
    GString *svg = g_string_new(NULL);
    cx_dots_draw(svg, &dots);
    return cx_arena_take(ctx->arena, g_string_free(svg, FALSE));
}
