#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/random.h"
#include "base/secret.h"
#include "base/text.h"
#include "db/db.h"
#include "db/txn.h"
#include "people/user.h"
#include "sql/people.h"

#define SECRET_BYTES 32

void
cx_session_clear(CxSession *session)
{
    g_clear_pointer(&session->csrf, g_free);
}

bool
cx_session_open(CxCtx *ctx, CxUserId user, char **ret_secret, GError **error)
{
    g_autofree char *secret = cx_random_token(SECRET_BYTES);
    g_autofree char *csrf = cx_random_token(SECRET_BYTES);
    g_autofree char *digest = cx_secret_token_digest(secret);
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const CxSessionSweepParams sweep = {
        .idle_before_us = ctx->now.us - CX_SESSION_IDLE_US,
        .created_before_us = ctx->now.us - CX_SESSION_AGE_US,
    };
    const CxSessionAddParams params = {
        .digest = digest,
        .user_id = user.v,
        .csrf = csrf,
        .now_us = ctx->now.us,
    };
    if (!cx_q_session_sweep(ctx->db, &sweep, error) || !cx_q_session_add(ctx->db, &params, error) ||
        !cx_ctx_audit(ctx, "session.open", "user", user.v, NULL, NULL, error) ||
        !cx_txn_commit(&txn, error))
        return false;
    *ret_secret = g_steal_pointer(&secret);
    return true;
}

bool
cx_session_find(CxCtx *ctx, const char *secret, CxSession *ret_session, GError **error)
{
    g_autofree char *digest = cx_secret_token_digest(secret);
    g_autoptr(CxStmt) stmt =
        cx_q_session_find(ctx->db, &(CxSessionFindParams){ .digest = digest }, error);
    if (stmt == NULL)
        return false;
    CxSessionFindRow row;
    const CxStep step = cx_q_session_find_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    if (step == CX_STEP_DONE || ctx->now.us - row.seen_us > CX_SESSION_IDLE_US ||
        ctx->now.us - row.created_us > CX_SESSION_AGE_US) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_UNAUTHENTICATED,
                            "you were signed out; please sign in again");
        return false;
    }
    *ret_session = (CxSession){
        .user = { row.user_id },
        .csrf = g_strdup(row.csrf),
        .created_at = { row.created_us },
        .seen_at = { row.seen_us },
    };
    return true;
}

bool
cx_session_touch(CxCtx *ctx, const char *secret, GError **error)
{
    g_autofree char *digest = cx_secret_token_digest(secret);
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    const CxSessionTouchParams params = { .digest = digest, .now_us = ctx->now.us };
    return txn != NULL && cx_q_session_touch(ctx->db, &params, error) && cx_txn_commit(&txn, error);
}

bool
cx_session_close(CxCtx *ctx, const char *secret, GError **error)
{
    g_autofree char *digest = cx_secret_token_digest(secret);
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL ||
        !cx_q_session_close(ctx->db, &(CxSessionCloseParams){ .digest = digest }, error))
        return false;
    if (cx_db_changes(ctx->db) > 0 &&
        !cx_ctx_audit(ctx, "session.close", "user", ctx->actor.user.v, NULL, NULL, error))
        return false;
    return cx_txn_commit(&txn, error);
}

/* ---- Tokens of programs ---- */

void
cx_token_free(CxToken *token)
{
    if (token == NULL)
        return;
    g_free(token->name);
    g_free(token->login);
    g_free(token);
}

static void
token_destroy(gpointer data)
{
    cx_token_free(data);
}

/* Makes a token of a user, which the actor was found to have a right to. */
static bool
add_token(CxCtx *ctx, CxUserId user, const char *name, char **ret_secret, GError **error)
{
    if (*name == '\0' || strlen(name) > CX_NAME_BYTES_MAX || !cx_text_is_clean(name)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "say in a few words what the token is for");
        return false;
    }
    g_autofree char *secret = cx_random_token(SECRET_BYTES);
    g_autofree char *digest = cx_secret_token_digest(secret);
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const CxTokenAddParams params = {
        .digest = digest,
        .user_id = user.v,
        .name = name,
        .now_us = ctx->now.us,
    };
    g_autoptr(CxStmt) stmt = cx_q_token_add(ctx->db, &params, error);
    CxTokenAddRow row;
    if (stmt == NULL || cx_q_token_add_next(stmt, &row, error) != CX_STEP_ROW)
        return false;
    if (!cx_ctx_audit(ctx, "token.add", "token", row.id, NULL, NULL, error) ||
        !cx_txn_commit(&txn, error))
        return false;
    *ret_secret = g_steal_pointer(&secret);
    return true;
}

