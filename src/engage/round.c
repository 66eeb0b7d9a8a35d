#include "engage/round.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "engage/round_priv.h"
#include "lang/assert.h"

static const char *const drift_keys[CX_ROUND_DRIFT_N] = {
#define X(name, key) [CX_ROUND_DRIFT_##name] = (key),
    CX_ROUND_DRIFT_MAP(X)
#undef X
};

const char *
cx_round_drift_key(CxRoundDrift drift)
{
    cx_assert(drift < CX_ROUND_DRIFT_N);
    return drift_keys[drift];
}

bool
cx_round_drift_parse(const char *key, CxRoundDrift *ret_drift, GError **error)
{
    if (key == NULL || *key == '\0') {
        *ret_drift = CX_ROUND_DRIFT_N;
        return true;
    }
    for (size_t i = 0; i < CX_ROUND_DRIFT_N; i++) {
        if (strcmp(key, drift_keys[i]) == 0) {
            *ret_drift = (CxRoundDrift)i;
            return true;
        }
    }
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                "\"%s\" is no answer of a round; there are yes, partly, no and other", key);
    return false;
}

/* ---- Where a leader stands ---- */

static const CxLeader *
find_leader(const GPtrArray *leaders, CxLeaderId id)
{
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = leaders->pdata[i];
        if (leader->id.v == id.v)
            return leader;
    }
    return NULL;
}

/* Nobody is met together with themself. */
static bool
needs_sponsor(const CxRound *round, const CxRoundWorld *world, CxLeaderId leader)
{
    return round->with_sponsor && world->sponsor.v != leader.v;
}

static void
judge_contacts(const CxRound *round, const CxRoundWorld *world, CxRoundLeader *leader)
{
    const CxDay end = cx_day_is_none(round->ended_on) ? world->today : round->ended_on;
    bool is_met = false;
    for (size_t i = 0; i < world->contacts->n; i++) {
        const CxContact *contact = &world->contacts->items[i];
        if (contact->leader.v != leader->id.v || contact->day.v < round->from.v ||
            contact->day.v > end.v || !cx_contact_kind_is_real(contact->kind))
            continue;
        is_met = true;
        if (contact->with_sponsor || !needs_sponsor(round, world, leader->id))
            leader->is_covered = true;
    }
    leader->is_without_sponsor = is_met && !leader->is_covered;
}

void
cx_round_judge(const CxRound *round, const CxRoundWorld *world, CxArena *arena,
               CxRoundLeader *leader)
{
    const CxLeader *known = find_leader(world->leaders, leader->id);
    cx_assert(known != NULL);
    const CxDay on = cx_day_is_none(round->ended_on) ? world->today : round->ended_on;
    const CxTerm *term = cx_leader_term(known, on);
    const CxEngageSettings cadence = { .cadence_target_days = round->target_days,
                                       .cadence_max_days = round->max_days };
    leader->key = cx_arena_text(arena, known->key);
    leader->name = cx_arena_text(arena, known->name);
    leader->title = term != NULL ? cx_arena_text(arena, term->title) : NULL;
    leader->is_in = term != NULL && leader->excused_reason == NULL;
    leader->last = cx_contact_last(world->contacts, leader->id, on);
    const CxDay last = leader->last != NULL ? leader->last->day : CX_DAY_NONE;
    leader->lapse = cx_lapse_judge(last, on, &cadence);
    const CxDay since = leader->last != NULL ? last : round->from;
    leader->due_on = (CxDay){ since.v + (int32_t)round->target_days };
    judge_contacts(round, world, leader);
}

bool
cx_round_leader_is_due(const CxRoundLeader *leader)
{
    return leader->is_in && !leader->is_covered && leader->lapse != CX_LAPSE_FINE;
}

/* ---- The round as a whole ---- */

/* To be met and not covered first, the longest waiting first; then covered; then the others. */
static int
compare_leaders(const void *a, const void *b)
{
    const CxRoundLeader *left = a;
    const CxRoundLeader *right = b;
    if (left->is_in != right->is_in)
        return left->is_in ? -1 : 1;
    if (left->is_covered != right->is_covered)
        return left->is_covered ? 1 : -1;
    if (left->due_on.v != right->due_on.v)
        return left->due_on.v < right->due_on.v ? -1 : 1;
    return strcmp(left->name, right->name);
}

void
cx_round_count(CxRound *round, CxRoundLeader *leaders, size_t n)
{
    if (n > 1)
        qsort(leaders, n, sizeof *leaders, compare_leaders);
    for (size_t i = 0; i < n; i++) {
        if (!leaders[i].is_in)
            continue;
        round->n_in++;
        round->n_covered += leaders[i].is_covered;
        round->n_lapse[leaders[i].lapse]++;
    }
    round->leaders = leaders;
    round->n_leaders = n;
}

const CxRoundAnswer *
cx_round_answer(const CxRound *round, CxLeaderId leader, size_t i_question)
{
    cx_assert(i_question < CX_ROUND_QUESTIONS_MAX);
    for (size_t i = 0; i < round->n_talks; i++) {
        const CxRoundAnswer *answer = &round->talks[i].answers[i_question];
        if (round->talks[i].leader.v == leader.v && answer->drift != CX_ROUND_DRIFT_N)
            return answer;
    }
    return NULL;
}

void
cx_round_sum_up(CxRound *round, const char *const *questions, size_t n_questions, CxArena *arena)
{
    CxRoundVoice *voices = cx_arena_new0_n(arena, CxRoundVoice, n_questions);
    for (size_t i = 0; i < n_questions; i++) {
        voices[i].question = questions[i];
        for (size_t k = 0; k < round->n_talks; k++) {
            const CxRoundAnswer *answer = &round->talks[k].answers[i];
            if (answer->drift == CX_ROUND_DRIFT_N ||
                cx_round_answer(round, round->talks[k].leader, i) != answer)
                continue;
            voices[i].n[answer->drift]++;
            voices[i].n_answers++;
        }
    }
    round->voices = voices;
    round->n_voices = n_questions;
}

/* While a round goes on, yesterday's counts and today's would tell one leader's answer. */
void
cx_round_strip(CxRound *round, CxRoundVoice *voices, int64_t min_n)
{
    for (size_t i = 0; i < round->n_voices; i++) {
        const char *question = voices[i].question;
        if (cx_day_is_none(round->ended_on) || voices[i].n_answers < min_n)
            voices[i] = (CxRoundVoice){ .question = question, .is_hidden = true };
    }
    round->voices = voices;
    round->talks = NULL;
    round->n_talks = 0;
}

const CxRoundLeader *
cx_round_leader(const CxRound *round, CxLeaderId leader)
{
    for (size_t i = 0; i < round->n_leaders; i++) {
        if (round->leaders[i].id.v == leader.v)
            return &round->leaders[i];
    }
    return NULL;
}

const CxRound *
cx_round_open_with(const CxRounds *rounds, CxLeaderId leader)
{
    for (size_t i = 0; i < rounds->n; i++) {
        const CxRound *round = &rounds->items[i];
        const CxRoundLeader *row = cx_round_leader(round, leader);
        if (cx_day_is_none(round->ended_on) && row != NULL && row->is_in && !row->is_covered)
            return round;
    }
    return NULL;
}
