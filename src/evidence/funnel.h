/* Departments, or groups of answers, compared by a funnel: who stands farther from the level of all
 * than chance explains at the number who answered, and what the next period is to bring if nothing
 * changes. No ranks. docs/methods/funnel.md. */
#pragma once

#include "evidence/score.h"

/*      place      key */
#define CX_FUNNEL_MAP(X)                                                                           \
    X(WITHIN, "within") /* as chance would have it */                                              \
    X(ABOVE, "above")   /* stands apart: adjusted p at most .05 */                                 \
    X(BELOW, "below")                                                                              \
    X(NONE, "none") /* hidden, or no interval: not judged */

typedef enum {
#define X(name, key) CX_FUNNEL_##name,
    CX_FUNNEL_MAP(X)
#undef X
        CX_FUNNEL_N
} CxFunnelPlace;

const char *cx_funnel_place_key(CxFunnelPlace place);

typedef struct {
    const char *label; /* the department, or the group */
    const char *what;  /* the question, where each has its own; else NULL */
    const char *slice; /* of its score, canonical text */
    CxMeasured value;
    CxFunnelPlace place;
    double lo, hi;     /* limits of 95 % at its n: no claim is made by them */
    double p_adjusted; /* over all that are judged */
    /* what regression to the mean brings next, at the same n; NaN: no allowance possible */
    double expected, expected_lo, expected_hi;
} CxFunnelRow;

#define CX_FUNNEL_LEVEL_INNER .95
#define CX_FUNNEL_LEVEL_OUTER .998
#define CX_FUNNEL_LIMITS_N    40

/* The limits at a number of answers. */
typedef struct {
    int64_t n;
    double inner_lo, inner_hi;
    double outer_lo, outer_hi;
} CxFunnelBound;

typedef struct {
    const char *measure; /* "Share of answers 4 and 5" */
    const char *unit;
    int decimals;
    double scale_lo, scale_hi;
    CxDay from, to;
    double centre;           /* the level of all; NaN under two that are judged */
    const CxFunnelRow *rows; /* in the order of the survey: never ranked */
    size_t n_rows;
    size_t n_judged;
    size_t n_apart;              /* above or below */
    bool has_allowance;          /* ten or more are judged */
    const CxFunnelBound *limits; /* by n; CX_FUNNEL_LIMITS_N of them, none without a centre */
    size_t n_limits;
    const char *headline; /* "Two of nine departments stand apart from the rest" */
    const char *caution;  /* on regression to the mean */
} CxFunnelFinding;

/* Compares the groups of a slice by a choice, mode or version; without groups the departments of the
 * survey, each by its declared measure, else its most answered rating, those of the same measure and
 * scale together: the measure most of them have. In the context's arena; fails as cx_score_run,
 * INVALID for groups by time. */
CX_MUST_USE const CxFunnelFinding *cx_funnel_run(CxCtx *ctx, const CxSurvey *survey,
                                                 const CxSlice *slice, GError **error);
