/* Dates as files write them: each declared form, and what is refused in which words. */
#include <string.h>

#include "base/civil.h"
#include "feedback/when.h"

typedef struct {
    const char *why;
    CxDateKind kind;
    const char *text;
    const char *day; /* NULL: refused */
    const char *at;  /* the instant, or NULL for a day alone; of a refusal: words in the reason */
} WhenRow;

static const WhenRow rows[] = {
    { "a plain day", CX_DATE_ISO, "2018-05-31", "2018-05-31", NULL },
    { "summer time", CX_DATE_ISO, "2018-05-31 14:05", "2018-05-31", "2018-05-31T21:05:00Z" },
    { "winter time", CX_DATE_ISO, "2018-01-31T14:05:09", "2018-01-31", "2018-01-31T22:05:09Z" },
    { "UTC is the day before here", CX_DATE_ISO, "2018-06-01T03:00:00Z", "2018-05-31",
      "2018-06-01T03:00:00Z" },
    { "an offset", CX_DATE_ISO, "2018-06-01T03:00+02:00", "2018-05-31", "2018-06-01T01:00:00Z" },
    { "month first", CX_DATE_MDY, "5/31/2018", "2018-05-31", NULL },
    { "noon", CX_DATE_MDY, "05/31/2018 12:00:00 PM", "2018-05-31", "2018-05-31T19:00:00Z" },
    { "midnight", CX_DATE_MDY, "05/31/2018 12:00 am", "2018-05-31", "2018-05-31T07:00:00Z" },
    { "day first", CX_DATE_DMY, "31.5.2018", "2018-05-31", NULL },
    { "a leap day", CX_DATE_DMY, "29/02/2016", "2016-02-29", NULL },
    { "a spreadsheet's day", CX_DATE_EXCEL, "43251", "2018-05-31", NULL },
    { "a spreadsheet's noon", CX_DATE_EXCEL, "43251.5", "2018-05-31", "2018-05-31T19:00:00Z" },
    { "a workbook's day under a rule for text", CX_DATE_MDY, "2018-05-31", "2018-05-31", NULL },
    { "and under one for numbers", CX_DATE_EXCEL, "2018-05-31 12:00:00", "2018-05-31",
      "2018-05-31T19:00:00Z" },
    { "a year first that is no ISO date", CX_DATE_DMY, "2018/05/31", NULL, "written like" },
    { "of the month", CX_DATE_DAY_OF_MONTH, "31", "2018-05-31", NULL },
    { "a code", CX_DATE_CODED, "2", "2018-05-06", NULL },
    { "a code nobody declared", CX_DATE_CODED, "3", NULL, "no code that the mapping gives" },
    { "constant", CX_DATE_CONSTANT, "", "2018-05-01", NULL },
    { "empty", CX_DATE_ISO, "", NULL, "there is no date" },
    { "no such day", CX_DATE_ISO, "2018-06-31", NULL, "does not exist" },
    { "no leap year", CX_DATE_DMY, "29/02/2018", NULL, "does not exist" },
    { "month first read as day first", CX_DATE_DMY, "5/31/2018", NULL, "does not exist" },
    { "two digits of year", CX_DATE_MDY, "5/31/18", NULL, "written like 5/31/2018" },
    { "separators differ", CX_DATE_MDY, "5/31-2018", NULL, "written like" },
    { "more behind it", CX_DATE_ISO, "2018-05-31x", NULL, "written like 2018-05-31" },
    { "no such hour", CX_DATE_ISO, "2018-05-31 25:00", NULL, "written like" },
    { "no such half", CX_DATE_MDY, "5/31/2018 13:00 PM", NULL, "written like" },
    { "words", CX_DATE_ISO, "N", NULL, "\"N\" is not a date" },
    { "a day too many", CX_DATE_DAY_OF_MONTH, "32", NULL, "days 1 to 31" },
    { "day zero", CX_DATE_DAY_OF_MONTH, "0", NULL, "of May 2018" },
    { "before spreadsheets", CX_DATE_EXCEL, "12", NULL, "spreadsheets" },
};

static void
test_rows(void)
{
    g_autoptr(GError) error = NULL;
    GTimeZone *zone = cx_zone_load("America/Los_Angeles", &error);
    g_assert_no_error(error);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const WhenRow *row = &rows[i];
        g_test_message("%s: %s", row->why, row->text);
        static const CxDateCode codes[] = { { "1", { 17652 } }, { "2", { 17657 } } };
        const CxDateRule rule = {
            .kind = row->kind, .first_day = 17652, .n_days = 31, .codes = codes, .n_codes = 2
        };
        CxWhen when = { 0 };
        g_autoptr(GString) reason = g_string_new(NULL);
        const bool is_read = cx_when_read(&rule, zone, row->text, &when, reason);
        g_assert_true(is_read == (row->day != NULL));
        if (!is_read) {
            g_test_message("  %s", reason->str);
            g_assert_nonnull(strstr(reason->str, row->at));
            continue;
        }
        g_autofree char *day = cx_day_format(when.day);
        g_assert_cmpstr(day, ==, row->day);
        g_assert_true(when.has_instant == (row->at != NULL));
        g_autofree char *at = when.has_instant ? cx_instant_format(when.at) : NULL;
        g_assert_cmpstr(at, ==, row->at);
    }
    g_time_zone_unref(zone);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/feedback/when/rows", test_rows);
    return g_test_run();
}
