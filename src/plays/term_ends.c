/* C4, D3: whoever leaves is followed by somebody who knows what was promised; the sponsor first. */
#include "plays/play.h"

#define DAYS_AHEAD      92
#define DAYS_LATE       6 /* until the next of the days below is named */
#define MINUTES         45
#define WORTH_OF_OTHERS 3
#define WORTH_SPONSOR   5

static int64_t
count_open(const CxPlayState *state, CxLeaderId leader)
{
    int64_t n = 0;
    for (size_t i = 0; i < state->promises.n; i++) {
        n += state->promises.items[i].leader.v == leader.v &&
             state->promises.items[i].state == CX_PROMISE_OPEN;
    }
    return n;
}

/* By when: seven weeks before the last day, then nearer and nearer to it. */
static CxDay
day_of(CxDay last, CxDay today)
{
    static const int32_t before[] = { 51, 32, 14, 3 };
    for (size_t i = 0; i < CX_N_ELEMENTS(before); i++) {
        if (last.v - before[i] >= today.v - DAYS_LATE)
            return (CxDay){ last.v - before[i] };
    }
    return last;
}

/* Who is named to follow the sponsor, and in office; or NULL. */
static const CxLeader *
successor(const CxPlayState *state)
{
    const CxLeader *next = cx_play_leader(state, (CxLeaderId){ state->settings.sponsor_successor });
    return next != NULL && cx_leader_term(next, state->today) != NULL ? next : NULL;
}

static void
propose(const CxPlayState *state, const CxLeader *leader, const CxTerm *term, CxPlayOut *out)
{
    const bool is_sponsor = state->settings.sponsor == leader->id.v;
    const CxLeader *next = is_sponsor ? successor(state) : NULL;
    const char *play =
        is_sponsor ? (next != NULL ? "sponsor_hands" : "sponsor_leaves") : "term_ends";
    CxPlayProposal proposal = {
        .key = cx_arena_printf(state->ctx->arena, "term_ends:%" G_GINT64_FORMAT ":%d", leader->id.v,
                               term->to.v),
        .leader = leader->id,
        .who = cx_arena_text(state->ctx->arena, leader->name),
        .by = day_of(term->to, state->today),
        .minutes = MINUTES,
        .worth = is_sponsor ? WORTH_SPONSOR : WORTH_OF_OTHERS,
        .act = { cx_play_words(state, "play.act.leader"),
                 cx_play_leader_url(state, leader->id, "") },
    };
    cx_play_say(state, &proposal, play,
                (const CxMessageArg[]){
                    CX_ARG_TEXT("who", cx_play_called(state, leader)),
                    CX_ARG_TEXT("name", leader->name),
                    CX_ARG_TEXT("last", cx_play_day(state, term->to)),
                    CX_ARG_NUMBER("n", count_open(state, leader->id)),
                    CX_ARG_TEXT("next", next != NULL ? cx_play_called(state, next) : ""),
                    { .name = NULL },
                });
    g_array_append_val(out->proposals, proposal);
}

void
cx_play_term_ends(const CxPlayState *state, CxPlayOut *out)
{
    for (guint i = 0; i < state->leaders->len; i++) {
        const CxLeader *leader = state->leaders->pdata[i];
        const CxTerm *term = cx_leader_term(leader, state->today);
        if (term != NULL && !cx_day_is_none(term->to) &&
            term->to.v <= state->today.v + DAYS_AHEAD &&
            cx_leader_term(leader, (CxDay){ term->to.v + 1 }) == NULL)
            propose(state, leader, term, out);
    }
}
