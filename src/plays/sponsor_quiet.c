/* C10: where it is noted what leaders say about customers, the sponsor is heard at least each quarter. */
#include <inttypes.h>

#include "plays/play.h"

#define QUIET_DAYS 91
#define DAYS       14
#define MINUTES    20
#define WORTH      3

static CxDay
last_word(const CxPlayState *state, CxLeaderId leader)
{
    for (size_t i = 0; i < state->communications.n; i++) {
        if (state->communications.items[i].leader.v == leader.v)
            return state->communications.items[i].day;
    }
    return CX_DAY_NONE;
}

void
cx_play_sponsor_quiet(const CxPlayState *state, CxPlayOut *out)
{
    const CxLeader *sponsor = cx_play_sponsor(state);
    if (sponsor == NULL || state->communications.n == 0)
        return;
    const CxDay last = last_word(state, sponsor->id);
    const bool has_spoken = !cx_day_is_none(last);
    const CxTerm *term = cx_leader_term(sponsor, state->today);
    const CxDay since = has_spoken ? last : term->from;
    const char *prefix =
        cx_arena_printf(state->ctx->arena, "sponsor_quiet:%" PRId64 ":", sponsor->id.v);
    const char *key = cx_play_turn(state, prefix, QUIET_DAYS);
    if (key == NULL || (!cx_day_is_none(since) && state->today.v - since.v <= QUIET_DAYS))
        return;
    CxPlayProposal proposal = {
        .key = key,
        .leader = sponsor->id,
        .who = cx_arena_text(state->ctx->arena, sponsor->name),
        .by = cx_play_month_end(state, DAYS),
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.visible"), "/visible" },
    };
    cx_play_say(state, &proposal, "sponsor_quiet",
                (const CxMessageArg[]){
                    CX_ARG_TEXT("who", cx_play_called_within(state, sponsor)),
                    CX_ARG_TEXT("name", sponsor->name),
                    CX_ARG_TEXT("spoke", has_spoken ? "yes" : "no"),
                    CX_ARG_TEXT("last", has_spoken ? cx_play_day(state, last) : NULL),
                    { .name = NULL },
                });
    g_array_append_val(out->proposals, proposal);
}
