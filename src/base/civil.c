#include "base/civil.h"

#include <inttypes.h>

#include "base/error.h"
#include "lang/assert.h"

static const char *const month_names[12] = { "January",   "February", "March",    "April",
                                             "May",       "June",     "July",     "August",
                                             "September", "October",  "November", "December" };

/* Days from civil and back after Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms":
 * the year begins in March, so that the leap day is its last. */
static int32_t
days_from_civil(int32_t year, int32_t month, int32_t day)
{
    const int32_t y = month <= 2 ? year - 1 : year;
    const int32_t era = (y >= 0 ? y : y - 399) / 400;
    const int32_t year_of_era = y - era * 400;
    const int32_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const int32_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

CxCivil
cx_day_civil(CxDay day)
{
    const int32_t z = day.v + 719468;
    const int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    const int32_t doe = z - era * 146097;
    const int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const int32_t mp = (5 * doy + 2) / 153;
    const int32_t month = mp < 10 ? mp + 3 : mp - 9;
    return (CxCivil){
        .year = yoe + era * 400 + (month <= 2 ? 1 : 0),
        .month = month,
        .day = doy - (153 * mp + 2) / 5 + 1,
    };
}

bool
cx_civil_is_valid(CxCivil civil)
{
    static const int32_t month_days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (civil.year < 1 || civil.year > 9999 || civil.month < 1 || civil.month > 12 || civil.day < 1)
        return false;
    const bool is_leap = (civil.year % 4 == 0 && civil.year % 100 != 0) || civil.year % 400 == 0;
    const int32_t last = month_days[civil.month - 1] + (civil.month == 2 && is_leap ? 1 : 0);
    return civil.day <= last;
}

CxDay
cx_day_from_civil(CxCivil civil)
{
    cx_assert(cx_civil_is_valid(civil));
    return (CxDay){ days_from_civil(civil.year, civil.month, civil.day) };
}

/* Reads exactly n digits at text; -1 if they are not all digits. */
static int32_t
read_digits(const char *text, int n)
{
    int32_t value = 0;
    for (int i = 0; i < n; i++) {
        if (!g_ascii_isdigit(text[i]))
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool
cx_day_parse(const char *text, CxDay *ret_day, GError **error)
{
    CxCivil civil = { -1, -1, -1 };
    if (text != NULL && strlen(text) == 10 && text[4] == '-' && text[7] == '-') {
        civil =
            (CxCivil){ read_digits(text, 4), read_digits(text + 5, 2), read_digits(text + 8, 2) };
    }
    if (civil.year < 0 || civil.month < 0 || civil.day < 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "a date is written like 2026-03-31, got \"%s\"", text != NULL ? text : "");
        return false;
    }
    if (!cx_civil_is_valid(civil)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "there is no date \"%s\"", text);
        return false;
    }
    *ret_day = cx_day_from_civil(civil);
    return true;
}

char *
cx_day_format(CxDay day)
{
    const CxCivil civil = cx_day_civil(day);
    if (civil.year < 0 || civil.year > 9999) {
        return g_strdup_printf("%04" PRId32 "-%02" PRId32 "-%02" PRId32, civil.year, civil.month,
                               civil.day);
    }
    /* Slices, and so keys of what is kept, are full of days: printf would take ten times as long. */
    const int32_t digits[] = { civil.year / 1000,
                               civil.year / 100,
                               civil.year / 10,
                               civil.year,
                               -1,
                               civil.month / 10,
                               civil.month,
                               -1,
                               civil.day / 10,
                               civil.day };
    char *text = g_new0(char, CX_N_ELEMENTS(digits) + 1);
    for (size_t i = 0; i < CX_N_ELEMENTS(digits); i++)
        text[i] = digits[i] < 0 ? '-' : (char)('0' + digits[i] % 10);
    return text;
}

char *
cx_day_format_long(CxDay day)
{
    const CxCivil civil = cx_day_civil(day);
    return g_strdup_printf("%" PRId32 " %s %" PRId32, civil.day, month_names[civil.month - 1],
                           civil.year);
}

static bool
is_month_end(CxDay day)
{
    return cx_day_civil((CxDay){ day.v + 1 }).day == 1;
}

static char *
format_whole_months(CxCivil a, CxCivil b)
{
    if (a.year == b.year && a.month == 1 && b.month == 12)
        return g_strdup_printf("%" PRId32, a.year);
    if (a.month == 1 && b.month == 12)
        return g_strdup_printf("%" PRId32 " to %" PRId32, a.year, b.year);
    if (a.year == b.year && a.month == b.month)
        return g_strdup_printf("%s %" PRId32, month_names[a.month - 1], a.year);
    if (a.year == b.year) {
        return g_strdup_printf("%s to %s %" PRId32, month_names[a.month - 1],
                               month_names[b.month - 1], a.year);
    }
    return g_strdup_printf("%s %" PRId32 " to %s %" PRId32, month_names[a.month - 1], a.year,
                           month_names[b.month - 1], b.year);
}

char *
cx_day_format_period(CxDay from, CxDay to)
{
    if (cx_day_is_none(from) && cx_day_is_none(to))
        return g_strdup("all time");
    g_autofree char *from_text = cx_day_is_none(from) ? NULL : cx_day_format_long(from);
    g_autofree char *to_text = cx_day_is_none(to) ? NULL : cx_day_format_long(to);
    if (from_text == NULL)
        return g_strconcat("until ", to_text, NULL);
    if (to_text == NULL)
        return g_strconcat("since ", from_text, NULL);
    if (from.v == to.v)
        return g_steal_pointer(&from_text);

    const CxCivil a = cx_day_civil(from);
    const CxCivil b = cx_day_civil(to);
    if (a.day == 1 && is_month_end(to) && from.v < to.v)
        return format_whole_months(a, b);
    if (a.year == b.year && a.month == b.month)
        return g_strdup_printf("%" PRId32 " to %s", a.day, to_text);
    if (a.year == b.year)
        return g_strdup_printf("%" PRId32 " %s to %s", a.day, month_names[a.month - 1], to_text);
    return g_strconcat(from_text, " to ", to_text, NULL);
}

GTimeZone *
cx_zone_load(const char *name, GError **error)
{
    GTimeZone *zone = g_time_zone_new_identifier(name);
    if (zone != NULL)
        return zone;
    g_autoptr(GTimeZone) common = g_time_zone_new_identifier("Europe/London");
    if (common == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "\"%s\" is not known here: of time zones this machine has UTC alone; install "
                    "tzdata",
                    name);
    } else {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "\"%s\" is not a time zone; write it like Europe/Berlin or UTC", name);
    }
    return NULL;
}

