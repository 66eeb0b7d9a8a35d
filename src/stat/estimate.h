/* An estimate: a value with its standard error, its interval, and how sure one may be of having it.
 *
 * Statistics never fail and never invent: what cannot be had is NaN, and `status` says why. Every
 * public function names its method; docs/methods/ has a page for each. Pure, any thread, but
 * cx_stat_start comes first in main. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "lang/lang.h"

#define CX_STAT_LEVEL 0.95 /* of every interval shown, unless it says otherwise */

/*      status         key               meaning for people                                   */
#define CX_STAT_STATUS_MAP(X)                                                                      \
    X(OK, "ok", "value and interval stand")                                                        \
    X(TOO_FEW, "too_few", "too few answers for an interval")                                       \
    X(FEW_CLUSTERS, "few_clusters", "fewer than 20 sampling units, so no interval")                \
    X(DEGENERATE, "degenerate", "all answers are alike, so no interval")

typedef enum {
#define X(name, key, meaning) CX_STAT_##name,
    CX_STAT_STATUS_MAP(X)
#undef X
        CX_STAT_STATUS_N
} CxStatStatus;

/* How the interval was made.
 *      rule           key                  words for a card                                     */
#define CX_STAT_RULE_MAP(X)                                                                        \
    X(NONE, "none", "no interval")                                                                 \
    X(NPS_WALD, "nps_wald", "simple random sample, normal interval for a difference of shares")    \
    X(NPS_ADJUSTED_WALD, "nps_adjusted_wald", "few answers or an empty band, adjusted Wald")       \
    X(WILSON, "wilson", "simple random sample, Wilson interval")                                   \
    X(STUDENT_T, "student_t", "simple random sample, Student's t")                                 \
    X(CLUSTER_Z, "cluster_z", "by sampling unit, normal quantile")                                 \
    X(CLUSTER_T, "cluster_t", "by sampling unit, Student's t on units less one")                   \
    X(NEWCOMBE, "newcombe", "difference of two shares, Newcombe's score interval")                 \
    X(DIFFERENCE_Z, "difference_z", "difference of two estimates, normal quantile")                \
    X(DIFFERENCE_T, "difference_t", "difference of two estimates, Student's t by Welch")           \
    X(CLUSTER_BOOTSTRAP, "cluster_bootstrap", "by sampling unit, middle of bootstrap draws")       \
    X(FIRTH_PROFILE, "firth_profile", "Firth's penalised likelihood, ends of its profile")         \
    X(SERIES_BOOTSTRAP, "series_bootstrap", "by period, simulated over all lags and metrics")      \
    X(COUNTED, "counted", "counted, not sampled")

typedef enum {
#define X(name, key, words) CX_STAT_RULE_##name,
    CX_STAT_RULE_MAP(X)
#undef X
        CX_STAT_RULE_N
} CxStatRule;

/* Stable names for JSON and cards: "ok", "cluster_z"; borrowed for ever. */
const char *cx_stat_status_key(CxStatStatus status);
const char *cx_stat_rule_key(CxStatRule rule);
/* English words for people; borrowed for ever. */
const char *cx_stat_status_meaning(CxStatStatus status);
const char *cx_stat_rule_words(CxStatRule rule);

typedef struct {
    CxStatStatus status;
    CxStatRule rule;
    double value; /* in the measure's own unit: NPS points, a share 0..1, scale points; NaN: none */
    double centre; /* what se and interval belong to: value, but under adjusted Wald; NaN: none */
    double se;     /* standard error of centre; NaN: none */
    double lo, hi; /* interval at `level`; NaN: none */
    double level;  /* 0..1 */
    double df;     /* degrees of freedom of t; infinite under a normal rule; NaN: none */
    int64_t n;     /* answers */
    int64_t clusters; /* sampling units; n where each answer is its own */
} CxEstimate;

/* True when lo and hi are numbers. */
bool cx_estimate_has_interval(const CxEstimate *estimate);

/* Tells GSL to return rather than abort; call first thing in main and in tests of stat. */
void cx_stat_start(void);

/* Two-sided normal quantile of a level: .95 gives 1.959964. 0 < level < 1 (asserted). */
double cx_stat_z(double level);
/* Two-sided Student quantile; df > 0, infinity gives the normal. */
double cx_stat_t(double level, double df);
/* Two-sided p of a normal deviate, and of t on df. */
double cx_stat_p_z(double z);
double cx_stat_p_t(double t, double df);
