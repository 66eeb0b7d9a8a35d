/* Writing iCalendar (RFC 5545): one calendar of events, to be opened by any calendar program.
 *
 * Lines end in CR LF and are folded at 75 octets between characters; texts are escaped. Pure. */
#pragma once

#include <stddef.h>

#include "base/clock.h"

typedef enum {
    CX_ICAL_DAY, /* the whole of `day` */
    CX_ICAL_LOCAL, /* at `minute` of `day` by the clock of whoever reads it (RFC 5545, 3.3.5 form 1) */
    CX_ICAL_INSTANT, /* at `at`, written in UTC */
} CxIcalStart;

/* Texts are UTF-8, borrowed; line breaks are kept, other control characters are left out. */
typedef struct {
    const char *uid; /* the same for the same event, so that a newer file replaces an older one */
    const char *summary;
    const char *description; /* NULL: none */
    CxIcalStart start;
    CxDay day;                /* years 1..9999 */
    int32_t minute;           /* 0..1439 */
    CxInstant at;             /* seconds count */
    int32_t duration_minutes; /* over 0; not looked at for a whole day */
} CxIcalEvent;

/* The calendar of n events, which may be none; `now` is when it was written. It names no METHOD: that would make it a
 * message of RFC 5546, which needs an organizer. (transfer full) */
char *cx_ical_write(const CxIcalEvent *events, size_t n, CxInstant now);
