/* How the answers to a rated question spread over its scale: a share for each answer, with interval
 * and card, over the slice the scores page asks for. */
#pragma once

#include "evidence/score.h"
#include "pages/score_ask.h"
#include "view/field.h"

typedef struct {
    CxViewList rows; /* of CxScoreGroupView: an answer and its share; none where it cannot be had */
    const char *svg; /* NULL: nothing can be drawn */
} CxScoreSpread;

/* In the context's arena. Nothing for questions that are not rated, and where the score itself is
 * not shown. Fails as cx_score_run, but for what the wall keeps back: then there is nothing. */
CX_MUST_USE bool cx_score_spread(const CxScoreAsk *ask, const CxScore *score,
                                 CxScoreSpread *ret_spread, GError **error);
