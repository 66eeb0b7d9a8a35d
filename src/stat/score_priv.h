/* What score.c and compare.c share: the parts of a score before its interval. */
#pragma once

#include <stdbool.h>

#include "stat/score.h"

/* An estimate with nothing in it: all numbers NaN, no interval, TOO_FEW. */
CxEstimate cx_stat_estimate_none(int64_t n, double level);

/* True with an empty band or n < CX_STAT_NPS_PLAIN_N_MIN. */
bool cx_stat_nps_needs_adjusting(CxNpsCounts counts);

/* NPS / 100 and its standard error / 100 from shares that may have been adjusted. */
typedef struct {
    double centre; /* -1..1 */
    double se;     /* >= 0 */
} CxNpsParts;

/* adjusted: 3/4, 3/4 and 1 1/2 are added to the bands; n must be > 0 (asserted). */
typedef enum { CX_NPS_PLAIN, CX_NPS_ADJUSTED } CxNpsForm;
CxNpsParts cx_stat_nps_parts(CxNpsCounts counts, CxNpsForm form);
