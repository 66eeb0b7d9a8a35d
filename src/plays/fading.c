/* C12: when the program fades, it is looked at why, and said whom to see; once a quarter. */
#include <math.h>

#include "base/civil.h"
#include "plays/play.h"

#define MINUTES 30
#define WORTH   4
#define DAYS    7

void
cx_play_fading(const CxPlayState *state, CxPlayOut *out)
{
    const CxHealth *health = state->health;
    const CxHealthState how = cx_health_state(health);
    if ((how != CX_HEALTH_FADING && how != CX_HEALTH_FIZZLING) || health->n_turns == 0)
        return;
    CxPlayProposal proposal = {
        .key = cx_arena_printf(state->ctx->arena, "fading:%d", cx_day_quarter_index(state->today)),
        .who = cx_play_words(state, "play.fading.who"),
        .by = { state->today.v + DAYS },
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.health"), "/leaders/health" },
    };
    const double was = isnan(health->was) ? health->index : health->was;
    cx_play_say(state, &proposal, "fading",
                (const CxMessageArg[]){ CX_ARG_TEXT("first", health->turns[0]->name),
                                        CX_ARG_NUMBER("now", llround(health->index)),
                                        CX_ARG_NUMBER("was", llround(was)),
                                        CX_ARG_NUMBER("n", health->n_turns),
                                        CX_ARG_NUMBER("after", llround(health->index_after)),
                                        { .name = NULL } });
    g_array_append_val(out->proposals, proposal);
}
