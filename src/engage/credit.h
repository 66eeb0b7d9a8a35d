/* Thanks given: to whom, for what, when (practice E4). Values in the context's arena. */
#pragma once

#include "people/ctx.h"

typedef struct {
    int64_t id;
    int64_t note;
    CxLeaderId leader;         /* 0: a department's people */
    CxDepartmentId department; /* 0: a leader */
    const char *what;          /* NULL: not said */
    CxDay day;
    const char *noted_by;
} CxCredit;

typedef struct {
    const CxCredit *items; /* newest first */
    size_t n;
} CxCredits;

/* All thanks the reader may see: the CX team all, a leader their own and their departments'. */
CX_MUST_USE bool cx_credit_list(CxCtx *ctx, CxCredits *ret_credits, GError **error);
