/* Values of METHODS' section "Scores"; others are checked by tests/reference/score.R. */
#include <glib.h>
#include <math.h>

#include "stat/score.h"
#include "support/rounds.h"

#define NEAR(got, want, tolerance) g_assert_cmpfloat_with_epsilon((got), (want), (tolerance))

static void
test_nps(void)
{
    static const struct {
        const char *why;
        CxNpsCounts counts;
        CxStatRule rule;
        double value, centre, se, lo, hi;
    } rows[] = {
        { "reference: 50/30/20",
          { 50, 30, 20 },
          CX_STAT_RULE_NPS_WALD,
          30,
          30,
          7.810,
          14.69,
          45.31 },
        { "reference: 120/60/20",
          { 120, 60, 20 },
          CX_STAT_RULE_NPS_WALD,
          50,
          50,
          4.743,
          40.70,
          59.30 },
        { "reference: 8/2/0",
          { 8, 2, 0 },
          CX_STAT_RULE_NPS_ADJUSTED_WALD,
          80,
          61.54,
          16.457,
          29.28,
          93.79 },
        { "reference: airport 2017",
          { 1436, 968, 342 },
          CX_STAT_RULE_NPS_WALD,
          39.8398,
          39.8398,
          1.3341,
          37.2249,
          42.4546 },
        { "reference: airport 2018",
          { 1268, 935, 447 },
          CX_STAT_RULE_NPS_WALD,
          30.9811,
          30.9811,
          1.4422,
          28.1545,
          33.8078 },
        { "an empty band in a large sample",
          { 90, 10, 0 },
          CX_STAT_RULE_NPS_ADJUSTED_WALD,
          90,
          87.3786,
          3.4815,
          80.555,
          94.202 },
        { "one answer",
          { 1, 0, 0 },
          CX_STAT_RULE_NPS_ADJUSTED_WALD,
          100,
          25,
          37.5,
          -48.499,
          98.499 },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const CxEstimate got = cx_stat_nps(rows[i].counts, CX_STAT_LEVEL);
        g_test_message("%s", rows[i].why);
        g_assert_cmpint(got.status, ==, CX_STAT_OK);
        g_assert_cmpint(got.rule, ==, rows[i].rule);
        NEAR(got.value, rows[i].value, 5e-4);
        NEAR(got.centre, rows[i].centre, 5e-3);
        NEAR(got.se, rows[i].se, 5e-4);
        NEAR(got.lo, rows[i].lo, 5e-3);
        NEAR(got.hi, rows[i].hi, 5e-3);
    }
    const CxEstimate none = cx_stat_nps((CxNpsCounts){ 0 }, CX_STAT_LEVEL);
    g_assert_cmpint(none.status, ==, CX_STAT_TOO_FEW);
    g_assert_true(isnan(none.value));
    g_assert_false(cx_estimate_has_interval(&none));
}

static void
test_nps_edge(void)
{
    /* 30 answers are enough, 29 are not. */
    CxEstimate nps = cx_stat_nps((CxNpsCounts){ 10, 10, 10 }, CX_STAT_LEVEL);
    g_assert_cmpint(nps.rule, ==, CX_STAT_RULE_NPS_WALD);
    nps = cx_stat_nps((CxNpsCounts){ 10, 9, 10 }, CX_STAT_LEVEL);
    g_assert_cmpint(nps.rule, ==, CX_STAT_RULE_NPS_ADJUSTED_WALD);
    g_assert_cmpstr(cx_stat_rule_key(nps.rule), ==, "nps_adjusted_wald");
}

