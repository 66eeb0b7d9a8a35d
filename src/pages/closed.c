/* Closed days: when nobody is asked to meet. They are shown and closed on the page of the rounds. */
#include "engage/closed.h"

#include "base/error.h"
#include "base/limits.h"
#include "pages/pages.h"
#include "web/form.h"

#define HERE "/rounds#closed"

typedef struct {
    CxDay from;
    CxDay to;
    const char *reason;
} ClosedAdd;

static const CxCommandField closed_fields[] = {
    { CX_COMMAND(ClosedAdd, from, CX_COMMAND_DAY), .is_required = true,
      .label_key = "rounds.closed.from", .about = "First day" },
    { CX_COMMAND(ClosedAdd, to, CX_COMMAND_DAY), .is_required = true,
      .label_key = "rounds.closed.to", .about = "Last day" },
    { CX_COMMAND(ClosedAdd, reason, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "rounds.closed.reason",
      .hint_key = "rounds.closed.reason.hint", .about = "Why nobody is asked to meet" },
};
const CxCommandType cx_closed_add_type =
    CX_COMMAND_TYPE("ClosedAdd", ClosedAdd, closed_fields, "Closes days for meetings");

static bool
take(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
     GError **error)
{
    const ClosedAdd *asked = command;
    const CxClosed closed = { .from = asked->from, .to = asked->to, .reason = asked->reason };
    if (!cx_closed_add(ctx, &closed, error))
        return false;
    cx_reply_status(reply, 201);
    cx_reply_redirect(reply, HERE);
    return true;
}

static const CxRefusal refusals[] = {
    { CX_ERROR_INVALID, "", NULL },
};

static const CxForm form = { &cx_closed_add_type, take, cx_page_rounds_show,
                             CX_REFUSALS(refusals) };

bool
cx_page_closed_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_ctx_check_change(ctx, "close days for meetings", error) &&
           cx_form_take(&form, ctx, request, reply, error);
}

bool
cx_page_closed_open(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    int64_t id = 0;
    if (!cx_request_param_id(request, "id", &id, error) || !cx_closed_open(ctx, id, error))
        return false;
    cx_reply_redirect(reply, HERE);
    return true;
}
