#include "engage/health.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "engage/care.h"
#include "engage/wall.h"
#include "lang/assert.h"
#include "people/leader.h"

#define QUARTER_DAYS  91
#define WEIGHT_REAL   1.0
#define WEIGHT_OTHER  0.25 /* a mail, a message */
#define WEIGHT_KEPT   0.5
#define WEIGHT_THANKS 0.25
#define WEIGHT_DONE   0.5 /* a commitment that shows, a customer reached */
#define WEIGHT_SAID   0.25
#define INDEX_MAX     100.0
#define DAMPING       0.5
#define ALIVE         67.0 /* two thirds of what was said */
#define FIZZLING      34.0
#define LOST          10.0 /* in a quarter */

static const char *const lapse_keys[CX_LAPSE_N] = {
#define X(name, key) [CX_LAPSE_##name] = (key),
    CX_LAPSE_MAP(X)
#undef X
};

const char *
cx_lapse_key(CxLapse lapse)
{
    cx_assert(lapse < CX_LAPSE_N);
    return lapse_keys[lapse];
}

CxLapse
cx_lapse_judge(CxDay last, CxDay today, const CxEngageSettings *settings)
{
    if (cx_day_is_none(last))
        return CX_LAPSE_NEVER;
    const int64_t days = today.v - last.v;
    if (days > settings->cadence_max_days)
        return CX_LAPSE_LATE;
    return days > settings->cadence_target_days ? CX_LAPSE_DUE : CX_LAPSE_FINE;
}

static const char *const state_keys[CX_HEALTH_STATE_N] = {
#define X(name, key) [CX_HEALTH_##name] = (key),
    CX_HEALTH_STATE_MAP(X)
#undef X
};

const char *
cx_health_state_key(CxHealthState state)
{
    cx_assert(state < CX_HEALTH_STATE_N);
    return state_keys[state];
}

CxHealthState
cx_health_state(const CxHealth *health)
{
    if (isnan(health->index) || cx_day_is_none(health->since))
        return CX_HEALTH_SILENT;
    if (health->index < FIZZLING)
        return CX_HEALTH_FIZZLING;
    const bool is_falling = !isnan(health->was) && health->was - health->index > LOST;
    return is_falling || health->index < ALIVE ? CX_HEALTH_FADING : CX_HEALTH_ALIVE;
}

/* ---- The index and its forecast ---- */

static double
decay(int32_t days)
{
    return exp2(-(double)days / CX_HEALTH_HALF_LIFE_DAYS);
}

double
cx_health_index(const CxHealthEvent *events, size_t n, CxLeaderId leader, CxDay on,
                int64_t target_days)
{
    cx_assert(target_days > 0);
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        if (events[i].leader.v == leader.v && events[i].day.v <= on.v)
            sum += events[i].weight * decay(on.v - events[i].day.v);
    }
    /* One contact each target_days, the last one as old as that: the sum of a geometric series. */
    const double step = decay((int32_t)target_days);
    const double full = step / (1.0 - step);
    return fmin(INDEX_MAX, INDEX_MAX * sum / full);
}

CxHealthForecast
cx_health_forecast(const double *series, size_t n)
{
    CxHealthForecast found = { .naive_error = (double)NAN,
                               .trend_error = (double)NAN,
                               .next = (double)NAN };
    double naive = 0.0;
    double trend = 0.0;
    for (size_t i = 2; i < n; i++) {
        const double guess = series[i - 1] + DAMPING * (series[i - 1] - series[i - 2]);
        naive += fabs(series[i] - series[i - 1]);
        trend += fabs(series[i] - guess);
        found.n_tests++;
    }
    if (found.n_tests == 0)
        return found;
    found.naive_error = naive / (double)found.n_tests;
    found.trend_error = trend / (double)found.n_tests;
    found.beats = found.n_tests >= CX_HEALTH_TESTS_MIN && found.trend_error < found.naive_error;
    if (found.beats) {
        const double next = series[n - 1] + DAMPING * (series[n - 1] - series[n - 2]);
        found.next = CLAMP(next, 0.0, INDEX_MAX);
    }
    return found;
}

