/* Goals of leaders (engage/goal.h), as pages, JSON and the command line show them. Values in the context's
 * arena. */
#pragma once

#include "people/ctx.h"
#include "view/field.h"
#include "view/form.h"

typedef struct {
    int64_t leader;
    const char *name;
    const char *url;
    const char *leave_url; /* NULL: the only one, or the goal has ended */
} CxGoalHolderView;

typedef struct {
    int64_t id;
    const char *what;
    const char *state;
    CxDay set_on, ended_on;
    const char *words;   /* of an ended one */
    const char *said;    /* its days, or what became of it, as read */
    CxViewList holders;  /* of CxGoalHolderView */
    const char *with;    /* names of who holds it, as read */
    bool is_shared;      /* by two or more */
    const char *add_url; /* NULL: it has ended, or is not the reader's to change */
    const char *end_url; /* likewise */
} CxLeaderGoalView;

/* Something a leader wants that no goal was kept of. */
typedef struct {
    int64_t id;
    int64_t leader;
    const char *name;
    const char *what;
    CxDay day;
    const char *said;
    const char *keep_url;
} CxWantedView;

typedef struct {
    const char *headline;
    CxViewList shared; /* of CxLeaderGoalView: open, held by two or more */
    CxViewList own;    /* likewise, held by one */
    CxViewList ended;  /* likewise */
    CxViewList wanted; /* of CxWantedView, newest first */
    bool has_shared, has_own, has_ended, has_wanted;
    const CxFormView *form; /* NULL: not for this reader */
} CxGoalsView;

extern const CxViewType cx_leader_goal_view_type;
extern const CxViewType cx_goals_view_type;

CX_MUST_USE CxGoalsView *cx_goals_view(CxCtx *ctx, GError **error);
/* Open goals a leader holds, of CxLeaderGoalView; those of several first. */
CX_MUST_USE bool cx_leader_goal_views(CxCtx *ctx, CxLeaderId leader, CxViewList *ret_goals,
                                      GError **error);
