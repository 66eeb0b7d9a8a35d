/* C10: what a leader committed to do in person is asked after in time, and once its day is over. */
#include <inttypes.h>

#include "plays/play.h"

#define DAYS_AHEAD     7
#define DAYS_TO_ASK    7
#define DAYS_LONG_OVER 28
#define DAYS_IN_WEEK   7
#define MINUTES        10
#define WORTH          3

static const char *
way_of(const CxPlayState *state, const CxCommitment *commitment)
{
    if (!cx_commitment_is_overdue(commitment, state->today))
        return "commitment_due";
    const int32_t days = state->today.v - commitment->due_on.v;
    return days > DAYS_LONG_OVER ? "commitment_settle" : "commitment_over";
}

static void
propose(const CxPlayState *state, const CxCommitment *commitment, const CxLeader *leader,
        CxPlayOut *out)
{
    const bool is_over = cx_commitment_is_overdue(commitment, state->today);
    CxPlayProposal proposal = {
        .key = cx_arena_printf(state->ctx->arena, "commitment_due:%" PRId64 ":%" PRId64 ":%s",
                               leader->id.v, commitment->id, is_over ? "over" : "ahead"),
        .leader = leader->id,
        .who = cx_arena_text(state->ctx->arena, leader->name),
        .by = { commitment->due_on.v + (is_over ? DAYS_TO_ASK : 0) },
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.visible"), "/visible" },
    };
    const int32_t weeks = (state->today.v - commitment->due_on.v) / DAYS_IN_WEEK;
    cx_play_say(state, &proposal, way_of(state, commitment),
                (const CxMessageArg[]){
                    CX_ARG_TEXT("who", cx_play_called(state, leader)),
                    CX_ARG_TEXT("within", cx_play_called_within(state, leader)),
                    CX_ARG_NUMBER("weeks", weeks),
                    CX_ARG_TEXT("name", leader->name),
                    CX_ARG_TEXT("what", commitment->what),
                    CX_ARG_TEXT("made", cx_play_day(state, commitment->made_on)),
                    CX_ARG_TEXT("due", cx_play_day(state, commitment->due_on)),
                    { .name = NULL },
                });
    g_array_append_val(out->proposals, proposal);
}

void
cx_play_commitment_due(const CxPlayState *state, CxPlayOut *out)
{
    for (size_t i = 0; i < state->commitments.n; i++) {
        const CxCommitment *commitment = &state->commitments.items[i];
        const CxLeader *leader = cx_play_leader(state, commitment->leader);
        if (commitment->state == CX_COMMITMENT_OPEN && leader != NULL &&
            cx_leader_term(leader, state->today) != NULL &&
            commitment->due_on.v <= state->today.v + DAYS_AHEAD)
            propose(state, commitment, leader, out);
    }
}
