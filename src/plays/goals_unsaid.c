/* C7: before leaders are asked to follow, it is said in a sentence what the program is for. */
#include "plays/play.h"

#define MINUTES 20
#define WORTH   2
#define DAYS    21

void
cx_play_goals_unsaid(const CxPlayState *state, CxPlayOut *out)
{
    const CxDepartmentId none = { 0 };
    if (state->n_surveys == 0 || state->leaders->len == 0 ||
        cx_program_text(state->program, CX_PROGRAM_GOALS, none) != NULL)
        return;
    CxPlayProposal proposal = {
        .key = "goals_unsaid:once",
        .who = cx_play_words(state, "play.goals_unsaid.who"),
        .by = { state->today.v + DAYS },
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.program"), "/program?edit=goals" },
    };
    cx_play_say(state, &proposal, "goals_unsaid", (const CxMessageArg[]){ { .name = NULL } });
    g_array_append_val(out->proposals, proposal);
}
