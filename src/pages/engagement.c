/* An appointment with a leader, and what became of a promise. */
#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "engage/promise.h"
#include "pages/pages.h"
#include "tell/meeting.h"

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
