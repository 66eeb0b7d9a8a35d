#include "pages/splice_view.h"

static const CxViewField splice_fields[] = {
    CX_FIELD(CxSpliceView, before, CX_FIELD_TEXT, "Last period before it"),
    CX_FIELD(CxSpliceView, from, CX_FIELD_TEXT, "First period after it"),
    CX_FIELD(CxSpliceView, after, CX_FIELD_TEXT, "Version of the survey after it"),
    CX_FIELD(CxSpliceView, why, CX_FIELD_TEXT, "What changed"),
    CX_FIELD(CxSpliceView, is_mode, CX_FIELD_FLAG, "The way answers were taken shifted"),
    CX_FIELD_DATA(CxSpliceView, mode_shift, CX_FIELD_NUMBER, "Points of the mode mix that moved"),
};
const CxViewType cx_splice_view_type =
    CX_VIEW_TYPE("Splice", CxSpliceView, splice_fields, "Where a trend may not be read as one");

CxViewList
cx_splice_views(CxCtx *ctx, const CxScore *score, const CxSplices *splices)
{
    CxSpliceView *views = cx_arena_new0_n(ctx->arena, CxSpliceView, splices->n);
    for (size_t i = 0; i < splices->n; i++) {
        const CxSplice *splice = &splices->items[i];
        views[i] = (CxSpliceView){
            .before = score->groups[splice->at - 1].label,
            .from = score->groups[splice->at].label,
            .after = splice->after,
            .why = splice->why,
            .is_mode = splice->is_mode,
            .mode_shift = splice->mode_shift,
        };
    }
    return CX_VIEW_LIST(views, splices->n);
}
