/* What is written is read back by a strict reader of RFC 5545 that shares no code with the writer. */
#include <string.h>

#include "base/civil.h"
#include "codec/ical.h"

/* The calendar's content lines, unfolded; every line must be as the standard wants it. */
static GStrv
unfold(const char *calendar)
{
    g_autoptr(GString) whole = g_string_new(NULL);
    const char *at = calendar;
    while (*at != '\0') {
        const char *end = strstr(at, "\r\n");
        g_assert_nonnull(end);
        const size_t n = (size_t)(end - at);
        g_assert_cmpuint(n, <=, 75);
        g_assert_cmpuint(n, >, 0);
        g_assert_true(g_utf8_validate(at, (gssize)n, NULL));
        for (size_t i = 0; i < n; i++)
            g_assert_true((unsigned char)at[i] >= 0x20 || at[i] == '\t');
        if (*at == ' ')
            g_string_append_len(whole, at + 1, (gssize)n - 1);
        else
            g_string_append_printf(whole, "%s%.*s", whole->len > 0 ? "\n" : "", (int)n, at);
        at = end + 2;
    }
    return g_strsplit(whole->str, "\n", -1);
}

/* The one value of a property, as it stands. */
static const char *
value(GStrv lines, const char *name)
{
    const char *found = NULL;
    for (size_t i = 0; lines[i] != NULL; i++) {
        if (g_str_has_prefix(lines[i], name)) {
            g_assert_null(found);
            found = lines[i] + strlen(name);
        }
    }
    return found;
}

/* A TEXT read back; nothing that needs a backslash may stand without one. */
static char *
unescape(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *at = text; *at != '\0'; at++) {
        g_assert_null(strchr(",;", *at));
        if (*at != '\\') {
            g_string_append_c(out, *at);
            continue;
        }
        at++;
        g_assert_nonnull(strchr("\\,;nN", *at));
        g_string_append_c(out, *at == 'n' || *at == 'N' ? '\n' : *at);
    }
    return g_string_free(out, FALSE);
}

static CxDay
day_of(int32_t year, int32_t month, int32_t day)
{
    return cx_day_from_civil((CxCivil){ year, month, day });
}

static const CxInstant now = { INT64_C(1795000000) * CX_US_PER_SECOND }; /* 2026-11-18T11:06:40Z */

static void
test_starts(void)
{
    const CxIcalEvent events[] = {
        { .uid = "a", .summary = "A", .start = CX_ICAL_DAY, .day = day_of(2026, 11, 27) },
        { .uid = "b",
          .summary = "B",
          .start = CX_ICAL_LOCAL,
          .day = day_of(2027, 1, 4),
          .minute = 600,
          .duration_minutes = 60 },
        { .uid = "c", .summary = "C", .start = CX_ICAL_INSTANT, .at = now, .duration_minutes = 5 },
    };
    static const struct {
        const char *name, *value, *duration;
    } expected[] = { { "DTSTART;VALUE=DATE:", "20261127", NULL },
                     { "DTSTART:", "20270104T100000", "PT60M" },
                     { "DTSTART:", "20261118T110640Z", "PT5M" } };
    for (size_t i = 0; i < G_N_ELEMENTS(events); i++) {
        g_autofree char *calendar = cx_ical_write(&events[i], 1, now);
        g_auto(GStrv) lines = unfold(calendar);
        g_assert_cmpstr(value(lines, expected[i].name), ==, expected[i].value);
        g_assert_cmpstr(value(lines, "DURATION:"), ==, expected[i].duration);
        g_assert_cmpstr(value(lines, "DTSTAMP:"), ==, "20261118T110640Z");
        g_assert_cmpstr(value(lines, "UID:"), ==, events[i].uid);
    }
}

/* A calendar of nothing is a calendar all the same. */
static void
test_empty(void)
{
    g_autofree char *calendar = cx_ical_write(NULL, 0, now);
    g_auto(GStrv) lines = unfold(calendar);
    g_assert_cmpstr(lines[3], ==, "BEGIN:VTIMEZONE");
    g_assert_cmpstr(value(lines, "TZID:"), ==, "Etc/UTC");
    g_assert_null(value(lines, "BEGIN:VEVENT"));
}

/* Components open and close in order, and what each must have is there. */
static void
test_shape(void)
{
    const CxIcalEvent events[] = {
        { .uid = "a", .summary = "A", .start = CX_ICAL_DAY, .day = day_of(2026, 11, 27) },
        { .uid = "b", .summary = "B", .start = CX_ICAL_DAY, .day = day_of(2026, 11, 28) },
    };
    g_autofree char *calendar = cx_ical_write(events, 2, now);
    g_auto(GStrv) lines = unfold(calendar);
    static const char *const shape[] = {
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Coalition//Coalition//EN",

        "BEGIN:VEVENT",
        "UID:a",
        "DTSTAMP:20261118T110640Z",
        "DTSTART;VALUE=DATE:20261127",
        "SUMMARY:A",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:b",
        "DTSTAMP:20261118T110640Z",
        "DTSTART;VALUE=DATE:20261128",
        "SUMMARY:B",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    };
    for (size_t i = 0; *shape[i] != '\0'; i++)
        g_assert_cmpstr(lines[i], ==, shape[i]);
}

/* Texts come back as they were, whatever is in them and wherever they are folded. */
static void
test_texts(void)
{
    static const char *const pieces[] = { ",",   ";", "\\", "\n", "é",  "日",           "🙂",
                                          "\\n", " ", "a",  ":",  "\"", "END:VEVENT\n", "x\ty" };
    for (int round = 0; round < 2000; round++) {
        g_autoptr(GString) text = g_string_new("s");
        const int n = g_test_rand_int_range(0, 120);
        for (int i = 0; i < n; i++)
            g_string_append(text, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
        const CxIcalEvent event = {
            .uid = "a", .summary = text->str, .start = CX_ICAL_DAY, .day = day_of(2026, 11, 27)
        };
        g_autofree char *calendar = cx_ical_write(&event, 1, now);
        g_auto(GStrv) lines = unfold(calendar);
        g_autofree char *back = unescape(value(lines, "SUMMARY:"));
        g_assert_cmpstr(back, ==, text->str);
    }
}

static void
test_control_characters(void)
{
    const CxIcalEvent event = { .uid = "a",
                                .summary = "a\r\nb\x01"
                                           "c\x7f",
                                .start = CX_ICAL_DAY,
                                .day = day_of(2026, 11, 27) };
    g_autofree char *calendar = cx_ical_write(&event, 1, now);
    g_auto(GStrv) lines = unfold(calendar);
    g_assert_cmpstr(value(lines, "SUMMARY:"), ==, "a\\nbc");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ical/starts", test_starts);
    g_test_add_func("/ical/shape", test_shape);
    g_test_add_func("/ical/empty", test_empty);
    g_test_add_func("/ical/texts", test_texts);
    g_test_add_func("/ical/control_characters", test_control_characters);
    return g_test_run();
}
