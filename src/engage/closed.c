#include "engage/closed.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "db/db.h"
#include "db/txn.h"
#include "engage/onboarding.h"
#include "engage/wall.h"
#include "sql/engage.h"

bool
cx_closed_list(CxCtx *ctx, CxCloseds *ret_closeds, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_closed_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxClosed));
    CxClosedListRow row;
    CxStep step = cx_q_closed_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_closed_list_next(stmt, &row, error)) {
        const CxClosed closed = { .id = row.id,
                                  .from = { (int32_t)row.from_day },
                                  .to = { (int32_t)row.to_day },
                                  .reason = cx_arena_text(ctx->arena, row.reason) };
        g_array_append_val(found, closed);
    }
    if (step != CX_STEP_DONE)
        return false;
    *ret_closeds = (CxCloseds){ cx_engage_keep(ctx->arena, found), found->len };
    return true;
}

const CxClosed *
cx_closed_on(const CxCloseds *closeds, CxDay day)
{
    for (size_t i = 0; i < closeds->n; i++) {
        if (closeds->items[i].from.v <= day.v && day.v <= closeds->items[i].to.v)
            return &closeds->items[i];
    }
    return NULL;
}

CxDay
cx_closed_next_open(const CxCloseds *closeds, CxDay day)
{
    CxDay open = cx_working_day_from(day);
    const CxClosed *closed = cx_closed_on(closeds, open);
    while (closed != NULL) {
        open = cx_working_day_from((CxDay){ closed->to.v + 1 });
        closed = cx_closed_on(closeds, open);
    }
    return open;
}

bool
cx_closed_check_day(const CxCtx *ctx, const CxCloseds *closeds, CxDay day, GError **error)
{
    const bool is_over = day.v < ctx->today.v;
    const CxClosed *closed = cx_closed_on(closeds, day);
    if (!is_over && closed == NULL && cx_working_day_from(day).v == day.v)
        return true;
    g_autofree char *text = cx_day_format(day);
    g_autofree char *next =
        cx_day_format(cx_closed_next_open(closeds, (CxDay){ MAX(day.v, ctx->today.v) }));
    if (is_over || closed == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "a meeting cannot be proposed for %s, %s",
                    text, is_over ? "which is over" : "which is no working day");
    } else {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "nobody is asked to meet on %s: %s. The next open day is %s", text,
                    closed->reason, next);
    }
    return false;
}

static bool
check(const CxCtx *ctx, const CxClosed *closed, GError **error)
{
    const char *problem = NULL;
    if (closed->reason == NULL || *closed->reason == '\0' ||
        strlen(closed->reason) > CX_NAME_BYTES_MAX)
        problem = "say why nobody is asked to meet then, in a sentence";
    else if (cx_day_is_none(closed->from) || cx_day_is_none(closed->to) ||
             closed->to.v < closed->from.v)
        problem = "closed days have a first day and a last one, in this order";
    else if (closed->to.v < ctx->today.v)
        problem = "these days are over: closing them would change nothing";
    else if (closed->to.v - closed->from.v >= CX_CLOSED_DAYS_MAX)
        problem = "a year at most can be closed in one go";
    if (problem == NULL)
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, problem);
    return false;
}

bool
cx_closed_add(CxCtx *ctx, const CxClosed *closed, GError **error)
{
    if (!cx_ctx_check_change(ctx, "close days for meetings", error) || !check(ctx, closed, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const CxClosedAddParams params = { .from_day = closed->from.v,
                                       .to_day = closed->to.v,
                                       .reason = closed->reason,
                                       .said_by = ctx->actor.name,
                                       .said_us = ctx->now.us };
    CxClosedAddRow row;
    g_autofree char *from = cx_day_format(closed->from);
    g_autofree char *to = cx_day_format(closed->to);
    g_autofree char *after = cx_audit_texts("from", from, "to", to, "reason", closed->reason, NULL);
    return cx_q_closed_add(ctx->db, &params, &row, error) &&
           cx_ctx_audit(ctx, "closed.add", "closed_days", row.id, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}

bool
cx_closed_open(CxCtx *ctx, int64_t id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "open closed days again", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    const CxClosedWithdrawParams params = { .id = id, .us = ctx->now.us };
    if (txn == NULL || !cx_q_closed_withdraw(ctx->db, &params, error))
        return false;
    if (cx_db_changes(ctx->db) != 1) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                            "these days are open already, or never were closed");
        return false;
    }
    return cx_ctx_audit(ctx, "closed.open", "closed_days", id, NULL, NULL, error) &&
           cx_txn_commit(&txn, error);
}
