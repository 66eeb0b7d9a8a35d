/* The form of the scores page: what can be asked of a survey, with what is asked now selected. */
#pragma once

#include "pages/score_ask.h"
#include "view/field.h"

typedef struct {
    CxViewList surveys;   /* of CxFormChoice, as all below */
    CxViewList questions; /* with a score, and for this reader */
    CxViewList periods;   /* all time, years and quarters with answers, what is asked for */
    CxViewList groups_by; /* periods, version, mode, the choices asked */
    CxViewList weightings;
    CxViewList organised;
    bool has_past;
    const char *group_head; /* the words of the grouping selected */
    bool has_surveys;       /* more than one to choose from */
    bool has_weights;
} CxScoreForm;

extern const CxViewType cx_score_form_type;

/* In the context's arena. The ask has a survey. NULL with the error of listing surveys. */
CX_MUST_USE const CxScoreForm *cx_score_form(const CxScoreAsk *ask, GError **error);

/* Which groupings a page offers. */
typedef enum {
    CX_SCORE_FORM_PERIODS, /* month, quarter, year */
    CX_SCORE_FORM_OTHERS,  /* all else */
} CxScoreFormGroups;

/* The same form with these groupings alone; `none` is the label of no grouping, NULL: not offered. */
CX_MUST_USE const CxScoreForm *cx_score_form_with(const CxScoreAsk *ask, CxScoreFormGroups groups,
                                                  const char *none, GError **error);
