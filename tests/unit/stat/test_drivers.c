/* Drivers of an outcome: a naive twin over rows, laws, planted bends, refusals. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/random.h"
#include "stat/drivers.h"
#include "stat/estimate.h"
#include "support/rounds.h"

#define NEAR(got, want, tolerance) g_assert_cmpfloat_with_epsilon((got), (want), (tolerance))
#define N                          1200
#define DRIVERS                    4
#define MISSING                    0xFF

/* Ratings 1 to 5 of customers who come in groups with a mood of their own. */
typedef struct {
    uint8_t outcome[N];
    uint8_t rating[DRIVERS][N];
    double weight[N];
    uint32_t cluster[N];
    CxDriversColumn column_outcome;
    CxDriversColumn columns[DRIVERS];
} Sample;

static uint8_t
rate(double latent)
{
    return (uint8_t)CLAMP(lround(3.4 + latent), 1, 5);
}

static CxDriversColumn
column_of(const uint8_t *codes)
{
    return (CxDriversColumn){ .codes = codes, .lo = 1, .hi = 5, .knot = 3.0 };
}

/* The outcome goes with the first most, with the last not at all. */
static Sample *
draw(uint64_t seed)
{
    Sample *sample = g_new0(Sample, 1);
    CxRandom random = cx_random_seeded(seed);
    double mood = 0.0;
    for (size_t i = 0; i < N; i++) {
        if (i % 4 == 0)
            mood = 0.5 * cx_random_normal(&random);
        double outcome = 0.8 * cx_random_normal(&random) + mood;
        const double shared = 0.6 * cx_random_normal(&random);
        for (size_t k = 0; k < DRIVERS; k++) {
            const double latent = cx_random_normal(&random) + shared;
            sample->rating[k][i] = rate(latent + mood);
            outcome += 0.25 * (double)(DRIVERS - 1 - k) * latent;
        }
        sample->outcome[i] = rate(outcome);
        sample->weight[i] = 0.5 + cx_random_unit(&random);
        sample->cluster[i] = (uint32_t)(i / 4);
    }
    sample->column_outcome = column_of(sample->outcome);
    for (size_t k = 0; k < DRIVERS; k++)
        sample->columns[k] = column_of(sample->rating[k]);
    return sample;
}

static CxDriversAsk
ask_of(const Sample *sample)
{
    return (CxDriversAsk){
        .outcome = &sample->column_outcome,
        .drivers = sample->columns,
        .n_drivers = DRIVERS,
        .n_rows = N,
        .clusters = sample->cluster,
        .n_clusters = N,
        .n_replicates = 200,
        .seed = 7,
    };
}

static void
test_found(void)
{
    g_autofree Sample *sample = draw(1);
    const CxDriversAsk ask = ask_of(sample);
    g_autofree CxDrivers *found = cx_stat_drivers(&ask);
    g_assert_cmpint(found->status, ==, CX_DRIVERS_OK);
    g_assert_cmpint(found->n, ==, N);
    g_assert_cmpint(found->clusters, ==, N / 4);
    double sum = 0.0;
    double share = 0.0;
    for (size_t k = 0; k < DRIVERS; k++) {
        const CxDriver *driver = &found->drivers[k];
        sum += driver->importance;
        share += driver->share;
        g_assert_cmpfloat(driver->lo, <=, driver->importance);
        g_assert_cmpfloat(driver->importance, <=, driver->hi);
        g_assert_cmpfloat(driver->vif, >=, 1.0);
        g_assert_true(k == 0 || driver->importance < found->drivers[k - 1].importance);
    }
    NEAR(sum, found->r2, 1e-10);
    NEAR(share, 1.0, 1e-10);
    g_assert_cmpfloat(found->drivers[0].p, <, 0.001);
    g_assert_cmpfloat(found->drivers[DRIVERS - 1].p, >, 0.05);
    g_assert_cmpint(found->drivers[0].rank, ==, 1);
    g_assert_cmpfloat(found->r2_lo, <, found->r2);
    g_assert_cmpfloat(found->r2, <, found->r2_hi);
    /* The same ask, the same answer. */
    g_autofree CxDrivers *again = cx_stat_drivers(&ask);
    g_assert_cmpmem(again, sizeof *again, found, sizeof *found);
}

