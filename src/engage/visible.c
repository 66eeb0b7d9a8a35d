#include "engage/visible.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "db/db.h"
#include "db/txn.h"
#include "engage/wall.h"
#include "lang/assert.h"
#include "people/leader.h"
#include "sql/engage.h"

static bool
refuse(GError **error, const char *why)
{
    g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, why);
    return false;
}

static bool
is_sentence(const char *text)
{
    return text != NULL && *text != '\0' && strlen(text) <= CX_NAME_BYTES_MAX;
}

/* The CX team notes for everybody, a leader for themself. */
static bool
check_write(const CxCtx *ctx, CxLeaderId leader, const char *what, GError **error)
{
    const bool is_own = leader.v != 0 && ctx->actor.leader.v == leader.v;
    return is_own || cx_ctx_check_change(ctx, what, error);
}

/* ---- Commitments ---- */

const char *
cx_commitment_state_key(CxCommitmentState state)
{
    static const char *const keys[CX_COMMITMENT_N] = { "open", "done", "withdrawn" };
    cx_assert(state < CX_COMMITMENT_N);
    return keys[state];
}

static CxCommitmentState
state_of(const char *outcome)
{
    if (outcome == NULL)
        return CX_COMMITMENT_OPEN;
    return strcmp(outcome, "done") == 0 ? CX_COMMITMENT_DONE : CX_COMMITMENT_WITHDRAWN;
}

bool
cx_commitment_is_overdue(const CxCommitment *commitment, CxDay today)
{
    return commitment->state == CX_COMMITMENT_OPEN && commitment->due_on.v < today.v;
}

bool
cx_commitment_list(CxCtx *ctx, CxCommitments *ret_commitments, GError **error)
{
    if (!cx_engage_check_read(ctx, "commitments", error))
        return false;
    g_autoptr(CxStmt) stmt = cx_q_commitment_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxCommitment));
    CxCommitmentListRow row;
    CxStep step = cx_q_commitment_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_commitment_list_next(stmt, &row, error)) {
        const CxCommitment commitment = {
            .id = row.id,
            .leader = { row.leader_id },
            .what = cx_arena_text(ctx->arena, row.what),
            .made_on = { (int32_t)row.made_day },
            .due_on = { (int32_t)row.due_day },
            .state = state_of(row.outcome),
            .evidence = cx_arena_text(ctx->arena, row.evidence),
            .ended_on = row.ended_day.is_set ? (CxDay){ (int32_t)row.ended_day.v } : CX_DAY_NONE,
        };
        if (cx_engage_can_see(ctx, commitment.leader))
            g_array_append_val(found, commitment);
    }
    if (step != CX_STEP_DONE)
        return false;
    *ret_commitments = (CxCommitments){ cx_engage_keep(ctx->arena, found), found->len };
    return true;
}

bool
cx_commitment_add(CxCtx *ctx, CxLeaderId leader, const char *what, CxDay due_on, GError **error)
{
    if (!check_write(ctx, leader, "note what leaders commit to", error))
        return false;
    if (!is_sentence(what))
        return refuse(error, "say what it is, in a sentence");
    if (cx_day_is_none(due_on) || due_on.v < ctx->today.v)
        return refuse(error, "say by which day to come it is done");
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    g_autoptr(CxLeader) known = txn != NULL ? cx_leader_load(ctx, leader, error) : NULL;
    if (known == NULL)
        return false;
    const CxCommitmentAddParams params = { .leader_id = leader.v,
                                           .what = what,
                                           .made_day = ctx->today.v,
                                           .due_day = due_on.v,
                                           .noted_by = ctx->actor.name,
                                           .noted_us = ctx->now.us };
    CxCommitmentAddRow row;
    g_autofree char *after = cx_audit_texts("what", what, NULL);
    return cx_q_commitment_add(ctx->db, &params, &row, error) &&
           cx_ctx_audit(ctx, "commitment.add", "commitment", row.id, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}

static bool
find_commitment(CxCtx *ctx, int64_t id, CxCommitment *ret_commitment, GError **error)
{
    CxCommitments all;
    if (!cx_commitment_list(ctx, &all, error))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        if (all.items[i].id == id) {
            *ret_commitment = all.items[i];
            return true;
        }
    }
    g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no such commitment");
    return false;
}

