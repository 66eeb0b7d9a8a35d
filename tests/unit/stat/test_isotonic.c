/* Values of METHODS' section "Operations to perception"; random data is checked by R's isoreg. */
#include <glib.h>
#include <math.h>

#include "stat/isotonic.h"
#include "support/rounds.h"

#define NEAR(got, want, tolerance) g_assert_cmpfloat_with_epsilon((got), (want), (tolerance))
#define N_MAX                      60

static void
test_reference(void)
{
    static const struct {
        const char *why;
        double y[6], w[6], want[6];
        size_t n;
    } rows[] = {
        { "reference",
          { 1, 3, 2, 4, 3.5, 5 },
          { 1, 1, 1, 1, 1, 1 },
          { 1, 2.5, 2.5, 3.75, 3.75, 5 },
          6 },
        { "rises already", { 1, 2, 2, 7 }, { 1, 1, 1, 1 }, { 1, 2, 2, 7 }, 4 },
        { "falls all the way", { 3, 2, 1 }, { 1, 1, 1 }, { 2, 2, 2 }, 3 },
        { "weights count", { 3, 1, 9 }, { 3, 1, 1 }, { 2.5, 2.5, 9 }, 3 },
        { "pools backwards", { 1, 5, 4, 0 }, { 1, 1, 1, 1 }, { 1, 3, 3, 3 }, 4 },
        { "without weight: as the one before", { 1, 99, 2 }, { 1, 0, 1 }, { 1, 1, 2 }, 3 },
        { "without weight at first: as the next", { 99, 98, 4 }, { 0, 0, 1 }, { 4, 4, 4 }, 3 },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        double fitted[6];
        CxIsotonicBlock blocks[6];
        g_test_message("%s", rows[i].why);
        cx_stat_isotonic(rows[i].y, rows[i].w, rows[i].n, fitted, blocks);
        for (size_t j = 0; j < rows[i].n; j++)
            NEAR(fitted[j], rows[i].want[j], 1e-12);
    }
    double none[2] = { 7, 8 };
    const double weightless[2] = { 0, 0 };
    CxIsotonicBlock blocks[2];
    cx_stat_isotonic(none, weightless, 2, none, blocks);
    g_assert_true(isnan(none[0]) && isnan(none[1]));
}

/* The least squares fit is known by its conditions: it rises, residuals of what is alike add up to 0,
 * and the running sums of y never lie below those of the fit. */
static void
test_conditions(void)
{
    for (int round = 0; round < cx_test_rounds(50); round++) {
        double y[N_MAX], w[N_MAX], fitted[N_MAX];
        CxIsotonicBlock blocks[N_MAX];
        const size_t n = (size_t)g_test_rand_int_range(1, N_MAX);
        for (size_t i = 0; i < n; i++) {
            y[i] = g_test_rand_double();
            w[i] = g_test_rand_double_range(0.1, 3.0);
        }
        cx_stat_isotonic(y, w, n, fitted, blocks);
        double ahead = 0.0;
        for (size_t i = 0; i < n; i++) {
            g_assert_true(i == 0 || fitted[i] >= fitted[i - 1]);
            ahead += w[i] * (y[i] - fitted[i]);
            g_assert_cmpfloat(ahead, >=, -1e-9);
            if (i + 1 == n || fitted[i + 1] > fitted[i])
                NEAR(ahead, 0.0, 1e-9);
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/stat/isotonic/reference", test_reference);
    g_test_add_func("/stat/isotonic/conditions", test_conditions);
    return g_test_run();
}
