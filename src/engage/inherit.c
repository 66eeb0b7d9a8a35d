#include "engage/inherit.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "db/txn.h"
#include "engage/note_priv.h"
#include "engage/promise_priv.h"
#include "engage/wall.h"
#include "sql/engage.h"

const CxLeader *
cx_predecessor(const GPtrArray *leaders, const CxLeader *leader, CxDepartmentId department,
               CxDay before)
{
    const CxLeader *found = NULL;
    CxDay last = CX_DAY_NONE;
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *other = leaders->pdata[i];
        for (guint k = 0; other->id.v != leader->id.v && k < other->terms->len; k++) {
            const CxTerm *term = other->terms->pdata[k];
            if (term->department.v != department.v || cx_day_is_none(term->to) ||
                term->to.v >= before.v || (found != NULL && term->to.v <= last.v))
                continue;
            found = other;
            last = term->to;
        }
    }
    return found;
}

static void
take_from(CxCtx *ctx, const CxPromises *all, const CxLeader *predecessor, GArray *promises,
          GArray *owners)
{
    const char *name = cx_arena_text(ctx->arena, predecessor->name);
    for (size_t i = 0; i < all->n; i++) {
        const CxPromise *promise = &all->items[i];
        if (promise->leader.v != predecessor->id.v || promise->state != CX_PROMISE_OPEN)
            continue;
        g_array_append_val(promises, *promise);
        g_array_append_val(owners, name);
    }
}

static CxPromises
list_declined(CxCtx *ctx, const CxPromises *all, CxLeaderId successor)
{
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxPromise));
    for (size_t i = 0; i < all->n; i++) {
        if (all->items[i].successor.v == successor.v && all->items[i].declined != NULL)
            g_array_append_val(found, all->items[i]);
    }
    return (CxPromises){ cx_engage_keep(ctx->arena, found), found->len };
}

bool
cx_inherited_list(CxCtx *ctx, const CxLeader *leader, CxInherited *ret_inherited, GError **error)
{
    CxPromises all;
    if (!cx_ctx_check_change(ctx, "see what a leader takes over", error) ||
        !cx_promise_list(ctx, &all, error))
        return false;
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL)
        return false;
    g_autoptr(GArray) promises = g_array_new(FALSE, FALSE, sizeof(CxPromise));
    g_autoptr(GArray) owners = g_array_new(FALSE, FALSE, sizeof(const char *));
    for (guint i = 0; i < leader->terms->len; i++) {
        const CxTerm *term = leader->terms->pdata[i];
        if (term->department.v == 0 || cx_day_is_none(term->from) ||
            !cx_term_is_in_force(term, ctx->today))
            continue;
        const CxLeader *predecessor = cx_predecessor(leaders, leader, term->department, term->from);
        if (predecessor != NULL && cx_leader_term(predecessor, ctx->today) == NULL)
            take_from(ctx, &all, predecessor, promises, owners);
    }
    *ret_inherited = (CxInherited){
        .promises = { cx_engage_keep(ctx->arena, promises), promises->len },
        .owners = cx_engage_keep(ctx->arena, owners),
        .declined = list_declined(ctx, &all, leader->id),
    };
    return true;
}

/* ---- Answering ---- */

static bool
check(const CxCtx *ctx, const CxInheritAnswer *answer, GError **error)
{
    const char *problem = NULL;
    if (answer->reason != NULL && *answer->reason == '\0')
        problem = "say why it is not taken over";
    else if (answer->reason != NULL && strlen(answer->reason) > CX_NAME_BYTES_MAX)
        problem = "the reason is too long";
    else if (!cx_day_is_none(answer->due_on) && answer->due_on.v < ctx->today.v)
        problem = "the day it is due is over already";
    if (problem == NULL)
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, problem);
    return false;
}

static bool
find_open(CxCtx *ctx, const CxInheritAnswer *answer, const CxPromise **ret_promise,
          const char **ret_owner, GError **error)
{
    CxInherited inherited;
    g_autoptr(CxLeader) leader = cx_leader_load(ctx, answer->leader, error);
    if (leader == NULL || !cx_inherited_list(ctx, leader, &inherited, error))
        return false;
    for (size_t i = 0; i < inherited.promises.n; i++) {
        if (inherited.promises.items[i].id != answer->promise)
            continue;
        *ret_promise = &inherited.promises.items[i];
        *ret_owner = inherited.owners[i];
        return true;
    }
    g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT,
                "promise %" PRId64 " is not one that %s could take over, or was answered already",
                answer->promise, leader->name);
    return false;
}

/* The successor's own promise, made today. */
static bool
make_own(CxCtx *ctx, const CxInheritAnswer *answer, const CxPromise *was, const char *owner,
         int64_t *ret_id, GError **error)
{
    int64_t note = 0;
    g_autofree char *line = g_strdup_printf("taken over from %s: %s", owner, was->what);
    if (!cx_note_keep_line(ctx, line, &note, error))
        return false;
    const CxDay due_on = cx_day_is_none(answer->due_on) ? was->due_on : answer->due_on;
    const CxPromiseTakeOverParams params = {
        .promise_id = was->id,
        .note_id = note,
        .leader_id = answer->leader.v,
        .made_day = ctx->today.v,
        .due_day = cx_day_is_none(due_on) ? (CxOptI64){ 0 } : CX_SOME_I64(due_on.v),
    };
    CxPromiseTakeOverRow row;
    if (!cx_q_promise_take_over(ctx->db, &params, &row, error))
        return false;
    *ret_id = row.id;
    return true;
}

static bool
keep_answer(CxCtx *ctx, const CxInheritAnswer *answer, int64_t made, GError **error)
{
    const bool is_accepted = answer->reason == NULL;
    const CxPromiseSuccessionAddParams params = {
        .promise_id = answer->promise,
        .leader_id = answer->leader.v,
        .answer = is_accepted ? "accepted" : "declined",
        .made_id = is_accepted ? CX_SOME_I64(made) : (CxOptI64){ 0 },
        .reason = answer->reason,
        .day = ctx->today.v,
        .answered_by = ctx->actor.name,
        .answered_us = ctx->now.us,
    };
    g_autofree char *after = cx_audit_texts("answer", params.answer, is_accepted ? NULL : "reason",
                                            answer->reason, NULL);
    return cx_q_promise_succession_add(ctx->db, &params, error) &&
           cx_ctx_audit(ctx, "promise.succeed", "promise", answer->promise, NULL, after, error);
}

bool
cx_inherited_answer(CxCtx *ctx, const CxInheritAnswer *answer, GError **error)
{
    const CxPromise *was = NULL;
    const char *owner = NULL;
    int64_t made = 0;
    if (!cx_ctx_check_change(ctx, "say what a leader takes over", error) ||
        !check(ctx, answer, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL || !find_open(ctx, answer, &was, &owner, error) ||
        (answer->reason == NULL && !make_own(ctx, answer, was, owner, &made, error)))
        return false;
    return cx_promise_end_in(ctx, answer->promise, CX_PROMISE_WITHDRAWN, error) &&
           keep_answer(ctx, answer, made, error) && cx_txn_commit(&txn, error);
}
