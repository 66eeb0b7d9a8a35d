/* C4: the program has an executive sponsor, named, and in office. */
#include <inttypes.h>

#include "plays/play.h"

#define MINUTES    30
#define WORTH      3
#define WORTH_LOST 5 /* a program that had one, and has none */
#define DAYS       28
#define DAYS_LOST  7 /* after the last day of the one before */
#define REST_DAYS  91

/* The last day in office of a sponsor who left; CX_DAY_NONE for one not known to have been. */
static CxDay
left_on(const CxLeader *sponsor)
{
    CxDay last = CX_DAY_NONE;
    for (guint i = 0; sponsor != NULL && i < sponsor->terms->len; i++) {
        const CxTerm *term = sponsor->terms->pdata[i];
        if (!cx_day_is_none(term->to) && (cx_day_is_none(last) || term->to.v > last.v))
            last = term->to;
    }
    return last;
}

static const char *
name_of(const CxLeader *leader)
{
    return leader != NULL ? leader->name : NULL;
}

void
cx_play_sponsor_unnamed(const CxPlayState *state, CxPlayOut *out)
{
    if (cx_play_sponsor(state) != NULL || state->n_surveys == 0 || state->leaders->len == 0)
        return;
    const CxLeader *before = cx_play_leader(state, (CxLeaderId){ state->settings.sponsor });
    const CxLeader *next = cx_play_leader(state, (CxLeaderId){ state->settings.sponsor_successor });
    const CxDay left = left_on(before);
    const bool is_lost = !cx_day_is_none(left) && left.v < state->today.v;
    const bool has_next = next != NULL && cx_leader_term(next, state->today) != NULL;
    const char *prefix = cx_arena_printf(state->ctx->arena, "sponsor_unnamed:0:%" PRId64 ":",
                                         state->settings.sponsor);
    CxPlayProposal proposal = {
        .key = cx_play_turn(state, prefix, REST_DAYS),
        .who = cx_play_words(state, "play.sponsor.who"),
        .by = is_lost ? (CxDay){ left.v + DAYS_LOST } : cx_play_month_end(state, DAYS),
        .minutes = MINUTES,
        .worth = is_lost ? WORTH_LOST : WORTH,
        .act = { cx_play_words(state, "play.act.sponsor"), "/leaders/sponsor" },
    };
    if (proposal.key == NULL)
        return;
    cx_play_say(state, &proposal, is_lost ? "sponsor_left" : "sponsor_unnamed",
                (const CxMessageArg[]){
                    CX_ARG_TEXT("name", name_of(before)),
                    CX_ARG_TEXT("last", is_lost ? cx_play_day(state, left) : NULL),
                    CX_ARG_TEXT("has_next", has_next ? "yes" : "no"),
                    CX_ARG_TEXT("within", has_next ? cx_play_called_within(state, next) : NULL),
                    { .name = NULL },
                });
    g_array_append_val(out->proposals, proposal);
}
