/* Corporate patience (practice C5): what a survey's overall rating was agreed to become over three to
 * five years, and what became of it.
 *
 * A curve has a value on its first day and one for each year after, straight in between. It is set
 * anew, never changed: the newest counts, those before stay. docs/methods/sponsor.md. Values in the
 * context's arena. */
#pragma once

#include "evidence/course.h"
#include "feedback/survey.h"

#define CX_EXPECTATION_YEARS_MIN 3
#define CX_EXPECTATION_YEARS_MAX 5

typedef struct {
    int64_t id; /* 0: nothing was agreed */
    CxDay from;
    double start;
    double years[CX_EXPECTATION_YEARS_MAX]; /* NaN beyond the last */
    size_t n_years;                         /* 3..5 */
    const char *agreed_with;
    const char *set_by;
    CxInstant set_at;
} CxExpectation;

/* What is expected on a day; NaN before the first day and after the last year. Pure. */
double cx_expectation_at(const CxExpectation *expectation, CxDay day);
/* The last day of the curve. Pure. */
CxDay cx_expectation_end(const CxExpectation *expectation);

#define CX_PATIENCE_MAP(X)                                                                         \
    X(AS, "as")         /* the interval holds what was expected */                                 \
    X(AHEAD, "ahead")   /* all of it lies above */                                                 \
    X(BEHIND, "behind") /* all of it lies below */                                                 \
    X(CUT, "cut")       /* a cut of the course lies in between: not to be compared */              \
    X(OPEN, "open")     /* nothing to compare: not over, hidden, too few, or outside the curve */

typedef enum {
#define X(name, key) CX_PATIENCE_##name,
    CX_PATIENCE_MAP(X)
#undef X
        CX_PATIENCE_N
} CxPatience;

/* "behind"; borrowed for ever. */
const char *cx_patience_key(CxPatience patience);
/* A value beside what was expected; up: more is better. Pure. */
CxPatience cx_patience_judge(const CxMeasured *value, double expected);

typedef struct {
    CxExpectation now;      /* the newest; id 0: none */
    int64_t n_before;       /* that were set before it */
    const CxCourse *course; /* of the overall rating by quarter; NULL: nobody answered */
    const CxSurvey *survey; /* borrowed */
    CxPatience state;       /* of the newest quarter that is over */
    size_t newest;          /* that quarter's group; n_groups: none */
} CxPatienceView;

/* The survey it is about: the first by title that has an overall rating; *ret_survey is
 * NULL when there is none, else (transfer full). */
CX_MUST_USE bool cx_patience_survey(CxCtx *ctx, CxSurvey **ret_survey, GError **error);
/* What a period that is over came to, beside what was expected at its end; OPEN for one that is not.
 * Pure. */
CxPatience cx_patience_of(const CxPatienceView *view, size_t group, CxDay today);
/* The newest; id 0: nothing was agreed. CX team only. */
CX_MUST_USE bool cx_expectation_load(CxCtx *ctx, const CxSurvey *survey,
                                     CxExpectation *ret_expectation, GError **error);
/* Of a survey that must outlive it. CX team only. */
CX_MUST_USE bool cx_patience_load(CxCtx *ctx, const CxSurvey *survey, CxPatienceView *ret_view,
                                  GError **error);

/* Use case: says what is expected from now on. INVALID for fewer than three years, a gap in them, a
 * value outside the scale or nobody who agreed. Writes expectation, audit. CX team only. */
CX_MUST_USE bool cx_expectation_set(CxCtx *ctx, const CxSurvey *survey,
                                    const CxExpectation *expectation, GError **error);
