/* The customers' threshold: statuses, laws, and what a planted one is found as. */
#include <glib.h>
#include <math.h>

#include "base/random.h"
#include "stat/estimate.h"
#include "stat/threshold.h"
#include "support/rounds.h"

#define NEAR(got, want, tolerance) g_assert_cmpfloat_with_epsilon((got), (want), (tolerance))
#define N                          2000
#define LEVEL                      0.15

/* How the share of low answers runs with the fact. */
typedef enum { FLAT_THEN_FALLING, SMOOTH, LEVEL_ALL_OVER, CURVES } Curve;

static double
share_at(Curve curve, double x)
{
    if (curve == LEVEL_ALL_OVER)
        return 0.3;
    if (curve == SMOOTH)
        return 0.11 + 0.39 / (1.0 + exp(-2.5 * (x - 3.9)));
    return x < 3.0 ? 0.12 : fmin(0.12 + 0.165 * (x - 3.0), 0.5);
}

/* Where a curve passes the level. */
static double
truth(Curve curve)
{
    double lo = 0.0;
    double hi = 12.0;
    for (int i = 0; i < 60; i++) {
        const double middle = (lo + hi) / 2.0;
        if (share_at(curve, middle) > LEVEL)
            hi = middle;
        else
            lo = middle;
    }
    return lo;
}

/* Answers of `n_each` to a sampling unit that resemble each other. */
static CxThresholdAnswer *
draw(Curve curve, size_t n, size_t n_each, uint64_t seed)
{
    CxRandom random = cx_random_seeded(seed);
    CxThresholdAnswer *answers = g_new0(CxThresholdAnswer, n);
    double mood = 0.0;
    for (size_t i = 0; i < n; i++) {
        if (i % n_each == 0)
            mood = cx_random_normal(&random);
        const double x = exp(1.1 + 0.4 * cx_random_normal(&random));
        const double own = cx_random_normal(&random);
        const double z = n_each > 1 ? sqrt(0.2) * mood + sqrt(0.8) * own : own;
        const bool is_low = 0.5 * erfc(-z / sqrt(2.0)) < share_at(curve, x);
        answers[i] = (CxThresholdAnswer){
            .x = x, .w = 1.0, .cluster = (uint32_t)(i / n_each), .code = is_low ? 3 : 9
        };
    }
    return answers;
}

static CxThresholdAsk
ask_of(const CxThresholdAnswer *answers, size_t n)
{
    return (CxThresholdAsk){
        .answers = answers,
        .n = n,
        .n_clusters = n,
        .low_from = 0,
        .low_to = 6,
        .level = LEVEL,
        .target = 5.0,
        .n_replicates = 199,
        .seed = 1,
    };
}

static void
test_found(void)
{
    g_autofree CxThresholdAnswer *answers = draw(FLAT_THEN_FALLING, N, 1, 11);
    const CxThresholdAsk ask = ask_of(answers, N);
    g_autoptr(CxThreshold) found = cx_stat_threshold(&ask);
    g_assert_cmpint(found->status, ==, CX_THRESHOLD_OK);
    g_assert_cmpint(found->worse, ==, CX_THRESHOLD_MORE);
    g_assert_cmpfloat(found->lo, <=, found->x);
    g_assert_cmpfloat(found->x, <=, found->hi);
    g_assert_cmpfloat(found->lo, <, truth(FLAT_THEN_FALLING));
    g_assert_cmpfloat(found->hi, >, truth(FLAT_THEN_FALLING));
    NEAR(cx_threshold_share_at(found, found->x), LEVEL, 1e-9);
    /* Parts make a whole, and lie inside their intervals. */
    NEAR(found->before.value + found->between.value + found->beyond.value, 1.0, 1e-9);
    NEAR(found->before.value + found->between.value, found->on_target.value, 1e-9);
    g_assert_cmpfloat(found->between.lo, <=, found->between.value);
    g_assert_cmpfloat(found->between.value, <=, found->between.hi);
    int64_t n = 0;
    for (size_t i = 0; i < found->n_points; i++) {
        const CxThresholdPoint *point = &found->points[i];
        g_assert_cmpint(point->n, >=, CX_THRESHOLD_POINT_N_MIN);
        g_assert_true(i == 0 || point->from > found->points[i - 1].to);
        g_assert_true(i == 0 || point->share >= found->points[i - 1].share);
        g_assert_true(point->lo <= point->hi);
        n += point->n;
    }
    g_assert_cmpint(n, ==, N);
    /* The same ask, the same answer. */
    g_autoptr(CxThreshold) again = cx_stat_threshold(&ask);
    g_assert_true(again->x == found->x && again->lo == found->lo && again->hi == found->hi);
}

