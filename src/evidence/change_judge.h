/* What is said of the changes that close together: one family, one level. Pure. Inside evidence/,
 * and for the simulations that prove it. */
#pragma once

#include "evidence/change.h"
#include "evidence/change_measure.h"
#include "stat/family.h"

/* One change on the bench. */
typedef struct {
    /* in */
    const CxChangeMeasured *measured; /* NULL: judged before, p alone counts in the family */
    bool is_cut;                      /* not compared: measured, but not in the family */
    bool is_whole;                    /* the overall rating: one of a kind, no allowance */
    /* in, where it was judged before; else out */
    double p; /* the greater of both tests; NaN: not in the family */
    /* out */
    CxWording wording;
    CxComparison change; /* newer less older at change.difference.level */
    double p_adjusted;
    double detectable;
    bool has_allowance;
    CxExpected expected; /* meaningful with has_allowance ... */
    double reliability;  /* ... and what part of departments' differences is not chance, 0..1 */
} CxJudged;

/* The level of one of n_closes closes in a year: .05 / n_closes. */
double cx_change_alpha(int64_t n_closes);

/* Judges n changes at the level alpha:
 *
 * p of each is that of the difference, or where ten or more departments have the same measure the
 * greater of it and of p that the newer value differs from what regression to the mean alone would
 * bring. Those whose adjusted p is at most alpha have improved or worsened, with an interval at
 * 1 - R alpha / m; of the others those whose 90 % interval lies above 0 show signs of improvement.
 * Returns m, how many were tested together. */
size_t cx_change_judge(CxJudged *cases, size_t n, double alpha);
