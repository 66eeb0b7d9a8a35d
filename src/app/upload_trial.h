/* Trying all of a draft that is too large for a request: what the job "trial" does, whatever kind of file
 * it is. */
#pragma once

#include "db/job.h"
#include "people/ctx.h"

/* Tries the draft as it stands, and again if it was changed meanwhile; what it said is kept with it.
 * CANCELLED when who watches says so. */
CX_MUST_USE bool cx_upload_trial_work(CxCtx *ctx, const CxJob *job, GError **error);
