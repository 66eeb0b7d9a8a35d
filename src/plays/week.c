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
#define WITH_VISIT     0.5  /* it can be asked at a meeting that is proposed too */
#define LONG_OVER_DAYS 28
#define LEFT_DAYS      91 /* over for a quarter: nobody means to do it */
#define OLD_DAYS       56 /* what waits that long is said to */
#define LEARN_DAYS     366
#define LEARN_LO       0.5
#define PRESSING_WORTH 5 /* such a play within a week, or overdue, cannot wait */

static double
urgency(CxDay by, CxDay today)
{
    const int32_t days = by.v - today.v;
    if (days < -LEFT_DAYS)
        return 1.0;
    if (days < -LONG_OVER_DAYS)
        return 1.4; /* what waited that long gives way to what can still be on time */
    if (days < 0)
        return 1.7;
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

/* ---- What is known here ---- */

static double
weight(const CxPlayState *state, CxLeaderId leader)
{
    static const double of_tier[CX_CARE_TIERS + 1] = { 1.0, 1.1, 1.0, 0.9 };
    return of_tier[cx_care_of(&state->cares, leader).tier];
}

/* What was done of a play, and what was refused, teaches how much it is worth here. */
static double
learnt(const CxPlayState *state, const char *play)
{
    g_autofree char *prefix = g_strconcat(play, ":", NULL);
    int n_done = 0;
    int n_never = 0;
    for (size_t i = 0; i < state->answers.n; i++) {
        const CxPlayAnswer *answer = &state->answers.items[i];
        if (answer->day.v <= state->today.v - LEARN_DAYS || !g_str_has_prefix(answer->key, prefix))
            continue;
        n_done += answer->kind == CX_PLAY_ANSWER_DONE;
        n_never += answer->kind == CX_PLAY_ANSWER_NEVER;
    }
    return MAX((n_done + 2.0) / (n_done + n_never + 2.0), LEARN_LO);
}

/* What is a meeting with somebody. */
static const char *const visits[] = { "new_leader", "not_met",       "round_due",
                                      "follow_up",  "sponsor_unmet", NULL };

static bool
is_one_of(const char *play, const char *const *plays)
{
    return g_strv_contains(plays, play);
}

/* Whether another meeting with the same leader is proposed that ranks before this one. */
static bool
is_second_visit(const GArray *proposals, guint at)
{
    const CxPlayProposal *visit = &g_array_index(proposals, CxPlayProposal, at);
    const bool is_visit = is_one_of(visit->play, visits);
    for (guint i = 0; is_visit && i < proposals->len; i++) {
        const CxPlayProposal *other = &g_array_index(proposals, CxPlayProposal, i);
        if (i != at && other->leader.v == visit->leader.v && is_one_of(other->play, visits) &&
            (other->rank_value > visit->rank_value ||
             (other->rank_value >= visit->rank_value && i < at)))
            return true;
    }
    return false;
}

/* Nobody is asked for two meetings in one week. */
static void
join_visits(GArray *proposals)
{
    for (guint i = proposals->len; i > 0; i--) {
        if (is_second_visit(proposals, i - 1))
            g_array_remove_index(proposals, i - 1);
    }
}

/* Whether a meeting with the same leader is proposed at which this can be asked. */
static bool
goes_with_visit(const GArray *proposals, const CxPlayProposal *small)
{
    static const char *const asks[] = { "priority_unasked", "target_unset", "not_measured",
                                        "call_unplanned",   "call_due",     NULL };
    const bool is_small = is_one_of(small->play, asks);
    for (guint i = 0; is_small && i < proposals->len; i++) {
        const CxPlayProposal *visit = &g_array_index(proposals, CxPlayProposal, i);
        if (visit->leader.v == small->leader.v && is_one_of(visit->play, visits))
            return true;
    }
    return false;
}

/* ---- Ranking ---- */

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
    if (next.v == by.v)
        return by;
    const CxDay before = open_day_before(&state->closeds, by);
    return by.v < state->today.v || before.v >= state->today.v ? before : next;
}

static void
settle(const CxPlayState *state, const CxPlay *play, CxPlayProposal *proposal)
{
    proposal->play = play->key;
    proposal->practice = play->practice;
    proposal->by = working_day(state, proposal->by);
    proposal->rank_value = cx_week_rank(proposal, state->today) * weight(state, proposal->leader) *
                           learnt(state, play->key);
    proposal->is_overdue = proposal->by.v < state->today.v;
}

