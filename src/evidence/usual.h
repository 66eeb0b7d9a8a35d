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
/* The quarter a survey is best read by: of those that closed before today the last one with answers, so that
 * a survey of once a year is read by its last one until the next has closed. The quarter of today where there
 * are answers of it and none of the four before; that of the first answers if none has closed. CX_DAY_NONE
 * without answers. */
CX_MUST_USE bool cx_usual_period(CxCtx *ctx, const CxSurvey *survey, CxDay *ret_from, CxDay *ret_to,
                                 GError **error);
