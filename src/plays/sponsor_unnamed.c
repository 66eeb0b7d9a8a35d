/* C4: a program that asks customers has an executive sponsor. */
#include "plays/play.h"

#define MINUTES 30
#define WORTH   3
#define DAYS    28

void
cx_play_sponsor_unnamed(const CxPlayState *state, CxPlayOut *out)
{
    if (state->settings.sponsor != 0 || state->n_surveys == 0 || state->leaders->len == 0)
        return;
    CxPlayProposal proposal = {
        .key = "sponsor_unnamed:once",
        .who = cx_play_words(state, "play.sponsor.who"),
        .by = { state->today.v + DAYS },
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.sponsor"), "/leaders/sponsor" },
    };
    cx_play_say(state, &proposal, "sponsor_unnamed", (const CxMessageArg[]){ { .name = NULL } });
    g_array_append_val(out->proposals, proposal);
}
