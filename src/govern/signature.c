#include "govern/signature.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "db/db.h"
#include "db/txn.h"
#include "lang/assert.h"
#include "people/user.h"
#include "sql/govern.h"

static const char *const verdict_keys[CX_VERDICT_N] = {
    [CX_VERDICT_SIGNED] = "signed",
    [CX_VERDICT_OBJECTED] = "objected",
};

const char *
cx_verdict_key(CxVerdict verdict)
{
    cx_assert((unsigned)verdict < CX_VERDICT_N);
    return verdict_keys[verdict];
}

bool
cx_verdict_parse(const char *key, CxVerdict *ret_verdict, GError **error)
{
    for (size_t i = 0; i < CX_VERDICT_N; i++) {
        if (g_strcmp0(key, verdict_keys[i]) == 0) {
            *ret_verdict = (CxVerdict)i;
            return true;
        }
    }
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "a number is signed or objected to, not \"%s\"",
                key != NULL ? key : "");
    return false;
}

bool
cx_signature_may_sign(const CxCtx *ctx)
{
    return ctx->actor.user.v != 0 &&
           (ctx->actor.role == CX_ROLE_FINANCE || ctx->actor.role == CX_ROLE_SPONSOR);
}

/* ---- Reading ---- */

static bool
read_row(CxCtx *ctx, const CxSignatureListRow *row, CxSignature *ret_signature, GError **error)
{
    *ret_signature = (CxSignature){
        .id = row->id,
        .scope = cx_arena_text(ctx->arena, row->scope),
        .signed_by = cx_arena_text(ctx->arena, row->signed_by),
        .day = { (int32_t)row->day },
        .until = { (int32_t)row->until_day },
        .withdrawn_on =
            row->withdrawn_day.is_set ? (CxDay){ (int32_t)row->withdrawn_day.v } : CX_DAY_NONE,
        .withdrawn_reason = cx_arena_text(ctx->arena, row->withdrawn_reason),
        .is_own = ctx->actor.user.v != 0 && row->signer_id == ctx->actor.user.v,
        .is_in_force = !row->withdrawn_day.is_set && row->until_day >= ctx->today.v,
    };
    return cx_verdict_parse(row->verdict, &ret_signature->verdict, error);
}

bool
cx_signature_list(CxCtx *ctx, const CxCard *card, CxSignatures *ret_signatures, GError **error)
{
    const CxSignatureListParams params = { .card_id = card->value.card.hex };
    g_autoptr(CxStmt) stmt = cx_q_signature_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(CxSignature));
    CxSignatureListRow row;
    CxStep step;
    while ((step = cx_q_signature_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxSignature signature;
        if (!read_row(ctx, &row, &signature, error))
            return false;
        g_array_append_val(list, signature);
    }
    if (step == CX_STEP_ERROR)
        return false;
    CxSignature *items = cx_arena_new0_n(ctx->arena, CxSignature, list->len + 1);
    for (guint i = 0; i < list->len; i++)
        items[i] = g_array_index(list, CxSignature, i);
    *ret_signatures = (CxSignatures){ items, list->len };
    return true;
}

/* ---- What stands today ---- */

