/* The call list: customers worth a leader's call, the calls planned, and what came of them. */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "pages/call_view.h"
#include "pages/leader_choices.h"
#include "pages/pages.h"
#include "people/leader.h"
#include "tell/call_calendar.h"
#include "web/form.h"

#define HERE "/calls"

typedef struct {
    const char *account;
    const char *leader;
    CxDay due_on;
} CallPlan;

static const CxCommandField plan_fields[] = {
    { CX_COMMAND(CallPlan, account, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "calls.field.account",
      .hint_key = "calls.field.account.hint", .about = "Key of the customer" },
    { CX_COMMAND(CallPlan, leader, CX_COMMAND_CHOICE), .is_required = true,
      .label_key = "calls.field.leader", .about = "Key of who calls" },
    { CX_COMMAND(CallPlan, due_on, CX_COMMAND_DAY), .label_key = "calls.field.due",
      .about = "By when; in two weeks if not given" },
};
const CxCommandType cx_call_plan_type =
    CX_COMMAND_TYPE("CallPlan", CallPlan, plan_fields, "Plans a leader's call to a customer");

typedef struct {
    const char *line;
} CallDone;

static const CxCommandField done_fields[] = {
    { CX_COMMAND(CallDone, line, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_CALL_LINE_BYTES_MAX, .label_key = "calls.field.line",
      .about = "\"not reached\", or what was said; after \"promised\" what was promised" },
};
const CxCommandType cx_call_done_type =
    CX_COMMAND_TYPE("CallDone", CallDone, done_fields, "What came of a call, in one line");

typedef struct {
    const char *customer, *name, *office, *phone, *email, *how;
    bool refused;
} CallConsent;

#define TEXT(member, label)                                                                        \
    CX_COMMAND(CallConsent, member, CX_COMMAND_TEXT), .bytes_max = CX_NAME_BYTES_MAX,              \
                                                      .label_key = (label)

static const CxCommandField consent_fields[] = {
    { TEXT(customer, "calls.field.account"), .is_required = true, .about = "Key of the customer" },
    { TEXT(name, "calls.field.name"), .is_required = true, .about = "Who it is" },
    { TEXT(office, "calls.field.office"), .about = "What they are there" },
    { TEXT(phone, "calls.field.phone"), .about = "Telephone" },
    { TEXT(email, "calls.field.email"), .about = "Mail" },
    { TEXT(how, "calls.field.how"), .is_required = true, .hint_key = "calls.field.how.hint",
      .about = "How they said so" },
    { CX_COMMAND(CallConsent, refused, CX_COMMAND_FLAG), .label_key = "calls.field.refused",
      .about = "They asked not to be called" },
};
const CxCommandType cx_call_consent_type =
    CX_COMMAND_TYPE("CallConsent", CallConsent, consent_fields,
                    "Notes whether somebody at a customer may be called");

/* ---- The page ---- */

/* The form as it was sent, or with what ?account= asks for. */
static CxFormView *
make_form(const CxRequest *request, const CxCommandInput *sent, const CxCommandType *type)
{
    if (sent != NULL && sent->type == type)
        return cx_request_form_view(request, sent);
    const CxCommandInput input = cx_request_input(request, type);
    const CxCommandPair account = { "account", cx_request_query(request, "account") };
    return cx_form_view(&input, &account, account.value != NULL ? 1 : 0);
}

static bool
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, CxReply *reply,
     GError **error)
{
    CxCallsView *view = cx_calls_view(ctx, error);
    if (view == NULL)
        return false;
    if (view->is_team) {
        CxFormView *form = make_form(request, sent, &cx_call_plan_type);
        if (!cx_leader_choices(ctx, form, "leader", error))
            return false;
        view->plan_form = form;
        view->person_form = make_form(request, sent, &cx_call_consent_type);
    }
    return cx_reply_view(reply, "calls", cx_message_text(ctx->catalogue, "calls.title"),
                         &cx_calls_view_type, view, error);
}

bool
cx_page_calls(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return show(ctx, request, NULL, reply, error);
}

/* ---- Changing ---- */

static const CxRefusal consent_refusals[] = {
    { CX_ERROR_NOT_FOUND, "customer", NULL },
    { CX_ERROR_INVALID, "", NULL },
};

static const CxRefusal plan_refusals[] = {
    { CX_ERROR_NOT_FOUND, "account", NULL },
    { CX_ERROR_CONFLICT, "account", NULL },
    { CX_ERROR_INVALID, "", NULL },
};

static bool
take_plan(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
          GError **error)
{
    const CallPlan *asked = command;
    int64_t id = 0;
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, asked->leader, error);
    if (leader == NULL)
        return false;
    const CxCallPlan plan = { .account = asked->account,
                              .leader = leader->id,
                              .due_on = asked->due_on };
    if (!cx_call_plan(ctx, &plan, &id, error))
        return false;
    cx_reply_status(reply, 201);
    cx_reply_redirect(reply, HERE "#open");
    return true;
}