/* Correlations over whole rows only, as one writes them first, weighted. */
static void
naive_moments(const Sample *sample, const double *weights, double *moments)
{
    double w = 0.0;
    double mean[DRIVERS + 1] = { 0 };
    for (int pass = 0; pass < 2; pass++) {
        for (size_t r = 0; r < N; r++) {
            double x[DRIVERS + 1];
            bool is_whole = sample->outcome[r] != MISSING;
            x[DRIVERS] = sample->outcome[r];
            for (size_t k = 0; k < DRIVERS; k++) {
                x[k] = sample->rating[k][r];
                is_whole = is_whole && sample->rating[k][r] != MISSING;
            }
            if (!is_whole || !(weights[r] > 0.0))
                continue;
            w += pass == 0 ? weights[r] : 0.0;
            for (size_t i = 0; i <= DRIVERS; i++) {
                mean[i] += pass == 0 ? weights[r] * x[i] : 0.0;
                for (size_t j = 0; pass == 1 && j <= DRIVERS; j++) {
                    moments[i * (DRIVERS + 1) + j] +=
                        weights[r] * (x[i] - mean[i] / w) * (x[j] - mean[j] / w);
                }
            }
        }
    }
}

/* Weights, answers left out, a scale turned round. */
static void
test_rows(void)
{
    for (int round = 0; round < cx_test_rounds(5); round++) {
        g_autofree Sample *sample = draw((uint64_t)g_test_rand_int());
        for (int i = 0; i < 200; i++) {
            sample->rating[i % DRIVERS][g_test_rand_int_range(0, N)] = MISSING;
            sample->weight[g_test_rand_int_range(0, N)] = i % 2 == 0 ? (double)NAN : 0.0;
        }
        double moments[(DRIVERS + 1) * (DRIVERS + 1)] = { 0 };
        naive_moments(sample, sample->weight, moments);
        double want[DRIVERS];
        cx_stat_lmg(moments, DRIVERS, want);
        for (size_t r = 0; r < N; r++) {
            if (sample->rating[1][r] != MISSING)
                sample->rating[1][r] = (uint8_t)(6 - sample->rating[1][r]);
        }
        sample->columns[1].is_turned = true;
        CxDriversAsk ask = ask_of(sample);
        ask.weights = sample->weight;
        ask.n_replicates = 0;
        g_autofree CxDrivers *found = cx_stat_drivers(&ask);
        g_assert_cmpint(found->status, ==, CX_DRIVERS_POINT);
        for (size_t k = 0; k < DRIVERS; k++)
            NEAR(found->drivers[k].importance, want[k], 1e-9);
        g_assert_cmpfloat(found->drivers[1].slope, >, 0.0);
        g_assert_cmpint(found->n_answers[DRIVERS], ==, N);
        g_assert_cmpint(found->n_answers[0], <, N);
    }
}

/* Counting in whole numbers, and summing with a weight of one each, are the same to the last bit. */
static void
test_counted(void)
{
    for (int round = 0; round < cx_test_rounds(5); round++) {
        g_autofree Sample *sample = draw((uint64_t)g_test_rand_int());
        for (size_t i = 0; i < N; i++) {
            sample->outcome[i] = (uint8_t)(sample->outcome[i] * 2 + i % 2);
            sample->weight[i] = 1.0;
            if (i % 7 == 0)
                sample->rating[i % DRIVERS][i] = MISSING;
        }
        sample->column_outcome.lo = 1;
        sample->column_outcome.hi = 11;
        sample->columns[1].is_turned = true;
        sample->columns[2].knot = 2.5;
        CxDriversAsk ask = ask_of(sample);
        if (round % 2 == 1)
            ask.clusters = NULL;
        g_autofree CxDrivers *counted = cx_stat_drivers(&ask);
        ask.weights = sample->weight;
        g_autofree CxDrivers *summed = cx_stat_drivers(&ask);
        g_assert_cmpint(counted->status, ==, CX_DRIVERS_OK);
        g_assert_cmpmem(counted, sizeof *counted, summed, sizeof *summed);
    }
}

