/* D1: those who decide have a next meeting, and everybody can read when. */
#include "plays/play.h"

#define MINUTES 10
#define WORTH   3
#define DAYS    14

void
cx_play_meeting_unset(const CxPlayState *state, CxPlayOut *out)
{
    const CxDepartmentId none = { 0 };
    const CxProgramText *text = cx_program_text(state->program, CX_PROGRAM_GOVERNANCE, none);
    if (text == NULL || (!cx_day_is_none(text->meets_on) && text->meets_on.v >= state->today.v))
        return;
    const bool has_met = !cx_day_is_none(text->meets_on);
    const CxDay since = has_met ? text->meets_on : text->from;
    CxPlayProposal proposal = {
        .key = cx_arena_printf(state->ctx->arena, "meeting_unset:%d", since.v),
        .who = cx_play_words(state, "play.meeting_unset.who"),
        .by = { since.v + DAYS },
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.program"), "/program?edit=governance" },
    };
    cx_play_say(state, &proposal, "meeting_unset",
                (const CxMessageArg[]){ CX_ARG_TEXT("has_met", has_met ? "yes" : "no"),
                                        CX_ARG_TEXT("day", cx_play_day(state, since)),
                                        { .name = NULL } });
    g_array_append_val(out->proposals, proposal);
}
