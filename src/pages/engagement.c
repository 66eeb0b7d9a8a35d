/* An appointment with a leader, what became of a promise, and what a successor takes over. */
#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "engage/inherit.h"
#include "engage/promise.h"
#include "pages/pages.h"
#include "tell/meeting.h"
#include "web/form.h"

bool
cx_page_leader_meeting(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxLeaderId id = { 0 };
    CxDay day = CX_DAY_NONE;
    const char *text = cx_request_query(request, "day");
    if (!cx_request_param_id(request, "id", &id.v, error) ||
        (text != NULL && *text != '\0' && !cx_day_parse(text, &day, error)))
        return false;
    g_autoptr(CxLeader) leader = cx_leader_load(ctx, id, error);
    char *calendar = leader != NULL ? cx_meeting_ics(ctx, leader, day, error) : NULL;
    if (calendar == NULL)
        return false;
    g_autoptr(GBytes) bytes = g_bytes_new_take(calendar, strlen(calendar));
    g_autofree char *name = cx_meeting_file_name(leader);
    cx_reply_bytes(reply, "text/calendar; charset=utf-8", bytes, name);
    return true;
}

static const CxPromise *
find_promise(const CxPromises *promises, int64_t id)
{
    for (size_t i = 0; i < promises->n; i++) {
        if (promises->items[i].id == id)
            return &promises->items[i];
    }
    return NULL;
}

static bool
end_promise(CxCtx *ctx, const CxRequest *request, CxReply *reply, CxPromiseState state,
            GError **error)
{
    int64_t id = 0;
    CxPromises promises;
    if (!cx_request_param_id(request, "id", &id, error) || !cx_promise_end(ctx, id, state, error) ||
        !cx_promise_list(ctx, &promises, error))
        return false;
    const CxPromise *promise = find_promise(&promises, id);
    if (!ctx->wall.can_change_program) {
        cx_reply_redirect(reply, "/own");
        return true;
    }
    cx_reply_redirect(reply, promise == NULL ? "/leaders"
                                             : cx_arena_printf(ctx->arena, "/leaders/%" PRId64,
                                                               promise->leader.v));
    return true;
}

bool
cx_page_promise_kept(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return end_promise(ctx, request, reply, CX_PROMISE_KEPT, error);
}

bool
cx_page_promise_withdrawn(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return end_promise(ctx, request, reply, CX_PROMISE_WITHDRAWN, error);
}

/* ---- What a successor takes over ---- */

typedef struct {
    CxDay due_on;
} InheritAccept;

static const CxCommandField accept_fields[] = {
    { CX_COMMAND(InheritAccept, due_on, CX_COMMAND_DAY), .label_key = "engage.inherited.due",
      .about = "The day it is due now; as before if not given" },
};
const CxCommandType cx_inherit_accept_type = CX_COMMAND_TYPE(
    "InheritAccept", InheritAccept, accept_fields, "Accepts a predecessor's promise for a leader");

typedef struct {
    const char *reason;
} InheritDecline;

static const CxCommandField decline_fields[] = {
    { CX_COMMAND(InheritDecline, reason, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "engage.inherited.reason",
      .about = "Why it is not taken over" },
};
const CxCommandType cx_inherit_decline_type =
    CX_COMMAND_TYPE("InheritDecline", InheritDecline, decline_fields,
                    "Declines a predecessor's promise for a leader");

static bool
answer_inherited(CxCtx *ctx, const CxRequest *request, CxInheritAnswer *answer, CxReply *reply,
                 GError **error)
{
    if (!cx_request_param_id(request, "id", &answer->leader.v, error) ||
        !cx_request_param_id(request, "promise", &answer->promise, error) ||
        !cx_inherited_answer(ctx, answer, error))
        return false;
    cx_reply_redirect(reply, cx_arena_printf(ctx->arena, "/leaders/%" PRId64, answer->leader.v));
    return true;
}

bool
cx_page_inherited_accepted(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    InheritAccept accept = { CX_DAY_NONE };
    if (!cx_form_read(request, &cx_inherit_accept_type, &accept, error))
        return false;
    CxInheritAnswer answer = { .due_on = accept.due_on };
    return answer_inherited(ctx, request, &answer, reply, error);
}

bool
cx_page_inherited_declined(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    InheritDecline decline = { NULL };
    if (!cx_form_read(request, &cx_inherit_decline_type, &decline, error))
        return false;
    CxInheritAnswer answer = { .reason = decline.reason, .due_on = CX_DAY_NONE };
    return answer_inherited(ctx, request, &answer, reply, error);
}
