#include <glib.h>
#include <string.h>

#include "figure/measure.h"

static void
test_widths(void)
{
    g_assert_cmpfloat(cx_measure_text("", 12, 400), ==, 0.0);
    /* Measured in a browser with the same files: "Returns and Repairs" at 13 px. */
    g_assert_cmpfloat_with_epsilon(cx_measure_text("Returns and Repairs", 13, 500), 124.0, 3.0);
    g_assert_cmpfloat(cx_measure_text("Wide", 12, 600), >, cx_measure_text("Wide", 12, 400));
    g_assert_cmpfloat(cx_measure_text("e\xCC\x81", 12, 400), ==, cx_measure_text("e", 12, 400));
    g_assert_cmpfloat(cx_measure_text("\xFF\xFE", 12, 400), >, 0.0);
}

static void
test_fit_examples(void)
{
    static const struct {
        const char *why, *text;
        double room;
        const char *want;
    } rows[] = {
        { "it fits", "Sales", 100, "Sales" },
        { "empty stays empty", "", 0, "" },
        { "blanks before the ellipsis go", "Technical Support", 67, "Technical…" },
        { "one letter at least", "Technical Support", 1, "T…" },
        { "an accent stays on its letter",
          "e\xCC\x81"
          "e\xCC\x81",
          1, "e\xCC\x81…" },
        { "right to left: a mark holds the ellipsis", "خدمة العملاء والمبيعات", 60,
          "خدمة ال…\xE2\x80\x8F" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = cx_measure_fit(rows[i].text, 12, 400, rows[i].room);
        g_test_message("%s: %s", rows[i].why, got);
        g_assert_cmpstr(got, ==, rows[i].want);
    }
}

static void
test_fit_law(void)
{
    static const char *const letters[] = { "a", "W",  " ",         "é",          "ß",
                                           "خ", "客", "e\xCC\x81", "👩‍🔬" };
    for (int i = 0; i < 2000; i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        const int n = g_test_rand_int_range(1, 60);
        for (int k = 0; k < n; k++)
            g_string_append(text, letters[g_test_rand_int_range(0, G_N_ELEMENTS(letters))]);
        const double room = g_test_rand_double_range(40, 400);
        g_autofree char *got = cx_measure_fit(text->str, 12, 500, room);
        g_assert_true(g_utf8_validate(got, -1, NULL));
        g_assert_cmpfloat(cx_measure_text(got, 12, 500), <=, room + 0.01);
        if (cx_measure_text(text->str, 12, 500) <= room)
            g_assert_cmpstr(got, ==, text->str);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/figure/measure/widths", test_widths);
    g_test_add_func("/figure/measure/fit-examples", test_fit_examples);
    g_test_add_func("/figure/measure/fit-law", test_fit_law);
    return g_test_run();
}
