/* The figures of the scores page, out of scores. Markup in the context's arena. */
#pragma once

#include "evidence/score.h"
#include "feedback/survey.h"

/* Groups that are no periods, on one scale. */
const char *cx_score_figure_groups(CxCtx *ctx, const CxScore *score);
/* Departments' measures on one scale: those of the measure most of them have; the lowest in the
 * accent if it stands apart. NULL if none can be drawn. */
const char *cx_score_figure_measures(CxCtx *ctx, const CxSurvey *survey,
                                     const CxScore *const *scores, size_t n);