bool
cx_token_add(CxCtx *ctx, const char *login, const char *name, char **ret_secret, GError **error)
{
    g_autoptr(CxUser) user = cx_user_find(ctx, login, error);
    return user != NULL && add_token(ctx, user->id, name, ret_secret, error);
}

static CxToken *
token_new(int64_t id, const char *name, const char *login, int64_t created_us, int64_t expires_us)
{
    CxToken *token = g_new0(CxToken, 1);
    token->id = id;
    token->name = g_strdup(name);
    token->login = g_strdup(login);
    token->created_at.us = created_us;
    token->expires_at.us = expires_us;
    return token;
}

/* Tokens act as a user: who is none has none. */
static bool
check_user(const CxCtx *ctx, GError **error)
{
    if (ctx->actor.user.v != 0)
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN, "only a user has tokens");
    return false;
}

bool
cx_token_add_own(CxCtx *ctx, const char *name, char **ret_secret, GError **error)
{
    return check_user(ctx, error) && add_token(ctx, ctx->actor.user, name, ret_secret, error);
}

GPtrArray *
cx_token_list_own(CxCtx *ctx, GError **error)
{
    if (!check_user(ctx, error))
        return NULL;
    const CxTokenListOwnParams params = { .user_id = ctx->actor.user.v };
    g_autoptr(CxStmt) stmt = cx_q_token_list_own(ctx->db, &params, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(token_destroy);
    CxTokenListOwnRow row;
    CxStep step = cx_q_token_list_own_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_token_list_own_next(stmt, &row, error)) {
        g_ptr_array_add(list, token_new(row.id, row.name, ctx->actor.login, row.created_us,
                                        row.expires_us.is_set ? row.expires_us.v : 0));
    }
    return step == CX_STEP_DONE ? g_steal_pointer(&list) : NULL;
}

static bool
refuse_unknown(int64_t id, GError **error)
{
    g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                "there is no token %" G_GINT64_FORMAT " in force", id);
    return false;
}

bool
cx_token_revoke_own(CxCtx *ctx, int64_t id, GError **error)
{
    if (!check_user(ctx, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    const CxTokenRevokeOwnParams params = { .id = id,
                                            .user_id = ctx->actor.user.v,
                                            .now_us = ctx->now.us };
    if (txn == NULL || !cx_q_token_revoke_own(ctx->db, &params, error))
        return false;
    if (cx_db_changes(ctx->db) != 1)
        return refuse_unknown(id, error);
    return cx_ctx_audit(ctx, "token.revoke", "token", id, NULL, NULL, error) &&
           cx_txn_commit(&txn, error);
}

GPtrArray *
cx_token_list(CxCtx *ctx, GError **error)
{
    if (!cx_ctx_check_users(ctx, "see the tokens", error))
        return NULL;
    g_autoptr(CxStmt) stmt = cx_q_token_list(ctx->db, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(token_destroy);
    CxTokenListRow row;
    CxStep step = cx_q_token_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_token_list_next(stmt, &row, error)) {
        CxToken *token = token_new(row.id, row.name, row.login, row.created_us,
                                   row.expires_us.is_set ? row.expires_us.v : 0);
        token->is_revoked = row.revoked_us.is_set;
        g_ptr_array_add(list, token);
    }
    return step == CX_STEP_DONE ? g_steal_pointer(&list) : NULL;
}

bool
cx_token_revoke(CxCtx *ctx, int64_t id, GError **error)
{
    if (!cx_ctx_check_users(ctx, "revoke tokens", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    const CxTokenRevokeParams params = { .id = id, .now_us = ctx->now.us };
    if (txn == NULL || !cx_q_token_revoke(ctx->db, &params, error))
        return false;
    if (cx_db_changes(ctx->db) != 1)
        return refuse_unknown(id, error);
    return cx_ctx_audit(ctx, "token.revoke", "token", id, NULL, NULL, error) &&
           cx_txn_commit(&txn, error);
}

bool
cx_token_find(CxCtx *ctx, const char *secret, CxUserId *ret_user, GError **error)
{
    g_autofree char *digest = cx_secret_token_digest(secret);
    const CxTokenFindParams params = { .digest = digest, .now_us = ctx->now.us };
    g_autoptr(CxStmt) stmt = cx_q_token_find(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxTokenFindRow row;
    const CxStep step = cx_q_token_find_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    if (step == CX_STEP_DONE) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_UNAUTHENTICATED,
                            "this token is not known, has expired or was revoked");
        return false;
    }
    ret_user->v = row.user_id;
    return true;
}
