/* Steps of a plan for one leader: how a sponsor is trained (practice C4), how a leader is coached (C6).
 *
 * A step is dated and ends once, with what came of it; nothing is overwritten. How a sponsor is trained
 * is a fact the CX team sees; how somebody is coached stands behind the basis (engage/basis.h). Values
 * in the context's arena. */
#pragma once

#include "engage/basis.h"

#define CX_COACH_PLAN_MAP(X)                                                                       \
    X(SPONSOR, "sponsor")                                                                          \
    X(COACHING, "coaching")

typedef enum {
#define X(name, key) CX_COACH_PLAN_##name,
    CX_COACH_PLAN_MAP(X)
#undef X
        CX_COACH_PLAN_N
} CxCoachPlan;

typedef enum {
    CX_COACH_STEP_OPEN,
    CX_COACH_STEP_DONE, /* done, with what came of it */
    CX_COACH_STEP_DROPPED,
} CxCoachStepState;

typedef struct {
    int64_t id;
    CxLeaderId leader;
    const char *what;
    CxDay due;      /* CX_DAY_NONE: none was named */
    CxDay ended_on; /* CX_DAY_NONE: open */
    CxCoachStepState state;
    const char *progress; /* what came of it, or NULL */
    CxDay day;            /* added on */
    const char *added_by;
} CxCoachStep;

typedef struct {
    const CxCoachStep *items; /* the first due first, those without a day last */
    size_t n;
} CxCoachSteps;

/* FORBIDDEN for others than the CX team; of coaching as cx_basis_check_read says. */
CX_MUST_USE bool cx_coach_step_list(CxCtx *ctx, CxCoachPlan plan, CxCoachSteps *ret_steps,
                                    GError **error);
/* Whether it is open and its day is over. */
bool cx_coach_step_is_overdue(const CxCoachStep *step, CxDay today);
/* Use case: adds one from today on. INVALID without words or with a day that is past, NOT_FOUND for
 * the leader, FORBIDDEN as above. Writes coach_step, audit (of coaching: that, never what). */
CX_MUST_USE bool cx_coach_step_add(CxCtx *ctx, CxCoachPlan plan, CxLeaderId leader,
                                   const char *what, CxDay due, GError **error);
/* Use case: ends one today; progress may be NULL. CONFLICT when it has ended. Writes coach_step, audit. */
CX_MUST_USE bool cx_coach_step_end(CxCtx *ctx, CxCoachPlan plan, int64_t id, CxCoachStepState state,
                                   const char *progress, GError **error);
