/* Scores against values worked out by hand. */
#include "asked.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "support/engines.h"

static void
test_status(void)
{
    for (int i = 0; i < CX_MEASURED_N; i++) {
        CxMeasuredStatus status = CX_MEASURED_N;
        const char *key = cx_measured_status_key((CxMeasuredStatus)i);
        g_assert_true(cx_measured_status_find(key, &status));
        g_assert_cmpint(status, ==, i);
        const CxMeasured measured = { .status = status };
        g_assert_cmpint(cx_measured_is_hidden(&measured), ==, strstr(key, "hidden") != NULL);
    }
    CxMeasuredStatus status = CX_MEASURED_OK;
    g_assert_false(cx_measured_status_find("OK", &status));
    g_assert_false(cx_measured_status_find(NULL, &status));
    g_assert_cmpint(status, ==, CX_MEASURED_OK);
}

static void
assert_measured(const CxMeasured *got, double value, double lo, double hi, int64_t n,
                CxMeasuredStatus status, const char *rule)
{
    g_test_message("%g (%g, %g) n %d by %d %s %s", got->value, got->lo, got->hi, (int)got->n,
                   (int)got->clusters, cx_measured_status_key(got->status), got->rule);
    asked_near(got->value, value, 0.005);
    asked_near(got->lo, lo, 0.005);
    asked_near(got->hi, hi, 0.005);
    g_assert_cmpint(got->n, ==, n);
    g_assert_cmpint(got->status, ==, status);
    g_assert_cmpstr(got->rule, ==, rule);
    g_assert_cmpuint(strlen(got->card.hex), ==, CX_CARD_ID_LEN);
}

/* 50 promoters, 30 passives, 20 detractors: 30.0, 14.69 to 45.31. 25 without a score do not count. */
static void
test_nps(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 50, "2018-05-01,1,1,,10,5,A");
    asked_lines(lines, &id, 30, "2018-05-02,1,1,,8,5,A");
    asked_lines(lines, &id, 20, "2018-05-31,1,1,,0,5,B");
    asked_lines(lines, &id, 25, "2018-05-31,1,1,,11,5,B");
    asked_import_simple(db, lines->str);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *score = asked_score(ctx, "");
    assert_measured(&score->whole, 30.0, 14.69, 45.31, 100, CX_MEASURED_OK, "nps_wald");
    g_assert_cmpint(score->whole.clusters, ==, 100);
    g_assert_false(score->is_weighted);
    g_assert_cmpstr(score->question, ==, "recommend");
    g_assert_cmpstr(score->wording, ==, "Would you?");
    g_assert_cmpstr(score->slice, ==, "survey=guests&measure=nps&question=recommend");
    g_assert_cmpint(score->decimals, ==, 0);
    asked_near(score->scale_lo, -100, 0);
    asked_near(score->scale_hi, 100, 0);
    g_assert_cmpuint(score->n_groups, ==, 0);
    /* A period takes part of them. */
    const CxScore *first = asked_score(ctx, "from=2018-05-01&to=2018-05-02");
    g_assert_cmpint(first->whole.n, ==, 80);
    asked_near(first->whole.value, 62.5, 1e-9);
    g_assert_cmpstr(first->whole.rule, ==, "nps_adjusted_wald"); /* nobody is a detractor */
    /* And none at all has neither value nor interval, and says so. */
    const CxScore *none = asked_score(ctx, "from=2019-01-01&to=2019-12-31");
    g_assert_false(cx_measured_has_value(&none->whole));
    g_assert_false(cx_measured_has_interval(&none->whole));
    g_assert_cmpint(none->whole.n, ==, 0);
    g_assert_cmpint(none->whole.status, ==, CX_MEASURED_TOO_FEW);
}

