/* What the files of the customers' threshold share. Inside evidence/ only. */
#pragma once

#include "business/metric.h"
#include "column/frame.h"
#include "evidence/score_priv.h"
#include "evidence/threshold.h"
#include "evidence/threshold_keep.h"

/* One asking, with all it was made of. */
typedef struct {
    CxCtx *ctx;
    const CxSurvey *survey;
    const CxItem *item;
    const CxThresholdQuery *query;
    GPtrArray *metrics; /* of CxMetric, owned */
    const CxMetric *metric;
    CxFrame *frame;
    CxSlice *slice;     /* the share of low answers in the period */
    CxTallies *tallies; /* of it */
    const CxFrameFact *fact;
    CxValues values;      /* of the fact, by row; borrowed from the frame */
    const uint8_t *codes; /* of the answers, by row */
    CxThresholdAnswer *answers;
    CxThresholdAsk ask;
    CxThreshold *found;
    CxThresholdMore more;
    double unit; /* one of the fact's stored units, as shown: .1 of a day with one decimal */
} CxThresholdRun;

void cx_threshold_run_clear(CxThresholdRun *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxThresholdRun, cx_threshold_run_clear)

/* Who asks for several, with what they have in common. */
typedef struct {
    CxCtx *ctx;
    const CxSurvey *survey;
    GPtrArray *metrics; /* of CxMetric; borrowed */
} CxThresholdAsker;

/* A finding without cards, headline and shares of transactions, to choose by: between.value alone is
 * there, of the answers. Then the whole of the one chosen. Both fail as cx_threshold_run does. */
CX_MUST_USE const CxThresholdFinding *
cx_threshold_sketch(const CxThresholdAsker *asker, const CxThresholdQuery *query, GError **error);
CX_MUST_USE const CxThresholdFinding *
cx_threshold_finish(const CxThresholdAsker *asker, const CxThresholdQuery *query, GError **error);
/* threshold_shares.c: what lies where, of all transactions on record if there are more of them than
 * answers, else of the answers; and the histogram. */
CX_MUST_USE bool cx_threshold_fill_shares(CxThresholdRun *run, CxThresholdFinding *finding,
                                          GError **error);
/* The same share on target under another target, as shown. */
CX_MUST_USE bool cx_threshold_fill_moves(CxThresholdRun *run, CxThresholdFinding *finding,
                                         GError **error);
/* threshold_odds.c: how the odds of a low answer go with the fact, in a step people can picture. */
void cx_threshold_fill_odds(const CxThresholdRun *run, CxThresholdFinding *finding);
/* threshold_card.c: gives every number of a finding its card. */
CX_MUST_USE bool cx_threshold_fill_cards(CxThresholdRun *run, CxThresholdFinding *finding,
                                         GError **error);
