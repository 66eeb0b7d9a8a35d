/* Rounds: begun, ended, who is in them, and the one-on-ones recorded. */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "db/db.h"
#include "db/txn.h"
#include "engage/detail.h"
#include "engage/note_priv.h"
#include "engage/round_priv.h"
#include "sql/engage.h"

#define CADENCE_LO 7
#define CADENCE_HI 732

static bool
refuse(GError **error, const char *why)
{
    g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, why);
    return false;
}

static bool
is_blank(const char *text)
{
    return text == NULL || *text == '\0';
}

/* ---- Beginning ---- */

static bool
check_begin(const CxRoundBegin *begin, const CxEngageSettings *settings, GError **error)
{
    if (is_blank(begin->name) || strlen(begin->name) > CX_NAME_BYTES_MAX)
        return refuse(error, "give the round a name, such as \"Spring 2027\"");
    if (begin->target_days < CADENCE_LO || begin->max_days > CADENCE_HI)
        return refuse(error, "between meetings are 7 to 732 days");
    if (begin->max_days < begin->target_days)
        return refuse(error, "the most days allowed cannot be fewer than the days aimed at");
    if (begin->n_questions > CX_ROUND_QUESTIONS_MAX) {
        return refuse(error, "a round asks eight questions at most: shorten the standing questions "
                             "of the program first");
    }
    if (begin->with_sponsor && settings->sponsor == 0) {
        return refuse(error, "nobody is named as the sponsor: name one under How leaders are "
                             "engaged, or begin the round without");
    }
    return true;
}

static size_t
count_in_office(const GPtrArray *leaders, CxDay day)
{
    size_t n = 0;
    for (guint i = 0; i < leaders->len; i++)
        n += cx_leader_term(leaders->pdata[i], day) != NULL;
    return n;
}

static bool
check_anybody(CxCtx *ctx, const GPtrArray *leaders, const CxEngageSettings *settings,
              GError **error)
{
    const size_t n = count_in_office(leaders, ctx->today);
    if (n == 0) {
        return refuse(error, "nobody is in office: a round needs somebody to meet. Bring the list "
                             "of leaders first");
    }
    if (n >= CX_ROUND_QUORUM || settings->rounds != 0)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                "with %zu in office the list of leaders says as much as a round; switch rounds on "
                "under How leaders are engaged to have them all the same",
                n);
    return false;
}

/* The sponsor is not met together with themself. */
static void
take_everybody(CxCtx *ctx, const GPtrArray *leaders, const CxRoundBegin *begin,
               const CxEngageSettings *settings, GArray *ids)
{
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = leaders->pdata[i];
        const bool is_sponsor = begin->with_sponsor && leader->id.v == settings->sponsor;
        if (!is_sponsor && cx_leader_term(leader, ctx->today) != NULL)
            g_array_append_val(ids, leader->id);
    }
}

static bool
take_named(CxCtx *ctx, const char *list, GArray *ids, GError **error)
{
    g_autoptr(GArray) named = cx_leader_find_all(ctx, list, error);
    for (guint i = 0; named != NULL && i < named->len; i++) {
        const CxLeaderId id = g_array_index(named, CxLeaderId, i);
        g_autoptr(CxLeader) leader = cx_leader_load(ctx, id, error);
        if (leader == NULL)
            return false;
        if (cx_leader_term(leader, ctx->today) == NULL) {
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "%s holds no office today",
                        leader->name);
            return false;
        }
        g_array_append_val(ids, id);
    }
    return named != NULL;
}

static GArray *
choose_leaders(CxCtx *ctx, const CxRoundBegin *begin, const CxEngageSettings *settings,
               GError **error)
{
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL || !check_anybody(ctx, leaders, settings, error))
        return NULL;
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(CxLeaderId));
    if (is_blank(begin->leaders))
        take_everybody(ctx, leaders, begin, settings, ids);
    else if (!take_named(ctx, begin->leaders, ids, error))
        return NULL;
    if (ids->len == 0) {
        (void)refuse(error, "nobody is left to meet: a round needs at least one leader");
        return NULL;
    }
    return g_steal_pointer(&ids);
}

static bool
write_parts(CxCtx *ctx, int64_t id, const CxRoundBegin *begin, const GArray *leaders,
            GError **error)
{
    for (guint i = 0; i < leaders->len; i++) {
        const CxRoundLeaderAddParams leader = { .round_id = id,
                                                .leader_id =
                                                    g_array_index(leaders, CxLeaderId, i).v,
                                                .day = ctx->today.v };
        if (!cx_q_round_leader_add(ctx->db, &leader, error))
            return false;
    }
    for (size_t i = 0; i < begin->n_questions; i++) {
        const CxRoundQuestionAddParams question = { .round_id = id,
                                                    .position = (int64_t)i + 1,
                                                    .text = begin->questions[i] };
        if (!cx_q_round_question_add(ctx->db, &question, error))
            return false;
    }
    return true;
}