/* 8 promoters, 2 passives, no detractor: adjusted Wald, 29.28 to 93.79. */
static void
test_nps_few(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 8, "2018-05-01,1,1,,9,5,A");
    asked_lines(lines, &id, 2, "2018-05-01,1,1,,7,5,A");
    asked_import_simple(db, lines->str);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *score = asked_score(ctx, "");
    assert_measured(&score->whole, 80.0, 29.28, 93.79, 10, CX_MEASURED_OK, "nps_adjusted_wald");
}

/* 7 of 50 gave one of the two best points: 14 %, Wilson 6.95 to 26.19. "Never used" is no answer. */
static void
test_top2(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 3, "2018-05-01,1,1,,10,5,A");
    asked_lines(lines, &id, 4, "2018-05-01,1,1,,10,4,A");
    asked_lines(lines, &id, 43, "2018-05-01,1,1,,10,3,A");
    asked_lines(lines, &id, 9, "2018-05-01,1,1,,10,6,A");
    asked_lines(lines, &id, 8, "2018-05-01,1,1,,10,0,A");
    asked_import_simple(db, lines->str);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *score = asked_score(ctx, "measure=top2&question=food");
    assert_measured(&score->whole, 14.0, 6.95, 26.19, 50, CX_MEASURED_OK, "wilson");
    asked_near(score->scale_hi, 100, 0);
    const CxScore *share = asked_score(ctx, "measure=share&question=food&answers=4");
    asked_near(share->whole.value, 8.0, 1e-9);
    const CxScore *count = asked_score(ctx, "measure=count");
    asked_near(count->whole.value, 67.0, 0);
    g_assert_false(cx_measured_has_interval(&count->whole));
}

/* 1, 2, 3, 4, 5: mean 3, s 1.5811, t(4) 2.7764: 1.0368 to 4.9632. */
static void
test_mean(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    for (int i = 1; i <= 5; i++) {
        g_autofree char *answers = g_strdup_printf("2018-05-01,1,1,,10,%d,A", i);
        asked_lines(lines, &id, 1, answers);
    }
    asked_import_simple(db, lines->str);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *score = asked_score(ctx, "measure=mean&question=food");
    assert_measured(&score->whole, 3.0, 1.0368, 4.9632, 5, CX_MEASURED_OK, "student_t");
    asked_near(score->scale_lo, 1, 0);
    asked_near(score->scale_hi, 5, 0);
}

/* All alike: a value, and no interval that would claim certainty. */
static void
test_alike(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 40, "2018-05-01,1,1,,10,4,A");
    asked_import_simple(db, lines->str);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *score = asked_score(ctx, "measure=mean&question=food");
    asked_near(score->whole.value, 4.0, 1e-9);
    g_assert_cmpint(score->whole.status, ==, CX_MEASURED_DEGENERATE);
    g_assert_false(cx_measured_has_interval(&score->whole));
}

/* By cluster: Var = G/(G-1) sum over units of (sum of w (u - m))^2 / (sum of w)^2. */
typedef struct {
    int n_clusters;
    double m, half;   /* weighted */
    double m1, half1; /* each answer once */
} Worked;

/* Cluster g holds 1 + g % 3 answers; answer j is a promoter, passive or detractor by (g + j) % 3 and
 * weighs 0.5 + (g + j) % 4. */
static void
work(int n_clusters, GString *lines, Worked *ret_worked)
{
    static const char *const nps[] = { "10", "7", "2" };
    static const double u[] = { 100, 0, -100 };
    double sums[2] = { 0, 0 };
    double weights[2] = { 0, 0 };
    int id = 0;
    for (int g = 0; g < n_clusters; g++) {
        for (int j = 0; j < 1 + g % 3; j++) {
            const int band = (g * g + j) % 3;
            const double w = 0.5 + (g + j) % 4;
            g_autofree char *answers =
                g_strdup_printf("2018-05-01,1,%.1f,c%d,%s,5,A", w, g, nps[band]);
            asked_lines(lines, &id, 1, answers);
            sums[0] += w * u[band];
            weights[0] += w;
            sums[1] += u[band];
            weights[1] += 1;
        }
    }
    double half[2];
    for (int k = 0; k < 2; k++) {
        const double m = sums[k] / weights[k];
        double ss = 0;
        for (int g = 0; g < n_clusters; g++) {
            double s = 0;
            for (int j = 0; j < 1 + g % 3; j++)
                s += (k == 0 ? 0.5 + (g + j) % 4 : 1.0) * (u[(g * g + j) % 3] - m);
            ss += s * s;
        }
        half[k] = sqrt((double)n_clusters / (n_clusters - 1) * ss) / weights[k];
    }
    *ret_worked =
        (Worked){ n_clusters, sums[0] / weights[0], half[0], sums[1] / weights[1], half[1] };
}

