#include <glib.h>
#include <math.h>
#include <string.h>

#include "evidence/threshold_keep.h"

enum { ANSWERS = 1500, UNITS = 300 };

/* Ratings that fall with the fact, by units of five answers. */
static void
make_answers(CxThresholdAnswer *answers)
{
    for (size_t i = 0; i < ANSWERS; i++) {
        const double x = (double)(i % 60) / 10.0;
        const double bad = 1.0 / (1.0 + exp(3.0 - x));
        const bool is_low = (double)(i * 7919 % ANSWERS) / ANSWERS < bad;
        answers[i] = (CxThresholdAnswer){
            .x = x, .w = 1.0, .cluster = (uint32_t)(i % UNITS), .code = is_low ? 2 : 9
        };
    }
}

static CxThresholdAsk
ask_of(const CxThresholdAnswer *answers)
{
    return (CxThresholdAsk){ .answers = answers,
                             .n = ANSWERS,
                             .n_clusters = UNITS,
                             .low_from = 0,
                             .low_to = 6,
                             .level = 0.3,
                             .target = 4.0,
                             .worse = CX_THRESHOLD_MORE,
                             .n_replicates = 99,
                             .seed = 1 };
}

static void
assert_same(const CxThreshold *a, const CxThreshold *b)
{
    const double these[] = { a->x, a->lo, a->hi };
    const double those[] = { b->x, b->lo, b->hi };
    g_assert_cmpmem(these, sizeof these, those, sizeof those);
    g_assert_cmpuint(a->n_points, ==, b->n_points);
    for (size_t i = 0; i < a->n_points; i++)
        g_assert_cmpfloat(a->points[i].share, ==, b->points[i].share);
}

/* What is kept is what the estimator gives, and each caller has a copy to free. */
static void
test_same(void)
{
    CxThresholdAnswer answers[ANSWERS];
    make_answers(answers);
    const CxThresholdAsk ask = ask_of(answers);
    g_autoptr(CxThreshold) plain = cx_stat_threshold(&ask);
    g_assert_cmpint(plain->status, ==, CX_THRESHOLD_OK);
    const CxThresholdBreak breaks = cx_stat_threshold_break(&ask, plain);
    const CxThresholdOdds odds = cx_stat_threshold_odds(&ask);
    for (size_t i = 0; i < 3; i++) {
        CxThresholdMore again;
        g_autoptr(CxThreshold) found = cx_threshold_keep(&ask, &again);
        assert_same(found, plain);
        g_assert_cmpint(again.breaks.is_break, ==, breaks.is_break);
        g_assert_cmpfloat(again.odds.slope, ==, odds.slope);
        found->points[0].share = -1.0;
        g_autoptr(CxThreshold) without = cx_threshold_keep(&ask, NULL);
        assert_same(without, plain);
    }
}

/* One answer, one weight, one unit, the level or the target being another is another ask. */
static void
test_other(void)
{
    CxThresholdAnswer answers[ANSWERS];
    make_answers(answers);
    for (size_t i = 0; i < 300; i++) {
        CxThresholdAsk ask = ask_of(answers);
        ask.n_replicates = 20;
        switch (i % 5) {
        case 0:
            answers[i].code = answers[i].code == 2 ? 9 : 2;
            break;
        case 1:
            answers[i].w += 0.5;
            break;
        case 2:
            answers[i].cluster = (answers[i].cluster + 1) % UNITS;
            break;
        case 3:
            ask.level = 0.3 + (double)i / 10000.0;
            break;
        default:
            ask.target = (double)i / 50.0;
            break;
        }
        if (i % 20 > 4)
            continue;
        g_autoptr(CxThreshold) found = cx_threshold_keep(&ask, NULL);
        g_autoptr(CxThreshold) plain = cx_stat_threshold(&ask);
        assert_same(found, plain);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/evidence/threshold_keep/same", test_same);
    g_test_add_func("/evidence/threshold_keep/other", test_other);
    return g_test_run();
}
