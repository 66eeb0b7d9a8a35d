#include "engage/coach_step.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "db/db.h"
#include "db/txn.h"
#include "engage/wall.h"
#include "people/leader.h"
#include "sql/engage.h"

static const char *const plan_keys[CX_COACH_PLAN_N] = {
#define X(name, key) [CX_COACH_PLAN_##name] = (key),
    CX_COACH_PLAN_MAP(X)
#undef X
};

static CxCoachStepState
state_of(const char *outcome)
{
    if (outcome == NULL)
        return CX_COACH_STEP_OPEN;
    return strcmp(outcome, "done") == 0 ? CX_COACH_STEP_DONE : CX_COACH_STEP_DROPPED;
}

static CxDay
day_or_none(CxOptI64 day)
{
    return day.is_set ? (CxDay){ (int32_t)day.v } : CX_DAY_NONE;
}

/* Reading; *ret_since: steps that ended earlier are kept no longer. */
static bool
check_read(CxCtx *ctx, CxCoachPlan plan, CxDay *ret_since, GError **error)
{
    *ret_since = (CxDay){ INT32_MIN + 1 };
    if (plan != CX_COACH_PLAN_COACHING)
        return cx_ctx_check_change(ctx, "see how the sponsor is trained", error);
    CxBasis basis;
    if (!cx_basis_check_read(ctx, &basis, error))
        return false;
    *ret_since = cx_basis_since(ctx, &basis);
    return true;
}

bool
cx_coach_step_list(CxCtx *ctx, CxCoachPlan plan, CxCoachSteps *ret_steps, GError **error)
{
    CxDay since;
    if (!check_read(ctx, plan, &since, error))
        return false;
    const CxCoachStepListParams params = { .plan = plan_keys[plan] };
    g_autoptr(CxStmt) stmt = cx_q_coach_step_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxCoachStep));
    CxCoachStepListRow row;
    CxStep step = cx_q_coach_step_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_coach_step_list_next(stmt, &row, error)) {
        const CxCoachStep each = {
            .id = row.id,
            .leader = { row.leader_id },
            .what = cx_arena_text(ctx->arena, row.what),
            .due = day_or_none(row.due_day),
            .ended_on = day_or_none(row.ended_day),
            .state = state_of(row.outcome),
            .progress = cx_arena_text(ctx->arena, row.progress),
            .day = { (int32_t)row.day },
            .added_by = cx_arena_text(ctx->arena, row.added_by),
        };
        if (each.state == CX_COACH_STEP_OPEN || each.ended_on.v >= since.v)
            g_array_append_val(found, each);
    }
    if (step != CX_STEP_DONE)
        return false;
    *ret_steps = (CxCoachSteps){ cx_engage_keep(ctx->arena, found), found->len };
    return true;
}

bool
cx_coach_step_is_overdue(const CxCoachStep *step, CxDay today)
{
    return step->state == CX_COACH_STEP_OPEN && !cx_day_is_none(step->due) && step->due.v < today.v;
}

static bool
check_write(CxCtx *ctx, CxCoachPlan plan, GError **error)
{
    CxBasis basis;
    return plan == CX_COACH_PLAN_COACHING
               ? cx_basis_check_write(ctx, &basis, error)
               : cx_ctx_check_change(ctx, "plan how the sponsor is trained", error);
}

/* What the audit says: of coaching only that something was planned. */
static char *
audit_of(CxCoachPlan plan, const char *name, const char *text)
{
    return plan == CX_COACH_PLAN_COACHING || text == NULL ? NULL : cx_audit_texts(name, text, NULL);
}

bool
cx_coach_step_add(CxCtx *ctx, CxCoachPlan plan, CxLeaderId leader, const char *what, CxDay due,
                  GError **error)
{
    if (!check_write(ctx, plan, error))
        return false;
    if (what == NULL || *what == '\0' || strlen(what) > CX_NAME_BYTES_MAX) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "say what the step is");
        return false;
    }
    if (!cx_day_is_none(due) && due.v < ctx->today.v) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "that day is past");
        return false;
    }
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    g_autoptr(CxLeader) known = cx_leader_load(ctx, leader, error);
    if (known == NULL)
        return false;
    const CxCoachStepAddParams params = {
        .leader_id = leader.v,
        .plan = plan_keys[plan],
        .what = what,
        .due_day = cx_day_is_none(due) ? (CxOptI64){ 0 } : CX_SOME_I64(due.v),
        .day = ctx->today.v,
        .by = ctx->actor.name,
        .at_us = ctx->now.us,
    };
    CxCoachStepAddRow row;
    g_autofree char *after = audit_of(plan, "what", what);
    return cx_q_coach_step_add(ctx->db, &params, &row, error) &&
           cx_ctx_audit(ctx, "coach_step.add", "coach_step", row.id, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}

bool
cx_coach_step_end(CxCtx *ctx, CxCoachPlan plan, int64_t id, CxCoachStepState state,
                  const char *progress, GError **error)
{
    if (!check_write(ctx, plan, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    const CxCoachStepEndParams params = {
        .id = id,
        .plan = plan_keys[plan],
        .day = ctx->today.v,
        .outcome = state == CX_COACH_STEP_DONE ? "done" : "dropped",
        .progress = progress,
    };
    if (txn == NULL || !cx_q_coach_step_end(ctx->db, &params, error))
        return false;
    if (cx_db_changes(ctx->db) != 1) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CONFLICT,
                            "this step has ended already, or never was");
        return false;
    }
    g_autofree char *after = audit_of(plan, "progress", progress);
    return cx_ctx_audit(ctx, "coach_step.end", "coach_step", id, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}
