/* Files of facts taken in: each fact exactly once, a changed one as a new revision.
 *
 * A row with one bad value is set aside whole, with line, column and reason. The same file again
 * changes nothing. What a file says counts all at once, when it is done: before that, and of a file
 * that was cancelled or has failed, no reader sees anything.
 *
 * A large file is a job (docs/decisions/0040): its original is kept first, cx_facts_begin refuses what
 * can be refused and queues the job, cx_facts_carry_on takes the rows in, some thousands in each
 * transaction, and goes on after a crash where the last one ended. Files take turns, in the order they
 * came. cx_facts_take does a small file at once, in one transaction. */
#pragma once

#include <glib.h>

#include "base/digest.h"
#include "business/facts_mapping.h"
#include "db/job.h"
#include "people/ctx.h"

CX_ID_TYPE(CxFactFileId);

#define CX_FACTS_REPORT_REJECTS 20 /* a report carries itself; the store has more */

#define CX_FACTS_STATE_MAP(X)                                                                      \
    X(QUEUED, "queued")                                                                            \
    X(RUNNING, "running")                                                                          \
    X(DONE, "done")                                                                                \
    X(CANCELLED, "cancelled")                                                                      \
    X(FAILED, "failed")

typedef enum {
#define X(name, key) CX_FACTS_##name,
    CX_FACTS_STATE_MAP(X)
#undef X
        CX_FACTS_STATE_N
} CxFactsState;

/* "queued"; borrowed for ever. */
const char *cx_facts_state_key(CxFactsState state);

#define CX_JOB_FACTS "facts" /* kind of the job */

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
    CxMetricId metric;
    char *key;
    char *label;
    int64_t n; /* facts of it in the file */
} CxFactsMetricCount;

typedef struct {
    CxFactFileId id; /* 0: a dry run */
    CxFactsState state;
    int64_t original; /* id, 0: not kept */
    CxJobId job;      /* 0: it was done at once */
    bool is_job_open;
    int64_t len_bytes;
    int64_t n_done;     /* bytes, while it is open */
    char *message;      /* (nullable) what the job is doing or waits for */
    char *failure;      /* (nullable) why it failed */
    char *cancelled_by; /* (nullable) login of whoever asked it to stop */
    CxInstant ended_at; /* 0: open, or done at once */
    char *file_name;
    CxInstant taken_at; /* when it came */
    char *actor;
    CxFactKind kind;
    int64_t n_rows;                   /* so far */
    int64_t n_new, n_revised, n_same; /* facts */
    int64_t n_empty;                  /* cells that say nothing */
    int64_t n_rejected, n_skipped;    /* rows */
    int64_t n_accounts;               /* accounts added or changed */
    CxDay first_day, last_day;
    GPtrArray *rejects;         /* of CxFactReject: the first; never NULL */
    GPtrArray *metrics;         /* of CxFactsMetricCount; never NULL, empty when listed */
    GPtrArray *departments_new; /* of char *: keys; never NULL */
    GPtrArray *columns_unused;  /* of char *; never NULL */
} CxFactsReport;

void cx_facts_report_free(CxFactsReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxFactsReport, cx_facts_report_free)

typedef struct {
    const char *name;
    const void *data; /* all of it, or its beginning where it is only begun */
    size_t len_bytes;
    const CxDigest *digest; /* of the whole, whose beginning `data` is; NULL: of `data` */
    int64_t whole_bytes;    /* with digest */
    int64_t original;       /* id of the original kept beforehand, 0: not kept */
    int64_t upload;         /* id of the upload it is, 0: none */
} CxFactsFile;

/* Use case: takes in a small file of any kind that codec/table.h reads, in one transaction: after a
 * failure nothing of it is there. Metrics are made or brought up to date from the mapping. INVALID,
 * nothing written, when the file lacks columns or is empty; CONFLICT for a metric whose facts are kept
 * otherwise; BUSY while another file is being taken in; as cx_table_open for what is no table;
 * TOO_LARGE; FORBIDDEN for others than the CX team; CANCELLED when who watches says so. Writes all
 * tables of business, department where the mapping adds them, audit ("facts.take", one record), and
 * bumps the data version when a fact or a metric changed. (transfer full) */
CX_MUST_USE CxFactsReport *cx_facts_take(CxCtx *ctx, const CxFactsFile *file,
                                         const CxFactsMapping *mapping, GError **error);
/* The same, but nothing is kept. */
CX_MUST_USE CxFactsReport *cx_facts_try(CxCtx *ctx, const CxFactsFile *file,
                                        const CxFactsMapping *mapping, GError **error);

/* Use case: begins to take in a file whose original is kept. Metrics and departments of the mapping
 * are added. The same bytes by the same mapping that are open already are that file. Refused as
 * cx_facts_take, but BUSY. Writes fact_file, metric, department, job. */
CX_MUST_USE bool cx_facts_begin(CxCtx *ctx, const CxFactsFile *file, const CxFactsMapping *mapping,
                                CxFactFileId *ret_file, GError **error);
/* Gives the bytes of an original. (transfer full) */
typedef GBytes *(*CxFactsRead)(CxCtx *ctx, int64_t original, GError **error);
/* Takes in what is left of a file, in the hands of the worker that holds its job: idempotent, to be
 * called again after a crash or an error of BUSY (the store, or an earlier file, which is named) and
 * IO. CANCELLED when whoever watches wants a pause, or when the file was cancelled, which the report
 * tells; other errors: it has failed. Writes as cx_facts_take, one transaction for each batch, and
 * audit ("facts.take", "facts.cancel" or "facts.fail", one record). */
CX_MUST_USE bool cx_facts_carry_on(CxCtx *ctx, CxFactFileId file, const CxJob *job,
                                   CxFactsRead read, GError **error);
/* Use case: asks a file to stop. Whoever works at it takes away what it brought; a job is queued for
 * that if there is none. CONFLICT if it has ended, NOT_FOUND. CX team only. */
CX_MUST_USE bool cx_facts_cancel(CxCtx *ctx, CxFactFileId file, GError **error);
/* Use case: ends files whose jobs have ended without them, as failed. CX team only. */
CX_MUST_USE bool cx_facts_sweep(CxCtx *ctx, GError **error);

/* One file with its metrics and first rejects; NOT_FOUND. CX team only. (transfer full) */
CX_MUST_USE CxFactsReport *cx_facts_load(CxCtx *ctx, CxFactFileId file, GError **error);
/* Lines of all rows of a file that were set aside, in its order: appends int64_t. CX team only. */
CX_MUST_USE bool cx_facts_reject_lines(CxCtx *ctx, CxFactFileId file, GArray *lines,
                                       GError **error);
/* Files, latest first, before id `before` (0: from the latest): GPtrArray of CxFactsReport without
 * rejects and metrics. CX team only. (transfer full) */
CX_MUST_USE GPtrArray *cx_facts_list(CxCtx *ctx, CxFactFileId before, int64_t limit,
                                     GError **error);
