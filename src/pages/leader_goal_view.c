#include "pages/leader_goal_view.h"

#include <inttypes.h>

#include "base/civil.h"
#include "engage/goal.h"
#include "pages/leader_choices.h"
#include "people/leader.h"

static const CxViewField holder_fields[] = {
    CX_FIELD(CxGoalHolderView, leader, CX_FIELD_COUNT, "Id of the leader"),
    CX_FIELD(CxGoalHolderView, name, CX_FIELD_TEXT, "Their name"),
    CX_FIELD_PAGE(CxGoalHolderView, url, CX_FIELD_TEXT, "Their page"),
    CX_FIELD_PAGE(CxGoalHolderView, leave_url, CX_FIELD_TEXT, "Where they give it up"),
};
static const CxViewType holder_type =
    CX_VIEW_TYPE("GoalHolder", CxGoalHolderView, holder_fields, "Whose goal it is");

static const CxViewField goal_fields[] = {
    CX_FIELD(CxLeaderGoalView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(CxLeaderGoalView, what, CX_FIELD_TEXT, "The goal"),
    CX_FIELD_DATA(CxLeaderGoalView, state, CX_FIELD_TEXT, "open, reached or dropped"),
    CX_FIELD_DATA(CxLeaderGoalView, set_on, CX_FIELD_DAY, "The day it was kept"),
    CX_FIELD_DATA(CxLeaderGoalView, ended_on, CX_FIELD_DAY, "When it ended, null while open"),
    CX_FIELD_DATA(CxLeaderGoalView, words, CX_FIELD_TEXT, "How it shows, or why it was dropped"),
    CX_FIELD_PAGE(CxLeaderGoalView, said, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_CHILD(CxLeaderGoalView, holders, CX_FIELD_LIST, &holder_type, "Whose it is"),
    CX_FIELD_PAGE(CxLeaderGoalView, with, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxLeaderGoalView, is_shared, CX_FIELD_FLAG, "Whether several hold it"),
    CX_FIELD_PAGE(CxLeaderGoalView, add_url, CX_FIELD_TEXT, "Where others join"),
    CX_FIELD_PAGE(CxLeaderGoalView, end_url, CX_FIELD_TEXT, "Where it ends"),
};
const CxViewType cx_leader_goal_view_type =
    CX_VIEW_TYPE("Goal", CxLeaderGoalView, goal_fields, "A goal of one leader or several");

static const CxViewField wanted_fields[] = {
    CX_FIELD(CxWantedView, id, CX_FIELD_COUNT, "Id of what was said"),
    CX_FIELD(CxWantedView, leader, CX_FIELD_COUNT, "Id of the leader"),
    CX_FIELD(CxWantedView, name, CX_FIELD_TEXT, "Their name"),
    CX_FIELD(CxWantedView, what, CX_FIELD_TEXT, "What they want"),
    CX_FIELD(CxWantedView, day, CX_FIELD_DAY, "The day they said so"),
    CX_FIELD_PAGE(CxWantedView, said, CX_FIELD_TEXT, "Who and when, as read"),
    CX_FIELD_PAGE(CxWantedView, keep_url, CX_FIELD_TEXT, "Where it is kept as a goal"),
};
static const CxViewType wanted_type =
    CX_VIEW_TYPE("Wanted", CxWantedView, wanted_fields, "What a leader wants that is no goal yet");

static const CxViewField goals_fields[] = {
    CX_FIELD(CxGoalsView, headline, CX_FIELD_TEXT, "How many, and how many are shared"),
    CX_FIELD_CHILD(CxGoalsView, shared, CX_FIELD_LIST, &cx_leader_goal_view_type,
                   "Open, of several"),
    CX_FIELD_CHILD(CxGoalsView, own, CX_FIELD_LIST, &cx_leader_goal_view_type,
                   "Open, of one leader"),
    CX_FIELD_CHILD(CxGoalsView, ended, CX_FIELD_LIST, &cx_leader_goal_view_type,
                   "Reached or dropped"),
    CX_FIELD_CHILD(CxGoalsView, wanted, CX_FIELD_LIST, &wanted_type, "Wanted, and no goal yet"),
    CX_FIELD_PAGE(CxGoalsView, has_shared, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(CxGoalsView, has_own, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(CxGoalsView, has_ended, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(CxGoalsView, has_wanted, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD_PAGE(CxGoalsView, form, CX_FIELD_OBJECT, &cx_form_view_type, "To set one"),
};
const CxViewType cx_goals_view_type =
    CX_VIEW_TYPE("Goals", CxGoalsView, goals_fields, "Goals of leaders, those they share first");

/* ---- Filling ---- */

static const char *
day_text(CxCtx *ctx, CxDay day)
{
    return cx_day_is_none(day) ? NULL : cx_arena_take(ctx->arena, cx_day_format_long(day));
}

static const char *
join_names(CxCtx *ctx, const CxGoal *goal)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (size_t i = 0; i < goal->n_holders; i++)
        g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", goal->holders[i].name);
    return cx_arena_text(ctx->arena, names->str);
}

static CxViewList
list_holders(CxCtx *ctx, const CxGoal *goal, bool can_leave)
{
    CxGoalHolderView *views = cx_arena_new0_n(ctx->arena, CxGoalHolderView, goal->n_holders);
    for (size_t i = 0; i < goal->n_holders; i++) {
        const int64_t leader = goal->holders[i].leader.v;
        views[i] = (CxGoalHolderView){
            .leader = leader,
            .name = goal->holders[i].name,
            .url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64, leader),
        };
        if (can_leave) {
            views[i].leave_url = cx_arena_printf(
                ctx->arena, "/goals/%" PRId64 "/leaders/%" PRId64 "/leave", goal->id, leader);
        }
    }
    return CX_VIEW_LIST(views, goal->n_holders);
}

static CxLeaderGoalView
goal_view(CxCtx *ctx, const CxGoal *goal)
{
    const bool is_open = goal->state == CX_GOAL_OPEN && ctx->wall.can_change_program;
    char *said = cx_message_format(
        ctx->catalogue, "goals.said", CX_ARG_TEXT("state", cx_goal_state_key(goal->state)),
        CX_ARG_TEXT("set", day_text(ctx, goal->set_on)),
        CX_ARG_TEXT("ended", day_text(ctx, goal->ended_on)), CX_ARG_TEXT("words", goal->words));
    CxLeaderGoalView view = {
        .id = goal->id,
        .what = goal->what,
        .state = cx_goal_state_key(goal->state),
        .set_on = goal->set_on,
        .ended_on = goal->ended_on,
        .words = goal->words,
        .said = cx_arena_take(ctx->arena, said),
        .holders = list_holders(ctx, goal, is_open && goal->n_holders > 1),
        .with = join_names(ctx, goal),
        .is_shared = goal->n_holders > 1,
    };
    if (is_open) {
        view.add_url = cx_arena_printf(ctx->arena, "/goals/%" PRId64 "/leaders", goal->id);
        view.end_url = cx_arena_printf(ctx->arena, "/goals/%" PRId64 "/end", goal->id);
    }
    return view;
}

typedef enum { SHARED, ALONE, ENDED } Part;

static Part
part_of(const CxGoal *goal)
{
    if (goal->state != CX_GOAL_OPEN)
        return ENDED;
    return goal->n_holders > 1 ? SHARED : ALONE;
}

/* Those of a part that a leader holds; leader 0: anybody. */
static size_t
take_part(CxCtx *ctx, const CxGoals *goals, Part part, CxLeaderId leader, CxLeaderGoalView *views)
{
    size_t n = 0;
    for (size_t i = 0; i < goals->n; i++) {
        const CxGoal *goal = &goals->items[i];
        if (part_of(goal) == part && (leader.v == 0 || cx_goal_is_held(goal, leader)))
            views[n++] = goal_view(ctx, goal);
    }
    return n;
}

static CxViewList
list_part(CxCtx *ctx, const CxGoals *goals, Part part)
{
    CxLeaderGoalView *views = cx_arena_new0_n(ctx->arena, CxLeaderGoalView, goals->n);
    return CX_VIEW_LIST(views, take_part(ctx, goals, part, (CxLeaderId){ 0 }, views));
}

static bool
list_wanted(CxCtx *ctx, CxGoalsView *view, GError **error)
{
    CxPriorities unkept;
    if (!ctx->wall.can_change_program)
        return true;
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL || !cx_goal_unkept(ctx, &unkept, error))
        return false;
    CxWantedView *views = cx_arena_new0_n(ctx->arena, CxWantedView, unkept.n);
    for (size_t i = 0; i < unkept.n; i++) {
        const CxPriority *priority = &unkept.items[i];
        const char *name = cx_leader_name(ctx, leaders, priority->leader);
        views[i] = (CxWantedView){
            .id = priority->id,
            .leader = priority->leader.v,
            .name = name,
            .what = priority->what,
            .day = priority->from,
            .said = cx_arena_printf(ctx->arena, "%s, %s", name, day_text(ctx, priority->from)),
            .keep_url = cx_arena_printf(ctx->arena, "/goals/wanted/%" PRId64, priority->id),
        };
    }
    view->wanted = CX_VIEW_LIST(views, unkept.n);
    return true;
}

CxGoalsView *
cx_goals_view(CxCtx *ctx, GError **error)
{
    CxGoals goals;
    CxGoalsView *view = cx_arena_new0(ctx->arena, CxGoalsView);
    if (!cx_goal_list(ctx, &goals, error) || !list_wanted(ctx, view, error))
        return NULL;
    view->shared = list_part(ctx, &goals, SHARED);
    view->own = list_part(ctx, &goals, ALONE);
    view->ended = list_part(ctx, &goals, ENDED);
    view->has_shared = view->shared.n > 0;
    view->has_own = view->own.n > 0;
    view->has_ended = view->ended.n > 0;
    view->has_wanted = view->wanted.n > 0;
    char *headline = cx_message_format(ctx->catalogue, "goals.headline",
                                       CX_ARG_NUMBER("shared", (double)view->shared.n),
                                       CX_ARG_NUMBER("n", (double)(view->shared.n + view->own.n)));
    view->headline = cx_arena_take(ctx->arena, headline);
    return view;
}

bool
cx_leader_goal_views(CxCtx *ctx, CxLeaderId leader, CxViewList *ret_goals, GError **error)
{
    CxGoals goals;
    if (!cx_goal_list(ctx, &goals, error))
        return false;
    CxLeaderGoalView *views = cx_arena_new0_n(ctx->arena, CxLeaderGoalView, goals.n);
    const size_t n = take_part(ctx, &goals, SHARED, leader, views);
    *ret_goals = CX_VIEW_LIST(views, n + take_part(ctx, &goals, ALONE, leader, views + n));
    return true;
}
