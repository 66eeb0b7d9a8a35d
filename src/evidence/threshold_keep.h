/* The newest estimates of this process, kept by a digest of what they were made of: the same answers
 * under the same ask give the same threshold, so that a page read twice is estimated once. What may
 * be seen is settled before anybody asks here. Any thread; docs/decisions/0066 says why there is a
 * lock. Inside evidence/ only. */
#pragma once

#include "stat/threshold.h"

/* As cx_stat_threshold; and whether ratings break there, if ret_break is not NULL and a threshold
 * was found. (transfer full) */
CxThreshold *cx_threshold_keep(const CxThresholdAsk *ask, CxThresholdBreak *ret_break);
