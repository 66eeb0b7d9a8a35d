/* The customers' threshold: from which value of an operational fact on more than a declared share of
 * answers is low.
 *
 * The share of low answers is taken at points along the fact, made monotone by pooling adjacent
 * violators, and joined by straight lines; the threshold is where that curve passes the level. All
 * intervals are percentiles of a bootstrap that draws sampling units. docs/methods/thresholds.md has
 * every formula. Pure but for memory, any thread; the same ask gives the same answer. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lang/lang.h"
#include "stat/logistic.h"

#define CX_THRESHOLD_ANSWERS_MIN    100     /* below, nothing is estimated */
#define CX_THRESHOLD_ANSWERS_MAX    5000000 /* of one ask (asserted) */
#define CX_THRESHOLD_POINT_N_MIN    20      /* answers at each point of the curve */
#define CX_THRESHOLD_POINTS_MAX     40      /* of the curve */
#define CX_THRESHOLD_POINTS_MIN     3       /* below, there is no curve */
#define CX_THRESHOLD_REPLICATES     999
#define CX_THRESHOLD_REPLICATES_MAX 4999

/*      status        key             meaning for people                                          */
#define CX_THRESHOLD_STATUS_MAP(X)                                                                 \
    X(OK, "ok", "the curve passes the level")                                                      \
    X(TOO_FEW, "too_few", "too few answers, or too few different values")                          \
    X(FEW_CLUSTERS, "few_clusters", "fewer than 20 sampling units, so no interval")                \
    X(FLAT, "flat", "ratings do not go with the fact")                                             \
    X(NEVER, "never", "the share of low answers never passes the level")                           \
    X(AT_ONCE, "at_once", "the share of low answers is past the level from the first value on")

typedef enum {
#define X(name, key, meaning) CX_THRESHOLD_##name,
    CX_THRESHOLD_STATUS_MAP(X)
#undef X
        CX_THRESHOLD_STATUS_N
} CxThresholdStatus;

/* "never"; borrowed for ever. False, *ret_status untouched, for a key not known. */
const char *cx_threshold_status_key(CxThresholdStatus status);
CX_MUST_USE bool cx_threshold_status_find(const char *key, CxThresholdStatus *ret_status);

/* With which end of the fact low answers go. */
typedef enum {
    CX_THRESHOLD_AUTO, /* as the answers say: the sign of the correlation */
    CX_THRESHOLD_MORE, /* more is worse: days to wait */
    CX_THRESHOLD_LESS, /* less is worse: share solved at first contact */
} CxThresholdWorse;

typedef struct {
    double x; /* the fact, finite */
    double w; /* > 0, finite */
    uint32_t cluster;
    uint8_t code; /* the answer */
} CxThresholdAnswer;

typedef struct {
    const CxThresholdAnswer *answers;
    size_t n;
    size_t n_clusters; /* every cluster is below it */
    uint8_t low_from;  /* answers in low_from..low_to are low */
    uint8_t low_to;    /* */
    double level;      /* 0..1; NaN: the next 5 % above what is seen where ratings are best */
    double target;     /* of the fact; NaN: none */
    CxThresholdWorse worse;
    size_t n_replicates; /* 0: CX_THRESHOLD_REPLICATES, fewer for very many answers */
    uint64_t seed;
    int64_t point_n; /* answers at each point at least; 0: CX_THRESHOLD_POINT_N_MIN */
    bool is_mixed;   /* at each point some answers are low and some are not */
} CxThresholdAsk;

/* A share of all answers with its interval, 0..1; NaN: none. */
typedef struct {
    double value, lo, hi;
} CxThresholdShare;

/* One point of the curve, by x rising. */
typedef struct {
    double x;        /* weighted mean of the fact there */
    double from, to; /* values it stands for */
    double raw;      /* share of low answers there, 0..1 */
    double share;    /* the monotone curve, with its interval */
    double lo, hi;   /* NaN: none */
    int64_t n;       /* answers */
} CxThresholdPoint;

typedef struct {
    CxThresholdStatus status;
    CxThresholdWorse worse; /* MORE or LESS */
    double level;           /* 0..1, as asked or chosen */
    double x;               /* the threshold; NaN: none */
    double lo, hi;          /* 95 %; an end that is not to be had is infinite; NaN: no interval */
    int64_t n;              /* answers */
    int64_t clusters;       /* sampling units */
    size_t n_replicates;
    /* Of the answers, by where their fact lies between threshold and target: on the good side of
     * both, between the two, beyond both. NaN without both. */
    CxThresholdShare before, between, beyond;
    CxThresholdShare on_target; /* NaN without a target */
    CxThresholdPoint *points;   /* n_points */
    size_t n_points;
} CxThreshold;

void cx_threshold_free(CxThreshold *threshold);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxThreshold, cx_threshold_free)

/* (transfer full) */
CxThreshold *cx_stat_threshold(const CxThresholdAsk *ask);

/* The curve at a value: its share of low answers; flat beyond its ends. */
double cx_threshold_share_at(const CxThreshold *threshold, double x);

/* Whether ratings break at a point rather than fall gradually. */
typedef struct {
    bool is_break;  /* the broken line is better by more than one standard error */
    double x;       /* where it breaks, of all answers; NaN: not to be had */
    double gain;    /* held-out log-likelihood per answer, broken line less smooth curve */
    double gain_se; /* */
} CxThresholdBreak;

/* How the odds of a low answer go with the fact: one slope for the whole of it. */
typedef struct {
    CxLogisticStatus status; /* of maximum likelihood: OK, FEW_CLUSTERS, or why there is none */
    bool is_firth;           /* what stands below is Firth's estimate: status says why */
    double slope, lo, hi;    /* log odds for one of the fact more; NaN: none */
    double spread;           /* standard deviation of the fact */
    int64_t n, clusters;     /* answers, sampling units */
} CxThresholdOdds;

/* By logistic regression (stat/logistic.h); where low answers are parted from the others, or are
 * fewer than it takes, by Firth's. */
CxThresholdOdds cx_stat_threshold_odds(const CxThresholdAsk *ask);

/* Compares a broken line with smooth monotone curves on answers held out by sampling unit, both in a
 * proportional odds model (McCullagh 1980). */
CxThresholdBreak cx_stat_threshold_break(const CxThresholdAsk *ask, const CxThreshold *threshold);
