/* Changes: two periods compared by unit against a naive twin, one family judged, closing once. */
#include "asked.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "evidence/change_judge.h"
#include "evidence/change_priv.h"
#include "support/engines.h"
#include "support/rounds.h"

#define NEAR(got, want, tolerance) g_assert_cmpfloat_with_epsilon((got), (want), (tolerance))

/* ---- Measuring ---- */

/* One answer of the twin: which period, unit, weight, score. */
typedef struct {
    int period; /* 0 newer, 1 older */
    int unit;   /* -1: its own */
    double weight;
    int code;
} Answer;

static CxFrame *
frame_of(const Answer *answers, size_t n)
{
    const CxFrameSpec spec = { .survey = "s", .title = "S", .overall = "q" };
    g_autoptr(CxFrameBuilder) builder = cx_frame_builder_new(&spec);
    g_autoptr(GError) error = NULL;
    uint8_t version = 0;
    size_t index = 0;
    const CxFrameItem item = { .key = "q", .label = "Q", .kind = CX_FRAME_NPS, .hi = 10 };
    g_assert_true(cx_frame_builder_add_version(builder, "v", "V", &version, &error));
    g_assert_true(cx_frame_builder_add_item(builder, &item, &index, &error));
    for (size_t i = 0; i < n; i++) {
        char unit[16];
        g_snprintf(unit, sizeof unit, "%d", answers[i].unit);
        const uint8_t code = (uint8_t)answers[i].code;
        const CxFrameRow row = { .day = { answers[i].period == 0 ? 400 : 100 },
                                 .mode = CX_CODE_MISSING,
                                 .weight = answers[i].weight,
                                 .cluster = answers[i].unit < 0 ? NULL : unit,
                                 .answers = &code };
        g_assert_true(cx_frame_builder_add_row(builder, &row, &error));
    }
    CxFrame *frame = cx_frame_builder_end(builder, &error);
    g_assert_no_error(error);
    return frame;
}

static CxChangeMeasured
measure(const CxFrame *frame, CxSliceWeighting weighting)
{
    g_autoptr(CxSlice) after = cx_slice_new();
    after->question = g_strdup("q");
    after->weighting = weighting;
    g_autoptr(CxSlice) before = cx_slice_copy(after);
    after->from = after->to = (CxDay){ 400 };
    before->from = before->to = (CxDay){ 100 };
    CxChangeMeasured measured;
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_change_measure(frame, after, before, &measured, &error));
    g_assert_no_error(error);
    return measured;
}

static void
add_simple(GArray *answers, int period, int n, int code)
{
    const Answer answer = { period, -1, (double)NAN, code };
    for (int i = 0; i < n; i++)
        g_array_append_val(answers, answer);
}

/* Reference: 120/60/20 after 50/30/20: 20.0, SE 9.138, z 2.189, p .0286. */
static void
test_simple(void)
{
    g_autoptr(GArray) answers = g_array_new(FALSE, FALSE, sizeof(Answer));
    static const int n[2][3] = { { 120, 60, 20 }, { 50, 30, 20 } };
    for (int period = 0; period < 2; period++) {
        add_simple(answers, period, n[period][0], 10);
        add_simple(answers, period, n[period][1], 7);
        add_simple(answers, period, n[period][2], 0);
    }
    g_autoptr(CxFrame) frame = frame_of((const Answer *)(void *)answers->data, answers->len);
    const CxChangeMeasured measured = measure(frame, CX_SLICE_UNWEIGHTED);
    g_assert_true(measured.is_simple);
    const CxComparison change = cx_change_compare(&measured, CX_STAT_LEVEL);
    NEAR(change.difference.value, 20.0, 1e-12);
    NEAR(change.difference.se, 9.138, 5e-4);
    NEAR(change.statistic, 2.189, 5e-4);
    NEAR(change.p, .0286, 5e-5);
}

static double
score_of(int code)
{
    if (code >= 9)
        return 100.0;
    return code >= 7 ? 0.0 : -100.0;
}

#define UNITS 60

