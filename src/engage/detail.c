#include "engage/detail.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "db/txn.h"
#include "engage/wall.h"
#include "lang/assert.h"
#include "people/leader.h"
#include "sql/engage.h"

static const char *const kind_keys[CX_DETAIL_N] = {
#define X(name, key) [CX_DETAIL_##name] = (key),
    CX_DETAIL_MAP(X)
#undef X
};

const char *
cx_detail_kind_key(CxDetailKind kind)
{
    cx_assert(kind < CX_DETAIL_N);
    return kind_keys[kind];
}

bool
cx_detail_kind_parse(const char *key, CxDetailKind *ret_kind, GError **error)
{
    for (size_t i = 0; i < CX_DETAIL_N; i++) {
        if (g_strcmp0(key, kind_keys[i]) == 0) {
            *ret_kind = (CxDetailKind)i;
            return true;
        }
    }
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                "\"%s\" is not kept of leaders; there are background, carries and asked",
                key != NULL ? key : "");
    return false;
}

bool
cx_detail_list(CxCtx *ctx, CxDetails *ret_details, GError **error)
{
    if (!cx_engage_check_read(ctx, "what leaders said of themselves", error))
        return false;
    g_autoptr(CxStmt) stmt = cx_q_detail_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxDetail));
    CxDetailListRow row;
    CxStep step = cx_q_detail_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_detail_list_next(stmt, &row, error)) {
        CxDetail detail = {
            .id = row.id,
            .leader = { row.leader_id },
            .what = cx_arena_text(ctx->arena, row.what),
            .day = { (int32_t)row.day },
            .ended_on = row.ended_day.is_set ? (CxDay){ (int32_t)row.ended_day.v } : CX_DAY_NONE,
            .answer = cx_arena_text(ctx->arena, row.answer),
        };
        if (!cx_detail_kind_parse(row.kind, &detail.kind, error))
            return false;
        if (cx_engage_can_see(ctx, detail.leader))
            g_array_append_val(found, detail);
    }
    if (step != CX_STEP_DONE)
        return false;
    *ret_details = (CxDetails){ cx_engage_keep(ctx->arena, found), found->len };
    return true;
}

static bool
check_add(const CxCtx *ctx, CxLeaderId leader, CxDetailKind kind, const char *what, GError **error)
{
    const bool is_own = leader.v != 0 && ctx->actor.leader.v == leader.v;
    if (!(is_own && kind == CX_DETAIL_ASKED) &&
        !cx_ctx_check_change(ctx, "note what is known of leaders", error))
        return false;
    if (what == NULL || *what == '\0' || strlen(what) > CX_NAME_BYTES_MAX) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "say what it is, in a sentence");
        return false;
    }
    return true;
}

bool
cx_detail_keep(CxCtx *ctx, CxLeaderId leader, CxDetailKind kind, const char *what, GError **error)
{
    const CxDetailAddParams params = {
        .leader_id = leader.v,
        .kind = cx_detail_kind_key(kind),
        .what = what,
        .day = ctx->today.v,
        .noted_by = ctx->actor.name,
        .noted_us = ctx->now.us,
    };
    CxDetailAddRow row;
    g_autofree char *after = cx_audit_texts("kind", params.kind, "what", what, NULL);
    return cx_q_detail_add(ctx->db, &params, &row, error) &&
           cx_ctx_audit(ctx, "detail.add", "detail", row.id, NULL, after, error);
}

bool
cx_detail_add(CxCtx *ctx, CxLeaderId leader, CxDetailKind kind, const char *what, GError **error)
{
    if (!check_add(ctx, leader, kind, what, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    g_autoptr(CxLeader) known = cx_leader_load(ctx, leader, error);
    return known != NULL && cx_detail_keep(ctx, leader, kind, what, error) &&
           cx_txn_commit(&txn, error);
}

bool
cx_detail_end(CxCtx *ctx, int64_t id, const char *answer, CxLeaderId *ret_leader, GError **error)
{
    if (!cx_ctx_check_change(ctx, "answer what leaders asked for", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const CxDetailEndParams params = { .id = id, .day = ctx->today.v, .answer = answer };
    g_autoptr(CxStmt) stmt = cx_q_detail_end(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxDetailEndRow row;
    const CxStep step = cx_q_detail_end_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    if (step == CX_STEP_DONE) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CONFLICT,
                            "this has been ended already, or never was noted");
        return false;
    }
    const CxLeaderId leader = { row.leader_id };
    g_autofree char *after = cx_audit_texts("answer", answer != NULL ? answer : "", NULL);
    if (!cx_ctx_audit(ctx, "detail.end", "detail", id, NULL, after, error) ||
        !cx_txn_commit(&txn, error))
        return false;
    *ret_leader = leader;
    return true;
}
