#include "pages/score_spread.h"

#include <math.h>

#include "base/error.h"
#include "figure/spread.h"
#include "pages/score_view.h"

/* The share of one answer; NULL without an error where the wall keeps it back. */
static bool
run_answer(const CxScoreAsk *ask, int code, const CxScore **ret_score, GError **error)
{
    g_autoptr(CxSlice) slice = cx_slice_copy(ask->slice);
    g_autoptr(GError) local = NULL;
    g_strfreev(slice->answers);
    slice->answers = g_new0(char *, 2);
    slice->answers[0] = g_strdup_printf("%d", code);
    slice->measure = CX_SLICE_SHARE;
    slice->by = CX_SLICE_BY_NONE;
    *ret_score = cx_score_run(ask->ctx, ask->survey, slice, &local);
    if (*ret_score != NULL || cx_error_code(local) == CX_ERROR_FORBIDDEN)
        return true;
    g_propagate_error(error, g_steal_pointer(&local));
    return false;
}

/* What an average or a net score calls low: 0 to 6 of 0 to 10; the shares that count for others. */
static bool
is_low(const CxScoreAsk *ask, int code)
{
    return ask->slice->measure == CX_SLICE_NPS && code <= 6;
}

static CxSpreadBar
bar_of(const CxScoreAsk *ask, const CxScoreGroupView *row, int code)
{
    const CxMark *mark = &row->score;
    return (CxSpreadBar){
        .label = row->label,
        .share = mark->value,
        .lo = mark->lo,
        .hi = mark->hi,
        .text = mark->text,
        .about = cx_arena_printf(ask->ctx->arena, "%s: %s %% (%s)", row->label, mark->text,
                                 mark->range != NULL ? mark->range : mark->why),
        .is_point = is_low(ask, code),
    };
}

static const char *
draw(const CxScoreAsk *ask, const CxScore *score, const CxSpreadBar *bars, size_t n)
{
    CxCtx *ctx = ask->ctx;
    const CxMarkWords words = { .decimals = score->decimals, .what = score->label };
    const CxMark whole = cx_mark_make(ctx, &score->whole, &words);
    const CxSpread spread = {
        .id = "spread",
        .title = cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "scores.spread.title",
                                                             CX_ARG_TEXT("label", score->label))),
        .heading = cx_message_text(ctx->catalogue, "scores.spread.heading"),
        .bars = bars,
        .n_bars = n,
        .n_text = whole.n_text,
        .card_href = whole.href,
        .card_about = whole.href != NULL
                          ? cx_arena_printf(ctx->arena, "%s%s", whole.n_text, whole.about)
                          : NULL,
    };
    GString *svg = g_string_new(NULL);
    cx_spread_draw(svg, &spread);
    return cx_arena_take(ctx->arena, g_string_free(svg, FALSE));
}

bool
cx_score_spread(const CxScoreAsk *ask, const CxScore *score, CxScoreSpread *ret_spread,
                GError **error)
{
    *ret_spread = (CxScoreSpread){ .svg = NULL };
    const CxItemVersion *asked = cx_item_latest(ask->item);
    const bool is_rated = asked->kind == CX_ITEM_KIND_NPS || asked->kind == CX_ITEM_KIND_RATING;
    if (!is_rated || !cx_measured_has_value(&score->whole) ||
        asked->hi - asked->lo >= CX_SPREAD_BARS_MAX)
        return true;
    const size_t n = (size_t)(asked->hi - asked->lo) + 1;
    CxScoreGroupView *rows = cx_arena_new0_n(ask->ctx->arena, CxScoreGroupView, n);
    CxSpreadBar *bars = cx_arena_new0_n(ask->ctx->arena, CxSpreadBar, n);
    for (size_t i = 0; i < n; i++) {
        const int code = (int)asked->lo + (int)i;
        const CxScore *one = NULL;
        if (!run_answer(ask, code, &one, error))
            return false;
        if (one == NULL || !cx_measured_has_value(&one->whole))
            return true;
        rows[i].key = rows[i].label = cx_arena_printf(ask->ctx->arena, "%d", code);
        const CxMarkWords words = { .decimals = 0, .unit = "%", .what = rows[i].label };
        rows[i].score = cx_mark_make(ask->ctx, &one->whole, &words);
        bars[i] = bar_of(ask, &rows[i], code);
    }
    ret_spread->rows = CX_VIEW_LIST(rows, n);
    ret_spread->svg = draw(ask, score, bars, n);
    return true;
}
