#include "drawn.h"
#include "hostile.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "figure/funnel.h"
#include "support/golden.h"

#define LIMITS 40

static CxFunnelLimit limits[LIMITS];

/* Limits of a share of 76 %, at two and three standard errors. */
static CxFunnel
funnel_of(const CxFunnelPoint *points, size_t n_points)
{
    for (size_t i = 0; i < LIMITS; i++) {
        const double n = 5.0 * pow(1.17, (double)i);
        const double half = 100.0 * sqrt(0.76 * 0.24 / n);
        limits[i] = (CxFunnelLimit){ n, 76.0 - 1.96 * half, 76.0 + 1.96 * half, 76.0 - 3.09 * half,
                                     76.0 + 3.09 * half };
    }
    return (CxFunnel){ .id = "f",
                       .title = "One department lies outside what chance alone would do",
                       .desc = "Eight departments by answers and rating.",
                       .heading = "Customers rating the department 7 or better of 10, %",
                       .heading_short = "Rated 7 or better of 10, %",
                       .points = points,
                       .n_points = n_points,
                       .limits = limits,
                       .n_limits = LIMITS,
                       .centre = 76,
                       .centre_text = "all together 76 (75–77)",
                       .inner_text = "grey: 95 of 100 by chance",
                       .outer_text = "dashed: 998 of 1,000",
                       .axis = "answers",
                       .floor = 0,
                       .ceil = 100,
                       .empty = "No department has enough answers yet." };
}

static CxFunnelPoint
point_of(const char *label, double value, double n)
{
    return (CxFunnelPoint){ .label = label,
                            .value = value,
                            .n = n,
                            .lo = NAN,
                            .hi = NAN,
                            .value_text = "76",
                            .range_text = "74–78",
                            .n_text = "n 812",
                            .why = "hidden: fewer than 5 answers" };
}

static char *
drawn(const CxFunnel *funnel)
{
    GString *out = g_string_new(NULL);
    cx_funnel_draw(out, funnel);
    char *svg = g_string_free(out, FALSE);
    cx_test_drawn_is_valid(svg);
    cx_test_drawn_is_legible(svg);
    return svg;
}

static void
test_departments(void)
{
    CxFunnelPoint points[] = {
        point_of("Technical Support", 84, 212), point_of("Customer Service", 78, 1204),
        point_of("Web Shop", 77, 1610),         point_of("Returns and Repairs", 74, 388),
        point_of("Sales", 75.5, 1330),          point_of("Delivery", 68, 2071),
        point_of("Marketing", 71, 96),          point_of("Billing", NAN, NAN),
    };
    points[5].is_point = true;
    points[5].value_text = "68";
    points[5].range_text = "66–70";
    points[5].lo = 66;
    points[5].hi = 70;
    points[5].href = "/departments/delivery";
    points[5].card_href = "/cards/1";
    const CxFunnel funnel = funnel_of(points, G_N_ELEMENTS(points));
    g_autofree char *svg = drawn(&funnel);
    g_assert_nonnull(strstr(svg, "hidden: fewer than 5 answers"));
    cx_test_golden("figure/funnel.svg", svg);
}

/* Nobody, one, nobody shown, without limits: said, and never a number of a hidden row. */
static void
test_little(void)
{
    CxFunnelPoint points[] = { point_of("Delivery", 68, 40), point_of("Billing", NAN, NAN) };
    CxFunnel funnel = funnel_of(points, 0);
    g_autofree char *none = drawn(&funnel);
    g_assert_nonnull(strstr(none, "No department has enough answers yet."));
    funnel.n_points = 1;
    g_autofree char *one = drawn(&funnel);
    g_assert_null(strstr(one, "No department"));
    funnel.n_limits = 0;
    funnel.centre = NAN;
    g_free(drawn(&funnel));
    funnel.points = points + 1;
    g_autofree char *hidden = drawn(&funnel);
    g_assert_nonnull(strstr(hidden, "Billing"));
    g_assert_null(strstr(hidden, "n 812"));
}

static void
test_law(void)
{
    for (int round = 0; round < 200; round++) {
        CxFunnelPoint points[60];
        const size_t n = (size_t)g_test_rand_int_range(0, 61);
        for (size_t i = 0; i < n; i++) {
            points[i] = point_of(
                cx_test_hostile_name((unsigned)g_test_rand_int_range(0, 8)),
                g_test_rand_int_range(0, 6) == 0 ? (double)NAN : g_test_rand_double_range(0, 100),
                exp(g_test_rand_double_range(0, 9)));
            points[i].is_point = g_test_rand_int_range(0, 5) == 0;
            if (g_test_rand_bit())
                points[i].href = "/departments/1";
        }
        const CxFunnel funnel = funnel_of(points, n);
        g_free(drawn(&funnel));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/figure/funnel/departments", test_departments);
    g_test_add_func("/figure/funnel/little", test_little);
    g_test_add_func("/figure/funnel/law", test_law);
    return g_test_run();
}
