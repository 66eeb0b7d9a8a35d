/* C2: a new leader is met six to eight weeks into office, with the sponsor and the brief. Proposed two
 * weeks before the window opens, until four weeks after it has closed. */
#include "plays/play.h"

#define WEEKS_AHEAD  2
#define WEEKS_AFTER  4
#define MINUTES      60
#define WORTH        5
#define DAYS_IN_WEEK 7

static void
propose(const CxPlayState *state, const CxLeader *leader, const CxTerm *term, CxPlayOut *out)
{
    const CxDay by = { term->from.v + (int32_t)state->settings.window_last_week * DAYS_IN_WEEK };
    const int32_t weeks = cx_play_weeks(state, leader);
    CxPlayProposal proposal = {
        .key = cx_arena_printf(state->ctx->arena, "new_leader:%" G_GINT64_FORMAT ":%d",
                               leader->id.v, term->from.v),
        .leader = leader->id,
        .who = cx_arena_text(state->ctx->arena, leader->name),
        .ask = cx_play_words(state, "play.new_leader.ask"),
        .by = by,
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.propose"),
                 cx_play_leader_url(state, leader->id, "") },
    };
    cx_play_say(state, &proposal, "new_leader",
                (const CxMessageArg[]){
                    CX_ARG_TEXT("who", cx_play_called(state, leader)),
                    CX_ARG_TEXT("name", leader->name),
                    CX_ARG_NUMBER("weeks", weeks),
                    CX_ARG_TEXT("closes", cx_play_day(state, by)),
                    CX_ARG_TEXT("sponsor", state->settings.sponsor != 0 &&
                                                   state->settings.sponsor != leader->id.v
                                               ? "yes"
                                               : "no"),
                    CX_ARG_TEXT("is_over", by.v < state->today.v ? "yes" : "no"),
                    { .name = NULL },
                });
    cx_play_add_material(&proposal, cx_play_words(state, "play.material.brief"),
                         cx_play_leader_url(state, leader->id, "/brief"));
    g_array_append_val(out->proposals, proposal);
}

void
cx_play_new_leader(const CxPlayState *state, CxPlayOut *out)
{
    const int64_t first = state->settings.window_first_week - WEEKS_AHEAD;
    const int64_t last = state->settings.window_last_week + WEEKS_AFTER;
    for (guint i = 0; i < state->leaders->len; i++) {
        const CxLeader *leader = state->leaders->pdata[i];
        const int32_t weeks = cx_play_weeks(state, leader);
        if (weeks < first || weeks > last)
            continue;
        const CxTerm *term = cx_leader_term(leader, state->today);
        const CxContact *met = cx_contact_last(&state->contacts, leader->id, state->today);
        if (met == NULL || met->day.v < term->from.v)
            propose(state, leader, term, out);
    }
}
