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
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *input, CxReply *reply,
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

static const CxRefusal password_refusals[] = {
    { CX_ERROR_UNAUTHENTICATED, "old_password", "account.wrong" },
    { CX_ERROR_INVALID, "new_password", NULL },
    { CX_ERROR_TOO_LARGE, "new_password", NULL },
};

static bool
take(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
     GError **error)
{
    const PasswordChange *change = command;
    if (!cx_user_change_own_password(ctx, change->old_password, change->new_password, error))
        return false;
    cx_reply_redirect(reply, "/sign-in");
    return true;
}

static const CxForm form = { &cx_password_change_type, take, show, CX_REFUSALS(password_refusals) };

bool
cx_page_account(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&form, ctx, request, reply, error);
}

bool
cx_page_account_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&form, ctx, request, reply, error);
}
