/* What a leader takes over with an office (practice C2): promises still open between the program and
 * whoever headed the department just before. The promises stay whose they are; they are shown with the
 * successor until they are kept or withdrawn. */
#pragma once

#include "engage/promise.h"
#include "people/leader.h"

typedef struct {
    CxPromises promises;       /* open ones, the first due first */
    const char *const *owners; /* name of who headed the department, one for each promise */
} CxInherited;

/* CX team only: what was between the program and somebody else is not the successor's to read before
 * it is told. Values in the context's arena. */
CX_MUST_USE bool cx_inherited_list(CxCtx *ctx, const CxLeader *leader, CxInherited *ret_inherited,
                                   GError **error);
/* Of these leaders, who headed a department last before a day, without `leader`; NULL: nobody. Pure;
 * borrowed. */
const CxLeader *cx_predecessor(const GPtrArray *leaders, const CxLeader *leader,
                               CxDepartmentId department, CxDay before);
