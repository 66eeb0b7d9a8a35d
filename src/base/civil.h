/* Civil dates: the proleptic Gregorian calendar, time zones, and dates as people read them.
 *
 * Pure but for time zone data, which GLib loads and caches; safe on any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/clock.h"

typedef struct {
    int32_t year;  /* 1..9999 */
    int32_t month; /* 1..12 */
    int32_t day;   /* 1..31 */
} CxCivil;

/* The day of a date; the date must exist (asserted). */
CX_CONST CxDay cx_day_from_civil(CxCivil civil);
CX_CONST CxCivil cx_day_civil(CxDay day);
/* True for a date that exists in years 1..9999. */
CX_CONST bool cx_civil_is_valid(CxCivil civil);

/* Parses "2018-03-31". Fails with INVALID, quoting the text, also for a date that does not exist. */
CX_MUST_USE bool cx_day_parse(const char *text, CxDay *ret_day, GError **error);
/* "2018-03-31"; (transfer full). */
char *cx_day_format(CxDay day);
/* "31 March 2018", English day order; (transfer full). */
char *cx_day_format_long(CxDay day);
/* "1 January to 31 March 2018", "July to September 2026" for whole months, "2018" for whole years;
 * either end may be CX_DAY_NONE: "until …", "since …", "all time". (transfer full) */
char *cx_day_format_period(CxDay from, CxDay to);

/* A zone such as "America/Los_Angeles" or "UTC"; fails with INVALID for a name not known.
 * (transfer full), free with g_time_zone_unref. */
CX_MUST_USE GTimeZone *cx_zone_load(const char *name, GError **error);
/* The civil day of an instant in a zone. */
CxDay cx_instant_day(CxInstant instant, GTimeZone *zone);
/* The first instant of a day in a zone. */
CxInstant cx_day_instant(CxDay day, GTimeZone *zone);
/* The instant at which clocks in the zone show a time of a day, in microseconds after midnight
 * (0 <= in_day_us < CX_US_PER_DAY). A time that comes twice is the first; one that is skipped is as
 * much after the gap. */
CxInstant cx_local_instant(CxDay day, int64_t in_day_us, GTimeZone *zone);
/* "2026-11-16T02:14:00Z"; (transfer full). */
char *cx_instant_format(CxInstant instant);
/* Parses "2026-11-16T02:14:00Z" or with an offset; INVALID otherwise. */
CX_MUST_USE bool cx_instant_parse(const char *text, CxInstant *ret_instant, GError **error);
/* "16 November 2026, 02:14" in the zone; (transfer full). */
char *cx_instant_format_long(CxInstant instant, GTimeZone *zone);

/* Calendar arithmetic for periods; months count from year 1, so differences are plain. */
CX_CONST int32_t cx_day_month_index(CxDay day);   /* year * 12 + month - 1 */
CX_CONST int32_t cx_day_quarter_index(CxDay day); /* year * 4 + quarter - 1 */
CX_CONST CxDay cx_month_first_day(int32_t month_index);
CX_CONST CxDay cx_quarter_first_day(int32_t quarter_index);

/* Whether it is a day from Monday to Friday. */
CX_CONST bool cx_day_is_working(CxDay day);
/* The Monday of a day's week. */
CX_CONST CxDay cx_day_monday(CxDay day);
/* The n-th working day after a day, n >= 0; the day itself, whatever it is, for 0. */
CX_CONST CxDay cx_day_add_working(CxDay day, int n);
