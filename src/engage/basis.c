#include "engage/basis.h"

#include "base/error.h"
#include "db/db.h"
#include "db/txn.h"
#include "sql/engage.h"

#define RETENTION_DAYS_MAX 3660

bool
cx_basis_load(CxCtx *ctx, CxBasis *ret_basis, GError **error)
{
    CxBasis basis = { .retention_days = CX_BASIS_RETENTION_DAYS, .day = CX_DAY_NONE };
    g_autoptr(CxStmt) stmt = cx_q_basis_latest(ctx->db, error);
    if (stmt == NULL)
        return false;
    CxBasisLatestRow row;
    const CxStep step = cx_q_basis_latest_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    if (step == CX_STEP_ROW) {
        basis = (CxBasis){
            .is_on = row.is_on != 0,
            .purpose = cx_arena_text(ctx->arena, row.purpose),
            .legal_basis = cx_arena_text(ctx->arena, row.legal_basis),
            .retention_days = row.retention_days,
            .is_for_team = g_str_equal(row.readers, "team"),
            .hold = cx_arena_text(ctx->arena, row.hold),
            .day = { (int32_t)row.day },
            .set_by = cx_arena_text(ctx->arena, row.set_by),
        };
    }
    *ret_basis = basis;
    return true;
}

bool
cx_basis_can_read(const CxCtx *ctx, const CxBasis *basis)
{
    return basis->is_on &&
           (ctx->wall.sees_people_notes || (basis->is_for_team && ctx->wall.can_change_program));
}

CxDay
cx_basis_since(const CxCtx *ctx, const CxBasis *basis)
{
    return (CxDay){ ctx->today.v - (int32_t)basis->retention_days };
}

static bool
check_on(const CxBasis *basis, GError **error)
{
    if (basis->is_on)
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                        "judgements of people are off here: the CX leader first records what they "
                        "are for, on which legal basis, for how long and who reads them");
    return false;
}

bool
cx_basis_check_read(CxCtx *ctx, CxBasis *ret_basis, GError **error)
{
    CxBasis basis;
    if (!cx_ctx_check_change(ctx, "read judgements of people", error) ||
        !cx_basis_load(ctx, &basis, error) || !check_on(&basis, error))
        return false;
    if (!cx_basis_can_read(ctx, &basis)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                            "judgements of people are read by the CX leader alone");
        return false;
    }
    *ret_basis = basis;
    return true;
}

bool
cx_basis_check_write(CxCtx *ctx, CxBasis *ret_basis, GError **error)
{
    return cx_ctx_check_change(ctx, "judge where leaders stand", error) &&
           cx_basis_load(ctx, ret_basis, error) && check_on(ret_basis, error);
}

static bool
check(const CxCtx *ctx, const CxBasis *basis, GError **error)
{
    if (!cx_ctx_check_change(ctx, "say why judgements of people are kept", error))
        return false;
    if (!ctx->wall.sees_people_notes) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                            "only the CX leader says why judgements of people are kept");
        return false;
    }
    const bool has_both = basis->purpose != NULL && *basis->purpose != '\0' &&
                          basis->legal_basis != NULL && *basis->legal_basis != '\0';
    if (basis->is_on && !has_both) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "say what they are for and on which legal basis they are kept");
        return false;
    }
    if (basis->retention_days < 1 || basis->retention_days > RETENTION_DAYS_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "they are kept for 1 to %d days",
                    RETENTION_DAYS_MAX);
        return false;
    }
    return true;
}

bool
cx_basis_set(CxCtx *ctx, const CxBasis *basis, GError **error)
{
    if (!check(ctx, basis, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const CxBasisAddParams params = {
        .is_on = basis->is_on,
        .purpose = basis->is_on ? basis->purpose : "",
        .legal_basis = basis->is_on ? basis->legal_basis : "",
        .retention_days = basis->retention_days,
        .readers = basis->is_for_team ? "team" : "owner",
        .hold = basis->hold,
        .day = ctx->today.v,
        .set_by = ctx->actor.name,
        .set_us = ctx->now.us,
    };
    g_autofree char *days = g_strdup_printf("%" G_GINT64_FORMAT, basis->retention_days);
    g_autofree char *after = cx_audit_texts(
        "state", basis->is_on ? "on" : "off", "purpose", params.purpose, "legal_basis",
        params.legal_basis, "readers", params.readers, "retention_days", days, NULL);
    return cx_q_basis_add(ctx->db, &params, error) &&
           cx_ctx_audit(ctx, "basis.set", "people_basis", 0, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}

bool
cx_basis_erase(CxCtx *ctx, GError **error)
{
    CxBasis basis;
    if (!cx_ctx_check_change(ctx, "erase judgements of people", error) ||
        !cx_basis_load(ctx, &basis, error))
        return false;
    if (basis.hold != NULL)
        return true;
    const int64_t before = basis.is_on ? cx_basis_since(ctx, &basis).v : INT32_MAX;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL ||
        !cx_q_judgement_erase(ctx->db, &(CxJudgementEraseParams){ .before = before }, error))
        return false;
    int64_t n = cx_db_changes(ctx->db);
    if (!cx_q_influence_erase(ctx->db, &(CxInfluenceEraseParams){ .before = before }, error))
        return false;
    n += cx_db_changes(ctx->db);
    if (!cx_q_resistance_entry_erase(ctx->db, &(CxResistanceEntryEraseParams){ .before = before },
                                     error))
        return false;
    n += cx_db_changes(ctx->db);
    if (!cx_q_coach_step_erase(ctx->db, &(CxCoachStepEraseParams){ .before = before }, error))
        return false;
    n += cx_db_changes(ctx->db);
    if (!cx_q_resistance_erase(ctx->db, error))
        return false;
    if (n == 0)
        return true;
    g_autofree char *count = g_strdup_printf("%" G_GINT64_FORMAT, n);
    g_autofree char *after = cx_audit_texts("erased", count, NULL);
    return cx_ctx_audit(ctx, "judgement.erase", "judgement", 0, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}
