/* Values of METHODS' section "Scores" and of the airport survey. */
#include <glib.h>
#include <math.h>

#include "stat/compare.h"

#define NEAR(got, want, tolerance) g_assert_cmpfloat_with_epsilon((got), (want), (tolerance))

static void
test_nps(void)
{
    /* Reference: 50/30/20 against 120/60/20: 20.0, SE 9.138, z 2.189, p .0286. */
    CxComparison got = cx_stat_nps_difference((CxNpsCounts){ 120, 60, 20 },
                                              (CxNpsCounts){ 50, 30, 20 }, CX_STAT_LEVEL);
    g_assert_cmpint(got.difference.rule, ==, CX_STAT_RULE_DIFFERENCE_Z);
    NEAR(got.difference.value, 20.0, 1e-12);
    NEAR(got.difference.se, 9.138, 5e-4);
    NEAR(got.statistic, 2.189, 5e-4);
    NEAR(got.p, .0286, 5e-5);
    NEAR(got.difference.lo, 20.0 - 1.959964 * 9.138, 2e-3);

    /* Reference: airport 2017 to 2018, unweighted: a fall of 8.86 points, p < .00001. */
    got = cx_stat_nps_difference((CxNpsCounts){ 1268, 935, 447 }, (CxNpsCounts){ 1436, 968, 342 },
                                 CX_STAT_LEVEL);
    NEAR(got.difference.value, -8.86, 5e-3);
    g_assert_cmpfloat(got.p, <, .00001);
}

static void
test_nps_adjusted(void)
{
    const CxComparison got = cx_stat_nps_difference((CxNpsCounts){ 8, 2, 0 },
                                                    (CxNpsCounts){ 50, 30, 20 }, CX_STAT_LEVEL);
    g_assert_cmpint(got.difference.rule, ==, CX_STAT_RULE_NPS_ADJUSTED_WALD);
    NEAR(got.difference.value, 50.0, 1e-12);
    NEAR(got.difference.centre, 800.0 / 13.0 - 3000.0 / 103.0, 1e-9);
    const CxComparison none =
        cx_stat_nps_difference((CxNpsCounts){ 0 }, (CxNpsCounts){ 50, 30, 20 }, CX_STAT_LEVEL);
    g_assert_cmpint(none.difference.status, ==, CX_STAT_TOO_FEW);
    g_assert_true(isnan(none.p));
}

static void
test_share(void)
{
    /* Reference: 56/70 less 48/80: .200 (.0524 to .3339), Newcombe 1998, table II (a), method 10. */
    const CxComparison got = cx_stat_share_difference(56, 70, 48, 80, CX_STAT_LEVEL);
    g_assert_cmpint(got.difference.rule, ==, CX_STAT_RULE_NEWCOMBE);
    NEAR(got.difference.value, .200, 1e-12);
    NEAR(got.difference.lo, .0524, 5e-5);
    NEAR(got.difference.hi, .3339, 5e-5);
    const CxComparison turned = cx_stat_share_difference(48, 80, 56, 70, CX_STAT_LEVEL);
    NEAR(turned.difference.lo, -got.difference.hi, 1e-12);
    NEAR(turned.p, got.p, 1e-12);
    const CxComparison none = cx_stat_share_difference(0, 0, 48, 80, CX_STAT_LEVEL);
    g_assert_cmpint(none.difference.status, ==, CX_STAT_TOO_FEW);
}

static CxEstimate
estimate(double value, double se, double df, int64_t clusters)
{
    return (CxEstimate){ .status = CX_STAT_OK,
                         .value = value,
                         .centre = value,
                         .se = se,
                         .df = df,
                         .level = CX_STAT_LEVEL,
                         .n = 1000,
                         .clusters = clusters };
}

static void
test_difference(void)
{
    /* Reference: airport 2017 to 2018, weighted, by RUNID: -5.28 (-10.63 to +0.06), p .053. */
    const CxEstimate y2018 = estimate(35.1136, 2.2433, INFINITY, 206);
    const CxEstimate y2017 = estimate(40.3984, 1.5525, INFINITY, 211);
    CxComparison got = cx_stat_difference(&y2018, &y2017);
    g_assert_cmpint(got.difference.rule, ==, CX_STAT_RULE_DIFFERENCE_Z);
    NEAR(got.difference.value, -5.28, 5e-3);
    NEAR(got.difference.lo, -10.63, 5e-3);
    NEAR(got.difference.hi, .06, 5e-3);
    NEAR(got.p, .053, 5e-4);
    g_assert_cmpint(got.difference.clusters, ==, 206);

    /* Equal sides: Welch's df is twice the side's. */
    const CxEstimate a = estimate(3.0, 1.0, 24.0, 25);
    const CxEstimate b = estimate(1.0, 1.0, 24.0, 25);
    got = cx_stat_difference(&a, &b);
    g_assert_cmpint(got.difference.rule, ==, CX_STAT_RULE_DIFFERENCE_T);
    NEAR(got.difference.df, 48.0, 1e-9);

    CxEstimate few = a;
    few.status = CX_STAT_FEW_CLUSTERS;
    got = cx_stat_difference(&few, &b);
    g_assert_cmpint(got.difference.status, ==, CX_STAT_FEW_CLUSTERS);
    NEAR(got.difference.value, 2.0, 1e-12);
    g_assert_false(cx_estimate_has_interval(&got.difference));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    g_test_add_func("/stat/compare/nps", test_nps);
    g_test_add_func("/stat/compare/nps/adjusted", test_nps_adjusted);
    g_test_add_func("/stat/compare/share", test_share);
    g_test_add_func("/stat/compare/difference", test_difference);
    return g_test_run();
}
