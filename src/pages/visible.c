/* Visible leaders: what they committed to, with the evidence, and what they said to whom. */
#include <inttypes.h>

#include "base/error.h"
#include "base/limits.h"
#include "pages/pages.h"
#include "pages/visible_view.h"
#include "people/leader.h"
#include "web/form.h"

typedef struct {
    const char *leader;
    const char *what;
    CxDay due_on;
} Commit;

static const CxCommandField commit_fields[] = {
    { CX_COMMAND(Commit, leader, CX_COMMAND_CHOICE), .label_key = "visible.field.leader",
      .about = "Key of the leader; a leader who asks commits for themself" },
    { CX_COMMAND(Commit, what, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "visible.field.what",
      .hint_key = "visible.field.what.hint", .about = "What they do in person" },
    { CX_COMMAND(Commit, due_on, CX_COMMAND_DAY), .is_required = true,
      .label_key = "visible.field.due", .about = "By when" },
};
const CxCommandType cx_commit_type =
    CX_COMMAND_TYPE("Commit", Commit, commit_fields, "Keeps what a leader commits to");

typedef struct {
    const char *evidence;
} CommitmentDone;

static const CxCommandField done_fields[] = {
    { CX_COMMAND(CommitmentDone, evidence, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "visible.field.evidence",
      .about = "How it shows that it happened" },
};
const CxCommandType cx_commitment_done_type = CX_COMMAND_TYPE(
    "CommitmentDone", CommitmentDone, done_fields, "A commitment is done, and how that shows");

typedef struct {
    const char *leader;
    const char *channel;
    const char *audience;
    const char *about;
    CxDay day;
} Say;

static const CxCommandChoice channel_choices[] = { { "meeting", "visible.channel.meeting" },
                                                   { "mail", "visible.channel.mail" },
                                                   { "video", "visible.channel.video" },
                                                   { "page", "visible.channel.page" },
                                                   { "chat", "visible.channel.chat" },
                                                   { "other", "visible.channel.other" },
                                                   { 0 } };

static const CxCommandField say_fields[] = {
    { CX_COMMAND(Say, leader, CX_COMMAND_CHOICE), .label_key = "visible.field.leader",
      .about = "Key of the leader; a leader who asks notes their own" },
    { CX_COMMAND(Say, channel, CX_COMMAND_CHOICE), .is_required = true, .choices = channel_choices,
      .label_key = "visible.field.channel", .about = "How" },
    { CX_COMMAND(Say, audience, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "visible.field.audience",
      .hint_key = "visible.field.audience.hint", .about = "To whom" },
    { CX_COMMAND(Say, about, CX_COMMAND_TEXT), .is_required = true, .bytes_max = CX_NAME_BYTES_MAX,
      .label_key = "visible.field.about", .about = "About what" },
    { CX_COMMAND(Say, day, CX_COMMAND_DAY), .label_key = "visible.field.day",
      .about = "The day; today if not given" },
};
const CxCommandType cx_say_type =
    CX_COMMAND_TYPE("Say", Say, say_fields, "Keeps what a leader said, to whom and how");

/* ---- The page ---- */

static bool
set_leaders(CxCtx *ctx, CxFormView *form, GError **error)
{
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL)
        return false;
    CxFormChoice *choices = cx_arena_new0_n(ctx->arena, CxFormChoice, leaders->len);
    size_t n = 0;
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = g_ptr_array_index(leaders, i);
        const bool is_own = !ctx->wall.can_change_program && leader->id.v != ctx->actor.leader.v;
        if (cx_leader_term(leader, ctx->today) == NULL || is_own)
            continue;
        choices[n].value = cx_arena_text(ctx->arena, leader->key);
        choices[n++].label = cx_arena_text(ctx->arena, leader->name);
    }
    cx_form_set_choices(form, ctx->arena, "leader", choices, n);
    return true;
}

static const CxFormView *
make_form(CxCtx *ctx, const CxRequest *request, const CxCommandType *type,
          const CxCommandInput *sent, GError **error)
{
    CxFormView *form = cx_form_of(request, sent, type, NULL);
    return set_leaders(ctx, form, error) ? form : NULL;
}

static bool
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, CxReply *reply,
     GError **error)
{
    CxVisibleView *view = cx_visible_view(ctx, error);
    if (view == NULL)
        return false;
    view->commit_form = make_form(ctx, request, &cx_commit_type, sent, error);
    view->say_form =
        view->commit_form != NULL ? make_form(ctx, request, &cx_say_type, sent, error) : NULL;
    return view->say_form != NULL &&
           cx_reply_view(reply, "visible", cx_message_text(ctx->catalogue, "visible.title"),
                         &cx_visible_view_type, view, error);
}

