/* coalition user …: who may sign in. */
#include "people/user.h"

#include "base/error.h"
#include "cli/cli.h"
#include "pages/user_view.h"
#include "people/leader.h"
#include "view/field.h"

typedef struct {
    CxViewList users; /* of CxUserView */
} UsersView;

static const CxViewField users_fields[] = {
    CX_FIELD_CHILD(UsersView, users, CX_FIELD_LIST, &cx_user_view_type, "The users"),
};
static const CxViewType users_type =
    CX_VIEW_TYPE("Users", UsersView, users_fields, "Who may sign in");

static bool
run_add(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *role = cx_cli_args_option(args, "role");
    const char *name = cx_cli_args_option(args, "name");
    const char *leader = cx_cli_args_option(args, "leader");
    CxUserAdd add = { .login = cx_cli_args_operand(args, 0) };
    add.name = name != NULL ? name : add.login;
    if (!cx_role_parse(role != NULL ? role : "owner", &add.role, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    if (leader != NULL) {
        g_autoptr(CxLeader) found = cx_leader_find(ctx, leader, error);
        if (found == NULL)
            return false;
        add.leader = found->id;
    }
    g_autofree char *password = cx_cli_read_secret(args, "Password (12 characters or more)", error);
    if (password == NULL)
        return false;
    add.password = password;
    CxUserId id = { 0 };
    if (!cx_user_add(ctx, &add, &id, error))
        return false;
    cx_cli_print("%s may sign in as %s.\n", add.login, cx_role_title(add.role));
    return true;
}

static bool
run_list(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    g_autoptr(GPtrArray) list = cx_user_list(ctx, error);
    if (list == NULL)
        return false;
    const UsersView view = { cx_user_views(ctx, list) };
    if (cli->is_json) {
        cx_cli_print_json(&users_type, &view);
        return true;
    }
    const CxUserView *users = view.users.items;
    for (size_t i = 0; i < view.users.n; i++) {
        cx_cli_print("%-24s %-28s %-8s %s%s\n", users[i].login, users[i].name, users[i].role,
                     users[i].leader != NULL ? users[i].leader : "",
                     users[i].is_disabled ? " (switched off)" : "");
    }
    return true;
}

static bool
run_password(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    g_autofree char *password =
        cx_cli_read_secret(args, "New password (12 characters or more)", error);
    if (password == NULL ||
        !cx_user_set_password(ctx, cx_cli_args_operand(args, 0), password, error))
        return false;
    cx_cli_print("Changed, and signed out everywhere.\n");
    return true;
}

static bool
run_disable(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_user_disable(ctx, cx_cli_args_operand(args, 0), error))
        return false;
    cx_cli_print("%s may no longer sign in.\n", cx_cli_args_operand(args, 0));
    return true;
}

static const CxCliOption add_options[] = {
    { "role", "ROLE", "owner (if not said), team, leader, sponsor, finance or admin" },
    { "name", "NAME", "the name shown" },
    { "leader", "LEADER", "the leader this user is; needed for role leader" },
    { "password-stdin", NULL, "read the password from standard input without asking" },
    { 0 },
};

static const CxCliOption password_options[] = {
    { "password-stdin", NULL, "read the password from standard input without asking" },
    { 0 },
};

const CxCliCommand cx_cli_user_add = {
    .name = "user add",
    .usage = "LOGIN [--role ROLE] [--leader LEADER]",
    .about = "Let someone sign in; the password is read from standard input",
    .options = add_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_add,
};

const CxCliCommand cx_cli_user_list = {
    .name = "user list",
    .usage = "",
    .about = "List who may sign in",
    .run = run_list,
};

const CxCliCommand cx_cli_user_password = {
    .name = "user password",
    .usage = "LOGIN",
    .about = "Set a password, read from standard input; signs the user out everywhere",
    .options = password_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_password,
};

const CxCliCommand cx_cli_user_disable = {
    .name = "user disable",
    .usage = "LOGIN",
    .about = "Switch a user off, with all sessions and tokens",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_disable,
};
