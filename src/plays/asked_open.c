/* C3: what a leader asked the program for is answered within a fortnight. */
#include "plays/play.h"

#define MINUTES      20
#define WORTH        4
#define ANSWER_DAYS  14
#define PATIENT_DAYS 5 /* before it is worth a line of the week */

static void
propose(const CxPlayState *state, const CxDetail *asked, const CxLeader *leader, CxPlayOut *out)
{
    CxPlayProposal proposal = {
        .key =
            cx_arena_printf(state->ctx->arena, "asked_open:%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT,
                            leader->id.v, asked->id),
        .leader = leader->id,
        .who = cx_arena_text(state->ctx->arena, leader->name),
        .by = { asked->day.v + ANSWER_DAYS },
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.leader"),
                 cx_play_leader_url(state, leader->id, "") },
    };
    cx_play_say(state, &proposal, "asked_open",
                (const CxMessageArg[]){ CX_ARG_TEXT("who", cx_play_called_within(state, leader)),
                                        CX_ARG_TEXT("name", leader->name),
                                        CX_ARG_TEXT("what", asked->what),
                                        CX_ARG_TEXT("day", cx_play_day(state, asked->day)),
                                        { .name = NULL } });
    g_array_append_val(out->proposals, proposal);
}

void
cx_play_asked_open(const CxPlayState *state, CxPlayOut *out)
{
    for (size_t i = 0; i < state->details.n; i++) {
        const CxDetail *detail = &state->details.items[i];
        const CxLeader *leader = cx_play_leader(state, detail->leader);
        if (detail->kind == CX_DETAIL_ASKED && cx_day_is_none(detail->ended_on) &&
            detail->day.v + PATIENT_DAYS <= state->today.v && leader != NULL &&
            cx_leader_term(leader, state->today) != NULL)
            propose(state, detail, leader, out);
    }
}
