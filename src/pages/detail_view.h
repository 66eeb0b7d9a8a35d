/* What is known of a leader (engage/detail.h) as pages, JSON and the command line show it. Values in
 * the context's arena. */
#pragma once

#include "engage/detail.h"
#include "view/field.h"
#include "web/request.h"

typedef struct {
    int64_t id;
    const char *kind;
    const char *what;
    CxDay day;
    CxDay ended_on;
    const char *answer;
    const char *said;    /* when it was said, or what was answered */
    const char *end_url; /* NULL: it has ended, or the reader may not */
} CxDetailView;

typedef struct {
    CxViewList background; /* of CxDetailView: those that stand */
    CxViewList carries;    /* likewise */
    CxViewList asked;      /* of CxDetailView: open ones, then answered ones */
    bool has_background, has_carries, has_asked;
} CxDetailsView;

extern const CxViewType cx_details_view_type;

/* Of one leader; FORBIDDEN for others than the CX team and the leader. */
CX_MUST_USE const CxDetailsView *cx_details_view(CxCtx *ctx, CxLeaderId leader, GError **error);
/* The empty form that notes one. */
const CxFormView *cx_detail_form(const CxRequest *request);
