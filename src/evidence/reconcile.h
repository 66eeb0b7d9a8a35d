/* The other tool's number: which difference between it and ours explains what it says.
 *
 * Our number is worked out again under each difference that is known to part survey tools, and then
 * under every two of them: answers without a score counted in, days cut in another zone or taken from
 * another column, other periods, weights, rows the mapping passes over, answers counted twice, one
 * filter more or less, another reading of the scale, another rounding. What gives the number to its
 * rounding is named, the simplest first, beside how many ways would give it by chance. */
#pragma once

#include "column/slice.h"
#include "evidence/score.h"
#include "feedback/survey.h"
#include "people/ctx.h"

typedef struct {
    const CxSlice *slice; /* ours, without groups */
    const char *number;   /* as printed: "24", "24.0", "−5,3 %"; its decimals tell the rounding */
    int64_t n;            /* answers the other tool says it counts; -1: not known */
} CxReconcileAsk;

/* What may differ.
 *      axis          key                                                                        */
#define CX_RECONCILE_AXIS_MAP(X)                                                                   \
    X(DENOMINATOR, "denominator") /* no score, does not apply */                                   \
    X(DAYS, "days")               /* zones, another column's dates, another stretch of time */     \
    X(WEIGHTS, "weights")                                                                          \
    X(SKIPPED, "skipped")       /* previews and unfinished rows */                                 \
    X(DUPLICATES, "duplicates") /* of a respondent, or of a changed answer */                      \
    X(FILTER, "filter")         /* one left out or added */                                        \
    X(SCALE, "scale")           /* which points count, and as what */                              \
    X(ROUNDING, "rounding")     /* cut off, or parts rounded first */

typedef enum {
#define X(name, key) CX_RECONCILE_##name,
    CX_RECONCILE_AXIS_MAP(X)
#undef X
        CX_RECONCILE_AXIS_N
} CxReconcileAxis;

/* "denominator"; borrowed for ever. */
const char *cx_reconcile_axis_key(CxReconcileAxis axis);

/* Our number under one or two differences. */
typedef struct {
    const char *differences[2]; /* sentences: "answers without a score are counted in"; [1] may be
                                   NULL, both are where ours is the number itself */
    double value;               /* in the measure's unit */
    int64_t n;                  /* what that way counts */
    bool has_slice;             /* it is a slice of ours: its link can be opened */
    const char *slice;          /* canonical text, or NULL */
} CxReconciled;

typedef struct {
    const CxScore *ours;
    double claimed;
    int decimals; /* of the claim */
    const CxReconciled *matches;
    size_t n_matches;            /* kept: the simplest CX_RECONCILE_SHOWN_MAX */
    size_t n_found;              /* that fit */
    size_t n_tried;              /* ways worked out */
    double n_by_chance;          /* ways that any number near the claim would meet */
    const CxReconciled *singles; /* every single difference, for what was ruled out */
    size_t n_singles;
} CxReconciliation;

#define CX_RECONCILE_SHOWN_MAX 12

/* Use case, for those who hold the answers: others could work out single answers from so many ways to
 * count (FORBIDDEN). INVALID for what is no number. Ways that count fewer answers than may be shown
 * are not tried. Everything lives in the context's arena. */
CX_MUST_USE const CxReconciliation *cx_reconcile(CxCtx *ctx, const CxSurvey *survey,
                                                 const CxReconcileAsk *ask, GError **error);
/* Reads a number as tools print it: a minus of any kind, a decimal point or comma, thousands
 * separators of three, "%" and words after it. INVALID, quoting it. */
CX_MUST_USE bool cx_reconcile_read_number(const char *text, double *ret_value, int *ret_decimals,
                                          GError **error);
