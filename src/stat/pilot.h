/* Pilots: what changed where something was tried, less what changed where it was not.
 *
 * Inference is by the unit that was treated (a site, a team), never by the answers within it: each
 * unit has one change. Pure, any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/random.h"
#include "stat/compare.h"

#define CX_PILOT_ALL_MAX 20000 /* assignments up to which each is tried; beyond, draws */
#define CX_PILOT_DRAWS   9999

/* Changes of units, and which of them were treated. */
typedef struct {
    const double *change;
    const bool *is_treated;
    size_t n;
} CxPilotUnits;

/* Mean change of the treated less that of the others, with the interval at `level`: Welch's t over
 * units. With one treated unit its own chance is taken to be that of the others, se = s sqrt(1 + 1/m)
 * on m - 1. TOO_FEW without a treated unit or under two others; DEGENERATE when no unit differs. */
CxComparison cx_stat_pilot_effect(const CxPilotUnits *units, double level);
/* Fisher's p: the share of all ways to have treated as many units under which the effect would be as
 * large, either way. All of them up to CX_PILOT_ALL_MAX, else the one there was and CX_PILOT_DRAWS
 * drawn. NaN without both kinds of units. */
double cx_stat_pilot_p(const CxPilotUnits *units, CxRandom *random);
/* The smallest p it can have: 1 / C(n, treated), twice that when half are treated, for the mirrored
 * assignment then does as much. NaN without both kinds. */
double cx_stat_pilot_p_least(size_t n_treated, size_t n);
/* Standard error of the effect when the change of a unit varies by sd. */
double cx_stat_pilot_se(double sd, size_t n_treated, size_t n_compared);
/* Degrees of freedom of that: n - 2, with one treated unit those of the others less one. */
double cx_stat_pilot_df(size_t n_treated, size_t n_compared);
/* The chance to see an effect of that size at the two-sided 5 % level. 0..1; NaN where se or df is. */
double cx_stat_pilot_power(double effect, double se, double df);
