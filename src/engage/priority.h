/* What leaders want, in their own words: asked and kept (practices C1, C2). Values in the context's
 * arena. The CX team sees all, a leader their own. */
#pragma once

#include "people/ctx.h"

typedef struct {
    int64_t id;
    int64_t note;
    CxLeaderId leader;
    const char *what;
    CxDay from; /* the day it was said */
} CxPriority;

typedef struct {
    const CxPriority *items; /* newest first */
    size_t n;
} CxPriorities;

CX_MUST_USE bool cx_priority_list(CxCtx *ctx, CxPriorities *ret_priorities, GError **error);
