#include "drawn.h"
#include "hostile.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "figure/multiples.h"
#include "support/golden.h"

enum { QUARTERS = 8 };

static CxMultiples
multiples_of(const CxMultiplesPanel *panels, size_t n_panels)
{
    return (CxMultiples){ .id = "m",
                          .title = "Delivery's measures by quarter",
                          .desc = "Five measures; the wait fell.",
                          .heading = "7 or better of 10, %, Q4 2024 to Q3 2026, all on one scale",
                          .heading_short = "7 or better of 10, %, Q4 2024 to Q3 2026",
                          .panels = panels,
                          .n_panels = n_panels,
                          .floor = 0,
                          .ceil = 100,
                          .empty = "No question asks about this department yet." };
}

/* A course that rises by `slope` a quarter. */
static CxMultiplesPanel
panel_of(const char *label, double start, double slope, CxTrendPoint *points)
{
    for (size_t i = 0; i < QUARTERS; i++) {
        const double value = start + slope * (double)i;
        points[i] = (CxTrendPoint){ .value = value, .lo = value - 2.5, .hi = value + 2.5 };
    }
    return (CxMultiplesPanel){ .label = label,
                               .points = points,
                               .n_points = QUARTERS,
                               .value_text = "68",
                               .range_text = "66–70",
                               .n_text = "n 2,071" };
}

static char *
drawn(const CxMultiples *multiples)
{
    GString *out = g_string_new(NULL);
    cx_multiples_draw(out, multiples);
    char *svg = g_string_free(out, FALSE);
    cx_test_drawn_is_valid(svg);
    cx_test_drawn_is_legible(svg);
    return svg;
}

static void
test_department(void)
{
    static const size_t cuts[] = { 3 };
    CxTrendPoint points[4][QUARTERS];
    CxMultiplesPanel panels[] = {
        panel_of("Time from order to arrival", 72, -1.5, points[0]),
        panel_of("Told when it would arrive", 70, 1.2, points[1]),
        panel_of("Condition on arrival", 90, 0.1, points[2]),
        panel_of("Delivery overall", 76, -0.5, points[3]),
        { .label = "Handover at the door", .why = "hidden: fewer than 5 answers" },
    };
    panels[0].is_point = true;
    panels[0].href = "/scores?question=delivery_time";
    panels[0].card_href = "/cards/1";
    points[2][4].value = NAN;
    points[2][6].value = NAN;
    for (size_t i = 0; i < 4; i++) {
        panels[i].cuts = cuts;
        panels[i].n_cuts = i == 1 ? 0 : 1;
    }
    const CxMultiples multiples = multiples_of(panels, G_N_ELEMENTS(panels));
    g_autofree char *svg = drawn(&multiples);
    cx_test_golden("figure/multiples.svg", svg);
}

static void
test_little(void)
{
    CxTrendPoint points[QUARTERS];
    CxMultiplesPanel panel = panel_of("Sales", 70, 0, points);
    CxMultiples multiples = multiples_of(&panel, 0);
    g_autofree char *none = drawn(&multiples);
    g_assert_nonnull(strstr(none, "No question asks"));
    multiples.n_panels = 1;
    panel.n_points = 1;
    points[0].lo = NAN;
    g_free(drawn(&multiples));
}

static void
test_law(void)
{
    for (int round = 0; round < 100; round++) {
        CxTrendPoint points[20][QUARTERS];
        CxMultiplesPanel panels[20];
        const size_t n = (size_t)g_test_rand_int_range(0, 21);
        for (size_t i = 0; i < n; i++) {
            panels[i] = panel_of(cx_test_hostile_name((unsigned)g_test_rand_int_range(0, 8)),
                                 g_test_rand_double_range(20, 60), g_test_rand_double_range(-2, 5),
                                 points[i]);
            points[i][g_test_rand_int_range(0, QUARTERS)].value = NAN;
            points[i][g_test_rand_int_range(0, QUARTERS)].lo = NAN;
        }
        const CxMultiples multiples = multiples_of(panels, n);
        g_free(drawn(&multiples));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/figure/multiples/department", test_department);
    g_test_add_func("/figure/multiples/little", test_little);
    g_test_add_func("/figure/multiples/law", test_law);
    return g_test_run();
}
