/* A scanner over one cell: digits, separators, and nothing that the rule does not name. Two-digit
 * years are refused, since nobody can say which century they mean. */
#include "feedback/when.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"

#define EXCEL_DAY_ZERO     (-25569)  /* 1899-12-30 as days since 1970-01-01 */
#define EXCEL_DAY_MIN      61.0      /* 1900-03-01: before it Excel counts a day that never was */
#define EXCEL_DAY_MAX      2958466.0 /* after 9999-12-31 */
#define US_PER_MINUTE      (60 * CX_US_PER_SECOND)
#define US_PER_HOUR        (60 * US_PER_MINUTE)
#define US_DIGITS          6
#define OFFSET_MINUTES_MAX INT64_C(840) /* 14 hours */

/* What a cell said, before it is made a day. */
typedef struct {
    CxCivil civil;
    bool has_time;
    int64_t in_day_us;
    bool has_offset;
    int64_t offset_min; /* east of UTC */
} Reading;

/* From min to max digits as a number; *at moves on. */
static bool
read_digits(const char **at, int min, int max, int32_t *ret_value)
{
    int32_t value = 0;
    int n = 0;
    while (n < max && g_ascii_isdigit((*at)[n])) {
        value = value * 10 + ((*at)[n] - '0');
        n++;
    }
    if (n < min)
        return false;
    *at += n;
    *ret_value = value;
    return true;
}

static bool
read_char(const char **at, const char *any)
{
    if (**at == '\0' || strchr(any, **at) == NULL)
        return false;
    (*at)++;
    return true;
}

/* Three numbers parted twice by the same separator, in the rule's order. */
static bool
read_date(CxDateKind kind, const char **at, CxCivil *ret_civil)
{
    int32_t part[3] = { 0 };
    const bool is_iso = kind == CX_DATE_ISO;
    if (!read_digits(at, is_iso ? 4 : 1, is_iso ? 4 : 2, &part[0]))
        return false;
    const char separator = **at;
    const char same[] = { separator, '\0' };
    if (!read_char(at, is_iso ? "-" : "/.-") || !read_digits(at, 1, 2, &part[1]) ||
        !read_char(at, same) || !read_digits(at, is_iso ? 1 : 4, is_iso ? 2 : 4, &part[2]))
        return false;
    if (is_iso)
        *ret_civil = (CxCivil){ .year = part[0], .month = part[1], .day = part[2] };
    else if (kind == CX_DATE_MDY)
        *ret_civil = (CxCivil){ .year = part[2], .month = part[0], .day = part[1] };
    else
        *ret_civil = (CxCivil){ .year = part[2], .month = part[1], .day = part[0] };
    return true;
}

static int64_t
read_fraction(const char **at)
{
    int64_t us = 0;
    int n = 0;
    for (; g_ascii_isdigit(**at); (*at)++) {
        if (n++ < US_DIGITS)
            us = us * 10 + (**at - '0');
    }
    for (; n < US_DIGITS; n++)
        us *= 10;
    return us;
}

/* " AM", "pm": makes an hour of 1..12 one of 0..23. */
static bool
read_half(const char **at, int32_t *hour)
{
    const char *from = *at;
    while (*from == ' ')
        from++;
    const bool is_am = g_ascii_strncasecmp(from, "am", 2) == 0;
    if (!is_am && g_ascii_strncasecmp(from, "pm", 2) != 0)
        return true;
    if (*hour < 1 || *hour > 12)
        return false;
    *hour = *hour % 12 + (is_am ? 0 : 12);
    *at = from + 2;
    return true;
}

/* "14:05", "2:05:30.25 PM" */
static bool
read_time(const char **at, Reading *reading)
{
    int32_t hour = 0;
    int32_t minute = 0;
    int32_t second = 0;
    int64_t us = 0;
    if (!read_digits(at, 1, 2, &hour) || !read_char(at, ":") || !read_digits(at, 2, 2, &minute))
        return false;
    if (read_char(at, ":")) {
        if (!read_digits(at, 2, 2, &second))
            return false;
        if (read_char(at, ".,"))
            us = read_fraction(at);
    }
    if (!read_half(at, &hour) || hour > 23 || minute > 59 || second > 59)
        return false;
    reading->has_time = true;
    reading->in_day_us =
        hour * US_PER_HOUR + minute * US_PER_MINUTE + second * CX_US_PER_SECOND + us;
    return true;
}

/* "Z", "+02:00", "-0730" */
static bool
read_offset(const char **at, Reading *reading)
{
    if (read_char(at, "Zz")) {
        reading->has_offset = true;
        return true;
    }
    const bool is_west = **at == '-';
    if (!read_char(at, "+-"))
        return true;
    int32_t hours = 0;
    int32_t minutes = 0;
    if (!read_digits(at, 2, 2, &hours))
        return false;
    (void)read_char(at, ":"); /* may be left out */
    if (**at != '\0' && !read_digits(at, 2, 2, &minutes))
        return false;
    const int64_t offset = (int64_t)hours * 60 + minutes;
    reading->has_offset = true;
    reading->offset_min = is_west ? -offset : offset;
    return minutes < 60 && offset <= OFFSET_MINUTES_MAX;
}