bool
cx_round_begin(CxCtx *ctx, const CxRoundBegin *begin, CxRoundId *ret_id, GError **error)
{
    CxEngageSettings settings;
    if (!cx_ctx_check_change(ctx, "begin rounds of one-on-ones", error) ||
        !cx_engage_settings_load(ctx, &settings, error) || !check_begin(begin, &settings, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    g_autoptr(GArray) leaders = txn != NULL ? choose_leaders(ctx, begin, &settings, error) : NULL;
    if (leaders == NULL)
        return false;
    const CxRoundAddParams params = { .name = begin->name,
                                      .from_day = ctx->today.v,
                                      .target_days = begin->target_days,
                                      .max_days = begin->max_days,
                                      .with_sponsor = begin->with_sponsor,
                                      .instead_of =
                                          is_blank(begin->instead_of) ? NULL : begin->instead_of,
                                      .begun_by = ctx->actor.name,
                                      .begun_us = ctx->now.us };
    CxRoundAddRow row;
    g_autofree char *after = cx_audit_texts("name", begin->name, NULL);
    if (!cx_q_round_add(ctx->db, &params, &row, error) ||
        !write_parts(ctx, row.id, begin, leaders, error) ||
        !cx_ctx_audit(ctx, "round.begin", "round", row.id, NULL, after, error) ||
        !cx_txn_commit(&txn, error))
        return false;
    *ret_id = (CxRoundId){ row.id };
    return true;
}

bool
cx_round_end(CxCtx *ctx, CxRoundId id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "end rounds of one-on-ones", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    const CxRoundEndParams params = { .id = id.v, .day = ctx->today.v };
    if (txn == NULL || !cx_q_round_end(ctx->db, &params, error))
        return false;
    if (cx_db_changes(ctx->db) != 1) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CONFLICT,
                            "this round has ended already, or never began");
        return false;
    }
    return cx_ctx_audit(ctx, "round.end", "round", id.v, NULL, NULL, error) &&
           cx_txn_commit(&txn, error);
}

/* ---- Who is in it ---- */

static bool
check_open(const CxRound *round, GError **error)
{
    if (cx_day_is_none(round->ended_on))
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT, "\"%s\" has ended; begin another round",
                round->name);
    return false;
}

static bool
excuse_leader(CxCtx *ctx, const CxRound *round, CxLeaderId leader, const char *excuse,
              GError **error)
{
    if (cx_round_leader(round, leader) == NULL)
        return refuse(error, "this leader is not in the round");
    if (*excuse == '\0' || strlen(excuse) > CX_NAME_BYTES_MAX)
        return refuse(error, "say why they are not to be met, in a sentence");
    const CxRoundLeaderExcuseParams params = {
        .round_id = round->id.v, .leader_id = leader.v, .day = ctx->today.v, .reason = excuse
    };
    return cx_q_round_leader_excuse(ctx->db, &params, error);
}

static bool
add_leader(CxCtx *ctx, const CxRound *round, CxLeaderId leader, GError **error)
{
    g_autoptr(CxLeader) known = cx_leader_load(ctx, leader, error);
    if (known == NULL)
        return false;
    if (cx_leader_term(known, ctx->today) == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "%s holds no office today", known->name);
        return false;
    }
    const CxRoundLeaderAddParams params = { .round_id = round->id.v,
                                            .leader_id = leader.v,
                                            .day = ctx->today.v };
    return cx_q_round_leader_add(ctx->db, &params, error);
}

