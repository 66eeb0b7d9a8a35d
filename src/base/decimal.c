#include "base/decimal.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "lang/assert.h"

#define DIGITS_MAX   18 /* that surely fit into 64 bits */
#define EXPONENT_MAX 40
#define THOUSAND     3 /* digits between two marks */
#define TEN          10

/* Products of two 64-bit numbers. */
__extension__ typedef __int128 Wide;

/* A number being read. */
typedef struct {
    const char *at;
    char mark;  /* between thousands */
    char point; /* before the decimals */
    CxDecimal value;
    int n_digits; /* that count */
    int n_whole;  /* digits of the whole part so far */
    int since;    /* digits since the last mark; -1: there was none */
    bool is_negative;
} Reading;

/* Blanks that stand between thousands: plain, no-break, narrow no-break, thin. Bytes long, or 0. */
static size_t
blank_at(const char *at)
{
    static const char *const blanks[] = { " ", "\u00A0", "\u202F", "\u2009" };
    for (size_t i = 0; i < G_N_ELEMENTS(blanks); i++) {
        if (g_str_has_prefix(at, blanks[i]))
            return strlen(blanks[i]);
    }
    return 0;
}

static void
skip_blanks(Reading *reading)
{
    size_t len_bytes = 0;
    while ((len_bytes = blank_at(reading->at)) > 0)
        reading->at += len_bytes;
}

static void
read_sign(Reading *reading)
{
    static const char *const minuses[] = { "-", "\u2212" };
    for (size_t i = 0; i < G_N_ELEMENTS(minuses); i++) {
        if (g_str_has_prefix(reading->at, minuses[i])) {
            reading->is_negative = true;
            reading->at += strlen(minuses[i]);
            return;
        }
    }
    if (*reading->at == '+')
        reading->at++;
}

static bool
take_digit(Reading *reading)
{
    const int digit = *reading->at++ - '0';
    if (reading->value.mantissa == 0 && digit == 0)
        return true;
    if (++reading->n_digits > DIGITS_MAX)
        return false;
    reading->value.mantissa = reading->value.mantissa * TEN + digit;
    return true;
}

/* A mark of thousands with three digits behind it, at least. */
static bool
take_mark(Reading *reading)
{
    const size_t blank = blank_at(reading->at);
    const size_t len_bytes = *reading->at == reading->mark ? 1 : blank;
    if (len_bytes == 0)
        return false;
    const char *next = reading->at + len_bytes;
    for (int i = 0; i < THOUSAND; i++) {
        if (!g_ascii_isdigit(next[i]))
            return false;
    }
    const bool is_placed = reading->since < 0
                               ? reading->n_whole >= 1 && reading->n_whole <= THOUSAND
                               : reading->since == THOUSAND;
    if (!is_placed)
        return false;
    reading->at = next;
    reading->since = 0;
    return true;
}

static bool
read_whole(Reading *reading)
{
    for (;;) {
        if (g_ascii_isdigit(*reading->at)) {
            if (!take_digit(reading))
                return false;
            reading->n_whole++;
            reading->since += reading->since >= 0 ? 1 : 0;
        } else if (!take_mark(reading)) {
            return reading->since < 0 || reading->since == THOUSAND;
        }
    }
}

static bool
read_decimals(Reading *reading)
{
    if (*reading->at != reading->point)
        return reading->n_whole > 0;
    reading->at++;
    int n = 0;
    for (; g_ascii_isdigit(*reading->at); n++) {
        if (!take_digit(reading))
            return false;
        reading->value.exponent--;
    }
    return n > 0 && n <= EXPONENT_MAX;
}

