/* What can be told of points beside blocks: small systems whose answers are known by hand, and large ones. */
#include <glib.h>

#include "base/random.h"
#include "stat/telling.h"

enum { MANY = 2000 };

/* The rows of one system, with room for many. */
typedef struct {
    uint8_t is_low[MANY];
    uint32_t blocks[MANY];
    uint16_t points[2][MANY];
    size_t n;
} Rows;

static bool
ask(const Rows *rows, size_t n_blocks, size_t n_points, size_t n_facts)
{
    const uint16_t *const points[] = { rows->points[0], rows->points[1] };
    const size_t n_each[] = { n_points, n_points };
    const CxTellingAsk asked = { .n = rows->n,
                                 .is_low = rows->is_low,
                                 .blocks = rows->blocks,
                                 .n_blocks = n_blocks,
                                 .points = points,
                                 .n_points = n_each,
                                 .n_facts = n_facts };
    return cx_stat_is_tellable(&asked);
}

static void
add(Rows *rows, uint32_t block, uint16_t point, size_t n, size_t n_low)
{
    for (size_t i = 0; i < n; i++) {
        rows->is_low[rows->n] = i < n_low ? 1 : 0;
        rows->blocks[rows->n] = block;
        rows->points[0][rows->n] = rows->points[1][rows->n] = point;
        rows->n++;
    }
}

/* Two months and two points, everybody met by the fact. */
static bool
square(size_t n_00, size_t n_01, size_t n_10, size_t n_11)
{
    g_autofree Rows *rows = g_new0(Rows, 1);
    add(rows, 0, 0, n_00, n_00 / 2);
    add(rows, 0, 1, n_01, (n_01 + 1) / 2);
    add(rows, 1, 0, n_10, n_10 / 2);
    add(rows, 1, 1, n_11, n_11 / 2);
    return ask(rows, 2, 2, 1);
}

static void
test_small(void)
{
    g_assert_true(square(20, 20, 20, 20));
    g_assert_true(square(20, 1, 20, 20));
    /* One month lies at the first point but for one person: the months less the point tell them; so do two to four. */
    g_assert_false(square(20, 1, 0, 20));
    g_assert_false(square(20, 2, 0, 20));
    g_assert_false(square(20, 4, 0, 20));
    g_assert_true(square(20, 6, 0, 20));
}

static void
test_without_fact(void)
{
    /* Those of whom the fact is not known are the months less the points. */
    for (size_t n = 1; n <= 8; n++) {
        g_autofree Rows *rows = g_new0(Rows, 1);
        add(rows, 0, 0, 30, 9);
        add(rows, 0, 1, 30, 12);
        add(rows, 0, CX_TELLING_NO_POINT, n, (n + 1) / 2);
        g_assert_true(ask(rows, 1, 2, 1) == (n >= 5));
    }
}

static void
test_alike(void)
{
    g_autofree Rows *rows = g_new0(Rows, 1);
    add(rows, 0, 0, 30, 0);
    add(rows, 0, 1, 30, 12);
    g_assert_false(ask(rows, 1, 2, 1)); /* nobody at the first point is low */
    rows->n = 0;
    add(rows, 0, 0, 30, 3);
    add(rows, 0, 1, 30, 12);
    add(rows, 1, 0, 10, 0); /* nobody of the month is low, which is told without the fact */
    add(rows, 1, 1, 10, 0);
    g_assert_true(ask(rows, 2, 2, 1));
    /* Whoever is low in the first month stands at the second point, which one of them alone does. */
    rows->n = 0;
    add(rows, 0, 0, 19, 0);
    add(rows, 0, 1, 1, 1);
    add(rows, 1, 0, 20, 1);
    add(rows, 1, 1, 30, 29);
    g_assert_true(ask(rows, 2, 2,
                      1)); /* it could be another of the first month, and one of the second less */
    rows->is_low[20] = 0;  /* nobody at the first point is low now */
    g_assert_false(ask(rows, 2, 2, 1));
}

static void
test_many(void)
{
    g_autofree Rows *rows = g_new0(Rows, 1);
    CxRandom random = cx_random_seeded(7);
    for (size_t i = 0; i < MANY; i++) {
        rows->blocks[i] = (uint32_t)cx_random_below(&random, 40);
        rows->points[0][i] = (uint16_t)cx_random_below(&random, 20);
        rows->points[1][i] = (uint16_t)cx_random_below(&random, 20);
        rows->is_low[i] = cx_random_below(&random, 10) < 2 ? 1 : 0;
    }
    rows->n = MANY;
    g_assert_true(ask(rows, 40, 20, 2));
    /* The second fact is the first, but for one person: taken from one another, they tell of that one. */
    for (size_t i = 0; i < MANY; i++)
        rows->points[1][i] = rows->points[0][i];
    g_assert_true(ask(rows, 40, 20, 2));
    rows->points[1][0] = (uint16_t)((rows->points[0][0] + 1) % 20);
    g_assert_false(ask(rows, 40, 20, 2));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/stat/telling/small", test_small);
    g_test_add_func("/stat/telling/without_fact", test_without_fact);
    g_test_add_func("/stat/telling/alike", test_alike);
    g_test_add_func("/stat/telling/many", test_many);
    return g_test_run();
}
