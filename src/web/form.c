#include "web/form.h"

bool
cx_form_show(const CxForm *form, CxCtx *ctx, const CxRequest *request, CxReply *reply,
             GError **error)
{
    const CxCommandInput input = cx_request_input(request, form->type);
    return form->show(ctx, request, &input, reply, error);
}

bool
cx_form_take(const CxForm *form, CxCtx *ctx, const CxRequest *request, CxReply *reply,
             GError **error)
{
    const CxCommandInput input = cx_request_input(request, form->type);
    void *command = cx_arena_alloc(cx_request_arena(request), form->type->size_bytes);
    if (cx_request_read(request, &input, command)) {
        g_autoptr(GError) refusal = NULL;
        if (form->take(ctx, request, command, reply, &refusal))
            return true;
        if (!cx_request_take_refusal(request, &input, form->refusals, form->n_refusals, &refusal,
                                     error))
            return false;
    }
    cx_reply_issues(reply, input.issues);
    return form->show(ctx, request, &input, reply, error);
}