static void
test_share(void)
{
    static const struct {
        const char *why;
        int64_t hits, n;
        double lo, hi, tolerance;
    } rows[] = {
        { "reference: 7/50", 7, 50, .0695, .2619, 5e-5 },
        { "reference: 0/10", 0, 10, 0.0, .2775, 5e-5 },
        { "all of ten", 10, 10, .7225, 1.0, 5e-5 },
        { "reference: airport 2010, .754284", 2333, 3093, .738803, .769134, 5e-7 },
        { "reference: airport 2011, .753925", 2785, 3694, .739776, .767547, 5e-7 },
        { "reference: airport 2013, .792741", 2643, 3334, .778649, .806160, 5e-7 },
        { "reference: airport 2015, .800000", 2248, 2810, .784805, .814376, 5e-7 },
        { "reference: airport 2017, .820685", 2206, 2688, .805728, .834726, 5e-7 },
        { "reference: airport 2018, .784381", 2059, 2625, .768239, .799692, 5e-7 },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const CxEstimate got = cx_stat_share(rows[i].hits, rows[i].n, CX_STAT_LEVEL);
        g_test_message("%s", rows[i].why);
        g_assert_cmpint(got.rule, ==, CX_STAT_RULE_WILSON);
        NEAR(got.lo, rows[i].lo, rows[i].tolerance);
        NEAR(got.hi, rows[i].hi, rows[i].tolerance);
    }
    g_assert_cmpint(cx_stat_share(0, 0, CX_STAT_LEVEL).status, ==, CX_STAT_TOO_FEW);
}

static void
test_mean(void)
{
    /* 1 2 3 4 5: mean 3, s^2 2.5, t(.975, 4) 2.776445. */
    const CxEstimate got = cx_stat_mean(5, 15.0, 55.0, CX_STAT_LEVEL);
    g_assert_cmpint(got.status, ==, CX_STAT_OK);
    NEAR(got.value, 3.0, 1e-12);
    NEAR(got.se, sqrt(0.5), 1e-12);
    NEAR(got.hi - got.value, 2.776445105 * sqrt(0.5), 1e-8);
    NEAR(got.value - got.lo, got.hi - got.value, 1e-12);

    const CxEstimate one = cx_stat_mean(1, 4.0, 16.0, CX_STAT_LEVEL);
    g_assert_cmpint(one.status, ==, CX_STAT_TOO_FEW);
    NEAR(one.value, 4.0, 1e-12);
    const CxEstimate alike = cx_stat_mean(50, 200.0, 800.0, CX_STAT_LEVEL);
    g_assert_cmpint(alike.status, ==, CX_STAT_DEGENERATE);
    g_assert_false(cx_estimate_has_interval(&alike));
    g_assert_cmpint(cx_stat_mean(0, 0.0, 0.0, CX_STAT_LEVEL).status, ==, CX_STAT_TOO_FEW);
}

/* Sums of units that each are one answer of weight 1, scored u. */
static CxClusterSums
sums_of(const double *u, int64_t n)
{
    CxClusterSums sums = { .n = n, .clusters = n, .w = (double)n, .ww = (double)n };
    for (int64_t i = 0; i < n; i++) {
        sums.wu += u[i];
        sums.ss += u[i] * u[i];
        sums.sw += u[i];
    }
    return sums;
}

/* Where each unit is one answer of weight 1, the variance is that of a mean. */
static void
test_cluster_law(void)
{
    for (int round = 0; round < cx_test_rounds(500); round++) {
        double u[200];
        const int64_t n = g_test_rand_int_range(25, 200);
        double squares = 0.0;
        for (int64_t i = 0; i < n; i++) {
            u[i] = g_test_rand_int_range(1, 8);
            squares += u[i] * u[i];
        }
        u[0] = 0.0; /* not all alike */
        squares = 0.0;
        for (int64_t i = 0; i < n; i++)
            squares += u[i] * u[i];
        const CxClusterSums sums = sums_of(u, n);
        const CxEstimate mean = cx_stat_mean(n, sums.wu, squares, CX_STAT_LEVEL);
        const CxEstimate got = cx_stat_cluster_mean(&sums, (CxStatRange){ 0, 7 }, CX_STAT_LEVEL);
        NEAR(got.value, mean.value, 1e-12);
        NEAR(got.se, mean.se, 1e-9);
        g_assert_cmpint(got.rule, ==, n >= 120 ? CX_STAT_RULE_CLUSTER_Z : CX_STAT_RULE_CLUSTER_T);
        if (n < 120)
            NEAR(got.lo, mean.lo, 1e-9);
        else
            NEAR(got.hi, got.value + 1.959963985 * got.se, 1e-8);
    }
}

