/* What findings know of first looks. Inside evidence/. */
#pragma once

#include "evidence/first_look.h"

/* A record of a first look, oldest first. */
typedef struct {
    CxFindingId finding;
    const char *step; /* "told", "answered", "skipped" */
    const char *text;
    const char *name;
    CxDay day;
} CxLookStep;

typedef struct {
    const CxLookStep *items;
    size_t n;
} CxLookSteps;

/* The records of findings that live on a day or later, in the context's arena. */
CX_MUST_USE bool cx_look_steps_load(CxCtx *ctx, CxDay since, CxLookSteps *ret_steps,
                                    GError **error);

typedef struct {
    CxFindingId finding;
    CxDepartmentId department;
    bool is_bad; /* and alive */
} CxLookOf;

/* The first look at one finding, for the reader, today. */
CxFirstLook cx_look_make(CxCtx *ctx, const CxHeads *heads, const CxLookSteps *steps,
                         const CxLookOf *of);
/* Whether it keeps the finding from the reader. */
bool cx_look_hides(const CxCtx *ctx, const CxFirstLook *look);
