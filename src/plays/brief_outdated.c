/* A4, C3: a leader who reads last quarter's brief is handed the new one. */
#include "plays/play.h"
#include "tell/handover.h"

#define DAYS    14
#define MINUTES 10
#define WORTH   3

static void
propose(const CxPlayState *state, const CxLeader *leader, const CxHandover *last, CxDay newest,
        CxPlayOut *out)
{
    CxPlayProposal proposal = {
        .key = cx_arena_printf(state->ctx->arena, "brief_outdated:%" G_GINT64_FORMAT ":%d",
                               leader->id.v, last->to.v),
        .leader = leader->id,
        .who = cx_arena_text(state->ctx->arena, leader->name),
        .by = cx_play_month_end(state, DAYS),
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.brief"),
                 cx_play_leader_url(state, leader->id, "/brief") },
    };
    cx_play_say(state, &proposal, "brief_outdated",
                (const CxMessageArg[]){ CX_ARG_TEXT("who", cx_play_called_within(state, leader)),
                                        CX_ARG_TEXT("name", leader->name),
                                        CX_ARG_TEXT("day", cx_play_day(state, last->day)),
                                        CX_ARG_TEXT("to", cx_play_day(state, last->to)),
                                        CX_ARG_TEXT("newest", cx_play_day(state, newest)),
                                        { .name = NULL } });
    g_array_append_val(out->proposals, proposal);
}

/* The last day that briefs of a survey made today say something of. */
static CxDay
newest_day(const CxPlayState *state, const char *survey_key)
{
    for (size_t i = 0; i < state->n_surveys; i++) {
        if (g_str_equal(state->surveys[i].survey->key, survey_key))
            return state->surveys[i].to;
    }
    return CX_DAY_NONE;
}

void
cx_play_brief_outdated(const CxPlayState *state, CxPlayOut *out)
{
    for (guint i = 0; i < state->leaders->len; i++) {
        const CxLeader *leader = state->leaders->pdata[i];
        const CxHandover *last = state->handed[i];
        if (last == NULL || cx_leader_term(leader, state->today) == NULL ||
            cx_day_is_none(last->to))
            continue;
        const CxDay newest = newest_day(state, last->survey_key);
        if (!cx_day_is_none(newest) && newest.v > last->to.v)
            propose(state, leader, last, newest, out);
    }
}
