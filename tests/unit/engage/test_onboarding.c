/* When the first meeting with a new leader is due. */
#include <string.h>

#include "base/civil.h"
#include "engage/onboarding.h"

static CxDay
day_of(const char *text)
{
    CxDay day = CX_DAY_NONE;
    if (text != NULL)
        g_assert_true(cx_day_parse(text, &day, NULL));
    return day;
}

static void
assert_day(CxDay day, const char *expected, const char *why)
{
    if (day.v != day_of(expected).v) {
        g_autofree char *text = cx_day_is_none(day) ? g_strdup("none") : cx_day_format(day);
        g_error("%s: %s instead of %s", why, text, expected != NULL ? expected : "none");
    }
}

/* In office since Monday 28 September 2026: the window is 9 to 23 November, Mondays both. */
static const struct {
    const char *why, *met_on, *today;
    CxOnboardingState state;
    int32_t weeks;
    const char *propose_on;
} rows[] = {
    { "the first day", NULL, "2026-09-28", CX_ONBOARDING_EARLY, 0, "2026-11-09" },
    { "before it began", NULL, "2026-09-01", CX_ONBOARDING_EARLY, -1, "2026-11-09" },
    { "the day before", NULL, "2026-11-08", CX_ONBOARDING_EARLY, 5, "2026-11-09" },
    { "it opens", NULL, "2026-11-09", CX_ONBOARDING_OPEN, 6, "2026-11-10" },
    { "a Friday: Monday next", NULL, "2026-11-13", CX_ONBOARDING_OPEN, 6, "2026-11-16" },
    { "a week is left", NULL, "2026-11-16", CX_ONBOARDING_OPEN, 7, "2026-11-17" },
    { "less than a week", NULL, "2026-11-17", CX_ONBOARDING_CLOSING, 7, "2026-11-18" },
    { "the last Friday", NULL, "2026-11-20", CX_ONBOARDING_CLOSING, 7, "2026-11-23" },
    { "the last day", NULL, "2026-11-23", CX_ONBOARDING_CLOSING, 8, "2026-11-24" },
    { "over", NULL, "2026-11-24", CX_ONBOARDING_MISSED, 8, "2026-11-25" },
    { "the last day of being new", NULL, "2027-02-22", CX_ONBOARDING_MISSED, 21, "2027-02-23" },
    { "not new any more", NULL, "2027-02-23", CX_ONBOARDING_NONE, 21, NULL },
    { "met", "2026-11-10", "2026-11-12", CX_ONBOARDING_MET, 6, NULL },
    { "met on the first day", "2026-09-28", "2026-11-12", CX_ONBOARDING_MET, 6, NULL },
    { "met before, in another office", "2026-09-27", "2026-11-12", CX_ONBOARDING_OPEN, 6,
      "2026-11-13" },
};

static const CxEngageSettings usual = { .window_first_week = 6, .window_last_week = 8 };

static void
test_window(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const CxOnboarding result = cx_onboarding_judge(
            day_of("2026-09-28"), day_of(rows[i].met_on), day_of(rows[i].today), &usual);
        g_test_message("%s", rows[i].why);
        g_assert_cmpstr(cx_onboarding_state_key(result.state), ==,
                        cx_onboarding_state_key(rows[i].state));
        g_assert_cmpint(result.weeks, ==, rows[i].weeks);
        assert_day(result.propose_on, rows[i].propose_on, rows[i].why);
        if (result.state != CX_ONBOARDING_NONE) {
            assert_day(result.opens_on, "2026-11-09", rows[i].why);
            assert_day(result.closes_on, "2026-11-23", rows[i].why);
        }
    }
}

static void
test_unknown(void)
{
    const CxOnboarding result =
        cx_onboarding_judge(CX_DAY_NONE, CX_DAY_NONE, day_of("2026-11-12"), &usual);
    g_assert_cmpint((int)result.state, ==, (int)CX_ONBOARDING_NONE);
    g_assert_cmpint(result.weeks, ==, -1);
    g_assert_true(cx_day_is_none(result.opens_on) && cx_day_is_none(result.propose_on));
}

/* Whatever the settings: the day proposed is a working day to come and not before the window. */
static void
test_law(void)
{
    for (int round = 0; round < 20000; round++) {
        const CxEngageSettings settings = { .window_first_week = g_test_rand_int_range(1, 27),
                                            .window_last_week = g_test_rand_int_range(1, 53) };
        const CxDay since = { g_test_rand_int_range(-400, 400) };
        const CxDay today = { g_test_rand_int_range(-400, 800) };
        const CxOnboarding result = cx_onboarding_judge(since, CX_DAY_NONE, today, &settings);
        g_assert_cmpint((int)result.state, !=, (int)CX_ONBOARDING_MET);
        if (cx_day_is_none(result.propose_on))
            continue;
        g_assert_cmpint(result.propose_on.v, >, today.v);
        g_assert_cmpint(result.propose_on.v, >=, result.opens_on.v);
        g_assert_cmpint(result.opens_on.v, <=, result.closes_on.v);
        g_assert_cmpint(((result.propose_on.v % 7) + 10) % 7, <, 5);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/onboarding/window", test_window);
    g_test_add_func("/onboarding/unknown", test_unknown);
    g_test_add_func("/onboarding/law", test_law);
    return g_test_run();
}