/* A fact of which less is worse is the same question turned round. */
static void
test_mirror(void)
{
    g_autofree CxThresholdAnswer *answers = draw(SMOOTH, N, 4, 12);
    CxThresholdAsk ask = ask_of(answers, N);
    g_autoptr(CxThreshold) found = cx_stat_threshold(&ask);
    for (size_t i = 0; i < N; i++)
        answers[i].x = 10.0 - answers[i].x;
    ask.target = 5.0;
    g_autoptr(CxThreshold) turned = cx_stat_threshold(&ask);
    g_assert_cmpint(turned->worse, ==, CX_THRESHOLD_LESS);
    NEAR(turned->x, 10.0 - found->x, 1e-6);
    NEAR(turned->lo, 10.0 - found->hi, 1e-6);
    NEAR(turned->hi, 10.0 - found->lo, 1e-6);
    NEAR(turned->between.value, found->between.value, 1e-6);
    g_assert_cmpfloat(turned->points[0].x, <, turned->points[1].x);
    g_assert_cmpfloat(turned->points[0].share, >=, turned->points[1].share);
    NEAR(cx_threshold_share_at(turned, turned->x), LEVEL, 1e-6);
}

/* Whole days: the threshold is the last day that is still good, never a day nobody recorded. */
static void
test_whole_days(void)
{
    g_autofree CxThresholdAnswer *answers = draw(SMOOTH, N, 1, 13);
    for (size_t i = 0; i < N; i++)
        answers[i].x = ceil(answers[i].x);
    const CxThresholdAsk ask = ask_of(answers, N);
    g_autoptr(CxThreshold) found = cx_stat_threshold(&ask);
    g_assert_cmpint(found->status, ==, CX_THRESHOLD_OK);
    NEAR(found->x, 3.0, 1e-12);
    g_assert_true(floor(found->lo) == found->lo);
}

static void
test_refused(void)
{
    g_autofree CxThresholdAnswer *answers = draw(SMOOTH, N, 1, 14);
    CxThresholdAsk ask = ask_of(answers, N);
    g_autoptr(CxThreshold) few = cx_stat_threshold(&(CxThresholdAsk){
        .answers = answers, .n = 99, .n_clusters = N, .low_to = 6, .level = LEVEL });
    g_assert_cmpint(few->status, ==, CX_THRESHOLD_TOO_FEW);
    g_assert_true(isnan(few->x) && few->n_points == 0);

    ask.level = 0.9;
    g_autoptr(CxThreshold) never = cx_stat_threshold(&ask);
    g_assert_cmpint(never->status, ==, CX_THRESHOLD_NEVER);
    g_assert_true(isnan(never->x) && never->n_points > 0);
    ask.level = 0.01;
    g_autoptr(CxThreshold) at_once = cx_stat_threshold(&ask);
    g_assert_cmpint(at_once->status, ==, CX_THRESHOLD_AT_ONCE);

    ask.level = LEVEL;
    for (size_t i = 0; i < N; i++)
        answers[i].cluster %= 19;
    g_autoptr(CxThreshold) units = cx_stat_threshold(&ask);
    g_assert_cmpint(units->status, ==, CX_THRESHOLD_FEW_CLUSTERS);
    g_assert_true(isfinite(units->x) && isnan(units->lo) && isnan(units->between.value));

    for (size_t i = 0; i < N; i++)
        answers[i].x = 4.0;
    g_autoptr(CxThreshold) constant = cx_stat_threshold(&ask);
    g_assert_cmpint(constant->status, ==, CX_THRESHOLD_TOO_FEW);

    g_autofree CxThresholdAnswer *level = draw(LEVEL_ALL_OVER, N, 1, 15);
    CxThresholdAsk flat_ask = ask_of(level, N);
    flat_ask.level = 0.3;
    g_autoptr(CxThreshold) flat = cx_stat_threshold(&flat_ask);
    g_assert_cmpint(flat->status, !=, CX_THRESHOLD_OK);
}

