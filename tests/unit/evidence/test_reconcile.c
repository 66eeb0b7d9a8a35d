/* The other tool's number: each difference planted and found, numbers as they are printed. */
#include "asked.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"
#include "evidence/reconcile.h"
#include "stat/estimate.h"
#include "support/engines.h"
#include "support/store.h"

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
        { "points read one higher", "65.0", 100, "1 to 11 are taken for 0 to 10" },
        { "promoters alone", "50.0", 100, "share of promoters" },
        { "detractors alone", "20.0", 100, "share of detractors" },
        { "the mean", "7.70", 100, "the mean" },
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

/* The first match of a number, which must be one difference and say these words. */
static void
assert_one(CxCtx *ctx, const char *slice, const char *number, int64_t n, const char *words)
{
    g_test_message("%s, n %d: %s", number, (int)n, words);
    const CxReconciliation *result = reconcile(ctx, slice, number, n);
    g_assert_cmpuint(result->n_matches, >, 0);
    g_test_message("%s", result->matches[0].differences[0]);
    g_assert_null(result->matches[0].differences[1]);
    bool is_said = false;
    for (size_t i = 0; i < result->n_matches; i++) {
        is_said = is_said || (result->matches[i].differences[1] == NULL &&
                              strstr(result->matches[i].differences[0], words) != NULL);
    }
    g_assert_true(is_said);
}

/* Food: 50 fives, 30 fours, 20 ones, 25 without. */
static void
test_scales(CxDb *db)
{
    import_all(db);
    static const struct {
        const char *measure, *number;
        int64_t n;
        const char *words;
    } rows[] = {
        { "mean", "72.5", 100, "share of its scale" },
        { "mean", "78", 100, "share of the best point" },
        { "mean", "2.90", 100, "counted from 0" },
        { "mean", "2.10", 100, "the other way round" },
        { "mean", "80.0", 100, "share of the two best points" },
        { "mean", "3.12", 125, "without a score are counted in" },
        { "top2", "50.0", 100, "the best point alone" },
        { "top2", "20.0", 100, "two lowest points" },
        { "top2", "30.0", 100, "less that of the three lowest" },
        { "top2", "3.9", 100, "the mean" },
        { "top2", "64", 125, "without a score are counted in" },
        { "share&answers=5", "40", 125, "without a score are counted in" },
    };
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *slice = g_strdup_printf(
            "measure=%s&question=food&from=2018-05-01&to=2018-05-31", rows[i].measure);
        assert_one(ctx, slice, rows[i].number, rows[i].n, rows[i].words);
    }
    /* Previews were not taken by form: they are no part of what was. */
    const CxReconciliation *formed =
        reconcile(ctx, "measure=nps&from=2018-05-01&to=2018-05-31&where=mode:self", "70.0", 100);
    for (size_t i = 0; i < formed->n_matches; i++)
        g_assert_nonnull(formed->matches[i].differences[1]);
}

/* 64 % less 27 % are 37, where 7 of 11 less 3 of 11 are 36.36. */
static void
test_roundings(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 7, "2018-05-10,1,1,,10,5,A");
    asked_lines(lines, &id, 1, "2018-05-10,1,1,,8,5,A");
    asked_lines(lines, &id, 3, "2018-05-10,1,1,,0,5,A");
    asked_import_simple(db, lines->str);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    assert_one(ctx, "measure=nps", "37", 11, "each rounded to a percent first");
    assert_one(ctx, "measure=nps", "36.3", 11, "cut off");
    assert_one(ctx, "measure=nps", "68.2", 11, "on 0 to 100");
}

static void
test_weights(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 50, "2018-05-10,1,2,,10,5,A");
    asked_lines(lines, &id, 30, "2018-05-11,1,1,,8,4,A");
    asked_lines(lines, &id, 20, "2018-05-12,2,1,,6,1,B");
    asked_import(db, lines->str);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    assert_one(ctx, "measure=nps", "30.0", 100, "not weighted");
    assert_one(ctx, "measure=nps", "66.7", 100, "detractors are 0 to 5");
    assert_one(ctx, "measure=nps", "86.7", 100, "1 to 11");
    assert_one(ctx, "measure=mean&question=food", "81.7", 100, "share of its scale");
}

/* Thirty who said 0 first and 10 later, under ids of their own. */
static void
test_respondents(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 40, "2018-05-10,1,1,,8,5,A");
    for (int who = 0; who < 30; who++) {
        g_autofree char *first = g_strdup_printf("2018-05-03,1,1,r%d,0,5,A", who);
        g_autofree char *later = g_strdup_printf("2018-05-20,1,1,r%d,10,5,A", who);
        asked_lines(lines, &id, 1, later);
        asked_lines(lines, &id, 1, first);
    }
    cx_stat_start();
    g_autoptr(CxMapping) mapping =
        guests_parse(",\"weight\":\"WT\",\"cluster\":\"RUN\"", ",\"respondent\":\"RUN\"",
                     ",\"weighted\":true", "", NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines->str);
    g_assert_cmpint(report->n_new, ==, 100);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    const char *may = "measure=nps&from=2018-05-01&to=2018-05-31";
    assert_one(ctx, may, "42.9", 70, "only the last answer");
    assert_one(ctx, may, "-42.9", 70, "only the first answer");
}

