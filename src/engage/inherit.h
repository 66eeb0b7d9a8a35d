/* What a leader takes over with an office (practice C2): promises still open between the program and
 * whoever headed the department just before. They are shown with the successor until somebody answers:
 * accepted, one becomes the successor's, with where it came from; declined, it ends with the reason. */
#pragma once

#include "engage/promise.h"
#include "people/leader.h"

typedef struct {
    CxPromises promises;       /* open ones, the first due first */
    const char *const *owners; /* name of who headed the department, one for each promise */
    CxPromises declined;       /* those that were not taken over, with the reason */
} CxInherited;

/* CX team only: what was between the program and somebody else is not the successor's to read before
 * it is told. Values in the context's arena. */
CX_MUST_USE bool cx_inherited_list(CxCtx *ctx, const CxLeader *leader, CxInherited *ret_inherited,
                                   GError **error);
typedef struct {
    CxLeaderId leader;  /* the successor */
    int64_t promise;    /* of their predecessor */
    const char *reason; /* why it is declined; NULL: it is accepted */
    CxDay due_on;       /* of accepted: CX_DAY_NONE: as before */
} CxInheritAnswer;

/* Use case: answers a promise for the successor. INVALID for a reason without words or too long, or a day
 * that is over; CONFLICT when the promise is not one they would take over, or was answered. CX team
 * only. Writes promise, note (accepted), promise_succession, audit. */
CX_MUST_USE bool cx_inherited_answer(CxCtx *ctx, const CxInheritAnswer *answer, GError **error);
/* Of these leaders, who headed a department last before a day, without `leader`; NULL: nobody. Pure;
 * borrowed. */
const CxLeader *cx_predecessor(const GPtrArray *leaders, const CxLeader *leader,
                               CxDepartmentId department, CxDay before);
