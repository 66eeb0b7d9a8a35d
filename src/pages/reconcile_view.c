#include "pages/reconcile_view.h"

#include <math.h>

#include "base/civil.h"
#include "base/message.h"
#include "base/text.h"
#include "view/form.h"

#define NEARBY_MIN 0.5 /* of ways by chance, from which on it is said */

static const CxViewField way_fields[] = {
    CX_FIELD(CxReconciledView, difference, CX_FIELD_TEXT, "What differs, a sentence"),
    CX_FIELD_PAGE(CxReconciledView, text, CX_FIELD_TEXT, "The value as read"),
    CX_FIELD_DATA(CxReconciledView, value, CX_FIELD_NUMBER, "The value that way"),
    CX_FIELD_DATA(CxReconciledView, n, CX_FIELD_COUNT, "Answers that way counts"),
    CX_FIELD_PAGE(CxReconciledView, n_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxReconciledView, href, CX_FIELD_TEXT, "Our score under that difference, or null"),
};
static const CxViewType way_type =
    CX_VIEW_TYPE("ReconciledWay", CxReconciledView, way_fields, "Our number another way");

static const CxViewField reconcile_fields[] = {
    CX_FIELD_PAGE(CxReconcileView, has_survey, CX_FIELD_FLAG, "Whether there is a survey"),
    CX_FIELD_PAGE(CxReconcileView, has_number, CX_FIELD_FLAG, "Whether a number was given"),
    CX_FIELD(CxReconcileView, headline, CX_FIELD_TEXT, "The sentence to remember"),
    CX_FIELD(CxReconcileView, number, CX_FIELD_TEXT, "The other tool's number, as given"),
    CX_FIELD(CxReconcileView, tool, CX_FIELD_TEXT, "The other tool"),
    CX_FIELD_PAGE(CxReconcileView, n_given, CX_FIELD_TEXT, "Its number of answers, as given"),
    CX_FIELD(CxReconcileView, slice, CX_FIELD_TEXT, "Ours, in canonical form"),
    CX_FIELD_CHILD_PAGE(CxReconcileView, hidden, CX_FIELD_LIST, &cx_form_choice_type,
                        "The slice for the form"),
    CX_FIELD_CHILD(CxReconcileView, ours, CX_FIELD_OBJECT, &cx_score_view_type, "Our number"),
    CX_FIELD_PAGE(CxReconcileView, ours_period, CX_FIELD_TEXT, "Its period as read"),
    CX_FIELD_CHILD(CxReconcileView, matches, CX_FIELD_LIST, &way_type,
                   "What gives the number to its rounding, the simplest first"),
    CX_FIELD_PAGE(CxReconcileView, has_matches, CX_FIELD_FLAG, "Whether anything does"),
    CX_FIELD_PAGE(CxReconcileView, has_several, CX_FIELD_FLAG, "Whether several do"),
    CX_FIELD_CHILD(CxReconcileView, ruled_out, CX_FIELD_LIST, &way_type,
                   "Each single difference, with what it would give"),
    CX_FIELD_PAGE(CxReconcileView, has_ruled_out, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD(CxReconcileView, n_tried, CX_FIELD_COUNT, "Ways that were worked out"),
    CX_FIELD(CxReconcileView, n_found, CX_FIELD_COUNT, "How many give the number"),
    CX_FIELD_PAGE(CxReconcileView, tried, CX_FIELD_TEXT, "The same in a sentence"),
    CX_FIELD_DATA(CxReconcileView, n_by_chance, CX_FIELD_NUMBER,
                  "How many would give any number near it"),
    CX_FIELD_PAGE(CxReconcileView, nearby, CX_FIELD_TEXT, "The same in a sentence"),
};
const CxViewType cx_reconcile_view_type = CX_VIEW_TYPE(
    "Reconciliation", CxReconcileView, reconcile_fields, "Another tool's number explained");

static const char *
difference_words(CxCtx *ctx, const CxReconciled *way)
{
    if (way->differences[0] == NULL)
        return "";
    if (way->differences[1] == NULL)
        return way->differences[0];
    return cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "reconcile.and",
                                                       CX_ARG_TEXT("first", way->differences[0]),
                                                       CX_ARG_TEXT("second", way->differences[1])));
}