/* The variance of the difference of two ratios from the units' residuals, in the textbook's way: one
 * residual a unit over both periods, but for the small-sample factor, which each side has its own. */
static double
naive_se(const GArray *answers)
{
    double w[2] = { 0 };
    double wu[2] = { 0 };
    double residual[2][UNITS] = { { 0 } };
    bool is_in[2][UNITS] = { { false } };
    for (guint i = 0; i < answers->len; i++) {
        const Answer *a = &g_array_index(answers, Answer, i);
        w[a->period] += a->weight;
        wu[a->period] += a->weight * score_of(a->code);
    }
    for (guint i = 0; i < answers->len; i++) {
        const Answer *a = &g_array_index(answers, Answer, i);
        is_in[a->period][a->unit] = true;
        residual[a->period][a->unit] +=
            a->weight * (score_of(a->code) - wu[a->period] / w[a->period]) / w[a->period];
    }
    double factor[2];
    for (int period = 0; period < 2; period++) {
        int g = 0;
        for (int unit = 0; unit < UNITS; unit++)
            g += is_in[period][unit] ? 1 : 0;
        factor[period] = sqrt((double)g / (g - 1.0));
    }
    double sum = 0.0;
    for (int unit = 0; unit < UNITS; unit++) {
        const double z = factor[0] * residual[0][unit] - factor[1] * residual[1][unit];
        sum += z * z;
    }
    return sqrt(sum);
}

/* Units that answer in both periods, weights: as the naive twin has it. */
static void
test_units(void)
{
    const int rounds = cx_test_rounds(50);
    for (int round = 0; round < rounds; round++) {
        g_autoptr(GArray) answers = g_array_new(FALSE, FALSE, sizeof(Answer));
        const int shift = g_test_rand_int_range(0, 30); /* units of one period alone */
        for (int i = 0; i < 400; i++) {
            const int period = g_test_rand_int_range(0, 2);
            const Answer answer = {
                period, g_test_rand_int_range(period * shift, UNITS - 30 + period * shift),
                g_test_rand_double_range(0.5, 2.0), g_test_rand_int_range(0, 11)
            };
            g_array_append_val(answers, answer);
        }
        g_autoptr(CxFrame) frame = frame_of((const Answer *)(void *)answers->data, answers->len);
        const CxChangeMeasured measured = measure(frame, CX_SLICE_WEIGHTED);
        const CxComparison change = cx_change_compare(&measured, CX_STAT_LEVEL);
        g_assert_cmpint(change.difference.status, ==, CX_STAT_OK);
        NEAR(change.difference.se, naive_se(answers), 1e-9);
    }
}

static void
test_few_units(void)
{
    g_autoptr(GArray) answers = g_array_new(FALSE, FALSE, sizeof(Answer));
    for (int i = 0; i < 200; i++) {
        const Answer answer = { i % 2, i % 19, 1.0, i % 11 };
        g_array_append_val(answers, answer);
    }
    g_autoptr(CxFrame) frame = frame_of((const Answer *)(void *)answers->data, answers->len);
    const CxChangeMeasured measured = measure(frame, CX_SLICE_UNWEIGHTED);
    const CxComparison change = cx_change_compare(&measured, CX_STAT_LEVEL);
    g_assert_cmpint(change.difference.status, ==, CX_STAT_FEW_CLUSTERS);
    g_assert_true(isnan(change.p));
    CxJudged judged = { .measured = &measured };
    g_assert_cmpuint(cx_change_judge(&judged, 1, .05), ==, 0);
    g_assert_cmpint(judged.wording, ==, CX_WORDING_TOO_FEW);
}

/* ---- Judging ---- */

static CxChangeMeasured
sides(double after, double before, double se)
{
    const CxEstimate side = { .status = CX_STAT_OK,
                              .se = se,
                              .df = (double)INFINITY,
                              .level = CX_STAT_LEVEL,
                              .n = 500,
                              .clusters = 200 };
    CxChangeMeasured measured = {
        .measure = CX_SLICE_NPS, .range = 200.0, .after = side, .before = side
    };
    measured.after.value = measured.after.centre = after;
    measured.before.value = measured.before.centre = before;
    return measured;
}

