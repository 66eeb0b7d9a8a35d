#include "pages/health_view.h"

#include <inttypes.h>
#include <math.h>

#include "base/civil.h"

#define DAYS_IN_WEEK    7
#define QUARTERS_A_YEAR 4

/* ---- Fields ---- */

static const CxViewField fact_fields[] = {
    CX_FIELD(CxHealthFactView, fact, CX_FIELD_TEXT, "What was counted"),
    CX_FIELD_PAGE(CxHealthFactView, label, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxHealthFactView, now, CX_FIELD_COUNT, "In the last 91 days"),
    CX_FIELD(CxHealthFactView, before, CX_FIELD_COUNT, "In the 91 days before"),
    CX_FIELD(CxHealthFactView, has_fallen, CX_FIELD_FLAG, "Whether it is less than before"),
};
static const CxViewType fact_type =
    CX_VIEW_TYPE("HealthFact", CxHealthFactView, fact_fields, "Something counted");

static const CxViewField leader_fields[] = {
    CX_FIELD(CxHealthLeaderView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(CxHealthLeaderView, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD(CxHealthLeaderView, title, CX_FIELD_TEXT, "Present office"),
    CX_FIELD_PAGE(CxHealthLeaderView, url, CX_FIELD_TEXT, "Page of the leader"),
    CX_FIELD_DATA(CxHealthLeaderView, last_on, CX_FIELD_DAY, "When last met or called"),
    CX_FIELD_PAGE(CxHealthLeaderView, last_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxHealthLeaderView, cadence, CX_FIELD_TEXT, "fine, due, late or never"),
    CX_FIELD_PAGE(CxHealthLeaderView, cadence_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_PAGE(CxHealthLeaderView, is_late, CX_FIELD_FLAG,
                  "Whether it is over the most allowed"),
    CX_FIELD_DATA(CxHealthLeaderView, n_kept, CX_FIELD_COUNT, "Promises kept, either way"),
    CX_FIELD_DATA(CxHealthLeaderView, n_open, CX_FIELD_COUNT, "Open ones"),
    CX_FIELD_DATA(CxHealthLeaderView, n_overdue, CX_FIELD_COUNT, "Overdue ones"),
    CX_FIELD_PAGE(CxHealthLeaderView, promises, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_DATA(CxHealthLeaderView, index, CX_FIELD_NUMBER, "How alive, 0 to 100"),
    CX_FIELD_DATA(CxHealthLeaderView, was, CX_FIELD_NUMBER, "91 days ago"),
    CX_FIELD_PAGE(CxHealthLeaderView, index_text, CX_FIELD_TEXT, "How alive, as read"),
    CX_FIELD_PAGE(CxHealthLeaderView, was_text, CX_FIELD_TEXT, "91 days ago, as read"),
};
static const CxViewType leader_type = CX_VIEW_TYPE(
    "HealthLeader", CxHealthLeaderView, leader_fields, "How alive a leader's part is, and why");

static const CxViewField quarter_fields[] = {
    CX_FIELD(CxHealthQuarterView, label, CX_FIELD_TEXT, "The quarter"),
    CX_FIELD_PAGE(CxHealthQuarterView, index, CX_FIELD_TEXT, "The index at its end"),
    CX_FIELD_DATA(CxHealthQuarterView, value, CX_FIELD_NUMBER, "The index at its end, 0 to 100"),
    CX_FIELD(CxHealthQuarterView, n_contacts, CX_FIELD_COUNT, "Meetings and calls"),
    CX_FIELD(CxHealthQuarterView, n_reached, CX_FIELD_COUNT, "Different leaders met"),
    CX_FIELD(CxHealthQuarterView, n_kept, CX_FIELD_COUNT, "Promises kept"),
    CX_FIELD(CxHealthQuarterView, n_thanks, CX_FIELD_COUNT, "Thanks given"),
    CX_FIELD(CxHealthQuarterView, is_over, CX_FIELD_FLAG, "Whether it is over"),
};
static const CxViewType quarter_type =
    CX_VIEW_TYPE("HealthQuarter", CxHealthQuarterView, quarter_fields, "One quarter");

static const CxViewField health_fields[] = {
    CX_FIELD(CxHealthView, headline, CX_FIELD_TEXT, "What it says in a sentence"),
    CX_FIELD(CxHealthView, state, CX_FIELD_TEXT, "alive, fading, fizzling or silent"),
    CX_FIELD_DATA(CxHealthView, index, CX_FIELD_NUMBER, "0 to 100; null: no leader is in office"),
    CX_FIELD_DATA(CxHealthView, was, CX_FIELD_NUMBER, "91 days ago"),
    CX_FIELD_PAGE(CxHealthView, since, CX_FIELD_TEXT, "Since when anything was noted"),
    CX_FIELD_CHILD(CxHealthView, facts, CX_FIELD_LIST, &fact_type, "What was counted"),
    CX_FIELD_CHILD(CxHealthView, causes, CX_FIELD_LIST, &cx_view_text_type, "What has fallen"),
    CX_FIELD_CHILD(CxHealthView, leaders, CX_FIELD_LIST, &leader_type, "The least alive first"),
    CX_FIELD_CHILD(CxHealthView, quarters, CX_FIELD_LIST, &quarter_type, "Newest first"),
    CX_FIELD_PAGE(CxHealthView, has_causes, CX_FIELD_FLAG, "Whether anything has fallen"),
    CX_FIELD_PAGE(CxHealthView, has_leaders, CX_FIELD_FLAG, "Whether anybody is in office"),
    CX_FIELD_PAGE(CxHealthView, has_quarters, CX_FIELD_FLAG, "Whether anything was noted"),
    CX_FIELD_PAGE(CxHealthView, forecast, CX_FIELD_TEXT, "What may be said of the next quarter"),
    CX_FIELD_DATA(CxHealthView, forecast_value, CX_FIELD_NUMBER,
                  "The index forecast; null unless it beats \"same as last quarter\""),
    CX_FIELD_DATA(CxHealthView, n_tests, CX_FIELD_COUNT, "Back-tests there were"),
    CX_FIELD_DATA(CxHealthView, naive_error, CX_FIELD_NUMBER,
                  "Mean absolute error of \"same as last quarter\""),
    CX_FIELD_DATA(CxHealthView, trend_error, CX_FIELD_NUMBER, "The same of the damped trend"),
    CX_FIELD(CxHealthView, turn, CX_FIELD_TEXT, "What would turn it"),
    CX_FIELD_PAGE(CxHealthView, cadence, CX_FIELD_TEXT, "How many are met often enough"),
    CX_FIELD_DATA(CxHealthView, n_fine, CX_FIELD_COUNT, "Leaders met within the target"),
    CX_FIELD_DATA(CxHealthView, n_due, CX_FIELD_COUNT, "Longer ago than the target"),
    CX_FIELD_DATA(CxHealthView, n_late, CX_FIELD_COUNT, "Longer ago than the most allowed"),
    CX_FIELD_DATA(CxHealthView, n_never, CX_FIELD_COUNT, "Never met, as far as is noted"),
};
const CxViewType cx_health_view_type =
    CX_VIEW_TYPE("Health", CxHealthView, health_fields,
                 "How alive the program is, what it rests on, what turns it");

/* ---- Words ---- */

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, (key), __VA_ARGS__))

static const char *
index_text(CxCtx *ctx, double index)
{
    return isnan(index) ? NULL : cx_arena_printf(ctx->arena, "%" PRId64, (int64_t)llround(index));
}

static const char *
headline(CxCtx *ctx, const CxHealth *health, const char *state)
{
    const int64_t now = isnan(health->index) ? 0 : (int64_t)llround(health->index);
    const int64_t was = isnan(health->was) ? now : (int64_t)llround(health->was);
    return SAY(ctx, "health.headline", CX_ARG_TEXT("state", state), CX_ARG_NUMBER("now", now),
               CX_ARG_TEXT("moved", now > was ? "up" : (now < was ? "down" : "same")),
               CX_ARG_NUMBER("was", was));
}

static CxHealthFactView
fact_view(CxCtx *ctx, const char *fact, int64_t now, int64_t before)
{
    g_autofree char *key = g_strconcat("health.fact.", fact, NULL);
    return (CxHealthFactView){ .fact = fact,
                               .label = cx_message_text(ctx->catalogue, key),
                               .now = now,
                               .before = before,
                               .has_fallen = now < before };
}

static void
add_facts(CxCtx *ctx, const CxHealth *health, CxHealthView *view)
{
    enum { N_FACTS = 7 };
    const CxHealthCounts *now = &health->now;
    const CxHealthCounts *before = &health->before;
    CxHealthFactView *facts = cx_arena_new0_n(ctx->arena, CxHealthFactView, N_FACTS);
    facts[0] = fact_view(ctx, "contacts", now->n_contacts, before->n_contacts);
    facts[1] = fact_view(ctx, "reached", now->n_reached, before->n_reached);
    facts[2] = fact_view(ctx, "sponsor", now->n_with_sponsor, before->n_with_sponsor);
    facts[3] = fact_view(ctx, "kept", now->n_kept, before->n_kept);
    facts[4] = fact_view(ctx, "thanks", now->n_thanks, before->n_thanks);
    facts[5] = fact_view(ctx, "called", now->n_called, before->n_called);
    facts[6] = fact_view(ctx, "said", now->n_said, before->n_said);
    view->facts = CX_VIEW_LIST(facts, N_FACTS);
    const char **causes = cx_arena_new0_n(ctx->arena, const char *, N_FACTS);
    size_t n = 0;
    for (size_t i = 0; i < N_FACTS; i++) {
        if (facts[i].has_fallen) {
            causes[n++] =
                SAY(ctx, "health.cause", CX_ARG_TEXT("what", facts[i].label),
                    CX_ARG_NUMBER("now", facts[i].now), CX_ARG_NUMBER("before", facts[i].before));
        }
    }
    view->causes = CX_VIEW_LIST(causes, n);
    view->has_causes = n > 0;
}

static CxHealthLeaderView
leader_view(CxCtx *ctx, const CxHealthLeader *leader)
{
    CxHealthLeaderView view = {
        .id = leader->id.v,
        .name = leader->name,
        .title = leader->title,
        .url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64, leader->id.v),
        .last_on = leader->last,
        .cadence = cx_lapse_key(leader->lapse),
        .is_late = leader->lapse == CX_LAPSE_LATE || leader->lapse == CX_LAPSE_NEVER,
        .n_kept = leader->n_kept,
        .n_open = leader->n_open,
        .n_overdue = leader->n_overdue,
        .index = leader->index,
        .was = leader->was,
        .index_text = index_text(ctx, leader->index),
        .was_text = index_text(ctx, leader->was),
    };
    if (!cx_day_is_none(leader->last)) {
        const int32_t weeks = (ctx->today.v - leader->last.v) / DAYS_IN_WEEK;
        g_autofree char *day = cx_day_format_long(leader->last);
        view.last_text =
            SAY(ctx, "health.last", CX_ARG_TEXT("day", day), CX_ARG_NUMBER("weeks", weeks));
    }
    if (leader->lapse != CX_LAPSE_FINE)
        view.cadence_text = SAY(ctx, "health.cadence", CX_ARG_TEXT("state", view.cadence));
    if (leader->n_open + leader->n_kept > 0) {
        view.promises =
            SAY(ctx, "health.promises", CX_ARG_NUMBER("kept", leader->n_kept),
                CX_ARG_NUMBER("open", leader->n_open), CX_ARG_NUMBER("overdue", leader->n_overdue));
    }
    return view;
}

static void
add_leaders(CxCtx *ctx, const CxHealth *health, CxHealthView *view)
{
    CxHealthLeaderView *leaders =
        cx_arena_new0_n(ctx->arena, CxHealthLeaderView, health->n_leaders);
    for (size_t i = 0; i < health->n_leaders; i++)
        leaders[i] = leader_view(ctx, &health->leaders[i]);
    view->leaders = CX_VIEW_LIST(leaders, health->n_leaders);
    view->has_leaders = health->n_leaders > 0;
    view->n_fine = (int64_t)health->n_lapse[CX_LAPSE_FINE];
    view->n_due = (int64_t)health->n_lapse[CX_LAPSE_DUE];
    view->n_late = (int64_t)health->n_lapse[CX_LAPSE_LATE];
    view->n_never = (int64_t)health->n_lapse[CX_LAPSE_NEVER];
    view->cadence =
        SAY(ctx, "health.cadence.all", CX_ARG_NUMBER("fine", view->n_fine),
            CX_ARG_NUMBER("all", health->n_leaders), CX_ARG_NUMBER("due", view->n_due),
            CX_ARG_NUMBER("late", view->n_late), CX_ARG_NUMBER("never", view->n_never),
            CX_ARG_NUMBER("target", health->target_days), CX_ARG_NUMBER("max", health->max_days));
}

static void
add_quarters(CxCtx *ctx, const CxHealth *health, CxHealthView *view)
{
    const size_t n = health->n_quarters;
    CxHealthQuarterView *quarters = cx_arena_new0_n(ctx->arena, CxHealthQuarterView, n);
    for (size_t i = 0; i < n; i++) {
        const CxHealthQuarter *quarter = &health->quarters[n - 1 - i];
        quarters[i] = (CxHealthQuarterView){
            .label = cx_arena_printf(ctx->arena, "Q%d %d", quarter->quarter % QUARTERS_A_YEAR + 1,
                                     quarter->quarter / QUARTERS_A_YEAR),
            .index = index_text(ctx, quarter->index),
            .value = quarter->index,
            .n_contacts = quarter->counts.n_contacts,
            .n_reached = quarter->counts.n_reached,
            .n_kept = quarter->counts.n_kept,
            .n_thanks = quarter->counts.n_thanks,
            .is_over = quarter->is_over,
        };
    }
    view->quarters = CX_VIEW_LIST(quarters, n);
    view->has_quarters = n > 0;
}

static const char *
forecast_text(CxCtx *ctx, const CxHealthForecast *forecast)
{
    if (forecast->n_tests < CX_HEALTH_TESTS_MIN) {
        return SAY(ctx, "health.forecast.few", CX_ARG_NUMBER("n", forecast->n_tests),
                   CX_ARG_NUMBER("min", CX_HEALTH_TESTS_MIN));
    }
    const int64_t naive = (int64_t)llround(forecast->naive_error);
    const int64_t trend = (int64_t)llround(forecast->trend_error);
    if (!forecast->beats) {
        return SAY(ctx, "health.forecast.no", CX_ARG_NUMBER("n", forecast->n_tests),
                   CX_ARG_NUMBER("naive", naive), CX_ARG_NUMBER("trend", trend));
    }
    return SAY(ctx, "health.forecast.yes", CX_ARG_NUMBER("next", llround(forecast->next)),
               CX_ARG_NUMBER("trend", trend), CX_ARG_NUMBER("naive", naive),
               CX_ARG_NUMBER("n", forecast->n_tests));
}

static const char *
turn_text(CxCtx *ctx, const CxHealth *health)
{
    if (health->n_turns == 0)
        return NULL;
    g_autoptr(GString) names = g_string_new(NULL);
    for (size_t i = 0; i < health->n_turns; i++)
        g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", health->turns[i]->name);
    return SAY(ctx, "health.turn", CX_ARG_TEXT("names", names->str),
               CX_ARG_NUMBER("now", llround(health->index)),
               CX_ARG_NUMBER("after", llround(health->index_after)));
}

const CxHealthView *
cx_health_view(CxCtx *ctx, GError **error)
{
    const CxHealth *health = cx_health_load(ctx, error);
    if (health == NULL)
        return NULL;
    const char *state = cx_health_state_key(cx_health_state(health));
    CxHealthView *view = cx_arena_new0(ctx->arena, CxHealthView);
    *view = (CxHealthView){
        .headline = headline(ctx, health, state),
        .state = state,
        .index = health->index,
        .was = health->was,
        .forecast = forecast_text(ctx, &health->forecast),
        .forecast_value = health->forecast.next,
        .n_tests = health->forecast.n_tests,
        .naive_error = health->forecast.naive_error,
        .trend_error = health->forecast.trend_error,
        .turn = turn_text(ctx, health),
    };
    if (!cx_day_is_none(health->since)) {
        g_autofree char *since = cx_day_format_long(health->since);
        view->since = cx_arena_text(ctx->arena, since);
    }
    add_facts(ctx, health, view);
    add_leaders(ctx, health, view);
    add_quarters(ctx, health, view);
    return view;
}
