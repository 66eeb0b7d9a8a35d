/* Marked changes as the pages of links show them. */
#pragma once

#include "evidence/link.h"
#include "evidence/marked.h"
#include "view/field.h"

typedef struct {
    int64_t id;
    const char *what;
    const char *metric; /* key */
    const char *metric_label;
    CxDay since;
    const char *since_text;
    const char *by;       /* login */
    const char *sentence; /* what came since; NULL: not followed here */
    const char *href;     /* where it is followed in full; NULL: nowhere */
    bool can_withdraw;
} CxMarkedView;

extern const CxViewType cx_marked_view_type;

/* Those of a metric, or of all (NULL), in the context's arena. With an asker each is followed with the question its
 * metric goes with most surely. */
CX_MUST_USE bool cx_marked_views(CxCtx *ctx, const char *metric, CxLinkAsker *asker,
                                 const CxLinkFindings *findings, CxViewList *ret_views,
                                 GError **error);
