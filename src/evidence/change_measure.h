/* Two periods of one measure compared by sampling unit: pure statistics over a frame, no wall, no
 * store. Inside evidence/, and for the simulations that prove it. */
#pragma once

#include "column/run.h"
#include "stat/family.h"

#define CX_CHANGE_POWER 0.80 /* of the change that would have been seen */

/* Values and standard errors in the measure's unit: NPS points, %, points of the scale. */
typedef struct {
    CxSliceMeasure measure;
    CxEstimate after;
    CxEstimate before;
    double range;       /* of the scale: 200 for NPS, 100 for a share, hi - lo for a mean */
    double covariance;  /* of the two values, through units in both periods */
    int64_t n_shared;   /* units in both */
    bool is_simple;     /* every answer counts once and is a unit of its own: closed forms */
    bool is_weighted;   /* as done */
    CxNpsCounts nps[2]; /* newer, older */
    int64_t hits[2];
} CxChangeMeasured;

/* Measures both periods: `after` and `before` are slices of the same question and measure without
 * groups, by period or version. Fails as cx_slice_run; INVALID for a slice that does not fit. */
CX_MUST_USE bool cx_change_measure(const CxFrame *frame, const CxSlice *after,
                                   const CxSlice *before, CxChangeMeasured *ret_measured,
                                   GError **error);
/* Newer less older with its interval at a level. Under 20 units on either side the status is
 * FEW_CLUSTERS and there is neither interval nor p.
 *
 * NPS and means of simple answers by their closed forms, shares by Newcombe; everything else is
 * linearised by unit: Var = Var_after + Var_before - 2 Cov, the covariance through units that
 * answered in both periods. */
CxComparison cx_change_compare(const CxChangeMeasured *measured, double level);
