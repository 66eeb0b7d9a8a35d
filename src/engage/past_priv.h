/* What reading the past sheet (past_read.c) and keeping it (past.c) share. */
#pragma once

#include "engage/note_priv.h"
#include "engage/past.h"

/* A row that could be read; texts in the arena. */
typedef struct {
    int64_t line;
    const char *text; /* its cells */
    const char *source_key;
    const char *plain_key; /* the same without "what": of a time when that column was not read */
    CxCapture capture;
    CxPromiseState state;
    CxDay ended_on;
} CxPastRow;

/* What whoever watches is told: the first half is reading, the second taking in. */
#define CX_PAST_PROGRESS_ALL  1000
#define CX_PAST_PROGRESS_READ 500

/* Reads the sheet: GArray of CxPastRow. What cannot be read goes to the report's rejects. CANCELLED when
 * who watches says so. (transfer full) */
CX_MUST_USE GArray *cx_past_rows_read(CxCtx *ctx, const CxPastAsk *ask, const CxCaptureWorld *world,
                                      CxPastReport *report, GError **error);
