#include "base/text.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "lang/assert.h"

#define MINUS   "\xe2\x88\x92" /* U+2212 */
#define EN_DASH "\xe2\x80\x93" /* U+2013 */

void
cx_text_append_double(GString *out, double value)
{
    cx_assert(isfinite(value));
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];
    for (int digits = 15; digits <= 17; digits++) {
        char format[8];
        (void)g_snprintf(format, sizeof format, "%%.%dg", digits);
        (void)g_ascii_formatd(buffer, sizeof buffer, format, value);
        const double back = g_ascii_strtod(buffer, NULL);
        if (!(back < value) && !(back > value))
            break;
    }
    g_string_append(out, buffer);
}

/* Below it a double holds every whole number. */
#define FIXED_MAX 1e15

/* A whole number whose last digits stand after the point. */
static void
append_digits(GString *out, int64_t value, int decimals)
{
    char buffer[24];
    size_t at = sizeof buffer;
    for (int n = 0; n <= decimals || value > 0; n++) {
        if (n == decimals && decimals > 0)
            buffer[--at] = '.';
        buffer[--at] = (char)('0' + value % 10);
        value /= 10;
    }
    g_string_append_len(out, buffer + at, (gssize)(sizeof buffer - at));
}

static void
append_far(GString *out, double value, int decimals)
{
    char format[8];
    (void)g_snprintf(format, sizeof format, "%%.%df", decimals);
    char buffer[512];
    (void)g_ascii_formatd(buffer, sizeof buffer, format, value);
    g_string_append(out, buffer);
}

void
cx_text_append_fixed(GString *out, double value, int decimals)
{
    cx_assert(isfinite(value));
    cx_assert(decimals >= 0 && decimals <= 6);
    static const double scale[] = { 1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6 };
    /* 2.675 is stored a little below itself; a nudge of one part in 1e12 rounds what people see. It never
     * reaches the last digit of what is far from nothing. */
    const double scaled = value * scale[decimals];
    const double rounded = round(scaled + copysign(fmin(fabs(scaled) * 1e-12, 1e-3), scaled));
    if (rounded < 0.0)
        g_string_append_c(out, '-');
    if (fabs(rounded) < FIXED_MAX)
        append_digits(out, (int64_t)fabs(rounded), decimals);
    else
        append_far(out, fabs(rounded) / scale[decimals], decimals);
}

bool
cx_text_parse_double(const char *text, double *ret_value, GError **error)
{
    char *end = NULL;
    const bool starts_well = *text == '-' || *text == '+' || *text == '.' || g_ascii_isdigit(*text);
    const double value = starts_well ? g_ascii_strtod(text, &end) : (double)NAN;
    const bool is_hex = starts_well && strpbrk(text, "xXpP") != NULL;
    if (!starts_well || is_hex || *end != '\0' || end == text || !isfinite(value)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" is not a number", text);
        return false;
    }
    *ret_value = value;
    return true;
}

bool
cx_text_parse_i64(const char *text, int64_t *ret_value, GError **error)
{
    gint64 value = 0;
    if (!g_ascii_string_to_signed(text, 10, INT64_MIN, INT64_MAX, &value, NULL)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" is not a whole number", text);
        return false;
    }
    *ret_value = value;
    return true;
}

char *
cx_text_count(int64_t value)
{
    char digits[24];
    (void)g_snprintf(digits, sizeof digits, "%" PRIu64,
                     value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value);
    GString *out = g_string_new(value < 0 ? MINUS : NULL);
    const size_t n = strlen(digits);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            g_string_append_c(out, ',');
        g_string_append_c(out, digits[i]);
    }
    return g_string_free(out, FALSE);
}

char *
cx_text_number(double value, int decimals)
{
    g_autoptr(GString) plain = g_string_new(NULL);
    cx_text_append_fixed(plain, value, decimals);
    if (plain->str[0] == '-')
        return g_strconcat(MINUS, plain->str + 1, NULL);
    return g_strdup(plain->str);
}

static char *
signed_number(double value, int decimals)
{
    g_autofree char *number = cx_text_number(value, decimals);
    const bool is_zero = strspn(number, "0.") == strlen(number);
    if (is_zero || g_str_has_prefix(number, MINUS))
        return g_steal_pointer(&number);
    return g_strconcat("+", number, NULL);
}