/* ---- What happened ---- */

typedef struct {
    CxCtx *ctx;
    CxEngageSettings settings;
    CxCares cares;
    GPtrArray *leaders; /* of CxLeader, owned */
    CxContacts contacts;
    CxPromises promises;
    CxCredits credits;
    CxCommitments commitments;
    CxCommunications communications;
    CxCalls calls;
    GArray *events; /* of CxHealthEvent, owned */
} Making;

static void
making_clear(Making *making)
{
    if (making->leaders != NULL)
        g_ptr_array_unref(making->leaders);
    if (making->events != NULL)
        g_array_unref(making->events);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Making, making_clear)

static void
add_event(Making *making, CxLeaderId leader, CxDay day, double weight)
{
    const CxHealthEvent event = { leader, day, weight };
    if (leader.v != 0 && day.v <= making->ctx->today.v)
        g_array_append_val(making->events, event);
}

/* What leaders did themselves, in front of others. */
static void
gather_visible(Making *making)
{
    for (size_t i = 0; i < making->commitments.n; i++) {
        const CxCommitment *commitment = &making->commitments.items[i];
        if (commitment->state == CX_COMMITMENT_DONE)
            add_event(making, commitment->leader, commitment->ended_on, WEIGHT_DONE);
    }
    for (size_t i = 0; i < making->communications.n; i++) {
        const CxCommunication *said = &making->communications.items[i];
        add_event(making, said->leader, said->day, WEIGHT_SAID);
    }
    for (size_t i = 0; i < making->calls.n; i++) {
        const CxCall *call = &making->calls.items[i];
        if (call->outcome == CX_CALL_REACHED)
            add_event(making, call->leader, call->ended_on, WEIGHT_DONE);
    }
}

static void
gather(Making *making)
{
    making->events = g_array_new(FALSE, FALSE, sizeof(CxHealthEvent));
    gather_visible(making);
    for (size_t i = 0; i < making->contacts.n; i++) {
        const CxContact *contact = &making->contacts.items[i];
        const double weight = cx_contact_kind_is_real(contact->kind) ? WEIGHT_REAL : WEIGHT_OTHER;
        add_event(making, contact->leader, contact->day, weight);
    }
    for (size_t i = 0; i < making->promises.n; i++) {
        const CxPromise *promise = &making->promises.items[i];
        if (promise->state == CX_PROMISE_KEPT)
            add_event(making, promise->leader, promise->ended_on, WEIGHT_KEPT);
    }
    for (size_t i = 0; i < making->credits.n; i++) {
        add_event(making, making->credits.items[i].leader, making->credits.items[i].day,
                  WEIGHT_THANKS);
    }
}

/* Days aimed at between contacts with a leader, by their tier. */
static int64_t
target_of(const Making *making, CxLeaderId leader)
{
    return cx_care_settings(&making->cares, &making->settings, leader).cadence_target_days;
}

static double
index_of(const Making *making, CxLeaderId leader, CxDay on)
{
    return cx_health_index((const CxHealthEvent *)(const void *)making->events->data,
                           making->events->len, leader, on, target_of(making, leader));
}

/* The mean over the leaders in office on a day; NaN when nobody is. */
static double
index_overall(const Making *making, CxDay on)
{
    double sum = 0.0;
    size_t n = 0;
    for (guint i = 0; i < making->leaders->len; i++) {
        const CxLeader *leader = making->leaders->pdata[i];
        if (cx_leader_term(leader, on) == NULL)
            continue;
        sum += index_of(making, leader->id, on);
        n++;
    }
    return n > 0 ? sum / (double)n : (double)NAN;
}

static bool
is_within(CxDay day, CxDay from, CxDay to)
{
    return !cx_day_is_none(day) && day.v >= from.v && day.v <= to.v;
}

/* Whether one of the `n` newest contacts, until a day, is a real one with this leader. */
static bool
was_met(const Making *making, CxLeaderId leader, CxDay to, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const CxContact *contact = &making->contacts.items[i];
        if (contact->leader.v == leader.v && contact->day.v <= to.v &&
            cx_contact_kind_is_real(contact->kind))
            return true;
    }
    return false;
}

