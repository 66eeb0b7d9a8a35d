/* The other tool's number: each difference planted and found, numbers as they are printed. */
#include "asked.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "evidence/reconcile.h"
#include "stat/estimate.h"
#include "support/engines.h"

static void
test_numbers(void)
{
    static const struct {
        const char *text;
        double value;
        int decimals; /* -1: refused */
    } rows[] = {
        { "24", 24.0, 0 },
        { " 24.0 ", 24.0, 1 },
        { "\xe2\x88\x92"
          "5,3 %",
          -5.3, 1 },
        { "+7.25 points", 7.25, 2 },
        { "1,234", 1234.0, 0 },
        { "1,234.5", 1234.5, 1 },
        { "0.123", .123, 3 },
        { "4.125", 4.125, 3 },
        { "", 0.0, -1 },
        { "about 24", 0.0, -1 },
        { ".5", 0.0, -1 },
        { "1.23456789", 0.0, -1 },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        double value = 0.0;
        int decimals = 0;
        g_autoptr(GError) error = NULL;
        g_test_message("%s", rows[i].text);
        const bool is_read = cx_reconcile_read_number(rows[i].text, &value, &decimals, &error);
        g_assert_cmpint(is_read, ==, rows[i].decimals >= 0);
        if (!is_read)
            continue;
        g_assert_cmpfloat_with_epsilon(value, rows[i].value, 1e-12);
        g_assert_cmpint(decimals, ==, rows[i].decimals);
    }
}

/* 50 promoters, 30 passives, 20 detractors in May; 25 without a score; of the detractors five said 6; ten more
 * promoters at the end of the day before June, which is June in UTC; previews that are no responses. */
static void
import_all(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 50, "2018-05-10,1,1,,10,5,A");
    asked_lines(lines, &id, 30, "2018-05-11,1,1,,8,4,A");
    asked_lines(lines, &id, 15, "2018-05-12,2,1,,0,1,B");
    asked_lines(lines, &id, 5, "2018-05-13,2,1,,6,1,B");
    asked_lines(lines, &id, 25, "2018-05-14,1,1,,11,0,A");
    asked_lines(lines, &id, 40, "2018-06-10,1,1,,0,1,A");
    asked_lines(lines, &id, 20, "2018-05-15,9,1,,10,5,A"); /* passed over */
    cx_stat_start();
    g_autoptr(CxMapping) mapping = guests_parse(
        "\"to\":\"2018-05-31\"", "\"to\":\"2018-12-31\"", ",\"weight\":\"WT\",\"cluster\":\"RUN\"",
        "", ",\"weighted\":true", "", "\"departments\"",
        "\"skip\":[{\"column\":\"M\",\"values\":[\"9\"],\"reason\":\"previews\"}],\"departments\"",
        "\"codes\":{\"1\":", "\"codes\":{\"9\":{\"key\":\"x\",\"label\":\"X\"},\"1\":", NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines->str);
    g_assert_cmpint(report->n_rejected, ==, 0);
    g_assert_cmpint(report->n_skipped, ==, 20);
}

static const CxReconciliation *
reconcile(CxCtx *ctx, const char *slice_text, const char *number, int64_t n)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxSlice) slice = cx_slice_parse(slice_text, issues);
    g_assert_nonnull(slice);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, &error);
    g_assert_no_error(error);
    const CxReconcileAsk ask = { .slice = slice, .number = number, .n = n };
    const CxReconciliation *result = cx_reconcile(asked_words(ctx), survey, &ask, &error);
    g_assert_no_error(error);
    return result;
}

static void
test_differences(CxDb *db)
{
    import_all(db);
    static const struct {
        const char *why;
        const char *number;
        int64_t n;
        const char *words; /* in the first match */
    } rows[] = {
        { "ours", "30", 100, NULL },
        { "25 no-scores: 24 there, 30 here", "24.0", 125, "without a score are counted in" },
        { "20 previews", "41.7", 120, "passes over" },
        { "detractors 0 to 5", "35.0", 100, "detractors are 0 to 5" },
        { "promoters 8 to 10", "60.0", 100, "promoters are 8 to 10" },
        { "everything there is", "-7.1", 140, "of any date" },
        { "by form alone", "62.5", 80, "only way of answering: By form" },
        { "two: no-scores and detractors 0 to 5", "28.0", 125, ", and " },
    };
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        const CxReconciliation *result =
            reconcile(ctx, "measure=nps&from=2018-05-01&to=2018-05-31", rows[i].number, rows[i].n);
        g_assert_cmpfloat_with_epsilon(result->ours->whole.value, 30.0, 1e-9);
        g_assert_cmpuint(result->n_matches, >, 0);
        const CxReconciled *first = &result->matches[0];
        g_assert_cmpint(first->n, ==, rows[i].n);
        if (rows[i].words == NULL) {
            g_assert_null(first->differences[0]);
            continue;
        }
        g_autofree char *said =
            g_strdup_printf("%s, and %s", first->differences[0],
                            first->differences[1] != NULL ? first->differences[1] : "");
        g_assert_nonnull(strstr(said, rows[i].words));
        g_assert_cmpint(first->differences[1] != NULL, ==, strcmp(rows[i].words, ", and ") == 0);
    }
    /* Nothing gives 99: then every single difference is there with what it gives. */
    const CxReconciliation *none =
        reconcile(ctx, "measure=nps&from=2018-05-01&to=2018-05-31", "99", -1);
    g_assert_cmpuint(none->n_found, ==, 0);
    g_assert_cmpuint(none->n_singles, >, 5);
    g_assert_cmpuint(none->n_tried, >, none->n_singles);
}

/* Answers of the evening are of the next day in UTC. */
static void
test_utc(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 50, "2018-05-10T12:00:00,1,1,,10,5,A");
    asked_lines(lines, &id, 50, "2018-05-11T12:00:00,1,1,,0,5,A");
    asked_lines(lines, &id, 20, "2018-05-31T20:00:00,1,1,,10,5,A");
    cx_stat_start();
    g_autoptr(CxMapping) mapping =
        guests_parse("\"to\":\"2018-05-31\"", "\"to\":\"2018-12-31\"",
                     ",\"weight\":\"WT\",\"cluster\":\"RUN\"", "", ",\"weighted\":true", "", NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines->str);
    g_assert_cmpint(report->n_new, ==, 120);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    const CxReconciliation *result =
        reconcile(ctx, "measure=nps&from=2018-05-01&to=2018-05-31", "0.0", 100);
    g_assert_cmpuint(result->n_matches, >, 0);
    g_assert_nonnull(strstr(result->matches[0].differences[0], "midnight UTC"));
}

/* Whoever does not hold the answers could work single ones out from so many ways. */
static void
test_wall(CxDb *db)
{
    import_all(db);
    const CxLeaderId leader = cast_leader(db, "Lee Food", "food", cast_day(-400), CX_DAY_NONE);
    const CxUserId user = cast_user(db, "lee", CX_ROLE_LEADER, leader);
    g_autoptr(CxCtx) ctx = cast_ctx(db, user);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, &error);
    g_autoptr(CxSlice) slice = cx_slice_new();
    const CxReconcileAsk ask = { .slice = slice, .number = "24", .n = -1 };
    g_assert_null(cx_reconcile(asked_words(ctx), survey, &ask, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reconcile/numbers", test_numbers);
    cx_test_engines_add("/reconcile/differences", test_differences);
    cx_test_engines_add("/reconcile/utc", test_utc);
    cx_test_engines_add("/reconcile/wall", test_wall);
    return g_test_run();
}
