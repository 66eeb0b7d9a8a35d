#include "pages/detail_view.h"

#include <inttypes.h>

#include "base/civil.h"

static const CxViewField detail_fields[] = {
    CX_FIELD(CxDetailView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(CxDetailView, kind, CX_FIELD_TEXT, "background, carries or asked"),
    CX_FIELD(CxDetailView, what, CX_FIELD_TEXT, "In words"),
    CX_FIELD(CxDetailView, day, CX_FIELD_DAY, "The day it was said"),
    CX_FIELD_DATA(CxDetailView, ended_on, CX_FIELD_DAY, "The day it was answered, or null"),
    CX_FIELD_DATA(CxDetailView, answer, CX_FIELD_TEXT, "What was answered, or null"),
    CX_FIELD_PAGE(CxDetailView, said, CX_FIELD_TEXT, "When it was said or answered, as read"),
    CX_FIELD_PAGE(CxDetailView, end_url, CX_FIELD_TEXT, "Where it is ended or answered"),
};
static const CxViewType detail_type =
    CX_VIEW_TYPE("Detail", CxDetailView, detail_fields, "Something known of a leader");

static const CxViewField details_fields[] = {
    CX_FIELD_CHILD(CxDetailsView, background, CX_FIELD_LIST, &detail_type, "Where they come from"),
    CX_FIELD_CHILD(CxDetailsView, carries, CX_FIELD_LIST, &detail_type,
                   "What else is asked of them"),
    CX_FIELD_CHILD(CxDetailsView, asked, CX_FIELD_LIST, &detail_type,
                   "What they asked the program for: open ones first"),
    CX_FIELD_PAGE(CxDetailsView, has_background, CX_FIELD_FLAG, "Whether any is known"),
    CX_FIELD_PAGE(CxDetailsView, has_carries, CX_FIELD_FLAG, "Whether any is known"),
    CX_FIELD_PAGE(CxDetailsView, has_asked, CX_FIELD_FLAG, "Whether they asked for something"),
};
const CxViewType cx_details_view_type =
    CX_VIEW_TYPE("Details", CxDetailsView, details_fields, "What is known of a leader");

static CxDetailView
detail_view(CxCtx *ctx, const CxDetail *detail)
{
    const bool has_ended = !cx_day_is_none(detail->ended_on);
    g_autofree char *day = cx_day_format_long(has_ended ? detail->ended_on : detail->day);
    CxDetailView view = {
        .id = detail->id,
        .kind = cx_detail_kind_key(detail->kind),
        .what = detail->what,
        .day = detail->day,
        .ended_on = detail->ended_on,
        .answer = detail->answer,
        .said = cx_arena_text(ctx->arena, day),
    };
    if (detail->kind == CX_DETAIL_ASKED) {
        view.said = cx_arena_take(
            ctx->arena,
            cx_message_format(ctx->catalogue, has_ended ? "detail.ended" : "detail.open",
                              CX_ARG_TEXT("day", day),
                              CX_ARG_TEXT("has", detail->answer != NULL ? "yes" : "no"),
                              CX_ARG_TEXT("answer", detail->answer)));
    }
    if (!has_ended && ctx->wall.can_change_program)
        view.end_url = cx_arena_printf(ctx->arena, "/leaders/details/%" PRId64 "/end", detail->id);
    return view;
}

typedef enum { STANDING, ENDED } Which;

/* Those of one kind in one state, put after the `n` views there are; how many there are then. */
static size_t
append(CxCtx *ctx, const CxDetails *of_leader, CxDetailKind kind, Which which, CxDetailView *views,
       size_t n)
{
    for (size_t i = 0; i < of_leader->n; i++) {
        const CxDetail *detail = &of_leader->items[i];
        const Which state = cx_day_is_none(detail->ended_on) ? STANDING : ENDED;
        if (detail->kind == kind && state == which)
            views[n++] = detail_view(ctx, detail);
    }
    return n;
}

static CxViewList
list_kind(CxCtx *ctx, const CxDetails *of_leader, CxDetailKind kind)
{
    CxDetailView *views = cx_arena_new0_n(ctx->arena, CxDetailView, of_leader->n);
    size_t n = append(ctx, of_leader, kind, STANDING, views, 0);
    if (kind == CX_DETAIL_ASKED)
        n = append(ctx, of_leader, kind, ENDED, views, n);
    return CX_VIEW_LIST(views, n);
}

static CxDetails
keep_of(CxCtx *ctx, const CxDetails *all, CxLeaderId leader)
{
    CxDetail *kept = cx_arena_new0_n(ctx->arena, CxDetail, all->n);
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++) {
        if (all->items[i].leader.v == leader.v)
            kept[n++] = all->items[i];
    }
    return (CxDetails){ kept, n };
}

const CxDetailsView *
cx_details_view(CxCtx *ctx, CxLeaderId leader, GError **error)
{
    CxDetails all;
    if (!cx_ctx_check_leader(ctx, leader, error) || !cx_detail_list(ctx, &all, error))
        return NULL;
    const CxDetails details = keep_of(ctx, &all, leader);
    CxDetailsView *view = cx_arena_new0(ctx->arena, CxDetailsView);
    view->background = list_kind(ctx, &details, CX_DETAIL_BACKGROUND);
    view->carries = list_kind(ctx, &details, CX_DETAIL_CARRIES);
    view->asked = list_kind(ctx, &details, CX_DETAIL_ASKED);
    view->has_background = view->background.n > 0;
    view->has_carries = view->carries.n > 0;
    view->has_asked = view->asked.n > 0;
    return view;
}