/* A mask keeps the rows it names as if the others were not there. */
static void
test_mask(void)
{
    g_autofree Sample *sample = draw(3);
    uint8_t mask[N];
    memset(mask, 0, sizeof mask);
    memset(mask, 1, N / 2);
    CxDriversAsk ask = ask_of(sample);
    ask.n_rows = N / 2;
    g_autofree CxDrivers *half = cx_stat_drivers(&ask);
    ask.n_rows = N;
    ask.mask = mask;
    g_autofree CxDrivers *masked = cx_stat_drivers(&ask);
    g_assert_cmpmem(masked, sizeof *masked, half, sizeof *half);
}

/* Every row twice says nothing new where the copy is in the same sampling unit. */
static void
test_twice(void)
{
    g_autofree Sample *sample = draw(4);
    memcpy(sample->outcome + N / 2, sample->outcome, N / 2);
    memcpy(sample->cluster + N / 2, sample->cluster, N / 2 * sizeof *sample->cluster);
    for (size_t k = 0; k < DRIVERS; k++)
        memcpy(sample->rating[k] + N / 2, sample->rating[k], N / 2);
    CxDriversAsk ask = ask_of(sample);
    g_autofree CxDrivers *twice = cx_stat_drivers(&ask);
    ask.n_rows = N / 2;
    g_autofree CxDrivers *once = cx_stat_drivers(&ask);
    g_assert_cmpint(twice->clusters, ==, once->clusters);
    for (size_t k = 0; k < DRIVERS; k++) {
        NEAR(twice->drivers[k].importance, once->drivers[k].importance, 1e-10);
        NEAR(twice->drivers[k].lo, once->drivers[k].lo, 1e-10);
        NEAR(twice->drivers[k].hi, once->drivers[k].hi, 1e-10);
    }
}

/* More units than groups: the intervals are those of units up to chance. */
static void
test_groups(void)
{
    g_autofree Sample *sample = draw(5);
    CxDriversAsk ask = ask_of(sample);
    ask.n_replicates = 2000;
    ask.clusters = NULL;
    g_autofree CxDrivers *grouped = cx_stat_drivers(&ask);
    g_assert_cmpint(grouped->clusters, >, CX_DRIVERS_GROUPS_MAX);
    ask.n_rows = CX_DRIVERS_GROUPS_MAX;
    g_autofree CxDrivers *each = cx_stat_drivers(&ask);
    for (size_t k = 0; k < DRIVERS; k++) {
        const double wide = each->drivers[k].hi - each->drivers[k].lo;
        const double wide_grouped = grouped->drivers[k].hi - grouped->drivers[k].lo;
        g_assert_cmpfloat(wide_grouped, >, 0.6 * wide);
        g_assert_cmpfloat(wide_grouped, <, 1.4 * wide);
    }
}

/* The outcome goes with the first below the middle, with the second above it, with the third all along. */
static void
test_bends(void)
{
    g_autofree Sample *sample = draw(6);
    CxRandom random = cx_random_seeded(6);
    for (size_t i = 0; i < N; i++) {
        double outcome = 10.0 + cx_random_normal(&random);
        outcome += fmin(sample->rating[0][i] - 3.0, 0.0);
        outcome += fmax(sample->rating[1][i] - 3.0, 0.0);
        outcome += 0.5 * sample->rating[2][i];
        sample->outcome[i] = (uint8_t)lround(outcome);
    }
    sample->column_outcome.lo = 0;
    sample->column_outcome.hi = 20;
    const CxDriversAsk ask = ask_of(sample);
    g_autofree CxDrivers *found = cx_stat_drivers(&ask);
    g_assert_cmpint(found->drivers[0].bend.kind, ==, CX_BEND_PENALTY);
    g_assert_cmpint(found->drivers[1].bend.kind, ==, CX_BEND_REWARD);
    g_assert_cmpint(found->drivers[2].bend.kind, ==, CX_BEND_STRAIGHT);
    g_assert_cmpint(found->drivers[3].bend.kind, ==, CX_BEND_STRAIGHT);
    NEAR(found->drivers[0].bend.below, 1.0, 0.15);
    NEAR(found->drivers[0].bend.above, 0.0, 0.15);
    NEAR(found->drivers[1].bend.above, 1.0, 0.15);
    NEAR(found->drivers[2].bend.below, 0.5, 0.15);
    g_assert_cmpfloat(found->drivers[0].bend.below_lo, >, 0.0);
}

