/* The customers' threshold from files to finding: joined facts, the target, shares, cards, the wall. */
#include "asked.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/random.h"
#include "business/facts.h"
#include "business/metric.h"
#include "column/shelf.h"
#include "evidence/card.h"
#include "evidence/threshold.h"
#include "feedback/frame_store.h"
#include "stat/estimate.h"
#include "support/engines.h"
#include "support/store.h"
#include "unit/evidence/linked.h"

static const CxThresholdFinding *
run(CxCtx *ctx, const CxThresholdQuery *query)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, &error);
    g_assert_no_error(error);
    const CxThresholdFinding *finding = cx_threshold_run(ctx, survey, query, &error);
    g_assert_no_error(error);
    return finding;
}

static void
assert_refused(CxCtx *ctx, const CxThresholdQuery *query, int code)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, NULL);
    g_assert_null(cx_threshold_run(ctx, survey, query, &error));
    g_assert_error(error, CX_ERROR, code);
}

static void
check_found(CxCtx *ctx, int n_on)
{
    CxThresholdQuery query = cx_threshold_query("days", "time");
    const CxThresholdFinding *finding = run(ctx, &query);
    g_assert_cmpint(finding->status, ==, CX_THRESHOLD_OK);
    g_assert_cmpint(finding->threshold.n, ==, LINKED_ORDERS / LINKED_ORDERS_RATED);
    g_assert_cmpfloat(finding->threshold.lo, >, 2.0);
    g_assert_cmpfloat(finding->threshold.hi, <, 5.0);
    /* The metric's own target; all orders are counted, not those of the answers. */
    g_assert_cmpstr(finding->target_text, ==, "5");
    g_assert_true(finding->is_counted && finding->is_target_past);
    g_assert_cmpint(finding->n_transactions, ==, LINKED_ORDERS);
    asked_near(finding->on_target.value, 100.0 * n_on / LINKED_ORDERS, 1e-9);
    asked_near(finding->before.value + finding->between.value + finding->beyond.value, 100.0, 1e-9);
    g_assert_cmpstr(finding->on_target.rule, ==, "counted");
    int64_t n_bars = 0;
    for (size_t i = 0; i < finding->n_bars; i++)
        n_bars += finding->bars[i].n;
    g_assert_cmpint(n_bars, >=, LINKED_ORDERS * 98 / 100);
    /* Every number has a card of its own, and the same question has the same ones. */
    g_assert_cmpstr(finding->threshold.card.hex, !=, "");
    g_assert_cmpstr(finding->threshold.card.hex, !=, finding->between.card.hex);
    g_assert_cmpstr(finding->on_target.card.hex, !=, finding->moves[0].on_target.card.hex);
    g_assert_cmpstr(run(ctx, &query)->threshold.card.hex, ==, finding->threshold.card.hex);
    /* Odds in a step of the fact, rounded as shown. */
    const CxThresholdOddsFinding *odds = &finding->odds;
    g_assert_cmpstr(odds->status, ==, "ok");
    asked_near(odds->step, 1.0, 1e-12);
    g_assert_cmpfloat(odds->value.lo, >, 1.0);
    asked_near(100.0 * odds->value.value, round(100.0 * odds->value.value), 1e-9);
    g_assert_cmpstr(odds->value.rule, ==, "cluster_t");
    g_assert_cmpstr(odds->value.card.hex, !=, "");
    /* Another target moves the shares and not the threshold. */
    query.target = 3.5;
    const CxThresholdFinding *moved = run(ctx, &query);
    asked_near(moved->threshold.value, finding->threshold.value, 1e-12);
    g_assert_cmpfloat(moved->on_target.value, <, finding->on_target.value);
}

/* Two values, however often, are no curve, and that is what is said. */
static void
take_express(CxCtx *ctx)
{
    static const char mapping[] =
        "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"transaction\",\"column\":\"order\"},"
        "\"metrics\":[{\"key\":\"express\",\"label\":\"Express\",\"column\":\"express\"}]}";
    g_autoptr(GString) csv = g_string_new("order,express\n");
    for (int i = 0; i < LINKED_ORDERS; i += LINKED_ORDERS_RATED)
        g_string_append_printf(csv, "O%d,%d\n", i, i % 7 == 0 ? 1 : 0);
    linked_take_facts(ctx, mapping, csv);
}