/* A level nobody declared is the next 5 % above where ratings are best. */
static void
test_level(void)
{
    g_autofree CxThresholdAnswer *answers = draw(FLAT_THEN_FALLING, N, 1, 16);
    CxThresholdAsk ask = ask_of(answers, N);
    ask.level = (double)NAN;
    g_autoptr(CxThreshold) found = cx_stat_threshold(&ask);
    NEAR(found->level, 0.15, 1e-12);
}

/* Ratings that rise and fall softly are not said to break. The share of false breaks over many
 * curves is in docs/methods/thresholds.md; test-full draws enough of them to hold it. */
static void
test_break(void)
{
    int n_broken = 0;
    const int rounds = cx_test_rounds(4);
    for (int round = 0; round < rounds; round++) {
        g_autofree CxThresholdAnswer *answers = draw(SMOOTH, N, 1, 1000 + (uint64_t)round);
        CxRandom random = cx_random_seeded((uint64_t)round);
        for (size_t i = 0; i < N; i++) {
            const double rating = 9.0 - 4.0 / (1.0 + exp(-1.5 * (answers[i].x - 4.0))) +
                                  1.5 * cx_random_normal(&random);
            answers[i].code = (uint8_t)CLAMP(lround(rating), 0, 10);
        }
        CxThresholdAsk ask = ask_of(answers, N);
        ask.n_replicates = 99;
        ask.level = (double)NAN;
        g_autoptr(CxThreshold) found = cx_stat_threshold(&ask);
        const CxThresholdBreak got = cx_stat_threshold_break(&ask, found);
        g_assert_true(isfinite(got.gain) && got.gain_se > 0.0);
        n_broken += got.is_break ? 1 : 0;
    }
    g_assert_cmpint(n_broken, <=, MAX(rounds / 20, 1));
}

/* A line that breaks sharply is found as one when there are answers enough. */
static void
test_broken(void)
{
    const size_t n = 20000;
    g_autofree CxThresholdAnswer *answers = draw(FLAT_THEN_FALLING, n, 1, 17);
    CxRandom random = cx_random_seeded(18);
    for (size_t i = 0; i < n; i++) {
        const double fall = answers[i].x < 3.0 ? 0.0 : 1.8 * (answers[i].x - 3.0);
        const double u = cx_random_unit(&random);
        answers[i].code = (uint8_t)CLAMP(lround(9.0 - fall + 0.6 * log(u / (1.0 - u))), 0, 10);
    }
    CxThresholdAsk ask = ask_of(answers, n);
    ask.level = (double)NAN;
    g_autoptr(CxThreshold) found = cx_stat_threshold(&ask);
    const CxThresholdBreak got = cx_stat_threshold_break(&ask, found);
    g_assert_true(got.is_break);
    NEAR(got.x, 3.0, 0.2);
}

/* The odds of a low answer are those of a logistic regression; parted ones are Firth's, and the same whether equal
 * answers are put together or not. */
