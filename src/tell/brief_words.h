/* The sentences of a brief, by rule (docs/guide/brief.md): they claim what was tested or what the
 * intervals allow, and no more. For tell/brief.c. */
#pragma once

#include "tell/brief.h"

/* Fills claim, point, headline, heading and lead from what else the brief holds. */
void cx_brief_add_words(CxCtx *ctx, CxBrief *brief);
/* "14,216 were invited in May 2018; weighted: …"; in the arena. */
const char *cx_brief_gathered(CxCtx *ctx, const CxSurvey *survey, const CxBrief *brief);
