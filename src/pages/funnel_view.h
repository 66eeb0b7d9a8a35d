/* A comparison by funnel as a document: what its page shows and `coalition funnel --json` prints. */
#pragma once

#include "evidence/funnel.h"
#include "tell/mark.h"
#include "view/field.h"

typedef struct {
    const char *label;
    const char *what;
    const char *url; /* of its scores */
    CxMark score;
    const char *place;
    const char *place_text;
    bool is_apart;
    double limit_lo, limit_hi;
    const char *limit_text;
    double p;
    double expected, expected_lo, expected_hi;
    const char *expected_text;
} CxFunnelRowView;

typedef struct {
    const char *headline;
    const char *caution;
    const char *measure;
    const char *unit;
    const char *period;
    double centre;
    const char *centre_text;
    int64_t n_judged;
    int64_t n_apart;
    bool has_allowance;
    bool has_rows;
    CxViewList rows; /* of CxFunnelRowView */
} CxFunnelView;

extern const CxViewType cx_funnel_view_type;

/* In the context's arena. */
const CxFunnelView *cx_funnel_view(CxCtx *ctx, const CxFunnelFinding *finding);