static bool
read_written(CxDateKind kind, const char *text, Reading *reading)
{
    const char *at = text;
    if (!read_date(kind, &at, &reading->civil))
        return false;
    if (*at == '\0')
        return true;
    if (!read_char(&at, kind == CX_DATE_ISO ? "Tt " : " ,"))
        return false;
    while (*at == ' ')
        at++;
    return read_time(&at, reading) && read_offset(&at, reading) && *at == '\0';
}

static const char *
looks_like(CxDateKind kind)
{
    switch (kind) {
    case CX_DATE_ISO:
        return "2018-05-31";
    case CX_DATE_MDY:
        return "5/31/2018";
    case CX_DATE_DMY:
        return "31/5/2018";
    case CX_DATE_EXCEL:
    case CX_DATE_DAY_OF_MONTH:
    case CX_DATE_DAY_OF_YEAR:
    case CX_DATE_CODED:
    case CX_DATE_CONSTANT:
        break;
    }
    return "a number";
}

/* "2018-…": the dates of a workbook's cells come so, and nobody writes a year first and means it
 * otherwise. */
static bool
is_iso(const char *text)
{
    return strspn(text, "0123456789") == 4 && text[4] == '-';
}

static bool
when_written(const CxDateRule *rule, GTimeZone *zone, const char *text, CxWhen *ret_when,
             GString *reason)
{
    Reading reading = { 0 };
    if (!read_written(is_iso(text) ? CX_DATE_ISO : rule->kind, text, &reading)) {
        g_string_append_printf(reason, "\"%s\" is not a date written like %s", text,
                               looks_like(rule->kind));
        return false;
    }
    if (!cx_civil_is_valid(reading.civil)) {
        g_string_append_printf(reason, "\"%s\" is a date that does not exist", text);
        return false;
    }
    CxWhen when = { .day = cx_day_from_civil(reading.civil), .has_instant = reading.has_time };
    if (reading.has_offset) {
        when.at.us =
            when.day.v * CX_US_PER_DAY + reading.in_day_us - reading.offset_min * US_PER_MINUTE;
        when.day = cx_instant_day(when.at, zone);
    } else if (reading.has_time) {
        when.at = cx_local_instant(when.day, reading.in_day_us, zone);
    }
    *ret_when = when;
    return true;
}

static bool
when_excel(GTimeZone *zone, const char *text, CxWhen *ret_when, GString *reason)
{
    double serial = 0.0;
    if (!cx_text_parse_double(text, &serial, NULL) || serial < EXCEL_DAY_MIN ||
        serial >= EXCEL_DAY_MAX) {
        g_string_append_printf(reason, "\"%s\" is not a date as spreadsheets count days", text);
        return false;
    }
    const double whole = floor(serial);
    CxWhen when = { .day = { (int32_t)whole + EXCEL_DAY_ZERO }, .has_instant = serial > whole };
    if (when.has_instant) {
        /* Spreadsheets keep times to the millisecond at best: round to that. */
        const int64_t ms = llround((serial - whole) * 86400000.0);
        when.at = cx_local_instant(when.day, MIN(ms, 86399999) * 1000, zone);
    }
    *ret_when = when;
    return true;
}

static bool
when_counted(const CxDateRule *rule, const char *text, CxWhen *ret_when, GString *reason)
{
    int64_t number = 0;
    if (!cx_text_parse_i64(text, &number, NULL) || number < 1 || number > rule->n_days) {
        g_autofree char *first = cx_day_format_period(
            (CxDay){ rule->first_day }, (CxDay){ rule->first_day + rule->n_days - 1 });
        g_string_append_printf(reason, "\"%s\" is not a day of %s, which has days 1 to %d", text,
                               first, rule->n_days);
        return false;
    }
    *ret_when = (CxWhen){ .day = { rule->first_day + (int32_t)number - 1 } };
    return true;
}

static bool
when_coded(const CxDateRule *rule, const char *text, CxWhen *ret_when, GString *reason)
{
    for (size_t i = 0; i < rule->n_codes; i++) {
        if (strcmp(rule->codes[i].source, text) == 0) {
            *ret_when = (CxWhen){ .day = rule->codes[i].day };
            return true;
        }
    }
    g_string_append_printf(reason, "\"%s\" is no code that the mapping gives a day to", text);
    return false;
}

bool
cx_when_read(const CxDateRule *rule, GTimeZone *zone, const char *text, CxWhen *ret_when,
             GString *reason)
{
    if (rule->kind != CX_DATE_CONSTANT && *text == '\0') {
        g_string_append(reason, "there is no date");
        return false;
    }
    switch (rule->kind) {
    case CX_DATE_ISO:
    case CX_DATE_MDY:
    case CX_DATE_DMY:
        return when_written(rule, zone, text, ret_when, reason);
    case CX_DATE_EXCEL:
        return is_iso(text) ? when_written(rule, zone, text, ret_when, reason)
                            : when_excel(zone, text, ret_when, reason);
    case CX_DATE_DAY_OF_MONTH:
    case CX_DATE_DAY_OF_YEAR:
        return when_counted(rule, text, ret_when, reason);
    case CX_DATE_CODED:
        return when_coded(rule, text, ret_when, reason);
    case CX_DATE_CONSTANT:
        break;
    }
    *ret_when = (CxWhen){ .day = { rule->first_day } };
    return true;
}
