/* C10: the customer most worth a call finds a leader who calls, one a week and no more than three at a
 * time. */
#include "plays/play.h"

#define OPEN_MAX     3
#define DAYS_BETWEEN 7
#define DAYS         7
#define MINUTES      10
#define WORTH        3

/* Whether enough is under way. */
static bool
is_busy(const CxPlayState *state)
{
    size_t n_open = 0;
    bool is_recent = false;
    for (size_t i = 0; i < state->calls.n; i++) {
        const CxCall *call = &state->calls.items[i];
        n_open += call->outcome == CX_CALL_OPEN;
        is_recent = is_recent || call->planned_on.v > state->today.v - DAYS_BETWEEN;
    }
    return is_recent || n_open >= OPEN_MAX;
}

void
cx_play_call_unplanned(const CxPlayState *state, CxPlayOut *out)
{
    if (state->call_candidates.n == 0 || is_busy(state))
        return;
    const CxCallCandidate *first = &state->call_candidates.items[0];
    const CxLeader *caller = cx_play_leader(state, first->caller);
    CxPlayProposal proposal = {
        .key = cx_arena_printf(state->ctx->arena,
                               "call_unplanned:%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT,
                               first->caller.v, first->account.v),
        .leader = first->caller,
        .who = caller != NULL ? cx_arena_text(state->ctx->arena, caller->name)
                              : cx_play_words(state, "calls.title"),
        .by = { state->today.v + DAYS },
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.calls"), "/calls#worth" },
    };
    cx_play_say(state, &proposal, "call_unplanned",
                (const CxMessageArg[]){
                    CX_ARG_TEXT("has_who", caller != NULL ? "yes" : "no"),
                    CX_ARG_TEXT("who", caller != NULL ? cx_play_called(state, caller) : NULL),
                    CX_ARG_TEXT("reason", cx_call_reason_key(cx_call_reason_first(first->has))),
                    CX_ARG_NUMBER("n", state->call_candidates.n),
                    { .name = NULL },
                });
    g_array_append_val(out->proposals, proposal);
}
