#include "base/civil.h"
#include "base/error.h"

static void
test_days(void)
{
    static const struct {
        const char *text;
        int32_t day;
    } rows[] = {
        { "1970-01-01", 0 },     { "1969-12-31", -1 },      { "2000-02-29", 11016 },
        { "2018-12-31", 17896 }, { "0001-01-01", -719162 }, { "9999-12-31", 2932896 },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        CxDay day = { 0 };
        g_assert_true(cx_day_parse(rows[i].text, &day, NULL));
        g_assert_cmpint(day.v, ==, rows[i].day);
        g_autofree char *back = cx_day_format(day);
        g_assert_cmpstr(back, ==, rows[i].text);
    }
}

static void
test_days_refused(void)
{
    static const char *const rows[] = { "2018-02-29", "1900-02-29", "2018-13-01", "2018-00-10",
                                        "2018-1-1",   "18-01-01",   "",           "2018-01-01x",
                                        "0000-01-01", "2018/01/01" };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        CxDay day = { 77 };
        g_autoptr(GError) error = NULL;
        g_assert_false(cx_day_parse(rows[i], &day, &error));
        g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
        g_assert_cmpint(day.v, ==, 77);
    }
}

/* Every day of eight centuries agrees with GLib's own calendar. */
static void
test_days_twin(void)
{
    GDate date;
    g_date_clear(&date, 1);
    g_date_set_dmy(&date, 1, G_DATE_JANUARY, 1600);
    for (int32_t day = -135140; day < 157000; day++) {
        const CxCivil civil = cx_day_civil((CxDay){ day });
        g_assert_cmpint(civil.year, ==, g_date_get_year(&date));
        g_assert_cmpint(civil.month, ==, (int)g_date_get_month(&date));
        g_assert_cmpint(civil.day, ==, g_date_get_day(&date));
        g_assert_cmpint(cx_day_from_civil(civil).v, ==, day);
        g_date_add_days(&date, 1);
    }
}

static void
test_periods(void)
{
    static const struct {
        const char *from, *to, *want;
    } rows[] = {
        { "2018-01-01", "2018-12-31", "2018" },
        { "2017-01-01", "2018-12-31", "2017 to 2018" },
        { "2026-07-01", "2026-09-30", "July to September 2026" },
        { "2025-10-01", "2026-09-30", "October 2025 to September 2026" },
        { "2026-02-01", "2026-02-28", "February 2026" },
        { "2026-02-03", "2026-02-17", "3 to 17 February 2026" },
        { "2026-02-03", "2026-03-17", "3 February to 17 March 2026" },
        { "2025-12-30", "2026-01-02", "30 December 2025 to 2 January 2026" },
        { "2026-02-03", "2026-02-03", "3 February 2026" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        CxDay from;
        CxDay to;
        g_assert_true(cx_day_parse(rows[i].from, &from, NULL));
        g_assert_true(cx_day_parse(rows[i].to, &to, NULL));
        g_autofree char *text = cx_day_format_period(from, to);
        g_assert_cmpstr(text, ==, rows[i].want);
    }
    g_autofree char *all = cx_day_format_period(CX_DAY_NONE, CX_DAY_NONE);
    g_assert_cmpstr(all, ==, "all time");
}

static void
test_zones(void)
{
    g_autoptr(GTimeZone) zone = cx_zone_load("America/Los_Angeles", NULL);
    g_assert_nonnull(zone);
    CxInstant instant;
    g_assert_true(cx_instant_parse("2018-05-22T06:59:59Z", &instant, NULL));
    g_autofree char *before = cx_day_format(cx_instant_day(instant, zone));
    g_assert_cmpstr(before, ==, "2018-05-21");
    instant.us += CX_US_PER_SECOND;
    const CxDay day = cx_instant_day(instant, zone);
    g_autofree char *after = cx_day_format(day);
    g_assert_cmpstr(after, ==, "2018-05-22");
    g_assert_cmpint(cx_day_instant(day, zone).us, ==, instant.us);
    g_autoptr(GError) error = NULL;
    g_assert_null(cx_zone_load("Mars/Olympus", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
}

static void
test_monday(void)
{
    for (int32_t day = -20; day < 20; day++) {
        const CxDay monday = cx_day_monday((CxDay){ day });
        g_assert_cmpint(day - monday.v, >=, 0);
        g_assert_cmpint(day - monday.v, <, 7);
        g_assert_cmpint((monday.v + 3) % 7, ==, 0); /* day 0 was a Thursday */
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/civil/days", test_days);
    g_test_add_func("/civil/days_refused", test_days_refused);
    g_test_add_func("/civil/days_twin", test_days_twin);
    g_test_add_func("/civil/periods", test_periods);
    g_test_add_func("/civil/zones", test_zones);
    g_test_add_func("/civil/monday", test_monday);
    return g_test_run();
}
