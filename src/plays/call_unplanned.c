/* C10: the customer most worth a call finds a leader who calls, one a week and no more than three at a
 * time, and one in four weeks for each leader. */
#include <math.h>

#include "base/money.h"
#include "plays/play.h"

#define OPEN_MAX     3
#define DAYS_BETWEEN 7
#define DAYS_OF_ONE  28
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

/* Whom to ask for a candidate: who is proposed, in office and known to us (nobody is first met with a
 * request); else nobody. */
static const CxLeader *
caller_of(const CxPlayState *state, const CxCallCandidate *candidate)
{
    const CxLeader *caller = cx_play_leader(state, candidate->caller);
    const bool is_known = caller != NULL && cx_leader_term(caller, state->today) != NULL &&
                          cx_contact_last(&state->contacts, caller->id, state->today) != NULL;
    return is_known ? caller : NULL;
}

/* Whether a leader has a call to make, or was given one not long ago. */
static bool
is_resting(const CxPlayState *state, const CxLeader *caller)
{
    for (size_t i = 0; i < state->calls.n; i++) {
        const CxCall *call = &state->calls.items[i];
        if (call->leader.v == caller->id.v &&
            (call->outcome == CX_CALL_OPEN || call->planned_on.v > state->today.v - DAYS_OF_ONE))
            return true;
    }
    return false;
}

/* The first whose caller may be asked; NULL: all of them rest. */
static const CxCallCandidate *
pick(const CxPlayState *state)
{
    for (size_t i = 0; i < state->call_candidates.n; i++) {
        const CxCallCandidate *candidate = &state->call_candidates.items[i];
        const CxLeader *caller = caller_of(state, candidate);
        if (caller == NULL || !is_resting(state, caller))
            return candidate;
    }
    return NULL;
}

/* What they bring in, in whole units; 0: it is not known. */
static double
revenue_of(const CxCallCandidate *candidate)
{
    if (!candidate->has_revenue || candidate->currency == NULL)
        return 0.0;
    return round((double)candidate->revenue / pow(10.0, cx_currency_exponent(candidate->currency)));
}

void
cx_play_call_unplanned(const CxPlayState *state, CxPlayOut *out)
{
    const CxCallCandidate *first = is_busy(state) ? NULL : pick(state);
    if (first == NULL)
        return;
    const CxLeader *caller = caller_of(state, first);
    const CxLeaderId whom = caller != NULL ? caller->id : (CxLeaderId){ 0 };
    CxPlayProposal proposal = {
        .key = cx_arena_printf(state->ctx->arena,
                               "call_unplanned:%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT, whom.v,
                               first->account.v),
        .leader = whom,
        .who = caller != NULL ? cx_arena_text(state->ctx->arena, caller->name)
                              : cx_play_words(state, "calls.title"),
        .by = { state->today.v + DAYS },
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.calls"), "/calls#worth" },
    };
    const double revenue = revenue_of(first);
    const bool has_rated = !cx_day_is_none(first->rated_on) && first->asked != NULL;
    cx_play_say(
        state, &proposal, "call_unplanned",
        (const CxMessageArg[]){
            CX_ARG_TEXT("name", caller != NULL ? caller->name : NULL),
            CX_ARG_TEXT("has_who", caller != NULL ? "yes" : "no"),
            CX_ARG_TEXT("within", caller != NULL ? cx_play_called_within(state, caller) : NULL),
            CX_ARG_TEXT("reason", cx_call_reason_key(cx_call_reason_first(first->has))),
            CX_ARG_TEXT("asked", first->asked != NULL ? first->asked : ""),
            CX_ARG_NUMBER("rating", (double)first->rating),
            CX_ARG_NUMBER("max", (double)first->rating_max),
            CX_ARG_NUMBER("n", state->call_candidates.n - 1),
            CX_ARG_TEXT("rated", has_rated ? cx_play_day(state, first->rated_on) : "none"),
            CX_ARG_TEXT("owner", first->owner != NULL ? first->owner : "none"),
            CX_ARG_TEXT("paid", revenue > 0.0 ? "yes" : "no"),
            CX_ARG_TEXT("currency", first->currency),
            CX_ARG_NUMBER("revenue", revenue),
            { .name = NULL },
        });
    g_array_append_val(out->proposals, proposal);
}
