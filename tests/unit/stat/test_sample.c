/* Values of METHODS' section "Scores". */
#include <glib.h>
#include <math.h>

#include "stat/sample.h"

#define NEAR(got, want, tolerance) g_assert_cmpfloat_with_epsilon((got), (want), (tolerance))

static void
test_kish(void)
{
    /* Reference: w = 1,1,1,2,2,3: n_eff 5.0, deff 1.2. */
    NEAR(cx_stat_kish_n_eff(10.0, 20.0), 5.0, 1e-12);
    NEAR(cx_stat_kish_deff(6, 10.0, 20.0), 1.2, 1e-12);
    /* Reference: 40, 10, 20, 30 answers of weight .75, 1, 1, 4/3: n_eff 94.488. */
    NEAR(cx_stat_kish_n_eff(100.0, 40 * .5625 + 10 + 20 + 30 * 16.0 / 9.0), 94.488, 5e-4);
    g_assert_true(isnan(cx_stat_kish_n_eff(0.0, 0.0)));
}

static void
test_margin(void)
{
    /* Reference: p = .5, n = 400: 4.90 %; of 1,000: 3.80 %. */
    NEAR(cx_stat_margin_of_error(.5, 400, 0, CX_STAT_LEVEL), .0490, 5e-5);
    NEAR(cx_stat_margin_of_error(.5, 400, 1000, CX_STAT_LEVEL), .0380, 5e-5);
    NEAR(cx_stat_margin_of_error(.5, 400, 400, CX_STAT_LEVEL), 0.0, 1e-12);
    g_assert_true(isnan(cx_stat_margin_of_error(.5, 0, 0, CX_STAT_LEVEL)));
    NEAR(cx_stat_margin_of_error(.5, 1, 1, CX_STAT_LEVEL), 0.0, 1e-12);
}

static void
test_aapor(void)
{
    /* Reference: I340 P25 R60 NC400 O15 U160 e=.8: .340 .365 .3512 .3771 .4048 .4345. */
    const CxAaporCounts counts = { 340, 25, 60, 400, 15, 160, .8 };
    const CxAaporRates got = cx_stat_aapor(&counts);
    NEAR(got.rr1, .340, 1e-12);
    NEAR(got.rr2, .365, 1e-12);
    NEAR(got.rr3, .3512, 5e-5);
    NEAR(got.rr4, .3771, 5e-5);
    NEAR(got.rr5, .4048, 5e-5);
    NEAR(got.rr6, .4345, 5e-5);
    const CxAaporRates none = cx_stat_aapor(&(CxAaporCounts){ .unknowns = 9 });
    NEAR(none.rr1, 0.0, 1e-12);
    g_assert_true(isnan(none.rr5));
}

static void
test_plan(void)
{
    /* Reference: variance 0.6, power 80 %: 10 points need about 942 answers, 5 about 3,767. */
    g_assert_cmpint(cx_stat_nps_n_per_wave(10.0, .6, .8), ==, 942);
    g_assert_cmpint(cx_stat_nps_n_per_wave(5.0, .6, .8), ==, 3768);
    g_assert_cmpint(cx_stat_nps_n_per_wave(10.0, .6, .5), ==, 461);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    g_test_add_func("/stat/sample/kish", test_kish);
    g_test_add_func("/stat/sample/margin", test_margin);
    g_test_add_func("/stat/sample/aapor", test_aapor);
    g_test_add_func("/stat/sample/plan", test_plan);
    return g_test_run();
}
