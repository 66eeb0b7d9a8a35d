/* Files of facts taken in: each fact exactly once, a changed one as a new revision.
 *
 * One file is one transaction: after a failure nothing of it is there. A row with one bad value is set
 * aside whole, with line, column and reason. The same file again changes nothing. */
#pragma once

#include <glib.h>

#include "business/facts_mapping.h"
#include "people/ctx.h"

CX_ID_TYPE(CxFactFileId);

#define CX_FACTS_BYTES_MAX      (INT64_C(256) << 20)
#define CX_FACTS_REPORT_REJECTS 20 /* a report carries itself; the store has more */

typedef struct {
    int64_t line;
    char *column; /* NULL: the whole row */
    char *value;  /* what the file says there, shortened; NULL: the whole row */
    char *reason; /* in words */
} CxFactReject;

void cx_fact_reject_free(CxFactReject *reject);
/* "line 14, column Days: \"x\" is not a number"; (transfer full). */
char *cx_fact_reject_format(const CxFactReject *reject);

/* How one metric came out. */
typedef struct {
    char *key;
    char *label;
    int64_t n; /* facts of it in the file */
} CxFactsMetricCount;

typedef struct {
    CxFactFileId id; /* 0: a dry run */
    char *file_name;
    CxInstant taken_at;
    char *actor;
    CxFactKind kind; /* of a file just taken in; PERIOD when listed later */
    int64_t n_rows;
    int64_t n_new, n_revised, n_same; /* facts */
    int64_t n_empty;                  /* cells that say nothing */
    int64_t n_rejected, n_skipped;    /* rows */
    int64_t n_accounts;               /* accounts added or changed */
    CxDay first_day, last_day;
    GPtrArray *rejects;         /* of CxFactReject: the first; never NULL */
    GPtrArray *metrics;         /* of CxFactsMetricCount; never NULL */
    GPtrArray *departments_new; /* of char *: keys; never NULL */
    GPtrArray *columns_unused;  /* of char *; never NULL */
} CxFactsReport;

void cx_facts_report_free(CxFactsReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxFactsReport, cx_facts_report_free)

typedef struct {
    const char *name;
    const void *data;
    size_t len_bytes;
    int64_t original; /* id of the original kept beforehand, 0: not kept */
} CxFactsFile;

/* Use case: takes in a file of any kind that codec/table.h reads. Metrics are made or brought up to
 * date from the mapping. INVALID, nothing written, when the file lacks columns or is empty; CONFLICT
 * for a metric whose facts are kept otherwise; as cx_table_open for what is no table; TOO_LARGE;
 * FORBIDDEN for others than the CX team; CANCELLED when who watches says so. Writes all tables of
 * business, department where the mapping adds them, audit ("facts.take", one record), and bumps the
 * data version when a fact or a metric changed. (transfer full) */
CX_MUST_USE CxFactsReport *cx_facts_take(CxCtx *ctx, const CxFactsFile *file,
                                         const CxFactsMapping *mapping, GError **error);
/* The same, but nothing is kept. */
CX_MUST_USE CxFactsReport *cx_facts_try(CxCtx *ctx, const CxFactsFile *file,
                                        const CxFactsMapping *mapping, GError **error);
/* Lines of all rows of a file that were set aside, in its order: appends int64_t. CX team only. */
CX_MUST_USE bool cx_facts_reject_lines(CxCtx *ctx, CxFactFileId file, GArray *lines,
                                       GError **error);
/* Files taken in, latest first, before id `before` (0: from the latest): GPtrArray of CxFactsReport
 * without rejects and metrics. CX team only. (transfer full) */
CX_MUST_USE GPtrArray *cx_facts_list(CxCtx *ctx, CxFactFileId before, int64_t limit,
                                     GError **error);
