#include "engage/trade_off.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "db/txn.h"
#include "engage/wall.h"
#include "lang/assert.h"
#include "people/leader.h"
#include "sql/engage.h"

static const char *const chosen_keys[CX_CHOSEN_N] = {
#define X(name, key) [CX_CHOSEN_##name] = (key),
    CX_TRADE_OFF_MAP(X)
#undef X
};

const char *
cx_chosen_key(CxChosen chosen)
{
    cx_assert(chosen < CX_CHOSEN_N);
    return chosen_keys[chosen];
}

bool
cx_chosen_parse(const char *key, CxChosen *ret_chosen, GError **error)
{
    for (size_t i = 0; i < CX_CHOSEN_N; i++) {
        if (g_strcmp0(key, chosen_keys[i]) == 0) {
            *ret_chosen = (CxChosen)i;
            return true;
        }
    }
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                "\"%s\" cannot be chosen; there are customers, other and both",
                key != NULL ? key : "");
    return false;
}

bool
cx_trade_off_list(CxCtx *ctx, CxTradeOffs *ret_trade_offs, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see which trade-offs were made", error))
        return false;
    g_autoptr(CxStmt) stmt = cx_q_trade_off_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxTradeOff));
    CxTradeOffListRow row;
    CxStep step = cx_q_trade_off_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_trade_off_list_next(stmt, &row, error)) {
        CxTradeOff each = {
            .id = row.id,
            .what = cx_arena_text(ctx->arena, row.what),
            .cost = cx_arena_text(ctx->arena, row.cost),
            .why = cx_arena_text(ctx->arena, row.why),
            .leader = { row.leader_id.is_set ? row.leader_id.v : 0 },
            .day = { (int32_t)row.day },
            .noted_by = cx_arena_text(ctx->arena, row.noted_by),
        };
        if (!cx_chosen_parse(row.chosen, &each.chosen, error))
            return false;
        g_array_append_val(found, each);
    }
    if (step != CX_STEP_DONE)
        return false;
    *ret_trade_offs = (CxTradeOffs){ cx_engage_keep(ctx->arena, found), found->len };
    return true;
}

static bool
is_said(const char *text)
{
    return text != NULL && *text != '\0' && strlen(text) <= CX_NAME_BYTES_MAX;
}

static bool
check(CxCtx *ctx, const CxTradeOff *trade_off, GError **error)
{
    const char *wrong = NULL;
    if (!is_said(trade_off->what))
        wrong = "say what stood against what";
    else if (!is_said(trade_off->cost))
        wrong = "say what it cost, or would have";
    else if (!cx_day_is_none(trade_off->day) && trade_off->day.v > ctx->today.v)
        wrong = "the day cannot lie in the future";
    if (wrong != NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, wrong);
        return false;
    }
    if (trade_off->leader.v == 0)
        return true;
    g_autoptr(CxLeader) leader = cx_leader_load(ctx, trade_off->leader, error);
    return leader != NULL;
}

bool
cx_trade_off_add(CxCtx *ctx, const CxTradeOff *trade_off, GError **error)
{
    if (!cx_ctx_check_change(ctx, "note which trade-offs were made", error) ||
        !check(ctx, trade_off, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const CxTradeOffAddParams params = {
        .what = trade_off->what,
        .cost = trade_off->cost,
        .chosen = cx_chosen_key(trade_off->chosen),
        .why = trade_off->why,
        .leader_id = trade_off->leader.v != 0 ? CX_SOME_I64(trade_off->leader.v) : (CxOptI64){ 0 },
        .day = cx_day_is_none(trade_off->day) ? ctx->today.v : trade_off->day.v,
        .by = ctx->actor.name,
        .at_us = ctx->now.us,
    };
    CxTradeOffAddRow row;
    g_autofree char *after = cx_audit_texts("what", trade_off->what, "chosen", params.chosen, NULL);
    return cx_q_trade_off_add(ctx->db, &params, &row, error) &&
           cx_ctx_audit(ctx, "trade_off.add", "trade_off", row.id, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}
