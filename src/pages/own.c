/* A leader's own page, one thumb scroll: what my customers say, what it does for my goals, what I
 * promised, who to thank, what I asked for (practice Z2); and half a page for their own boss (C1). */
#include <inttypes.h>

#include "base/civil.h"
#include "base/error.h"
#include "pages/call_view.h"
#include "pages/detail_view.h"
#include "pages/engagement_view.h"
#include "pages/goal_view.h"
#include "pages/leader_goal_view.h"
#include "pages/pages.h"
#include "pages/sponsor_view.h"
#include "pages/visible_view.h"
#include "people/leader.h"
#include "tell/brief.h"
#include "tell/brief_view.h"

/* ---- Views ---- */

typedef struct {
    int64_t leader;
    const char *name;
    const char *title; /* of the office */
    const char *day_text;
    const void *brief; /* of cx_brief_view_type */
    const char *brief_url;
    const char *half_page_url;
    const char *ask_url;
    CxViewList goals; /* of CxGoalView: what their departments count, with its target */
    bool has_goals;
    CxViewList
        shared; /* of CxLeaderGoalView: goals kept with the program, those of several first */
    bool has_shared;
    bool has_improved; /* somebody is to be thanked */
    const CxEngagementView *engagement;
    CxViewList promised; /* of CxPromiseView: theirs, open */
    CxViewList owed;     /* of CxPromiseView: the program's, open */
    bool has_promised, has_owed;
    CxViewList committed; /* of CxCommitmentRow: what they do in person, open */
    bool has_committed;
    CxViewList calls; /* of CxCallView: customers they are to call */
    bool has_calls;
    const CxDetailsView *details;
    CxViewList phases; /* of CxPhaseView: a sponsor's duties; empty for others */
    bool has_phases;
    bool is_own; /* the reader is this leader */
} OwnView;

static const CxViewField own_fields[] = {
    CX_FIELD(OwnView, leader, CX_FIELD_COUNT, "Id of the leader"),
    CX_FIELD(OwnView, name, CX_FIELD_TEXT, "Their name"),
    CX_FIELD(OwnView, title, CX_FIELD_TEXT, "Their office"),
    CX_FIELD_PAGE(OwnView, day_text, CX_FIELD_TEXT, "Today"),
    CX_FIELD_CHILD(OwnView, brief, CX_FIELD_OBJECT, &cx_brief_view_type,
                   "What their customers say; null before there are answers"),
    CX_FIELD_PAGE(OwnView, brief_url, CX_FIELD_TEXT, "The brief"),
    CX_FIELD_PAGE(OwnView, half_page_url, CX_FIELD_TEXT, "Half a page for their own boss"),
    CX_FIELD_PAGE(OwnView, ask_url, CX_FIELD_TEXT, "Where they ask for something"),
    CX_FIELD_CHILD(OwnView, goals, CX_FIELD_LIST, &cx_goal_view_type,
                   "What their departments count"),
    CX_FIELD_PAGE(OwnView, has_goals, CX_FIELD_FLAG, "Whether anything is counted"),
    CX_FIELD_CHILD(OwnView, shared, CX_FIELD_LIST, &cx_leader_goal_view_type,
                   "Goals kept with the program, those shared with others first"),
    CX_FIELD_PAGE(OwnView, has_shared, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD(OwnView, has_improved, CX_FIELD_FLAG, "Whether a tested measure improved"),
    CX_FIELD_CHILD(OwnView, engagement, CX_FIELD_OBJECT, &cx_engagement_view_type,
                   "Contacts, wishes, thanks"),
    CX_FIELD_CHILD(OwnView, promised, CX_FIELD_LIST, &cx_promise_view_type,
                   "What they promised and have not kept yet"),
    CX_FIELD_CHILD(OwnView, owed, CX_FIELD_LIST, &cx_promise_view_type,
                   "What the program promised them"),
    CX_FIELD_CHILD(OwnView, committed, CX_FIELD_LIST, &cx_commitment_type,
                   "What they committed to do in person"),
    CX_FIELD_PAGE(OwnView, has_committed, CX_FIELD_FLAG, "Whether there is any"),
    CX_FIELD_PAGE(OwnView, has_promised, CX_FIELD_FLAG, "Whether there is any"),
    CX_FIELD_PAGE(OwnView, has_owed, CX_FIELD_FLAG, "Whether there is any"),
    CX_FIELD_CHILD(OwnView, calls, CX_FIELD_LIST, &cx_call_view_type, "Whom to call"),
    CX_FIELD_PAGE(OwnView, has_calls, CX_FIELD_FLAG, "Whether there is anybody"),
    CX_FIELD_CHILD(OwnView, details, CX_FIELD_OBJECT, &cx_details_view_type,
                   "What they asked for, and what was answered"),
    CX_FIELD_CHILD(OwnView, phases, CX_FIELD_LIST, &cx_phase_view_type,
                   "For the executive sponsor: duties by phase with their evidence"),
    CX_FIELD_PAGE(OwnView, has_phases, CX_FIELD_FLAG, "Whether the leader is the sponsor"),
    CX_FIELD_PAGE(OwnView, is_own, CX_FIELD_FLAG, "Whether the reader is this leader"),
};
const CxViewType cx_own_view_type = CX_VIEW_TYPE("Own", OwnView, own_fields, "A leader's own page");

/* ---- Filling ---- */

static bool
has_improved(const CxBrief *brief)
{
    for (size_t i = 0; i < brief->n_measures; i++) {
        const CxChange *change = brief->measures[i].change;
        if (change != NULL && change->wording == CX_WORDING_IMPROVED)
            return true;
    }
    return false;
}

/* Before there is a survey there is no brief, and the page is there all the same. */
static bool
add_brief(CxCtx *ctx, CxLeaderId leader, OwnView *view, GError **error)
{
    g_autoptr(GError) refusal = NULL;
    const CxBriefAsk ask = { .from = CX_DAY_NONE, .to = CX_DAY_NONE };
    const CxBrief *brief = cx_brief_make(ctx, leader, &ask, &refusal);
    if (brief == NULL && !g_error_matches(refusal, CX_ERROR, CX_ERROR_NOT_FOUND)) {
        g_propagate_error(error, g_steal_pointer(&refusal));
        return false;
    }
    if (brief == NULL)
        return true;
    view->brief = cx_brief_view(ctx, brief);
    view->has_improved = has_improved(brief);
    return true;
}

static CxViewList
pick_promises(CxCtx *ctx, CxViewList all, const char *direction)
{
    const CxPromiseView *from = all.items;
    CxPromiseView *views = cx_arena_new0_n(ctx->arena, CxPromiseView, all.n);
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++) {
        if (g_str_equal(from[i].direction, direction))
            views[n++] = from[i];
    }
    return CX_VIEW_LIST(views, n);
}