/* Whom it is about: who is named, else the reader. */
static bool
whose(CxCtx *ctx, const char *key, CxLeaderId *ret_leader, GError **error)
{
    if (key == NULL && ctx->actor.leader.v != 0) {
        *ret_leader = ctx->actor.leader;
        return true;
    }
    if (key == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "say which leader");
        return false;
    }
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, key, error);
    if (leader == NULL)
        return false;
    *ret_leader = leader->id;
    return true;
}

static const CxRefusal refusals[] = {
    { CX_ERROR_NOT_FOUND, "leader", NULL },
    { CX_ERROR_CONFLICT, "leader", NULL },
    { CX_ERROR_INVALID, "", NULL },
};

static bool
lead_to_new(CxReply *reply)
{
    cx_reply_status(reply, 201);
    cx_reply_redirect(reply, "/visible");
    return true;
}

static bool
take_commit(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
            GError **error)
{
    const Commit *asked = command;
    CxLeaderId leader = { 0 };
    return whose(ctx, asked->leader, &leader, error) &&
           cx_commitment_add(ctx, leader, asked->what, asked->due_on, error) && lead_to_new(reply);
}

static const CxForm commit_form = { &cx_commit_type, take_commit, show, CX_REFUSALS(refusals) };

bool
cx_page_visible(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&commit_form, ctx, request, reply, error);
}

bool
cx_page_commit(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&commit_form, ctx, request, reply, error);
}

static bool
take_said(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
          GError **error)
{
    const Say *asked = command;
    CxCommunication said = { .day = asked->day,
                             .audience = asked->audience,
                             .about = asked->about };
    return whose(ctx, asked->leader, &said.leader, error) &&
           cx_channel_parse(asked->channel, &said.channel, error) &&
           cx_communication_add(ctx, &said, error) && lead_to_new(reply);
}

static const CxForm say_form = { &cx_say_type, take_said, show, CX_REFUSALS(refusals) };

bool
cx_page_say(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&say_form, ctx, request, reply, error);
}

bool
cx_page_commitment_done(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CommitmentDone done;
    CxLeaderId leader = { 0 };
    int64_t id = 0;
    if (!cx_request_param_id(request, "id", &id, error) ||
        !cx_form_read(request, &cx_commitment_done_type, &done, error) ||
        !cx_commitment_end(ctx, id, done.evidence, &leader, error))
        return false;
    cx_reply_redirect(reply, "/visible");
    return true;
}

bool
cx_page_commitment_withdraw(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxLeaderId leader = { 0 };
    int64_t id = 0;
    if (!cx_request_param_id(request, "id", &id, error) ||
        !cx_commitment_end(ctx, id, NULL, &leader, error))
        return false;
    cx_reply_redirect(reply, "/visible");
    return true;
}

bool
cx_page_said_withdraw(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    int64_t id = 0;
    if (!cx_request_param_id(request, "id", &id, error) ||
        !cx_communication_withdraw(ctx, id, error))
        return false;
    cx_reply_redirect(reply, "/visible");
    return true;
}
