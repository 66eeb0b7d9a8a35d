/* The measures of departments beside the overall rating: the whole survey laid out by department,
 * over the slice that is asked for. */
#pragma once

#include "pages/score_ask.h"
#include "tell/mark.h"
#include "view/field.h"

typedef struct {
    const char *department;
    const char *department_url; /* NULL: not for this reader */
    const char *label;
    const char *wording;
    const char *measure; /* "Top two of five" */
    const char *url;     /* its own scores page */
    bool is_lowest;      /* stands below all others, intervals apart */
    CxMark score;
} CxScoreMeasure;

typedef struct {
    CxViewList
        rows; /* of CxScoreMeasure, as the questionnaire asks; the texts below are NULL if none */
    const char *headline;
    const char *svg;
    const char *src; /* the evidence line */
} CxScoreMeasures;

extern const CxViewType cx_score_measure_type;

/* The measures this reader may see, in the context's arena. The ask has a survey. Fails as
 * cx_score_run. */
CX_MUST_USE bool cx_score_measures(const CxScoreAsk *ask, CxScoreMeasures *ret_measures,
                                   GError **error);
