/* Other dates that files give their responses: when a questionnaire was begun, sent, recorded. Only
 * one day of a response is kept in the store; the others are read again from the kept originals. */
#pragma once

#include "feedback/survey.h"
#include "people/ctx.h"

/* More than this, and originals are not read again. */
#define CX_OTHER_DATES_BYTES_MAX (INT64_C(64) << 20)

/* The days of one column, over all files of a survey that have it. */
typedef struct CxOtherDates {
    char *column;     /* "Recorded Date" */
    char *usual;      /* the column the mapping reads, "End Date"; NULL: a constant */
    GHashTable *days; /* (import, line) to CxDay.v; opaque */
} CxOtherDates;

void cx_other_dates_free(CxOtherDates *dates);

/* The columns that hold dates, are written as the mapping's own date column, and are used for
 * nothing else: GPtrArray of CxOtherDates, empty when there are none or the files are too large
 * altogether. CX team only. CORRUPT as originals. (transfer full) */
CX_MUST_USE GPtrArray *cx_other_dates_list(CxCtx *ctx, const CxSurvey *survey, GError **error);

/* The day of a response by where it came from; `day` where the column says none. */
int64_t cx_other_dates_day(const CxOtherDates *dates, int64_t import, int64_t line, int64_t day);