/* What the plays propose, without what was answered, best first. */
static GArray *
gather(const CxPlayState *state, const CxWeek *week)
{
    CxPlayOut out = { g_array_new(FALSE, FALSE, sizeof(CxPlayProposal)) };
    for (size_t i = 0; i < cx_plays_n; i++) {
        const guint first = out.proposals->len;
        cx_plays[i].look(state, &out);
        for (guint k = first; k < out.proposals->len; k++)
            settle(state, &cx_plays[i], &g_array_index(out.proposals, CxPlayProposal, k));
    }
    for (guint i = out.proposals->len; i > 0; i--) {
        const CxPlayProposal *proposal = &g_array_index(out.proposals, CxPlayProposal, i - 1);
        if (cx_play_answer_hides(&week->answers, proposal->key, state->today) ||
            cx_play_answer_stops(&week->answers, proposal->play, proposal->leader) ||
            cx_appointment_hides(&week->appointments, proposal->key))
            g_array_remove_index(out.proposals, i - 1);
    }
    join_visits(out.proposals);
    for (guint i = 0; i < out.proposals->len; i++) {
        CxPlayProposal *proposal = &g_array_index(out.proposals, CxPlayProposal, i);
        if (goes_with_visit(out.proposals, proposal))
            proposal->rank_value *= WITH_VISIT;
    }
    spread(out.proposals);
    return out.proposals;
}

static bool
is_pressing(const CxPlayProposal *proposal, CxDay today)
{
    return proposal->worth >= PRESSING_WORTH && proposal->by.v <= today.v + DAYS_IN_WEEK;
}

/* How many of the week, from the first on, are late: those the headline may begin with. */
static size_t
n_late(const CxWeek *week)
{
    return week->n_fit > 0 && week->proposals[0].is_overdue ? week->n_overdue : 0;
}

/* Where more than half of the week has waited for two months, that is what there is to say. */
static const char *
old_headline(const CxPlayState *state, const CxWeek *week)
{
    size_t n = 0;
    for (size_t i = 0; i < week->n_fit; i++)
        n += week->proposals[i].by.v < state->today.v - OLD_DAYS;
    if (2 * n <= week->n_fit)
        return NULL;
    return cx_arena_take(state->ctx->arena,
                         cx_message_format(state->ctx->catalogue, "week.headline_old",
                                           CX_ARG_NUMBER("n", (double)n),
                                           CX_ARG_TEXT("first", week->proposals[0].short_title)));
}

static const char *
headline(const CxPlayState *state, const CxWeek *week)
{
    const char *old = old_headline(state, week);
    if (old != NULL)
        return old;
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
    const char *next = week->n_fit > 1 ? week->proposals[1].short_title : "";
    return cx_arena_take(state->ctx->arena,
                         cx_message_format(state->ctx->catalogue, "week.headline",
                                           CX_ARG_NUMBER("n", n), CX_ARG_TEXT("first", first),
                                           CX_ARG_TEXT("second", second),
                                           CX_ARG_NUMBER("late", (double)n_late(week)),
                                           CX_ARG_TEXT("start", start), CX_ARG_TEXT("next", next),
                                           CX_ARG_NUMBER("fit", (double)MAX(week->n_fit, 1)),
                                           CX_ARG_TEXT("has_any", week->n > 0 ? "yes" : "no")));
}

/* What of the usual seven is done since Monday, or has its day in this week. */
static size_t
count_spent(const CxWeek *week, CxDay today)
{
    const int32_t monday = cx_day_monday(today).v;
    size_t n = 0;
    for (size_t i = 0; i < week->answers.n; i++) {
        n += week->answers.items[i].kind == CX_PLAY_ANSWER_DONE &&
             week->answers.items[i].day.v >= monday;
    }
    for (size_t i = 0; i < week->appointments.n; i++) {
        const int32_t day = week->appointments.items[i].day.v;
        n += day >= monday && day < monday + DAYS_IN_WEEK;
    }
    return n;
}

static void
fit(CxWeek *week, size_t n_most)
{
    while (week->n_fit < MIN(week->n, n_most) &&
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
    week->answers = state->answers;
    if (!cx_appointment_list(ctx, &week->appointments, error))
        return NULL;
    g_autoptr(GArray) proposals = gather(state, week);
    CxPlayProposal *kept = cx_arena_new0_n(ctx->arena, CxPlayProposal, proposals->len);
    for (guint i = 0; i < proposals->len; i++)
        kept[i] = g_array_index(proposals, CxPlayProposal, i);
    week->proposals = kept;
    week->n = proposals->len;
    week->minutes = minutes > 0 ? minutes : (int32_t)state->settings.minutes_a_week;
    week->n_spent = count_spent(week, ctx->today);
    const size_t n_left = CX_WEEK_PLAYS - MIN(week->n_spent, CX_WEEK_PLAYS);
    week->is_usual = minutes <= 0;
    fit(week, week->is_usual ? n_left : week->n);
    week->headline = headline(state, week);
    week->n_leaders = state->leaders->len;
    week->n_surveys = state->n_surveys;
    week->contacts = state->contacts;
    week->findings = state->findings;
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
