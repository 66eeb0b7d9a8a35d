/* An import under way, and what becomes of one record. Inside feedback/import*.c only. */
#pragma once

#include "codec/table.h"
#include "feedback/answers.h"
#include "feedback/import.h"
#include "feedback/intake.h"
#include "feedback/survey_store.h"

/* An import under way. */
typedef struct {
    CxCtx *ctx;
    const CxMapping *mapping;
    CxIntake *intake;
    CxTable *table;
    CxSurveyApplied applied;
    CxImportReport *report;
    int64_t n_kept_rejects;
    GHashTable *seen;     /* what the source calls it -> line of the record taken (id), or how often
                           such a record has come (digest) */
    size_t *order;        /* indices of the mapping's items by item id, as blobs need them */
    CxAnswer *answers;    /* as many as items */
    GByteArray *blob;     /* answers of the record at hand */
    CxImportItem *counts; /* parallel to the mapping's items; texts not set */
} CxImporting;

/* Sets a record aside: kept one by one up to a limit, counted always. */
CX_MUST_USE bool cx_import_set_aside(CxImporting *import, const CxTableRow *row,
                                     const CxIntakeReject *why, GError **error);
/* Sets aside a row that could not be read at all. */
CX_MUST_USE bool cx_import_set_bad_aside(CxImporting *import, const CxTableRow *row,
                                         GError **error);
/* Stores a record unless it is known as it is. */
CX_MUST_USE bool cx_import_take(CxImporting *import, const CxTableRow *row,
                                const CxIntakeRow *taken, GError **error);
