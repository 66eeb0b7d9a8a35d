#include "pages/score_measures.h"

#include <string.h>

#include "evidence/score.h"
#include "evidence/usual.h"
#include "pages/department_view.h"
#include "pages/score_figures.h"

static const CxViewField measure_fields[] = {
    CX_FIELD(CxScoreMeasure, department, CX_FIELD_TEXT, "Whose measure it is"),
    CX_FIELD(CxScoreMeasure, label, CX_FIELD_TEXT, "Short name of the question"),
    CX_FIELD(CxScoreMeasure, wording, CX_FIELD_TEXT, "What was asked"),
    CX_FIELD(CxScoreMeasure, measure, CX_FIELD_TEXT, "How answers are put together"),
    CX_FIELD_PAGE(CxScoreMeasure, department_url, CX_FIELD_TEXT, "The department's page"),
    CX_FIELD_PAGE(CxScoreMeasure, url, CX_FIELD_TEXT, "Its own scores page"),
    CX_FIELD(CxScoreMeasure, is_lowest, CX_FIELD_FLAG, "Stands below all others, intervals apart"),
    CX_FIELD_CHILD(CxScoreMeasure, score, CX_FIELD_OBJECT_IN, &cx_mark_type, "Its score"),
};
const CxViewType cx_score_measure_type =
    CX_VIEW_TYPE("Measure", CxScoreMeasure, measure_fields, "A department's question");

static const CxScore *
run_measure(const CxScoreAsk *ask, const CxItem *item, CxSliceMeasure measure, GError **error)
{
    g_autoptr(CxSlice) slice = cx_slice_copy(ask->slice);
    g_free(slice->question);
    slice->question = g_strdup(item->key);
    slice->measure = measure;
    g_clear_pointer(&slice->answers, g_strfreev);
    slice->by = CX_SLICE_BY_NONE;
    g_clear_pointer(&slice->by_item, g_free);
    return cx_score_run(ask->ctx, ask->survey, slice, error);
}

/* Whether an item is a department's measure that this reader may see. */
static bool
is_measure(const CxScoreAsk *ask, const CxItem *item, CxSliceMeasure *ret_measure)
{
    return item->role == CX_ITEM_ROLE_MEASURE && item->department.v != 0 &&
           cx_score_can_see(ask->ctx, item) && cx_usual_measure(item, ret_measure);
}

static const char *
headline(const CxCtx *ctx, const CxScoreMeasure *rows, size_t n, size_t lowest)
{
    return cx_arena_take(
        ctx->arena,
        cx_message_format(ctx->catalogue,
                          lowest < n ? "scores.measures.lowest" : "scores.measures.alike",
                          CX_ARG_TEXT("label", lowest < n ? rows[lowest].label : "")));
}

bool
cx_score_measures(const CxScoreAsk *ask, CxScoreMeasures *ret_measures, GError **error)
{
    CxCtx *ctx = ask->ctx;
    CxArena *arena = ctx->arena;
    const size_t n_items = ask->survey->n_items;
    CxScoreMeasure *rows = cx_arena_new0_n(arena, CxScoreMeasure, n_items);
    const CxScore **scores = cx_arena_new0_n(arena, const CxScore *, n_items);
    size_t n = 0;
    for (size_t i = 0; i < n_items; i++) {
        const CxItem *item = &ask->survey->items[i];
        CxSliceMeasure measure;
        if (!is_measure(ask, item, &measure))
            continue;
        const CxScore *score = run_measure(ask, item, measure, error);
        if (score == NULL)
            return false;
        const CxMarkWords mark = { .decimals = score->decimals, .what = score->label };
        scores[n] = score;
        rows[n++] = (CxScoreMeasure){
            .department = cx_arena_text(arena, item->department_name),
            .department_url = cx_department_url(ctx, item->department),
            .label = score->label,
            .wording = score->wording,
            .measure = score->measure,
            .url = cx_arena_printf(arena, "/scores?%s", score->slice),
            .score = cx_mark_make(ctx, &score->whole, &mark),
        };
    }
    *ret_measures = (CxScoreMeasures){ .rows = CX_VIEW_LIST(rows, n) };
    if (n == 0)
        return true;
    const size_t lowest = cx_score_lowest(scores, n);
    if (lowest < n)
        rows[lowest].is_lowest = true;
    ret_measures->headline = headline(ctx, rows, n, lowest);
    ret_measures->svg = cx_score_figure_measures(ctx, ask->survey, scores, n);
    ret_measures->src = cx_message_text(ctx->catalogue, "scores.measures.src");
    return true;
}
