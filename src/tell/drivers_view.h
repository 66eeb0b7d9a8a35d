/* Drivers as people read them: sentence, figure and table of a finding (evidence/drivers.h), for its page,
 * the command line and programs. */
#pragma once

#include "evidence/drivers.h"
#include "tell/mark.h"
#include "view/field.h"

typedef struct {
    const char *item; /* key */
    const char *label;
    const char *wording;
    const char *department; /* name, or NULL */
    double importance;      /* part of the outcome's variance, 0..1; NaN, as below: none */
    double lo, hi;
    double share; /* of R^2 */
    double other; /* importance the other way, weighted or not */
    int64_t rank; /* 0: none claimed */
    int64_t n_answers;
    double p; /* adjusted */
    double vif;
    const char *nearest; /* key of the other driver it goes with most, or NULL */
    double nearest_r;    /* their correlation */
    int64_t nearest_n;   /* answered both */
    const char *bend;    /* "straight", "penalty", "reward", "none" */
    double below, below_lo, below_hi;
    double above, above_lo, above_hi;
    const char *card;   /* NULL: none */
    CxMark performance; /* how it is rated */
    const char *performance_unit;
    CxMark mark;           /* importance as read */
    const char *rank_text; /* NULL: none */
    const char *share_text;
    const char *other_text;
    const char *p_text;
    const char *bend_text; /* NULL: nothing to say */
    const char *mind;      /* that it cannot be told from the others; NULL: it can */
    const char *scores_url;
} CxDriversItemView;

typedef struct {
    const char *label;
    int64_t n;
    const char *n_text;
} CxDriversLeftView;

typedef struct {
    const char *status;  /* "ok", "collinear" … */
    const char *method;  /* "lmg", "johnson" */
    const char *outcome; /* key */
    const char *label;
    const char *wording;
    const char *department; /* whose items, or NULL */
    const char *headline;
    const char *why;      /* the status in words; NULL when all is well */
    const char *evidence; /* the evidence line */
    const char *period;
    const char *slice;
    int64_t n, n_rows, clusters, draws;
    double r2, r2_lo, r2_hi, condition;
    bool is_weighted, has_other, has_values;
    const char *card;
    CxMark mark;      /* R^2 as read */
    const char *svg;  /* NULL without values */
    CxViewList items; /* of CxDriversItemView */
    CxViewList left;  /* of CxDriversLeftView */
    bool has_left;
} CxDriversView;

extern const CxViewType cx_drivers_view_type;

/* In the context's arena. `id` is unique in the page: of the figure. */
const CxDriversView *cx_drivers_view(CxCtx *ctx, const CxDriversFinding *finding, const char *id);