/* Seconds east of UTC in force in a zone at an instant. */
static int64_t
zone_offset_s(GTimeZone *zone, int64_t utc_s)
{
    const int interval = g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, utc_s);
    return interval < 0 ? 0 : g_time_zone_get_offset(zone, interval);
}

static int64_t
floor_div(int64_t a, int64_t b)
{
    const int64_t q = a / b;
    return a % b < 0 ? q - 1 : q;
}

CxDay
cx_instant_day(CxInstant instant, GTimeZone *zone)
{
    const int64_t utc_s = floor_div(instant.us, CX_US_PER_SECOND);
    return (CxDay){ (int32_t)floor_div(utc_s + zone_offset_s(zone, utc_s), 86400) };
}

CxInstant
cx_day_instant(CxDay day, GTimeZone *zone)
{
    return cx_local_instant(day, 0, zone);
}

CxInstant
cx_local_instant(CxDay day, int64_t in_day_us, GTimeZone *zone)
{
    gint64 local_s = (gint64)day.v * 86400 + in_day_us / CX_US_PER_SECOND;
    const int interval = g_time_zone_adjust_time(zone, G_TIME_TYPE_DAYLIGHT, &local_s);
    const int64_t offset_s = interval < 0 ? 0 : g_time_zone_get_offset(zone, interval);
    return (CxInstant){ (local_s - offset_s) * CX_US_PER_SECOND + in_day_us % CX_US_PER_SECOND };
}

char *
cx_instant_format(CxInstant instant)
{
    const int64_t utc_s = floor_div(instant.us, CX_US_PER_SECOND);
    const int64_t day = floor_div(utc_s, 86400);
    const int64_t in_day = utc_s - day * 86400;
    g_autofree char *date = cx_day_format((CxDay){ (int32_t)day });
    return g_strdup_printf("%sT%02d:%02d:%02dZ", date, (int)(in_day / 3600),
                           (int)(in_day / 60 % 60), (int)(in_day % 60));
}

bool
cx_instant_parse(const char *text, CxInstant *ret_instant, GError **error)
{
    g_autoptr(GDateTime) moment = g_date_time_new_from_iso8601(text, NULL);
    if (moment == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "a moment is written like 2026-03-31T14:05:00Z, got \"%s\"", text);
        return false;
    }
    ret_instant->us =
        g_date_time_to_unix(moment) * CX_US_PER_SECOND + g_date_time_get_microsecond(moment);
    return true;
}

char *
cx_instant_format_long(CxInstant instant, GTimeZone *zone)
{
    const int64_t utc_s = floor_div(instant.us, CX_US_PER_SECOND);
    const int64_t local_s = utc_s + zone_offset_s(zone, utc_s);
    const int64_t day = floor_div(local_s, 86400);
    const int64_t in_day = local_s - day * 86400;
    g_autofree char *date = cx_day_format_long((CxDay){ (int32_t)day });
    return g_strdup_printf("%s, %02d:%02d", date, (int)(in_day / 3600), (int)(in_day / 60 % 60));
}

int32_t
cx_day_month_index(CxDay day)
{
    const CxCivil civil = cx_day_civil(day);
    return civil.year * 12 + civil.month - 1;
}

int32_t
cx_day_quarter_index(CxDay day)
{
    const CxCivil civil = cx_day_civil(day);
    return civil.year * 4 + (civil.month - 1) / 3;
}

CxDay
cx_month_first_day(int32_t month_index)
{
    return (CxDay){ days_from_civil(month_index / 12, month_index % 12 + 1, 1) };
}

CxDay
cx_quarter_first_day(int32_t quarter_index)
{
    return (CxDay){ days_from_civil(quarter_index / 4, quarter_index % 4 * 3 + 1, 1) };
}

#define DAYS_IN_WEEK 7
#define THURSDAY     3 /* 1970-01-01, with Monday 0 */
#define SATURDAY     5

/* 0 for Monday. */
static int32_t
day_of_week(CxDay day)
{
    const int32_t rest = (day.v + THURSDAY) % DAYS_IN_WEEK;
    return rest < 0 ? rest + DAYS_IN_WEEK : rest;
}

bool
cx_day_is_working(CxDay day)
{
    return day_of_week(day) < SATURDAY;
}

CxDay
cx_day_monday(CxDay day)
{
    return (CxDay){ day.v - day_of_week(day) };
}

CxDay
cx_day_add_working(CxDay day, int n)
{
    while (n > 0) {
        day.v++;
        if (cx_day_is_working(day))
            n--;
    }
    return day;
}