static void
test_revisions(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 20, "2018-05-10,1,1,,0,5,A");
    asked_lines(lines, &id, 30, "2018-05-10,1,1,,8,5,A");
    asked_import_simple(db, lines->str);
    g_string_truncate(lines, 0);
    id = 0;
    asked_lines(lines, &id, 20, "2018-05-10,1,1,,10,5,A");
    asked_import_simple(db, lines->str);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    assert_one(ctx, "measure=nps", "0", 70, "as often as they were given");
}

/* Answered in May, received in June: the file says both, the mapping reads the first. */
static void
test_received(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    for (int i = 0; i < 40; i++)
        g_string_append_printf(lines, "%d,2018-05-20,1,1,,8,5,A,2018-05-21\n", i);
    for (int i = 40; i < 60; i++)
        g_string_append_printf(lines, "%d,2018-05-31,1,1,,10,5,A,2018-06-02\n", i);
    cx_stat_start();
    g_autoptr(CxMapping) mapping = guests_parse(
        ",\"weight\":\"WT\",\"cluster\":\"RUN\"", "", ",\"weighted\":true", "",
        ",{\"key\":\"words\",\"column\":\"T\",\"wording\":\"Anything else?\",\"kind\":\"text\"}",
        "", NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines->str);
    g_assert_cmpint(report->n_new, ==, 60);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    assert_one(ctx, "measure=nps&from=2018-05-01&to=2018-05-31", "0.0", 40,
               "on the day of “T”, not of “D”");
}

/* The other dashboard is of one department, or of one language: what the file names is tried, each
 * alone, all but each, and together with another reading of the scale. */
static void
test_parts(CxDb *db)
{
    static const struct {
        int n;
        const char *answers;
    } groups[] = {
        { 40, "10,5,S,en" }, { 20, "8,5,S,es" }, { 10, "10,5,C,es" },
        { 10, "8,5,C,en" },  { 20, "0,5,I,en" },
    };
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(groups); i++) {
        for (int k = 0; k < groups[i].n; k++)
            g_string_append_printf(lines, "%d,2018-05-10,1,1,,%s\n", id++, groups[i].answers);
    }
    cx_stat_start();
    g_autoptr(CxMapping) mapping = guests_parse(
        ",\"weight\":\"WT\",\"cluster\":\"RUN\"", "", ",\"weighted\":true", "",
        "\"key\":\"area\",\"column\":\"A\",\"wording\":\"Where?\"",
        "\"key\":\"department\",\"column\":\"A\",\"wording\":\"Department\"",
        "{\"A\":\"North hall\",\"B\":\"South hall\"}",
        "{\"S\":\"Sales\",\"C\":\"Care\",\"I\":\"IT\"}",
        "{\"key\":\"words\",\"column\":\"T\",\"wording\":\"Anything else?\",\"kind\":\"text\"}",
        "{\"key\":\"language\",\"column\":\"T\",\"wording\":\"Language\",\"kind\":\"choice\","
        "\"codes\":{\"en\":\"English\",\"es\":\"Spanish\"}}",
        NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines->str);
    g_assert_cmpint(report->n_new, ==, 100);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    assert_one(ctx, "measure=nps", "66.7", 60, "only Department: Sales");
    assert_one(ctx, "measure=nps", "62.5", 80, "without Department: IT");
    assert_one(ctx, "measure=nps", "33.3", 30, "only Language: Spanish");
    assert_one(ctx, "measure=nps", "28.6", 70, "only Language: English");
    assert_one(ctx, "measure=nps&where=language:spanish", "30.0", 100, "not kept to language");
    const CxReconciliation *both = reconcile(ctx, "measure=nps", "100.0", 60);
    g_assert_cmpuint(both->n_matches, >, 0);
    g_autofree char *said = g_strdup_printf("%s, and %s", both->matches[0].differences[0],
                                            both->matches[0].differences[1]);
    g_assert_nonnull(strstr(said, "only Department: Sales"));
    g_assert_nonnull(strstr(said, "promoters are 8 to 10"));
}

