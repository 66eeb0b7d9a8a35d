/* C7: before leaders are asked to follow, it is said in a sentence what the program is for. */
#include "plays/play.h"

#define MINUTES 20
#define WORTH   2
#define DAYS    21
#define REST    91

void
cx_play_goals_unsaid(const CxPlayState *state, CxPlayOut *out)
{
    const CxDepartmentId none = { 0 };
    if (state->n_surveys == 0 || state->leaders->len == 0 ||
        cx_program_text(state->program, CX_PROGRAM_GOALS, none) != NULL)
        return;
    const char *key = cx_play_turn(state, "goals_unsaid:", REST);
    if (key == NULL)
        return;
    CxPlayProposal proposal = {
        .key = key,
        .who = cx_play_words(state, "play.goals_unsaid.who"),
        .by = cx_play_month_end(state, DAYS),
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.program"), "/program?edit=goals" },
    };
    cx_play_say(state, &proposal, "goals_unsaid", (const CxMessageArg[]){ { .name = NULL } });
    g_array_append_val(out->proposals, proposal);
}