static void
test_clusters(CxDb *db)
{
    Worked worked;
    g_autoptr(GString) lines = g_string_new(NULL);
    work(60, lines, &worked);
    asked_import(db, lines->str);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *weighted = asked_score(ctx, "");
    g_assert_true(weighted->is_weighted); /* as the survey declares */
    g_assert_cmpint(weighted->whole.n, ==, 120);
    g_assert_cmpint(weighted->whole.clusters, ==, 60);
    g_assert_cmpint(weighted->whole.status, ==, CX_MEASURED_OK);
    asked_near(weighted->whole.value, worked.m, 1e-9);
    /* Normal or Student's t on 59: 1.95996 to 2.00100 standard errors. */
    const double se = (weighted->whole.hi - weighted->whole.lo) / 2 / worked.half;
    g_assert_true(se > 1.9599 && se < 2.0011);
    asked_near(weighted->whole.hi + weighted->whole.lo, 2 * worked.m, 1e-9);

    const CxScore *once = asked_score(ctx, "weighting=unweighted");
    g_assert_false(once->is_weighted);
    asked_near(once->whole.value, worked.m1, 1e-9);
    const double se1 = (once->whole.hi - once->whole.lo) / 2 / worked.half1;
    g_assert_true(se1 > 1.9599 && se1 < 2.0011);
    g_assert_cmpstr(once->whole.card.hex, !=, weighted->whole.card.hex);
}

static void
test_few_clusters(CxDb *db)
{
    Worked worked;
    g_autoptr(GString) lines = g_string_new(NULL);
    work(19, lines, &worked);
    asked_import(db, lines->str);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *score = asked_score(ctx, "");
    asked_near(score->whole.value, worked.m, 1e-9);
    g_assert_cmpint(score->whole.clusters, ==, 19);
    g_assert_cmpint(score->whole.status, ==, CX_MEASURED_FEW_CLUSTERS);
    g_assert_false(cx_measured_has_interval(&score->whole));
}

static void
test_groups(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 20, "2018-05-01,1,1,,10,5,A");
    asked_lines(lines, &id, 10, "2018-05-31,2,1,,10,5,A");
    asked_lines(lines, &id, 10, "2018-05-31,2,1,,0,5,B");
    asked_import_simple(db, lines->str);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *modes = asked_score(ctx, "group=mode");
    g_assert_cmpuint(modes->n_groups, ==, 2);
    g_assert_cmpstr(modes->groups[0].label, ==, "By form");
    asked_near(asked_group(modes, "self")->value, 100, 1e-9);
    asked_near(asked_group(modes, "asked")->value, 0, 1e-9);
    g_assert_cmpint(asked_group(modes, "asked")->n, ==, 20);
    /* A group is the same number, with the same card, as when it is asked for alone. */
    const CxScore *alone = asked_score(ctx, "where=mode:asked");
    g_assert_cmpstr(alone->whole.card.hex, ==, asked_group(modes, "asked")->card.hex);
    const CxScore *months = asked_score(ctx, "group=month");
    g_assert_cmpuint(months->n_groups, ==, 1);
    g_assert_cmpint(months->groups[0].value.n, ==, 40);
    const CxScore *areas = asked_score(ctx, "group=area&measure=count");
    g_assert_cmpint(asked_group(areas, "b")->n, ==, 10);
}

