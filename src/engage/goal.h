/* Goals of leaders (practices C2, C7): what a leader wants is kept as a goal; a goal that several leaders
 * hold is a shared one. Facts: the CX team sees all, a leader those they hold, with the names of who
 * holds them too. Values in the context's arena. */
#pragma once

#include "engage/priority.h"
#include "people/ctx.h"

#define CX_GOAL_HOLDERS_MAX 100

typedef enum { CX_GOAL_OPEN, CX_GOAL_REACHED, CX_GOAL_DROPPED } CxGoalState;

/* "open", "reached", "dropped"; borrowed for ever. */
const char *cx_goal_state_key(CxGoalState state);

typedef struct {
    CxLeaderId leader;
    const char *name;
} CxGoalHolder;

typedef struct {
    int64_t id;
    const char *what;
    int64_t priority; /* that it was kept of; 0: set anew */
    CxDay set_on;
    CxGoalState state;
    const char *words; /* of an ended one: how it shows, or why it was dropped */
    CxDay ended_on;    /* CX_DAY_NONE: open */
    const CxGoalHolder *holders;
    size_t n_holders; /* 1 or more; 2 or more: it is shared */
} CxGoal;

typedef struct {
    const CxGoal *items; /* open ones first, then the newest */
    size_t n;
} CxGoals;

/* All the reader may see. FORBIDDEN for others than the CX team and leaders. */
CX_MUST_USE bool cx_goal_list(CxCtx *ctx, CxGoals *ret_goals, GError **error);
/* Whether a leader holds it. */
bool cx_goal_is_held(const CxGoal *goal, CxLeaderId leader);
/* Those of the priorities the reader sees that no goal was kept of. */
CX_MUST_USE bool cx_goal_unkept(CxCtx *ctx, CxPriorities *ret_priorities, GError **error);

typedef struct {
    const char *what;          /* NULL: in the priority's words */
    int64_t priority;          /* 0: none; its leader holds the goal */
    const CxLeaderId *leaders; /* who holds it, beside that leader */
    size_t n_leaders;
} CxGoalAdd;

/* Use case: keeps a goal from today on. INVALID without words or anybody to hold it, NOT_FOUND for a
 * leader or priority, CONFLICT when the priority is a goal already. CX team only. Writes goal,
 * goal_holder, audit. */
CX_MUST_USE bool cx_goal_add(CxCtx *ctx, const CxGoalAdd *add, int64_t *ret_id, GError **error);
/* Use case: these leaders hold it too. INVALID for nobody, CONFLICT when it has ended or all of them do;
 * NOT_FOUND. CX team only. Writes likewise. */
CX_MUST_USE bool cx_goal_join(CxCtx *ctx, int64_t id, const CxLeaderId *leaders, size_t n_leaders,
                              GError **error);
/* Use case: a leader gives it up. CONFLICT when they do not hold it, it has ended, or nobody would hold
 * it then: drop it. CX team only. Writes likewise. */
CX_MUST_USE bool cx_goal_leave(CxCtx *ctx, int64_t id, CxLeaderId leader, GError **error);
/* Use case: it is reached, or dropped, with words how that shows or why. INVALID without words, CONFLICT
 * when it has ended. CX team only. Writes goal, audit. */
CX_MUST_USE bool cx_goal_end(CxCtx *ctx, int64_t id, CxGoalState state, const char *words,
                             GError **error);
