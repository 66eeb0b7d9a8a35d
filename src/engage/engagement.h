/* What is known of the program and one leader: the window of the first meeting, contacts, open
 * promises, what they want, what they were thanked for. The CX team and the leader concerned see it.
 * Values in the context's arena. */
#pragma once

#include "engage/contact.h"
#include "engage/credit.h"
#include "engage/onboarding.h"
#include "engage/priority.h"
#include "engage/promise.h"
#include "people/leader.h"

typedef struct {
    CxOnboarding onboarding; /* of the present office */
    const CxContact *last;   /* real contact; NULL: none is known */
    CxContacts contacts;     /* newest first */
    CxPromises open;         /* promises, the first due first */
    int64_t n_kept;          /* promises, either way */
    CxPriorities priorities; /* newest first */
    CxCredits credits;       /* newest first; the leader's, not the department's */
    const char *sponsor;     /* name; NULL: not named, or the leader themself */
} CxEngagement;

/* FORBIDDEN for others than the CX team and the leader. Borrows nothing from `leader`. */
CX_MUST_USE bool cx_engagement_load(CxCtx *ctx, const CxLeader *leader,
                                    CxEngagement *ret_engagement, GError **error);
