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
/* TOO_LARGE for more than one import may hold. */
CX_MUST_USE bool cx_import_check_size(size_t len_bytes, GError **error);
/* What the audit keeps of an import: which file, and what became of it. (transfer full) */
char *cx_import_audit_json(const CxImportReport *report);
