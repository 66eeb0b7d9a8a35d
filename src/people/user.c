#include "people/user.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/secret.h"
#include "base/text.h"
#include "db/db.h"
#include "db/txn.h"
#include "people/leader.h"
#include "sql/people.h"

void
cx_user_free(CxUser *user)
{
    if (user == NULL)
        return;
    g_free(user->login);
    g_free(user->name);
    g_free(user->leader_name);
    g_free(user);
}

static void
user_destroy(gpointer data)
{
    cx_user_free(data);
}

GPtrArray *
cx_user_list(CxCtx *ctx, GError **error)
{
    if (!cx_ctx_check_users(ctx, "see who may sign in", error))
        return NULL;
    g_autoptr(CxStmt) stmt = cx_q_user_list(ctx->db, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(user_destroy);
    CxUserListRow row;
    CxStep step = cx_q_user_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_user_list_next(stmt, &row, error)) {
        CxUser *user = g_new0(CxUser, 1);
        g_ptr_array_add(list, user);
        user->id.v = row.id;
        user->login = g_strdup(row.login);
        user->name = g_strdup(row.name);
        user->leader.v = row.leader_id.is_set ? row.leader_id.v : 0;
        user->leader_name = g_strdup(row.leader_name);
        user->is_disabled = row.is_disabled != 0;
        user->version = row.version;
        if (!cx_role_parse(row.role, &user->role, error))
            return NULL;
    }
    return step == CX_STEP_DONE ? g_steal_pointer(&list) : NULL;
}

CxUser *
cx_user_find(CxCtx *ctx, const char *login, GError **error)
{
    g_autoptr(GPtrArray) list = cx_user_list(ctx, error);
    if (list == NULL)
        return NULL;
    for (guint i = 0; i < list->len; i++) {
        const CxUser *user = g_ptr_array_index(list, i);
        if (g_str_equal(user->login, login))
            return g_ptr_array_steal_index(list, i);
    }
    g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no user \"%s\"", login);
    return NULL;
}

bool
cx_user_count(CxCtx *ctx, int64_t *ret_n, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_user_count(ctx->db, error);
    CxUserCountRow row;
    if (stmt == NULL || cx_q_user_count_next(stmt, &row, error) != CX_STEP_ROW)
        return false;
    *ret_n = row.n;
    return true;
}

static bool
check_user(const CxUserAdd *add, GError **error)
{
    const size_t len_bytes = strlen(add->login);
    if (len_bytes == 0 || len_bytes > CX_KEY_BYTES_MAX ||
        strspn(add->login, "abcdefghijklmnopqrstuvwxyz0123456789_-.@") != len_bytes) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "a sign-in name is up to %d small letters, digits, and . - _ @, got \"%s\"",
                    CX_KEY_BYTES_MAX, add->login);
        return false;
    }
    if (*add->name == '\0' || strlen(add->name) > CX_NAME_BYTES_MAX ||
        !cx_text_is_clean(add->name)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "user \"%s\" needs a name of 1 to 200 characters", add->login);
        return false;
    }
    if (add->role == CX_ROLE_LEADER && add->leader.v == 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "say which leader \"%s\" is, so that they see their own department",
                    add->login);
        return false;
    }
    return true;
}

