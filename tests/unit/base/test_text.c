#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

static void
test_numbers(void)
{
    static const struct {
        double value;
        int decimals;
        const char *want;
    } rows[] = {
        { 30.9811, 0, "31" },
        { -2.45, 1,
          "\xe2\x88\x92"
          "2.5" },
        { -0.04, 1, "0.0" },
        { 2.675, 2, "2.68" },
        { 0.5, 0, "1" },
        { 1234567.0, 0, "1234567" },
        { 12000000000.0, 2, "12000000000.00" },
        { 100000000000000000.0, 0, "100000000000000000" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = cx_text_number(rows[i].value, rows[i].decimals);
        g_assert_cmpstr(text, ==, rows[i].want);
    }
}

static void
test_intervals(void)
{
    g_autofree char *plain = cx_text_interval(28.15, 33.81, 0);
    g_assert_cmpstr(plain, ==,
                    "28\xe2\x80\x93"
                    "34");
    g_autofree char *negative = cx_text_interval(-10.0, 2.0, 0);
    g_assert_cmpstr(negative, ==,
                    "\xe2\x88\x92"
                    "10 to +2");
    g_autofree char *zero = cx_text_interval(-3.0, 0.0, 0);
    g_assert_cmpstr(zero, ==,
                    "\xe2\x88\x92"
                    "3 to 0");
}

static void
test_counts(void)
{
    g_autofree char *small = cx_text_count(7);
    g_autofree char *large = cx_text_count(1234567);
    g_autofree char *least = cx_text_count(INT64_MIN);
    g_assert_cmpstr(small, ==, "7");
    g_assert_cmpstr(large, ==, "1,234,567");
    g_assert_cmpstr(least, ==,
                    "\xe2\x88\x92"
                    "9,223,372,036,854,775,808");
}

static void
test_parse_refuses(void)
{
    static const char *const rows[] = { "",    " 1",    "1 ",  "0x10", "nan", "inf",
                                        "1,5", "1e999", "abc", "-",    "." };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        double value = 5.0;
        g_autoptr(GError) error = NULL;
        g_assert_false(cx_text_parse_double(rows[i], &value, &error));
        g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    }
}

/* The digits are those printf writes of what has no more of them. */
static void
test_fixed_like_printf(void)
{
    for (int i = 0; i < 5000; i++) {
        const int decimals = g_test_rand_int_range(0, 7);
        const double most = pow(10.0, g_test_rand_int_range(0, 16));
        const double shown = round(g_test_rand_double_range(-most, most)) / pow(10.0, decimals);
        g_autofree char *format = g_strdup_printf("%%.%df", decimals);
        char want[64];
        (void)g_ascii_formatd(want, sizeof want, format, shown);
        const bool is_minus_nothing = want[0] == '-' && strpbrk(want, "123456789") == NULL;
        g_autoptr(GString) out = g_string_new(NULL);
        cx_text_append_fixed(out, shown, decimals);
        g_assert_cmpstr(out->str, ==, want + (is_minus_nothing ? 1 : 0));
    }
}

/* Any double that is written reads back as itself. */
static void
test_double_round_trip(void)
{
    for (int i = 0; i < 2000; i++) {
        const double value =
            g_test_rand_double_range(-1e6, 1e6) / (double)(1 + g_test_rand_int_range(0, 1000));
        g_autoptr(GString) out = g_string_new(NULL);
        cx_text_append_double(out, value);
        double back = 0.0;
        g_assert_true(cx_text_parse_double(out->str, &back, NULL));
        g_assert_cmpfloat(back, ==, value);
    }
}

static void
test_trim(void)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        { "  NETPRO  ", "NETPRO" },
        { "\xef\xbb\xbf"
          "id",
          "id" },
        { "\xc2\xa0x\xc2\xa0 ", "x" },
        { "   ", "" },
        { "", "" },
        { "\xc3\xa9", "\xc3\xa9" },
        { "a b", "a b" },
        { "\xc2", "\xc2" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = g_strdup(rows[i].text);
        g_assert_cmpstr(cx_text_trim(text), ==, rows[i].want);
    }
}

static void
test_names(void)
{
    static const struct {
        const char *text, *name;
    } rows[] = {
        { " Jose\xcc\x81 Arce\t", "Jos\xc3\xa9 Arce" },
        { "Jos\xc3\xa9\xe2\x80\x8b Arce", "Jos\xc3\xa9 Arce" },
        { "\xe2\x80\xae"
          "Ada\xe2\x80\xac",
          "Ada" },
        { "\xef\xbb\xbf"
          "Ada",
          "Ada" },
        { "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae", "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae" },
        { "\xe2\x80\x8b", "" },
        { "\xc0\xaf", "" },
        { "", "" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *name = cx_text_name(rows[i].text);
        g_assert_cmpstr(name, ==, rows[i].name);
    }
}

static void
test_keys(void)
{
    g_autofree char *key = cx_text_key("  Guest Services & more! ");
    g_assert_cmpstr(key, ==, "guest_services_more");
    g_assert_true(cx_text_is_key("sfo-2018"));
    g_assert_false(cx_text_is_key("-x"));
    g_assert_false(cx_text_is_key("A"));
    g_assert_false(cx_text_is_key(""));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/numbers", test_numbers);
    g_test_add_func("/text/intervals", test_intervals);
    g_test_add_func("/text/counts", test_counts);
    g_test_add_func("/text/parse_refuses", test_parse_refuses);
    g_test_add_func("/text/fixed_like_printf", test_fixed_like_printf);
    g_test_add_func("/text/double_round_trip", test_double_round_trip);
    g_test_add_func("/text/trim", test_trim);
    g_test_add_func("/text/names", test_names);
    g_test_add_func("/text/keys", test_keys);
    return g_test_run();
}
