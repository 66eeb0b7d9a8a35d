/* All that is held about one person, to be handed to them: facts and judgements. Values in the
 * context's arena. */
#pragma once

#include "pages/detail_view.h"
#include "pages/engagement_view.h"
#include "people/leader.h"

typedef struct {
    int64_t leader;
    const char *name;
    const char *email;
    const char *url;
    const char *headline;
    const CxEngagementView *engagement;
    const CxDetailsView *details;
    CxViewList commitments; /* of texts: what they committed to, and said to whom */
    bool has_commitments;
    CxViewList talks; /* of texts: what they said in rounds of one-on-ones */
    bool has_talks;
    CxViewList judgements; /* of CxHeldJudgementView */
    bool has_judgements;
    CxViewList notes; /* of texts: plans for them, resistance */
    bool has_notes;
    bool is_on; /* judgements are kept */
} CxHeldView;

typedef struct {
    const char *aspect;
    int64_t value;
    CxDay day;
    const char *reason;
    const char *rater;
    const char *said; /* all of it as read */
} CxHeldJudgementView;

extern const CxViewType cx_held_view_type;

/* FORBIDDEN for others than the CX leader. */
CX_MUST_USE const CxHeldView *cx_held_view(CxCtx *ctx, const CxLeader *leader, GError **error);