/* Answers of two years, more and less on every day, of moods that come and go. */
static void
import_years(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    CxDay first = CX_DAY_NONE;
    g_assert_true(cx_day_parse("2017-01-01", &first, NULL));
    int id = 0;
    for (int32_t i = 0; i < 730; i++) {
        g_autofree char *day = cx_day_format((CxDay){ first.v + i });
        g_autofree char *good = g_strdup_printf("%s,1,1,,10,5,A", day);
        g_autofree char *poor = g_strdup_printf("%s,1,1,,%d,2,A", day, i % 11);
        asked_lines(lines, &id, 1 + i * 7 % 5, good);
        asked_lines(lines, &id, 1 + i * 3 % 4, poor);
    }
    cx_stat_start();
    g_autoptr(CxMapping) mapping =
        guests_parse(",\"from\":\"2018-05-01\",\"to\":\"2018-05-31\"", "",
                     ",\"weight\":\"WT\",\"cluster\":\"RUN\"", "", ",\"weighted\":true", "", NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines->str);
    g_assert_cmpint(report->n_rejected, ==, 0);
}

/* The borders of periods: what another stretch of days gives is planted and named. */
static void
test_periods(CxDb *db)
{
    import_years(db);
    static const struct {
        const char *from, *to, *words;
    } rows[] = {
        { "2018-05-03", "2018-05-16", "a day off" },
        { "2018-05-02", "2018-05-17", "a day off" },
        { "2018-04-17", "2018-05-01", "period before" },
        { "2018-05-14", "2018-05-20", "week from Monday" },
        { "2018-05-13", "2018-05-19", "week from Sunday" },
        { "2018-04-30", "2018-05-20", "whole weeks from Monday" },
        { "2018-04-29", "2018-05-19", "whole weeks from Sunday" },
        { "2018-04-19", "2018-05-16", "rolling" },
        { "2018-04-01", "2018-04-30", "calendar month" },
        { "2018-04-01", "2018-06-30", "calendar quarter" },
        { "2018-05-01", "2018-07-31", "fiscal quarter" },
        { "2018-03-01", "2018-05-31", "fiscal quarter" },
        { "2017-07-01", "2018-06-30", "fiscal year" },
        { "2017-10-01", "2018-09-30", "fiscal year" },
        { "2018-01-01", "2018-05-16", "year to date" },
    };
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *there =
            g_strdup_printf("measure=nps&from=%s&to=%s", rows[i].from, rows[i].to);
        const CxScore *score = asked_score(ctx, there);
        g_autofree char *number = cx_text_number(score->whole.value, 3);
        assert_one(ctx, "measure=nps&from=2018-05-02&to=2018-05-16", number, score->whole.n,
                   rows[i].words);
    }
}

/* Where nothing is planted: a number of answers that no way counts is never explained, and as many
 * ways give a number as are said to by chance. */
static void
test_null(CxDb *db)
{
    import_years(db);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    double n_found = 0.0;
    double n_by_chance = 0.0;
    for (int claim = 280; claim <= 380; claim += 13) {
        g_autofree char *number = g_strdup_printf("%d.%d", claim / 10, claim % 10);
        const char *slice = "measure=nps&from=2018-05-02&to=2018-05-16";
        const CxReconciliation *result = reconcile(ctx, slice, number, -1);
        n_found += (double)result->n_found;
        n_by_chance += result->n_by_chance;
        g_assert_cmpuint(reconcile(ctx, slice, number, 7)->n_found, ==, 0);
    }
    g_test_message("%f found, %f by chance", n_found, n_by_chance);
    g_assert_cmpfloat(n_by_chance, >, 0.0);
    g_assert_cmpfloat(fabs(n_found - n_by_chance), <=, 4.0 * sqrt(n_by_chance) + 3.0);
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
    g_assert_nonnull(strstr(result->matches[0].differences[0], "midnight in UTC"));
}

/* Night answers: each zone moves other ones, and those that move the same are named together. */
static void
test_zones(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 60, "2018-05-10T12:00:00,1,1,,10,5,A");
    asked_lines(lines, &id, 60, "2018-05-11T12:00:00,1,1,,0,5,A");
    asked_lines(lines, &id, 10,
                "2018-05-31T16:30:00,1,1,,10,5,A"); /* 23:30 in UTC, 1:30 in Berlin */
    asked_lines(lines, &id, 20, "2018-05-31T21:30:00,1,1,,10,5,A"); /* 0:30 in New York */
    cx_stat_start();
    g_autoptr(CxMapping) mapping =
        guests_parse("\"to\":\"2018-05-31\"", "\"to\":\"2018-12-31\"",
                     ",\"weight\":\"WT\",\"cluster\":\"RUN\"", "", ",\"weighted\":true", "", NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines->str);
    g_assert_cmpint(report->n_new, ==, 150);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    const char *slice = "measure=nps&from=2018-05-01&to=2018-05-31";
    assert_one(ctx, slice, "7.7", 130, "UTC or America/New_York");
    assert_one(ctx, slice, "0.0", 120, "Europe/Berlin");
}