/* ---- Refusals ---- */

static CxDriversStatus
status_of(const CxDriversAsk *ask)
{
    g_autofree CxDrivers *found = cx_stat_drivers(ask);
    g_assert_true(cx_drivers_has_values(found) == !isnan(found->drivers[0].importance));
    g_assert_true((found->status == CX_DRIVERS_OK) == !isnan(found->drivers[0].lo));
    return found->status;
}

static void
test_refused_rows(void)
{
    g_autofree Sample *sample = draw(8);
    CxDriversAsk ask = ask_of(sample);
    ask.n_rows = CX_DRIVERS_ANSWERS_MIN - 1;
    g_assert_cmpint(status_of(&ask), ==, CX_DRIVERS_TOO_FEW);
    ask.n_rows = 0;
    g_assert_cmpint(status_of(&ask), ==, CX_DRIVERS_NO_ANSWERS);
    ask = ask_of(sample);
    const double none[N] = { 0 };
    ask.weights = none;
    g_assert_cmpint(status_of(&ask), ==, CX_DRIVERS_NO_WEIGHT);
    ask = ask_of(sample);
    for (size_t i = 0; i < N; i++)
        sample->cluster[i] = (uint32_t)i % 19;
    g_assert_cmpint(status_of(&ask), ==, CX_DRIVERS_FEW_CLUSTERS);
    memset(sample->cluster, 0, sizeof sample->cluster);
    g_assert_cmpint(status_of(&ask), ==, CX_DRIVERS_ONE_UNIT);
    ask.n_replicates = 0;
    ask.clusters = NULL;
    g_assert_cmpint(status_of(&ask), ==, CX_DRIVERS_POINT);
    memset(sample->rating[2], MISSING, N);
    g_assert_cmpint(status_of(&ask), ==, CX_DRIVERS_NO_ANSWERS);
}

static void
test_refused_columns(void)
{
    g_autofree Sample *sample = draw(9);
    const CxDriversAsk ask = ask_of(sample);
    memcpy(sample->rating[3], sample->rating[1], N);
    g_autofree CxDrivers *same = cx_stat_drivers(&ask);
    g_assert_cmpint(same->status, ==, CX_DRIVERS_COLLINEAR);
    g_assert_true(same->is_involved[1] && same->is_involved[3]);
    g_assert_false(same->is_involved[0] || same->is_involved[2]);
    memset(sample->rating[3], 4, N);
    g_autofree CxDrivers *flat = cx_stat_drivers(&ask);
    g_assert_cmpint(flat->status, ==, CX_DRIVERS_CONSTANT_DRIVER);
    g_assert_true(flat->is_involved[3] && !flat->is_involved[0]);
    g_autofree Sample *other = draw(10);
    const CxDriversAsk ask_other = ask_of(other);
    memcpy(other->outcome, other->rating[2], N);
    g_assert_cmpint(status_of(&ask_other), ==, CX_DRIVERS_DETERMINED);
    memset(other->outcome, 5, N);
    g_assert_cmpint(status_of(&ask_other), ==, CX_DRIVERS_CONSTANT_OUTCOME);
}

/* ---- Pair by pair ---- */

