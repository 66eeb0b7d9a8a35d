#include "tell/brief_hero.h"

enum { HERO_POINTS_MAX = 8 };

static const CxViewField hero_fields[] = {
    CX_FIELD_CHILD(CxBriefHero, found, CX_FIELD_OBJECT, &cx_threshold_view_type, "What was found"),
    CX_FIELD_CHILD_PAGE(CxBriefHero, points, CX_FIELD_LIST, &cx_threshold_point_view_type,
                        "A few points of the curve"),
    CX_FIELD_PAGE(CxBriefHero, fn, CX_FIELD_COUNT, "Number of the threshold's footnote"),
    CX_FIELD_PAGE(CxBriefHero, share_fn, CX_FIELD_COUNT, "Of the share on target"),
    CX_FIELD_PAGE(CxBriefHero, between_fn, CX_FIELD_COUNT, "Of the share between"),
};
const CxViewType cx_brief_hero_type =
    CX_VIEW_TYPE("BriefThreshold", CxBriefHero, hero_fields, "Where the department's ratings fall");

/* Points of the curve for a line of paper, spread over all of it, both ends included. */
static CxViewList
few_points(CxCtx *ctx, const CxThresholdView *found)
{
    const CxThresholdPointView *all = found->points.items;
    const size_t n = MIN(found->points.n, (size_t)HERO_POINTS_MAX);
    CxThresholdPointView *few = cx_arena_new0_n(ctx->arena, CxThresholdPointView, n + 1);
    for (size_t i = 0; i < n; i++)
        few[i] = all[n > 1 ? i * (found->points.n - 1) / (n - 1) : 0];
    return CX_VIEW_LIST(few, n);
}

const CxBriefHero *
cx_brief_hero(CxBriefNotes *notes)
{
    const CxThresholdFinding *finding = notes->brief->threshold;
    if (finding == NULL)
        return NULL;
    const CxThresholdView *found = cx_threshold_view(notes->ctx, finding, "hero");
    if (found->svg == NULL)
        return NULL;
    CxBriefHero *view = cx_arena_new0(notes->ctx->arena, CxBriefHero);
    view->found = found;
    view->points = few_points(notes->ctx, found);
    view->fn = cx_brief_note_threshold(notes, finding);
    if (found->lead != NULL)
        view->share_fn = cx_brief_note_transactions(notes, finding, &finding->on_target);
    if (found->lead != NULL && found->between.text != NULL)
        view->between_fn = cx_brief_note_transactions(notes, finding, &finding->between);
    return view;
}
