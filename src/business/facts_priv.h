/* The inside of taking in facts: the mapping being read, a file bound to it. Inside business/ only. */
#pragma once

#include "base/digest.h"
#include "base/seen.h"
#include "business/facts.h"
#include "codec/document.h"
#include "codec/header.h"
#include "codec/table.h"

typedef struct {
    CxDocument document;
    CxFactsMapping *mapping; /* being filled */
    const CxJson *root;
    const char *const *missing; /* the document's */
    size_t n_missing;
} CxFactsReader;

/* facts_metrics.c: "metrics". */
void cx_facts_read_metrics(CxFactsReader *reader);
/* A list of texts or whole numbers as texts in the arena; NULL without. */
const char *const *cx_facts_read_texts(CxFactsReader *reader, const CxJson *json, const char *name,
                                       size_t *ret_n);

/* Columns of the file, CX_HEADER_NO_COLUMN where the mapping names none. */
typedef struct {
    const CxFactsMapping *mapping;
    CxHeader *header;
    size_t key, period, department, metric, value;
    size_t *period_columns; /* n_period_columns */
    CxDay (*spans)[2]; /* likewise: first and last day; not of a year that stands in the rows */
    size_t year;
    size_t *columns;    /* by metric: of its values */
    size_t *currencies; /* by metric */
    size_t *skips;      /* by skip */
    size_t name, segment, owner, opened, closed, person, email, phone, office; /* of the account */
} CxFactsBound;

/* INVALID as cx_header_check, and for a period column whose name is no period. (transfer full) */
CxFactsBound *cx_facts_bind(const CxFactsMapping *mapping, const CxTableRow *header,
                            GError **error);
void cx_facts_bound_free(CxFactsBound *bound);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxFactsBound, cx_facts_bound_free)

/* A value of a row, not stored yet. */
typedef struct {
    size_t i_metric;
    CxDay from, to;
    int64_t value;
    char currency[4]; /* "" unless money */
    size_t i_column;  /* where it stands */
} CxFactsValue;

/* A row as read. Texts are (transfer none), of the row's own chunk. */
typedef struct {
    GStringChunk *texts;
    const char *key;        /* "" : the whole */
    const char *department; /* as the file says it; NULL: no column; "" is an empty cell */
    GArray *values;         /* of CxFactsValue */
    int64_t n_empty;        /* cells that say nothing */
    bool is_unwanted;       /* long: names a metric the mapping does not */
    CxDay opened, closed;   /* of the account */
    size_t i_reject;        /* column of what is wrong, CX_HEADER_NO_COLUMN: the whole row */
    const char *reject_value;
    GString *reason; /* what is wrong */
} CxFactsRow;

CxFactsRow *cx_facts_row_new(void);
void cx_facts_row_free(CxFactsRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxFactsRow, cx_facts_row_free)
/* A cell without blanks around it, in the row's chunk; "" for no column. */
const char *cx_facts_cell(CxFactsRow *row, const CxTableRow *from, size_t i_column);
/* Whether the row is passed over. */
bool cx_facts_is_skipped(const CxFactsBound *bound, CxFactsRow *row, const CxTableRow *from);
/* Reads a record; false: it is set aside, and reason says why. */
bool cx_facts_row_read(const CxFactsBound *bound, CxFactsRow *row, const CxTableRow *from);

/* A file under way. */
typedef struct {
    CxCtx *ctx;
    const CxFactsMapping *mapping;
    CxTable *table;
    CxFactsBound *bound;
    CxFactsRow *row;
    CxFactsReport *report;
    CxMetricId *metrics;     /* by metric of the mapping */
    int64_t *counts;         /* likewise: facts */
    GPtrArray *departments;  /* as they stand */
    GHashTable *named;       /* words of the file → CxDepartment of them, borrowed */
    CxDepartmentId constant; /* the mapping's, or 0 */
    CxSeen *seen;            /* what a fact is known by -> line it came on */
    CxSeen *contents;        /* of a trial, which writes no row: what facts have said; else NULL */
    const GArray *aside;     /* borrowed: lines an earlier try has set aside, int64_t ascending */
    guint i_aside;           /* of them, the one that comes next */
    bool is_changed;         /* metrics, accounts or facts */
} CxFactsTaking;

void cx_facts_taking_clear(CxFactsTaking *take);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxFactsTaking, cx_facts_taking_clear)

/* facts_take.c: opens the table and binds the mapping to its header; the table stands before the
 * first record. TOO_LARGE, INVALID as cx_facts_take. `data` is borrowed as long as the file. */
CX_MUST_USE bool cx_facts_taking_open(CxFactsTaking *take, const void *data, size_t len_bytes,
                                      GError **error);
/* Adds metrics and departments of the mapping, or brings them up to date. Inside a write
 * transaction. CONFLICT, INVALID as cx_facts_take. */
CX_MUST_USE bool cx_facts_taking_resolve(CxFactsTaking *take, CxMetricEnsure how, GError **error);
/* Reads one record and keeps what it says, or sets it aside; *ret_is_end at the end of the file.
 * Inside a write transaction. */
CX_MUST_USE bool cx_facts_taking_step(CxFactsTaking *take, bool *ret_is_end, GError **error);
/* Reads one record that an earlier try has dealt with: it is only noted as come. */
CX_MUST_USE bool cx_facts_taking_pass(CxFactsTaking *take, GError **error);
/* Writes the counts of the report and of the metrics. Inside a write transaction. */
CX_MUST_USE bool cx_facts_taking_put_counts(CxFactsTaking *take, GError **error);
/* Fills the report's list of metrics. */
void cx_facts_taking_list_metrics(CxFactsTaking *take);

/* facts_report.c: an empty report with its arrays. (transfer full) */
CxFactsReport *cx_facts_report_new(void);
/* The report as the audit keeps it. (transfer full) */
char *cx_facts_audit_json(const CxFactsReport *report);
/* A report with its first rejects and its metrics, for whoever has been through the wall; *ret_mapping
 * (transfer full). NOT_FOUND. */
CX_MUST_USE CxFactsReport *cx_facts_report_load(CxDb *db, CxFactFileId id, char **ret_mapping,
                                                GError **error);

/* A file of facts that is not done. */
typedef struct {
    CxFactFileId id;
    char *file_name;
    char *mapping;
    CxDigest digest;
    bool is_job_open;
    bool is_wanted; /* nobody has asked it to stop, and it has not failed */
} CxFactsOpen;

/* Those files in the order they came: GPtrArray of CxFactsOpen. (transfer full) */
CX_MUST_USE GPtrArray *cx_facts_open_list(CxDb *db, GError **error);

/* facts.c: the digest and the length of all of a file. */
CxDigest cx_facts_file_digest(const CxFactsFile *file);
int64_t cx_facts_file_bytes(const CxFactsFile *file);
/* TOO_LARGE. */
CX_MUST_USE bool cx_facts_check_size(int64_t len_bytes, GError **error);
/* facts.c: adds a file, in that state; the report gets its id. Inside a write transaction. */
CX_MUST_USE bool cx_facts_add_file(CxFactsTaking *take, const CxFactsFile *file, CxFactsState state,
                                   GError **error);
/* Makes all of a file count, ends it and writes the audit. Inside a write transaction. */
CX_MUST_USE bool cx_facts_finish(CxFactsTaking *take, GError **error);