/* Pearson's r of two drivers as one writes it first, over the rows kept that answered both. */
static double
naive_r(const Sample *sample, const uint8_t *mask, size_t a, size_t b, int64_t *ret_n)
{
    double n = 0.0;
    double mean[2] = { 0.0, 0.0 };
    double sums[3] = { 0.0, 0.0, 0.0 };
    for (int pass = 0; pass < 2; pass++) {
        for (size_t r = 0; r < N; r++) {
            if (mask[r] == 0 || sample->rating[a][r] > 5 || sample->rating[b][r] > 5)
                continue;
            const double x =
                sample->columns[a].is_turned ? 6 - sample->rating[a][r] : sample->rating[a][r];
            const double y =
                sample->columns[b].is_turned ? 6 - sample->rating[b][r] : sample->rating[b][r];
            if (pass == 0) {
                n += 1.0;
                mean[0] += x;
                mean[1] += y;
                continue;
            }
            sums[0] += (x - mean[0] / n) * (x - mean[0] / n);
            sums[1] += (x - mean[0] / n) * (y - mean[1] / n);
            sums[2] += (y - mean[1] / n) * (y - mean[1] / n);
        }
    }
    *ret_n = (int64_t)n;
    return sums[1] / sqrt(sums[0] * sums[2]);
}

/* Each driver's nearest is the one of the largest correlation, of the rows that answered these two, whatever else
 * they did not answer; the one planted as another's echo is found as such. */
static void
test_nearest(void)
{
    g_autofree Sample *sample = draw(5);
    g_autofree uint8_t *mask = g_new(uint8_t, N);
    CxRandom random = cx_random_seeded(6);
    for (size_t i = 0; i < N; i++) {
        mask[i] = cx_random_below(&random, 10) > 0;
        if (cx_random_below(&random, 4) > 0) /* the last echoes the second, the other way round */
            sample->rating[3][i] = (uint8_t)(6 - sample->rating[1][i]);
        for (size_t k = 0; k < DRIVERS; k++) {
            if (cx_random_below(&random, 8) == 0)
                sample->rating[k][i] = MISSING;
        }
    }
    sample->columns[3].is_turned = true;
    CxDriversAsk ask = ask_of(sample);
    ask.mask = mask;
    ask.n_replicates = 0;
    g_autofree CxDrivers *found = cx_stat_drivers(&ask);
    g_assert_true(cx_drivers_has_values(found));
    g_assert_cmpint(found->drivers[1].nearest, ==, 3);
    g_assert_cmpint(found->drivers[3].nearest, ==, 1);
    g_assert_cmpfloat(found->drivers[3].nearest_r, >, 0.5);
    for (size_t i = 0; i < DRIVERS; i++) {
        const CxDriver *driver = &found->drivers[i];
        for (size_t j = 0; j < DRIVERS; j++) {
            int64_t n = 0;
            const double r = i == j ? 0.0 : naive_r(sample, mask, i, j, &n);
            g_assert_cmpfloat(fabs(r), <=, fabs(driver->nearest_r) + 1e-12);
            if ((int)j != driver->nearest)
                continue;
            NEAR(driver->nearest_r, r, 1e-12);
            g_assert_cmpint(driver->nearest_n, ==, n);
            g_assert_cmpint(n, >, found->n);
        }
    }
    ask.weights = sample->weight; /* says nothing of pairs */
    g_autofree CxDrivers *weighted = cx_stat_drivers(&ask);
    g_assert_true(weighted->drivers[1].nearest_r == found->drivers[1].nearest_r);
    ask.weights = NULL;
    ask.n_drivers = 1;
    g_autofree CxDrivers *alone = cx_stat_drivers(&ask);
    g_assert_cmpint(alone->drivers[0].nearest, ==, -1);
    g_assert_true(isnan(alone->drivers[0].nearest_r));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    g_test_add_func("/stat/drivers/found", test_found);
    g_test_add_func("/stat/drivers/nearest", test_nearest);
    g_test_add_func("/stat/drivers/rows", test_rows);
    g_test_add_func("/stat/drivers/counted", test_counted);
    g_test_add_func("/stat/drivers/mask", test_mask);
    g_test_add_func("/stat/drivers/twice", test_twice);
    g_test_add_func("/stat/drivers/groups", test_groups);
    g_test_add_func("/stat/drivers/bends", test_bends);
    g_test_add_func("/stat/drivers/refused_rows", test_refused_rows);
    g_test_add_func("/stat/drivers/refused_columns", test_refused_columns);
    return g_test_run();
}
