/* C4, D3: whoever leaves is followed by somebody who knows what was promised; the sponsor first. */
#include "plays/play.h"

#define DAYS_AHEAD      92
#define DAYS_BEFORE     60 /* the hand-over begins so long before the last day ... */
#define DAYS_AT_LEAST   7  /* ... or within the week, when that is over */
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

static void
propose(const CxPlayState *state, const CxLeader *leader, const CxTerm *term, CxPlayOut *out)
{
    const bool is_sponsor = state->settings.sponsor == leader->id.v;
    CxPlayProposal proposal = {
        .key = cx_arena_printf(state->ctx->arena, "term_ends:%" G_GINT64_FORMAT ":%d", leader->id.v,
                               term->to.v),
        .leader = leader->id,
        .who = cx_arena_text(state->ctx->arena, leader->name),
        .by = { MAX(term->to.v - DAYS_BEFORE, state->today.v + DAYS_AT_LEAST) },
        .minutes = MINUTES,
        .worth = is_sponsor ? WORTH_SPONSOR : WORTH_OF_OTHERS,
        .act = { cx_play_words(state, "play.act.leader"),
                 cx_play_leader_url(state, leader->id, "") },
    };
    cx_play_say(state, &proposal, is_sponsor ? "sponsor_leaves" : "term_ends",
                (const CxMessageArg[]){
                    CX_ARG_TEXT("who", cx_play_called(state, leader)),
                    CX_ARG_TEXT("name", leader->name),
                    CX_ARG_TEXT("last", cx_play_day(state, term->to)),
                    CX_ARG_NUMBER("n", count_open(state, leader->id)),
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
