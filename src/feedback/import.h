/* Imports: files of responses taken in, each row exactly once.
 *
 * A response is known by its source id within the survey version, else by a digest of its row plus
 * how often that row has come before in the file. A known response with the same answers is "same"
 * and nothing is written; with other answers it becomes a new revision, of which the latest counts
 * and all are kept. A row with one bad value is set aside whole, with line, column and reason.
 *
 * An import is a job (docs/decisions/0040). The original is kept first (feedback/original.h);
 * cx_import_begin refuses what can be refused and queues the job; cx_import_carry_on takes the rows
 * in, some thousands in each transaction, and goes on after a crash where the last one ended:
 *
 *     queued ──▶ running ──▶ done            its responses count, all at once
 *        │          ├──────▶ cancelled       asked to stop; its responses are taken away again
 *        └──────────┴──────▶ failed          the file cannot be gone on with; likewise
 *
 * Before it is done no reader sees anything of an import but the import itself. Imports into one
 * survey version take turns, others run side by side. */
#pragma once

#include <glib.h>

#include "db/job.h"
#include "feedback/mapping.h"
#include "feedback/original.h"

CX_ID_TYPE(CxImportId);

#define CX_IMPORT_STATE_MAP(X)                                                                     \
    X(QUEUED, "queued")                                                                            \
    X(RUNNING, "running")                                                                          \
    X(DONE, "done")                                                                                \
    X(CANCELLED, "cancelled")                                                                      \
    X(FAILED, "failed")

typedef enum {
#define X(name, key) CX_IMPORT_##name,
    CX_IMPORT_STATE_MAP(X)
#undef X
        CX_IMPORT_STATE_N
} CxImportState;

/* "queued"; borrowed for ever. */
const char *cx_import_state_key(CxImportState state);

/* Rejects a report carries itself; all are in the store. */
#define CX_IMPORT_REPORT_REJECTS 20

typedef struct {
    int64_t line;   /* 1-based, as an editor shows it, or the row of a sheet */
    char *column;   /* NULL: the whole row */
    char *value;    /* what the file says there, shortened; NULL: the whole row */
    char *reason;   /* in words, "\"12\" is not on the scale 0 to 10 …" */
    int64_t offset; /* of the record in the text, bytes; 0 in a workbook */
    int64_t len_bytes;
} CxImportReject;

void cx_import_reject_free(CxImportReject *reject);
/* "line 14, column NETPRO: \"12\" is not on the scale 0 to 10 …"; (transfer full). */
char *cx_import_reject_format(const CxImportReject *reject);

/* How one item came out, over the rows taken. */
typedef struct {
    char *key;
    char *column;
    int64_t n_valid;
    int64_t n_not_applicable;
    int64_t n_missing;
} CxImportItem;

void cx_import_item_free(CxImportItem *item);

typedef struct {
    CxImportId id;
    CxImportState state;
    CxOriginalId original;
    CxJobId job;    /* 0: there was none */
    int64_t n_done; /* of n_total, while it is queued or running */
    int64_t n_total;
    char *message;      /* (nullable) what it is doing or waits for */
    char *failure;      /* (nullable) why it failed */
    char *cancelled_by; /* (nullable) login of whoever asked it to stop */
    CxInstant ended_at; /* 0: open, or of before there were jobs */
    CxSurveyId survey;
    char *survey_key;
    char *version_key;
    char *file_name;
    char *digest_hex; /* BLAKE2b-256 of the original */
    int64_t len_bytes;
    CxInstant imported_at;
    char *actor;    /* login */
    int64_t n_rows; /* new + revised + same + rejected + skipped */
    int64_t n_new;
    int64_t n_revised;
    int64_t n_same;
    int64_t n_rejected;
    int64_t n_skipped; /* no responses, by the mapping's "skip" */
    CxDay first_day;   /* of rows taken, CX_DAY_NONE without any */
    CxDay last_day;
    GPtrArray *rejects; /* of CxImportReject: the first CX_IMPORT_REPORT_REJECTS; never NULL */
    GPtrArray *items;   /* of CxImportItem; never NULL */
    GPtrArray *departments_new; /* of char *: keys added; never NULL; empty when listed later */
    GPtrArray *columns_unused;  /* of char *: in the file, not in the mapping; likewise */
} CxImportReport;

