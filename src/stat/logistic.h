/* Logistic regression: how the odds of a yes-or-no outcome go with terms,
 *
 *   log (p / (1 - p)) = intercept + sum_t term_t x_t
 *
 * by maximum likelihood with errors by sampling unit; and, where that has no finite estimate or rests on too
 * few, by Firth's penalised likelihood, which always has one. docs/methods/odds.md has every formula. Pure but for
 * memory, any thread; the same ask gives the same answer. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lang/lang.h"
#include "stat/separation.h"

#define CX_LOGISTIC_TERMS_MAX CX_SEPARATION_TERMS_MAX
#define CX_LOGISTIC_EACH_MIN                                                                       \
    10 /* answers of the rarer kind that maximum likelihood takes for each term */
#define CX_LOGISTIC_UNITS_MIN 20 /* sampling units an interval takes */

/*      status        key                meaning for people                                       */
#define CX_LOGISTIC_STATUS_MAP(X)                                                                  \
    X(OK, "ok", "value and interval stand")                                                        \
    X(FEW_CLUSTERS, "few_clusters", "fewer than 20 sampling units, so no interval")                \
    X(SHARED, "shared", "several answers of a sampling unit, or weights, so no interval")          \
    X(TOO_FEW, "too_few", "fewer than ten answers of the rarer kind for each term")                \
    X(ALIKE, "alike", "all answers are of one kind")                                               \
    X(CONSTANT, "constant", "a term is the same in all answers")                                   \
    X(COLLINEAR, "collinear", "a term is made up of the others")                                   \
    X(SEPARATED, "separated", "a limit parts the two kinds of answers without exception")          \
    X(QUASI_SEPARATED, "quasi_separated",                                                          \
      "a limit parts the two kinds but for answers just on it")                                    \
    X(NOT_CONVERGED, "not_converged", "the search for the largest likelihood did not end")

typedef enum {
#define X(name, key, meaning) CX_LOGISTIC_##name,
    CX_LOGISTIC_STATUS_MAP(X)
#undef X
        CX_LOGISTIC_STATUS_N
} CxLogisticStatus;

/* "separated"; borrowed for ever. */
const char *cx_logistic_status_key(CxLogisticStatus status);

/* Columns of n_rows rows. */
typedef struct {
    size_t n_rows, n_terms; /* 1..CX_LOGISTIC_TERMS_MAX terms (asserted) */
    const double *x;        /* n_rows times n_terms, finite */
    const uint8_t *is_yes;  /* 0 or 1 */
    const double
        *w; /* 0, or NaN: left out; NULL: all 1. Firth's estimate counts them as so many answers */
    const uint32_t *clusters; /* below n_clusters; NULL: each row is its own */
    size_t n_clusters;
} CxLogisticAsk;

/* Of a term, in log odds for one of its unit; NaN: none. */
typedef struct {
    double value, se; /* se of maximum likelihood alone */
    double lo, hi;    /* 95 % */
    double p;         /* of no slope */
} CxLogisticTerm;

typedef struct {
    CxLogisticStatus status;
    int64_t n, n_yes;  /* rows that count */
    int64_t clusters;  /* sampling units among them */
    size_t i_term;     /* which, of CONSTANT and COLLINEAR */
    double intercept;  /* NaN: none */
    double likelihood; /* its logarithm, penalised by Firth's; NaN: none */
    CxLogisticTerm terms[CX_LOGISTIC_TERMS_MAX];
} CxLogistic;

/* By maximum likelihood; the variance is the sandwich by sampling unit, times G/(G-1), with Student's t on G-1 (Binder
 * 1983; Liang and Zeger 1986). Values are there with OK and FEW_CLUSTERS. */
CX_MUST_USE CxLogistic cx_stat_logistic(const CxLogisticAsk *ask);

/* By Firth's penalised likelihood (Firth 1993; Heinze and Schemper 2002), intervals and p by its profile. That takes
 * each answer as its own: where clusters hold several, or weights differ, the value stands alone (SHARED). Values are
 * there with OK and SHARED, and with NOT_CONVERGED where only an end was not found; ALIKE, CONSTANT, COLLINEAR have
 * none. */
CX_MUST_USE CxLogistic cx_stat_logistic_firth(const CxLogisticAsk *ask);
