#include <glib.h>
#include <math.h>

#include "figure/scale.h"

static void
test_examples(void)
{
    static const struct {
        const char *why;
        CxScaleNeed need;
        double lo, hi, step;
        int decimals;
    } rows[] = {
        { "a quarterly score", { 28, 42.3, -100, 100, 0.25, 4 }, 20, 50, 10, 0 },
        { "all of a scale", { 2, 98, 0, 100, 0.1, 5 }, 0, 100, 20, 0 },
        { "a limit cuts the end", { 1.2, 4.8, 1, 5, 0.25, 4 }, 1, 5, 1, 0 },
        { "one value", { 31, 31, -100, 100, 0.25, 4 }, 25, 35, 5, 0 },
        { "zero alone", { 0, 0, NAN, NAN, 0.25, 4 }, -0.5, 0.5, 0.5, 1 },
        { "nothing, with limits", { NAN, NAN, -100, 100, 0.25, 4 }, -100, 100, 50, 0 },
        { "nothing at all", { NAN, NAN, NAN, NAN, 0.25, 4 }, 0, 1, 0.5, 1 },
        { "small steps", { 0.31, 0.34, 0, 1, 0.0, 3 }, 0.31, 0.34, 0.01, 2 },
        { "limits that leave no room", { 60, 80, 0, 0, 0.0, 4 }, 60, 80, 5, 0 },
        { "data beyond the limits", { 60, 120, 0, 100, 0.0, 4 }, 60, 120, 20, 0 },
        { "below zero", { -42, -18, -100, 100, 0.0, 5 }, -50, -10, 10, 0 },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const CxScale scale = cx_scale_fit(&rows[i].need, 0.0, 100.0);
        g_test_message("%s: %g to %g by %g", rows[i].why, scale.lo, scale.hi, scale.step);
        g_assert_cmpint(scale.decimals, ==, rows[i].decimals);
        g_assert_cmpfloat_with_epsilon(scale.step, rows[i].step, 1e-12);
        g_assert_cmpfloat_with_epsilon(scale.lo, rows[i].lo, 1e-9);
        g_assert_cmpfloat_with_epsilon(scale.hi, rows[i].hi, 1e-9);
    }
}

static void
test_laws(void)
{
    for (int i = 0; i < 5000; i++) {
        const double size = pow(10.0, g_test_rand_double_range(-4, 8));
        const double a = g_test_rand_double_range(-1, 1) * size;
        const double b = a + g_test_rand_double_range(0, 1) * size;
        const size_t n_steps = (size_t)g_test_rand_int_range(2, 8);
        const CxScaleNeed need = { a, b, NAN, NAN, g_test_rand_double_range(0, 0.5), n_steps };
        const CxScale scale = cx_scale_fit(&need, 300.0, 20.0);
        g_assert_cmpfloat(scale.lo, <=, a + 1e-9 * size);
        g_assert_cmpfloat(scale.hi, >=, b - 1e-9 * size);
        g_assert_cmpuint(scale.n_ticks, >=, 2);
        g_assert_cmpuint(scale.n_ticks, <=, n_steps + 1);
        for (size_t k = 0; k < scale.n_ticks; k++) {
            g_assert_cmpfloat(scale.ticks[k], >=, scale.lo - 1e-9 * size);
            g_assert_cmpfloat(scale.ticks[k], <=, scale.hi + 1e-9 * size);
        }
        const double low_px = cx_scale_px(&scale, a);
        const double high_px = cx_scale_px(&scale, b);
        g_assert_cmpfloat(high_px, <=, low_px);
        g_assert_cmpfloat(high_px, >=, 20.0 - 1e-9);
        g_assert_cmpfloat(low_px, <=, 300.0 + 1e-9);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/figure/scale/examples", test_examples);
    g_test_add_func("/figure/scale/laws", test_laws);
    return g_test_run();
}
