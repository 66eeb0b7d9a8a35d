/* Decimal numbers and money: what people write, kept exactly. */
#include <inttypes.h>
#include <string.h>

#include "base/money.h"

static void
test_parse(void)
{
    static const struct {
        const char *why, *text;
        CxPoint point;
        int decimals;
        const char *want; /* NULL: no number */
    } rows[] = {
        { "a whole number", "42", CX_POINT_DOT, 0, "42" },
        { "decimals", "2.5", CX_POINT_DOT, 1, "2.5" },
        { "a comma", "2,5", CX_POINT_COMMA, 1, "2.5" },
        { "thousands", "1,234,567.80", CX_POINT_DOT, 2, "1234567.80" },
        { "thousands with points", "1.234.567,8", CX_POINT_COMMA, 2, "1234567.80" },
        { "thousands with blanks", "1 234 567", CX_POINT_DOT, 0, "1234567" },
        { "thousands with no-break blanks", "1\u00A0234\u202F567", CX_POINT_DOT, 0, "1234567" },
        { "a share", "58%", CX_POINT_DOT, 2, "0.58" },
        { "a share with a blank", "58,4 %", CX_POINT_COMMA, 3, "0.584" },
        { "a true minus", "\u22123.25", CX_POINT_DOT, 2, "-3.25" },
        { "a point first", ".5", CX_POINT_DOT, 1, "0.5" },
        { "half to even, down", "0.125", CX_POINT_DOT, 2, "0.12" },
        { "half to even, up", "0.375", CX_POINT_DOT, 2, "0.38" },
        { "below nothing", "-0.125", CX_POINT_DOT, 2, "-0.12" },
        { "an exponent", "1.5e3", CX_POINT_DOT, 0, "1500" },
        { "a small exponent", "1e-12", CX_POINT_DOT, 6, "0.000000" },
        { "18 digits", "123456789012345678", CX_POINT_DOT, 0, "123456789012345678" },
        { "19 digits", "1234567890123456789", CX_POINT_DOT, 0, NULL },
        { "does not fit its decimals", "123456789012345678", CX_POINT_DOT, 4, NULL },
        { "a mark out of place", "12,34", CX_POINT_DOT, 0, NULL },
        { "marks of two kinds", "1,2345", CX_POINT_DOT, 0, NULL },
        { "two points", "1.2.3", CX_POINT_DOT, 1, NULL },
        { "nothing", "", CX_POINT_DOT, 0, NULL },
        { "a sign", "-", CX_POINT_DOT, 0, NULL },
        { "words", "12 days", CX_POINT_DOT, 0, NULL },
        { "no number of machines", "nan", CX_POINT_DOT, 0, NULL },
        { "an endless exponent", "1e99999999999999999999", CX_POINT_DOT, 0, NULL },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        CxDecimal value;
        int64_t scaled = 0;
        const bool is_read = cx_decimal_parse(rows[i].text, rows[i].point, &value) &&
                             cx_decimal_scale(value, rows[i].decimals, &scaled);
        g_assert_cmpint(is_read, ==, rows[i].want != NULL);
        if (!is_read)
            continue;
        g_autofree char *text = cx_decimal_format(scaled, rows[i].decimals);
        g_assert_cmpstr(text, ==, rows[i].want);
    }
}

/* What was written reads back, whatever the number. */
static void
test_round_trip(void)
{
    for (int i = 0; i < 2000; i++) {
        const int64_t high = (int64_t)g_test_rand_int() * (INT64_C(1) << 27);
        const int64_t scaled = (high ^ g_test_rand_int()) % INT64_C(100000000000000000);
        const int decimals = g_test_rand_int_range(0, 10);
        g_autofree char *text = cx_decimal_format(scaled, decimals);
        CxDecimal value;
        int64_t back = 0;
        g_assert_true(cx_decimal_parse(text, CX_POINT_DOT, &value));
        g_assert_true(cx_decimal_scale(value, decimals, &back));
        g_assert_cmpint(back, ==, scaled);
    }
}

static void
test_money(void)
{
    static const struct {
        const char *why, *text;
        CxPoint point;
        const char *currency;
        const char *want; /* NULL: refused */
    } rows[] = {
        { "plain", "1234.5", CX_POINT_DOT, "EUR", "EUR 1,234.50" },
        { "a sign before", "€ 1,234.50", CX_POINT_DOT, "EUR", "EUR 1,234.50" },
        { "a code behind", "1.234,50 EUR", CX_POINT_COMMA, "EUR", "EUR 1,234.50" },
        { "a loss", "-12", CX_POINT_DOT, "USD", "USD \u221212.00" },
        { "no minor unit", "1500", CX_POINT_DOT, "JPY", "JPY 1,500" },
        { "three decimals", "1.234", CX_POINT_DOT, "KWD", "KWD 1.234" },
        { "decimals the currency does not have", "15.5", CX_POINT_DOT, "JPY", NULL },
        { "a tenth of a cent", "1.234", CX_POINT_DOT, "EUR", NULL },
        { "noughts behind the cents", "1.2300", CX_POINT_DOT, "EUR", "EUR 1.23" },
        { "another currency's sign", "£12", CX_POINT_DOT, "EUR", NULL },
        { "another currency's code", "12 USD", CX_POINT_DOT, "EUR", NULL },
        { "a share is no amount", "12%", CX_POINT_DOT, "EUR", NULL },
        { "words", "much", CX_POINT_DOT, "EUR", NULL },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_autoptr(GString) reason = g_string_new(NULL);
        CxMoney money;
        const bool is_read =
            cx_money_parse(rows[i].text, rows[i].point, rows[i].currency, &money, reason);
        g_assert_cmpint(is_read, ==, rows[i].want != NULL);
        g_assert_cmpint(is_read, ==, reason->len == 0);
        if (!is_read)
            continue;
        g_autofree char *text = cx_money_format(money);
        g_assert_cmpstr(text, ==, rows[i].want);
    }
    g_assert_cmpint(cx_currency_exponent("XYZ"), ==, -1);
    g_assert_cmpint(cx_currency_exponent("EU"), ==, -1);
    g_assert_cmpint(cx_currency_exponent("D A"), ==, -1);
}

static void
test_convert(void)
{
    static const struct {
        const char *why;
        CxMoney from;
        const char *to;
        int64_t rate;
        int64_t minor;
    } rows[] = {
        { "by one", { 1234, "EUR" }, "USD", 1000000000, 1234 },
        { "half to even, down", { 5, "EUR" }, "USD", 500000000, 2 },
        { "half to even, up", { 7, "EUR" }, "USD", 500000000, 4 },
        { "below nothing", { -5, "EUR" }, "USD", 500000000, -2 },
        { "to whole yen", { 1000, "EUR" }, "JPY", INT64_C(162345000000), 1623 },
        { "from yen", { 1623, "JPY" }, "EUR", 6160000, 1000 },
        { "to a thousandth", { 100, "USD" }, "KWD", 307000000, 307 },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        CxMoney money;
        g_assert_true(cx_money_convert(rows[i].from, rows[i].to, rows[i].rate, &money));
        g_assert_cmpint(money.minor, ==, rows[i].minor);
        g_assert_cmpstr(money.currency, ==, rows[i].to);
    }
    CxMoney money;
    g_assert_false(
        cx_money_convert((CxMoney){ INT64_MAX, "EUR" }, "JPY", INT64_C(1000000000000), &money));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/decimal/parse", test_parse);
    g_test_add_func("/base/decimal/round-trip", test_round_trip);
    g_test_add_func("/base/money/parse", test_money);
    g_test_add_func("/base/money/convert", test_convert);
    return g_test_run();
}
