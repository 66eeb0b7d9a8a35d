/* Who has the ear of whom (practice C1), so that a leader who is not won can be reached through one who
 * is. Behind the basis, as judgements are. Values in the context's arena. */
#pragma once

#include "engage/basis.h"

typedef struct {
    int64_t id;
    CxLeaderId leader; /* who is listened to */
    CxLeaderId over;   /* who listens */
    CxDay from;
} CxInfluence;

typedef struct {
    const CxInfluence *items;
    size_t n;
} CxInfluences;

/* FORBIDDEN as cx_basis_check_read says. */
CX_MUST_USE bool cx_influence_list(CxCtx *ctx, CxInfluences *ret_influences, GError **error);
/* Use case: notes it from today on; nothing when it is noted. INVALID for the leader themself,
 * NOT_FOUND for either. Writes influence, audit. */
CX_MUST_USE bool cx_influence_add(CxCtx *ctx, CxLeaderId leader, CxLeaderId over, GError **error);
/* Use case: ends it today. NOT_FOUND when there is none. Writes influence, audit. */
CX_MUST_USE bool cx_influence_end(CxCtx *ctx, int64_t id, GError **error);
