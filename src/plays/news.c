/* What there is to say to a leader who is to be seen: what was found about their department since, what
 * is owed to them, what they said not long ago that they want, what their customers say. The first of
 * these that there is. */
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

static const CxFinding *
find_finding(const CxPlayState *state, const CxLeader *leader, CxDay since)
{
    for (size_t i = 0; i < state->findings.n; i++) {
        const CxFinding *finding = &state->findings.items[i];
        const bool is_new = cx_day_is_none(since) || finding->found.v > since.v;
        if (is_new && heads(state, leader, finding->department) && !is_waiting(&finding->look))
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
                            : say_score(state, leader, proposal);
}
