/* C10: once the day of a call is over, who was to make it is asked how it went. What is long over is
 * settled; what somebody left behind goes to somebody else. */
#include "plays/play.h"

#define DAYS_TO_ASK    7
#define DAYS_LONG_OVER 28
#define DAYS_IN_WEEK   7
#define MINUTES        5
#define WORTH          2

static const char *
way_of(const CxPlayState *state, const CxCall *call, const CxLeader *leader)
{
    if (cx_leader_term(leader, state->today) == NULL)
        return "call_left";
    return state->today.v - call->due_on.v > DAYS_LONG_OVER ? "call_settle" : "call_due";
}

static void
propose(const CxPlayState *state, const CxCall *call, const CxLeader *leader, CxPlayOut *out)
{
    CxPlayProposal proposal = {
        .key = cx_arena_printf(state->ctx->arena, "call_due:%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT,
                               leader->id.v, call->id),
        .leader = leader->id,
        .who = cx_arena_text(state->ctx->arena, leader->name),
        .by = { call->due_on.v + DAYS_TO_ASK },
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.call_due"), "/calls#open" },
    };
    const int32_t weeks = (state->today.v - call->due_on.v) / DAYS_IN_WEEK;
    cx_play_say(state, &proposal, way_of(state, call, leader),
                (const CxMessageArg[]){
                    CX_ARG_TEXT("within", cx_play_called_within(state, leader)),
                    CX_ARG_TEXT("name", leader->name),
                    CX_ARG_NUMBER("weeks", weeks),
                    CX_ARG_TEXT("due", cx_play_day(state, call->due_on)),
                    { .name = NULL },
                });
    g_array_append_val(out->proposals, proposal);
}

void
cx_play_call_due(const CxPlayState *state, CxPlayOut *out)
{
    for (size_t i = 0; i < state->calls.n; i++) {
        const CxCall *call = &state->calls.items[i];
        const CxLeader *leader = cx_play_leader(state, call->leader);
        if (leader != NULL && cx_call_is_overdue(call, state->today))
            propose(state, call, leader, out);
    }
}
