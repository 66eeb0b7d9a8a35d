/* The rows of a survey's files that its mappings pass over, read again from the kept originals. */
#pragma once

#include "feedback/intake.h"
#include "feedback/survey.h"
#include "people/ctx.h"

/* One such row; borrowed until it returns. `rules` are the mapping's that pass it over
 * (cx_intake_skips). */
typedef void (*CxSkippedRow)(void *data, const CxMapping *mapping, uint64_t rules,
                             const CxIntakeRow *row);

/* Calls `each` for every row passed over in the latest import of each version that could be read
 * otherwise. CX team only. CORRUPT as originals. */
CX_MUST_USE bool cx_skipped_each(CxCtx *ctx, const CxSurvey *survey, CxSkippedRow each, void *data,
                                 GError **error);
