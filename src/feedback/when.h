/* Dates of responses, read by the rule a mapping declares. Pure. */
#pragma once

#include <glib.h>

#include "feedback/mapping.h"

typedef struct {
    CxDay day;        /* civil day in the survey's zone */
    bool has_instant; /* the file said a time too */
    CxInstant at;     /* meaningful with has_instant */
} CxWhen;

/* Reads a cell, already trimmed. False with a reason in words appended ("there is no 31 June 2018")
 * when it is empty, not written as declared, or a date that does not exist. Times without an offset
 * are times in the zone; with one, the day is that of the zone. */
CX_MUST_USE bool cx_when_read(const CxDateRule *rule, GTimeZone *zone, const char *text,
                              CxWhen *ret_when, GString *reason);
