/* Imports: files of responses taken in, each row exactly once.
 *
 * A response is known by its source id within the survey version, else by a digest of its row plus
 * how often that row has come before in the file. A known response with the same answers is "same"
 * and nothing is written; with other answers it becomes a new revision, of which the latest counts
 * and all are kept. A row with one bad value is set aside whole, with line, column and reason. One
 * import is one transaction: after a failure or a crash nothing of it is there, and it can be run
 * again. The original file is kept in chunks with its digest. */
#pragma once

#include <glib.h>

#include "feedback/mapping.h"

CX_ID_TYPE(CxImportId);

/* One transaction holds at most this much of a file. */
#define CX_IMPORT_BYTES_MAX (INT64_C(256) << 20)
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

/* Use case: imports a file of any kind that codec/table.h reads. The survey, its version, items, modes and departments are made or
 * brought up to date from the mapping. A version that has responses keeps its scales and codes:
 * a mapping that changes them is a CONFLICT naming the item. INVALID, nothing written, when the
 * file lacks columns (they are named with near matches and the columns found), or is
 * empty; as cx_table_open for what is no table; TOO_LARGE over CX_IMPORT_BYTES_MAX; FORBIDDEN for others than the CX
 * team, CANCELLED when who watches (cx_ctx_progress) says so. Writes all tables of feedback, department, audit ("import.run", one record), and bumps the
 * data version if a response was added. (transfer full) */
CX_MUST_USE CxImportReport *cx_import_run(CxCtx *ctx, const char *file_name, const void *data,
                                          size_t len_bytes, const CxMapping *mapping,
                                          GError **error);
/* The same, but nothing is kept: says what an import would do. The report has no id. */
CX_MUST_USE CxImportReport *cx_import_try(CxCtx *ctx, const char *file_name, const void *data,
                                          size_t len_bytes, const CxMapping *mapping,
                                          GError **error);
/* Reads the file at path, then as cx_import_run. IO if it cannot be read. */
CX_MUST_USE CxImportReport *cx_import_run_path(CxCtx *ctx, const char *path,
                                               const CxMapping *mapping, GError **error);

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
