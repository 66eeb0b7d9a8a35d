/* What both estimates of a logistic regression share. Inside stat only. */
#pragma once

#include <glib.h>

#include "stat/logistic.h"

#define CX_LOGISTIC_DIM (CX_LOGISTIC_TERMS_MAX + 1)

/* Rows that count, their terms about their means and over their spreads; parameters and what is known of them. The
 * likelihood's matrices are lower triangles. */
typedef struct {
    size_t n, dim;                    /* rows; parameters, the intercept first */
    double *z;                        /* n times (dim - 1) */
    uint8_t *is_yes;                  /* */
    double *w;                        /* */
    uint32_t *cluster;                /* */
    double mean[CX_LOGISTIC_DIM];     /* of the terms, as given */
    double spread[CX_LOGISTIC_DIM];   /* */
    double at[CX_LOGISTIC_DIM];       /* parameters */
    double gradient[CX_LOGISTIC_DIM]; /* */
    double info[CX_LOGISTIC_DIM][CX_LOGISTIC_DIM];
    double chol[CX_LOGISTIC_DIM][CX_LOGISTIC_DIM]; /* of info */
    double value;                                  /* the likelihood there, its logarithm */
} CxLogisticFit;

void cx_logistic_fit_clear(CxLogisticFit *fit);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxLogisticFit, cx_logistic_fit_clear)

/* Takes the rows in and looks at the terms: false when `out` says why there is no estimate. */
bool cx_logistic_fit_init(CxLogisticFit *fit, const CxLogisticAsk *ask, CxLogistic *out);
/* Likelihood, gradient and information at `at`, with the factor; false when the information is singular. */
bool cx_logistic_look(CxLogisticFit *fit);
/* Solves info * out = want. */
void cx_logistic_solve(const CxLogisticFit *fit, const double *want, double *out);
/* What a linear predictor says: the share of yes, that of no without cancelling, and exp -|eta|. */
typedef struct {
    double p, q, e;
} CxLogisticShare;

/* The linear predictor of a row, and what it says. */
double cx_logistic_eta(const CxLogisticFit *fit, size_t row);
CxLogisticShare cx_logistic_share(double eta);
/* Intercept and values of the terms as they were given. */
void cx_logistic_give(const CxLogisticFit *fit, CxLogistic *out);
