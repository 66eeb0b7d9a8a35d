/* Where ratings fall, as people read it: sentences, figure and table of a finding
 * (evidence/threshold.h), for its page and for documents. */
#pragma once

#include "evidence/threshold.h"
#include "tell/mark.h"
#include "view/field.h"

/* One point of the curve. */
typedef struct {
    double x;
    const char *x_text;
    double value; /* share of good answers, % */
    double lo, hi;
    const char *value_text;
    const char *range; /* NULL: none */
    int64_t n;
} CxThresholdPointView;

/* What another target would do. */
typedef struct {
    double target;
    const char *target_text; /* "3.1 days" */
    CxMark on_target;
    double low_share; /* % */
    const char *low_text;
    bool is_current;
} CxThresholdMoveView;

typedef struct {
    const char *status; /* "ok", "flat" … */
    const char *headline;
    const char *fact; /* key */
    const char *fact_label;
    const char *unit;
    const char *question; /* key */
    const char *label;
    const char *wording;
    const char *department; /* name, or NULL */
    const char *period;
    const char *lead;     /* what lies on target and between, a sentence; NULL: no target */
    const char *evidence; /* the evidence line */
    const char *shape;    /* whether ratings break or fall gradually; NULL without a threshold */
    const char *caution;  /* NULL: none */
    bool is_break;
    double level; /* % of low answers */
    const char *low;
    double target; /* NaN: none */
    CxMark threshold;
    bool is_lo_open, is_hi_open;
    bool is_counted;
    int64_t n_transactions;
    CxMark on_target, before, between, beyond;
    const char *odds_status; /* "ok", "separated" …; NULL: too few answers for any estimate */
    bool is_odds_firth;
    double odds_step;      /* of the fact */
    const char *odds_text; /* how the odds of a low answer go with it, sentences; NULL: none */
    CxMark odds;
    CxMark curve;      /* all low answers, with the card of the curve */
    const char *svg;   /* for the screen; NULL without a curve */
    const char *print; /* the same for print */
    CxViewList points; /* of CxThresholdPointView */
    bool has_points;
    CxViewList moves; /* of CxThresholdMoveView */
    bool has_moves;
} CxThresholdView;

extern const CxViewType cx_threshold_point_view_type;
extern const CxViewType cx_threshold_view_type;

/* In the context's arena; `id` makes the figure's ids unique in the page. */
const CxThresholdView *cx_threshold_view(CxCtx *ctx, const CxThresholdFinding *finding,
                                         const char *id);
