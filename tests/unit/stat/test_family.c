/* Values of METHODS' section "Change over time, and credit". */
#include <glib.h>
#include <math.h>

#include "stat/family.h"

#define NEAR(got, want, tolerance) g_assert_cmpfloat_with_epsilon((got), (want), (tolerance))

static void
test_bh(void)
{
    /* Reference: Benjamini and Hochberg's example. */
    const double p[] = { .001, .008, .039, .041, .042, .060, .074, .205 };
    const double want[] = { .008, .032, .0672, .0672, .0672, .08, .074 * 8 / 7, .205 };
    double got[G_N_ELEMENTS(p)];
    cx_stat_bh(p, G_N_ELEMENTS(p), got);
    for (size_t i = 0; i < G_N_ELEMENTS(p); i++)
        NEAR(got[i], want[i], 1e-12);

    /* In any order, in place, and with one that was not tested. */
    double mixed[] = { .205, NAN, .042, .001, .074, .041, .060, .008, .039 };
    const double mixed_want[] = { .205, NAN, .0672, .008, .074 * 8 / 7, .0672, .08, .032, .0672 };
    cx_stat_bh(mixed, G_N_ELEMENTS(mixed), mixed);
    for (size_t i = 0; i < G_N_ELEMENTS(mixed); i++) {
        if (isnan(mixed_want[i]))
            g_assert_true(isnan(mixed[i]));
        else
            NEAR(mixed[i], mixed_want[i], 1e-12);
    }
    double ties[] = { .03, .03, .5 };
    cx_stat_bh(ties, 3, ties);
    NEAR(ties[0], .045, 1e-12);
    NEAR(ties[1], .045, 1e-12);
    double one[] = { .04 };
    cx_stat_bh(one, 1, one);
    NEAR(one[0], .04, 1e-12);
}

static void
test_regress(void)
{
    /* Reference: mu 30, tau^2 25, SE^2 61, y 10: 24.19, 6.80 to 41.58. */
    const CxExpected got = cx_stat_regress((CxSpread){ 30.0, 25.0 }, 10.0, sqrt(61.0), sqrt(61.0));
    NEAR(got.value, 24.19, 5e-3);
    NEAR(got.lo, 6.80, 5e-3);
    NEAR(got.hi, 41.58, 5e-3);
    /* Nobody differs: everything is chance, and the mean is to be expected. */
    NEAR(cx_stat_regress((CxSpread){ 30.0, 0.0 }, 10.0, 5.0, 5.0).value, 30.0, 1e-12);
}

static void
test_spread(void)
{
    /* Equal errors of 2: tau^2 is the variance between less 4. */
    const double value[] = { 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40 };
    double se[G_N_ELEMENTS(value)];
    for (size_t i = 0; i < G_N_ELEMENTS(se); i++)
        se[i] = 2.0;
    const CxSpread got = cx_stat_spread(value, se, G_N_ELEMENTS(value));
    NEAR(got.mean, 30.0, 1e-12);
    NEAR(got.variance, 44.0 - 4.0, 1e-9);
    g_assert_true(isnan(cx_stat_spread(value, se, CX_STAT_SPREAD_MIN - 1).mean));
    for (size_t i = 0; i < G_N_ELEMENTS(se); i++)
        se[i] = 20.0;
    g_assert_cmpfloat(cx_stat_spread(value, se, G_N_ELEMENTS(value)).variance, ==, 0.0);
}

/* Both tests the same: one test. Independent ones: each has to be passed by the root of the power. One that is far
 * easier leaves the other. */
static void
test_detectable_both(void)
{
    const double z = cx_stat_z(.95);
    const double one = cx_stat_detectable(2.0, (double)INFINITY, .95, .8);
    const CxTwoTests same = { { 2.0 * z, 2.0 * z }, { 2.0, 2.0 }, 1.0 };
    NEAR(cx_stat_detectable_both(&same, .8), one, .02); /* a step of the quadrature */
    const CxTwoTests apart = { { 2.0 * z, 2.0 * z }, { 2.0, 2.0 }, 0.0 };
    NEAR(cx_stat_detectable_both(&apart, .8),
         cx_stat_detectable(2.0, (double)INFINITY, .95, sqrt(.8)), 1e-6);
    const CxTwoTests easy = { { 0.1 * z, 2.0 * z }, { 0.1, 2.0 }, 0.5 };
    NEAR(cx_stat_detectable_both(&easy, .8), one, 1e-6);
}

static void
test_detectable(void)
{
    /* Reference: 80 % power at 5 %: 2.802 standard errors; airport 2017 to 2018: 7.64 points. */
    NEAR(cx_stat_detectable(1.0, (double)INFINITY, .95, .8), 2.8016, 5e-5);
    NEAR(cx_stat_detectable(hypot(1.5525, 2.2433), (double)INFINITY, .95, .8), 7.643, 5e-3);
    g_assert_true(isnan(cx_stat_detectable((double)NAN, 3.0, .95, .8)));
    NEAR(cx_stat_fcr_level(.05, 2, 8), 1.0 - .0125, 1e-12);
}

/* Every unit answers in both periods with the same part: the difference of parts is what is left. */
static void
test_shared(void)
{
    const CxEstimate a = { .status = CX_STAT_OK,
                           .value = 40,
                           .centre = 40,
                           .se = 3,
                           .level = .95,
                           .df = 30,
                           .n = 100,
                           .clusters = 31 };
    const CxEstimate b = { .status = CX_STAT_OK,
                           .value = 36,
                           .centre = 36,
                           .se = 4,
                           .level = .95,
                           .df = 40,
                           .n = 100,
                           .clusters = 41 };
    const CxComparison apart = cx_stat_difference_shared(&a, &b, 0.0);
    NEAR(apart.difference.se, 5.0, 1e-12);
    const CxComparison shared = cx_stat_difference_shared(&a, &b, 8.0);
    NEAR(shared.difference.se, 3.0, 1e-12);
    NEAR(shared.difference.df, 30.0, 1e-12);
    const CxComparison same = cx_stat_difference_shared(&a, &a, 9.0);
    g_assert_cmpint(same.difference.status, ==, CX_STAT_DEGENERATE);
    g_assert_true(isnan(same.p));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    g_test_add_func("/stat/family/bh", test_bh);
    g_test_add_func("/stat/family/regress", test_regress);
    g_test_add_func("/stat/family/spread", test_spread);
    g_test_add_func("/stat/family/detectable", test_detectable);
    g_test_add_func("/stat/family/detectable-both", test_detectable_both);
    g_test_add_func("/stat/family/shared", test_shared);
    return g_test_run();
}
