/* Relative importance: published values, a naive twin over all subsets, and laws. */
#include <glib.h>
#include <math.h>

#include "base/random.h"
#include "stat/estimate.h"
#include "stat/importance.h"
#include "support/rounds.h"

#define NEAR(got, want, tolerance) g_assert_cmpfloat_with_epsilon((got), (want), (tolerance))
#define FIVE_DIGITS                5e-6
#define WIDE                       (CX_DRIVERS_MAX + 1)

/* R^2 of the drivers in a set, by eliminating them from the moments one after the other. */
static double
r2_of(const double *moments, size_t n, unsigned set)
{
    const size_t width = n + 1;
    g_autofree double *m = g_memdup2(moments, width * width * sizeof *m);
    for (size_t k = 0; k < n; k++) {
        if ((set >> k & 1) == 0)
            continue;
        for (size_t i = 0; i < width; i++) {
            const double part = m[i * width + k] / m[k * width + k];
            for (size_t j = 0; i != k && j < width; j++)
                m[i * width + j] -= part * m[k * width + j];
        }
    }
    return 1.0 - m[width * width - 1] / moments[width * width - 1];
}

/* Shapley's formula as it is written. */
static void
naive_lmg(const double *moments, size_t n, double *importance)
{
    for (size_t k = 0; k < n; k++) {
        importance[k] = 0.0;
        for (unsigned set = 0; set < 1U << n; set++) {
            if ((set >> k & 1) != 0)
                continue;
            const int size = __builtin_popcount(set);
            const double orders =
                tgamma(size + 1.0) * tgamma((double)n - size) / tgamma((double)n + 1.0);
            importance[k] += orders * (r2_of(moments, n, set | 1U << k) - r2_of(moments, n, set));
        }
    }
}

/* Moments of random data whose drivers share a part. */
static void
draw_moments(CxRandom *random, size_t n, double *moments)
{
    const size_t width = n + 1;
    for (size_t i = 0; i < width * width; i++)
        moments[i] = 0.0;
    double mean[WIDE] = { 0 };
    const size_t n_rows = 40 * width;
    for (size_t r = 0; r < n_rows; r++) {
        double x[WIDE];
        const double shared = cx_random_normal(random);
        x[n] = cx_random_normal(random);
        for (size_t i = 0; i < n; i++) {
            x[i] = (double)(i + 1) * (cx_random_normal(random) + shared);
            x[n] += x[i] * (double)(i % 3) / (double)(i + 1);
        }
        for (size_t i = 0; i < width; i++) {
            mean[i] += x[i] / (double)n_rows;
            for (size_t j = 0; j < width; j++)
                moments[i * width + j] += x[i] * x[j] / (double)n_rows;
        }
    }
    for (size_t i = 0; i < width; i++) {
        for (size_t j = 0; j < width; j++)
            moments[i * width + j] -= mean[i] * mean[j];
    }
}

static const double three[] = { 1, .5, .3, .6, .5, 1, .4, .5, .3, .4, 1, .4, .6, .5, .4, 1 };
static const double two[] = { 1, .6, .5, .6, 1, .4, .5, .4, 1 };

static void
test_published(void)
{
    double got[3];
    cx_stat_lmg(three, 3, got);
    NEAR(got[0], .23747, FIVE_DIGITS);
    NEAR(got[1], .12469, FIVE_DIGITS);
    NEAR(got[2], .07961, FIVE_DIGITS);
    NEAR(got[0] + got[1] + got[2], .44177, FIVE_DIGITS);
    cx_stat_johnson(three, 3, got);
    NEAR(got[0], .23810, FIVE_DIGITS);
    NEAR(got[1], .12241, FIVE_DIGITS);
    NEAR(got[2], .08127, FIVE_DIGITS);
    cx_stat_lmg(two, 2, got);
    NEAR(got[0], .17781, FIVE_DIGITS);
    NEAR(got[1], .08781, FIVE_DIGITS);
    double again[2];
    cx_stat_johnson(two, 2, again);
    NEAR(again[0], got[0], 1e-12);
    NEAR(again[1], got[1], 1e-12);
    const double one[] = { 4, 1, 1, 1 };
    cx_stat_lmg(one, 1, got);
    NEAR(got[0], .25, 1e-12);
    cx_stat_johnson(one, 1, got);
    NEAR(got[0], .25, 1e-12);
}

static void
test_twin(void)
{
    CxRandom random = cx_random_seeded((uint64_t)g_test_rand_int());
    for (int round = 0; round < cx_test_rounds(20); round++) {
        const size_t n = 1 + (size_t)cx_random_below(&random, 8);
        double moments[WIDE * WIDE];
        double got[CX_DRIVERS_MAX];
        double want[CX_DRIVERS_MAX];
        draw_moments(&random, n, moments);
        cx_stat_lmg(moments, n, got);
        naive_lmg(moments, n, want);
        for (size_t i = 0; i < n; i++)
            NEAR(got[i], want[i], 1e-10);
    }
}

