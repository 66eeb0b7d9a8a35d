/* A score as a document: a measured value and what it is of, with its groups. What `coalition score
 * --json` prints and what the scores page rests on. */
#pragma once

#include "evidence/score.h"
#include "tell/mark.h"
#include "view/field.h"

typedef struct {
    const char *key;
    const char *label;
    CxMark score;
} CxScoreGroupView;

typedef struct {
    CxMark score; /* in JSON its members stand at the top */
    const char *survey;
    const char *question;
    const char *label;
    const char *wording;
    const char *measure;
    const char *unit;
    bool is_weighted;
    const char *slice;
    const char *organised; /* now or then */
    const char *counted;   /* or NULL */
    CxDay from, to;
    CxViewList groups; /* of CxScoreGroupView */
} CxScoreView;

extern const CxViewType cx_score_group_view_type;
extern const CxViewType cx_score_view_type;

/* In the context's arena; `survey` is the survey's key. */
const CxScoreView *cx_score_view(CxCtx *ctx, const char *survey, const CxScore *score);
