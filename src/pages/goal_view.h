/* What a leader's departments count, with target and latest value, as pages and JSON show it. Values in
 * the context's arena. */
#pragma once

#include "people/leader.h"
#include "view/field.h"

typedef struct {
    const char *label;
    const char *target; /* "5 days"; NULL: none is set */
    const char *latest; /* "3.4 days in October 2026"; NULL: no period of it is over */
    bool is_missed;     /* the latest misses the target */
    const char *url;
} CxGoalView;

extern const CxViewType cx_goal_view_type;

/* Metrics of the departments the leader heads today, by label, money apart: of CxGoalView. Only what the reader
 * may see. */
CX_MUST_USE bool cx_goal_views(CxCtx *ctx, const CxLeader *leader, CxViewList *ret_goals,
                               GError **error);