char *
cx_text_interval(double lo, double hi, int decimals)
{
    g_autofree char *lo_text = cx_text_number(lo, decimals);
    g_autofree char *hi_text = cx_text_number(hi, decimals);
    if (!g_str_has_prefix(lo_text, MINUS) && !g_str_has_prefix(hi_text, MINUS))
        return g_strconcat(lo_text, EN_DASH, hi_text, NULL);
    g_autofree char *lo_signed = signed_number(lo, decimals);
    g_autofree char *hi_signed = signed_number(hi, decimals);
    return g_strconcat(lo_signed, " to ", hi_signed, NULL);
}

/* Bytes of the blank at the start of text, 0 if there is none. */
static size_t
blank_len(const char *text)
{
    if (*text != '\0' && strchr(" \t\r\n\f\v", *text) != NULL)
        return 1;
    if (memcmp(text, "\xc2\xa0", strnlen(text, 2) == 2 ? 2 : 1) == 0 && text[0] == '\xc2')
        return strnlen(text, 2) == 2 ? 2 : 0;
    if (strncmp(text, "\xef\xbb\xbf", 3) == 0)
        return 3;
    return 0;
}

/* Bytes of the blank at the end of the len_bytes at text, 0 if there is none. */
static size_t
last_blank_len(const char *text, size_t len_bytes)
{
    for (size_t n = 1; n <= 3 && n <= len_bytes; n++) {
        if (blank_len(text + len_bytes - n) == n)
            return n;
    }
    return 0;
}

char *
cx_text_trim(char *text)
{
    const char *start = text;
    for (size_t n = blank_len(start); n > 0; n = blank_len(start))
        start += n;
    size_t len_bytes = strlen(start);
    for (size_t n = last_blank_len(start, len_bytes); n > 0; n = last_blank_len(start, len_bytes))
        len_bytes -= n;
    memmove(text, start, len_bytes);
    text[len_bytes] = '\0';
    return text;
}

/* Joiners (U+200C, U+200D) stay: some scripts are not written without them. */
static bool
is_unseen(gunichar c)
{
    return c == 0xAD || c == 0x61C || c == 0x200B || c == 0x200E || c == 0x200F ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) ||
           (c >= 0x2066 && c <= 0x206F) || c == 0xFEFF;
}

char *
cx_text_name(const char *text)
{
    const bool is_text = g_utf8_validate(text, -1, NULL);
    g_autofree char *composed = is_text ? g_utf8_normalize(text, -1, G_NORMALIZE_NFC) : NULL;
    g_autoptr(GString) name = g_string_new(NULL);
    char *at = composed;
    while (at != NULL && *at != '\0') {
        if (!is_unseen(g_utf8_get_char(at)))
            g_string_append_unichar(name, g_utf8_get_char(at));
        at = g_utf8_next_char(at);
    }
    return cx_text_trim(g_string_free(g_steal_pointer(&name), FALSE));
}

char *
cx_text_key(const char *words)
{
    GString *key = g_string_new(NULL);
    for (const char *p = words; *p != '\0' && key->len < CX_KEY_BYTES_MAX; p++) {
        if (g_ascii_isalnum(*p))
            g_string_append_c(key, g_ascii_tolower(*p));
        else if (key->len > 0 && key->str[key->len - 1] != '_')
            g_string_append_c(key, '_');
    }
    if (key->len > 0 && key->str[key->len - 1] == '_')
        g_string_truncate(key, key->len - 1);
    return g_string_free(key, FALSE);
}

bool
cx_text_is_key(const char *text)
{
    const size_t len_bytes = strlen(text);
    if (len_bytes == 0 || len_bytes > CX_KEY_BYTES_MAX)
        return false;
    if (strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-") != len_bytes)
        return false;
    return text[0] != '_' && text[0] != '-';
}

bool
cx_text_is_clean(const char *text)
{
    if (!g_utf8_validate(text, -1, NULL))
        return false;
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        if ((*p < 0x20 && *p != '\t' && *p != '\n') || *p == 0x7f)
            return false;
    }
    return true;
}
