#include "tell/brief_figure.h"

#include <math.h>

#include "base/text.h"
#include "figure/dots.h"
#include "figure/strip.h"
#include "tell/mark.h"

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, key, __VA_ARGS__))

static CxDotsRow
dots_row(CxCtx *ctx, const CxBriefMeasure *measure)
{
    const CxScore *score = measure->score;
    const CxMarkWords words = { .decimals = score->decimals, .what = score->label };
    const CxMark mark = cx_mark_make(ctx, &score->whole, &words);
    CxDotsRow dots = {
        .label = score->label,
        .value = mark.value,
        .lo = mark.lo,
        .hi = mark.hi,
        .before = (double)NAN,
        .is_point = measure->is_lowest,
        .value_text = mark.text,
        .range_text = mark.range,
        .n_text = mark.n_text,
        .card_href = mark.href,
        .why = mark.why,
    };
    if (mark.href != NULL)
        dots.card_about = cx_arena_printf(ctx->arena, "%s%s", mark.n_text, mark.about);
    return dots;
}

const char *
cx_brief_figure_dots_title(CxCtx *ctx, const CxBriefMeasure *measures, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (measures[i].is_lowest)
            return SAY(ctx, "brief.figure.lowest", CX_ARG_TEXT("label", measures[i].score->label));
    }
    return cx_message_text(ctx->catalogue, "brief.figure.alike");
}

const char *
cx_brief_figure_dots(CxCtx *ctx, const CxBriefMeasure *measures, size_t n_measures)
{
    const size_t n = MIN(n_measures, (size_t)CX_DOTS_ROWS_MAX);
    CxDotsRow *rows = cx_arena_new0_n(ctx->arena, CxDotsRow, n);
    size_t n_shown = 0;
    for (size_t i = 0; i < n; i++) {
        rows[i] = dots_row(ctx, &measures[i]);
        n_shown += isfinite(rows[i].value) ? 1 : 0;
    }
    if (n_shown < 2)
        return NULL;
    const CxScore *first = measures[0].score;
    const CxDots dots = {
        .id = cx_arena_printf(ctx->arena, "measures-%" G_GINT64_FORMAT, measures[0].department.v),
        .title = cx_arena_printf(ctx->arena, "%s: %s", measures[0].department_name, first->measure),
        .desc = cx_message_text(ctx->catalogue, "brief.figure.desc"),
        .heading = first->measure,
        .rows = rows,
        .n_rows = n,
        .floor = first->scale_lo,
        .ceil = first->scale_hi,
        .lo = (double)NAN,
        .hi = (double)NAN,
        .overall = (double)NAN,
    };
    GString *out = g_string_new(NULL);
    cx_dots_draw(out, &dots);
    return cx_arena_take(ctx->arena, g_string_free(out, FALSE));
}

/* ---- Strips ---- */

#define STRIP_STEP 10.0

bool
cx_brief_figure_ends(const CxBriefMeasure *measures, size_t n, double *ret_from, double *ret_to)
{
    double lo = (double)NAN;
    double hi = (double)NAN;
    for (size_t i = 0; i < n; i++) {
        const CxMeasured *value = &measures[i].score->whole;
        if (!cx_measured_has_interval(value))
            continue;
        lo = fmin(lo, value->lo);
        hi = fmax(hi, value->hi);
    }
    const CxScore *first = n > 0 ? measures[0].score : NULL;
    const bool is_wide = first != NULL && first->scale_hi - first->scale_lo > STRIP_STEP;
    if (!isfinite(lo) || !is_wide)
        return false;
    *ret_from = fmax(first->scale_lo, STRIP_STEP * floor(lo / STRIP_STEP) - STRIP_STEP);
    *ret_to = fmin(first->scale_hi, STRIP_STEP * ceil(hi / STRIP_STEP) + STRIP_STEP);
    return true;
}

const char *
cx_brief_figure_strip(CxCtx *ctx, const CxBriefMeasure *measure, double from, double to)
{
    const CxMeasured *value = &measure->score->whole;
    const CxChange *change = measure->change;
    const bool has_value = cx_measured_has_value(value);
    const bool has_before = change != NULL && cx_measured_has_interval(&change->change);
    const CxStrip strip = {
        .from = from,
        .to = to,
        .value = has_value ? value->value : (double)NAN,
        .lo = has_value ? value->lo : (double)NAN,
        .hi = has_value ? value->hi : (double)NAN,
        .before = has_before ? change->before : (double)NAN,
        .is_point = measure->is_lowest,
    };
    GString *out = g_string_new(NULL);
    cx_strip_draw(out, &strip);
    return cx_arena_take(ctx->arena, g_string_free(out, FALSE));
}

/* ---- The trend ---- */

static const CxChange *
change_of_trend(const CxBrief *brief)
{
    for (size_t i = 0; i < brief->n_measures; i++) {
        if (g_str_equal(brief->measures[i].score->question, brief->trend->question))
            return brief->measures[i].change;
    }
    const bool is_overall = g_str_equal(brief->overall->question, brief->trend->question);
    return is_overall ? brief->overall_change : NULL;
}

static const char *
change_key(const CxChange *change)
{
    if (change == NULL)
        return NULL;
    switch (change->wording) {
    case CX_WORDING_IMPROVED:
        return change->is_exploratory ? NULL : "brief.trend.improved";
    case CX_WORDING_WORSENED:
        return "brief.trend.worsened";
    case CX_WORDING_NONE:
        return "brief.trend.none";
    case CX_WORDING_SIGNS:
    case CX_WORDING_TOO_FEW:
    case CX_WORDING_NOT_COMPARED:
    case CX_WORDING_N:
        break;
    }
    return NULL;
}

const char *
cx_brief_figure_trend_title(CxCtx *ctx, const CxBrief *brief)
{
    const CxScore *trend = brief->trend;
    const CxChange *change = change_of_trend(brief);
    const char *key = change_key(change);
    if (key != NULL) {
        return SAY(ctx, key, CX_ARG_TEXT("label", trend->label),
                   CX_ARG_TEXT("against", change->against != NULL ? change->against : ""));
    }
    const CxScoreGroup *last = &trend->groups[trend->n_groups - 1];
    if (!cx_measured_has_value(&last->value))
        return SAY(ctx, "brief.trend.quarters", CX_ARG_TEXT("label", trend->label));
    g_autofree char *value = cx_text_number(last->value.value, trend->decimals);
    const char *stands = brief->splices.n > 0 ? "brief.trend.cut" : "brief.trend.stands";
    return SAY(ctx, stands, CX_ARG_TEXT("label", trend->label), CX_ARG_TEXT("value", value));
}