/* Whatever the method, parts sum to R^2, none is negative, order and scale do not matter. */
static void
check_laws(CxRandom *random, size_t n, void (*method)(const double *, size_t, double *))
{
    const size_t width = n + 1;
    double moments[WIDE * WIDE];
    double other[WIDE * WIDE];
    double got[CX_DRIVERS_MAX];
    double turned[CX_DRIVERS_MAX];
    draw_moments(random, n, moments);
    method(moments, n, got);
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        g_assert_cmpfloat(got[i], >=, 0.0);
        sum += got[i];
    }
    CxMomentsCheck check;
    cx_stat_moments_check(moments, n, &check);
    g_assert_cmpint(check.status, ==, CX_MOMENTS_OK);
    NEAR(sum, check.r2, 1e-10);
    NEAR(check.r2, r2_of(moments, n, (1U << n) - 1), 1e-10);
    for (size_t i = 0; i < width; i++) {
        for (size_t j = 0; j < width; j++) {
            const size_t from_i = i < n ? n - 1 - i : n;
            const size_t from_j = j < n ? n - 1 - j : n;
            other[i * width + j] =
                moments[from_i * width + from_j] * (double)(i + 1) * (double)(j + 1);
        }
    }
    method(other, n, turned);
    for (size_t i = 0; i < n; i++)
        NEAR(turned[n - 1 - i], got[i], 1e-10);
}

static void
test_laws(void)
{
    CxRandom random = cx_random_seeded((uint64_t)g_test_rand_int());
    for (int round = 0; round < cx_test_rounds(10); round++) {
        const size_t n = 1 + (size_t)cx_random_below(&random, 13);
        check_laws(&random, n, cx_stat_lmg);
        check_laws(&random, n, cx_stat_johnson);
    }
}

/* Two drivers that are almost the same share what one of them would have. */
static void
test_duplicate(void)
{
    const double r = 1.0 - 1e-6;
    const double moments[] = { 1, r, .2, .5, r, 1, .2, .5, .2, .2, 1, .4, .5, .5, .4, 1 };
    double lmg[3];
    double johnson[3];
    cx_stat_lmg(moments, 3, lmg);
    cx_stat_johnson(moments, 3, johnson);
    NEAR(lmg[0], lmg[1], 1e-12);
    NEAR(johnson[0], johnson[1], 1e-12);
    NEAR(lmg[0] + lmg[1] + lmg[2], johnson[0] + johnson[1] + johnson[2], 1e-9);
}

/* A driver that goes with nothing, not even the others, has nothing; the others have all. */
static void
test_bystander(void)
{
    const double moments[] = { 1, .6, 0, .5, .6, 1, 0, .4, 0, 0, 1, 0, .5, .4, 0, 1 };
    double got[3];
    cx_stat_lmg(moments, 3, got);
    NEAR(got[0], .17781, FIVE_DIGITS);
    NEAR(got[1], .08781, FIVE_DIGITS);
    NEAR(got[2], 0.0, 1e-12);
}

static void
test_check(void)
{
    CxMomentsCheck check;
    cx_stat_moments_check(two, 2, &check);
    NEAR(check.vif[0], 1.0 / (1.0 - .36), 1e-12);
    NEAR(check.condition, sqrt(1.6 / .4), 1e-12);
    NEAR(check.slope[0], (.5 - .6 * .4) / .64, 1e-12);
    /* The third is the sum of the first two. */
    const double sum[] = { 1, 0,  0, 1, .3, 0, 1,  0,  1,  .2, 0,  0, 1,
                           0, .1, 1, 1, 0,  2, .5, .3, .2, .1, .5, 1 };
    cx_stat_moments_check(sum, 4, &check);
    g_assert_cmpint(check.status, ==, CX_MOMENTS_COLLINEAR);
    g_assert_true(check.is_involved[0] && check.is_involved[1] && check.is_involved[3]);
    g_assert_false(check.is_involved[2]);
    const double flat[] = { 1, 0, .5, 0, 0, 0, .5, 0, 1 };
    g_assert_cmpint(cx_stat_moments_status(flat, 2), ==, CX_MOMENTS_CONSTANT_DRIVER);
    const double mute[] = { 1, 0, 0, 0 };
    g_assert_cmpint(cx_stat_moments_status(mute, 1), ==, CX_MOMENTS_CONSTANT_OUTCOME);
    const double exact[] = { 1, 2, 2, 4 };
    g_assert_cmpint(cx_stat_moments_status(exact, 1), ==, CX_MOMENTS_DETERMINED);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    g_test_add_func("/stat/importance/published", test_published);
    g_test_add_func("/stat/importance/twin", test_twin);
    g_test_add_func("/stat/importance/laws", test_laws);
    g_test_add_func("/stat/importance/duplicate", test_duplicate);
    g_test_add_func("/stat/importance/bystander", test_bystander);
    g_test_add_func("/stat/importance/check", test_check);
    return g_test_run();
}