/* Previews and unfinished rows are counted in by one tool or the other: each kind alone, and both. A row
 * that is both comes with both only; one that became a response comes with none. */
static void
test_skipped(CxDb *db)
{
    static const char *const files[] = {
        "1,2018-05-10,9,1,,10,5,A,\n2,2018-05-10,9,1,,10,5,A,\n" /* previews */
        "3,2018-05-10,1,1,x,0,5,A,\n4,2018-05-10,1,1,x,0,5,A,\n" /* unfinished */
        "5,2018-05-10,1,1,x,0,5,A,\n6,2018-05-10,9,1,x,0,5,A,\n" /* both: 6 */
        "7,2018-05-10,1,1,x,10,5,A,\n",                          /* finished later */
        "7,2018-05-20,1,1,,10,5,A,\n5,2018-05-10,1,1,x,0,5,A,\n" /* again: 5 */
        "8,2018-05-21,9,1,,9,5,A,\n",                            /* next month's preview */
    };
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 100;
    asked_lines(lines, &id, 60, "2018-05-11,1,1,,10,5,A");
    asked_lines(lines, &id, 39, "2018-05-12,1,1,,0,1,B");
    cx_stat_start();
    g_autoptr(CxMapping) mapping = guests_parse(
        ",\"weight\":\"WT\",\"cluster\":\"RUN\"", "", ",\"weighted\":true", "", "\"departments\"",
        "\"skip\":[{\"column\":\"M\",\"values\":[\"9\"],\"reason\":\"previews\"},"
        "{\"column\":\"*RUN \",\"values\":[\"x\"],\"reason\":\"broken off\"}],\"departments\"",
        "\"codes\":{\"1\":", "\"codes\":{\"9\":{\"key\":\"x\",\"label\":\"X\"},\"1\":", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *text = g_strconcat(i == 0 ? lines->str : "", files[i], NULL);
        g_autoptr(CxImportReport) report = guests_import(db, mapping, text);
        g_assert_cmpint(report->n_rejected, ==, 0);
    }
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    const char *slice = "measure=nps&from=2018-05-01&to=2018-05-31"; /* 61 and 39 */
    assert_one(ctx, slice, "24.3", 103,
               "3 rows that the import passes over are counted in: previews");
    assert_one(ctx, slice, "18.4", 103,
               "3 rows that the import passes over are counted in: broken off");
    assert_one(ctx, slice, "19.6", 107, "all 7 rows");
    cx_test_execute(db, "UPDATE original SET len_bytes = 67108864 WHERE id = 1");
    assert_one(ctx, slice, "21.6", 102,
               "all 2 rows"); /* the earlier file is too large beside the later */
}

/* Questionnaires never sent off have no day of their own: that of the last touch counts. */
static void
test_unsent(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 60, "2018-05-11,1,1,2018-05-01,10,5,A");
    asked_lines(lines, &id, 40, "2018-05-12,1,1,2018-05-01,0,1,B");
    asked_lines(lines, &id, 10, ",1,1,2018-05-13,0,1,B");
    asked_lines(lines, &id, 10, ",1,1,2018-06-13,0,1,B");
    cx_stat_start();
    g_autoptr(CxMapping) mapping = guests_parse(
        "\"to\":\"2018-05-31\"", "\"to\":\"2018-12-31\"", ",\"weight\":\"WT\",\"cluster\":\"RUN\"",
        "", ",\"weighted\":true", "", "\"departments\"",
        "\"skip\":[{\"column\":\"D\",\"values\":[\"\"],\"reason\":\"never sent off\"}],"
        "\"departments\"",
        NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines->str);
    g_assert_cmpint(report->n_skipped, ==, 20);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    assert_one(ctx, "measure=nps&from=2018-05-01&to=2018-05-31", "9.1", 110, "never sent off");
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
    cx_test_engines_add("/reconcile/zones", test_zones);
    cx_test_engines_add("/reconcile/skipped", test_skipped);
    cx_test_engines_add("/reconcile/unsent", test_unsent);
    cx_test_engines_add("/reconcile/scales", test_scales);
    cx_test_engines_add("/reconcile/roundings", test_roundings);
    cx_test_engines_add("/reconcile/weights", test_weights);
    cx_test_engines_add("/reconcile/respondents", test_respondents);
    cx_test_engines_add("/reconcile/revisions", test_revisions);
    cx_test_engines_add("/reconcile/received", test_received);
    cx_test_engines_add("/reconcile/parts", test_parts);
    cx_test_engines_add("/reconcile/periods", test_periods);
    cx_test_engines_add("/reconcile/null", test_null);
    cx_test_engines_add("/reconcile/utc", test_utc);
    cx_test_engines_add("/reconcile/wall", test_wall);
    return g_test_run();
}
