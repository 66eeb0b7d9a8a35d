/* Funnel limits: how far units may stand from the level of all by chance alone, by how many answered.
 * Pure, any thread. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "stat/estimate.h"
#include "stat/family.h"

/* One unit: a department, a site. */
typedef struct {
    double value;
    double se; /* > 0 (asserted) */
    int64_t n; /* answers, > 0 (asserted) */
} CxFunnelUnit;

typedef struct {
    double centre; /* level of all answers; NaN under two units */
    double sd;     /* of one answer, with what answers of one sampling unit have in common */
} CxFunnelFit;

/* centre = sum n y / sum n, sd^2 = sum n (n se^2) / sum n: the limits are centre +- z sd / sqrt(n)
 * (Spiegelhalter 2005). */
CxFunnelFit cx_stat_funnel(const CxFunnelUnit *units, size_t n);
/* Half the width of the limits at n answers; level 0..1. NaN without a centre. */
double cx_stat_funnel_half(const CxFunnelFit *funnel, int64_t n, double level);
/* Two-sided p that a unit stands where it does by chance; NaN without a centre. */
double cx_stat_funnel_p(const CxFunnelFit *funnel, const CxFunnelUnit *unit);
