/* C10: where it is noted what leaders say about customers, the sponsor is heard at least each quarter. */
#include <inttypes.h>

#include "base/civil.h"
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
    const CxLeaderId id = { state->settings.sponsor };
    const CxLeader *sponsor = cx_play_leader(state, id);
    if (sponsor == NULL || state->communications.n == 0)
        return;
    const CxDay last = last_word(state, id);
    const bool has_spoken = !cx_day_is_none(last);
    if (has_spoken && state->today.v - last.v <= QUIET_DAYS)
        return;
    CxPlayProposal proposal = {
        .key = cx_arena_printf(state->ctx->arena, "sponsor_quiet:%" PRId64 ":%d", id.v,
                               cx_day_quarter_index(state->today)),
        .leader = id,
        .who = cx_arena_text(state->ctx->arena, sponsor->name),
        .by = { state->today.v + DAYS },
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.visible"), "/visible" },
    };
    cx_play_say(state, &proposal, "sponsor_quiet",
                (const CxMessageArg[]){
                    CX_ARG_TEXT("who", cx_play_called(state, sponsor)),
                    CX_ARG_TEXT("name", sponsor->name),
                    CX_ARG_TEXT("spoke", has_spoken ? "yes" : "no"),
                    CX_ARG_TEXT("last", has_spoken ? cx_play_day(state, last) : NULL),
                    { .name = NULL },
                });
    g_array_append_val(out->proposals, proposal);
}