static bool
list_standing(CxCtx *ctx, CxStandings *standings, GError **error)
{
    const CxSignatureStandingParams params = { .today_day = ctx->today.v };
    g_autoptr(CxStmt) stmt = cx_q_signature_standing(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(CxStanding));
    CxSignatureStandingRow row;
    CxStep step;
    while ((step = cx_q_signature_standing_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxStanding standing = {
            .id = row.id,
            .card = cx_arena_text(ctx->arena, row.card_id),
            .scope = cx_arena_text(ctx->arena, row.scope),
            .signed_by = cx_arena_text(ctx->arena, row.signed_by),
            .leader = { row.leader_id.is_set ? row.leader_id.v : 0 },
            .day = { (int32_t)row.day },
        };
        if (!cx_verdict_parse(row.verdict, &standing.verdict, error))
            return false;
        g_array_append_val(list, standing);
    }
    if (step == CX_STEP_ERROR)
        return false;
    CxStanding *items = cx_arena_new0_n(ctx->arena, CxStanding, list->len + 1);
    for (guint i = 0; i < list->len; i++)
        items[i] = g_array_index(list, CxStanding, i);
    standings->items = items;
    standings->n = list->len;
    return true;
}

bool
cx_signature_standing(CxCtx *ctx, CxStandings *ret_standings, GError **error)
{
    CxStandings standings = { 0 };
    if (!cx_ctx_check_change(ctx, "see whose names stand on numbers", error) ||
        !list_standing(ctx, &standings, error))
        return false;
    g_autoptr(CxStmt) stmt = cx_q_examiner_list(ctx->db, error);
    CxExaminerListRow row;
    const CxStep step = stmt != NULL ? cx_q_examiner_list_next(stmt, &row, error) : CX_STEP_ERROR;
    if (step == CX_STEP_ERROR)
        return false;
    if (step == CX_STEP_ROW)
        standings.examiner = cx_arena_text(ctx->arena, row.name);
    *ret_standings = standings;
    return true;
}

/* ---- Signing ---- */

static bool
fail(GError **error, CxErrorCode code, const char *text)
{
    g_set_error_literal(error, CX_ERROR, (int)code, text);
    return false;
}

static bool
check_text(const char *text, const char *missing, GError **error)
{
    if (text == NULL || *text == '\0')
        return fail(error, CX_ERROR_INVALID, missing);
    if (strlen(text) > CX_TEXT_BYTES_MAX)
        return fail(error, CX_ERROR_INVALID, "this has 16,000 letters at most");
    return true;
}

static bool
check_signer(CxCtx *ctx, const CxCard *card, const CxSignatureAdd *add, GError **error)
{
    if (!cx_signature_may_sign(ctx)) {
        return fail(error, CX_ERROR_FORBIDDEN,
                    "only the finance reviewer and the executive sponsor put their name to a "
                    "number: nobody who reports to the CX leader does, and no administrator");
    }
    if (!cx_measured_has_value(&card->value))
        return fail(error, CX_ERROR_INVALID, "this card has no number to put a name to");
    CxUserId user = { 0 };
    return check_text(add->scope,
                      add->verdict == CX_VERDICT_SIGNED ? "say what you examined"
                                                        : "say what you object to",
                      error) &&
           cx_user_verify(ctx, ctx->actor.login, add->password != NULL ? add->password : "", &user,
                          error);
}

static bool
check_first(CxCtx *ctx, const CxCard *card, GError **error)
{
    CxSignatures signatures;
    if (!cx_signature_list(ctx, card, &signatures, error))
        return false;
    for (size_t i = 0; i < signatures.n; i++) {
        if (signatures.items[i].is_own && signatures.items[i].is_in_force) {
            return fail(error, CX_ERROR_CONFLICT,
                        "your name stands on this card already; withdraw it first");
        }
    }
    return true;
}

static CxDay
end_of_year(CxDay day)
{
    return cx_day_from_civil((CxCivil){ cx_day_civil(day).year, 12, 31 });
}

static bool
audit(CxCtx *ctx, const char *action, int64_t id, const CxCard *card, const char *said,
      GError **error)
{
    g_autofree char *after = cx_audit_texts("card", card->value.card.hex, "said", said, NULL);
    return cx_ctx_audit(ctx, action, "signature", id, NULL, after, error);
}

bool
cx_signature_add(CxCtx *ctx, const CxCard *card, const CxSignatureAdd *add, GError **error)
{
    if (!check_signer(ctx, card, add, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL || !check_first(ctx, card, error))
        return false;
    const CxSignatureAddParams params = {
        .card_id = card->value.card.hex,
        .verdict = cx_verdict_key(add->verdict),
        .scope = add->scope,
        .day = ctx->today.v,
        .until_day = end_of_year(ctx->today).v,
        .signer_id = ctx->actor.user.v,
        .signed_by = ctx->actor.name,
        .signed_us = ctx->now.us,
    };
    CxSignatureAddRow row;
    return cx_q_signature_add(ctx->db, &params, &row, error) &&
           audit(ctx, add->verdict == CX_VERDICT_SIGNED ? "signature.sign" : "signature.object",
                 row.id, card, add->scope, error) &&
           cx_txn_commit(&txn, error);
}

bool
cx_signature_withdraw(CxCtx *ctx, const CxCard *card, int64_t id, const char *reason,
                      GError **error)
{
    if (!check_text(reason, "say why it is withdrawn", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    CxSignatures signatures;
    if (txn == NULL || !cx_signature_list(ctx, card, &signatures, error))
        return false;
    const CxSignature *own = NULL;
    for (size_t i = 0; i < signatures.n; i++) {
        if (signatures.items[i].id == id && signatures.items[i].is_own)
            own = &signatures.items[i];
    }
    if (own == NULL)
        return fail(error, CX_ERROR_NOT_FOUND, "this card has no such signature of yours");
    if (!cx_day_is_none(own->withdrawn_on))
        return fail(error, CX_ERROR_CONFLICT, "it was withdrawn before");
    const CxSignatureWithdrawParams params = { .id = id, .day = ctx->today.v, .reason = reason };
    return cx_q_signature_withdraw(ctx->db, &params, error) &&
           audit(ctx, "signature.withdraw", id, card, reason, error) && cx_txn_commit(&txn, error);
}