static CxViewList
way_views(CxCtx *ctx, const CxReconciled *ways, size_t n, int decimals)
{
    CxReconciledView *views = cx_arena_new0_n(ctx->arena, CxReconciledView, n);
    for (size_t i = 0; i < n; i++) {
        views[i] = (CxReconciledView){
            .difference = difference_words(ctx, &ways[i]),
            .text = cx_arena_take(ctx->arena, cx_text_number(ways[i].value, decimals)),
            .value = ways[i].value,
            .n = ways[i].n,
            .n_text = cx_arena_take(ctx->arena, cx_text_count(ways[i].n)),
            .href =
                ways[i].has_slice ? cx_arena_printf(ctx->arena, "/scores?%s", ways[i].slice) : NULL,
        };
    }
    return CX_VIEW_LIST(views, n);
}

/* Whether as many ways give the number as give any number near it, and none of them is simple. */
static bool
is_chance(const CxReconciliation *result)
{
    if (result->n_matches == 0 || result->matches[0].differences[1] == NULL)
        return false;
    return (double)result->n_found <= result->n_by_chance + 2.0 * sqrt(result->n_by_chance);
}

static const char *
headline(CxCtx *ctx, const CxReconciliation *result, const CxReconcileView *view)
{
    const char *difference =
        result->n_matches > 0 ? difference_words(ctx, &result->matches[0]) : "";
    const char *key = "reconcile.headline.none";
    if (is_chance(result))
        key = "reconcile.headline.chance";
    else if (result->n_found > 1)
        key = "reconcile.headline.several";
    else if (result->n_found == 1)
        key = *difference == '\0' ? "reconcile.headline.same" : "reconcile.headline.one";
    const char *tool =
        view->tool != NULL ? view->tool : cx_message_text(ctx->catalogue, "reconcile.tool");
    return cx_arena_take(ctx->arena,
                         cx_message_format(ctx->catalogue, key, CX_ARG_TEXT("number", view->number),
                                           CX_ARG_TEXT("tool", tool),
                                           CX_ARG_TEXT("difference", difference),
                                           CX_ARG_NUMBER("n", (int64_t)result->n_found)));
}

void
cx_reconcile_view_fill(CxCtx *ctx, const CxSurvey *survey, const CxReconciliation *result,
                       CxReconcileView *view)
{
    const int decimals = MAX(result->decimals, 1);
    view->has_number = true;
    view->headline = headline(ctx, result, view);
    view->ours = cx_score_view(ctx, survey->key, result->ours);
    view->ours_period =
        cx_arena_take(ctx->arena, cx_day_format_period(result->ours->from, result->ours->to));
    view->matches = way_views(ctx, result->matches, result->n_matches, decimals);
    view->has_matches = result->n_matches > 0;
    view->has_several = result->n_found > 1;
    view->ruled_out = way_views(ctx, result->singles, result->n_singles, decimals);
    view->has_ruled_out = result->n_singles > 0;
    view->n_tried = (int64_t)result->n_tried;
    view->n_found = (int64_t)result->n_found;
    view->tried =
        cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "reconcile.tried",
                                                    CX_ARG_NUMBER("tried", view->n_tried),
                                                    CX_ARG_NUMBER("found", view->n_found)));
    view->n_by_chance = result->n_by_chance;
    if (view->has_matches && result->n_by_chance >= NEARBY_MIN) {
        view->nearby = cx_arena_take(
            ctx->arena, cx_message_format(ctx->catalogue, "reconcile.nearby",
                                          CX_ARG_NUMBER("n", llround(result->n_by_chance))));
    }
}
