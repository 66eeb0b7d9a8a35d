/* Separation: whether some line parts the two kinds of a yes-or-no outcome, so that maximum likelihood has
 * no finite estimate (Albert and Anderson 1984). Pure but for memory, any thread.
 *
 * Found by the linear program of Konis (2007), which decides it: with rows turned so that "yes" is on the
 * good side, the largest sum of distances from a plane through a box, no row beyond it. Of one term the ends of both
 * kinds tell. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define CX_SEPARATION_TERMS_MAX 8

typedef enum {
    CX_SEPARATION_NONE,     /* the kinds overlap: the estimate exists */
    CX_SEPARATION_QUASI,    /* parted, but for some rows on the line itself */
    CX_SEPARATION_COMPLETE, /* parted altogether */
    CX_SEPARATION_UNKNOWN,  /* the program did not end: never seen, and said */
} CxSeparation;

/* x        n_rows times n_terms, each finite; with a constant no column is a combination of others, and none lies
 *          so far from 0 that its spread is lost: see cx_stat_logistic, which centres them
 * is_yes   n_rows, 0 or 1
 * n_terms  at most CX_SEPARATION_TERMS_MAX */
CxSeparation cx_stat_separation(const double *x, const uint8_t *is_yes, size_t n_rows,
                                size_t n_terms);
