/* The course of a score and the funnel: seasons, cuts, what would have shown, weighting, one period,
 * nothing, the wall. */
#include "asked.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "column/shelf.h"
#include "evidence/course.h"
#include "evidence/funnel.h"
#include "feedback/frame_store.h"
#include "stat/estimate.h"
#include "support/engines.h"

/* Two years of quarters, all alike but for the level; n a quarter. */
static void
fill(CxDb *db, int n)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    for (int quarter = 0; quarter < 5; quarter++) {
        for (int i = 0; i < n; i++) {
            g_string_append_printf(lines, "%d,%d-%02d-%02d,1,%d,u%d,%d,%d,%c,\n", id + 1,
                                   2017 + quarter / 4, 1 + 3 * (quarter % 4), 1 + i % 28,
                                   i % 3 == 0 ? 3 : 1, id + 1, i % 3 == 0 ? 9 : i % 11, 1 + i % 5,
                                   i % 3 == 0 ? 'A' : 'B');
            id++;
        }
    }
    asked_import_any_day(db, lines->str);
}

static const CxCourse *
course(CxCtx *ctx, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxSlice) slice = cx_slice_parse(text, issues);
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, &error);
    g_assert_no_error(error);
    const CxCourse *found =
        cx_course_run(asked_words(ctx), survey, slice, CX_SLICE_BY_QUARTER, &error);
    g_assert_no_error(error);
    g_assert_nonnull(found);
    return found;
}

static const CxFunnelFinding *
funnel(CxCtx *ctx, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxSlice) slice = cx_slice_parse(text, issues);
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, &error);
    g_assert_no_error(error);
    const CxFunnelFinding *found = cx_funnel_run(asked_words(ctx), survey, slice, &error);
    g_assert_no_error(error);
    return found;
}

static void
test_season(CxDb *db)
{
    fill(db, 120);
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, shelf, (CxInstant){ CX_TEST_NOW_US });
    const CxCourse *found = course(ctx, "weighting=unweighted");
    g_assert_cmpint(found->state, ==, CX_COURSE_BESIDE);
    /* The first quarter of the year before. */
    g_assert_true(found->score->n_groups == 5 && found->newest == 4 && found->against == 0);
    g_assert_true(found->is_season);
    /* Simple answers by the closed form: (1.96 + .8416) sqrt(se^2 + se^2). */
    const CxMeasured *newest = &found->score->groups[4].value;
    const double se = (newest->hi - newest->lo) / 2.0 / cx_stat_z(.95);
    asked_near(found->detectable, (1.959964 + 0.841621) * se * sqrt(2.0), 0.35);
    g_assert_nonnull(strstr(found->line, "would have shown"));
    /* Weights triple those who recommend: both numbers, and the group that makes the difference. */
    g_assert_true(found->has_other);
    g_assert_true(found->other.value > newest->value + 5.0);
    g_assert_nonnull(strstr(found->why_other, "“South hall” as 40 %"));
    g_assert_null(found->tested);
    g_assert_nonnull(found->rate);
}

static void
test_little(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 40, "2018-05-01,1,1,u1,9,5,A");
    asked_import_any_day(db, lines->str);
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, shelf, (CxInstant){ CX_TEST_NOW_US });
    /* One period, one unit: words, no numbers. */
    const CxCourse *found = course(ctx, "");
    g_assert_true(isnan(found->detectable));
    g_assert_nonnull(found->headline);
    found = course(ctx, "weighting=unweighted");
    g_assert_cmpint(found->state, ==, CX_COURSE_ONE_PERIOD);
    g_assert_nonnull(strstr(found->headline, "the only period"));
    found = course(ctx, "question=food&measure=mean&where=area:c");
    g_assert_cmpint(found->state, ==, CX_COURSE_NOTHING);
    const CxFunnelFinding *one = funnel(ctx, "group=area&weighting=unweighted");
    g_assert_true(isnan(one->centre));
    g_assert_nonnull(strstr(one->headline, "needs two"));
}

/* Two periods of one unit: what is too few is the units, not the answers. */
static void
test_one_unit(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 60, "2018-02-01,1,1,u1,9,5,A");
    asked_lines(lines, &id, 60, "2018-05-01,1,1,u1,9,5,A");
    asked_import_any_day(db, lines->str);
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(CxCtx) ctx =
        asked_words(cx_ctx_open_system(db, shelf, (CxInstant){ CX_TEST_NOW_US }));
    const CxCourse *found = course(ctx, "");
    g_assert_cmpint(found->state, ==, CX_COURSE_TOO_FEW);
    g_assert_nonnull(strstr(found->headline, "too few sampling units"));
    g_assert_nonnull(strstr(found->line, "20 sampling units"));
}

static void
check_apart(const CxFunnelFinding *found)
{
    g_assert_cmpuint(found->n_judged, ==, 3);
    g_assert_cmpint(found->rows[2].place, ==, CX_FUNNEL_BELOW);
    g_assert_false(found->has_allowance); /* of three */
    g_assert_true(found->rows[0].lo < found->centre);
    g_assert_cmpuint(found->n_limits, ==, CX_FUNNEL_LIMITS_N);
    g_assert_true(found->limits[0].outer_lo < found->limits[0].inner_lo);
    g_assert_cmpstr(found->rows[2].slice, ==, "measure=nps&where=area:c&weighting=unweighted");
}

static void
test_funnel(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    for (int i = 0; i < 600; i++) {
        const char area = "ABC"[i % 3];
        const int rating = i % 3 == 2 ? i % 7 : i % 11; /* the car park stands below */
        g_string_append_printf(lines, "%d,2018-05-%02d,1,1,u%d,%d,3,%c,\n", id + 1, 1 + i % 28,
                               id + 1, rating, area);
        id++;
    }
    asked_import_any_day(db, lines->str);
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, shelf, (CxInstant){ CX_TEST_NOW_US });
    const CxFunnelFinding *found = funnel(ctx, "group=area&weighting=unweighted");
    check_apart(found);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxSlice) slice = cx_slice_parse("group=quarter", issues);
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, NULL);
    g_assert_null(cx_funnel_run(ctx, survey, slice, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    cx_test_engines_add("/evidence/course/season", test_season);
    cx_test_engines_add("/evidence/course/little", test_little);
    cx_test_engines_add("/evidence/course/funnel", test_funnel);
    cx_test_engines_add("/evidence/course/one_unit", test_one_unit);
    return g_test_run();
}
