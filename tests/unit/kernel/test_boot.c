/* The Poisson bootstrap against a twin that draws and adds one row and one replicate at a time, its laws, and
 * whether what it draws is Poisson. */
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "kernel/boot.h"
#include "support/rounds.h"

#define N_MAX    700
#define N_GROUPS 9

static uint32_t cluster[N_MAX];
static uint16_t group[N_MAX];
static double measure[N_MAX];

/* ---- The twin ---- */

static uint64_t
mixed(uint64_t x)
{
    x ^= x >> 30;
    x *= UINT64_C(0xBF58476D1CE4E5B9);
    x ^= x >> 27;
    x *= UINT64_C(0x94D049BB133111EB);
    x ^= x >> 31;
    return x;
}

/* 0 <= u < 1 of one replicate of one unit. */
static double
twin_unit(uint64_t seed, uint32_t replicate, uint32_t unit)
{
    const uint64_t key = mixed(mixed(seed) + ((uint64_t)unit + 1) * UINT64_C(0x9E3779B97F4A7C15));
    const uint64_t odd = key >> 32 | 1;
    uint64_t x = ((key & UINT32_MAX) + odd * replicate) & UINT32_MAX;
    x ^= x >> 16;
    x = x * UINT64_C(0x21F0AAAD) & UINT32_MAX;
    x ^= x >> 15;
    x = x * UINT64_C(0xD35A2D97) & UINT32_MAX;
    x ^= x >> 15;
    return (double)x / 4294967296.0;
}

/* The least k with u < P(X <= k), of the sum of e^-1 / j! as it is written. */
static int
twin_times(uint64_t seed, uint32_t replicate, uint32_t unit)
{
    const double u = twin_unit(seed, replicate, unit);
    double term = exp(-1.0);
    double sum = term;
    int k = 0;
    while (u >= sum - 1e-10 && k < 12) {
        term /= ++k;
        sum += term;
    }
    return k;
}

static double
twin_sum(uint64_t seed, uint32_t replicate, size_t n, bool has_measure, uint16_t of)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        if (group[i] == of)
            sum += twin_times(seed, replicate, cluster[i]) * (has_measure ? measure[i] : 1.0);
    }
    return sum;
}

static size_t
columns_random(void)
{
    const size_t n = (size_t)g_test_rand_int_range(0, N_MAX + 1);
    const bool is_sorted = g_test_rand_bit();
    for (size_t i = 0; i < n; i++) {
        cluster[i] = is_sorted && i > 0 ? cluster[i - 1] + (uint32_t)g_test_rand_int_range(0, 2)
                                        : (uint32_t)g_test_rand_int();
        group[i] = (uint16_t)g_test_rand_int_range(0, N_GROUPS);
        measure[i] = g_test_rand_double_range(-3.0, 3.0);
    }
    return n;
}

static void
test_twin(void)
{
    static double sums[N_GROUPS * CX_BOOT_DRAWS_MAX];
    for (int round = 0; round < cx_test_rounds(40); round++) {
        const size_t n = columns_random();
        const bool has_measure = g_test_rand_bit();
        const CxBootDraws draws = {
            .seed = (uint64_t)g_test_rand_int() << 32 | (uint32_t)g_test_rand_int(),
            .first = (uint32_t)g_test_rand_int_range(0, 5000),
            .n = (size_t)g_test_rand_int_range(1, CX_BOOT_DRAWS_MAX + 1),
        };
        memset(sums, 0, sizeof sums);
        cx_kernel_boot_add(sums, draws,
                           (CxBootColumns){ cluster, group, has_measure ? measure : NULL }, n);
        for (uint16_t g = 0; g < N_GROUPS; g++) {
            for (size_t i = 0; i < draws.n; i++) {
                const double want =
                    twin_sum(draws.seed, draws.first + (uint32_t)i, n, has_measure, g);
                g_assert_true(sums[g * draws.n + i] == want);
            }
        }
    }
}

/* ---- Laws ---- */

