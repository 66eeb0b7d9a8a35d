/* The course of a score as a document: what the trend page shows and `coalition trend --json` prints. */
#pragma once

#include "evidence/course.h"
#include "pages/change_view.h"
#include "pages/score_view.h"
#include "view/field.h"

/* One period. */
typedef struct {
    const char *key;
    const char *label;
    CxMark score;
    const char
        *before_text; /* the same season a year before as read; NULL: none, or a cut between */
} CxCoursePoint;

typedef struct {
    const char *key;
    const char *label;
    CxMark before, after;
} CxCourseModeView;

typedef struct {
    const char *headline;
    const char *line;
    const char *state;
    const char *survey; /* key */
    const char *question;
    const char *label;
    const char *wording;
    const char *measure;
    const char *unit;
    bool is_weighted;
    const char *by;
    const char *period; /* the newest with answers; NULL: none */
    const CxMark *now;
    const char *against; /* the period beside it; NULL: none */
    const CxMark *then;
    bool is_season;
    double detectable;
    const CxChangeView *tested;
    const CxMark *other;
    const char *other_text; /* weighted or unweighted */
    const char *why_other;
    CxViewList points;  /* of CxCoursePoint */
    CxViewList splices; /* of CxSpliceView */
    bool has_splices;
    CxViewList modes; /* of CxCourseModeView */
    bool has_modes;
    const char *mode_before;
    const char *mode_after;
    const char *rate;
    const char *counted;
} CxCourseView;

extern const CxViewType cx_course_view_type;

/* In the context's arena; `survey` is the survey's key. */
const CxCourseView *cx_course_view(CxCtx *ctx, const char *survey, const CxCourse *course);
