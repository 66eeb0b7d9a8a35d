/* The reader's own account: who they are here, and changing their password. */
#include "base/error.h"
#include "base/limits.h"
#include "pages/pages.h"
#include "people/user.h"

typedef struct {
    const char *login;
    const char *name;
    const char *role;
    const CxFormView *form;
} AccountView;

static const CxViewField account_fields[] = {
    CX_FIELD(AccountView, login, CX_FIELD_TEXT, "Sign-in name"),
    CX_FIELD(AccountView, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD(AccountView, role, CX_FIELD_TEXT, "Role in words"),
    CX_FIELD_CHILD_PAGE(AccountView, form, CX_FIELD_OBJECT, &cx_form_view_type, "New password"),
};
static const CxViewType account_view_type =
    CX_VIEW_TYPE("Account", AccountView, account_fields, "The reader's own account");

typedef struct {
    const char *old_password;
    const char *new_password;
} PasswordChange;

static const CxCommandField password_change_fields[] = {
    { CX_COMMAND(PasswordChange, old_password, CX_COMMAND_SECRET), .is_required = true,
      .bytes_max = CX_PASSWORD_BYTES_MAX, .label_key = "account.field.old",
      .about = "Password until now" },
    { CX_COMMAND(PasswordChange, new_password, CX_COMMAND_SECRET), .is_required = true,
      .bytes_max = CX_PASSWORD_BYTES_MAX, .label_key = "account.field.new",
      .hint_key = "users.field.password.hint", .about = "Password from now on" },
};
const CxCommandType cx_password_change_type = CX_COMMAND_TYPE(
    "PasswordChange", PasswordChange, password_change_fields, "Changes the reader's own password");

static bool
show(CxCtx *ctx, const CxRequest *request, CxReply *reply, const CxCommandInput *input,
     GError **error)
{
    const AccountView view = {
        .login = ctx->actor.login,
        .name = ctx->actor.name,
        .role = cx_role_title(ctx->actor.role),
        .form = cx_request_form_view(request, input),
    };
    const char *title = cx_message_text(cx_request_catalogue(request), "shell.account");
    return cx_reply_view(reply, "account", title, &account_view_type, &view, error);
}

bool
cx_page_account(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_password_change_type);
    return show(ctx, request, reply, &input, error);
}

bool
cx_page_account_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_password_change_type);
    PasswordChange change;
    if (cx_request_read(request, &input, &change)) {
        g_autoptr(GError) refusal = NULL;
        if (cx_user_change_own_password(ctx, change.old_password, change.new_password, &refusal)) {
            cx_reply_redirect(reply, "/sign-in");
            return true;
        }
        const CxErrorCode code = cx_error_code(refusal);
        if (code != CX_ERROR_INVALID && code != CX_ERROR_UNAUTHENTICATED &&
            code != CX_ERROR_TOO_LARGE) {
            g_propagate_error(error, g_steal_pointer(&refusal));
            return false;
        }
        const bool is_old = code == CX_ERROR_UNAUTHENTICATED;
        cx_issues_add(input.issues, is_old ? "old_password" : "new_password", "refused", "%s",
                      is_old ? cx_message_text(ctx->catalogue, "account.wrong") : refusal->message);
    }
    cx_reply_issues(reply, input.issues);
    return show(ctx, request, reply, &input, error);
}