static const CxForm plan_form = { &cx_call_plan_type, take_plan, show, CX_REFUSALS(plan_refusals) };

bool
cx_page_call_plan(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&plan_form, ctx, request, reply, error);
}

static bool
take_consent(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
             GError **error)
{
    const CallConsent *asked = command;
    const CxCallConsentAdd add = { .account = asked->customer,
                                   .name = asked->name,
                                   .office = asked->office,
                                   .phone = asked->phone,
                                   .email = asked->email,
                                   .is_given = !asked->refused,
                                   .how = asked->how };
    if (!cx_call_consent_add(ctx, &add, error))
        return false;
    cx_reply_status(reply, 201);
    cx_reply_redirect(reply, HERE);
    return true;
}

static const CxForm person_form = { &cx_call_consent_type, take_consent, show,
                                    CX_REFUSALS(consent_refusals) };

bool
cx_page_call_consent(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&person_form, ctx, request, reply, error);
}

static const CxRefusal done_refusals[] = {
    { CX_ERROR_INVALID, "", NULL },
    { CX_ERROR_TOO_LARGE, "", NULL },
    { CX_ERROR_CONFLICT, "", NULL },
};

static bool
take_done(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply, GError **error)
{
    const CallDone *done = command;
    int64_t id = 0;
    CxCallEnd end;
    if (!cx_request_param_id(request, "id", &id, error) ||
        !cx_call_read(done->line, ctx->today, ctx->arena, &end, error) ||
        !cx_call_end(ctx, id, &end, error))
        return false;
    cx_reply_redirect(reply, HERE "#ended");
    return true;
}

static const CxForm done_form = { &cx_call_done_type, take_done, show, CX_REFUSALS(done_refusals) };

bool
cx_page_call_done(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&done_form, ctx, request, reply, error);
}

bool
cx_page_call_drop(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    int64_t id = 0;
    const CxCallEnd end = { .outcome = CX_CALL_DROPPED, .promise_due = CX_DAY_NONE };
    if (!cx_request_param_id(request, "id", &id, error) || !cx_call_end(ctx, id, &end, error))
        return false;
    cx_reply_redirect(reply, HERE);
    return true;
}

/* A day in a calendar, without the customer's name. */
bool
cx_page_call_calendar(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    int64_t id = 0;
    CxCall call;
    if (!cx_request_param_id(request, "id", &id, error) || !cx_call_load(ctx, id, &call, error))
        return false;
    if (call.outcome != CX_CALL_OPEN) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                            "the call has been made or dropped: it is in no calendar any more");
        return false;
    }
    char *calendar = cx_calls_calendar(ctx, &(CxCalls){ &call, 1 });
    g_autoptr(GBytes) bytes = g_bytes_new_take(calendar, strlen(calendar));
    cx_reply_bytes(reply, "text/calendar; charset=utf-8", bytes, "call.ics");
    return true;
}
