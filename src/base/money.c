#include "base/money.h"

#include <string.h>

#include "base/text.h"
#include "lang/assert.h"

#define CODE_LETTERS 3

/* Currencies in use (ISO 4217, 2026) by the decimals of their minor unit. */
static const char *const with_none[] = { "BIF", "CLP", "DJF", "GNF", "ISK", "JPY",
                                         "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
                                         "VND", "VUV", "XAF", "XOF", "XPF", NULL };
static const char *const with_three[] = { "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND", NULL };
static const char with_two[] =
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
    "CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD "
    "HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA "
    "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN "
    "QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP "
    "TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";

int
cx_currency_exponent(const char *currency)
{
    if (strlen(currency) != CODE_LETTERS || strchr(currency, ' ') != NULL)
        return -1;
    if (g_strv_contains(with_none, currency))
        return 0;
    if (g_strv_contains(with_three, currency))
        return 3;
    return strstr(with_two, currency) != NULL ? 2 : -1;
}

/* Signs people write for a currency. "$" and "kr" are of many, and say which only with the code. */
static const struct {
    const char *sign;
    const char *codes; /* that may be meant */
} signs[] = {
    { "€", "EUR" },
    { "£", "GBP EGP FKP GIP SHP SYP LBP SDG SSP" },
    { "¥", "JPY CNY" },
    { "₹", "INR" },
    { "₩", "KRW KPW" },
    { "₺", "TRY" },
    { "zł", "PLN" },
    { "$", "USD AUD CAD NZD SGD HKD MXN CLP COP ARS BRL TWD BBD BMD BND BSD BZD CVE DOP FJD GYD "
           "JMD KYD LRD NAD SBD SRD TTD XCD NIO TOP WST" },
    { "kr", "SEK NOK DKK ISK" },
    { "Fr.", "CHF" },
};

/* Takes a sign or code off one end of the text. False when it is another currency's. */
static bool
take_name(char *text, const char *currency, const char *name, const char *codes)
{
    const size_t len_bytes = strlen(name);
    if (g_str_has_prefix(text, name))
        memset(text, ' ', len_bytes);
    else if (g_str_has_suffix(text, name))
        text[strlen(text) - len_bytes] = '\0';
    else
        return true;
    (void)cx_text_trim(text);
    return strstr(codes, currency) != NULL;
}

/* The three capitals at an end, if there are. */
static bool
take_code(char *text, const char *currency)
{
    const size_t len_bytes = strlen(text);
    if (len_bytes <= CODE_LETTERS)
        return true;
    char code[CX_CURRENCY_BYTES] = { 0 };
    const char *ends[] = { text, text + len_bytes - CODE_LETTERS };
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
        memcpy(code, ends[i], CODE_LETTERS);
        if (cx_currency_exponent(code) >= 0)
            return take_name(text, currency, code, code);
    }
    return true;
}

bool
cx_money_parse(const char *text, CxPoint point, const char *currency, CxMoney *ret_money,
               GString *reason)
{
    const int exponent = cx_currency_exponent(currency);
    cx_assert(exponent >= 0);
    g_autofree char *bare = cx_text_trim(g_strdup(text));
    bool is_ours = take_code(bare, currency);
    for (size_t i = 0; i < G_N_ELEMENTS(signs) && is_ours; i++)
        is_ours = take_name(bare, currency, signs[i].sign, signs[i].codes);
    if (!is_ours) {
        g_string_append_printf(reason, "\"%s\" is not an amount in %s", text, currency);
        return false;
    }
    CxDecimal value;
    if (!cx_decimal_parse(bare, point, &value) || strchr(bare, '%') != NULL) {
        g_string_append_printf(reason, "\"%s\" is not an amount", text);
        return false;
    }
    int64_t finer = 0;
    CxMoney money = { 0 };
    memcpy(money.currency, currency, CODE_LETTERS);
    const int guard = CX_DECIMALS_MAX;
    if (!cx_decimal_scale(value, exponent, &money.minor)) {
        g_string_append_printf(reason, "\"%s\" is too large an amount", text);
        return false;
    }
    const CxDecimal kept = { money.minor, -exponent };
    int64_t whole = 0;
    if (cx_decimal_scale(value, guard, &finer) &&
        (!cx_decimal_scale(kept, guard, &whole) || whole != finer)) {
        g_string_append_printf(reason, "\"%s\" has more decimals than %s has", text, currency);
        return false;
    }
    *ret_money = money;
    return true;
}

/* 10^n, n up to 12. */
static int64_t
power(int n)
{
    int64_t value = 1;
    for (int i = 0; i < n; i++)
        value *= 10;
    return value;
}

bool
cx_money_convert(CxMoney from, const char *to, int64_t rate, CxMoney *ret_money)
{
    const int exponent_from = cx_currency_exponent(from.currency);
    const int exponent_to = cx_currency_exponent(to);
    cx_assert(exponent_from >= 0 && exponent_to >= 0 && rate > 0);
    CxMoney money = { 0 };
    memcpy(money.currency, to, CODE_LETTERS);
    int64_t scale_up = power(MAX(exponent_to - exponent_from, 0));
    int64_t down = power(CX_RATE_DECIMALS + MAX(exponent_from - exponent_to, 0));
    if (rate > INT64_MAX / scale_up ||
        !cx_decimal_muldiv(from.minor, rate * scale_up, down, &money.minor))
        return false;
    *ret_money = money;
    return true;
}

char *
cx_money_format(CxMoney money)
{
    const int exponent = MAX(cx_currency_exponent(money.currency), 0);
    g_autofree char *plain = cx_decimal_format(money.minor, exponent);
    const char *digits = *plain == '-' ? plain + 1 : plain;
    const char *point = strchr(digits, '.');
    const size_t n_whole = point != NULL ? (size_t)(point - digits) : strlen(digits);
    GString *out = g_string_new(money.currency);
    g_string_append(out, *plain == '-' ? " \u2212" : " ");
    for (size_t i = 0; i < n_whole; i++) {
        if (i > 0 && (n_whole - i) % 3 == 0)
            g_string_append_c(out, ',');
        g_string_append_c(out, digits[i]);
    }
    if (point != NULL)
        g_string_append(out, point);
    return g_string_free(out, FALSE);
}