static void
test_found(CxDb *db)
{
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(CxCtx) ctx =
        asked_words(cx_ctx_open_system(db, shelf, (CxInstant){ CX_TEST_NOW_US }));
    int n_on = 0;
    linked_fill_orders(ctx, &n_on);
    check_found(ctx, n_on);
    const CxThresholdQuery shop = cx_threshold_query("days", "shop");
    g_assert_cmpint(run(ctx, &shop)->status, !=, CX_THRESHOLD_OK);
    /* A month has too few answers: said in words, without a level, share or curve. */
    CxThresholdQuery month = cx_threshold_query("days", "time");
    month.from = cx_month_first_day(cx_day_month_index((CxDay){ 20454 }));
    month.to = (CxDay){ month.from.v + 10 };
    const CxThresholdFinding *few = run(ctx, &month);
    g_assert_cmpint(few->status, ==, CX_THRESHOLD_TOO_FEW);
    g_assert_true(isnan(few->level) && few->n_points == 0 && few->n_bars == 0);
    g_assert_false(cx_measured_has_value(&few->on_target));
    g_assert_true(few->odds.status == NULL && isnan(few->odds.value.value));
    g_assert_cmpstr(few->headline, ==,
                    "Too few answers to say where ratings of Time to arrival fall");
    take_express(ctx);
    const CxThresholdQuery twofold = cx_threshold_query("express", "time");
    const CxThresholdFinding *two = run(ctx, &twofold);
    g_assert_cmpint(two->threshold.n, >, CX_THRESHOLD_ANSWERS_MIN);
    g_assert_cmpstr(
        two->headline, ==,
        "Express has too few different values to say where ratings of Time to arrival fall");
    const CxThresholdQuery no_fact = cx_threshold_query("weeks", "time");
    assert_refused(ctx, &no_fact, CX_ERROR_NOT_FOUND);
    const CxThresholdQuery no_question = cx_threshold_query("days", "taste");
    assert_refused(ctx, &no_question, CX_ERROR_NOT_FOUND);
    CxThresholdQuery outside = cx_threshold_query("days", "time");
    outside.low = 10;
    assert_refused(ctx, &outside, CX_ERROR_INVALID);
    outside.low = -1;
    outside.level = 1.0;
    assert_refused(ctx, &outside, CX_ERROR_INVALID);

    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, NULL);
    const CxThresholdFinding *told = NULL;
    g_assert_true(
        cx_threshold_find(ctx, survey, cx_survey_item(survey, "time")->department, &told, NULL));
    g_assert_nonnull(told);
    g_assert_cmpstr(told->question, ==, "time");
    g_assert_true(
        cx_threshold_find(ctx, survey, cx_survey_item(survey, "shop")->department, &told, NULL));
    g_assert_null(told);
}

/* A leader sees their own department's fact and questions, and opens their cards; others' are not
 * there. */
static void
test_wall(CxDb *db)
{
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    int n_on = 0;
    {
        g_autoptr(CxCtx) ctx =
            asked_words(cx_ctx_open_system(db, shelf, (CxInstant){ CX_TEST_NOW_US }));
        linked_fill_orders(ctx, &n_on);
    }
    const CxLeaderId own = cast_leader(db, "Mara", "delivery", CX_DAY_NONE, CX_DAY_NONE);
    const CxLeaderId other = cast_leader(db, "Samuel", "web", CX_DAY_NONE, CX_DAY_NONE);
    const CxThresholdQuery query = cx_threshold_query("days", "time");
    g_autoptr(CxCtx) mara = asked_words(cast_ctx(db, cast_user(db, "mara", CX_ROLE_LEADER, own)));
    const CxThresholdFinding *finding = run(mara, &query);
    g_assert_cmpint(finding->status, ==, CX_THRESHOLD_OK);
    /* Only as everybody is told it: other points could be taken from these. */
    CxThresholdQuery asked = query;
    asked.low = 3;
    assert_refused(mara, &asked, CX_ERROR_FORBIDDEN);
    asked = query;
    asked.target = 4.0;
    assert_refused(mara, &asked, CX_ERROR_FORBIDDEN);
    asked = query;
    asked.from = (CxDay){ 20454 };
    assert_refused(mara, &asked, CX_ERROR_FORBIDDEN);
    g_autoptr(CxCtx) samuel =
        asked_words(cast_ctx(db, cast_user(db, "samuel", CX_ROLE_LEADER, other)));
    assert_refused(samuel, &query, CX_ERROR_NOT_FOUND);
    g_autoptr(CxSurvey) survey = cx_survey_load(samuel, NULL, NULL);
    CxThresholdPairs pairs;
    g_assert_true(cx_threshold_list(samuel, survey, &pairs, NULL));
    g_assert_cmpuint(pairs.n, ==, 0);
    g_assert_true(cx_threshold_list(mara, survey, &pairs, NULL));
    g_assert_cmpuint(pairs.n, ==, 2);
}

