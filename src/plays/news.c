/* What there is to say to a leader who is to be seen: what was found about their department since (for
 * the sponsor, about any), what is owed to them, what they said not long ago that they want, what their
 * customers say or, for who heads nothing, what became of the overall rating. The first of these that
 * there is. */
#include "base/text.h"
#include "plays/play.h"

#define PRIORITY_DAYS 182 /* it is answered for so long */

static bool
is_waiting(const CxFirstLook *look)
{
    return look->is_held && cx_day_is_none(look->told); /* another play brings it */
}

static bool
heads(const CxPlayState *state, const CxLeader *leader, CxDepartmentId department)
{
    return department.v != 0 && cx_leader_term_heading(leader, department, state->today) != NULL;
}

static bool
is_sponsor(const CxPlayState *state, const CxLeader *leader)
{
    const CxLeader *sponsor = cx_play_sponsor(state);
    return sponsor != NULL && sponsor->id.v == leader->id.v;
}

/* Whether it is theirs to hear: of a head once it was brought, of the sponsor once nothing holds it. */
static bool
may_hear(const CxPlayState *state, const CxLeader *leader, const CxFinding *finding)
{
    if (heads(state, leader, finding->department))
        return !is_waiting(&finding->look);
    return finding->department.v != 0 && !finding->look.is_held && is_sponsor(state, leader);
}

static const CxFinding *
find_finding(const CxPlayState *state, const CxLeader *leader, CxDay since)
{
    for (size_t i = 0; i < state->findings.n; i++) {
        const CxFinding *finding = &state->findings.items[i];
        const bool is_new = cx_day_is_none(since) || finding->found.v > since.v;
        if (is_new && may_hear(state, leader, finding))
            return finding;
    }
    return NULL;
}

static const char *
find_owed(const CxPlayState *state, CxLeaderId leader)
{
    for (size_t i = 0; i < state->promises.n; i++) {
        const CxPromise *promise = &state->promises.items[i];
        if (promise->leader.v == leader.v && promise->state == CX_PROMISE_OPEN &&
            promise->direction == CX_PROMISE_OURS)
            return promise->what;
    }
    return NULL;
}

static const char *
find_priority(const CxPlayState *state, CxLeaderId leader)
{
    for (size_t i = 0; i < state->priorities.n; i++) {
        const CxPriority *priority = &state->priorities.items[i];
        if (priority->leader.v == leader.v && priority->from.v > state->today.v - PRIORITY_DAYS)
            return priority->what;
    }
    return NULL;
}

static const char *
say(const CxPlayState *state, const char *key, const char *name, const char *text)
{
    return cx_arena_take(state->ctx->arena,
                         cx_message_format(state->ctx->catalogue, key, CX_ARG_TEXT(name, text)));
}

/* The first measure of what they head, with its evidence. */
static const char *
say_score(const CxPlayState *state, const CxLeader *leader, CxPlayProposal *proposal)
{
    for (size_t i = 0; i < state->n_scores; i++) {
        const CxScore *score = state->scores[i].score;
        if (!heads(state, leader, state->scores[i].department) ||
            !cx_measured_has_interval(&score->whole))
            continue;
        g_autofree char *value = cx_text_number(score->whole.value, score->decimals);
        g_autofree char *range =
            cx_text_interval(score->whole.lo, score->whole.hi, score->decimals);
        proposal->n = score->whole.n;
        proposal->card = score->whole.card;
        return cx_arena_take(
            state->ctx->arena,
            cx_message_format(state->ctx->catalogue, "play.news.score",
                              CX_ARG_TEXT("label", score->label), CX_ARG_TEXT("value", value),
                              CX_ARG_TEXT("unit", score->unit), CX_ARG_TEXT("range", range)));
    }
    return NULL;
}

/* What became of the overall rating when it was last tested, with its evidence. */
static const char *
say_overall(const CxPlayState *state, CxPlayProposal *proposal)
{
    for (size_t i = 0; i < state->n_surveys; i++) {
        const CxChanges *changes = &state->surveys[i].changes;
        for (size_t k = 0; k < changes->n; k++) {
            const CxChange *change = &changes->items[k];
            if (change->department.v != 0 || !cx_measured_has_interval(&change->change))
                continue;
            proposal->n = change->change.n;
            proposal->card = change->change.card;
            return cx_arena_take(
                state->ctx->arena,
                cx_message_format(state->ctx->catalogue, "play.news.overall",
                                  CX_ARG_TEXT("label", change->label),
                                  CX_ARG_TEXT("period", change->period),
                                  CX_ARG_TEXT("sentence", cx_change_sentence(state->ctx, change))));
        }
    }
    return NULL;
}

static const char *
say_customers(const CxPlayState *state, const CxLeader *leader, CxPlayProposal *proposal)
{
    const CxTerm *term = cx_leader_term(leader, state->today);
    const bool heads_none = term == NULL || term->department.v == 0;
    const char *own = say_score(state, leader, proposal);
    return own != NULL || !heads_none ? own : say_overall(state, proposal);
}

const char *
cx_play_news(const CxPlayState *state, const CxLeader *leader, CxDay since,
             CxPlayProposal *proposal)
{
    const CxFinding *finding = find_finding(state, leader, since);
    if (finding != NULL) {
        proposal->n = MAX(finding->value.n, 0);
        proposal->card = finding->value.card;
        return say(state, cx_day_is_none(since) ? "play.news.new" : "play.news.finding", "sentence",
                   finding->sentence);
    }
    const char *owed = find_owed(state, leader->id);
    const char *priority = owed == NULL ? find_priority(state, leader->id) : NULL;
    if (owed != NULL)
        return say(state, "play.news.owed", "what", owed);
    return priority != NULL ? say(state, "play.news.wants", "what", priority)
                            : say_customers(state, leader, proposal);
}
