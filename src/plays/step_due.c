/* C4, C6: a step of a plan by which the sponsor is trained or a leader coached is looked at on its day.
 * How somebody is coached is said without the name, to those who may read it alone: a week is read over
 * shoulders. */
#include <inttypes.h>

#include "plays/play.h"

#define MINUTES    15
#define WORTH      3
#define DAYS_AHEAD 7

static void
propose_coaching(const CxPlayState *state, const CxCoachStep *step, CxPlayOut *out)
{
    CxPlayProposal proposal = {
        .key = cx_arena_printf(state->ctx->arena, "step_due:coaching:%" PRId64, step->id),
        .who = cx_play_words(state, "play.resistance_recheck.who"),
        .by = step->due,
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.coaching"), "/leaders/coaching" },
    };
    cx_play_say(state, &proposal, "step_coaching",
                (const CxMessageArg[]){ CX_ARG_TEXT("day", cx_play_day(state, step->day)),
                                        CX_ARG_TEXT("due", cx_play_day(state, step->due)),
                                        { .name = NULL } });
    g_array_append_val(out->proposals, proposal);
}

static void
propose_training(const CxPlayState *state, const CxCoachStep *step, const CxLeader *leader,
                 CxPlayOut *out)
{
    CxPlayProposal proposal = {
        .key = cx_arena_printf(state->ctx->arena, "step_due:%" PRId64 ":%" PRId64, leader->id.v,
                               step->id),
        .leader = leader->id,
        .who = cx_arena_text(state->ctx->arena, leader->name),
        .by = step->due,
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.sponsor"), "/leaders/sponsor" },
    };
    cx_play_say(state, &proposal, "step_training",
                (const CxMessageArg[]){
                    CX_ARG_TEXT("within", cx_play_called_within(state, leader)),
                    CX_ARG_TEXT("name", leader->name),
                    CX_ARG_TEXT("what", step->what),
                    CX_ARG_TEXT("day", cx_play_day(state, step->day)),
                    CX_ARG_TEXT("due", cx_play_day(state, step->due)),
                    { .name = NULL },
                });
    g_array_append_val(out->proposals, proposal);
}

/* The leader of a step that is open and due soon, while in office; else NULL. */
static const CxLeader *
leader_due(const CxPlayState *state, const CxCoachStep *step)
{
    if (step->state != CX_COACH_STEP_OPEN || cx_day_is_none(step->due) ||
        step->due.v > state->today.v + DAYS_AHEAD)
        return NULL;
    const CxLeader *leader = cx_play_leader(state, step->leader);
    return leader != NULL && cx_leader_term(leader, state->today) != NULL ? leader : NULL;
}

void
cx_play_step_due(const CxPlayState *state, CxPlayOut *out)
{
    for (size_t i = 0; i < state->coaching.n; i++) {
        if (leader_due(state, &state->coaching.items[i]) != NULL)
            propose_coaching(state, &state->coaching.items[i], out);
    }
    for (size_t i = 0; i < state->training.n; i++) {
        const CxLeader *leader = leader_due(state, &state->training.items[i]);
        if (leader != NULL)
            propose_training(state, &state->training.items[i], leader, out);
    }
}
