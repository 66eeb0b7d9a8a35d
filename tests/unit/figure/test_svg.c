#include "drawn.h"

#include <glib.h>
#include <math.h>

#include "figure/strip.h"
#include "figure/svg.h"
#include "support/golden.h"

static void
test_numbers(void)
{
    static const struct {
        double value;
        const char *want;
    } rows[] = { { 0, "0" },       { -0.0, "0" },  { 1.25, "1.3" },
                 { -1.04, "-1" },  { 258, "258" }, { 354.7, "354.7" },
                 { 99.96, "100" }, { -0.04, "0" }, { 1e7, "10000000" } };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) out = g_string_new(NULL);
        cx_svg_append_number(out, rows[i].value);
        g_assert_cmpstr(out->str, ==, rows[i].want);
    }
}

static void
test_escaping(void)
{
    g_autoptr(GString) out = g_string_new(NULL);
    cx_svg_append_escaped(out, "</text><script>a&&\"b\"'\x01\xFF é خ</script>");
    g_assert_cmpstr(out->str, ==,
                    "&lt;/text&gt;&lt;script&gt;a&amp;&amp;&quot;b&quot;&#39;\xEF\xBF\xBD\xEF\xBF"
                    "\xBD é خ&lt;/script&gt;");
}

static void
test_strip(void)
{
    static const CxStrip strips[] = {
        { .from = 50, .to = 100, .value = 68, .lo = 66, .hi = 70, .before = 74, .is_point = true },
        { .from = 50, .to = 100, .value = 86, .lo = 78, .hi = 92, .before = NAN },
        { .from = 50, .to = 100, .value = NAN, .lo = NAN, .hi = NAN, .before = NAN },
        { .from = -100, .to = 100, .value = 120, .lo = -300, .hi = NAN, .before = INFINITY },
    };
    g_autoptr(GString) out = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(strips); i++)
        cx_strip_draw(out, &strips[i]);
    cx_test_drawn_is_valid(out->str);
    cx_test_golden("figure/strip.svg", out->str);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/figure/svg/numbers", test_numbers);
    g_test_add_func("/figure/svg/escaping", test_escaping);
    g_test_add_func("/figure/svg/strip", test_strip);
    return g_test_run();
}
