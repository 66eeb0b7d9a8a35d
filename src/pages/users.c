/* Who may sign in, for who may manage users. */
#include "base/error.h"
#include "base/limits.h"
#include "pages/pages.h"
#include "pages/user_view.h"
#include "people/leader.h"
#include "people/user.h"

typedef struct {
    CxViewList users; /* of CxUserView */
    int64_t n_users;
    const CxFormView *form;
} UsersView;

static const CxViewField users_fields[] = {
    CX_FIELD_CHILD(UsersView, users, CX_FIELD_LIST, &cx_user_view_type, "The users"),
    CX_FIELD_PAGE(UsersView, n_users, CX_FIELD_COUNT, "How many there are"),
    CX_FIELD_CHILD_PAGE(UsersView, form, CX_FIELD_OBJECT, &cx_form_view_type, "To add one"),
};
const CxViewType cx_users_view_type =
    CX_VIEW_TYPE("Users", UsersView, users_fields, "Who may sign in");

typedef struct {
    const char *login;
    const char *name;
    const char *role;
    const char *leader;
    const char *password;
} UserAdd;

static const CxCommandChoice role_choices[] = {
#define X(name, key, title) { key, "role." key },
    CX_ROLE_MAP(X)
#undef X
        { NULL, NULL },
};

static const CxCommandField user_add_fields[] = {
    { CX_COMMAND(UserAdd, login, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_KEY_BYTES_MAX, .label_key = "users.field.login",
      .hint_key = "users.field.login.hint", .about = "Sign-in name" },
    { CX_COMMAND(UserAdd, name, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "users.field.name", .about = "Name" },
    { CX_COMMAND(UserAdd, role, CX_COMMAND_CHOICE), .is_required = true, .choices = role_choices,
      .label_key = "users.field.role", .about = "Role: decides what the user may see" },
    { CX_COMMAND(UserAdd, leader, CX_COMMAND_CHOICE), .label_key = "users.field.leader",
      .hint_key = "users.field.leader.hint", .about = "Key of the leader this user is" },
    { CX_COMMAND(UserAdd, password, CX_COMMAND_SECRET), .is_required = true,
      .bytes_max = CX_PASSWORD_BYTES_MAX, .label_key = "users.field.password",
      .hint_key = "users.field.password.hint", .about = "First password" },
};
const CxCommandType cx_user_add_type =
    CX_COMMAND_TYPE("UserAdd", UserAdd, user_add_fields, "Adds someone who may sign in");

static bool
set_leaders(CxCtx *ctx, CxFormView *form, GError **error)
{
    g_autoptr(GPtrArray) list = cx_leader_list(ctx, error);
    if (list == NULL)
        return false;
    CxFormChoice *choices = cx_arena_new0_n(ctx->arena, CxFormChoice, list->len);
    for (guint i = 0; i < list->len; i++) {
        const CxLeader *leader = g_ptr_array_index(list, i);
        choices[i].value = cx_arena_text(ctx->arena, leader->key);
        choices[i].label = cx_arena_text(ctx->arena, leader->name);
    }
    cx_form_set_choices(form, ctx->arena, "leader", choices, list->len);
    return true;
}

static bool
show_users(CxCtx *ctx, const CxRequest *request, const CxCommandInput *input, CxReply *reply,
           GError **error)
{
    g_autoptr(GPtrArray) list = cx_user_list(ctx, error);
    if (list == NULL)
        return false;
    CxFormView *form = cx_request_form_view(request, input);
    if (!set_leaders(ctx, form, error))
        return false;
    const UsersView view = {
        .users = cx_user_views(ctx, list),
        .n_users = (int64_t)list->len,
        .form = form,
    };
    const char *title = cx_message_text(cx_request_catalogue(request), "shell.users");
    return cx_reply_view(reply, "users", title, &cx_users_view_type, &view, error);
}

static bool
add_user(CxCtx *ctx, const UserAdd *add, GError **error)
{
    CxUserAdd user = { .login = add->login, .name = add->name, .password = add->password };
    if (!cx_role_parse(add->role, &user.role, error))
        return false;
    if (add->leader != NULL) {
        g_autoptr(CxLeader) leader = cx_leader_find(ctx, add->leader, error);
        if (leader == NULL)
            return false;
        user.leader = leader->id;
    }
    CxUserId id = { 0 };
    return cx_user_add(ctx, &user, &id, error);
}

static const CxRefusal user_refusals[] = {
    { CX_ERROR_CONFLICT, "login", NULL },
    { CX_ERROR_INVALID, "", NULL },
    { CX_ERROR_NOT_FOUND, "", NULL },
};

static bool
take_user(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
          GError **error)
{
    if (!add_user(ctx, command, error))
        return false;
    cx_reply_status(reply, 201);
    cx_reply_redirect(reply, "/users");
    return true;
}

static const CxForm user_form = { &cx_user_add_type, take_user, show_users,
                                  CX_REFUSALS(user_refusals) };

bool
cx_page_users(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&user_form, ctx, request, reply, error);
}

bool
cx_page_users_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&user_form, ctx, request, reply, error);
}
