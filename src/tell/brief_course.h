/* The course of a brief's main measure: one sentence, one figure, its newest quarters, with its footnote,
 * for tell/brief_view.c. */
#pragma once

#include "tell/brief_note.h"

typedef struct {
    const char *title; /* the sentence over it */
    const char *figure;
    const char *label;
    int64_t fn;
    CxViewList points; /* the newest quarters */
} CxBriefCourse;

extern const CxViewType cx_brief_course_type;

/* In the arena, its footnote added; NULL where there is no series. */
const CxBriefCourse *cx_brief_course(CxBriefNotes *notes);
