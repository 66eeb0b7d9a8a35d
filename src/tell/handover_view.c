#include "tell/handover_view.h"

#include "base/civil.h"

static const CxViewField handover_fields[] = {
    CX_FIELD(CxHandoverView, id, CX_FIELD_COUNT, "Number of the record"),
    CX_FIELD(CxHandoverView, day, CX_FIELD_DAY, "The day it was handed over"),
    CX_FIELD_PAGE(CxHandoverView, day_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxHandoverView, handed_by, CX_FIELD_TEXT, "Who handed it over"),
    CX_FIELD(CxHandoverView, headline, CX_FIELD_TEXT, "Its sentence"),
    CX_FIELD(CxHandoverView, is_outdated, CX_FIELD_FLAG, "The brief says something else by now"),
    CX_FIELD_PAGE(CxHandoverView, url, CX_FIELD_TEXT, "Where it is as it was"),
    CX_FIELD_PAGE(CxHandoverView, url_take_back, CX_FIELD_TEXT, "Where it is taken back"),
};
const CxViewType cx_handover_view_type =
    CX_VIEW_TYPE("BriefHandover", CxHandoverView, handover_fields, "A brief that was handed over");

CxViewList
cx_handover_views(CxCtx *ctx, const CxHandovers *handovers, const char *digest)
{
    CxHandoverView *views = cx_arena_new0_n(ctx->arena, CxHandoverView, handovers->n);
    for (size_t i = 0; i < handovers->n; i++) {
        const CxHandover *handover = &handovers->items[i];
        views[i] = (CxHandoverView){
            .id = handover->id.v,
            .day = handover->day,
            .day_text = cx_arena_take(ctx->arena, cx_day_format_long(handover->day)),
            .handed_by = handover->handed_by,
            .headline = handover->headline,
            .is_outdated = !g_str_equal(handover->digest, digest),
            .url = cx_arena_printf(ctx->arena, "/handovers/%" G_GINT64_FORMAT, handover->id.v),
        };
        views[i].url_take_back = cx_arena_printf(ctx->arena, "%s/take-back", views[i].url);
    }
    return CX_VIEW_LIST(views, handovers->n);
}
