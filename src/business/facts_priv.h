/* The inside of taking in facts: the mapping being read, a file bound to it. Inside business/ only. */
#pragma once

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
    CxDay (*spans)[2];      /* likewise: first and last day */
    size_t *columns;        /* by metric: of its values */
    size_t *currencies;     /* by metric */
    size_t *skips;          /* by skip */
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

/* facts_report.c: an empty report with its arrays. (transfer full) */
CxFactsReport *cx_facts_report_new(void);
