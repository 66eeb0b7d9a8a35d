/* Where a trend may not be read as one, as pages and programs read it. */
#pragma once

#include "evidence/splice.h"
#include "view/field.h"

typedef struct {
    const char *before; /* period before */
    const char *from;   /* first period after */
    const char *after;  /* version after */
    const char *why;
    bool is_mode;
    double mode_shift;
} CxSpliceView;

extern const CxViewType cx_splice_view_type;

/* Of CxSpliceView, in the context's arena; `score` is grouped by period. */
CxViewList cx_splice_views(CxCtx *ctx, const CxScore *score, const CxSplices *splices);
