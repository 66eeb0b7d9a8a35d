/* Signing in and out. */
#include "web/sign_in.h"

#include "base/error.h"
#include "pages/pages.h"

typedef struct {
    const char *message;
    const char *login;
    const char *return_to;
} SignInView;

static const CxViewField sign_in_fields[] = {
    CX_FIELD(SignInView, message, CX_FIELD_TEXT, "Why signing in did not work"),
    CX_FIELD(SignInView, login, CX_FIELD_TEXT, "As typed"),
    CX_FIELD(SignInView, return_to, CX_FIELD_TEXT, "Where to go on afterwards"),
};
static const CxViewType sign_in_view_type =
    CX_VIEW_TYPE("SignIn", SignInView, sign_in_fields, "The sign-in page");

static bool
show(const CxRequest *request, CxReply *reply, const SignInView *view, GError **error)
{
    const char *title = cx_message_text(cx_request_catalogue(request), "sign_in.title");
    cx_reply_no_store(reply);
    return cx_reply_view(reply, "sign_in", title, &sign_in_view_type, view, error);
}

bool
cx_page_sign_in(CX_UNUSED CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const char *return_to = cx_request_query(request, "return");
    const SignInView view = { .return_to = cx_return_path(return_to != NULL ? return_to : "/") };
    return show(request, reply, &view, error);
}

bool
cx_page_sign_in_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const char *login = cx_request_form(request, "login");
    const char *return_to = cx_request_form(request, "return_to");
    SignInView view = {
        .login = login != NULL ? login : "",
        .return_to = cx_return_path(return_to != NULL ? return_to : "/"),
    };
    g_autoptr(GError) local = NULL;
    const CxSignIn sign_in = {
        .login = login,
        .password = cx_request_form(request, "password"),
        .return_to = return_to,
    };
    if (cx_sign_in(ctx, request, reply, &sign_in, &local))
        return true;
    /* Only a wrong name or password is said on the page itself. */
    if (cx_error_code(local) != CX_ERROR_UNAUTHENTICATED) {
        g_propagate_error(error, g_steal_pointer(&local));
        return false;
    }
    view.message = cx_message_text(cx_request_catalogue(request), "sign_in.wrong");
    cx_reply_status(reply, cx_error_http_status(CX_ERROR_UNAUTHENTICATED));
    return show(request, reply, &view, error);
}

bool
cx_page_sign_out(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_sign_out(ctx, request, reply, "/sign-in", error);
}