static void
test_wordings(void)
{
    static const struct {
        const char *why;
        double change; /* in standard errors of the difference */
        bool is_cut;
        CxWording want;
    } rows[] = {
        { "far up", 4.0, false, CX_WORDING_IMPROVED },
        { "far down", -4.0, false, CX_WORDING_WORSENED },
        { "up at 90 % alone", 1.8, false, CX_WORDING_SIGNS },
        { "down at 90 % is no sign of anything", -1.8, false, CX_WORDING_NONE },
        { "nothing", 0.3, false, CX_WORDING_NONE },
        { "far up, across a cut", 4.0, true, CX_WORDING_NOT_COMPARED },
    };
    CxChangeMeasured measured[G_N_ELEMENTS(rows)];
    CxJudged cases[G_N_ELEMENTS(rows)];
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        measured[i] = sides(40.0 + 3.0 * sqrt(2.0) * rows[i].change, 40.0, 3.0);
        cases[i] = (CxJudged){ .measured = &measured[i], .is_cut = rows[i].is_cut };
    }
    g_assert_cmpuint(cx_change_judge(cases, G_N_ELEMENTS(rows), .05), ==, 5);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_assert_cmpint(cases[i].wording, ==, rows[i].want);
        g_assert_false(cases[i].has_allowance); /* fewer than ten */
    }
    /* Two of five selected: 1 - 2 .05 / 5; the change that shows alone is found at .05 / 5. */
    NEAR(cases[0].change.difference.level, .98, 1e-12);
    NEAR(cases[2].change.difference.level, .90, 1e-12);
    NEAR(cases[4].change.difference.level, .95, 1e-12);
    NEAR(cases[4].detectable, (cx_stat_z(.99) + cx_stat_z(.6)) * 3.0 * sqrt(2.0), 1e-9);
    g_assert_true(isnan(cases[5].p));
}

/* The worst of twelve comes back to where the others are: no credit where only chance was left. */
static void
test_regression(void)
{
    CxChangeMeasured measured[12];
    CxJudged cases[12];
    for (size_t i = 0; i < 12; i++) {
        measured[i] = sides(40.0, 40.0 + (i % 2 == 0 ? 1.0 : -1.0), 3.0);
        cases[i] = (CxJudged){ .measured = &measured[i] };
    }
    measured[0] = sides(40.0, 26.0, 3.0);
    g_assert_cmpuint(cx_change_judge(cases, 12, .05), ==, 12);
    g_assert_true(cases[0].has_allowance);
    g_assert_cmpfloat(cases[0].expected.value, >, 30.0);
    g_assert_cmpfloat(cases[0].change.p, <, .001);
    g_assert_cmpint(cases[0].wording, !=, CX_WORDING_IMPROVED);
    /* Alone, or as the overall rating, there is nothing to allow for. */
    CxJudged lone = { .measured = &measured[0], .is_whole = true };
    g_assert_cmpuint(cx_change_judge(&lone, 1, .05), ==, 1);
    g_assert_cmpint(lone.wording, ==, CX_WORDING_IMPROVED);
}

/* ---- Closing ---- */

#define WIDE "\"from\":\"2018-05-01\",\"to\":\"2018-05-31\","

/* Two years of answers by quarter of 2016 and 2017: up by much in the second, one unit an answer. */
static void
import_years(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    for (int year = 2016; year <= 2017; year++) {
        for (int month = 2; month <= 12; month += 3) {
            g_autofree char *good = g_strdup_printf("%d-%02d-10,1,1,,10,5,A", year, month);
            g_autofree char *poor = g_strdup_printf("%d-%02d-11,1,1,,3,2,A", year, month);
            asked_lines(lines, &id, year == 2016 ? 250 : 400, good);
            asked_lines(lines, &id, year == 2016 ? 250 : 100, poor);
        }
    }
    cx_stat_start();
    g_autoptr(CxMapping) mapping = guests_parse(WIDE, "", ",\"weight\":\"WT\",\"cluster\":\"RUN\"",
                                                "", ",\"weighted\":true", "", NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines->str);
    g_assert_cmpint(report->n_rejected, ==, 0);
}

