#include "drawn.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "figure/trend.h"
#include "support/golden.h"

static char *
drawn(const CxTrend *trend)
{
    GString *out = g_string_new(NULL);
    cx_trend_draw(out, trend);
    return g_string_free(out, FALSE);
}

static CxTrend
trend_of(const CxTrendPoint *points, size_t n_points)
{
    return (CxTrend){ .id = "t",
                      .title = "Overall rating by quarter",
                      .desc = "Net Promoter Score with 95 percent intervals.",
                      .heading = "Net Promoter Score, each quarter",
                      .heading_short = "Net Promoter Score, by quarter",
                      .points = points,
                      .n_points = n_points,
                      .target = { .value = NAN },
                      .floor = -100,
                      .ceil = 100,
                      .last_value = "31",
                      .last_range = "28–34",
                      .last_n = "n 3,412" };
}

/* ---- Golden ---- */

static const double quarter_scores[] = { 38, 36, 37, 35, 39, 37, 38, 33, 34, 32, 31, 31 };
static const char *const quarter_labels[] = { "Q4", "Q1", "Q2", "Q3" };
static const char *const quarter_years[] = { "2023", "2024", "2024", "2024", "2024", "2025",
                                             "2025", "2025", "2025", "2026", "2026", "2026" };

static void
make_quarters(CxTrendPoint *points)
{
    for (size_t i = 0; i < G_N_ELEMENTS(quarter_scores); i++) {
        points[i] = (CxTrendPoint){ .label = quarter_labels[i % 4],
                                    .group = quarter_years[i],
                                    .value = quarter_scores[i],
                                    .lo = quarter_scores[i] - 3.2,
                                    .hi = quarter_scores[i] + 3.2 };
    }
}

static const CxTrendCut version_cut = {
    .at = 7,
    .before = "Survey version 3",
    .before_short = "Version 3",
    .after = "Version 4, from 1 July 2025: asked first, phone dropped",
    .after_short = "Version 4",
    .note = "Not comparable: no bridge was run",
};

/* Many cuts with much to say: nothing is cut off, each label has a letter that stands below for all of it. */
static void
test_long_labels(void)
{
    CxTrendPoint points[12];
    make_quarters(points);
    CxTrend trend = trend_of(points, G_N_ELEMENTS(points));
    CxTrendCut cuts[4];
    for (size_t i = 0; i < G_N_ELEMENTS(cuts); i++) {
        cuts[i] = version_cut;
        cuts[i].at = 2 * i + 2;
        cuts[i].note = NULL;
        cuts[i].after =
            "Version 4: asked first, nobody is asked by telephone any more, the web shop’s "
            "questions are worded anew, sales added";
    }
    trend.cuts = cuts;
    trend.n_cuts = G_N_ELEMENTS(cuts);
    g_autofree char *svg = drawn(&trend);
    cx_test_drawn_is_valid(svg);
    g_assert_null(strstr(svg, "…"));
    for (const char *mark = "abcd"; *mark != '\0'; mark++) {
        g_autofree char *text = g_strdup_printf(">%c</text>", *mark);
        g_assert_nonnull(strstr(svg, text));
    }
    g_assert_nonnull(strstr(svg, "sales added</text>"));
}

static void
test_cut(void)
{
    CxTrendPoint points[12];
    make_quarters(points);
    CxTrend trend = trend_of(points, G_N_ELEMENTS(points));
    trend.cuts = &version_cut;
    trend.n_cuts = 1;
    trend.target = (CxTrendTarget){
        .value = 40, .from = 9, .label = "Target 2026: 40", .label_short = "Target 40"
    };
    g_autofree char *svg = drawn(&trend);
    cx_test_drawn_is_valid(svg);
    cx_test_drawn_is_legible(svg);
    cx_test_golden("figure/trend_cut.svg", svg);
    g_autofree char *again = drawn(&trend);
    g_assert_cmpstr(svg, ==, again);
}

static void
test_gaps(void)
{
    CxTrendPoint points[12];
    make_quarters(points);
    points[0].value = NAN;
    points[4].value = points[5].value = points[6].value = NAN;
    points[4].why = "no answers in these quarters";
    points[8].value = NAN;
    points[8].why = "hidden";
    points[9].lo = NAN;
    points[11].value = NAN;
    CxTrend trend = trend_of(points, G_N_ELEMENTS(points));
    trend.last_href = "/cards/1";
    trend.last_about = "n 3,412, evidence card for the overall rating";
    g_autofree char *svg = drawn(&trend);
    cx_test_drawn_is_valid(svg);
    cx_test_drawn_is_legible(svg);
    cx_test_golden("figure/trend_gaps.svg", svg);
}