bool
cx_user_add(CxCtx *ctx, const CxUserAdd *add, CxUserId *ret_id, GError **error)
{
    if (!cx_ctx_check_users(ctx, "add users", error) || !check_user(add, error))
        return false;
    /* An administrator sees no scores, and does not come by them through someone they make. */
    if (add->role == CX_ROLE_OWNER && ctx->actor.role != CX_ROLE_OWNER) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                            "only a CX leader may make someone a CX leader");
        return false;
    }
    g_autofree char *hash = cx_secret_hash_password(add->password, error);
    if (hash == NULL)
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    g_autoptr(GPtrArray) users = cx_user_list(ctx, error);
    if (users == NULL)
        return false;
    for (guint i = 0; i < users->len; i++) {
        const CxUser *other = g_ptr_array_index(users, i);
        if (g_str_equal(other->login, add->login)) {
            g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT, "there is a user \"%s\" already",
                        add->login);
            return false;
        }
    }
    if (add->leader.v != 0) {
        g_autoptr(CxLeader) leader = cx_leader_load(ctx, add->leader, error);
        if (leader == NULL)
            return false;
    }
    const CxUserAddParams params = {
        .login = add->login,
        .name = add->name,
        .password_hash = hash,
        .role = cx_role_key(add->role),
        .leader_id = { .is_set = add->leader.v != 0, .v = add->leader.v },
    };
    g_autoptr(CxStmt) stmt = cx_q_user_add(ctx->db, &params, error);
    CxUserAddRow row;
    if (stmt == NULL || cx_q_user_add_next(stmt, &row, error) != CX_STEP_ROW)
        return false;
    g_autofree char *after =
        cx_audit_texts("login", add->login, "role", cx_role_key(add->role), NULL);
    if (!cx_ctx_audit(ctx, "user.add", "user", row.id, NULL, after, error))
        return false;
    if (!cx_txn_commit(&txn, error))
        return false;
    ret_id->v = row.id;
    return true;
}

/* Sets a password and signs the user out everywhere. */
static bool
store_password(CxCtx *ctx, CxUserId user, const char *password, GError **error)
{
    g_autofree char *hash = cx_secret_hash_password(password, error);
    if (hash == NULL)
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const CxUserSetPasswordParams params = { .id = user.v, .password_hash = hash };
    const CxSessionCloseUserParams sessions = { .user_id = user.v };
    if (!cx_q_user_set_password(ctx->db, &params, error) ||
        !cx_q_session_close_user(ctx->db, &sessions, error) ||
        !cx_ctx_audit(ctx, "user.password", "user", user.v, NULL, NULL, error))
        return false;
    return cx_txn_commit(&txn, error);
}

bool
cx_user_set_password(CxCtx *ctx, const char *login, const char *password, GError **error)
{
    g_autoptr(CxUser) user = cx_user_find(ctx, login, error);
    return user != NULL && store_password(ctx, user->id, password, error);
}

bool
cx_user_change_own_password(CxCtx *ctx, const char *old_password, const char *new_password,
                            GError **error)
{
    CxUserId user = { 0 };
    if (!cx_user_verify(ctx, ctx->actor.login, old_password, &user, error))
        return false;
    return store_password(ctx, user, new_password, error);
}

bool
cx_user_disable(CxCtx *ctx, const char *login, GError **error)
{
    g_autoptr(CxUser) user = cx_user_find(ctx, login, error);
    if (user == NULL)
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const CxTokenRevokeUserParams tokens = { .user_id = user->id.v, .now_us = ctx->now.us };
    if (!cx_q_user_disable(ctx->db, &(CxUserDisableParams){ .id = user->id.v }, error) ||
        !cx_q_session_close_user(ctx->db, &(CxSessionCloseUserParams){ .user_id = user->id.v },
                                 error) ||
        !cx_q_token_revoke_user(ctx->db, &tokens, error) ||
        !cx_ctx_audit(ctx, "user.disable", "user", user->id.v, NULL, NULL, error))
        return false;
    return cx_txn_commit(&txn, error);
}

bool
cx_user_verify(CxCtx *ctx, const char *login, const char *password, CxUserId *ret_user,
               GError **error)
{
    g_autoptr(CxStmt) stmt =
        cx_q_user_password(ctx->db, &(CxUserPasswordParams){ .login = login }, error);
    if (stmt == NULL)
        return false;
    CxUserPasswordRow row;
    const CxStep step = cx_q_user_password_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    /* The same work for a login nobody has, so that time does not tell who is there. */
    const char *hash = step == CX_STEP_ROW ? row.password_hash : NULL;
    if (!cx_secret_is_password(hash, password)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_UNAUTHENTICATED,
                            "the name and the password do not go together");
        return false;
    }
    ret_user->v = row.id;
    return true;
}
