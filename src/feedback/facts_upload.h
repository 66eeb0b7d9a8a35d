/* Files of facts that somebody brought in the browser or by the API: an upload of the kind "facts",
 * whose findings are a draft (business/facts_draft.h), whose mapping is one of facts, and which a job
 * takes in. */
#pragma once

#include "business/facts.h"
#include "business/facts_draft.h"
#include "db/job.h"
#include "feedback/upload.h"

#define CX_UPLOAD_FACTS "facts"

/* A larger file is tried by a job. */
#define CX_FACTS_TRY_BYTES_MAX (512 << 10)

/* Fills findings, mapping and trial of an upload from its bytes; a mapping that cannot be drafted is a
 * result. Fails as the store does. */
CX_MUST_USE bool cx_facts_upload_prepare(CxCtx *ctx, CxUpload *upload, GBytes *bytes,
                                         GError **error);
/* Writes the draft as it is now into the upload, and tries it; to be kept with cx_upload_save. */
CX_MUST_USE bool cx_facts_upload_decide(CxCtx *ctx, CxUpload *upload, CxFactsDraft *draft,
                                        GError **error);
/* Takes the mapping of this text for the upload, and tries it; to be kept with cx_upload_save. `issues`
 * gets what is wrong with it, and nothing of the upload is changed then (false, *error unset). */
CX_MUST_USE bool cx_facts_upload_mapping(CxCtx *ctx, CxUpload *upload, const char *text,
                                         CxIssues *issues, GError **error);
/* Tries all of a file of facts, as a job does: fills its trial. */
CX_MUST_USE bool cx_facts_upload_try_whole(CxCtx *ctx, CxUpload *upload, GError **error);
/* A file of facts whose original is kept. Borrowed. */
typedef struct {
    const char *name;
    CxOriginalId original;
    CxUploadId upload; /* that it is, 0: none */
} CxFactsKept;

/* Use case: begins to take it in (cx_facts_begin); no more than its beginning is in memory. */
CX_MUST_USE bool cx_facts_kept_begin(CxCtx *ctx, const CxFactsKept *kept,
                                     const CxFactsMapping *mapping, CxFactFileId *ret_file,
                                     GError **error);
/* Use case: begins to take the draft in (cx_facts_begin). INVALID where it has no mapping. */
CX_MUST_USE bool cx_facts_upload_begin(CxCtx *ctx, const CxUpload *upload, GError **error);
/* What the job of a file of facts does (cx_facts_carry_on), whoever brought it; a draft is closed with
 * its report. (transfer full) */
CX_MUST_USE CxFactsReport *cx_facts_upload_work(CxCtx *ctx, const CxJob *job, GError **error);
/* Asks the file of a job to stop (cx_facts_cancel). */
CX_MUST_USE bool cx_facts_upload_cancel(CxCtx *ctx, const CxJob *job, GError **error);
/* The latest job about an upload; *ret_job NULL: there was none. (transfer full) */
CX_MUST_USE bool cx_facts_upload_job(CxCtx *ctx, CxUploadId id, CxJob **ret_job, GError **error);
/* Lines of the rows set aside of a file of facts that was taken in, or of its trial: appends int64_t.
 * CX team only. */
CX_MUST_USE bool cx_facts_upload_lines(CxCtx *ctx, const CxUpload *upload, GArray *lines,
                                       GError **error);
