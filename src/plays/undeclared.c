/* E4: nothing can be credited that was not declared before; two minutes now spare a year. */
#include "plays/play.h"

#define DAYS    14
#define REST    91
#define MINUTES 15
#define WORTH   4

void
cx_play_undeclared(const CxPlayState *state, CxPlayOut *out)
{
    for (size_t i = 0; i < state->n_surveys; i++) {
        const CxSurvey *survey = state->surveys[i].survey;
        if (state->surveys[i].is_declared)
            continue;
        const char *prefix = cx_arena_printf(state->ctx->arena, "undeclared:%s:", survey->key);
        const char *key = cx_play_turn(state, prefix, REST);
        if (key == NULL)
            continue;
        CxPlayProposal proposal = {
            .key = key,
            .who = cx_arena_text(state->ctx->arena, survey->title),
            .by = cx_play_month_end(state, DAYS),
            .minutes = MINUTES,
            .worth = WORTH,
            .act = { cx_play_words(state, "play.act.declare"), "/changes" },
        };
        cx_play_say(
            state, &proposal, "undeclared",
            (const CxMessageArg[]){ CX_ARG_TEXT("survey", survey->title), { .name = NULL } });
        g_array_append_val(out->proposals, proposal);
    }
}
