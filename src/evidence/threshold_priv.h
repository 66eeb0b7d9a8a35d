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
    double unit;        /* one of the fact's stored units, as shown: .1 of a day with one decimal */
    double told_target; /* of the estimate, where it was told (threshold_told.c); else not used */
    bool is_told;
} CxThresholdRun;

void cx_threshold_run_clear(CxThresholdRun *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxThresholdRun, cx_threshold_run_clear)

/* Ends of the scale as the frame has it, and the codes that count as low: below the middle, and 0 to 6
 * of 0 to 10. */
typedef struct {
    int lo, hi; /* the scale */
    int from, to;
    bool is_low_good;
} CxThresholdLow;

/* threshold_days.c: which answers are low, and of which days they are taken: those of the slice made. Without
 * days, the last twelve months, but none before the last splice. */
CX_MUST_USE bool cx_threshold_find_low(const CxThresholdRun *run, const CxFrameItem *column,
                                       CxThresholdLow *low, GError **error);
CX_MUST_USE bool cx_threshold_make_slice(CxThresholdRun *run, const CxThresholdLow *low, CxDay from,
                                         CxDay to, GError **error);
CX_MUST_USE bool cx_threshold_settle_period(CxThresholdRun *run, const CxThresholdLow *low,
                                            CxThresholdFinding *finding, GError **error);

/* threshold.c: the fact that is asked for, its target on a day, which end is worse, and what draws begin with. */
CX_MUST_USE bool cx_threshold_find_fact(CxThresholdRun *run, GError **error);
CX_MUST_USE bool cx_threshold_find_target(CxThresholdRun *run, CxDay day,
                                          CxThresholdFinding *finding, GError **error);
CxThresholdWorse cx_threshold_worse(const CxThresholdRun *run);
uint64_t cx_threshold_seed(const CxThresholdRun *run);

/* threshold_find.c: a department's fact goes with its own questions and the overall one; what is nobody's with all. */
bool cx_threshold_is_pair(const CxFrameFact *fact, const CxItem *item);

/* threshold_told.c: for who does not hold the answers, the estimate as it is told and its days (the slice). Told
 * once and kept with what was deferred; FORBIDDEN while it cannot be. */
CX_MUST_USE bool cx_threshold_told(CxThresholdRun *run, const CxThresholdLow *low,
                                   CxThresholdFinding *finding, GError **error);

/* threshold_told_store.c: what was told of a question and a metric. */
typedef struct {
    int64_t metric;
    CxDay from, to;
    double target; /* of the fact; NaN: none */
    CxThreshold *found;
    CxThresholdMore more;
} CxThresholdToldOne;

void cx_threshold_told_one_free(CxThresholdToldOne *one);
/* In order of time; NULL with an error. (transfer full) */
CX_MUST_USE GPtrArray *cx_threshold_told_load(CxCtx *ctx, const CxSurvey *survey,
                                              const CxItem *item, GError **error);
/* Leaves it to be kept before it is told (cx_ctx_defer): CONFLICT then if something else was told meanwhile. */
void cx_threshold_told_keep(CxCtx *ctx, const CxSurvey *survey, const CxItem *item,
                            const CxThresholdToldOne *one);

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