bool
cx_commitment_end(CxCtx *ctx, int64_t id, const char *evidence, CxLeaderId *ret_leader,
                  GError **error)
{
    CxCommitment commitment;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL || !find_commitment(ctx, id, &commitment, error) ||
        !check_write(ctx, commitment.leader, "say what became of commitments", error))
        return false;
    if (evidence != NULL && !is_sentence(evidence))
        return refuse(error, "say how it shows that it happened, in a sentence");
    const CxCommitmentEndParams params = { .id = id,
                                           .outcome = evidence != NULL ? "done" : "withdrawn",
                                           .evidence = evidence,
                                           .day = ctx->today.v,
                                           .by = ctx->actor.name };
    if (!cx_q_commitment_end(ctx->db, &params, error))
        return false;
    if (cx_db_changes(ctx->db) != 1) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CONFLICT,
                            "this commitment has ended already");
        return false;
    }
    g_autofree char *after = cx_audit_texts("outcome", params.outcome, NULL);
    if (!cx_ctx_audit(ctx, "commitment.end", "commitment", id, NULL, after, error) ||
        !cx_txn_commit(&txn, error))
        return false;
    *ret_leader = commitment.leader;
    return true;
}

/* ---- Communications ---- */

static const char *const channel_keys[CX_CHANNEL_N] = {
#define X(name, key) [CX_CHANNEL_##name] = (key),
    CX_CHANNEL_MAP(X)
#undef X
};

const char *
cx_channel_key(CxChannel channel)
{
    cx_assert(channel < CX_CHANNEL_N);
    return channel_keys[channel];
}

bool
cx_channel_parse(const char *key, CxChannel *ret_channel, GError **error)
{
    for (size_t i = 0; i < CX_CHANNEL_N; i++) {
        if (g_strcmp0(key, channel_keys[i]) == 0) {
            *ret_channel = (CxChannel)i;
            return true;
        }
    }
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                "\"%s\" is no channel; there are meeting, mail, video, page, chat and other",
                key != NULL ? key : "");
    return false;
}

bool
cx_communication_list(CxCtx *ctx, CxCommunications *ret_communications, GError **error)
{
    if (!cx_engage_check_read(ctx, "what leaders said", error))
        return false;
    g_autoptr(CxStmt) stmt = cx_q_communication_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxCommunication));
    CxCommunicationListRow row;
    CxStep step = cx_q_communication_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_communication_list_next(stmt, &row, error)) {
        CxCommunication communication = { .id = row.id,
                                          .leader = { row.leader_id },
                                          .day = { (int32_t)row.day },
                                          .audience = cx_arena_text(ctx->arena, row.audience),
                                          .about = cx_arena_text(ctx->arena, row.about) };
        if (!cx_channel_parse(row.channel, &communication.channel, error))
            return false;
        if (cx_engage_can_see(ctx, communication.leader))
            g_array_append_val(found, communication);
    }
    if (step != CX_STEP_DONE)
        return false;
    *ret_communications = (CxCommunications){ cx_engage_keep(ctx->arena, found), found->len };
    return true;
}

bool
cx_communication_add(CxCtx *ctx, const CxCommunication *communication, GError **error)
{
    const CxDay day = cx_day_is_none(communication->day) ? ctx->today : communication->day;
    if (!check_write(ctx, communication->leader, "note what leaders said", error))
        return false;
    if (!is_sentence(communication->audience) || !is_sentence(communication->about))
        return refuse(error, "say to whom it was, and about what");
    if (day.v > ctx->today.v)
        return refuse(error, "it is said to be on a day to come: commit to it instead");
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    g_autoptr(CxLeader) known =
        txn != NULL ? cx_leader_load(ctx, communication->leader, error) : NULL;
    if (known == NULL)
        return false;
    const CxCommunicationAddParams params = { .leader_id = communication->leader.v,
                                              .day = day.v,
                                              .channel = cx_channel_key(communication->channel),
                                              .audience = communication->audience,
                                              .about = communication->about,
                                              .noted_by = ctx->actor.name,
                                              .noted_us = ctx->now.us };
    CxCommunicationAddRow row;
    g_autofree char *after = cx_audit_texts("about", params.about, NULL);
    return cx_q_communication_add(ctx->db, &params, &row, error) &&
           cx_ctx_audit(ctx, "communication.add", "communication", row.id, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}

bool
cx_communication_withdraw(CxCtx *ctx, int64_t id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "take back what was noted", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    const CxCommunicationWithdrawParams params = { .id = id, .us = ctx->now.us };
    if (txn == NULL || !cx_q_communication_withdraw(ctx->db, &params, error))
        return false;
    if (cx_db_changes(ctx->db) != 1) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                            "this was taken back already, or never noted");
        return false;
    }
    return cx_ctx_audit(ctx, "communication.withdraw", "communication", id, NULL, NULL, error) &&
           cx_txn_commit(&txn, error);
}