static CxHealthCounts
count(const Making *making, CxDay from, CxDay to)
{
    CxHealthCounts counts = { 0 };
    for (size_t i = 0; i < making->contacts.n; i++) {
        const CxContact *contact = &making->contacts.items[i];
        if (!is_within(contact->day, from, to) || !cx_contact_kind_is_real(contact->kind))
            continue;
        counts.n_contacts++;
        counts.n_with_sponsor += contact->with_sponsor;
        counts.n_reached += !was_met(making, contact->leader, to, i);
    }
    for (size_t i = 0; i < making->promises.n; i++) {
        const CxPromise *promise = &making->promises.items[i];
        counts.n_kept +=
            promise->state == CX_PROMISE_KEPT && is_within(promise->ended_on, from, to);
    }
    for (size_t i = 0; i < making->credits.n; i++)
        counts.n_thanks += is_within(making->credits.items[i].day, from, to);
    for (size_t i = 0; i < making->communications.n; i++)
        counts.n_said += is_within(making->communications.items[i].day, from, to);
    for (size_t i = 0; i < making->calls.n; i++) {
        const CxCall *call = &making->calls.items[i];
        counts.n_called += call->outcome == CX_CALL_REACHED && is_within(call->ended_on, from, to);
    }
    return counts;
}

/* ---- Leaders ---- */

static void
count_promises(const Making *making, CxHealthLeader *row)
{
    for (size_t i = 0; i < making->promises.n; i++) {
        const CxPromise *promise = &making->promises.items[i];
        if (promise->leader.v != row->id.v)
            continue;
        row->n_kept += promise->state == CX_PROMISE_KEPT;
        row->n_open += promise->state == CX_PROMISE_OPEN;
        row->n_overdue += cx_promise_is_overdue(promise, making->ctx->today);
    }
}

static CxHealthLeader
make_leader(const Making *making, const CxLeader *leader, const CxTerm *term)
{
    const CxCtx *ctx = making->ctx;
    const CxContact *last = cx_contact_last(&making->contacts, leader->id, ctx->today);
    const CxEngageSettings own = cx_care_settings(&making->cares, &making->settings, leader->id);
    CxHealthLeader row = {
        .id = leader->id,
        .name = cx_arena_text(ctx->arena, leader->name),
        .title = cx_arena_text(ctx->arena, term->title),
        .last = last != NULL ? last->day : CX_DAY_NONE,
        .due_on = CX_DAY_NONE,
        .index = index_of(making, leader->id, ctx->today),
        .was = index_of(making, leader->id, (CxDay){ ctx->today.v - QUARTER_DAYS }),
    };
    if (last != NULL)
        row.due_on = (CxDay){ last->day.v + (int32_t)own.cadence_target_days };
    row.lapse = cx_lapse_judge(row.last, ctx->today, &own);
    count_promises(making, &row);
    return row;
}

static int
compare(const void *a, const void *b)
{
    const CxHealthLeader *x = a;
    const CxHealthLeader *y = b;
    if (x->index > y->index || x->index < y->index)
        return x->index > y->index ? 1 : -1;
    return strcmp(x->name, y->name);
}

static void
add_leaders(const Making *making, CxHealth *health)
{
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(CxHealthLeader));
    for (guint i = 0; i < making->leaders->len; i++) {
        const CxLeader *leader = making->leaders->pdata[i];
        const CxTerm *term = cx_leader_term(leader, making->ctx->today);
        if (term == NULL)
            continue;
        const CxHealthLeader row = make_leader(making, leader, term);
        health->n_lapse[row.lapse]++;
        g_array_append_val(rows, row);
    }
    g_array_sort(rows, compare);
    health->leaders = cx_engage_keep(making->ctx->arena, rows);
    health->n_leaders = rows->len;
}

