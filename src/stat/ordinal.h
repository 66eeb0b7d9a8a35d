/* Proportional odds: ordered answers against a curve (McCullagh 1980).
 *
 *   logit P(answer <= k | row) = cut_k + sum_t slope_t basis_t(row)
 *
 * fitted by maximum likelihood on a table of counts. Pure, any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define CX_ORDINAL_LEVELS_MAX 12
#define CX_ORDINAL_TERMS_MAX  8

typedef struct {
    const double *counts; /* n_rows times n_levels, each >= 0 */
    const double *basis;  /* n_rows times n_terms */
    const bool *is_held;  /* n_terms: the slope must not be negative; NULL: none is held */
    size_t n_rows;
    size_t n_levels; /* 2..CX_ORDINAL_LEVELS_MAX */
    size_t n_terms;  /* 0..CX_ORDINAL_TERMS_MAX */
} CxOrdinalTable;

typedef struct {
    bool has_converged; /* false: no fit is to be had, or a level has no answers */
    double cut[CX_ORDINAL_LEVELS_MAX];
    double slope[CX_ORDINAL_TERMS_MAX];
    double log_likelihood;
} CxOrdinalFit;

CxOrdinalFit cx_stat_ordinal_fit(const CxOrdinalTable *table);
/* Of other answers to the same levels and basis under a fit. */
double cx_stat_ordinal_log_likelihood(const CxOrdinalTable *table, const CxOrdinalFit *fit);
