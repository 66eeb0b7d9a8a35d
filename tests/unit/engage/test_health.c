/* Alive or fizzling: the index by hand, its laws, the forecast's gate, and the whole from records. */
#include <math.h>

#include "engage/health.h"
#include "engage/note.h"
#include "support/engines.h"
#include "unit/people/cast.h"

#define TARGET 60

static void
test_index(void)
{
    static const struct {
        const char *why;
        int32_t days_ago[3];
        size_t n;
        double want;
    } rows[] = {
        { "nothing", { 0 }, 0, 0.0 },
        { "met today", { 0 }, 1, 100.0 },
        { "once, a half-life ago", { 60 }, 1, 50.0 },
        { "60 and 120 days ago", { 60, 120 }, 2, 75.0 },
        { "no more than 100", { 0, 1, 2 }, 3, 100.0 },
        { "what is to come does not count", { -1 }, 1, 0.0 },
    };
    const CxDay today = { 20000 };
    const CxLeaderId ada = { 1 };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        CxHealthEvent events[3];
        for (size_t k = 0; k < rows[i].n; k++)
            events[k] = (CxHealthEvent){ ada, { today.v - rows[i].days_ago[k] }, 1.0 };
        const double index = cx_health_index(events, rows[i].n, ada, today, TARGET);
        if (fabs(index - rows[i].want) > 1e-9)
            g_error("%s: %g", rows[i].why, index);
        g_assert_cmpfloat(cx_health_index(events, rows[i].n, (CxLeaderId){ 2 }, today, TARGET), ==,
                          0.0);
    }
}

/* A contact every target days is 100 when the next is due, for any target. */
static void
test_cadence_is_full(void)
{
    enum { N = 400 };
    for (int64_t target = 7; target <= 366; target += 31) {
        CxHealthEvent events[N];
        for (int32_t i = 0; i < N; i++)
            events[i] = (CxHealthEvent){ { 1 }, { -(i + 1) * (int32_t)target }, 1.0 };
        const double index = cx_health_index(events, N, (CxLeaderId){ 1 }, (CxDay){ 0 }, target);
        g_assert_cmpfloat_with_epsilon(index, 100.0, 1e-6);
    }
}

/* A steady climb is better told by a trend; noise about a level is not; few quarters never are. */
static void
test_forecast(void)
{
    static const double climb[] = { 10, 20, 30, 40, 50, 60, 70, 80, 90 };
    static const double noise[] = { 50, 60, 50, 60, 50, 60, 50, 60, 50 };
    const CxHealthForecast up = cx_health_forecast(climb, G_N_ELEMENTS(climb));
    g_assert_cmpint(up.n_tests, ==, 7);
    g_assert_cmpfloat(up.naive_error, ==, 10.0);
    g_assert_cmpfloat(up.trend_error, ==, 5.0);
    g_assert_true(up.beats);
    g_assert_cmpfloat(up.next, ==, 95.0);
    const CxHealthForecast flat = cx_health_forecast(noise, G_N_ELEMENTS(noise));
    g_assert_cmpfloat(flat.trend_error, ==, 15.0);
    g_assert_false(flat.beats);
    g_assert_true(isnan(flat.next));
    g_assert_false(cx_health_forecast(climb, 7).beats);
    g_assert_cmpint(cx_health_forecast(NULL, 0).n_tests, ==, 0);
}

static void
note(CxCtx *ctx, const char *line)
{
    g_autoptr(GError) error = NULL;
    int64_t id = 0;
    CxCapture capture;
    const bool is_fine = cx_note_take(ctx, line, &id, &capture, &error);
    g_assert_no_error(error);
    g_assert_true(is_fine);
}

static void
test_records(CxDb *db)
{
    (void)cast_leader(db, "Ada", NULL, cast_day(-900), CX_DAY_NONE);
    (void)cast_leader(db, "Ben", NULL, cast_day(-900), CX_DAY_NONE);
    (void)cast_leader(db, "Gone", NULL, cast_day(-900), cast_day(-5));
    g_autoptr(CxCtx) before = cast_system_in(db, -120);
    note(before, "met @ada");
    note(before, "met @ben");
    g_autoptr(CxCtx) ctx = cast_system_in(db, 0);
    note(ctx, "met @ada with the sponsor");
    const CxHealth *health = cx_health_load(ctx, NULL);
    g_assert_nonnull(health);
    g_assert_cmpuint(health->n_leaders, ==, 2);
    g_assert_cmpstr(health->leaders[0].name, ==, "Ben");
    g_assert_cmpfloat_with_epsilon(health->leaders[0].index, 25.0, 1e-9);
    g_assert_cmpint(health->leaders[0].lapse, ==, CX_LAPSE_LATE);
    g_assert_cmpfloat(health->leaders[1].index, ==, 100.0);
    g_assert_cmpfloat_with_epsilon(health->index, 62.5, 1e-9);
    g_assert_cmpuint(health->n_turns, ==, 1);
    g_assert_cmpfloat_with_epsilon(health->index_after, 100.0, 1e-9);
    g_assert_cmpint(health->now.n_contacts, ==, 1);
    g_assert_cmpint(health->before.n_reached, ==, 2);
    g_assert_cmpint(health->since.v, ==, cast_day(-120).v);
    g_assert_false(health->forecast.beats);
    g_autoptr(CxCtx) finance =
        cast_ctx(db, cast_user(db, "fin", CX_ROLE_FINANCE, (CxLeaderId){ 0 }));
    g_assert_null(cx_health_load(finance, NULL));
}

static void
test_nobody(CxDb *db)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxHealth *health = cx_health_load(ctx, NULL);
    g_assert_true(isnan(health->index));
    g_assert_cmpuint(health->n_quarters, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/engage/health/index", test_index);
    g_test_add_func("/engage/health/cadence-is-full", test_cadence_is_full);
    g_test_add_func("/engage/health/forecast", test_forecast);
    cx_test_engines_add("/engage/health/records", test_records);
    cx_test_engines_add("/engage/health/nobody", test_nobody);
    return g_test_run();
}
