/* Sheets: lists of leaders and past meetings that somebody brought in the browser or by the API. What
 * one would bring, and brought, is kept with its upload as JSON:
 *
 *     {"some": {…}, "whole": {…}}   a list of leaders, as of some and as of everybody in office
 *     {"past": {…}}                 past meetings and promises
 *
 * each with its counts, the first changes and rejects, the lines of all rows set aside, or with "lack":
 * why it cannot be read. A small sheet is tried and taken in at once, a large one by a job; past
 * meetings in pieces, whose mark is the job's checkpoint: after a crash it goes on behind the last, and one that
 * is cancelled keeps what is in. */
#pragma once

#include "db/job.h"
#include "feedback/upload.h"

#define CX_JOB_SHEET           "sheet"
#define CX_SHEET_AT_ONCE_BYTES (128 << 10) /* some two thousand rows */
#define CX_SHEET_SHOWN         100         /* changes and rejects kept with their words */

/* Whether the upload is a list of leaders or past meetings. */
bool cx_sheet_is_one(const CxUpload *upload);
/* Whether it is tried and taken in at once. */
bool cx_sheet_is_small(const CxUpload *upload);

/* Which readings of a list of leaders are tried. */
typedef enum {
    CX_SHEET_AS_ASKED, /* as the upload says: of some, or whole */
    CX_SHEET_EITHER,   /* both */
} CxSheetReading;

/* What taking the sheet in would do. Fails as the store does; what is wrong with the sheet is a result.
 * CX team only. (transfer full) */
CX_MUST_USE char *cx_sheet_try(CxCtx *ctx, const CxUpload *upload, CxSheetReading reading,
                               GError **error);
/* Use case: takes the draft in and closes it, or queues the job that does. INVALID says why it cannot
 * be; CONFLICT while a job is open. Writes as cx_roster_take and cx_past_take, upload, job, audit. */
CX_MUST_USE bool cx_sheet_take(CxCtx *ctx, CxUpload *upload, GError **error);
/* What that job does; once more does nothing. */
CX_MUST_USE bool cx_sheet_work(CxCtx *ctx, const CxJob *job, GError **error);
/* The latest job that takes an upload in; *ret_job NULL: there was none. (transfer full) */
CX_MUST_USE bool cx_sheet_job(CxCtx *ctx, CxUploadId id, CxJob **ret_job, GError **error);
