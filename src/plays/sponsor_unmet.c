/* C5: the sponsor hears once a month what they are needed for; after the cadence's target the play for
 * everybody has the word. */
#include "plays/play.h"

#define MINUTES      30
#define WORTH        3
#define MONTH_DAYS   30
#define LEAVES_DAYS  30 /* within which the hand-over has the word */
#define DAYS_IN_WEEK 7

void
cx_play_sponsor_unmet(const CxPlayState *state, CxPlayOut *out)
{
    const CxLeader *sponsor = cx_play_sponsor(state);
    if (sponsor == NULL)
        return;
    const CxContact *met = cx_contact_last(&state->contacts, sponsor->id, state->today);
    const int32_t days = met != NULL ? state->today.v - met->day.v : 0;
    const CxTerm *term = cx_leader_term(sponsor, state->today);
    const bool is_leaving = !cx_day_is_none(term->to) && term->to.v <= state->today.v + LEAVES_DAYS;
    if (is_leaving || days <= MONTH_DAYS || days > state->settings.cadence_target_days)
        return;
    const int32_t weeks = days / DAYS_IN_WEEK;
    CxPlayProposal proposal = {
        .key = cx_arena_printf(state->ctx->arena, "sponsor_unmet:%" G_GINT64_FORMAT ":%d",
                               sponsor->id.v, met->day.v),
        .leader = sponsor->id,
        .who = cx_arena_text(state->ctx->arena, sponsor->name),
        .by = { MAX(met->day.v + MONTH_DAYS + DAYS_IN_WEEK, cx_play_friday(state).v) },
        .minutes = MINUTES,
        .worth = WORTH,
        .ask = cx_play_words(state, "play.sponsor_unmet.ask"),
        .act = { cx_play_words(state, "play.act.propose"),
                 cx_play_leader_url(state, sponsor->id, "") },
    };
    const char *news = cx_play_news(state, sponsor, met->day, &proposal);
    cx_play_say(state, &proposal, "sponsor_unmet",
                (const CxMessageArg[]){ CX_ARG_TEXT("who", cx_play_called(state, sponsor)),
                                        CX_ARG_TEXT("name", sponsor->name),
                                        CX_ARG_NUMBER("weeks", weeks),
                                        CX_ARG_TEXT("news", news != NULL ? news : "none"),
                                        { .name = NULL } });
    cx_play_add_material(&proposal, cx_play_words(state, "play.material.duties"),
                         "/leaders/sponsor");
    g_array_append_val(out->proposals, proposal);
}
