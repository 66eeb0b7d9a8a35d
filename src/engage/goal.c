#include "engage/goal.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "db/db.h"
#include "db/txn.h"
#include "engage/wall.h"
#include "lang/assert.h"
#include "people/leader.h"
#include "sql/engage.h"

const char *
cx_goal_state_key(CxGoalState state)
{
    static const char *const keys[] = { "open", "reached", "dropped" };
    cx_assert(state < CX_N_ELEMENTS(keys));
    return keys[state];
}

bool
cx_goal_is_held(const CxGoal *goal, CxLeaderId leader)
{
    for (size_t i = 0; i < goal->n_holders; i++) {
        if (goal->holders[i].leader.v == leader.v)
            return true;
    }
    return false;
}

/* ---- Reading ---- */

static CxGoalState
state_of(const char *outcome)
{
    if (outcome == NULL)
        return CX_GOAL_OPEN;
    return strcmp(outcome, "reached") == 0 ? CX_GOAL_REACHED : CX_GOAL_DROPPED;
}

static CxGoal
goal_of(CxCtx *ctx, const CxGoalListRow *row)
{
    return (CxGoal){
        .id = row->id,
        .what = cx_arena_text(ctx->arena, row->what),
        .priority = row->priority_id.is_set ? row->priority_id.v : 0,
        .set_on = { (int32_t)row->set_day },
        .state = state_of(row->outcome),
        .words = cx_arena_text(ctx->arena, row->words),
        .ended_on = row->ended_day.is_set ? (CxDay){ (int32_t)row->ended_day.v } : CX_DAY_NONE,
    };
}

/* Ends the goal that was read: its holders stand at the end of `holders`. */
static void
close_goal(CxCtx *ctx, CxGoal *goal, GArray *holders, GArray *found)
{
    goal->n_holders = holders->len;
    goal->holders = cx_engage_keep(ctx->arena, holders);
    if (holders->len > 0 &&
        (ctx->wall.can_change_program ||
         (ctx->actor.leader.v != 0 && cx_goal_is_held(goal, ctx->actor.leader))))
        g_array_append_vals(found, goal, 1);
    g_array_set_size(holders, 0);
}

bool
cx_goal_list(CxCtx *ctx, CxGoals *ret_goals, GError **error)
{
    if (!cx_engage_check_read(ctx, "goals", error))
        return false;
    g_autoptr(CxStmt) stmt = cx_q_goal_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxGoal));
    g_autoptr(GArray) holders = g_array_new(FALSE, FALSE, sizeof(CxGoalHolder));
    CxGoal goal = { .id = 0 };
    CxGoalListRow row;
    CxStep step = cx_q_goal_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_goal_list_next(stmt, &row, error)) {
        if (row.id != goal.id) {
            close_goal(ctx, &goal, holders, found);
            goal = goal_of(ctx, &row);
        }
        const CxGoalHolder holder = { { row.leader_id }, cx_arena_text(ctx->arena, row.name) };
        g_array_append_val(holders, holder);
    }
    if (step != CX_STEP_DONE)
        return false;
    close_goal(ctx, &goal, holders, found);
    *ret_goals = (CxGoals){ cx_engage_keep(ctx->arena, found), found->len };
    return true;
}

static bool
is_kept(const CxGoals *goals, int64_t priority)
{
    for (size_t i = 0; i < goals->n; i++) {
        if (goals->items[i].priority == priority)
            return true;
    }
    return false;
}

bool
cx_goal_unkept(CxCtx *ctx, CxPriorities *ret_priorities, GError **error)
{
    CxGoals goals;
    CxPriorities all;
    if (!cx_goal_list(ctx, &goals, error) || !cx_priority_list(ctx, &all, error))
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxPriority));
    for (size_t i = 0; i < all.n; i++) {
        if (!is_kept(&goals, all.items[i].id))
            g_array_append_val(found, all.items[i]);
    }
    *ret_priorities = (CxPriorities){ cx_engage_keep(ctx->arena, found), found->len };
    return true;
}

/* ---- Writing ---- */

static bool
refuse(GError **error, int code, const char *why)
{
    g_set_error_literal(error, CX_ERROR, code, why);
    return false;
}

