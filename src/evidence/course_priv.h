/* What the files of a score's course share. Inside evidence/. */
#pragma once

#include "column/run.h"
#include "evidence/course.h"
#include "evidence/score_priv.h"

/* A score both ways of weighting. */
typedef struct {
    CxCtx *ctx;
    const CxFrame *frame;
    const CxSlice *slice; /* of exactly this number */
    const CxMeasured *weighted;
    const CxMeasured *unweighted;
    int decimals;
} CxCourseWeighting;

/* Why the two differ, a sentence in the arena: the group that weights count for more or less than it
 * answered, where one explains it. */
CX_MUST_USE bool cx_course_why_weighting(const CxCourseWeighting *asked, const char **ret_why,
                                         GError **error);
