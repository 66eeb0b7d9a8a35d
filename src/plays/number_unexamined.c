/* B7: somebody in finance examines the numbers before anybody relies on them; a program of a quarter or more in which
 * no name stands on any number asks for one. */
#include "plays/play.h"

#define DAYS       42
#define MINUTES    30
#define WORTH      2
#define REST_DAYS  182
#define YOUNG_DAYS 91 /* a program younger than that has other worries */

static bool
is_ripe(const CxPlayState *state)
{
    const CxDay since = state->health->since;
    return state->n_surveys > 0 && state->standings.n == 0 && !cx_day_is_none(since) &&
           since.v <= state->today.v - YOUNG_DAYS;
}

void
cx_play_number_unexamined(const CxPlayState *state, CxPlayOut *out)
{
    const char *key =
        is_ripe(state) ? cx_play_turn(state, "number_unexamined:0:", REST_DAYS) : NULL;
    if (key == NULL)
        return;
    const char *examiner = state->standings.examiner;
    CxPlayProposal proposal = {
        .key = key,
        .who = examiner != NULL ? examiner : cx_play_words(state, "play.finance.who"),
        .by = cx_play_month_end(state, DAYS),
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.scores"), "/scores" },
    };
    cx_play_say(state, &proposal, "number_unexamined",
                (const CxMessageArg[]){
                    CX_ARG_TEXT("has_examiner", examiner != NULL ? "yes" : "no"),
                    CX_ARG_TEXT("name", examiner != NULL ? examiner : ""),
                    { .name = NULL },
                });
    g_array_append_val(out->proposals, proposal);
}