static bool
check_words(const char *words, const char *why, GError **error)
{
    if (words == NULL || *words == '\0')
        return refuse(error, CX_ERROR_INVALID, why);
    if (strlen(words) > CX_NAME_BYTES_MAX)
        return refuse(error, CX_ERROR_INVALID, "say it in a sentence");
    return true;
}

static bool
find_open(CxCtx *ctx, int64_t id, const CxGoal **ret_goal, GError **error)
{
    CxGoals goals;
    if (!cx_goal_list(ctx, &goals, error))
        return false;
    for (size_t i = 0; i < goals.n; i++) {
        if (goals.items[i].id != id)
            continue;
        if (goals.items[i].state != CX_GOAL_OPEN)
            return refuse(error, CX_ERROR_CONFLICT, "this goal has ended already");
        *ret_goal = &goals.items[i];
        return true;
    }
    return refuse(error, CX_ERROR_NOT_FOUND, "there is no such goal");
}

/* Those of the leaders who do not hold it yet; each has to be one. */
static bool
hold(CxCtx *ctx, const CxGoal *goal, const CxLeaderId *leaders, size_t n_leaders, GError **error)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_int64_hash, g_int64_equal);
    for (size_t i = 0; i < n_leaders; i++) {
        g_autoptr(CxLeader) leader = cx_leader_load(ctx, leaders[i], error);
        if (leader == NULL)
            return false;
        const CxGoalHolderAddParams params = { .goal_id = goal->id,
                                               .leader_id = leaders[i].v,
                                               .day = ctx->today.v,
                                               .said_by = ctx->actor.name };
        if (cx_goal_is_held(goal, leaders[i]) ||
            !g_hash_table_add(seen, (gpointer)(uintptr_t)&leaders[i].v))
            continue;
        if (!cx_q_goal_holder_add(ctx->db, &params, error))
            return false;
    }
    if (n_leaders > 0 && g_hash_table_size(seen) == 0)
        return refuse(error, CX_ERROR_CONFLICT, "they hold this goal already");
    return true;
}

/* What the audit says: who began to hold the goal, or holds it no more. (transfer full) */
static char *
audit_of(CxCtx *ctx, const char *what, const CxLeaderId *leaders, size_t n_leaders)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (size_t i = 0; i < n_leaders; i++) {
        g_autoptr(CxLeader) leader = cx_leader_load(ctx, leaders[i], NULL);
        if (leader != NULL)
            g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", leader->name);
    }
    return cx_audit_texts("leaders", names->str, what != NULL ? "what" : NULL, what, NULL);
}

/* The priority a goal is kept of: its words and its leader. */
static bool
find_priority(CxCtx *ctx, int64_t id, CxPriority *ret_priority, GError **error)
{
    CxPriorities all;
    CxPriorities unkept;
    if (!cx_priority_list(ctx, &all, error) || !cx_goal_unkept(ctx, &unkept, error))
        return false;
    for (size_t i = 0; i < unkept.n; i++) {
        if (unkept.items[i].id == id) {
            *ret_priority = unkept.items[i];
            return true;
        }
    }
    for (size_t i = 0; i < all.n; i++) {
        if (all.items[i].id == id)
            return refuse(error, CX_ERROR_CONFLICT, "this is a goal already");
    }
    return refuse(error, CX_ERROR_NOT_FOUND, "nobody said that they want this");
}

static bool
write_goal(CxCtx *ctx, const CxGoalAdd *add, const CxPriority *of, int64_t *ret_id, GError **error)
{
    const CxGoalAddParams params = {
        .what = add->what != NULL ? add->what : of->what,
        .priority_id = add->priority != 0 ? CX_SOME_I64(add->priority) : (CxOptI64){ 0 },
        .set_day = ctx->today.v,
        .set_by = ctx->actor.name,
        .set_us = ctx->now.us,
    };
    CxGoalAddRow row;
    if (!check_words(params.what, "say what the goal is", error) ||
        !cx_q_goal_add(ctx->db, &params, &row, error))
        return false;
    const CxGoalHolder own = { .leader = of->leader };
    const CxGoal goal = { .id = row.id, .holders = &own, .n_holders = add->priority != 0 };
    if (add->priority != 0 && !hold(ctx, &(CxGoal){ .id = row.id }, &of->leader, 1, error))
        return false;
    g_autoptr(GArray) holders = g_array_new(FALSE, FALSE, sizeof(CxLeaderId));
    g_array_append_vals(holders, &of->leader, add->priority != 0);
    g_array_append_vals(holders, add->leaders, (guint)add->n_leaders);
    g_autofree char *after =
        audit_of(ctx, params.what, (const CxLeaderId *)(const void *)holders->data, holders->len);
    *ret_id = row.id;
    return (add->n_leaders == 0 || hold(ctx, &goal, add->leaders, add->n_leaders, error)) &&
           cx_ctx_audit(ctx, "goal.add", "goal", row.id, NULL, after, error);
}