static CxCtx *
open_on(CxDb *db, const char *day)
{
    CxDay at = CX_DAY_NONE;
    g_assert_true(cx_day_parse(day, &at, NULL));
    CxCtx *ctx = cx_ctx_open_system(db, NULL, (CxInstant){ at.v * CX_US_PER_DAY });
    return asked_words(ctx);
}

static void
declare(CxCtx *ctx, const char *department, const char *cadence)
{
    g_autoptr(GError) error = NULL;
    const CxDeclare given = { .department = department, .cadence = cadence, .from = CX_DAY_NONE };
    CxDeclarationId id = { 0 };
    g_assert_true(cx_declaration_add(ctx, &given, &id, &error));
    g_assert_no_error(error);
}

static CxChanges
changes_of(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, &error);
    g_assert_no_error(error);
    CxChanges changes;
    g_assert_true(cx_change_list(ctx, survey, NULL, &changes, &error));
    g_assert_no_error(error);
    return changes;
}

static int64_t
close_on(CxCtx *ctx, CxDay day)
{
    g_autoptr(GError) error = NULL;
    int64_t n = 0;
    g_assert_true(cx_change_close(ctx, day, &n, &error));
    g_assert_no_error(error);
    return n;
}

static void
test_close(CxDb *db)
{
    import_years(db);
    g_autoptr(CxCtx) before = open_on(db, "2016-12-01");
    declare(before, NULL, "quarter");
    declare(before, "food", "quarter");
    g_autoptr(GError) error = NULL;
    const CxDeclare again = { .cadence = "quarter", .from = CX_DAY_NONE };
    CxDeclarationId id = { 0 };
    g_assert_false(cx_declaration_add(before, &again, &id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);

    /* On the last day of March nothing of it has closed; later answers close it at once. */
    g_autoptr(CxCtx) ctx = open_on(db, "2017-04-01");
    g_assert_cmpint(close_on(ctx, (CxDay){ ctx->today.v - 1 }), ==, 0);
    g_assert_cmpint(close_on(ctx, ctx->today), ==, 2);
    g_assert_cmpint(close_on(ctx, ctx->today), ==, 0); /* once */
    CxChanges changes = changes_of(ctx);
    g_assert_cmpuint(changes.n, ==, 2);
    const CxChange *overall = &changes.items[0];
    g_assert_cmpint(overall->department.v, ==, 0);
    g_assert_cmpint(overall->wording, ==, CX_WORDING_IMPROVED);
    g_assert_true(cx_change_is_credit(overall));
    NEAR(overall->change.value, 60.0, 1e-9);
    NEAR(overall->alpha, .0125, 1e-12); /* four closes a year */
    g_assert_cmpint(overall->n_family, ==, 2);
    NEAR(overall->level, 1.0 - .0125, 1e-12); /* both of two selected */
    g_assert_cmpstr(changes.items[1].department_name, ==, "Food");
    NEAR(changes.items[1].change.value, 30.0, 1e-9);
    g_assert_true(g_str_has_prefix(cx_change_sentence(ctx, overall), "Improved against "));

    /* The rest of the year, closed late, each in a family of its own. */
    g_assert_cmpint(close_on(ctx, (CxDay){ ctx->today.v + 600 }), ==, 6);
    const CxCard *card = cx_card_load(ctx, overall->change.card.hex, &error);
    g_clear_error(&error);
    g_assert_nonnull(card);
    NEAR(card->value.value, 60.0, 1e-9);
}

/* Declared after the fact: tested, marked, never credited. */
static void
test_exploratory(CxDb *db)
{
    import_years(db);
    g_autoptr(CxCtx) ctx = open_on(db, "2018-06-01");
    declare(ctx, NULL, "year");
    g_assert_cmpint(close_on(ctx, ctx->today), ==, 1);
    const CxChanges changes = changes_of(ctx);
    g_assert_cmpuint(changes.n, ==, 1);
    g_assert_true(changes.items[0].is_exploratory);
    g_assert_cmpint(changes.items[0].wording, ==, CX_WORDING_SIGNS);
    g_assert_false(cx_change_is_credit(&changes.items[0]));
    NEAR(changes.items[0].alpha, .05, 1e-12);
}

/* A leader reads the overall rating and their own department's; others may neither declare nor
 * close. */
static void
test_wall(CxDb *db)
{
    import_years(db);
    const CxDepartmentId other = cast_department(db, "shops", "Shops");
    g_autoptr(CxCtx) before = open_on(db, "2016-12-01");
    declare(before, NULL, "quarter");
    declare(before, "food", "quarter");
    g_autoptr(CxCtx) team = open_on(db, "2017-04-01");
    g_assert_cmpint(close_on(team, team->today), ==, 2);
    const CxLeaderId leader = cast_leader(db, "Sam Shops", "shops", cast_day(-400), CX_DAY_NONE);
    (void)other;
    const CxUserId user = cast_user(db, "sam", CX_ROLE_LEADER, leader);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCtx) ctx = cx_ctx_open_user(db, NULL, user, (CxInstant){ CX_TEST_NOW_US }, &error);
    g_assert_no_error(error);
    const CxChanges changes = changes_of(asked_words(ctx));
    g_assert_cmpuint(changes.n, ==, 1);
    g_assert_cmpint(changes.items[0].department.v, ==, 0);
    int64_t n = 0;
    g_assert_false(cx_change_close(ctx, ctx->today, &n, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    g_clear_error(&error);
    const CxDeclare given = { .from = CX_DAY_NONE };
    CxDeclarationId id = { 0 };
    g_assert_false(cx_declaration_add(ctx, &given, &id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

/* Few answers a quarter: read by half-years or years, settled by the year before. */
static void
test_widening(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    for (int year = 2016; year <= 2017; year++) {
        for (int month = 2; month <= 12; month += 3) {
            g_autofree char *good = g_strdup_printf("%d-%02d-10,1,1,,10,5,A", year, month);
            g_autofree char *poor = g_strdup_printf("%d-%02d-11,1,1,,8,2,A", year, month);
            asked_lines(lines, &id, 30, good); /* a quarter of 60: +-12.7; a half-year: +-8.9 */
            asked_lines(lines, &id, 30, poor);
        }
    }
    cx_stat_start();
    g_autoptr(CxMapping) mapping = guests_parse(WIDE, "", ",\"weight\":\"WT\",\"cluster\":\"RUN\"",
                                                "", ",\"weighted\":true", "", NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines->str);
    g_autoptr(CxCtx) before = open_on(db, "2016-12-01");
    declare(before, NULL, "quarter");
    g_autoptr(CxCtx) ctx = open_on(db, "2017-07-01");
    g_assert_cmpint(close_on(ctx, ctx->today), ==, 2); /* the first quarter waits */
    const CxChanges changes = changes_of(ctx);
    g_assert_cmpint(changes.items[0].step, ==, CX_CADENCE_HALF);
    g_assert_cmpint(changes.items[0].wording, ==, CX_WORDING_NONE);
    g_assert_cmpint(changes.items[0].n_after, ==, 120);
    g_assert_cmpint(changes.items[1].wording, ==, CX_WORDING_TOO_FEW);
    g_assert_nonnull(changes.items[1].reason);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    g_test_add_func("/change/simple", test_simple);
    g_test_add_func("/change/units", test_units);
    g_test_add_func("/change/few-units", test_few_units);
    g_test_add_func("/change/wordings", test_wordings);
    g_test_add_func("/change/regression", test_regression);
    cx_test_engines_add("/change/close", test_close);
    cx_test_engines_add("/change/exploratory", test_exploratory);
    cx_test_engines_add("/change/wall", test_wall);
    cx_test_engines_add("/change/widening", test_widening);
    return g_test_run();
}
