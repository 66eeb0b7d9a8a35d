/* C4: whoever sponsors the program has somebody who would follow; once their last day is near, the play
 * for terms that end has the word. */
#include "plays/play.h"

#define MINUTES    45
#define WORTH      2
#define DAYS       42
#define NEAR_DAYS  92
#define REST_DAYS  182
#define YOUNG_DAYS 182 /* a program younger than that has other worries */

void
cx_play_successor_unnamed(const CxPlayState *state, CxPlayOut *out)
{
    const CxLeader *sponsor = cx_play_sponsor(state);
    const CxLeader *next = cx_play_leader(state, (CxLeaderId){ state->settings.sponsor_successor });
    const bool has_next = next != NULL && cx_leader_term(next, state->today) != NULL;
    const CxTerm *term = sponsor != NULL ? cx_leader_term(sponsor, state->today) : NULL;
    const bool is_near =
        term != NULL && !cx_day_is_none(term->to) && term->to.v <= state->today.v + NEAR_DAYS;
    const bool is_young = cx_day_is_none(state->health->since) ||
                          state->health->since.v > state->today.v - YOUNG_DAYS;
    if (term == NULL || is_near || is_young || has_next)
        return;
    const char *prefix = cx_arena_printf(state->ctx->arena,
                                         "successor_unnamed:%" G_GINT64_FORMAT ":", sponsor->id.v);
    const char *key = cx_play_turn(state, prefix, REST_DAYS);
    if (key == NULL)
        return;
    CxPlayProposal proposal = {
        .key = key,
        .leader = sponsor->id,
        .who = cx_arena_text(state->ctx->arena, sponsor->name),
        .by = cx_play_month_end(state, DAYS),
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.sponsor"), "/leaders/sponsor" },
    };
    cx_play_say(state, &proposal, "successor_unnamed",
                (const CxMessageArg[]){ CX_ARG_TEXT("who", cx_play_called_within(state, sponsor)),
                                        CX_ARG_TEXT("name", sponsor->name),
                                        { .name = NULL } });
    g_array_append_val(out->proposals, proposal);
}
