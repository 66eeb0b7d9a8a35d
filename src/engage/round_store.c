/* Rounds as they stand, read whole: a program has a few. */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "engage/round_priv.h"
#include "engage/wall.h"
#include "lang/assert.h"
#include "sql/engage.h"

typedef struct {
    CxRoundId round;
    const char *text;
} Question;

typedef struct {
    CxRoundId round;
    CxRoundLeader leader;
} Member;

typedef struct {
    CxRoundId round;
    CxRoundTalk talk;
} Talk;

/* Everything of all rounds, before it is sorted to them. */
typedef struct {
    CxCtx *ctx;
    GPtrArray *leaders; /* of CxLeader */
    CxContacts contacts;
    CxEngageSettings settings;
    GArray *rounds;    /* of CxRound */
    GArray *questions; /* of Question */
    GArray *members;   /* of Member */
    GArray *talks;     /* of Talk */
} Loading;

static void
loading_clear(Loading *loading)
{
    GArray *arrays[] = { loading->rounds, loading->questions, loading->members, loading->talks };
    for (size_t i = 0; i < CX_N_ELEMENTS(arrays); i++) {
        if (arrays[i] != NULL)
            g_array_unref(arrays[i]);
    }
    if (loading->leaders != NULL)
        g_ptr_array_unref(loading->leaders);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Loading, loading_clear)

static CxDay
day_of(CxOptI64 day)
{
    return day.is_set ? (CxDay){ (int32_t)day.v } : CX_DAY_NONE;
}

static bool
load_rounds(Loading *loading, GError **error)
{
    CxArena *arena = loading->ctx->arena;
    g_autoptr(CxStmt) stmt = cx_q_round_list(loading->ctx->db, error);
    if (stmt == NULL)
        return false;
    CxRoundListRow row;
    CxStep step = cx_q_round_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_round_list_next(stmt, &row, error)) {
        const CxRound round = {
            .id = { row.id },
            .name = cx_arena_text(arena, row.name),
            .from = { (int32_t)row.from_day },
            .ended_on = day_of(row.ended_day),
            .target_days = row.target_days,
            .max_days = row.max_days,
            .with_sponsor = row.with_sponsor != 0,
            .instead_of = cx_arena_text(arena, row.instead_of),
            .begun_by = cx_arena_text(arena, row.begun_by),
        };
        g_array_append_val(loading->rounds, round);
    }
    return step == CX_STEP_DONE;
}

static bool
load_questions(Loading *loading, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_round_question_list(loading->ctx->db, error);
    if (stmt == NULL)
        return false;
    CxRoundQuestionListRow row;
    CxStep step = cx_q_round_question_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_round_question_list_next(stmt, &row, error)) {
        const Question question = { { row.round_id },
                                    cx_arena_text(loading->ctx->arena, row.text) };
        g_array_append_val(loading->questions, question);
    }
    return step == CX_STEP_DONE;
}

static bool
load_members(Loading *loading, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_round_leader_list(loading->ctx->db, error);
    if (stmt == NULL)
        return false;
    CxRoundLeaderListRow row;
    CxStep step = cx_q_round_leader_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_round_leader_list_next(stmt, &row, error)) {
        const Member member = {
            { row.round_id },
            { .id = { row.leader_id },
              .excused_on = day_of(row.excused_day),
              .excused_reason = cx_arena_text(loading->ctx->arena, row.excused_reason) },
        };
        g_array_append_val(loading->members, member);
    }
    return step == CX_STEP_DONE;
}

static Talk *
find_talk(Loading *loading, int64_t id)
{
    for (guint i = 0; i < loading->talks->len; i++) {
        Talk *talk = &g_array_index(loading->talks, Talk, i);
        if (talk->talk.id == id)
            return talk;
    }
    return NULL;
}

/* Answers of talks whose note was taken back belong to nothing and are passed over. */
static bool
load_answers(Loading *loading, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_round_answer_list(loading->ctx->db, error);
    if (stmt == NULL)
        return false;
    CxRoundAnswerListRow row;
    CxStep step = cx_q_round_answer_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_round_answer_list_next(stmt, &row, error)) {
        Talk *talk = find_talk(loading, row.talk_id);
        if (talk == NULL || row.position < 1 || row.position > CX_ROUND_QUESTIONS_MAX)
            continue;
        CxRoundAnswer *answer = &talk->talk.answers[row.position - 1];
        if (!cx_round_drift_parse(row.answer, &answer->drift, error))
            return false;
        answer->words = cx_arena_text(loading->ctx->arena, row.words);
    }
    return step == CX_STEP_DONE;
}

static bool
load_talks(Loading *loading, GError **error)
{
    CxArena *arena = loading->ctx->arena;
    g_autoptr(CxStmt) stmt = cx_q_round_talk_list(loading->ctx->db, error);
    if (stmt == NULL)
        return false;
    CxRoundTalkListRow row;
    CxStep step = cx_q_round_talk_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_round_talk_list_next(stmt, &row, error)) {
        Talk talk = { { row.round_id },
                      { .id = row.id,
                        .note = row.note_id,
                        .leader = { row.leader_id },
                        .day = { (int32_t)row.day },
                        .said = cx_arena_text(arena, row.said),
                        .by = cx_arena_text(arena, row.recorded_by) } };
        for (size_t i = 0; i < CX_ROUND_QUESTIONS_MAX; i++)
            talk.talk.answers[i].drift = CX_ROUND_DRIFT_N;
        g_array_append_val(loading->talks, talk);
    }
    return step == CX_STEP_DONE && load_answers(loading, error);
}

/* ---- Sorting it to the rounds ---- */

