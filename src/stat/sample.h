/* What a sample is worth: effective size, margin of error, response rates, size to plan for.
 * Pure, any thread. */
#pragma once

#include <stdint.h>

#include "stat/estimate.h"

/* Kish's effective sample size (sum w)^2 / sum w^2: shown, never tested with. NaN without weight. */
double cx_stat_kish_n_eff(double sum_w, double sum_ww);
/* Kish's design effect of weighting, n / n_eff. NaN without weight. */
double cx_stat_kish_deff(int64_t n, double sum_w, double sum_ww);

/* Margin of error of a share, 0..1: z sqrt(p (1-p) / n) sqrt((N-n)/(N-1)). population 0 means
 * large. Not for samples that nobody drew. NaN when n is 0; 0 when everyone answered. */
double cx_stat_margin_of_error(double share, int64_t n, int64_t population, double level);

/* Outcomes of the invited, as AAPOR's Standard Definitions name them. */
typedef struct {
    int64_t interviews;      /* I, complete */
    int64_t partials;        /* P */
    int64_t refusals;        /* R, and break-offs */
    int64_t noncontacts;     /* NC */
    int64_t others;          /* O */
    int64_t unknowns;        /* UH + UO */
    double unknown_eligible; /* e, the share of unknowns taken to be eligible, 0..1 */
} CxAaporCounts;

/* Shares 0..1, NaN where the denominator is 0. */
typedef struct {
    double rr1, rr2, rr3, rr4, rr5, rr6;
} CxAaporRates;

/* RR1 and RR2 count all unknowns as eligible, RR3 and RR4 the share e, RR5 and RR6 none; the even
 * ones count partials as answered. */
CxAaporRates cx_stat_aapor(const CxAaporCounts *counts);

/* Answers needed in each of two waves to see a change of NPS of `points` at the 5 % level with the
 * given power: 2 (z + z_power)^2 variance / (points/100)^2. variance is that of one answer on
 * -1..1, 0.6 unless known. points > 0, 0 < power < 1, variance > 0 (asserted). */
int64_t cx_stat_nps_n_per_wave(double points, double variance, double power);
