#include "drawn.h"
#include "hostile.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "figure/importance.h"
#include "support/golden.h"

static CxImportance
importance_of(const CxImportanceRow *rows, size_t n_rows)
{
    return (CxImportance){ .id = "i",
                           .title = "The wait matters most and is rated lowest",
                           .desc = "Seven measures by importance and rating.",
                           .heading = "Importance: share of what is explained, %",
                           .heading_short = "Importance, %",
                           .axis = "rated 7 or better, %",
                           .rows = rows,
                           .n_rows = n_rows,
                           .split_performance = 78,
                           .split_importance = 14,
                           .matters_low = "Matters, rated low",
                           .matters_high = "Matters, rated high",
                           .floor = 0,
                           .ceil = 100,
                           .empty = "Too few answers to tell what matters." };
}

static CxImportanceRow
row_of(const char *label, double performance, double importance, double half)
{
    return (CxImportanceRow){ .label = label,
                              .performance = performance,
                              .performance_lo = performance - half,
                              .performance_hi = performance + half,
                              .importance = importance,
                              .importance_lo = fmax(importance - 1.5 * half, 0.0),
                              .importance_hi = importance + 1.5 * half,
                              .why = "hidden: fewer than 5 answers" };
}

static char *
drawn(const CxImportance *importance)
{
    GString *out = g_string_new(NULL);
    cx_importance_draw(out, importance);
    char *svg = g_string_free(out, FALSE);
    cx_test_drawn_is_valid(svg);
    cx_test_drawn_is_legible(svg);
    return svg;
}

static void
test_measures(void)
{
    CxImportanceRow rows[] = {
        row_of("Time from order to arrival", 61, 31, 2),
        row_of("Told when it would arrive", 79, 22, 2),
        row_of("Help from the call centre", 84, 18, 2),
        row_of("Condition on arrival", 91, 9, 1.5),
        row_of("Invoice without errors", 73, 8, 3),
        row_of("Finding the part", 77, 7, 2),
        row_of("Handover at the door", NAN, NAN, NAN),
    };
    rows[0].is_point = true;
    rows[0].more = "31 % (28–34), rated 61";
    rows[0].about = "Time from order to arrival: 31 % (28–34), rated 61 (59–63), n 2,064";
    rows[0].card_href = "/cards/1";
    const CxImportance importance = importance_of(rows, G_N_ELEMENTS(rows));
    g_autofree char *svg = drawn(&importance);
    cx_test_golden("figure/importance.svg", svg);
}

static void
test_little(void)
{
    CxImportanceRow rows[] = { row_of("Condition on arrival", 91, 0, 0) };
    rows[0].importance_lo = rows[0].performance_lo = NAN;
    CxImportance importance = importance_of(rows, 0);
    g_autofree char *none = drawn(&importance);
    g_assert_nonnull(strstr(none, "Too few answers"));
    importance.n_rows = 1;
    importance.split_importance = importance.split_performance = NAN;
    g_free(drawn(&importance));
}

static void
test_law(void)
{
    for (int round = 0; round < 200; round++) {
        CxImportanceRow rows[40];
        const size_t n = (size_t)g_test_rand_int_range(0, 41);
        for (size_t i = 0; i < n; i++) {
            rows[i] = row_of(cx_test_hostile_name((unsigned)g_test_rand_int_range(0, 8)),
                             g_test_rand_double_range(0, 100), g_test_rand_double_range(0, 60),
                             g_test_rand_double_range(0, 8));
            if (g_test_rand_int_range(0, 6) == 0)
                rows[i].importance = NAN;
            rows[i].is_point = g_test_rand_int_range(0, 5) == 0;
            if (g_test_rand_bit())
                rows[i].more = "31 % (28–34), rated 61";
        }
        const CxImportance importance = importance_of(rows, n);
        g_free(drawn(&importance));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/figure/importance/measures", test_measures);
    g_test_add_func("/figure/importance/little", test_little);
    g_test_add_func("/figure/importance/law", test_law);
    return g_test_run();
}