static void
test_refused(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 10, "2018-05-01,1,1,,10,5,A");
    asked_import_simple(db, lines->str);
    g_autoptr(CxCtx) ctx = cast_system(db);
    asked_refused(ctx, "question=nothing", CX_ERROR_INVALID);
    asked_refused(ctx, "question=food&measure=nps", CX_ERROR_INVALID);
    asked_refused(ctx, "where=mode:nowhere", CX_ERROR_INVALID);
    asked_refused(ctx, "group=food", CX_ERROR_INVALID);
    asked_refused(ctx, "weighting=weighted", CX_ERROR_INVALID);
}

/* ---- The lowest ---- */

static void
test_lowest(void)
{
    static const double nan = __builtin_nan("");
    static const struct {
        const char *why;
        struct {
            double lo, hi;
            int64_t n;
        } is[3];
        size_t n, want;
    } rows[] = {
        { "apart", { { 50, 60, 9 }, { 30, 40, 9 }, { 70, 80, 9 } }, 3, 1 },
        { "they touch", { { 40, 60, 9 }, { 30, 40, 9 } }, 2, 2 },
        { "they overlap", { { 35, 60, 9 }, { 30, 40, 9 } }, 2, 2 },
        { "apart from one, not from the other",
          { { 50, 60, 9 }, { 30, 40, 9 }, { 38, 80, 9 } },
          3,
          3 },
        { "only one", { { 30, 40, 9 } }, 1, 1 },
        { "none", { { 0, 0, 0 } }, 0, 0 },
        { "one has no answers", { { 30, 40, 9 }, { nan, nan, 0 }, { 50, 60, 9 } }, 3, 0 },
        { "only one has answers", { { 30, 40, 9 }, { nan, nan, 0 } }, 2, 2 },
        { "one is hidden", { { 30, 40, 9 }, { nan, nan, -1 }, { 50, 60, 9 } }, 3, 0 },
        { "all but one are hidden", { { 30, 40, 9 }, { nan, nan, -1 } }, 2, 2 },
        { "one is of too few units", { { 30, 40, 9 }, { nan, nan, 30 }, { 50, 60, 9 } }, 3, 3 },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        CxScore scores[3] = { { 0 } };
        const CxScore *list[3];
        for (size_t j = 0; j < 3; j++) {
            scores[j].measure = "share";
            scores[j].whole.lo = rows[i].is[j].lo;
            scores[j].whole.hi = rows[i].is[j].hi;
            scores[j].whole.n = rows[i].is[j].n;
            if (rows[i].is[j].n < 0)
                scores[j].whole.status = CX_MEASURED_HIDDEN;
            list[j] = &scores[j];
        }
        g_assert_cmpuint(cx_score_lowest(list, rows[i].n), ==, rows[i].want);
        if (rows[i].n > 1) {
            scores[1].measure = "mean";
            g_assert_cmpuint(cx_score_lowest(list, rows[i].n), ==, rows[i].n);
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/evidence/score/lowest", test_lowest);
    g_test_add_func("/evidence/measured/status", test_status);
    cx_test_engines_add("/evidence/score/nps", test_nps);
    cx_test_engines_add("/evidence/score/nps_few", test_nps_few);
    cx_test_engines_add("/evidence/score/top2", test_top2);
    cx_test_engines_add("/evidence/score/mean", test_mean);
    cx_test_engines_add("/evidence/score/alike", test_alike);
    cx_test_engines_add("/evidence/score/clusters", test_clusters);
    cx_test_engines_add("/evidence/score/few_clusters", test_few_clusters);
    cx_test_engines_add("/evidence/score/groups", test_groups);
    cx_test_engines_add("/evidence/score/refused", test_refused);
    return g_test_run();
}
