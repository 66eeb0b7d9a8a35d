/* The newest estimates of this process, kept by a digest of what they were made of: the same answers
 * under the same ask give the same threshold, so that a page read twice is estimated once. What may
 * be seen is settled before anybody asks here. Any thread; docs/decisions/0066 says why there is a
 * lock. Inside evidence/ only. */
#pragma once

#include "stat/threshold.h"

/* What else is estimated of the same answers. */
typedef struct {
    CxThresholdBreak breaks; /* if a threshold was found */
    CxThresholdOdds odds;    /* if there are enough answers for one */
} CxThresholdMore;

/* As cx_stat_threshold; and the rest, if ret_more is not NULL. (transfer full) */
CxThreshold *cx_threshold_keep(const CxThresholdAsk *ask, CxThresholdMore *ret_more);