static void
give_talks(const Loading *loading, CxRound *round)
{
    CxRoundTalk *talks = cx_arena_new0_n(loading->ctx->arena, CxRoundTalk, loading->talks->len);
    size_t n = 0;
    for (guint i = 0; i < loading->talks->len; i++) {
        const Talk *talk = &g_array_index(loading->talks, Talk, i);
        if (talk->round.v == round->id.v)
            talks[n++] = talk->talk;
    }
    round->talks = talks;
    round->n_talks = n;
}

static const CxRoundTalk *
newest_talk(const CxRound *round, CxLeaderId leader)
{
    for (size_t i = 0; i < round->n_talks; i++) {
        if (round->talks[i].leader.v == leader.v)
            return &round->talks[i];
    }
    return NULL;
}

static void
give_leaders(const Loading *loading, CxRound *round)
{
    CxArena *arena = loading->ctx->arena;
    const CxRoundWorld world = {
        loading->leaders, &loading->contacts, { loading->settings.sponsor }, loading->ctx->today
    };
    CxRoundLeader *leaders = cx_arena_new0_n(arena, CxRoundLeader, loading->members->len);
    size_t n = 0;
    for (guint i = 0; i < loading->members->len; i++) {
        const Member *member = &g_array_index(loading->members, Member, i);
        if (member->round.v != round->id.v)
            continue;
        leaders[n] = member->leader;
        cx_round_judge(round, &world, arena, &leaders[n]);
        leaders[n].talk = newest_talk(round, leaders[n].id);
        n++;
    }
    cx_round_count(round, leaders, n);
}

static void
give_voices(const Loading *loading, CxRound *round)
{
    CxArena *arena = loading->ctx->arena;
    const char *questions[CX_ROUND_QUESTIONS_MAX];
    size_t n = 0;
    for (guint i = 0; i < loading->questions->len; i++) {
        const Question *question = &g_array_index(loading->questions, Question, i);
        if (question->round.v == round->id.v && n < CX_ROUND_QUESTIONS_MAX)
            questions[n++] = question->text;
    }
    cx_round_sum_up(round, questions, n, arena);
    if (loading->ctx->wall.can_change_program)
        return;
    CxRoundVoice *voices = cx_arena_new0_n(arena, CxRoundVoice, n);
    for (size_t i = 0; i < n; i++)
        voices[i] = round->voices[i];
    cx_round_strip(round, voices, loading->ctx->wall.min_n);
}

static size_t
count_in_office(const Loading *loading)
{
    size_t n = 0;
    for (guint i = 0; i < loading->leaders->len; i++)
        n += cx_leader_term(loading->leaders->pdata[i], loading->ctx->today) != NULL;
    return n;
}

static bool
load_all(Loading *loading, GError **error)
{
    CxCtx *ctx = loading->ctx;
    loading->leaders = cx_leader_list(ctx, error);
    loading->rounds = g_array_new(FALSE, FALSE, sizeof(CxRound));
    loading->questions = g_array_new(FALSE, FALSE, sizeof(Question));
    loading->members = g_array_new(FALSE, FALSE, sizeof(Member));
    loading->talks = g_array_new(FALSE, FALSE, sizeof(Talk));
    return loading->leaders != NULL && cx_engage_settings_load(ctx, &loading->settings, error) &&
           (!ctx->wall.can_change_program || cx_contact_list(ctx, &loading->contacts, error)) &&
           load_rounds(loading, error) && load_questions(loading, error) &&
           load_members(loading, error) && load_talks(loading, error);
}

static bool
check_read(const CxCtx *ctx, GError **error)
{
    return ctx->actor.role == CX_ROLE_SPONSOR ||
           cx_engage_check_read(ctx, "rounds of one-on-ones", error);
}

bool
cx_round_list(CxCtx *ctx, CxRounds *ret_rounds, GError **error)
{
    g_auto(Loading) loading = { .ctx = ctx };
    if (!check_read(ctx, error) || !load_all(&loading, error))
        return false;
    for (guint i = 0; i < loading.rounds->len; i++) {
        CxRound *round = &g_array_index(loading.rounds, CxRound, i);
        give_talks(&loading, round);
        if (ctx->wall.can_change_program)
            give_leaders(&loading, round);
        give_voices(&loading, round);
    }
    const size_t n_in_office = count_in_office(&loading);
    *ret_rounds =
        (CxRounds){ cx_engage_keep(ctx->arena, loading.rounds), loading.rounds->len, n_in_office,
                    n_in_office >= CX_ROUND_QUORUM || loading.settings.rounds != 0 };
    return true;
}

bool
cx_round_load(CxCtx *ctx, CxRoundId id, const CxRound **ret_round, GError **error)
{
    CxRounds rounds;
    if (!cx_round_list(ctx, &rounds, error))
        return false;
    for (size_t i = 0; i < rounds.n; i++) {
        if (rounds.items[i].id.v == id.v) {
            *ret_round = &rounds.items[i];
            return true;
        }
    }
    g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no round %" PRId64, id.v);
    return false;
}

bool
cx_round_worth(const CxCtx *ctx, CxRoundWorth *ret_worth, GError **error)
{
    const CxRoundWorthParams params = { .today_day = ctx->today.v };
    g_autoptr(CxStmt) stmt = cx_q_round_worth(ctx->db, &params, error);
    CxRoundWorthRow row;
    if (stmt == NULL || cx_q_round_worth_next(stmt, &row, error) != CX_STEP_ROW)
        return false;
    const bool are_many = row.n_in_office >= CX_ROUND_QUORUM;
    const bool are_on = row.rounds.is_set && row.rounds.v != 0;
    *ret_worth = (CxRoundWorth){ .are_rounds = are_many || are_on || row.n_rounds > 0,
                                 .are_tiers = are_many || row.n_cares > 0 };
    return true;
}
