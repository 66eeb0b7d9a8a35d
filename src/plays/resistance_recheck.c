/* C8: a plan against resistance is looked at again on its day. For those who read such notes alone, and
 * without the name: a week is read over shoulders. */
#include "plays/play.h"

#define MINUTES 20
#define WORTH   4
#define DAYS    7

static void
propose(const CxPlayState *state, const CxResistance *resistance, CxPlayOut *out)
{
    CxPlayProposal proposal = {
        .key = cx_arena_printf(state->ctx->arena, "resistance_recheck:%" G_GINT64_FORMAT ":%d",
                               resistance->id, resistance->plan->due.v),
        .who = cx_play_words(state, "play.resistance_recheck.who"),
        .by = resistance->plan->due,
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.resistance"),
                 cx_arena_printf(state->ctx->arena, "/leaders/resistance/%" G_GINT64_FORMAT,
                                 resistance->id) },
    };
    cx_play_say(state, &proposal, "resistance_recheck",
                (const CxMessageArg[]){
                    CX_ARG_TEXT("day", cx_play_day(state, resistance->plan->day)),
                    { .name = NULL },
                });
    g_array_append_val(out->proposals, proposal);
}

void
cx_play_resistance_recheck(const CxPlayState *state, CxPlayOut *out)
{
    for (size_t i = 0; i < state->resistances.n; i++) {
        const CxResistance *resistance = &state->resistances.items[i];
        const bool is_running = resistance->state == CX_RESISTANCE_IS_PLANNED ||
                                resistance->state == CX_RESISTANCE_IS_DUE;
        if (is_running && resistance->plan->due.v <= state->today.v + DAYS)
            propose(state, resistance, out);
    }
}
