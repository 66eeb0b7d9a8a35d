/* A linear scale with round ticks, from values to pixels. Plain values, pure. */
#pragma once

#include <stddef.h>

#include "lang/lang.h"

enum { CX_SCALE_TICKS_MAX = 12 };

typedef struct {
    double lo; /* domain, lo < hi */
    double hi;
    double lo_px; /* where lo is drawn; hi_px may lie before it (a y axis) */
    double hi_px;
    double step; /* between ticks, 1, 2 or 5 times a power of ten */
    size_t n_ticks;
    double ticks[CX_SCALE_TICKS_MAX]; /* rising, inside lo..hi */
    int decimals;                     /* that tell the ticks apart, 0..6 */
} CxScale;

/* What the scale must show. */
typedef struct {
    double lo, hi;      /* of the data, lo <= hi; both NaN when there is none */
    double floor, ceil; /* the measure's own limits (0..100, -100..100), NaN for none */
    double pad_share;   /* air on each side, as a share of hi - lo, 0..1 */
    size_t n_steps_max; /* most intervals between ticks, 2..10 */
} CxScaleNeed;

/* Takes a value in; NaN and infinities are passed over. */
void cx_scale_need_take(CxScaleNeed *need, double value);

/* The scale with the smallest round step that does with n_steps_max intervals; its ends are ticks
 * unless a limit cuts it. Limits that the data break are no limits. Without data: the limits, or
 * 0..1. Never fails. */
CxScale cx_scale_fit(const CxScaleNeed *asked, double lo_px, double hi_px);
/* A scale with given ends and round ticks inside; lo < hi. */
CxScale cx_scale_fixed(double lo, double hi, size_t n_steps_max, double lo_px, double hi_px);
/* Pixels of a value; values outside are clamped to the ends. */
double cx_scale_px(const CxScale *scale, double value);
