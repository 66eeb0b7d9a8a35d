#include "engage/feed.h"

#include "base/error.h"
#include "base/random.h"
#include "base/secret.h"
#include "db/db.h"
#include "db/txn.h"
#include "sql/engage.h"

#define SECRET_BYTES 32

static bool
check_user(const CxCtx *ctx, GError **error)
{
    if (ctx->actor.user.v != 0)
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                        "only somebody with a login has a calendar address");
    return false;
}

bool
cx_feed_since(CxCtx *ctx, CxInstant *ret_made_at, GError **error)
{
    if (!check_user(ctx, error))
        return false;
    const CxFeedOfUserParams params = { .user_id = ctx->actor.user.v };
    g_autoptr(CxStmt) stmt = cx_q_feed_of_user(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxFeedOfUserRow row;
    const CxStep step = cx_q_feed_of_user_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    *ret_made_at = (CxInstant){ step == CX_STEP_ROW ? row.made_us : 0 };
    return true;
}

bool
cx_feed_renew(CxCtx *ctx, char **ret_secret, GError **error)
{
    if (!check_user(ctx, error))
        return false;
    g_autofree char *secret = cx_random_token(SECRET_BYTES);
    g_autofree char *digest = cx_secret_token_digest(secret);
    const CxFeedRevokeParams before = { .user_id = ctx->actor.user.v, .us = ctx->now.us };
    const CxFeedAddParams params = { .digest = digest,
                                     .user_id = ctx->actor.user.v,
                                     .us = ctx->now.us };
    CxFeedAddRow row;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL || !cx_q_feed_revoke(ctx->db, &before, error) ||
        !cx_q_feed_add(ctx->db, &params, &row, error) ||
        !cx_ctx_audit(ctx, "feed.renew", "calendar_feed", row.id, NULL, NULL, error) ||
        !cx_txn_commit(&txn, error))
        return false;
    *ret_secret = g_steal_pointer(&secret);
    return true;
}

bool
cx_feed_end(CxCtx *ctx, GError **error)
{
    if (!check_user(ctx, error))
        return false;
    const CxFeedRevokeParams params = { .user_id = ctx->actor.user.v, .us = ctx->now.us };
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL || !cx_q_feed_revoke(ctx->db, &params, error))
        return false;
    if (cx_db_changes(ctx->db) != 1) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND, "you have no calendar address");
        return false;
    }
    return cx_ctx_audit(ctx, "feed.end", "calendar_feed", 0, NULL, NULL, error) &&
           cx_txn_commit(&txn, error);
}

bool
cx_feed_find(CxCtx *ctx, const char *secret, CxUserId *ret_user, GError **error)
{
    g_autofree char *digest = cx_secret_token_digest(secret);
    const CxFeedFindParams params = { .digest = digest };
    g_autoptr(CxStmt) stmt = cx_q_feed_find(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxFeedFindRow row;
    const CxStep step = cx_q_feed_find_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    if (step == CX_STEP_DONE) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                            "this calendar address is not known, or was ended");
        return false;
    }
    ret_user->v = row.user_id;
    return true;
}
