/* The rows of a survey's files that its mappings pass over, read again from the kept originals. */
#pragma once

#include "feedback/intake.h"
#include "feedback/survey.h"
#include "people/ctx.h"

/* One such row; borrowed until it returns. `rules` are the mapping's that pass it over
 * (cx_intake_skips). */
typedef void (*CxSkippedRow)(void *data, const CxMapping *mapping, uint64_t rules,
                             const CxIntakeRow *row);

/* Calls `each` for every row that the survey's imports passed over and that could be read otherwise, from the
 * latest import back; a row with an id once, by the latest that has it, and not if it became a response;
 * rows without ids of the latest import of each version only. A request waits for it: only the latest
 * originals are read, up to CX_SKIPPED_BYTES_MAX of them. CX team only. CORRUPT as originals. */
CX_MUST_USE bool cx_skipped_each(CxCtx *ctx, const CxSurvey *survey, CxSkippedRow each, void *data,
                                 GError **error);
