/* C12: when the program fades, it is looked at why, and said whom to see; once done, not again for a quarter. */
#include <math.h>

#include "plays/play.h"

#define MINUTES        30
#define WORTH          4
#define WORTH_FIZZLING 5
#define DAYS           7
#define REST           91

void
cx_play_fading(const CxPlayState *state, CxPlayOut *out)
{
    const CxHealth *health = state->health;
    const CxHealthState how = cx_health_state(health);
    if ((how != CX_HEALTH_FADING && how != CX_HEALTH_FIZZLING) || health->n_turns == 0)
        return;
    const bool is_fizzling = how == CX_HEALTH_FIZZLING;
    const char *key = cx_play_turn(state, "fading:", REST);
    if (key == NULL)
        return;
    CxPlayProposal proposal = {
        .key = key,
        .who = cx_play_words(state, "play.fading.who"),
        .by = is_fizzling ? cx_play_friday(state) : cx_play_month_end(state, DAYS),
        .minutes = MINUTES,
        .worth = is_fizzling ? WORTH_FIZZLING : WORTH,
        .act = { cx_play_words(state, "play.act.health"), "/leaders/health" },
    };
    const double was = isnan(health->was) ? health->index : health->was;
    cx_play_say(state, &proposal, is_fizzling ? "fizzling" : "fading",
                (const CxMessageArg[]){ CX_ARG_TEXT("first", health->turns[0]->name),
                                        CX_ARG_NUMBER("now", llround(health->index)),
                                        CX_ARG_NUMBER("was", llround(was)),
                                        CX_ARG_NUMBER("n", health->n_turns),
                                        CX_ARG_NUMBER("after", llround(health->index_after)),
                                        { .name = NULL } });
    g_array_append_val(out->proposals, proposal);
}