/* Meeting those who are least alive raises the mean most: each is capped at 100. */
static void
find_turns(const Making *making, CxHealth *health)
{
    const size_t n = MIN(health->n_leaders, (size_t)CX_HEALTH_TURNS_MAX);
    const CxHealthLeader **turns = cx_arena_new0_n(making->ctx->arena, const CxHealthLeader *, n);
    const CxHealthEvent met = { .weight = WEIGHT_REAL, .day = making->ctx->today };
    const double gain =
        cx_health_index(&met, 1, met.leader, met.day, target_of(making, met.leader));
    double raised = 0.0;
    for (size_t i = 0; i < n && health->leaders[i].lapse != CX_LAPSE_FINE; i++) {
        turns[health->n_turns++] = &health->leaders[i];
        raised += fmin(gain, INDEX_MAX - health->leaders[i].index);
    }
    health->turns = turns;
    health->index_after =
        health->n_leaders > 0 ? health->index + raised / (double)health->n_leaders : health->index;
}

/* ---- Quarters ---- */

static CxDay
first_day(const Making *making)
{
    CxDay first = CX_DAY_NONE;
    for (guint i = 0; i < making->events->len; i++) {
        const CxDay day = g_array_index(making->events, CxHealthEvent, i).day;
        if (cx_day_is_none(first) || day.v < first.v)
            first = day;
    }
    return first;
}

static void
add_quarters(const Making *making, CxHealth *health)
{
    if (cx_day_is_none(health->since))
        return;
    const CxDay today = making->ctx->today;
    const int32_t last = cx_day_quarter_index(today);
    const int32_t begun = cx_day_quarter_index(health->since);
    const int32_t first = MAX(begun, last - CX_HEALTH_QUARTERS_MAX + 1);
    const size_t n = (size_t)(last - first) + 1;
    CxHealthQuarter *quarters = cx_arena_new0_n(making->ctx->arena, CxHealthQuarter, n);
    double *series = cx_arena_new0_n(making->ctx->arena, double, n);
    for (size_t i = 0; i < n; i++) {
        const int32_t quarter = first + (int32_t)i;
        const CxDay end = { cx_quarter_first_day(quarter + 1).v - 1 };
        const CxDay to = { MIN(end.v, today.v) };
        quarters[i] = (CxHealthQuarter){ .quarter = quarter,
                                         .index = index_overall(making, to),
                                         .counts = count(making, cx_quarter_first_day(quarter), to),
                                         .is_over = end.v <= today.v };
        series[i] = quarters[i].index;
    }
    health->quarters = quarters;
    health->n_quarters = n;
    const size_t n_over = quarters[n - 1].is_over ? n : n - 1;
    health->forecast = cx_health_forecast(series, n_over);
}

const CxHealth *
cx_health_load(CxCtx *ctx, GError **error)
{
    g_auto(Making) making = { .ctx = ctx };
    if (!cx_ctx_check_change(ctx, "see how alive the program is", error) ||
        !cx_engage_settings_load(ctx, &making.settings, error) ||
        !cx_care_list(ctx, &making.cares, error) ||
        !cx_contact_list(ctx, &making.contacts, error) ||
        !cx_promise_list(ctx, &making.promises, error) ||
        !cx_credit_list(ctx, &making.credits, error) ||
        !cx_commitment_list(ctx, &making.commitments, error) ||
        !cx_communication_list(ctx, &making.communications, error) ||
        !cx_call_list(ctx, &making.calls, error))
        return NULL;
    making.leaders = cx_leader_list(ctx, error);
    if (making.leaders == NULL)
        return NULL;
    gather(&making);
    const CxDay before = { ctx->today.v - QUARTER_DAYS };
    CxHealth *health = cx_arena_new0(ctx->arena, CxHealth);
    health->since = first_day(&making);
    health->index = index_overall(&making, ctx->today);
    health->was = index_overall(&making, before);
    health->now = count(&making, (CxDay){ before.v + 1 }, ctx->today);
    health->before = count(&making, (CxDay){ before.v + 1 - QUARTER_DAYS }, before);
    health->target_days = making.settings.cadence_target_days;
    health->max_days = making.settings.cadence_max_days;
    health->forecast = cx_health_forecast(NULL, 0);
    add_leaders(&making, health);
    find_turns(&making, health);
    add_quarters(&making, health);
    return health;
}