/* "e-3", and "%" behind the number. */
static bool
read_tail(Reading *reading)
{
    if (*reading->at == 'e' || *reading->at == 'E') {
        char *end = NULL;
        const int64_t exponent = g_ascii_strtoll(reading->at + 1, &end, TEN);
        if (end == reading->at + 1 || exponent < -EXPONENT_MAX || exponent > EXPONENT_MAX)
            return false;
        reading->at = end;
        reading->value.exponent += (int32_t)exponent;
    }
    skip_blanks(reading);
    if (*reading->at == '%') {
        reading->at++;
        reading->value.exponent -= 2;
    }
    skip_blanks(reading);
    return *reading->at == '\0' && ABS(reading->value.exponent) <= EXPONENT_MAX;
}

bool
cx_decimal_parse(const char *text, CxPoint point, CxDecimal *ret_value)
{
    Reading reading = { .at = text,
                        .mark = point == CX_POINT_DOT ? ',' : '.',
                        .point = point == CX_POINT_DOT ? '.' : ',',
                        .since = -1 };
    skip_blanks(&reading);
    read_sign(&reading);
    if (!read_whole(&reading) || !read_decimals(&reading) || !read_tail(&reading))
        return false;
    if (reading.is_negative)
        reading.value.mantissa = -reading.value.mantissa;
    *ret_value = reading.value;
    return true;
}

static bool
fits(Wide value)
{
    return value <= INT64_MAX && value >= -INT64_MAX;
}

/* value / divisor (over 0), half to even. */
static Wide
divide(Wide value, Wide divisor)
{
    const Wide whole = value / divisor;
    const Wide rest = value % divisor;
    const Wide twice = (rest < 0 ? -rest : rest) * 2;
    const bool is_up = twice > divisor || (twice == divisor && whole % 2 != 0);
    return is_up ? whole + (value < 0 ? -1 : 1) : whole;
}

bool
cx_decimal_multiply(CxDecimal a, CxDecimal b, CxDecimal *ret_value)
{
    Wide mantissa = (Wide)a.mantissa * b.mantissa;
    int32_t exponent = a.exponent + b.exponent;
    while (mantissa != 0 && mantissa % TEN == 0) {
        mantissa /= TEN;
        exponent++;
    }
    if (!fits(mantissa))
        return false;
    *ret_value = (CxDecimal){ (int64_t)mantissa, exponent };
    return true;
}

bool
cx_decimal_scale(CxDecimal value, int decimals, int64_t *ret_scaled)
{
    cx_assert(decimals >= 0 && decimals <= CX_DECIMALS_MAX);
    Wide scaled = value.mantissa;
    int32_t shift = value.exponent + decimals;
    for (; shift > 0 && scaled != 0; shift--) {
        scaled *= TEN;
        if (!fits(scaled))
            return false;
    }
    Wide divisor = 1;
    for (; shift < 0; shift++) {
        divisor *= TEN;
        if (divisor > (Wide)INT64_MAX * 4) { /* rounds to nothing */
            *ret_scaled = 0;
            return true;
        }
    }
    scaled = divide(scaled, divisor);
    if (!fits(scaled))
        return false;
    *ret_scaled = (int64_t)scaled;
    return true;
}

double
cx_decimal_double(int64_t scaled, int decimals)
{
    return (double)scaled / pow((double)TEN, decimals);
}

char *
cx_decimal_format(int64_t scaled, int decimals)
{
    cx_assert(decimals >= 0 && decimals <= CX_DECIMALS_MAX);
    uint64_t rest = scaled < 0 ? (uint64_t) - (scaled + 1) + 1 : (uint64_t)scaled;
    uint64_t unit = 1;
    for (int i = 0; i < decimals; i++)
        unit *= TEN;
    const char *sign = scaled < 0 ? "-" : "";
    if (decimals == 0)
        return g_strdup_printf("%s%" PRIu64, sign, rest);
    return g_strdup_printf("%s%" PRIu64 ".%0*" PRIu64, sign, rest / unit, decimals, rest % unit);
}

bool
cx_decimal_muldiv(int64_t a, int64_t b, int64_t c, int64_t *ret_value)
{
    cx_assert(c > 0);
    const Wide value = divide((Wide)a * b, c);
    if (!fits(value))
        return false;
    *ret_value = (int64_t)value;
    return true;
}
