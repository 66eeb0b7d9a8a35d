/* Which survey a page is about: the one its address names with "survey", else the first by title; and
 * the ways to the others. */
#pragma once

#include "feedback/survey.h"
#include "view/field.h"
#include "web/request.h"

/* A page of another survey. */
typedef struct {
    const char *title;
    const char *href; /* "/links?survey=KEY" */
} CxSurveyLink;

extern const CxViewType cx_survey_link_type;

typedef struct {
    CxSurvey *survey;  /* owned; NULL: there is none yet */
    CxViewList others; /* of CxSurveyLink */
} CxSurveyChoice;

void cx_survey_choice_clear(CxSurveyChoice *choice);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxSurveyChoice, cx_survey_choice_clear)

/* path: the page's own, to which the links go. NOT_FOUND for a key that no survey has. The route reads
 * "survey". */
CX_MUST_USE bool cx_survey_choose(CxCtx *ctx, const CxRequest *request, const char *path,
                                  CxSurveyChoice *ret_choice, GError **error);
