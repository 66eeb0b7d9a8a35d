#include "drawn.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "figure/dots.h"
#include "support/golden.h"

static char *
drawn(const CxDots *dots)
{
    GString *out = g_string_new(NULL);
    cx_dots_draw(out, dots);
    return g_string_free(out, FALSE);
}

static CxDotsRow
row(const char *label, double value, double lo, double hi)
{
    return (CxDotsRow){ .label = label,
                        .value = value,
                        .lo = lo,
                        .hi = hi,
                        .before = NAN,
                        .value_text = "84",
                        .range_text = "81–87",
                        .n_text = "n 812" };
}

static CxDots
plot(const CxDotsRow *rows, size_t n_rows)
{
    return (CxDots){ .id = "d",
                     .title = "Score by department with 95 percent intervals",
                     .desc = "Share of customers rating each department 7 or better.",
                     .heading = "Customers rating the department 7 or better of 10, %",
                     .heading_short = "Rated 7 or better of 10, %",
                     .rows = rows,
                     .n_rows = n_rows,
                     .floor = 0,
                     .ceil = 100,
                     .lo = NAN,
                     .hi = NAN,
                     .overall = NAN };
}

/* ---- Golden ---- */

static void
test_departments(void)
{
    CxDotsRow rows[] = {
        { .label = "Technical Support",
          .value = 84,
          .lo = 81,
          .hi = 87,
          .value_text = "84",
          .range_text = "81–87",
          .n_text = "n 812",
          .card_href = "/cards/a1",
          .card_about = "n 812, evidence card for Technical Support",
          .href = "/departments/1" },
        { .label = "Web Shop",
          .value = 82,
          .lo = 80,
          .hi = 84,
          .value_text = "82",
          .range_text = "80–84",
          .n_text = "n 1,906",
          .card_href = "/cards/a2",
          .card_about = "n 1,906, evidence card for Web Shop" },
        { .label = "Billing", .value = NAN, .why = "hidden: fewer than 5 answers" },
        { .label = "Delivery",
          .value = 68,
          .lo = 66,
          .hi = 70,
          .value_text = "68",
          .range_text = "66–70",
          .n_text = "n 2,071",
          .is_point = true,
          .card_href = "/cards/a3",
          .card_about = "n 2,071, evidence card for Delivery" },
        { .label = "Product Supply",
          .value = NAN,
          .why = "hidden too, so that Billing cannot be worked out",
          .why_short = "hidden too, so Billing cannot be worked out" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        rows[i].before = NAN;
    rows[3].before = 74;
    CxDots dots = plot(rows, G_N_ELEMENTS(rows));
    dots.overall = 76;
    dots.overall_text = "all departments 76 (75–77)";
    dots.overall_short = "all 76 (75–77)";
    g_autofree char *svg = drawn(&dots);
    cx_test_drawn_is_valid(svg);
    cx_test_drawn_is_legible(svg);
    cx_test_golden("figure/dots_departments.svg", svg);
    g_autofree char *again = drawn(&dots);
    g_assert_cmpstr(svg, ==, again);
}

static void
test_nothing_shown(void)
{
    const CxDotsRow rows[] = {
        { .label = "Billing", .value = NAN, .why = "hidden: fewer than 5 answers" },
        { .label = "Sales", .value = NAN },
    };
    CxDots dots = plot(rows, G_N_ELEMENTS(rows));
    dots.overall = 76;
    dots.overall_text = "all departments";
    g_autofree char *svg = drawn(&dots);
    cx_test_drawn_is_valid(svg);
    cx_test_drawn_is_legible(svg);
    g_assert_null(strstr(svg, "<circle"));
    g_assert_null(strstr(svg, "all departments"));
    cx_test_golden("figure/dots_hidden.svg", svg);
    dots.n_rows = 0;
    g_autofree char *empty = drawn(&dots);
    cx_test_drawn_is_valid(empty);
}

static void
test_hostile_words(void)
{
    g_autoptr(GString) arabic = g_string_new(NULL);
    while (g_utf8_strlen(arabic->str, -1) < 200)
        g_string_append(arabic, "إدارة خدمة العملاء ");
    CxDotsRow rows[] = {
        row("</text><script>alert('1')</script>", 84, 81, 87),
        row(arabic->str, 55, 50, 60),
        row("Ends \"with\" & <broken> \xC3", 30, NAN, NAN),
        row("", 31, 31, 31),
    };
    rows[0].href = "javascript:\"><x>";
    rows[0].card_href = "/cards/1?a=b&c='d'";
    rows[0].card_about = "<b>";
    rows[2].value = NAN;
    rows[2].why = arabic->str;
    CxDots dots = plot(rows, G_N_ELEMENTS(rows));
    dots.title = "<title>";
    dots.desc = NULL;
    dots.heading_short = arabic->str;
    g_autofree char *svg = drawn(&dots);
    cx_test_drawn_is_valid(svg);
    cx_test_drawn_is_legible(svg);
    g_assert_null(strstr(svg, "<script"));
    g_autofree char *whole = g_strdup_printf("<title>%s</title>", arabic->str);
    g_assert_nonnull(strstr(svg, whole));
    g_assert_nonnull(strstr(svg, "…\xE2\x80\x8F"));
}

/* ---- Laws ---- */

static const char *const names[] = {
    "Sales",
    "Returns and Repairs",
    "Airport Operations and Guest Experience Management",
    "IT",
    "Kundendienst Österreich und Südtirol",
    "إدارة خدمة العملاء والمبيعات",
};

/* Up to 40 rows, any numbers: words never touch, numbers are numbers. */
static void
test_law(void)
{
    for (int i = 0; i < 400; i++) {
        CxDotsRow rows[40];
        const size_t n = (size_t)g_test_rand_int_range(1, 41);
        char words[40][3][32];
        for (size_t k = 0; k < n; k++) {
            const double value = g_test_rand_double_range(-100, 100);
            const double half = g_test_rand_double_range(0, 40);
            rows[k] = row(names[g_test_rand_int_range(0, G_N_ELEMENTS(names))], value, value - half,
                          value + half);
            if (g_test_rand_int_range(0, 5) == 0)
                rows[k].value = NAN;
            if (g_test_rand_bit())
                rows[k].before = g_test_rand_double_range(-100, 100);
            rows[k].why = "hidden: fewer than 5 answers";
            rows[k].is_point = k == 0;
            g_snprintf(words[k][0], 32, "−%d.%d", g_test_rand_int_range(0, 100),
                       g_test_rand_int_range(0, 9));
            g_snprintf(words[k][1], 32, "−%d.5 to +%d.5", g_test_rand_int_range(0, 100),
                       g_test_rand_int_range(0, 100));
            g_snprintf(words[k][2], 32, "n %d,%03d", g_test_rand_int_range(1, 9999),
                       g_test_rand_int_range(0, 999));
            rows[k].value_text = words[k][0];
            rows[k].range_text = words[k][1];
            rows[k].n_text = words[k][2];
        }
        CxDots dots = plot(rows, n);
        dots.floor = -100;
        dots.overall = g_test_rand_bit() ? g_test_rand_double_range(-100, 100) : (double)NAN;
        dots.overall_text = "all departments together 76 (75–77)";
        g_autofree char *svg = drawn(&dots);
        cx_test_drawn_is_valid(svg);
        cx_test_drawn_is_legible(svg);
    }
}

/* Bars begin at zero, whatever their values. */
static void
test_bars(void)
{
    CxDotsRow rows[] = { row("Time from order to arrival", 31, 28, 34),
                         row("Being told", 22, 19, 25), row("Condition", 9, 7, 11) };
    rows[0].is_point = true;
    CxDots dots = plot(rows, G_N_ELEMENTS(rows));
    dots.mark = CX_DOTS_BAR;
    g_autofree char *svg = drawn(&dots);
    cx_test_drawn_is_valid(svg);
    cx_test_drawn_is_legible(svg);
    g_assert_nonnull(strstr(svg, ">0</text>"));
    cx_test_golden("figure/dots_bars.svg", svg);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/figure/dots/departments", test_departments);
    g_test_add_func("/figure/dots/nothing-shown", test_nothing_shown);
    g_test_add_func("/figure/dots/hostile-words", test_hostile_words);
    g_test_add_func("/figure/dots/law", test_law);
    g_test_add_func("/figure/dots/bars", test_bars);
    return g_test_run();
}
