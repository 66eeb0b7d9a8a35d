/* Z1: what was promised is kept on its day; what others promised is asked after when it is over. */
#include "plays/play.h"

#define DAYS_AHEAD   7
#define MINUTES_KEEP 15
#define MINUTES_ASK  10
#define WORTH_KEEP   4
#define WORTH_ASK    3
#define DAYS_TO_ASK  3

static void
propose(const CxPlayState *state, const CxPromise *promise, const CxLeader *leader, CxPlayOut *out)
{
    const bool is_ours = promise->direction == CX_PROMISE_OURS;
    CxPlayProposal proposal = {
        .key = cx_arena_printf(state->ctx->arena, "promise_due:%" G_GINT64_FORMAT ":%d",
                               promise->id, promise->due_on.v),
        .leader = promise->leader,
        .who = cx_arena_text(state->ctx->arena, leader->name),
        .by = is_ours ? promise->due_on : (CxDay){ promise->due_on.v + DAYS_TO_ASK },
        .minutes = is_ours ? MINUTES_KEEP : MINUTES_ASK,
        .worth = is_ours ? WORTH_KEEP : WORTH_ASK,
        .act = { cx_play_words(state, "play.act.leader"),
                 cx_play_leader_url(state, promise->leader, "") },
    };
    cx_play_say(state, &proposal, is_ours ? "promise_ours" : "promise_theirs",
                (const CxMessageArg[]){
                    CX_ARG_TEXT("who", cx_play_called(state, leader)),
                    CX_ARG_TEXT("name", leader->name),
                    CX_ARG_TEXT("what", promise->what),
                    CX_ARG_TEXT("made", cx_play_day(state, promise->made_on)),
                    CX_ARG_TEXT("due", cx_play_day(state, promise->due_on)),
                    { .name = NULL },
                });
    g_array_append_val(out->proposals, proposal);
}

void
cx_play_promise_due(const CxPlayState *state, CxPlayOut *out)
{
    for (size_t i = 0; i < state->promises.n; i++) {
        const CxPromise *promise = &state->promises.items[i];
        const CxLeader *leader = cx_play_leader(state, promise->leader);
        if (promise->state != CX_PROMISE_OPEN || cx_day_is_none(promise->due_on) || leader == NULL)
            continue;
        const int32_t ahead = promise->direction == CX_PROMISE_OURS ? DAYS_AHEAD : -1;
        if (promise->due_on.v <= state->today.v + ahead)
            propose(state, promise, leader, out);
    }
}
