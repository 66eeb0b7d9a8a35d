#include "plays/week.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"

#define DAYS_IN_WEEK   7
#define DAYS_IN_MONTH  31
#define EASY_MINUTES   30.0
#define EASE_LO        0.95
#define EASE_HI        1.1
#define SAME_PLAY      0.85 /* of the worth of the one before of the same play */
#define PRESSING_WORTH 5    /* such a play within a week, or overdue, cannot wait */

static double
urgency(CxDay by, CxDay today)
{
    const int32_t days = by.v - today.v;
    if (days < 0)
        return 1.7; /* it is late already: what closes within the week can still be on time */
    if (days <= DAYS_IN_WEEK)
        return 1.6;
    if (days <= 2 * DAYS_IN_WEEK)
        return 1.2;
    return days <= DAYS_IN_MONTH ? 1.0 : 0.7;
}

double
cx_week_rank(const CxPlayProposal *proposal, CxDay today)
{
    const double ease = sqrt(EASY_MINUTES / (double)MAX(proposal->minutes, 1));
    return proposal->worth * urgency(proposal->by, today) * CLAMP(ease, EASE_LO, EASE_HI);
}

static int
compare(const void *a, const void *b)
{
    const CxPlayProposal *left = a;
    const CxPlayProposal *right = b;
    const int by_rank =
        (left->rank_value < right->rank_value) - (left->rank_value > right->rank_value);
    if (by_rank != 0)
        return by_rank;
    if (left->by.v != right->by.v)
        return left->by.v < right->by.v ? -1 : 1;
    return strcmp(left->key, right->key);
}

/* The second proposal of a play is worth less than its first, and so on: a week of one kind of thing is
 * no plan. Sorted before and after. */
static void
spread(GArray *proposals)
{
    g_array_sort(proposals, compare);
    for (guint i = proposals->len; i > 1; i--) {
        CxPlayProposal *proposal = &g_array_index(proposals, CxPlayProposal, i - 1);
        int n_before = 0;
        for (guint k = 0; k < i - 1; k++)
            n_before += g_array_index(proposals, CxPlayProposal, k).play == proposal->play;
        proposal->rank_value *= pow(SAME_PLAY, n_before);
    }
    g_array_sort(proposals, compare);
}

/* The last working day before a day that is not closed. */
static CxDay
open_day_before(const CxCloseds *closeds, CxDay day)
{
    do
        day.v--;
    while (!cx_day_is_working(day) || cx_closed_on(closeds, day) != NULL);
    return day;
}

/* A day that people work on: the last one before a weekend or closed days, the first one after them when
 * that is over. */
static CxDay
working_day(const CxPlayState *state, CxDay by)
{
    const CxDay next = cx_closed_next_open(&state->closeds, by);
    if (by.v < state->today.v || next.v == by.v)
        return by;
    const CxDay before = open_day_before(&state->closeds, by);
    return before.v >= state->today.v ? before : next;
}

/* What the plays propose, without what was answered, best first. */
static GArray *
gather(const CxPlayState *state, const CxWeek *week)
{
    CxPlayOut out = { g_array_new(FALSE, FALSE, sizeof(CxPlayProposal)) };
    for (size_t i = 0; i < cx_plays_n; i++) {
        const guint first = out.proposals->len;
        cx_plays[i].look(state, &out);
        for (guint k = first; k < out.proposals->len; k++) {
            CxPlayProposal *proposal = &g_array_index(out.proposals, CxPlayProposal, k);
            proposal->play = cx_plays[i].key;
            proposal->practice = cx_plays[i].practice;
            proposal->by = working_day(state, proposal->by);
            proposal->rank_value = cx_week_rank(proposal, state->today);
            proposal->is_overdue = proposal->by.v < state->today.v;
        }
    }
    for (guint i = out.proposals->len; i > 0; i--) {
        const CxPlayProposal *proposal = &g_array_index(out.proposals, CxPlayProposal, i - 1);
        if (cx_play_answer_hides(&week->answers, proposal->key, state->today) ||
            cx_play_answer_stops(&week->answers, proposal->play, proposal->leader) ||
            cx_appointment_hides(&week->appointments, proposal->key))
            g_array_remove_index(out.proposals, i - 1);
    }
    spread(out.proposals);
    return out.proposals;
}

static bool
is_pressing(const CxPlayProposal *proposal, CxDay today)
{
    return proposal->worth >= PRESSING_WORTH && proposal->by.v <= today.v + DAYS_IN_WEEK;
}

static const char *
headline(const CxPlayState *state, const CxWeek *week)
{
    const char *first = NULL;
    const char *second = NULL;
    int n = 0;
    for (size_t i = 0; i < week->n_fit; i++) {
        if (!is_pressing(&week->proposals[i], state->today))
            continue;
        n++;
        if (first == NULL)
            first = week->proposals[i].short_title;
        else if (second == NULL)
            second = week->proposals[i].short_title;
    }
    const char *start = week->n > 0 ? week->proposals[0].short_title : "";
    return cx_arena_take(state->ctx->arena,
                         cx_message_format(state->ctx->catalogue, "week.headline",
                                           CX_ARG_NUMBER("n", n), CX_ARG_TEXT("first", first),
                                           CX_ARG_TEXT("second", second),
                                           CX_ARG_TEXT("start", start),
                                           CX_ARG_TEXT("has_any", week->n > 0 ? "yes" : "no")));
}

static void
fit(CxWeek *week)
{
    while (week->n_fit < week->n &&
           week->minutes_fit + week->proposals[week->n_fit].minutes <= week->minutes) {
        week->minutes_fit += week->proposals[week->n_fit].minutes;
        week->n_overdue += week->proposals[week->n_fit].is_overdue;
        week->n_fit++;
    }
}

const CxWeek *
cx_week_make(CxCtx *ctx, int32_t minutes, GError **error)
{
    g_autoptr(CxPlayState) state = cx_play_state_load(ctx, error);
    if (state == NULL)
        return NULL;
    CxWeek *week = cx_arena_new0(ctx->arena, CxWeek);
    if (!cx_play_answer_list(ctx, &week->answers, error) ||
        !cx_appointment_list(ctx, &week->appointments, error))
        return NULL;
    g_autoptr(GArray) proposals = gather(state, week);
    CxPlayProposal *kept = cx_arena_new0_n(ctx->arena, CxPlayProposal, proposals->len);
    for (guint i = 0; i < proposals->len; i++)
        kept[i] = g_array_index(proposals, CxPlayProposal, i);
    week->proposals = kept;
    week->n = proposals->len;
    week->minutes = minutes > 0 ? minutes : (int32_t)state->settings.minutes_a_week;
    fit(week);
    week->headline = headline(state, week);
    week->n_leaders = state->leaders->len;
    week->n_surveys = state->n_surveys;
    week->contacts = state->contacts;
    return week;
}

const CxPlayProposal *
cx_week_proposal(const CxWeek *week, const char *key, GError **error)
{
    for (size_t i = 0; i < week->n; i++) {
        if (strcmp(week->proposals[i].key, key) == 0)
            return &week->proposals[i];
    }
    g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "the week does not propose \"%s\"", key);
    return NULL;
}