static void
test_cluster_status(void)
{
    double u[40] = { 0 };
    for (size_t i = 0; i < 20; i++)
        u[i] = 1.0;
    CxClusterSums sums = sums_of(u, 20);
    const CxStatRange range = { 0.0, 1.0 };
    CxEstimate got = cx_stat_cluster_mean(&sums, range, CX_STAT_LEVEL);
    g_assert_cmpint(got.status, ==, CX_STAT_DEGENERATE);
    NEAR(got.value, 1.0, 1e-12);

    sums = sums_of(u + 1, 20); /* one 0 among the 1s: the interval would pass 1 */
    got = cx_stat_cluster_mean(&sums, range, CX_STAT_LEVEL);
    g_assert_cmpint(got.status, ==, CX_STAT_OK);
    NEAR(got.hi, 1.0, 1e-12);

    sums = sums_of(u + 1, 19);
    got = cx_stat_cluster_mean(&sums, range, CX_STAT_LEVEL);
    g_assert_cmpint(got.status, ==, CX_STAT_FEW_CLUSTERS);
    g_assert_false(cx_estimate_has_interval(&got));

    sums = sums_of(u + 2, 19);
    got = cx_stat_cluster_mean(&sums, range, CX_STAT_LEVEL);
    g_assert_cmpint(got.status, ==, CX_STAT_FEW_CLUSTERS);
    g_assert_true(got.se > 0.0);
    sums = sums_of(u, 1);
    got = cx_stat_cluster_mean(&sums, range, CX_STAT_LEVEL);
    g_assert_true(isnan(got.se));
    sums = (CxClusterSums){ .n = 3, .clusters = 3 };
    g_assert_cmpint(cx_stat_cluster_mean(&sums, range, CX_STAT_LEVEL).status, ==, CX_STAT_TOO_FEW);
    sums = (CxClusterSums){ 0 };
    g_assert_cmpint(cx_stat_cluster_mean(&sums, range, CX_STAT_LEVEL).status, ==, CX_STAT_TOO_FEW);
}

/* Weights on another scale change nothing. */
static void
test_cluster_scale(void)
{
    CxClusterSums sums = {
        .n = 200, .clusters = 150, .w = 180, .wu = 5400, .ss = 9e5, .sw = 8e3, .ww = 300
    };
    const CxStatRange range = { -100.0, 100.0 };
    const CxEstimate once = cx_stat_cluster_mean(&sums, range, CX_STAT_LEVEL);
    g_assert_cmpint(once.status, ==, CX_STAT_OK);
    sums.w *= 7.0, sums.wu *= 7.0, sums.ss *= 49.0, sums.sw *= 49.0, sums.ww *= 49.0;
    const CxEstimate scaled = cx_stat_cluster_mean(&sums, range, CX_STAT_LEVEL);
    NEAR(scaled.value, once.value, 1e-12);
    NEAR(scaled.se, once.se, 1e-9);
}

static void
test_quantiles(void)
{
    NEAR(cx_stat_z(.95), 1.959963984540054, 1e-12);
    NEAR(cx_stat_t(.95, 4.0), 2.776445105197799, 1e-9);
    NEAR(cx_stat_t(.90, 30.0), 1.697260886593957, 1e-9);
    NEAR(cx_stat_t(.95, INFINITY), 1.959963984540054, 1e-12);
    NEAR(cx_stat_p_z(-1.959963984540054), .05, 1e-12);
    NEAR(cx_stat_p_t(2.776445105197799, 4.0), .05, 1e-9);
    for (int i = 0; i < CX_STAT_STATUS_N; i++) {
        g_assert_nonnull(cx_stat_status_key((CxStatStatus)i));
        g_assert_nonnull(cx_stat_status_meaning((CxStatStatus)i));
    }
    for (int i = 0; i < CX_STAT_RULE_N; i++) {
        g_assert_nonnull(cx_stat_rule_key((CxStatRule)i));
        g_assert_nonnull(cx_stat_rule_words((CxStatRule)i));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    g_test_add_func("/stat/score/nps", test_nps);
    g_test_add_func("/stat/score/nps/edge", test_nps_edge);
    g_test_add_func("/stat/score/share", test_share);
    g_test_add_func("/stat/score/mean", test_mean);
    g_test_add_func("/stat/score/cluster/law", test_cluster_law);
    g_test_add_func("/stat/score/cluster/status", test_cluster_status);
    g_test_add_func("/stat/score/cluster/scale", test_cluster_scale);
    g_test_add_func("/stat/score/quantiles", test_quantiles);
    return g_test_run();
}