static void
test_odds(void)
{
    g_autofree CxThresholdAnswer *answers = draw(SMOOTH, N, 4, 15);
    CxThresholdAsk ask = ask_of(answers, N);
    const CxThresholdOdds odds = cx_stat_threshold_odds(&ask);
    g_assert_cmpint(odds.status, ==, CX_LOGISTIC_OK);
    g_assert_cmpint(odds.clusters, ==, N / 4);
    g_assert_true(!odds.is_firth && odds.lo > 0.3 && odds.lo < odds.slope && odds.slope < odds.hi);
    for (size_t i = 0; i < N; i++)
        answers[i].code = answers[i].x > 4.0 ? 2 : 8;
    const CxThresholdOdds shared = cx_stat_threshold_odds(&ask);
    g_assert_cmpint(shared.status, ==, CX_LOGISTIC_SEPARATED);
    g_assert_true(shared.is_firth && shared.slope > 0.0 && isnan(shared.lo));
    for (size_t i = 0; i < N; i++)
        answers[i].cluster = (uint32_t)i;
    const CxThresholdOdds parted = cx_stat_threshold_odds(&ask);
    NEAR(parted.slope, shared.slope, 1e-6 * shared.slope);
    g_assert_true(parted.lo > 0.0 && parted.lo < parted.slope && parted.slope < parted.hi);
    /* Half days, those on the limit going either way. */
    for (size_t i = 0; i < N; i++) {
        answers[i].x = round(2.0 * answers[i].x) / 2.0;
        const bool is_either = fabs(answers[i].x - 4.0) < 0.1 && i % 2 == 0;
        answers[i].code = answers[i].x > 4.1 || is_either ? 2 : 8;
        answers[i].w = 3.0;
    }
    const CxThresholdOdds quasi = cx_stat_threshold_odds(&ask);
    g_assert_cmpint(quasi.status, ==, CX_LOGISTIC_QUASI_SEPARATED);
    g_assert_true(quasi.is_firth && isfinite(quasi.hi));
    answers[0].w = 3.5;
    const CxThresholdOdds weighted = cx_stat_threshold_odds(&ask);
    NEAR(weighted.slope, quasi.slope, 0.01 * quasi.slope);
    g_assert_true(weighted.is_firth && isnan(weighted.lo));
    for (size_t i = 0; i < N; i++)
        answers[i].code = 2;
    const CxThresholdOdds alike = cx_stat_threshold_odds(&ask);
    g_assert_cmpint(alike.status, ==, CX_LOGISTIC_ALIKE);
    g_assert_true(!alike.is_firth && isnan(alike.slope));
}

/* The interval holds the planted threshold in 93 to 97 of 100 programs; a short run allows for
 * chance. */
static void
test_coverage(void)
{
    const int rounds = cx_test_rounds(40);
    int n_held = 0;
    int n_ok = 0;
    for (int round = 0; round < rounds; round++) {
        const Curve curve = round % 2 == 0 ? SMOOTH : FLAT_THEN_FALLING;
        const size_t n_each = round % 3 == 0 ? 4 : 1;
        g_autofree CxThresholdAnswer *answers = draw(curve, N, n_each, 5000 + (uint64_t)round);
        CxThresholdAsk ask = ask_of(answers, N);
        ask.worse = CX_THRESHOLD_MORE;
        ask.seed = (uint64_t)round;
        g_autoptr(CxThreshold) found = cx_stat_threshold(&ask);
        if (found->status != CX_THRESHOLD_OK)
            continue;
        n_ok++;
        n_held += found->lo <= truth(curve) && truth(curve) <= found->hi ? 1 : 0;
    }
    const double share = (double)n_held / (double)n_ok;
    const double chance = 3.0 * sqrt(0.95 * 0.05 / (double)n_ok);
    g_test_message("held %d of %d", n_held, n_ok);
    g_assert_cmpint(n_ok, >, rounds * 9 / 10);
    g_assert_cmpfloat(share, >, 0.95 - MAX(chance, 0.02));
    g_assert_cmpfloat(share, <, 0.97 + chance);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    g_test_add_func("/stat/threshold/found", test_found);
    g_test_add_func("/stat/threshold/mirror", test_mirror);
    g_test_add_func("/stat/threshold/whole-days", test_whole_days);
    g_test_add_func("/stat/threshold/refused", test_refused);
    g_test_add_func("/stat/threshold/level", test_level);
    g_test_add_func("/stat/threshold/break", test_break);
    g_test_add_func("/stat/threshold/broken", test_broken);
    g_test_add_func("/stat/threshold/odds", test_odds);
    g_test_add_func("/stat/threshold/coverage", test_coverage);
    return g_test_run();
}