/* Adds the rows first … end - 1 for some replicates; sums has n_all of them for each group. */
static void
add_part(double *sums, size_t n_all, CxBootDraws draws, size_t first, size_t end)
{
    static double part[N_GROUPS * CX_BOOT_DRAWS_MAX];
    for (size_t g = 0; g < N_GROUPS; g++) {
        for (size_t i = 0; i < draws.n; i++)
            part[g * draws.n + i] = sums[g * n_all + draws.first + i];
    }
    cx_kernel_boot_add(part, draws,
                       (CxBootColumns){ cluster + first, group + first, measure + first },
                       end - first);
    for (size_t g = 0; g < N_GROUPS; g++) {
        for (size_t i = 0; i < draws.n; i++)
            sums[g * n_all + draws.first + i] = part[g * draws.n + i];
    }
}

/* Rows cut anywhere, replicates dealt anyhow, even one at a time and last first: every bit the same. */
static void
test_cuts(void)
{
    enum { N = 100 };
    static double whole[N_GROUPS * N];
    static double cut[N_GROUPS * N];
    for (int round = 0; round < cx_test_rounds(40); round++) {
        const size_t n = columns_random();
        memset(whole, 0, sizeof whole);
        memset(cut, 0, sizeof cut);
        add_part(whole, N, (CxBootDraws){ .seed = 5, .n = N }, 0, n);
        const size_t n_each = (size_t)g_test_rand_int_range(1, N + 1);
        for (size_t end = N; end > 0;) {
            const size_t n_now = MIN(n_each, end);
            const CxBootDraws draws = { 5, (uint32_t)(end - n_now), n_now };
            const size_t at = n > 0 ? (size_t)g_test_rand_int_range(0, (gint32)n + 1) : 0;
            add_part(cut, N, draws, 0, at);
            add_part(cut, N, draws, at, n);
            end -= n_now;
        }
        g_assert_cmpmem(cut, sizeof cut, whole, sizeof whole);
    }
}

/* ---- What is drawn ---- */

#define UNITS      4000
#define REPLICATES 128

/* Counts of 0, 1, 2, 3, 4, and 5 or more, against what Poisson(1) expects: chi-square with five degrees of freedom,
 * of one draw for each unit and replicate; seeds are fixed, so this holds once and for all. */
static void
assert_poisson(const int64_t counts[6], int64_t n)
{
    static const double share[6] = { 0.36787944, 0.36787944,  0.18393972,
                                     0.06131324, 0.015328310, 0.0036598468 };
    double chi = 0.0;
    for (int k = 0; k < 6; k++) {
        const double want = share[k] * (double)n;
        chi += ((double)counts[k] - want) * ((double)counts[k] - want) / want;
    }
    g_test_message("chi-square %.2f of 5", chi);
    g_assert_cmpfloat(chi, <, 20.5); /* p .001 */
}

static void
test_poisson(void)
{
    static double times[UNITS][REPLICATES];
    for (uint64_t seed = 0; seed < 5; seed++) {
        int64_t counts[6] = { 0 };
        for (uint32_t unit = 0; unit < UNITS; unit++) {
            cx_kernel_boot_times(times[unit], (CxBootDraws){ .seed = seed, .n = REPLICATES }, unit);
            for (size_t i = 0; i < REPLICATES; i++)
                counts[(int)MIN(times[unit][i], 5.0)]++;
        }
        assert_poisson(counts, (int64_t)UNITS * REPLICATES);
        /* Neighbours, by unit and by replicate, have nothing to do with each other. */
        double by_unit = 0.0;
        double by_replicate = 0.0;
        for (size_t unit = 1; unit < UNITS; unit++) {
            for (size_t i = 1; i < REPLICATES; i++) {
                by_unit += (times[unit][i] - 1.0) * (times[unit - 1][i] - 1.0);
                by_replicate += (times[unit][i] - 1.0) * (times[unit][i - 1] - 1.0);
            }
        }
        const double bound = 3.3 * sqrt((UNITS - 1.0) * (REPLICATES - 1.0)); /* p .001 */
        g_assert_cmpfloat(fabs(by_unit), <, bound);
        g_assert_cmpfloat(fabs(by_replicate), <, bound);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/kernel/boot/twin", test_twin);
    g_test_add_func("/kernel/boot/cuts", test_cuts);
    g_test_add_func("/kernel/boot/poisson", test_poisson);
    return g_test_run();
}