bool
cx_goal_add(CxCtx *ctx, const CxGoalAdd *add, int64_t *ret_id, GError **error)
{
    CxPriority of = { .id = 0 };
    int64_t id = 0;
    if (!cx_ctx_check_change(ctx, "keep goals of leaders", error))
        return false;
    if (add->priority == 0 && add->n_leaders == 0)
        return refuse(error, CX_ERROR_INVALID, "say whose goal it is");
    if (add->n_leaders > CX_GOAL_HOLDERS_MAX)
        return refuse(error, CX_ERROR_INVALID, "100 leaders at most share a goal");
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL || (add->priority != 0 && !find_priority(ctx, add->priority, &of, error)) ||
        !write_goal(ctx, add, &of, &id, error) || !cx_txn_commit(&txn, error))
        return false;
    *ret_id = id;
    return true;
}

bool
cx_goal_join(CxCtx *ctx, int64_t id, const CxLeaderId *leaders, size_t n_leaders, GError **error)
{
    const CxGoal *goal = NULL;
    if (!cx_ctx_check_change(ctx, "say who shares goals", error))
        return false;
    if (n_leaders == 0)
        return refuse(error, CX_ERROR_INVALID, "say who shares it");
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL || !find_open(ctx, id, &goal, error))
        return false;
    if (goal->n_holders + n_leaders > CX_GOAL_HOLDERS_MAX)
        return refuse(error, CX_ERROR_INVALID, "100 leaders at most share a goal");
    g_autofree char *after = audit_of(ctx, NULL, leaders, n_leaders);
    return hold(ctx, goal, leaders, n_leaders, error) &&
           cx_ctx_audit(ctx, "goal.join", "goal", id, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}

bool
cx_goal_leave(CxCtx *ctx, int64_t id, CxLeaderId leader, GError **error)
{
    const CxGoal *goal = NULL;
    if (!cx_ctx_check_change(ctx, "say who shares goals", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL || !find_open(ctx, id, &goal, error))
        return false;
    if (!cx_goal_is_held(goal, leader))
        return refuse(error, CX_ERROR_CONFLICT, "they do not hold this goal");
    if (goal->n_holders == 1)
        return refuse(error, CX_ERROR_CONFLICT, "nobody would hold it then: drop the goal");
    const CxGoalHolderEndParams params = { .goal_id = id,
                                           .leader_id = leader.v,
                                           .day = ctx->today.v };
    g_autofree char *before = audit_of(ctx, NULL, &leader, 1);
    return cx_q_goal_holder_end(ctx->db, &params, error) &&
           cx_ctx_audit(ctx, "goal.leave", "goal", id, before, NULL, error) &&
           cx_txn_commit(&txn, error);
}

bool
cx_goal_end(CxCtx *ctx, int64_t id, CxGoalState state, const char *words, GError **error)
{
    cx_assert(state != CX_GOAL_OPEN);
    const CxGoal *goal = NULL;
    const char *why =
        state == CX_GOAL_REACHED ? "say how it shows that it is reached" : "say why it is dropped";
    if (!cx_ctx_check_change(ctx, "say what became of goals", error) ||
        !check_words(words, why, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL || !find_open(ctx, id, &goal, error))
        return false;
    const CxGoalEndParams params = { .id = goal->id,
                                     .outcome = cx_goal_state_key(state),
                                     .words = words,
                                     .day = ctx->today.v,
                                     .by = ctx->actor.name };
    g_autofree char *after = cx_audit_texts("outcome", params.outcome, NULL);
    return cx_q_goal_end(ctx->db, &params, error) &&
           cx_ctx_audit(ctx, "goal.end", "goal", id, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}