static bool
fill(CxCtx *ctx, CxLeaderId id, OwnView *view, GError **error)
{
    if (!cx_ctx_check_leader(ctx, id, error))
        return false;
    g_autoptr(CxLeader) leader = cx_leader_load(ctx, id, error);
    if (leader == NULL)
        return false;
    const CxTerm *term = cx_leader_term(leader, ctx->today);
    *view = (OwnView){
        .leader = id.v,
        .name = cx_arena_text(ctx->arena, leader->name),
        .title = term != NULL ? cx_arena_text(ctx->arena, term->title) : NULL,
        .day_text = cx_arena_take(ctx->arena, cx_day_format_long(ctx->today)),
        .brief_url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "/brief", id.v),
        .half_page_url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "/half-page", id.v),
        .ask_url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "/details", id.v),
        .engagement = cx_engagement_view(ctx, leader, error),
        .is_own = ctx->actor.leader.v == id.v,
    };
    view->details = view->engagement != NULL ? cx_details_view(ctx, id, error) : NULL;
    if (view->details == NULL || !cx_call_views(ctx, id, CX_CALLS_OPEN, &view->calls, error))
        return false;
    if (!cx_commitment_rows(ctx, id, &view->committed, error) ||
        !cx_leader_goal_views(ctx, id, &view->shared, error) ||
        !cx_own_phases(ctx, id, &view->phases, error))
        return false;
    view->has_phases = view->phases.n > 0;
    view->has_shared = view->shared.n > 0;
    view->has_committed = view->committed.n > 0;
    view->has_calls = view->calls.n > 0;
    view->promised = pick_promises(ctx, view->engagement->promises, "theirs");
    view->owed = pick_promises(ctx, view->engagement->promises, "ours");
    view->has_promised = view->promised.n > 0;
    view->has_owed = view->owed.n > 0;
    if (!cx_goal_views(ctx, leader, &view->goals, error) || !add_brief(ctx, id, view, error))
        return false;
    view->has_goals = view->goals.n > 0;
    return true;
}

/* /own is the reader's; /leaders/{id}/own anybody's the reader may see. */
static bool
choose_leader(const CxCtx *ctx, const CxRequest *request, CxLeaderId *ret_id, GError **error)
{
    if (g_str_has_prefix(cx_request_path(request), "/leaders/"))
        return cx_request_param_id(request, "id", &ret_id->v, error);
    if (ctx->actor.leader.v != 0) {
        *ret_id = ctx->actor.leader;
        return true;
    }
    g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                        "you are no leader in the roster, so there is no page of your own");
    return false;
}

static bool
show(CxCtx *ctx, const CxRequest *request, const char *template_name, CxReply *reply,
     GError **error)
{
    CxLeaderId id = { 0 };
    OwnView view;
    if (!choose_leader(ctx, request, &id, error) || !fill(ctx, id, &view, error))
        return false;
    return cx_reply_view(reply, template_name, view.name, &cx_own_view_type, &view, error);
}

bool
cx_page_own(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return show(ctx, request, "own", reply, error);
}

bool
cx_page_half_page(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return show(ctx, request, "half_page", reply, error);
}
