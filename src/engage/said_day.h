/* Days as people say them in a line: "27 Nov", "Nov 27", "2026-11-27", "yesterday", "next Friday",
 * "in 2 weeks". English. Pure; any thread. */
#pragma once

#include <glib.h>

#include "base/clock.h"
#include "lang/lang.h"

/* Whether a day without a year, or a weekday alone, lies behind or ahead. */
typedef enum {
    CX_SAID_PAST,  /* today or the nearest before */
    CX_SAID_AHEAD, /* today or the nearest after */
} CxSaidSense;

typedef struct {
    size_t at;        /* where the words begin in the line, bytes */
    size_t len_bytes; /* of the words, a preposition before them ("by", "on") among them */
    CxDay past;       /* read as lying behind */
    CxDay ahead;      /* read as lying ahead; the same where the words leave no choice */
} CxSaidDay;

/* The first day said in the text from byte `from` on; false when there is none. A date that does not
 * exist ("31 June") is none. */
CX_MUST_USE bool cx_said_day_find(const char *text, size_t from, CxDay today, CxSaidDay *ret_said);
static inline CxDay
cx_said_day(const CxSaidDay *said, CxSaidSense sense)
{
    return sense == CX_SAID_PAST ? said->past : said->ahead;
}
