#include "drawn.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "figure/threshold.h"
#include "support/golden.h"

#define POINTS 14
#define BARS   30

static CxPlotPoint points[POINTS];
static CxPlotBar bars[BARS];

/* Level near 88 % until three days, then falling; most orders take two to four days. */
static CxThresholdPlot
plot_of(void)
{
    for (size_t i = 0; i < POINTS; i++) {
        const double x = 0.5 + 0.55 * (double)i;
        const double value = 47.0 + 41.0 / (1.0 + exp(1.6 * (x - 4.2)));
        points[i] =
            (CxPlotPoint){ x, value, value - 3.0, value + 3.0, value + (i % 2 ? 1.5 : -1.5) };
    }
    for (size_t i = 0; i < BARS; i++) {
        const double from = 0.25 * (double)i;
        bars[i] = (CxPlotBar){ from, from + 0.25, 100.0 * exp(-pow(from - 2.7, 2.0) / 2.0) };
    }
    return (CxThresholdPlot){
        .id = "t",
        .title = "Ratings fall after 3.1 days; the target is 5",
        .desc = "94 of 100 are on the target of 5 days.",
        .heading = "Time to arrival: answers other than 0–6, %, by days from order to arrival",
        .heading_short = "Answers other than 0–6, %",
        .points = points,
        .n_points = POINTS,
        .bars = bars,
        .n_bars = BARS,
        .level = 85,
        .x = 3.1,
        .lo = 2.8,
        .hi = 3.4,
        .target = 5,
        .fall = { "Ratings fall", "after 3.1 days" },
        .aim = { "Target", "5 days" },
        .interval = "2.8–3.4",
        .interval_word = "interval",
        .between = { "On target,", "but past the point", "where ratings fall" },
        .strip = { "All transactions", "in the period" },
        .unit = "days",
        .shares = { { "53 of 100", "53 of 100", "41–64" },
                    { "41 of 100", "41 of 100", "30–53" },
                    { "6 of 100", "6 of 100", NULL } },
    };
}

static char *
drawn(const CxThresholdPlot *plot)
{
    GString *out = g_string_new(NULL);
    cx_threshold_plot_draw(out, plot);
    cx_threshold_plot_print(out, plot);
    return g_string_free(out, FALSE);
}

static void
check(const CxThresholdPlot *plot)
{
    g_autofree char *svg = drawn(plot);
    cx_test_drawn_is_valid(svg);
    cx_test_drawn_is_legible(svg);
}

static void
test_hero(void)
{
    const CxThresholdPlot plot = plot_of();
    g_autofree char *svg = drawn(&plot);
    cx_test_drawn_is_valid(svg);
    cx_test_drawn_is_legible(svg);
    cx_test_golden("figure/threshold.svg", svg);
}

/* Without a threshold, without a target, with open ends, with the target inside, and turned round:
 * always a drawing that can be read. */
static void
test_others(void)
{
    CxThresholdPlot plot = plot_of();
    plot.target = (double)NAN;
    check(&plot);
    plot = plot_of();
    plot.x = plot.lo = plot.hi = (double)NAN;
    check(&plot);
    plot = plot_of();
    plot.hi = (double)INFINITY;
    plot.lo = -(double)INFINITY;
    check(&plot);
    plot = plot_of();
    plot.target = 3.2;
    check(&plot);
    plot = plot_of();
    plot.target = 2.0;
    check(&plot);
    plot = plot_of();
    plot.is_less_worse = true;
    plot.target = 2.0;
    plot.n_bars = 0;
    check(&plot);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/figure/threshold/hero", test_hero);
    g_test_add_func("/figure/threshold/others", test_others);
    return g_test_run();
}
