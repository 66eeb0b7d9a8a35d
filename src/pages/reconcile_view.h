/* The other tool's number as a document: what /reconcile shows and `coalition reconcile --json`
 * prints. */
#pragma once

#include "evidence/reconcile.h"
#include "pages/score_view.h"

typedef struct {
    const char *difference; /* a sentence; "" for none */
    const char *text;       /* value as read */
    double value;
    int64_t n;
    const char *n_text;
    const char *href; /* of ours under that difference, or NULL */
} CxReconciledView;

typedef struct {
    bool has_survey;
    bool has_number;
    const char *headline;
    const char *number;
    const char *tool;
    const char *n_given; /* as typed, or NULL */
    const char *slice;   /* canonical text */
    CxViewList hidden;   /* of CxFormChoice: the slice for the form */
    const CxScoreView *ours;
    const char *ours_period;
    CxViewList matches; /* of CxReconciledView, the simplest first */
    bool has_matches;
    bool has_several;
    CxViewList ruled_out; /* of CxReconciledView */
    bool has_ruled_out;
    int64_t n_tried;
    int64_t n_found;
    const char *tried;
    double n_by_chance;
    const char *nearby; /* a sentence, or NULL: hardly any would by chance */
} CxReconcileView;

extern const CxViewType cx_reconcile_view_type;

/* Fills the view of a result; in the context's arena. */
void cx_reconcile_view_fill(CxCtx *ctx, const CxSurvey *survey, const CxReconciliation *result,
                            CxReconcileView *view);
