/* An import under way, and what becomes of one record. Inside feedback/import*.c only. */
#pragma once

#include "base/digest.h"
#include "base/seen.h"
#include "codec/table.h"
#include "feedback/answers.h"
#include "feedback/import.h"
#include "feedback/intake.h"
#include "feedback/release.h"
#include "feedback/survey_store.h"

/* An import under way. */
typedef struct {
    CxCtx *ctx;
    const CxMapping *mapping;
    CxIntake *intake;
    CxTable *table;
    CxSurveyApplied applied;
    CxImportReport *report;
    CxSeen *seen;         /* by id the line of the record, by content how often it has come */
    size_t *order;        /* indices of the mapping's items by item id, as blobs need them */
    CxAnswer *answers;    /* as many as items */
    size_t n_answers;     /* of the record at hand */
    GByteArray *blob;     /* answers of the record at hand */
    CxDigester *digester; /* for one record after the other */
    CxImportItem *counts; /* parallel to the mapping's items; texts not set */
    CxSeen *contents;     /* of a trial, which writes nothing: what ids have said; else NULL */
    CxReleaseGathering *gathering; /* of all stored responses, each new; NULL: not of all of them */
} CxImporting;

void cx_importing_clear(CxImporting *import);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxImporting, cx_importing_clear)

/* Opens the table and binds the mapping to its header; the table stands before the first record.
 * INVALID as cx_import_begin. `data` is borrowed as long as the import. */
CX_MUST_USE bool cx_importing_open(CxImporting *import, const void *data, size_t len_bytes,
                                   GError **error);
/* Makes ready for records, once `applied` is known. */
void cx_importing_prepare(CxImporting *import);
/* Reads one record and stores it, sets it aside or skips it; *ret_is_end at the end of the file.
 * Inside a write transaction. */
CX_MUST_USE bool cx_importing_step(CxImporting *import, bool *ret_is_end, GError **error);
/* Reads one record that an earlier try has stored: it is only noted as come. */
CX_MUST_USE bool cx_importing_pass(CxImporting *import, GError **error);
/* Writes the counts of the report and of the items; inside a write transaction. */
CX_MUST_USE bool cx_importing_put_counts(CxImporting *import, GError **error);
/* Fills the report's list of items. */
void cx_importing_list_items(CxImporting *import);
/* Tells who watches how far it is; CANCELLED. */
CX_MUST_USE bool cx_importing_watch(CxImporting *import, GError **error);

/* As cx_import_carry_on. `original` may be given by who has it, or be NULL. */
CX_MUST_USE bool cx_import_work_on(CxCtx *ctx, CxImportId id, const CxJob *job, GBytes *original,
                                   GError **error);

/* Sets a record aside: kept one by one up to a limit, counted always. */
CX_MUST_USE bool cx_import_set_aside(CxImporting *import, const CxTableRow *row,
                                     const CxIntakeReject *why, GError **error);
/* Sets aside a row that could not be read at all. */
CX_MUST_USE bool cx_import_set_bad_aside(CxImporting *import, const CxTableRow *row,
                                         GError **error);
/* Stores a record unless it is known as it is. */
CX_MUST_USE bool cx_import_take(CxImporting *import, const CxTableRow *row,
                                const CxIntakeRow *taken, GError **error);
/* Notes a record as come. */
CX_MUST_USE bool cx_import_pass(CxImporting *import, const CxTableRow *row,
                                const CxIntakeRow *taken, GError **error);
