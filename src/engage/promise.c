#include "engage/promise.h"

#include <inttypes.h>

#include "base/error.h"
#include "db/txn.h"
#include "engage/promise_priv.h"
#include "engage/wall.h"
#include "lang/assert.h"
#include "sql/engage.h"

const char *
cx_promise_direction_key(CxPromiseDirection direction)
{
    return direction == CX_PROMISE_OURS ? "ours" : "theirs";
}

const char *
cx_promise_state_key(CxPromiseState state)
{
    static const char *const keys[] = { "open", "kept", "withdrawn" };
    cx_assert(state < CX_N_ELEMENTS(keys));
    return keys[state];
}

bool
cx_promise_is_overdue(const CxPromise *promise, CxDay today)
{
    return promise->state == CX_PROMISE_OPEN && !cx_day_is_none(promise->due_on) &&
           promise->due_on.v < today.v;
}

static CxDay
day_of(CxOptI64 day)
{
    return day.is_set ? (CxDay){ (int32_t)day.v } : CX_DAY_NONE;
}

static CxPromiseState
state_of(const char *outcome)
{
    if (outcome == NULL)
        return CX_PROMISE_OPEN;
    return g_str_equal(outcome, "kept") ? CX_PROMISE_KEPT : CX_PROMISE_WITHDRAWN;
}

bool
cx_promise_list(CxCtx *ctx, CxPromises *ret_promises, GError **error)
{
    if (!cx_engage_check_read(ctx, "promises", error))
        return false;
    g_autoptr(CxStmt) stmt = cx_q_promise_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxPromise));
    CxPromiseListRow row;
    CxStep step = cx_q_promise_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_promise_list_next(stmt, &row, error)) {
        const CxPromise promise = {
            .id = row.id,
            .note = row.note_id,
            .leader = { row.leader_id },
            .direction = g_str_equal(row.direction, "ours") ? CX_PROMISE_OURS : CX_PROMISE_THEIRS,
            .what = cx_arena_text(ctx->arena, row.what),
            .made_on = { (int32_t)row.made_day },
            .due_on = day_of(row.due_day),
            .state = state_of(row.outcome),
            .ended_on = day_of(row.ended_day),
            .noted_by = cx_arena_text(ctx->arena, row.noted_by),
            .origin = cx_arena_text(ctx->arena, row.origin),
            .successor = { row.successor_id.is_set ? row.successor_id.v : 0 },
            .declined = cx_arena_text(ctx->arena, row.declined),
        };
        if (cx_engage_can_see(ctx, promise.leader))
            g_array_append_val(found, promise);
    }
    if (step != CX_STEP_DONE)
        return false;
    *ret_promises = (CxPromises){ cx_engage_keep(ctx->arena, found), found->len };
    return true;
}

/* Whether the actor is the leader who made this promise. */
static bool
is_own(CxCtx *ctx, int64_t id)
{
    CxPromises promises;
    if (ctx->actor.leader.v == 0 || !cx_promise_list(ctx, &promises, NULL))
        return false;
    for (size_t i = 0; i < promises.n; i++) {
        const CxPromise *promise = &promises.items[i];
        if (promise->id == id && promise->leader.v == ctx->actor.leader.v &&
            promise->direction == CX_PROMISE_THEIRS)
            return true;
    }
    return false;
}

bool
cx_promise_end_in(CxCtx *ctx, int64_t id, CxPromiseState state, GError **error)
{
    const CxPromiseEndParams params = {
        .id = id, .day = ctx->today.v, .outcome = cx_promise_state_key(state), .by = ctx->actor.name
    };
    g_autoptr(CxStmt) stmt = cx_q_promise_end(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxPromiseEndRow row;
    const CxStep step = cx_q_promise_end_next(stmt, &row, error);
    if (step == CX_STEP_DONE) {
        g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT,
                    "there is no open promise %" PRId64 ": it has ended, or never was", id);
    }
    return step == CX_STEP_ROW;
}

bool
cx_promise_end(CxCtx *ctx, int64_t id, CxPromiseState state, GError **error)
{
    cx_assert(state != CX_PROMISE_OPEN);
    if (!is_own(ctx, id) && !cx_ctx_check_change(ctx, "say what became of promises", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL || !cx_promise_end_in(ctx, id, state, error))
        return false;
    g_autofree char *after = cx_audit_texts("outcome", cx_promise_state_key(state), NULL);
    return cx_ctx_audit(ctx, "promise.end", "promise", id, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}
