#include "engage/influence.h"

#include "base/error.h"
#include "db/db.h"
#include "db/txn.h"
#include "engage/wall.h"
#include "people/leader.h"
#include "sql/engage.h"

bool
cx_influence_list(CxCtx *ctx, CxInfluences *ret_influences, GError **error)
{
    CxBasis basis;
    if (!cx_basis_check_read(ctx, &basis, error))
        return false;
    g_autoptr(CxStmt) stmt = cx_q_influence_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxInfluence));
    CxInfluenceListRow row;
    CxStep step = cx_q_influence_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_influence_list_next(stmt, &row, error)) {
        const CxInfluence influence = {
            .id = row.id,
            .leader = { row.leader_id },
            .over = { row.over_id },
            .from = { (int32_t)row.from_day },
        };
        if (influence.from.v >= cx_basis_since(ctx, &basis).v)
            g_array_append_val(found, influence);
    }
    if (step != CX_STEP_DONE)
        return false;
    *ret_influences = (CxInfluences){ cx_engage_keep(ctx->arena, found), found->len };
    return true;
}

bool
cx_influence_add(CxCtx *ctx, CxLeaderId leader, CxLeaderId over, GError **error)
{
    CxBasis basis;
    if (!cx_basis_check_write(ctx, &basis, error))
        return false;
    if (leader.v == over.v) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "nobody has their own ear: choose two leaders");
        return false;
    }
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    g_autoptr(CxLeader) first = cx_leader_load(ctx, leader, error);
    g_autoptr(CxLeader) second = first != NULL ? cx_leader_load(ctx, over, error) : NULL;
    if (second == NULL)
        return false;
    const CxInfluenceAddParams params = { .leader_id = leader.v,
                                          .over_id = over.v,
                                          .day = ctx->today.v,
                                          .by = ctx->actor.name,
                                          .at_us = ctx->now.us };
    g_autoptr(CxStmt) stmt = cx_q_influence_add(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxInfluenceAddRow row;
    const CxStep step = cx_q_influence_add_next(stmt, &row, error);
    if (step != CX_STEP_ROW)
        return step == CX_STEP_DONE;
    return cx_ctx_audit(ctx, "influence.add", "influence", row.id, NULL, NULL, error) &&
           cx_txn_commit(&txn, error);
}

bool
cx_influence_end(CxCtx *ctx, int64_t id, GError **error)
{
    CxBasis basis;
    if (!cx_basis_check_write(ctx, &basis, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    const CxInfluenceEndParams params = { .id = id, .day = ctx->today.v };
    if (txn == NULL || !cx_q_influence_end(ctx->db, &params, error))
        return false;
    if (cx_db_changes(ctx->db) != 1) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                            "this was ended already, or never noted");
        return false;
    }
    return cx_ctx_audit(ctx, "influence.end", "influence", id, NULL, NULL, error) &&
           cx_txn_commit(&txn, error);
}
