/* C3: a round in which everybody was met, or nobody is left to meet, is ended, and what leaders said is
 * summed up and told. */
#include <inttypes.h>

#include "plays/play.h"

#define MINUTES 20
#define WORTH   3
#define DAYS    14

static void
propose(const CxPlayState *state, const CxRound *round, CxPlayOut *out)
{
    CxArena *arena = state->ctx->arena;
    CxPlayProposal proposal = {
        .key = cx_arena_printf(arena, "round_done:0:%" PRId64, round->id.v),
        .who = round->name,
        .by = cx_play_month_end(state, DAYS),
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.round"),
                 cx_arena_printf(arena, "/rounds/%" PRId64, round->id.v) },
    };
    cx_play_say(state, &proposal, "round_done",
                (const CxMessageArg[]){ CX_ARG_TEXT("round", round->name),
                                        CX_ARG_NUMBER("n", (double)round->n_in),
                                        { .name = NULL } });
    g_array_append_val(out->proposals, proposal);
}

void
cx_play_round_done(const CxPlayState *state, CxPlayOut *out)
{
    for (size_t i = 0; i < state->rounds.n; i++) {
        const CxRound *round = &state->rounds.items[i];
        if (cx_day_is_none(round->ended_on) && round->n_covered == round->n_in)
            propose(state, round, out);
    }
}
