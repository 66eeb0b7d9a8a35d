#include "plays/answer.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "db/txn.h"
#include "lang/assert.h"
#include "sql/plays.h"

static const char *const answer_keys[CX_PLAY_ANSWER_N] = {
#define X(name, key) [CX_PLAY_ANSWER_##name] = (key),
    CX_PLAY_ANSWER_MAP(X)
#undef X
};

const char *
cx_play_answer_key(CxPlayAnswerKind kind)
{
    cx_assert(kind < CX_PLAY_ANSWER_N);
    return answer_keys[kind];
}

bool
cx_play_answer_parse(const char *key, CxPlayAnswerKind *ret_kind, GError **error)
{
    for (size_t i = 0; i < CX_PLAY_ANSWER_N; i++) {
        if (g_strcmp0(key, answer_keys[i]) == 0) {
            *ret_kind = (CxPlayAnswerKind)i;
            return true;
        }
    }
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                "\"%s\" is no answer; there are done, later, never and again",
                key != NULL ? key : "");
    return false;
}

bool
cx_play_answer_list(CxCtx *ctx, CxPlayAnswers *ret_answers, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see what was answered to the week", error))
        return false;
    g_autoptr(CxStmt) stmt = cx_q_answer_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxPlayAnswer));
    CxAnswerListRow row;
    CxStep step = cx_q_answer_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_answer_list_next(stmt, &row, error)) {
        CxPlayAnswer answer = {
            .key = cx_arena_text(ctx->arena, row.key),
            .title = cx_arena_text(ctx->arena, row.title),
            .until = row.until_day.is_set ? (CxDay){ (int32_t)row.until_day.v } : CX_DAY_NONE,
            .reason = cx_arena_text(ctx->arena, row.reason),
            .day = { (int32_t)row.day },
            .by = cx_arena_text(ctx->arena, row.answered_by),
        };
        if (!cx_play_answer_parse(row.answer, &answer.kind, error))
            return false;
        g_array_append_val(found, answer);
    }
    if (step != CX_STEP_DONE)
        return false;
    CxPlayAnswer *items = cx_arena_new0_n(ctx->arena, CxPlayAnswer, found->len);
    for (guint i = 0; i < found->len; i++)
        items[i] = g_array_index(found, CxPlayAnswer, i);
    *ret_answers = (CxPlayAnswers){ items, found->len };
    return true;
}

bool
cx_play_answer_hides(const CxPlayAnswers *answers, const char *key, CxDay today)
{
    for (size_t i = 0; i < answers->n; i++) {
        const CxPlayAnswer *answer = &answers->items[i];
        if (strcmp(answer->key, key) != 0)
            continue;
        if (answer->kind == CX_PLAY_ANSWER_LATER)
            return answer->until.v > today.v;
        return answer->kind != CX_PLAY_ANSWER_AGAIN;
    }
    return false;
}

const CxPlayAnswer *
cx_play_answer_newest(const CxPlayAnswers *answers, const char *prefix)
{
    for (size_t i = 0; i < answers->n; i++) {
        const CxPlayAnswer *answer = &answers->items[i];
        const bool is_end =
            answer->kind == CX_PLAY_ANSWER_DONE || answer->kind == CX_PLAY_ANSWER_NEVER;
        if (is_end && g_str_has_prefix(answer->key, prefix))
            return answer;
    }
    return NULL;
}

bool
cx_play_answer_stops(const CxPlayAnswers *answers, const char *play, CxLeaderId leader)
{
    enum { REFUSALS = 2 };
    g_autofree char *prefix = g_strdup_printf("%s:%" G_GINT64_FORMAT ":", play, leader.v);
    int n = 0;
    for (size_t i = 0; i < answers->n && leader.v != 0; i++) {
        const CxPlayAnswer *answer = &answers->items[i];
        n += answer->kind == CX_PLAY_ANSWER_NEVER && g_str_has_prefix(answer->key, prefix);
    }
    return n >= REFUSALS;
}

static bool
check(const CxCtx *ctx, const CxPlayAnswer *answer, GError **error)
{
    const bool has_until = !cx_day_is_none(answer->until);
    if (answer->key == NULL || *answer->key == '\0' || answer->title == NULL ||
        strlen(answer->key) > CX_NAME_BYTES_MAX ||
        strlen(answer->title) > (size_t)CX_NAME_BYTES_MAX * 2) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "an answer needs the proposal's key and title");
        return false;
    }
    if (answer->kind == CX_PLAY_ANSWER_LATER && (!has_until || answer->until.v <= ctx->today.v)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "say on which day to come it should be proposed again");
        return false;
    }
    if (answer->kind == CX_PLAY_ANSWER_NEVER &&
        (answer->reason == NULL || *answer->reason == '\0')) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "say why it should never be proposed again");
        return false;
    }
    return true;
}

bool
cx_play_answer_give(CxCtx *ctx, const CxPlayAnswer *answer, GError **error)
{
    if (!cx_ctx_check_change(ctx, "answer the week's proposals", error) ||
        !check(ctx, answer, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const bool is_later = answer->kind == CX_PLAY_ANSWER_LATER;
    const CxAnswerAddParams params = {
        .key = answer->key,
        .title = answer->title,
        .answer = cx_play_answer_key(answer->kind),
        .until_day = is_later ? CX_SOME_I64(answer->until.v) : (CxOptI64){ 0 },
        .reason = answer->kind == CX_PLAY_ANSWER_NEVER ? answer->reason : NULL,
        .day = ctx->today.v,
        .answered_by = ctx->actor.name,
        .answered_us = ctx->now.us,
    };
    g_autofree char *after = cx_audit_texts("key", params.key, "answer", params.answer, "reason",
                                            params.reason != NULL ? params.reason : "", NULL);
    return cx_q_answer_add(ctx->db, &params, error) &&
           cx_ctx_audit(ctx, "play.answer", "play_answer", 0, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}