bool
cx_round_put_leader(CxCtx *ctx, CxRoundId id, CxLeaderId leader, const char *excuse, GError **error)
{
    if (!cx_ctx_check_change(ctx, "say who is met in a round", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    const CxRound *round = NULL;
    if (txn == NULL || !cx_round_load(ctx, id, &round, error) || !check_open(round, error) ||
        !(excuse != NULL ? excuse_leader(ctx, round, leader, excuse, error)
                         : add_leader(ctx, round, leader, error)))
        return false;
    g_autofree char *number = g_strdup_printf("%" PRId64, leader.v);
    g_autofree char *after =
        cx_audit_texts("leader", number, "excuse", excuse != NULL ? excuse : "", NULL);
    return cx_ctx_audit(ctx, "round.leader", "round", id.v, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}

/* ---- A one-on-one ---- */

static bool
check_words(const char *text, size_t bytes_max, GError **error)
{
    if (text == NULL || strlen(text) <= bytes_max)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "a text is over %zu letters", bytes_max);
    return false;
}

static bool
check_answers(const CxRound *round, const CxRoundTalkAdd *add, GError **error)
{
    for (size_t i = 0; i < CX_ROUND_QUESTIONS_MAX; i++) {
        const CxRoundAnswer *answer = &add->answers[i];
        const bool is_given = answer->drift != CX_ROUND_DRIFT_N;
        if (is_given && i >= round->n_voices)
            return refuse(error, "there is an answer to a question that the round does not ask");
        if (!is_given && !is_blank(answer->words))
            return refuse(error, "say which way each answer goes: yes, partly, no, or other");
        if (!check_words(answer->words, CX_NAME_BYTES_MAX, error))
            return false;
    }
    return true;
}

static bool
check_talk(CxCtx *ctx, const CxRound *round, const CxRoundTalkAdd *add, CxDay day, GError **error)
{
    const CxRoundLeader *leader = cx_round_leader(round, add->leader);
    if (!check_open(round, error))
        return false;
    if (leader == NULL)
        return refuse(error, "this leader is not in the round: add them first");
    if (day.v > ctx->today.v)
        return refuse(error, "the meeting is said to be on a day to come: record it when it was");
    if (day.v < round->from.v)
        return refuse(error, "the meeting was before the round began: note it as a contact");
    if (!cx_day_is_none(add->due_on) && is_blank(add->promised))
        return refuse(error, "a day is named, but not what was promised by it");
    return check_answers(round, add, error) && check_words(add->said, CX_TEXT_BYTES_MAX, error) &&
           check_words(add->asked, CX_NAME_BYTES_MAX, error) &&
           check_words(add->promised, CX_NAME_BYTES_MAX, error);
}

static bool
keep_note(CxCtx *ctx, const CxRound *round, const CxRoundTalkAdd *add, CxDay day, int64_t *ret_note,
          GError **error)
{
    const bool has_promise = !is_blank(add->promised);
    const CxCapture capture = { .state = CX_CAPTURE_READY,
                                .leader = add->leader,
                                .has_contact = true,
                                .kind = add->is_call ? CX_CONTACT_CALL : CX_CONTACT_MEETING,
                                .with_sponsor = add->with_sponsor,
                                .day = day,
                                .topic = round->name,
                                .promises = { { CX_PROMISE_OURS, add->promised, add->due_on } },
                                .n_promises = has_promise ? 1 : 0 };
    const CxNoted noted = { .text = round->name, .capture = &capture, .ended_on = CX_DAY_NONE };
    return cx_note_keep(ctx, &noted, ret_note, error);
}

static bool
keep_answers(CxCtx *ctx, int64_t talk, const CxRoundTalkAdd *add, GError **error)
{
    for (size_t i = 0; i < CX_ROUND_QUESTIONS_MAX; i++) {
        const CxRoundAnswer *answer = &add->answers[i];
        if (answer->drift == CX_ROUND_DRIFT_N)
            continue;
        const CxRoundAnswerAddParams params = {
            .talk_id = talk,
            .position = (int64_t)i + 1,
            .answer = cx_round_drift_key(answer->drift),
            .words = is_blank(answer->words) ? NULL : answer->words,
        };
        if (!cx_q_round_answer_add(ctx->db, &params, error))
            return false;
    }
    return true;
}

static bool
keep_talk(CxCtx *ctx, const CxRoundTalkAdd *add, CxDay day, int64_t note, GError **error)
{
    const CxRoundTalkAddParams params = { .round_id = add->round.v,
                                          .leader_id = add->leader.v,
                                          .note_id = note,
                                          .day = day.v,
                                          .said = is_blank(add->said) ? NULL : add->said,
                                          .recorded_by = ctx->actor.name,
                                          .recorded_us = ctx->now.us };
    CxRoundTalkAddRow row;
    return cx_q_round_talk_add(ctx->db, &params, &row, error) &&
           keep_answers(ctx, row.id, add, error) &&
           (is_blank(add->asked) ||
            cx_detail_keep(ctx, add->leader, CX_DETAIL_ASKED, add->asked, error)) &&
           cx_ctx_audit(ctx, "round.talk", "round_talk", row.id, NULL, NULL, error);
}

bool
cx_round_talk_add(CxCtx *ctx, const CxRoundTalkAdd *add, int64_t *ret_note,
                  const CxClosed **ret_closed, GError **error)
{
    if (!cx_ctx_check_change(ctx, "record one-on-ones", error))
        return false;
    const CxDay day = cx_day_is_none(add->day) ? ctx->today : add->day;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    const CxRound *round = NULL;
    CxCloseds closeds;
    int64_t note = 0;
    if (txn == NULL || !cx_round_load(ctx, add->round, &round, error) ||
        !check_talk(ctx, round, add, day, error) || !cx_closed_list(ctx, &closeds, error) ||
        !keep_note(ctx, round, add, day, &note, error) || !keep_talk(ctx, add, day, note, error) ||
        !cx_txn_commit(&txn, error))
        return false;
    *ret_note = note;
    *ret_closed = cx_closed_on(&closeds, day);
    return true;
}
