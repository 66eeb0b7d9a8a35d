/* C3: whoever is in a round and not met in it yet is met when the round's cadence says so, counted from
 * the last real contact; the first meeting of somebody new is another play's. */
#include <inttypes.h>

#include "plays/play.h"

#define MINUTES       30
#define WORTH         3
#define DAYS_TO_BEGIN 28 /* nothing is late in a round that has just begun */
#define PRIVATE_WEEKS 12 /* in which the play for new leaders has the word */

static void
propose(const CxPlayState *state, const CxRound *round, const CxRoundLeader *row,
        const CxLeader *leader, CxPlayOut *out)
{
    CxArena *arena = state->ctx->arena;
    const CxDay since = row->last != NULL ? row->last->day : round->from;
    const char *agenda =
        cx_arena_printf(arena, "/rounds/%" PRId64 "/leaders/%" PRId64, round->id.v, leader->id.v);
    CxPlayProposal proposal = {
        .key = cx_arena_printf(arena, "round_due:%" PRId64 ":%" PRId64, leader->id.v, round->id.v),
        .leader = leader->id,
        .who = cx_arena_text(arena, leader->name),
        .by = { MAX(since.v + (int32_t)round->max_days, round->from.v + DAYS_TO_BEGIN) },
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.agenda"), agenda },
    };
    const CxDay met = row->last != NULL ? row->last->day : CX_DAY_NONE;
    const char *last = row->last != NULL ? cx_play_day(state, met) : NULL;
    const char *news = cx_play_news(state, leader, met, &proposal);
    cx_play_say(state, &proposal, "round_due",
                (const CxMessageArg[]){
                    CX_ARG_TEXT("who", cx_play_called(state, leader)),
                    CX_ARG_TEXT("name", leader->name),
                    CX_ARG_TEXT("round", round->name),
                    CX_ARG_TEXT("met", row->last != NULL ? "yes" : "no"),
                    CX_ARG_TEXT("last", last),
                    CX_ARG_NUMBER("covered", (double)round->n_covered),
                    CX_ARG_NUMBER("all", (double)round->n_in),
                    CX_ARG_TEXT("news", news != NULL ? news : "none"),
                    { .name = NULL },
                });
    cx_play_add_material(&proposal, cx_play_words(state, "play.material.brief"),
                         cx_play_leader_url(state, leader->id, "/brief"));
    g_array_append_val(out->proposals, proposal);
}

void
cx_play_round_due(const CxPlayState *state, CxPlayOut *out)
{
    for (guint i = 0; i < state->leaders->len; i++) {
        const CxLeader *leader = state->leaders->pdata[i];
        const CxRound *round = cx_round_open_with(&state->rounds, leader->id);
        if (round == NULL)
            continue;
        const CxRoundLeader *row = cx_round_leader(round, leader->id);
        const int32_t weeks = cx_play_weeks(state, leader);
        const bool is_new = weeks >= 0 && weeks < PRIVATE_WEEKS && row->last == NULL;
        if (cx_round_leader_is_due(row) && !is_new)
            propose(state, round, row, leader, out);
    }
}
