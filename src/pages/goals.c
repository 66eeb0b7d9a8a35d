/* Goals of leaders: those several share, those of one, and what they want that is no goal yet. */
#include "base/error.h"
#include "base/limits.h"
#include "engage/goal.h"
#include "pages/leader_goal_view.h"
#include "pages/pages.h"
#include "people/leader.h"
#include "web/form.h"

typedef struct {
    const char *what;
    const char *leaders;
} GoalSet;

static const CxCommandField set_fields[] = {
    { CX_COMMAND(GoalSet, what, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "goals.field.what",
      .hint_key = "goals.field.what.hint", .about = "The goal, in a sentence" },
    { CX_COMMAND(GoalSet, leaders, CX_COMMAND_NOTE), .is_required = true,
      .label_key = "goals.field.leaders", .hint_key = "goals.field.leaders.hint",
      .about = "Keys or names of the leaders who hold it, by line or comma" },
};
const CxCommandType cx_goal_set_type =
    CX_COMMAND_TYPE("GoalSet", GoalSet, set_fields, "Sets a goal for one leader or several");

typedef struct {
    const char *leaders;
} GoalJoin;

static const CxCommandField join_fields[] = {
    { CX_COMMAND(GoalJoin, leaders, CX_COMMAND_NOTE), .is_required = true,
      .label_key = "goals.field.join", .about = "Keys or names of leaders, by line or comma" },
};
const CxCommandType cx_goal_join_type =
    CX_COMMAND_TYPE("GoalJoin", GoalJoin, join_fields, "Other leaders hold a goal too");

typedef struct {
    const char *state;
    const char *words;
} GoalEnd;

static const CxCommandChoice end_choices[] = { { "reached", "goals.reached" },
                                               { "dropped", "goals.dropped" },
                                               { 0 } };

static const CxCommandField end_fields[] = {
    { CX_COMMAND(GoalEnd, state, CX_COMMAND_CHOICE), .is_required = true, .choices = end_choices,
      .label_key = "goals.field.state", .about = "reached or dropped" },
    { CX_COMMAND(GoalEnd, words, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "goals.field.words",
      .about = "How it shows that it is reached, or why it is dropped" },
};
const CxCommandType cx_goal_end_type =
    CX_COMMAND_TYPE("GoalEnd", GoalEnd, end_fields, "What became of a goal");

static bool
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, CxReply *reply,
     GError **error)
{
    CxGoalsView *view = cx_goals_view(ctx, error);
    if (view == NULL)
        return false;
    if (ctx->wall.can_change_program)
        view->form = cx_form_of(request, sent, &cx_goal_set_type, NULL);
    return cx_reply_view(reply, "goals", cx_message_text(ctx->catalogue, "goals.title"),
                         &cx_goals_view_type, view, error);
}

static bool
to_goals(CxReply *reply)
{
    cx_reply_redirect(reply, "/goals");
    return true;
}

static bool
take_set(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
         GError **error)
{
    const GoalSet *asked = command;
    int64_t id = 0;
    g_autoptr(GArray) leaders = cx_leader_find_all(ctx, asked->leaders, error);
    if (leaders == NULL)
        return false;
    const CxGoalAdd add = { .what = asked->what,
                            .leaders = (const CxLeaderId *)(const void *)leaders->data,
                            .n_leaders = leaders->len };
    if (!cx_goal_add(ctx, &add, &id, error))
        return false;
    cx_reply_status(reply, 201);
    return to_goals(reply);
}

static const CxRefusal refusals[] = {
    { CX_ERROR_NOT_FOUND, "leaders", NULL },
    { CX_ERROR_CONFLICT, "leaders", NULL },
    { CX_ERROR_INVALID, "", NULL },
};

static const CxForm form = { &cx_goal_set_type, take_set, show, CX_REFUSALS(refusals) };

bool
cx_page_goals(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&form, ctx, request, reply, error);
}

bool
cx_page_goals_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_ctx_check_change(ctx, "keep goals of leaders", error) &&
           cx_form_take(&form, ctx, request, reply, error);
}

bool
cx_page_goal_wanted(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxGoalAdd add = { .priority = 0 };
    int64_t id = 0;
    if (!cx_request_param_id(request, "priority", &add.priority, error) ||
        !cx_goal_add(ctx, &add, &id, error))
        return false;
    cx_reply_status(reply, 201);
    return to_goals(reply);
}

bool
cx_page_goal_join(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    GoalJoin join;
    int64_t id = 0;
    if (!cx_request_param_id(request, "id", &id, error) ||
        !cx_form_read(request, &cx_goal_join_type, &join, error))
        return false;
    g_autoptr(GArray) leaders = cx_leader_find_all(ctx, join.leaders, error);
    return leaders != NULL &&
           cx_goal_join(ctx, id, (const CxLeaderId *)(const void *)leaders->data, leaders->len,
                        error) &&
           to_goals(reply);
}

bool
cx_page_goal_leave(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    int64_t id = 0;
    CxLeaderId leader = { 0 };
    return cx_request_param_id(request, "id", &id, error) &&
           cx_request_param_id(request, "leader", &leader.v, error) &&
           cx_goal_leave(ctx, id, leader, error) && to_goals(reply);
}

bool
cx_page_goal_end(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    GoalEnd end;
    int64_t id = 0;
    if (!cx_request_param_id(request, "id", &id, error) ||
        !cx_form_read(request, &cx_goal_end_type, &end, error))
        return false;
    const CxGoalState state = g_str_equal(end.state, "reached") ? CX_GOAL_REACHED : CX_GOAL_DROPPED;
    return cx_goal_end(ctx, id, state, end.words, error) && to_goals(reply);
}
