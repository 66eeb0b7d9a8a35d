/* Tallies of coded answers: how many of each code, and in the three NPS bands.
 *
 * Codes are u8 columns as column/ publishes them: 0..253, 0xFE "not applicable", 0xFF "no answer";
 * tallies count all 256 and leave the meaning to the caller. A histogram is 256 slots, or 256 for
 * each group one after another; kernels add to what is there, so that a column cut anywhere and
 * tallied in parts gives the same counts. Everything here allocates
 * nothing, cannot fail, and may run on any thread. No two arguments overlap. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "lang/lang.h"

#define CX_KERNEL_CODES 256

typedef struct {
    int64_t promoters;  /* 9-10 */
    int64_t passives;   /* 7-8 */
    int64_t detractors; /* 0-6 */
    int64_t missing;    /* every other code */
} CxNpsTally;

/* Counts promoters, passives, detractors and missing.
 *
 * rating  n values, any alignment; values above 10 count as missing
 * n       may be 0
 * returns counts whose sum is n */
CX_PURE CxNpsTally cx_kernel_nps_tally(const uint8_t *rating, size_t n);

/* Adds the kept rows' codes to a histogram.
 *
 * hist  256 counts, added to
 * mask  n bytes, 0 or 1 */
void cx_kernel_hist(int64_t hist[CX_KERNEL_CODES], const uint8_t *restrict code,
                    const uint8_t *restrict mask, size_t n);

/* Adds rows to the histogram of their group.
 *
 * hist   256 counts for each group, added to: slot group * 256 + code
 * group  n ids; rows with CX_KERNEL_NO_GROUP (0xFFFF) are passed over */
void cx_kernel_group_hist(int64_t *restrict hist, const uint16_t *restrict group,
                          const uint8_t *restrict code, size_t n);
