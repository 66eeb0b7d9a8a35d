/* With which release each row of a frame came: who watches from night to night knows the answers of each by
 * themselves (docs/methods/wall.md). */
#pragma once

#include "column/frame.h"
#include "feedback/survey.h"
#include "people/ctx.h"

/* Of who changed what somebody was told: which of their answers came when is not known. */
#define CX_RELEASE_CHANGED UINT32_MAX

/* Fills numbers[row] for a frame of what is released; 0: while nobody else could be told. *ret_fits false when the
 * store has moved on since the frame was made. */
CX_MUST_USE bool cx_release_of_rows(CxCtx *ctx, const CxSurvey *survey, const CxFrame *frame,
                                    uint32_t *numbers, bool *ret_fits, GError **error);