static void
test_small(void)
{
    CxTrendPoint points[] = { { .label = "2018", .value = 31, .lo = 28, .hi = 34 },
                              { .label = "2019", .value = NAN } };
    CxTrend trend = trend_of(points, 1);
    g_autofree char *one = drawn(&trend);
    cx_test_drawn_is_valid(one);
    cx_test_drawn_is_legible(one);
    cx_test_golden("figure/trend_one.svg", one);
    trend.n_points = 2;
    g_autofree char *two = drawn(&trend);
    cx_test_drawn_is_valid(two);
    points[0].value = NAN;
    g_autofree char *none = drawn(&trend);
    cx_test_drawn_is_valid(none);
    g_assert_null(strstr(none, "n 3,412"));
}

/* What was expected of a course, against what happened. */
static void
test_expected(void)
{
    CxTrendPoint points[12];
    make_quarters(points);
    double path[12];
    for (size_t i = 0; i < G_N_ELEMENTS(path); i++)
        path[i] = i < 6 ? (double)NAN : 38.0 + 1.5 * (double)(i - 6);
    CxTrend trend = trend_of(points, G_N_ELEMENTS(points));
    trend.target = (CxTrendTarget){
        .value = path[11], .label = "Expected: 46", .label_short = "Expected 46", .path = path
    };
    g_autofree char *svg = drawn(&trend);
    cx_test_drawn_is_valid(svg);
    cx_test_drawn_is_legible(svg);
    cx_test_golden("figure/trend_expected.svg", svg);
}

/* ---- Laws ---- */

static void
random_points(CxTrendPoint *points, size_t n)
{
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    static const char *const years[] = { "2015", "2016", "2017", "2018", "2019",
                                         "2020", "2021", "2022", "2023" };
    const size_t start = (size_t)g_test_rand_int_range(0, 12);
    for (size_t i = 0; i < n; i++) {
        const double value = g_test_rand_double_range(-100, 100);
        const double half = g_test_rand_double_range(0, 30);
        points[i] = (CxTrendPoint){ .label = months[(start + i) % 12],
                                    .group = years[((start + i) / 12) % 9],
                                    .value = g_test_rand_int_range(0, 8) == 0 ? (double)NAN : value,
                                    .lo = value - half,
                                    .hi = value + half,
                                    .why = "hidden: fewer than 5 answers" };
    }
}

static void
test_law(void)
{
    for (int i = 0; i < 600; i++) {
        CxTrendPoint points[100];
        CxTrendCut cuts[6];
        const size_t n = (size_t)g_test_rand_int_range(1, 101);
        random_points(points, n);
        CxTrend trend = trend_of(points, n);
        trend.cuts = cuts;
        size_t at = 0;
        while (trend.n_cuts < G_N_ELEMENTS(cuts) && g_test_rand_bit()) {
            at += (size_t)g_test_rand_int_range(1, 12);
            if (at >= n)
                break;
            cuts[trend.n_cuts] = version_cut;
            cuts[trend.n_cuts++].at = at;
        }
        if (g_test_rand_bit()) {
            trend.target = (CxTrendTarget){ .value = g_test_rand_double_range(-100, 100),
                                            .from = (size_t)g_test_rand_int_range(0, 100),
                                            .label = "Target for the whole of 2026: 40 points" };
        }
        trend.last_value = "−31.4";
        trend.last_range = "−38.2 to −24.6";
        g_autofree char *svg = drawn(&trend);
        cx_test_drawn_is_valid(svg);
        cx_test_drawn_is_legible(svg);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/figure/trend/cut", test_cut);
    g_test_add_func("/figure/trend/long_labels", test_long_labels);
    g_test_add_func("/figure/trend/gaps", test_gaps);
    g_test_add_func("/figure/trend/small", test_small);
    g_test_add_func("/figure/trend/expected", test_expected);
    g_test_add_func("/figure/trend/law", test_law);
    return g_test_run();
}
