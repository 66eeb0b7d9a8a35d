/* Keeping and recognising a file that is too large for a request: what the job "bring" does. The request
 * that brought it leaves it in the spool of its host, under a name, and a draft; the job keeps it as an
 * original, recognises and tries it. Small files are kept and recognised at once. */
#pragma once

#include "db/job.h"
#include "feedback/upload.h"

#define CX_BRING_AT_ONCE_BYTES (1 << 20)

/* Whether the upload is kept and recognised at once. */
bool cx_upload_is_brought_at_once(const CxUpload *upload);
/* Fills what an upload keeps of a file of its kind, from its bytes, before a person has said anything.
 * Fails as the store does. */
CX_MUST_USE bool cx_upload_prepare(CxCtx *ctx, CxUpload *upload, GBytes *bytes, GError **error);
/* What the job does; goes on where it was broken off. BUSY where the file lies in the spool of another
 * host, INVALID where it is gone. */
CX_MUST_USE bool cx_upload_bring_work(CxCtx *ctx, const CxJob *job, const char *spool_dir,
                                      GError **error);
/* The same, but CANCELLED where the upload was dropped meanwhile. */
CX_MUST_USE bool cx_upload_bring_run(CxCtx *ctx, const CxJob *job, const char *spool_dir,
                                     GError **error);
/* Asks it to stop: nothing of the file stays but its name. One that waits is cancelled by whoever takes it
 * next, who takes the file out of the spool. */
CX_MUST_USE bool cx_upload_bring_cancel(CxCtx *ctx, const CxJob *job, GError **error);
/* Takes files out of the spool that have been there for a day and that no job waits for: of requests and
 * workers that were killed. CX team only. */
CX_MUST_USE bool cx_upload_bring_sweep(CxCtx *ctx, const char *spool_dir, GError **error);
