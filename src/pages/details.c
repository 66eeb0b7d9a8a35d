/* Something known of a leader is noted, ended or answered; and all that is held about one. */
#include <inttypes.h>

#include "base/limits.h"
#include "engage/judgement.h"
#include "pages/coalition_view.h"
#include "pages/detail_view.h"
#include "pages/engagement_view.h"
#include "pages/held_view.h"
#include "pages/pages.h"
#include "people/leader.h"

typedef struct {
    const char *kind;
    const char *what;
} DetailAdd;

static const CxCommandChoice kind_choices[] = { { "background", "detail.background" },
                                                { "carries", "detail.carries" },
                                                { "asked", "detail.asked" },
                                                { 0 } };

static const CxCommandField add_fields[] = {
    { CX_COMMAND(DetailAdd, kind, CX_COMMAND_CHOICE), .is_required = true, .choices = kind_choices,
      .label_key = "detail.kind",
      .about = "background, carries or asked; a leader themself: asked" },
    { CX_COMMAND(DetailAdd, what, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "detail.what", .hint_key = "detail.what.hint",
      .about = "In a sentence" },
};
const CxCommandType cx_detail_add_type =
    CX_COMMAND_TYPE("DetailAdd", DetailAdd, add_fields, "Notes something known of a leader");

typedef struct {
    const char *answer;
} DetailEnd;

static const CxCommandField end_fields[] = {
    { CX_COMMAND(DetailEnd, answer, CX_COMMAND_TEXT), .bytes_max = CX_NAME_BYTES_MAX,
      .label_key = "detail.answer", .about = "What was answered to what they asked for" },
};
const CxCommandType cx_detail_end_type =
    CX_COMMAND_TYPE("DetailEnd", DetailEnd, end_fields, "Ends something known of a leader");

const CxFormView *
cx_detail_form(const CxRequest *request)
{
    const CxCommandInput input = cx_request_input(request, &cx_detail_add_type);
    return cx_form_view(&input, NULL, 0);
}

bool
cx_page_detail_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_detail_add_type);
    CxLeaderId id = { 0 };
    CxDetailKind kind = CX_DETAIL_N;
    DetailAdd add;
    if (!cx_request_param_id(request, "id", &id.v, error))
        return false;
    if (!cx_request_read(request, &input, &add)) {
        cx_reply_issues(reply, input.issues);
        return cx_page_leader(ctx, request, reply, error);
    }
    if (!cx_detail_kind_parse(add.kind, &kind, error) ||
        !cx_detail_add(ctx, id, kind, add.what, error))
        return false;
    const bool is_team = ctx->wall.can_change_program;
    cx_reply_status(reply, 201);
    cx_reply_redirect(reply, cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "%s", id.v,
                                             is_team ? "" : "/own#asked"));
    return true;
}

bool
cx_page_detail_end(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_detail_end_type);
    int64_t id = 0;
    CxLeaderId leader = { 0 };
    DetailEnd end = { 0 };
    if (!cx_request_param_id(request, "id", &id, error))
        return false;
    if (!cx_request_read(request, &input, &end)) {
        cx_issues_set_error(input.issues, error);
        return false;
    }
    if (!cx_detail_end(ctx, id, end.answer, &leader, error))
        return false;
    cx_reply_redirect(reply, cx_arena_printf(ctx->arena, "/leaders/%" PRId64, leader.v));
    return true;
}

bool
cx_page_held(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxLeaderId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error))
        return false;
    g_autoptr(CxLeader) leader = cx_leader_load(ctx, id, error);
    const CxHeldView *view = leader != NULL ? cx_held_view(ctx, leader, error) : NULL;
    return view != NULL &&
           cx_reply_view(reply, "held", view->name, &cx_held_view_type, view, error);
}
