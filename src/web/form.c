#include "web/form.h"

#include "base/error.h"

const CxRefusal cx_form_refusals_above[3] = {
    { CX_ERROR_INVALID, "", NULL },
    { CX_ERROR_NOT_FOUND, "", NULL },
    { CX_ERROR_CONFLICT, "", NULL },
};

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

CxFormView *
cx_form_of(const CxRequest *request, const CxCommandInput *sent, const CxCommandType *type,
           const void *now)
{
    const bool is_sent = cx_request_method(request) != CX_METHOD_GET;
    if (is_sent && sent != NULL && sent->type == type)
        return cx_request_form_view(request, sent);
    const CxCommandInput input = cx_request_input(request, type);
    size_t n = 0;
    const CxCommandPair *pairs =
        now != NULL ? cx_command_pairs(type, now, cx_request_arena(request), &n) : NULL;
    return cx_form_view(&input, pairs, n);
}

bool
cx_form_read(const CxRequest *request, const CxCommandType *type, void *ret_command, GError **error)
{
    const CxCommandInput input = cx_request_input(request, type);
    if (cx_request_read(request, &input, ret_command))
        return true;
    cx_issues_set_error(input.issues, error);
    return false;
}
