/* How a survey is read when nobody says: by which measure, and over which period. */
#pragma once

#include "column/slice.h"
#include "feedback/survey.h"
#include "people/ctx.h"

/* How a question is usually scored: NPS, or the share of the two best points. False, *ret_measure
 * untouched, for questions without a score (choices, numbers, words). */
bool cx_usual_measure(const CxItem *item, CxSliceMeasure *ret_measure);
/* Gives a slice its question's usual measure. INVALID for a question without one. */
CX_MUST_USE bool cx_usual_settle(const CxItem *item, CxSlice *slice, GError **error);
/* The quarter a survey is best read by: that of its last answers, or the last one closed before
 * today where that one has not closed; the quarter of its first answers if none has. CX_DAY_NONE
 * without answers. */
CX_MUST_USE bool cx_usual_period(CxCtx *ctx, const CxSurvey *survey, CxDay *ret_from, CxDay *ret_to,
                                 GError **error);
