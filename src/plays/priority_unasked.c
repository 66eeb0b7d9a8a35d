/* C2: whoever was met is asked what they themselves want, and it is kept in their words. */
#include "plays/play.h"

#define DAYS      21
#define REST_DAYS 91
#define MINUTES   10
#define WORTH     2

void
cx_play_priority_unasked(const CxPlayState *state, CxPlayOut *out)
{
    for (guint i = 0; i < state->leaders->len; i++) {
        const CxLeader *leader = state->leaders->pdata[i];
        const CxContact *met = cx_contact_last(&state->contacts, leader->id, state->today);
        if (met == NULL || cx_leader_term(leader, state->today) == NULL ||
            cx_play_has_priority(state, leader->id))
            continue;
        const char *prefix = cx_arena_printf(
            state->ctx->arena, "priority_unasked:%" G_GINT64_FORMAT ":", leader->id.v);
        const char *key = cx_play_turn(state, prefix, REST_DAYS);
        if (key == NULL)
            continue;
        CxPlayProposal proposal = {
            .key = key,
            .leader = leader->id,
            .who = cx_arena_text(state->ctx->arena, leader->name),
            .ask = cx_play_words(state, "play.priority_unasked.ask"),
            .by = cx_play_month_end(state, DAYS),
            .minutes = MINUTES,
            .worth = WORTH,
            .act = { cx_play_words(state, "play.act.note"), "/note" },
        };
        cx_play_say(
            state, &proposal, "priority_unasked",
            (const CxMessageArg[]){ CX_ARG_TEXT("who", cx_play_called_within(state, leader)),
                                    CX_ARG_TEXT("name", leader->name),
                                    CX_ARG_TEXT("met", cx_play_day(state, met->day)),
                                    { .name = NULL } });
        g_array_append_val(out->proposals, proposal);
    }
}
