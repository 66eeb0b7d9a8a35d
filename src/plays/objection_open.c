/* B7: whoever objects to a number is answered: until they withdraw it, their objection stands wherever it is opened. */
#include "plays/play.h"

#define DAYS_TO_ACT 14
#define MINUTES     20
#define WORTH       4

static void
propose(const CxPlayState *state, const CxStanding *standing, CxPlayOut *out)
{
    CxArena *arena = state->ctx->arena;
    const CxLeader *leader = cx_play_leader(state, standing->leader);
    const char *who = leader != NULL ? cx_play_called_within(state, leader) : standing->signed_by;
    CxPlayProposal proposal = {
        .key = cx_arena_printf(arena, "objection_open:%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT,
                               standing->leader.v, standing->id),
        .leader = standing->leader,
        .who = standing->signed_by,
        .by = { standing->day.v + DAYS_TO_ACT },
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.card"),
                 cx_arena_printf(arena, "/cards/%s", standing->card) },
    };
    cx_play_say(state, &proposal, "objection_open",
                (const CxMessageArg[]){
                    CX_ARG_TEXT("who", who),
                    CX_ARG_TEXT("name", standing->signed_by),
                    CX_ARG_TEXT("scope", standing->scope),
                    CX_ARG_TEXT("day", cx_play_day(state, standing->day)),
                    { .name = NULL },
                });
    g_array_append_val(out->proposals, proposal);
}

void
cx_play_objection_open(const CxPlayState *state, CxPlayOut *out)
{
    for (size_t i = 0; i < state->standings.n; i++) {
        if (state->standings.items[i].verdict == CX_VERDICT_OBJECTED)
            propose(state, &state->standings.items[i], out);
    }
}
