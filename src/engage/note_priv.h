/* Keeping what was noted. Inside engage/ only. */
#pragma once

#include "engage/note.h"

/* A capture to keep. Borrowed. */
typedef struct {
    const char *text;       /* the line, or the row of a sheet */
    const char *source_key; /* of a row: the same row is kept once; NULL: typed */
    const CxCapture *capture;
    CxPromiseState state; /* of the promise */
    CxDay ended_on;       /* of a promise that has ended */
} CxNoted;

/* Writes the records, inside a write transaction; the audit is the caller's. *ret_id is 0 when the
 * row was kept before. */
CX_MUST_USE bool cx_note_keep(CxCtx *ctx, const CxNoted *noted, int64_t *ret_id, GError **error);
/* Keeps a line of the program's own making, for a record that is made beside it; likewise. */
CX_MUST_USE bool cx_note_keep_line(CxCtx *ctx, const char *line, int64_t *ret_id, GError **error);
