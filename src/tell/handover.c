#include "tell/handover.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "db/db.h"
#include "db/txn.h"
#include "sql/tell.h"

static CxDay
day_of(CxOptI64 day)
{
    return day.is_set ? (CxDay){ (int32_t)day.v } : CX_DAY_NONE;
}

static CxOptI64
opt_day(CxDay day)
{
    return cx_day_is_none(day) ? (CxOptI64){ 0 } : CX_SOME_I64(day.v);
}

static CxHandovers
keep(CxCtx *ctx, const GArray *list)
{
    CxHandover *items = cx_arena_new0_n(ctx->arena, CxHandover, list->len + 1);
    for (guint i = 0; i < list->len; i++)
        items[i] = g_array_index(list, CxHandover, i);
    return (CxHandovers){ items, list->len };
}

bool
cx_handover_list(CxCtx *ctx, CxLeaderId leader, CxHandovers *ret_handovers, GError **error)
{
    if (!cx_ctx_check_leader(ctx, leader, error))
        return false;
    const CxBriefHandoverListParams params = { .leader_id = leader.v };
    g_autoptr(CxStmt) stmt = cx_q_brief_handover_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(CxHandover));
    CxBriefHandoverListRow row;
    CxStep step = cx_q_brief_handover_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_brief_handover_list_next(stmt, &row, error)) {
        const CxHandover handover = {
            .id = { row.id },
            .leader = leader,
            .survey_key = cx_arena_text(ctx->arena, row.survey_key),
            .from = day_of(row.from_day),
            .to = day_of(row.to_day),
            .day = { (int32_t)row.day },
            .digest = cx_arena_text(ctx->arena, row.digest),
            .headline = cx_arena_text(ctx->arena, row.headline),
            .handed_by = cx_arena_text(ctx->arena, row.handed_by),
        };
        g_array_append_val(list, handover);
    }
    if (step != CX_STEP_DONE)
        return false;
    *ret_handovers = keep(ctx, list);
    return true;
}

bool
cx_handover_newest(CxCtx *ctx, CxHandovers *ret_handovers, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see all that was handed over", error))
        return false;
    g_autoptr(CxStmt) stmt = cx_q_brief_handover_newest(ctx->db, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(CxHandover));
    int64_t before = 0;
    CxBriefHandoverNewestRow row;
    CxStep step = cx_q_brief_handover_newest_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_brief_handover_newest_next(stmt, &row, error)) {
        const CxHandover handover = {
            .id = { row.id },
            .leader = { row.leader_id },
            .survey_key = cx_arena_text(ctx->arena, row.survey_key),
            .from = day_of(row.from_day),
            .to = day_of(row.to_day),
            .day = { (int32_t)row.day },
        };
        if (row.leader_id != before)
            g_array_append_val(list, handover);
        before = row.leader_id;
    }
    if (step != CX_STEP_DONE)
        return false;
    *ret_handovers = keep(ctx, list);
    return true;
}

bool
cx_handover_with_card(CxCtx *ctx, const char *card_id, CxHandovers *ret_handovers, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see all that was handed over", error))
        return false;
    const CxHandoverWithCardParams params = { .card_id = card_id };
    g_autoptr(CxStmt) stmt = cx_q_handover_with_card(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(CxHandover));
    CxHandoverWithCardRow row;
    CxStep step = cx_q_handover_with_card_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_handover_with_card_next(stmt, &row, error)) {
        const CxHandover handover = {
            .id = { row.id },
            .leader = { row.leader_id },
            .day = { (int32_t)row.day },
            .headline = cx_arena_text(ctx->arena, row.headline),
        };
        g_array_append_val(list, handover);
    }
    if (step != CX_STEP_DONE)
        return false;
    *ret_handovers = keep(ctx, list);
    return true;
}

static const CxHandover *
fail_not_found(CxHandoverId id, GError **error)
{
    g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                "no brief was handed over under the number %" G_GINT64_FORMAT, id.v);
    return NULL;
}

