#include "pages/score_figures.h"

#include <math.h>
#include <string.h>

#include "figure/dots.h"
#include "tell/mark.h"

static const char *
take(CxCtx *ctx, GString *svg)
{
    return cx_arena_take(ctx->arena, g_string_free(svg, FALSE));
}

/* ---- Dots ---- */

static CxDotsRow
dots_row(CxCtx *ctx, const char *label, const CxMeasured *value, int decimals)
{
    const CxMarkWords words = { .decimals = decimals, .what = label };
    const CxMark mark = cx_mark_make(ctx, value, &words);
    /* No dot without its interval: the reason stands in its place. */
    return (CxDotsRow){
        .label = label,
        .value = cx_measured_has_interval(value) ? value->value : (double)NAN,
        .lo = value->lo,
        .hi = value->hi,
        .before = (double)NAN,
        .value_text = mark.text,
        .range_text = mark.range,
        .n_text = mark.n_text,
        .card_href = mark.href,
        .card_about = mark.about != NULL && mark.n_text != NULL
                          ? cx_arena_printf(ctx->arena, "%s%s", mark.n_text, mark.about)
                          : NULL,
        .why = mark.why,
    };
}

static const char *
draw_dots(CxCtx *ctx, CxDots *dots)
{
    GString *svg = g_string_new(NULL);
    cx_dots_draw(svg, dots);
    return take(ctx, svg);
}

static const char *
overall_words(CxCtx *ctx, const CxMark *mark)
{
    if (mark->text == NULL || mark->range == NULL)
        return NULL;
    return cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "scores.all_together",
                                                       CX_ARG_TEXT("value", mark->text),
                                                       CX_ARG_TEXT("range", mark->range)));
}

const char *
cx_score_figure_groups(CxCtx *ctx, const CxScore *score)
{
    const size_t n = MIN(score->n_groups, (size_t)CX_DOTS_ROWS_MAX);
    CxDotsRow *rows = cx_arena_new0_n(ctx->arena, CxDotsRow, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = dots_row(ctx, score->groups[i].label, &score->groups[i].value, score->decimals);
    const CxMarkWords words = { .decimals = score->decimals, .what = score->label };
    const CxMark whole = cx_mark_make(ctx, &score->whole, &words);
    CxDots dots = {
        .id = "groups",
        .title = cx_arena_printf(ctx->arena, "%s: %s", score->label, score->measure),
        .heading = score->measure,
        .rows = rows,
        .n_rows = n,
        .floor = score->scale_lo,
        .ceil = score->scale_hi,
        .lo = (double)NAN,
        .hi = (double)NAN,
        .overall = score->whole.value,
        .overall_text = overall_words(ctx, &whole),
    };
    if (dots.overall_text == NULL)
        dots.overall = (double)NAN;
    return draw_dots(ctx, &dots);
}

/* The measure words that most scores share. */
static const char *
common_measure(const CxScore *const *scores, size_t n)
{
    const char *best = scores[0]->measure;
    size_t n_best = 0;
    for (size_t i = 0; i < n; i++) {
        size_t n_same = 0;
        for (size_t j = 0; j < n; j++)
            n_same += g_str_equal(scores[i]->measure, scores[j]->measure) ? 1 : 0;
        if (n_same > n_best) {
            n_best = n_same;
            best = scores[i]->measure;
        }
    }
    return best;
}

const char *
cx_score_figure_measures(CxCtx *ctx, const CxSurvey *survey, const CxScore *const *scores, size_t n)
{
    const char *measure = common_measure(scores, n);
    CxDotsRow *rows = cx_arena_new0_n(ctx->arena, CxDotsRow, n);
    const CxScore **drawn = cx_arena_new0_n(ctx->arena, const CxScore *, n);
    size_t n_rows = 0;
    for (size_t i = 0; i < n && n_rows < CX_DOTS_ROWS_MAX; i++) {
        if (!g_str_equal(scores[i]->measure, measure))
            continue;
        drawn[n_rows] = scores[i];
        rows[n_rows++] = dots_row(ctx, scores[i]->label, &scores[i]->whole, scores[i]->decimals);
    }
    const size_t lowest = cx_score_lowest(drawn, n_rows);
    if (lowest < n_rows)
        rows[lowest].is_point = true;
    CxDots dots = {
        .id = "measures",
        .title = cx_arena_printf(ctx->arena, "%s: %s", survey->title, measure),
        .heading = measure,
        .rows = rows,
        .n_rows = n_rows,
        .floor = drawn[0]->scale_lo,
        .ceil = drawn[0]->scale_hi,
        .lo = (double)NAN,
        .hi = (double)NAN,
        .overall = (double)NAN,
    };
    return draw_dots(ctx, &dots);
}
