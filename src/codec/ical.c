#include "codec/ical.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "lang/assert.h"

#define LINE_OCTETS_MAX 75 /* RFC 5545, 3.1; the break itself does not count */

/* Appends one content line, folded where a character begins. */
static void
put_line(GString *out, const char *name, const char *value)
{
    g_autofree char *line = g_strconcat(name, value, NULL);
    size_t n_octets = 0;
    for (const char *at = line; *at != '\0';) {
        const size_t n = (size_t)g_utf8_skip[(unsigned char)*at];
        if (n_octets + n > LINE_OCTETS_MAX) {
            g_string_append(out, "\r\n ");
            n_octets = 1;
        }
        g_string_append_len(out, at, (gssize)n);
        n_octets += n;
        at += n;
    }
    g_string_append(out, "\r\n");
}

/* TEXT of RFC 5545, 3.3.11. */
static void
put_text(GString *out, const char *name, const char *text)
{
    g_autoptr(GString) escaped = g_string_new(NULL);
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '\\' || *at == ',' || *at == ';')
            g_string_append_c(escaped, '\\');
        if (*at == '\n')
            g_string_append(escaped, "\\n");
        else if (*at == '\t' || !g_ascii_iscntrl(*at))
            g_string_append_c(escaped, *at);
    }
    put_line(out, name, escaped->str);
}

static char *
day_text(CxDay day)
{
    const CxCivil civil = cx_day_civil(day);
    return g_strdup_printf("%04" PRId32 "%02" PRId32 "%02" PRId32, civil.year, civil.month,
                           civil.day);
}

static char *
local_text(CxDay day, int32_t minute)
{
    g_autofree char *date = day_text(day);
    return g_strdup_printf("%sT%02" PRId32 "%02" PRId32 "00", date, minute / 60, minute % 60);
}

static char *
instant_text(CxInstant at)
{
    g_autofree char *iso = cx_instant_format(at);
    GString *out = g_string_new(NULL);
    for (const char *letter = iso; *letter != '\0' && *letter != '.'; letter++) {
        if (*letter != '-' && *letter != ':' && *letter != 'Z')
            g_string_append_c(out, *letter);
    }
    g_string_append_c(out, 'Z');
    return g_string_free(out, FALSE);
}

static void
put_start(GString *out, const CxIcalEvent *event)
{
    g_autofree char *value = NULL;
    if (event->start == CX_ICAL_DAY) {
        value = day_text(event->day);
        put_line(out, "DTSTART;VALUE=DATE:", value);
        return;
    }
    cx_assert(event->minute >= 0 && event->minute < 24 * 60 && event->duration_minutes > 0);
    value = event->start == CX_ICAL_LOCAL ? local_text(event->day, event->minute)
                                          : instant_text(event->at);
    put_line(out, "DTSTART:", value);
    g_autofree char *duration = g_strdup_printf("PT%" PRId32 "M", event->duration_minutes);
    put_line(out, "DURATION:", duration);
}

/* A calendar holds one component at least (RFC 5545, 3.6): one without events names the time zone alone. */
static void
put_zone(GString *out)
{
    put_line(out, "BEGIN:", "VTIMEZONE");
    put_line(out, "TZID:", "Etc/UTC");
    put_line(out, "BEGIN:", "STANDARD");
    put_line(out, "DTSTART:", "19700101T000000");
    put_line(out, "TZOFFSETFROM:", "+0000");
    put_line(out, "TZOFFSETTO:", "+0000");
    put_line(out, "END:", "STANDARD");
    put_line(out, "END:", "VTIMEZONE");
}

char *
cx_ical_write(const CxIcalEvent *events, size_t n, CxInstant now)
{
    GString *out = g_string_new(NULL);
    g_autofree char *stamp = instant_text(now);
    put_line(out, "BEGIN:", "VCALENDAR");
    put_line(out, "VERSION:", "2.0");
    put_line(out, "PRODID:", "-//Coalition//Coalition//EN");
    if (n == 0)
        put_zone(out);
    for (size_t i = 0; i < n; i++) {
        const CxIcalEvent *event = &events[i];
        put_line(out, "BEGIN:", "VEVENT");
        put_text(out, "UID:", event->uid);
        put_line(out, "DTSTAMP:", stamp);
        put_start(out, event);
        put_text(out, "SUMMARY:", event->summary);
        if (event->description != NULL)
            put_text(out, "DESCRIPTION:", event->description);
        put_line(out, "END:", "VEVENT");
    }
    put_line(out, "END:", "VCALENDAR");
    return g_string_free(out, FALSE);
}