static const char late_text[] =
    "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"transaction\",\"column\":\"order\"},"
    "\"metrics\":[{\"key\":\"days\",\"label\":\"Days to arrival\",\"column\":\"days\","
    "\"unit\":\"days\",\"decimals\":1,\"direction\":\"down\",\"department\":\"delivery\"}]}";

static void
assert_same_points(const CxThresholdFinding *a, const CxThresholdFinding *b)
{
    g_assert_cmpuint(a->n_points, ==, b->n_points);
    for (size_t i = 0; i < a->n_points; i++) {
        g_assert_cmpint(a->points[i].n, ==, b->points[i].n);
        asked_near(a->points[i].to, b->points[i].to, 1e-12);
        asked_near(a->points[i].raw, b->points[i].raw, 1e-12);
    }
    asked_near(a->threshold.value, b->threshold.value, 1e-12);
    asked_near(a->threshold.lo, b->threshold.lo, 1e-12);
}

/* A fact that is corrected for one answer moves what the team sees and nothing of what others were told. */
static void
test_late(CxDb *db)
{
    int n_on = 0;
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCtx) ctx = asked_words(cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US }));
    linked_fill_orders(ctx, &n_on);
    const CxLeaderId own = cast_leader(db, "Mara", "delivery", CX_DAY_NONE, CX_DAY_NONE);
    const CxUserId user = cast_user(db, "mara", CX_ROLE_LEADER, own);
    const CxThresholdQuery query = cx_threshold_query("days", "time");
    g_autoptr(CxCtx) before = asked_words(cast_ctx(db, user));
    const CxThresholdFinding *told = run(before, &query);
    g_assert_cmpint(told->status, ==, CX_THRESHOLD_OK);
    g_assert_true(cx_ctx_flush(before, db, &error));
    g_assert_no_error(error);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM threshold_told"), >=, 1);
    const CxThresholdFinding *all = run(ctx, &query);
    g_assert_null(told->odds.status); /* one more sum over all answers: for those who hold them */
    g_assert_true(isnan(told->odds.value.value));
    g_assert_cmpstr(all->odds.status, ==, "ok");

    g_autoptr(GString) late = g_string_new("order,days\nO0,9.9\n");
    linked_take_facts(ctx, late_text, late);
    const CxThresholdFinding *all_after = run(ctx, &query);
    const size_t last = all->n_points - 1;
    g_assert_true(all_after->n_points != all->n_points ||
                  all_after->points[last].n != all->points[last].n ||
                  fabs(all_after->points[last].x - all->points[last].x) > 1e-9);
    g_autoptr(CxCtx) after = asked_words(cast_ctx(db, user));
    assert_same_points(run(after, &query), told);
    g_assert_true(cx_ctx_flush(after, db, &error));
    g_assert_no_error(error);
    /* Another target leaves the curve and its threshold. */
    g_assert_true(cx_metric_target_set(ctx, "days", (CxDay){ 18263 }, "4", NULL, &error));
    g_autoptr(CxCtx) moved = asked_words(cast_ctx(db, user));
    const CxThresholdFinding *found = run(moved, &query);
    assert_same_points(found, told);
    g_assert_cmpstr(found->target_text, ==, "4");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    cx_test_engines_add("/evidence/threshold/found", test_found);
    cx_test_engines_add("/evidence/threshold/wall", test_wall);
    cx_test_engines_add("/evidence/threshold/late", test_late);
    return g_test_run();
}
