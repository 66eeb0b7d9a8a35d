/* C3: nobody who leads is left alone for longer than the cadence allows, counted from the last real
 * contact; whoever was never met comes after those who are new. */
#include "plays/play.h"

#define MINUTES       30
#define WORTH         3
#define WORTH_FIRST   4 /* of somebody in the first year of an office */
#define YEAR_WEEKS    52
#define NEVER_DAYS    28 /* to meet somebody for the first time */
#define DAYS_IN_WEEK  7
#define QUARTER_DAYS  91
#define PRIVATE_WEEKS 12 /* in which the play for new leaders has the word */

static void
finish(const CxPlayState *state, const CxLeader *leader, CxPlayProposal *proposal, CxPlayOut *out)
{
    proposal->leader = leader->id;
    if (!cx_play_has_priority(state, leader->id))
        proposal->ask = cx_play_words(state, "play.priority_unasked.ask");
    proposal->who = cx_arena_text(state->ctx->arena, leader->name);
    proposal->minutes = MINUTES;
    if (proposal->worth == 0)
        proposal->worth = WORTH;
    proposal->act = (CxPlayLink){ cx_play_words(state, "play.act.propose"),
                                  cx_play_leader_url(state, leader->id, "") };
    cx_play_add_material(proposal, cx_play_words(state, "play.material.brief"),
                         cx_play_leader_url(state, leader->id, "/brief"));
    g_array_append_val(out->proposals, *proposal);
}

/* Beyond what is allowed, at it, or not. */
static const char *
limit_key(int64_t n_weeks, int64_t n_weeks_max)
{
    if (n_weeks > n_weeks_max)
        return "beyond";
    return n_weeks == n_weeks_max ? "at" : "within";
}

static void
propose_again(const CxPlayState *state, const CxLeader *leader, const CxContact *met,
              CxPlayOut *out)
{
    const CxEngageSettings own = cx_care_settings(&state->cares, &state->settings, leader->id);
    const int32_t n_weeks = (state->today.v - met->day.v) / DAYS_IN_WEEK;
    const int64_t n_weeks_max = own.cadence_max_days / DAYS_IN_WEEK;
    const int64_t n_weeks_target = own.cadence_target_days / DAYS_IN_WEEK;
    CxPlayProposal proposal = {
        .key = cx_arena_printf(state->ctx->arena, "not_met:%" G_GINT64_FORMAT ":%d", leader->id.v,
                               met->day.v),
        .by = { met->day.v + (int32_t)own.cadence_max_days },
    };
    const char *news = cx_play_news(state, leader, met->day, &proposal);
    cx_play_say(state, &proposal, "not_met",
                (const CxMessageArg[]){
                    CX_ARG_TEXT("news", news != NULL ? news : "none"),
                    CX_ARG_TEXT("who", cx_play_called(state, leader)),
                    CX_ARG_TEXT("name", leader->name),
                    CX_ARG_NUMBER("weeks", n_weeks),
                    CX_ARG_NUMBER("max", (double)n_weeks_max),
                    CX_ARG_TEXT("topic", met->topic != NULL ? met->topic : ""),
                    CX_ARG_TEXT("has_topic", met->topic != NULL ? "yes" : "no"),
                    CX_ARG_NUMBER("target", (double)n_weeks_target),
                    CX_ARG_TEXT("limit", limit_key(n_weeks, n_weeks_max)),
                    { .name = NULL },
                });
    finish(state, leader, &proposal, out);
}

/* By when somebody is met for the first time: a while after the play for new leaders had the word. */
static CxDay
first_day(const CxPlayState *state, const CxLeader *leader)
{
    const CxTerm *term = cx_leader_term(leader, state->today);
    const int32_t closes = PRIVATE_WEEKS * DAYS_IN_WEEK + NEVER_DAYS;
    if (!cx_day_is_none(term->from) && term->from.v + closes >= state->today.v)
        return (CxDay){ term->from.v + closes };
    return cx_play_month_end(state, DAYS_IN_WEEK);
}

/* Comes back a quarter after it was said to be done, for as long as no contact is noted. */
static void
propose_first(const CxPlayState *state, const CxLeader *leader, CxPlayOut *out)
{
    const char *prefix =
        cx_arena_printf(state->ctx->arena, "not_met:%" G_GINT64_FORMAT ":never-", leader->id.v);
    const int32_t weeks = cx_play_weeks(state, leader);
    CxPlayProposal proposal = {
        .key = cx_play_turn(state, prefix, QUARTER_DAYS),
        .worth = weeks >= 0 && weeks < YEAR_WEEKS ? WORTH_FIRST : WORTH,
        .by = first_day(state, leader),
    };
    if (proposal.key == NULL)
        return;
    const char *news = cx_play_news(state, leader, CX_DAY_NONE, &proposal);
    cx_play_say(state, &proposal, "never_met",
                (const CxMessageArg[]){ CX_ARG_TEXT("news", news != NULL ? news : "none"),
                                        CX_ARG_TEXT("who", cx_play_called(state, leader)),
                                        CX_ARG_TEXT("name", leader->name),
                                        { .name = NULL } });
    finish(state, leader, &proposal, out);
}

/* By the leader's tier. */
static int64_t
target_of(const CxPlayState *state, const CxLeader *leader)
{
    return cx_care_settings(&state->cares, &state->settings, leader->id).cadence_target_days;
}

void
cx_play_not_met(const CxPlayState *state, CxPlayOut *out)
{
    for (guint i = 0; i < state->leaders->len; i++) {
        const CxLeader *leader = state->leaders->pdata[i];
        if (cx_leader_term(leader, state->today) == NULL ||
            cx_round_open_with(&state->rounds, leader->id) != NULL)
            continue; /* a round has the word */
        const CxContact *met = cx_contact_last(&state->contacts, leader->id, state->today);
        const int32_t weeks = cx_play_weeks(state, leader);
        const bool is_new = weeks >= 0 && weeks < PRIVATE_WEEKS;
        if (met == NULL && !is_new)
            propose_first(state, leader, out);
        else if (met != NULL && state->today.v - met->day.v > target_of(state, leader))
            propose_again(state, leader, met, out);
    }
}