const CxHandover *
cx_handover_load(CxCtx *ctx, CxHandoverId id, GError **error)
{
    const CxBriefHandoverLoadParams params = { .id = id.v };
    g_autoptr(CxStmt) stmt = cx_q_brief_handover_load(ctx->db, &params, error);
    if (stmt == NULL)
        return NULL;
    CxBriefHandoverLoadRow row;
    const CxStep step = cx_q_brief_handover_load_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return NULL;
    if (step == CX_STEP_DONE || !g_str_equal(row.kind, "handed") || row.n_taken_back > 0)
        return fail_not_found(id, error);
    const CxLeaderId leader = { row.leader_id };
    if (!cx_ctx_check_leader(ctx, leader, error))
        return NULL;
    CxHandover *handover = cx_arena_new0(ctx->arena, CxHandover);
    *handover = (CxHandover){
        .id = id,
        .leader = leader,
        .survey_key = cx_arena_text(ctx->arena, row.survey_key),
        .from = day_of(row.from_day),
        .to = day_of(row.to_day),
        .day = { (int32_t)row.day },
        .digest = cx_arena_text(ctx->arena, row.digest),
        .headline = cx_arena_text(ctx->arena, row.headline),
        .handed_by = cx_arena_text(ctx->arena, row.handed_by),
        .data = cx_arena_text(ctx->arena, row.data),
        .paper = cx_arena_text(ctx->arena, row.paper),
    };
    return handover;
}

/* ---- Noting ---- */

/* Pressed twice, or by two people: the record of that day is there already. */
static const CxHandover *
find_today(const CxCtx *ctx, const CxHandovers *handovers, const CxHandoverAdd *add)
{
    for (size_t i = 0; i < handovers->n; i++) {
        const CxHandover *handover = &handovers->items[i];
        if (handover->day.v == ctx->today.v && g_str_equal(handover->digest, add->digest))
            return handover;
    }
    return NULL;
}

static bool
audit(CxCtx *ctx, const char *action, int64_t id, const CxHandoverAdd *add, GError **error)
{
    g_autofree char *leader = g_strdup_printf("%" G_GINT64_FORMAT, add->leader.v);
    g_autofree char *day = cx_day_format(ctx->today);
    g_autofree char *after =
        cx_audit_texts("leader", leader, "day", day, "digest", add->digest, NULL);
    return cx_ctx_audit(ctx, action, "brief_handover", id, NULL, after, error);
}

static bool
store(CxCtx *ctx, const CxHandoverAdd *add, CxHandoverId of, CxHandoverId *ret_id, GError **error)
{
    const bool is_taken_back = of.v != 0;
    const CxBriefHandoverAddParams params = {
        .leader_id = add->leader.v,
        .kind = is_taken_back ? "taken_back" : "handed",
        .of_id = is_taken_back ? CX_SOME_I64(of.v) : (CxOptI64){ 0 },
        .survey_key = add->survey_key,
        .from_day = opt_day(add->from),
        .to_day = opt_day(add->to),
        .day = ctx->today.v,
        .digest = add->digest,
        .headline = add->headline,
        .data = add->data,
        .paper = add->paper,
        .handed_by = ctx->actor.name,
        .recorded_us = ctx->now.us,
    };
    CxBriefHandoverAddRow row;
    if (!cx_q_brief_handover_add(ctx->db, &params, &row, error))
        return false;
    ret_id->v = row.id;
    return audit(ctx, is_taken_back ? "brief.take_back" : "brief.hand_over", row.id, add, error);
}

bool
cx_handover_add(CxCtx *ctx, const CxHandoverAdd *add, CxHandoverId *ret_id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "say that a brief was handed over", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    CxHandovers handovers;
    if (txn == NULL || !cx_handover_list(ctx, add->leader, &handovers, error))
        return false;
    const CxHandover *found = find_today(ctx, &handovers, add);
    if (found != NULL) {
        *ret_id = found->id;
        return true;
    }
    CxHandoverId id = { 0 };
    if (!store(ctx, add, (CxHandoverId){ 0 }, &id, error) || !cx_txn_commit(&txn, error))
        return false;
    *ret_id = id;
    return true;
}

bool
cx_handover_take_back(CxCtx *ctx, CxHandoverId id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "say that a brief was not handed over", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    const CxHandover *handover = txn != NULL ? cx_handover_load(ctx, id, error) : NULL;
    if (handover == NULL)
        return false;
    const CxHandoverAdd add = {
        .leader = handover->leader,
        .survey_key = handover->survey_key,
        .from = handover->from,
        .to = handover->to,
        .digest = handover->digest,
        .headline = handover->headline,
        .data = "",
        .paper = "",
    };
    CxHandoverId ignored = { 0 };
    return store(ctx, &add, id, &ignored, error) && cx_txn_commit(&txn, error);
}
