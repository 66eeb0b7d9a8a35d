/* Z1: what was promised is kept on its day; what others promised is asked after when it is over. A
 * promise long over is settled: a new day, or a no. So is one with somebody who left. */
#include "plays/play.h"

#define DAYS_AHEAD     7
#define DAYS_TO_ASK    3
#define DAYS_LONG_OVER 28
#define DAYS_HALF_YEAR 182
#define DAYS_LEFT      14 /* after whoever it was with has left */

/* How a promise is proposed: play.KEY.title and so on. */
typedef struct {
    const char *key;
    int32_t minutes;
    int32_t worth;
} Way;

static const Way keep = { "promise_ours", 15, 4 };
static const Way settle = { "promise_settle", 15, 4 };
static const Way write_off = { "promise_settle", 15, 2 };
static const Way ask = { "promise_theirs", 10, 3 };
static const Way hand_on = { "promise_left", 10, 3 };

static const Way *
way_of(const CxPlayState *state, const CxPromise *promise, const CxLeader *leader)
{
    if (cx_leader_term(leader, state->today) == NULL)
        return &hand_on;
    if (promise->direction == CX_PROMISE_THEIRS)
        return &ask;
    const int32_t days_over = state->today.v - promise->due_on.v;
    if (days_over > DAYS_HALF_YEAR)
        return &write_off;
    return days_over > DAYS_LONG_OVER ? &settle : &keep;
}

static void
propose(const CxPlayState *state, const CxPromise *promise, const CxLeader *leader, CxPlayOut *out)
{
    const Way *way = way_of(state, promise, leader);
    const bool is_ours = promise->direction == CX_PROMISE_OURS;
    const CxLeader *heir = way == &hand_on ? cx_play_heir(state, leader) : NULL;
    const CxLeader *with = heir != NULL ? heir : leader;
    CxPlayProposal proposal = {
        .key = cx_arena_printf(state->ctx->arena,
                               "promise_due:%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT ":%d",
                               leader->id.v, promise->id, promise->due_on.v),
        .leader = with->id,
        .who = cx_arena_text(state->ctx->arena, with->name),
        .by = is_ours ? promise->due_on : (CxDay){ promise->due_on.v + DAYS_TO_ASK },
        .minutes = way->minutes,
        .worth = way->worth,
        .act = { cx_play_words(state, "play.act.leader"),
                 cx_play_leader_url(state, leader->id, "") },
    };
    if (way == &hand_on)
        proposal.by = cx_play_month_end(state, DAYS_LEFT);
    const int32_t weeks = (state->today.v - promise->due_on.v) / 7;
    cx_play_say(state, &proposal, way->key,
                (const CxMessageArg[]){
                    CX_ARG_TEXT("who", cx_play_called(state, leader)),
                    CX_ARG_TEXT("within", cx_play_called_within(state, leader)),
                    CX_ARG_TEXT("name", leader->name),
                    CX_ARG_TEXT("what", promise->what),
                    CX_ARG_TEXT("made", cx_play_day(state, promise->made_on)),
                    CX_ARG_TEXT("due", cx_play_day(state, promise->due_on)),
                    CX_ARG_NUMBER("weeks", weeks),
                    CX_ARG_TEXT("direction", is_ours ? "ours" : "theirs"),
                    CX_ARG_TEXT("heir", heir != NULL ? cx_play_called_within(state, heir) : ""),
                    CX_ARG_TEXT("has_heir", heir != NULL ? "yes" : "no"),
                    { .name = NULL },
                });
    g_array_append_val(out->proposals, proposal);
}

void
cx_play_promise_due(const CxPlayState *state, CxPlayOut *out)
{
    for (size_t i = 0; i < state->promises.n; i++) {
        const CxPromise *promise = &state->promises.items[i];
        const CxLeader *leader = cx_play_leader(state, promise->leader);
        if (promise->state != CX_PROMISE_OPEN || cx_day_is_none(promise->due_on) || leader == NULL)
            continue;
        const int32_t ahead = promise->direction == CX_PROMISE_OURS ? DAYS_AHEAD : -1;
        if (promise->due_on.v <= state->today.v + ahead)
            propose(state, promise, leader, out);
    }
}
