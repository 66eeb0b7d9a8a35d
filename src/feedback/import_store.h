/* Imports and originals in the store. Inside feedback only. */
#pragma once

#include "base/digest.h"
#include "db/db.h"
#include "db/query.h"
#include "feedback/import.h"
#include "feedback/original.h"

/* NOT_FOUND if there is no such import. */
CX_MUST_USE bool cx_import_store_original(CxDb *db, CxImportId import, CxOriginalId *ret_original,
                                          GError **error);

CX_MUST_USE bool cx_import_store_add_reject(CxDb *db, CxImportId import, int64_t i_reject,
                                            const CxImportReject *reject, GError **error);
/* GPtrArray of CxImportReject; (transfer full). */
CX_MUST_USE GPtrArray *cx_import_store_list_rejects(CxDb *db, CxImportId import, int64_t skip,
                                                    int64_t limit, GError **error);
/* GPtrArray of CxImportReport without rejects and items; (transfer full). */
CX_MUST_USE GPtrArray *cx_import_store_list(CxDb *db, CxImportId before, int64_t limit,
                                            GError **error);
/* NOT_FOUND. With items and first rejects. (transfer full) */
CX_MUST_USE CxImportReport *cx_import_store_load(CxDb *db, CxImportId id, GError **error);

/* An empty report with its arrays. (transfer full) */
CxImportReport *cx_import_report_new(void);
/* What the audit keeps of an import: which file, and what became of it. (transfer full) */
char *cx_import_audit_json(const CxImportReport *report);

/* What is needed to take a file in, or to go on with it. */
typedef struct {
    int64_t survey;  /* id */
    int64_t version; /* id */
    CxOriginalId original;
    char *mapping; /* JSON */
    CxImportState state;
    bool is_job_open;
    char *cancelled_by;      /* (nullable) */
    char *failure;           /* (nullable) */
    CxOptI64 after_response; /* its responses have greater ids; not set: it was not begun */
} CxImportWork;

void cx_import_work_clear(CxImportWork *work);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxImportWork, cx_import_work_clear)

/* NOT_FOUND. */
CX_MUST_USE bool cx_import_store_work(CxDb *db, CxImportId id, CxImportWork *ret_work,
                                      GError **error);
/* The open import into a version that comes before another: 0 if there is none. *ret_name is
 * (transfer full). */
CX_MUST_USE bool cx_import_store_before(CxDb *db, CxSurveyVersionId version, CxImportId id,
                                        CxImportId *ret_before, char **ret_name, GError **error);
/* Open imports whose jobs have ended: array of CxImportId. (transfer full) */
CX_MUST_USE GArray *cx_import_store_list_left(CxDb *db, GError **error);
/* Queues the job of an import; inside a write transaction. */
CX_MUST_USE bool cx_import_store_enqueue(CxCtx *ctx, CxImportId id, GError **error);
/* The mapping an import used. (transfer full) */
CX_MUST_USE CxMapping *cx_import_parse_mapping(const char *text, GError **error);
CX_MUST_USE CxMapping *cx_import_load_mapping(CxDb *db, CxImportId id, GError **error);
