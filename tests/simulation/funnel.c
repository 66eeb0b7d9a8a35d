/* Funnels over programs in which all departments are alike: how often somebody is said to stand apart,
 * and over programs in which one is not: how often just that one is found. Answers come in groups that
 * resemble each other; the generator shares nothing with the estimators but the random numbers. */
#include "stat/funnel.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "stat/family.h"
#include "stat/score.h"

#define DEPARTMENTS 20

static CxRandom chance;

/* NPS answers of a department in groups of three, as cluster sums. */
static CxFunnelUnit
department(double shift)
{
    const int n_groups = 40 + (int)cx_random_below(&chance, 200);
    CxClusterSums sums = { .clusters = n_groups };
    for (int g = 0; g < n_groups; g++) {
        const double level = 0.3 + shift + 0.5 * cx_random_normal(&chance);
        double s = 0.0;
        for (int i = 0; i < 3; i++) {
            const double latent = level + cx_random_normal(&chance);
            s += latent > 0.6 ? 100.0 : latent < -0.5 ? -100.0 : 0.0;
        }
        sums.n += 3;
        sums.w += 3.0;
        sums.wu += s;
        sums.ss += s * s;
        sums.sw += 3.0 * s;
        sums.ww += 9.0;
    }
    const CxEstimate nps =
        cx_stat_cluster_mean(&sums, (CxStatRange){ -100.0, 100.0 }, CX_STAT_LEVEL);
    return (CxFunnelUnit){ nps.value, nps.se, nps.n };
}

/* Whether anybody, and whether the first one, stands apart. */
static void
judge(double shift, int *n_any, int *n_first)
{
    CxFunnelUnit units[DEPARTMENTS];
    double p[DEPARTMENTS];
    for (int i = 0; i < DEPARTMENTS; i++)
        units[i] = department(i == 0 ? shift : 0.0);
    const CxFunnelFit funnel = cx_stat_funnel(units, DEPARTMENTS);
    for (int i = 0; i < DEPARTMENTS; i++)
        p[i] = cx_stat_funnel_p(&funnel, &units[i]);
    cx_stat_bh(p, DEPARTMENTS, p);
    double least = 1.0;
    for (int i = 0; i < DEPARTMENTS; i++)
        least = fmin(least, p[i]);
    *n_any += least <= .05 ? 1 : 0;
    *n_first += p[0] <= .05 ? 1 : 0;
}

static void
test_alike(void)
{
    const bool is_long = g_getenv("CX_LONG") != NULL;
    const int n_programs = is_long ? 1000 : 300;
    int n_any = 0;
    int n_first = 0;
    for (int i = 0; i < n_programs; i++)
        judge(0.0, &n_any, &n_first);
    g_test_message("somebody apart in %d of %d programs of alike departments", n_any, n_programs);
    g_assert_cmpint(n_any, <=, is_long ? 75 : 40); /* 5 % and its chance; se are estimates */
    int n_found = 0;
    int n_one = 0;
    for (int i = 0; i < 100; i++)
        judge(-0.6, &n_found, &n_one);
    g_test_message("the one that stands apart is found in %d of 100", n_one);
    g_assert_cmpint(n_one, >=, 80);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    const char *seed = g_getenv("CX_SEED");
    chance = cx_random_seeded(seed != NULL ? g_ascii_strtoull(seed, NULL, 10)
                                           : (uint64_t)g_test_rand_int());
    g_test_add_func("/simulation/funnel/alike", test_alike);
    return g_test_run();
}
