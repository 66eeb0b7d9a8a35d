#include "engage/credit.h"

#include "engage/wall.h"
#include "sql/engage.h"

static bool
may_see(const CxCtx *ctx, const CxCredit *credit)
{
    return cx_engage_can_see(ctx, credit->leader) ||
           (credit->department.v != 0 && cx_ctx_can_see_department(ctx, credit->department));
}

bool
cx_credit_list(CxCtx *ctx, CxCredits *ret_credits, GError **error)
{
    if (!cx_engage_check_read(ctx, "thanks", error))
        return false;
    g_autoptr(CxStmt) stmt = cx_q_credit_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxCredit));
    CxCreditListRow row;
    CxStep step = cx_q_credit_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_credit_list_next(stmt, &row, error)) {
        const CxCredit credit = {
            .id = row.id,
            .note = row.note_id,
            .leader = { row.leader_id.is_set ? row.leader_id.v : 0 },
            .department = { row.department_id.is_set ? row.department_id.v : 0 },
            .what = cx_arena_text(ctx->arena, row.what),
            .day = { (int32_t)row.day },
            .noted_by = cx_arena_text(ctx->arena, row.noted_by),
        };
        if (may_see(ctx, &credit))
            g_array_append_val(found, credit);
    }
    if (step != CX_STEP_DONE)
        return false;
    *ret_credits = (CxCredits){ cx_engage_keep(ctx->arena, found), found->len };
    return true;
}
