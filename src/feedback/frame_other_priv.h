/* Frames of another reading. Inside feedback/ only. */
#pragma once

#include "db/db.h"
#include "feedback/frame_store.h"

/* Under LAST_OF_EACH and FIRST_OF_EACH: the ids (int64_t) of the response that stands for its
 * respondent, over all versions; under other readings NULL. (transfer full) */
CX_MUST_USE bool cx_frame_other_choose(CxDb *db, const CxSurvey *survey, CxFrameReading reading,
                                       GHashTable **ret_chosen, GError **error);

/* The frame of a reading, of the store's for NULL: always read. (transfer full) */
CX_MUST_USE CxFrame *cx_frame_store_read(CxCtx *ctx, const CxSurvey *survey,
                                         const CxFrameOther *other, GError **error);
