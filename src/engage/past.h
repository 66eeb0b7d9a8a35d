/* The past sheet: meetings and promises of before, one line each, as somebody kept them in a sheet.
 *
 * Any table codec/table.h reads, with a header row. Columns, in any order and by any of their common
 * names: leader and date (needed), kind, with sponsor, about, promised, promised by, due, kept. Other
 * columns are not read, so nothing of what somebody thinks of a leader comes in. Who "Head of Food"
 * was is told by the row's day.
 *
 * The same rows twice change nothing, but that a promise they now call kept is ended. A row that
 * cannot be used is listed with line, column and reason; the others are taken. */
#pragma once

#include "people/ctx.h"

#define CX_PAST_ROWS_A_PIECE 500 /* taken in with one transaction */

/* How far a sheet was taken in, and what came of it; zeros: nothing was yet. */
typedef struct {
    int64_t line; /* the last one dealt with */
    int64_t n_contacts, n_promises, n_ended, n_same;
} CxPastMark;

/* What is asked. All borrowed. */
typedef struct {
    const char *file_name; /* for messages and the audit */
    const char *data;
    size_t len_bytes;
    CxPastMark from; /* where an earlier try ended: what it counted is counted */
    /* (nullable) keeps a mark, in the transaction of the piece that ends there; n_done of n_total rows. */
    bool (*keep)(void *data, const CxPastMark *mark, int64_t n_done, int64_t n_total,
                 GError **error);
    void *keep_data;
} CxPastAsk;

typedef struct {
    int64_t line;
    char *column; /* "" for the whole row */
    char *reason;
} CxPastReject;

typedef struct {
    int64_t n_rows;     /* below the header */
    int64_t n_contacts; /* new */
    int64_t n_promises; /* new */
    int64_t n_ended;    /* promises known as open that the sheet says were kept or withdrawn */
    int64_t n_same;     /* rows that say what is known */
    GPtrArray *rejects; /* of CxPastReject, by line */
} CxPastReport;

void cx_past_report_free(CxPastReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxPastReport, cx_past_report_free)

/* Use case: what the sheet would bring; writes nothing. INVALID when there is no column for leader or
 * date, or two for one thing; TOO_LARGE beyond CX_PAST_ROWS_MAX; as cx_table_open for what is no
 * table; FORBIDDEN for others than the CX team. (transfer full) */
CX_MUST_USE CxPastReport *cx_past_try(CxCtx *ctx, const CxPastAsk *ask, GError **error);
/* Use case: takes the sheet, piece by piece: a transaction each, with an audit record if anything is
 * new. Broken off, it has kept the pieces before, and is to be called again. Same errors, and CANCELLED
 * when who watches says so. Writes note, contact, promise, audit. (transfer full) */
CX_MUST_USE CxPastReport *cx_past_take(CxCtx *ctx, const CxPastAsk *ask, GError **error);