void cx_import_report_free(CxImportReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxImportReport, cx_import_report_free)

/* Use case: begins to import an original of any kind that codec/table.h reads. What responses refer to
 * (survey, version, items, modes, departments) is added from the mapping; what readers see of them
 * is brought up to date when the import is done. A version that has responses keeps its scales and
 * codes: a mapping that changes them is a CONFLICT naming the item. INVALID, nothing written, when
 * the file lacks columns (they are named with near matches and the columns found), is empty or has a
 * header and no rows; as cx_table_open for what is no table; NOT_FOUND as cx_original_read; FORBIDDEN
 * for others than the CX team. The same original by the same mapping that is queued or running
 * already is that import. Writes import_file, job, the survey's tables, department. */
CX_MUST_USE bool cx_import_begin(CxCtx *ctx, CxOriginalId original, const char *file_name,
                                 const CxMapping *mapping, CxImportId *ret_import, GError **error);
/* Takes in what is left of an import, in the hands of the worker that holds its job: idempotent, to
 * be called again after a crash or an error of BUSY (the store, or an earlier import into the same
 * version, which is named) and IO. CANCELLED when whoever watches (cx_ctx_progress) wants a pause, or
 * when the import was cancelled, which the report tells; other errors: the import has failed.
 * Writes all tables of feedback, the job's progress, audit ("import.run", "import.cancel" or
 * "import.fail", one record), and bumps the data version if something changed. */
CX_MUST_USE bool cx_import_carry_on(CxCtx *ctx, CxImportId import, const CxJob *job,
                                    GError **error);
/* Use case: asks an import to stop. Whoever works at it takes its responses away again; a job is
 * queued for that if there is none. CONFLICT if it has ended, NOT_FOUND. CX team only. */
CX_MUST_USE bool cx_import_cancel(CxCtx *ctx, CxImportId import, GError **error);
/* Use case: ends imports whose jobs have ended without them, as failed. CX team only. */
CX_MUST_USE bool cx_import_sweep(CxCtx *ctx, GError **error);

/* Use case: keeps, begins and takes in a file at once, in the hands of the caller; waits its turn.
 * As the three above; a file that is refused is not kept. (transfer full) */
CX_MUST_USE CxImportReport *cx_import_run(CxCtx *ctx, const char *file_name, const void *data,
                                          size_t len_bytes, const CxMapping *mapping,
                                          GError **error);
/* The same, but nothing is kept: says what an import would do. Rows are only read and looked up, so that
 * the file may be as large as any and nobody is held up. The report has no id. */
CX_MUST_USE CxImportReport *cx_import_try(CxCtx *ctx, const char *file_name, const void *data,
                                          size_t len_bytes, const CxMapping *mapping,
                                          GError **error);

/* Imports, latest first, at most `limit`, those before id `before` (0: from the latest), of all
 * surveys: GPtrArray of CxImportReport without rejects and items. CX team only. */
CX_MUST_USE GPtrArray *cx_import_list(CxCtx *ctx, CxImportId before, int64_t limit, GError **error);
/* One import with its items and first rejects; NOT_FOUND. CX team only. */
CX_MUST_USE CxImportReport *cx_import_load(CxCtx *ctx, CxImportId id, GError **error);
/* Rejects of an import in order of the file after `skip`, at most `limit`: GPtrArray of
 * CxImportReject; (transfer full). CX team only. */
CX_MUST_USE GPtrArray *cx_import_reject_list(CxCtx *ctx, CxImportId id, int64_t skip, int64_t limit,
                                             GError **error);
/* The original file of an import, put together and checked against its digest (CORRUPT if it does
 * not match). CX team only. (transfer full) */
CX_MUST_USE GBytes *cx_import_original(CxCtx *ctx, CxImportId id, GError **error);
/* The rows set aside with the header of the file, as CSV in UTF-8, for a person to correct and
 * give back; but for rows of a sheet that could not be read at all. CX team only. (transfer full) */
CX_MUST_USE GString *cx_import_rejects_csv(CxCtx *ctx, CxImportId id, GError **error);
