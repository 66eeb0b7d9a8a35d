/* C2: a new leader who was met is met again in week 14, when what they wanted can be answered. */
#include "plays/play.h"

#define MINUTES      30
#define WORTH        3
#define WEEK         14
#define WEEKS_AHEAD  2
#define WEEKS_AFTER  4
#define REST_DAYS    28 /* since they were met */
#define DAYS_IN_WEEK 7

/* The first real contact in the present office; `last` is the newest. */
static const CxContact *
first_met(const CxPlayState *state, const CxContact *last, CxDay from)
{
    const CxContact *first = last;
    for (size_t i = 0; i < state->contacts.n; i++) {
        const CxContact *contact = &state->contacts.items[i];
        if (contact->leader.v == last->leader.v && cx_contact_kind_is_real(contact->kind) &&
            contact->day.v >= from.v && contact->day.v < first->day.v)
            first = contact;
    }
    return first;
}

static void
propose(const CxPlayState *state, const CxLeader *leader, const CxContact *met, CxPlayOut *out)
{
    const CxTerm *term = cx_leader_term(leader, state->today);
    const CxContact *first = first_met(state, met, term->from);
    CxPlayProposal proposal = {
        .key = cx_arena_printf(state->ctx->arena, "follow_up:%" G_GINT64_FORMAT ":%d", leader->id.v,
                               term->from.v),
        .leader = leader->id,
        .who = cx_arena_text(state->ctx->arena, leader->name),
        .by = { term->from.v + WEEK * DAYS_IN_WEEK },
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.propose"),
                 cx_play_leader_url(state, leader->id, "") },
    };
    cx_play_say(state, &proposal, "follow_up",
                (const CxMessageArg[]){ CX_ARG_TEXT("who", cx_play_called_within(state, leader)),
                                        CX_ARG_TEXT("name", leader->name),
                                        CX_ARG_TEXT("met", cx_play_day(state, first->day)),
                                        CX_ARG_NUMBER("week", cx_play_weeks(state, leader)),
                                        { .name = NULL } });
    cx_play_add_material(&proposal, cx_play_words(state, "play.material.brief"),
                         cx_play_leader_url(state, leader->id, "/brief"));
    g_array_append_val(out->proposals, proposal);
}

void
cx_play_follow_up(const CxPlayState *state, CxPlayOut *out)
{
    for (guint i = 0; i < state->leaders->len; i++) {
        const CxLeader *leader = state->leaders->pdata[i];
        const int32_t weeks = cx_play_weeks(state, leader);
        if (weeks < WEEK - WEEKS_AHEAD || weeks > WEEK + WEEKS_AFTER)
            continue;
        const CxContact *met = cx_contact_last(&state->contacts, leader->id, state->today);
        const CxTerm *term = cx_leader_term(leader, state->today);
        const int32_t days = met != NULL ? state->today.v - met->day.v : 0;
        if (met != NULL && met->day.v >= term->from.v && days >= REST_DAYS &&
            days <= state->settings.cadence_target_days)
            propose(state, leader, met, out);
    }
}
