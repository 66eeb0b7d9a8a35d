/* coalition goals, coalition goal …: goals of leaders, those they share first. */
#include <inttypes.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/cli.h"
#include "engage/goal.h"
#include "pages/leader_goal_view.h"
#include "people/leader.h"

static void
print_goals(const char *title, CxViewList list)
{
    const CxLeaderGoalView *goals = list.items;
    if (list.n > 0)
        cx_cli_print("\n%s\n", title);
    for (size_t i = 0; i < list.n; i++) {
        cx_cli_print("%5" PRId64 "  %s (%s, %s)\n", goals[i].id, goals[i].what, goals[i].with,
                     goals[i].said);
    }
}

static void
print_wanted(CxViewList list)
{
    const CxWantedView *wanted = list.items;
    if (list.n > 0)
        cx_cli_print("\nWanted, and no goal yet (coalition goal keep NUMBER)\n");
    for (size_t i = 0; i < list.n; i++)
        cx_cli_print("%5" PRId64 "  %s (%s)\n", wanted[i].id, wanted[i].what, wanted[i].said);
}

static bool
run_list(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const CxGoalsView *view = ctx != NULL ? cx_goals_view(ctx, error) : NULL;
    if (view == NULL)
        return false;
    if (cli->is_json) {
        cx_cli_print_json(&cx_goals_view_type, view);
        return true;
    }
    cx_cli_print("%s.\n", view->headline);
    print_goals("Shared", view->shared);
    print_goals("Of one leader", view->own);
    print_goals("Reached or dropped", view->ended);
    print_wanted(view->wanted);
    return true;
}

const CxCliCommand cx_cli_goals = {
    .name = "goals",
    .usage = "",
    .about = "Print the goals of leaders, those they share first, and what they want besides",
    .run = run_list,
};

static bool
run_add(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *names = cx_cli_args_option(args, "leaders");
    int64_t id = 0;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(GArray) leaders =
        ctx != NULL ? cx_leader_find_all(ctx, names != NULL ? names : "", error) : NULL;
    if (leaders == NULL)
        return false;
    const CxGoalAdd add = { .what = cx_cli_args_operand(args, 0),
                            .leaders = (const CxLeaderId *)(const void *)leaders->data,
                            .n_leaders = leaders->len };
    if (!cx_goal_add(ctx, &add, &id, error))
        return false;
    cx_cli_print("Kept as goal %" PRId64 ".\n", id);
    return true;
}

static const CxCliOption add_options[] = {
    { "leaders", "NAMES", "whose it is: keys or names, by comma" },
    { 0 },
};

const CxCliCommand cx_cli_goal_add = {
    .name = "goal add",
    .usage = "\"TEXT\" --leaders NAMES",
    .about = "Set a goal for one leader or several",
    .options = add_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_add,
};

static bool
run_keep(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxGoalAdd add = { .priority = 0 };
    int64_t id = 0;
    if (!cx_text_parse_i64(cx_cli_args_operand(args, 0), &add.priority, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_goal_add(ctx, &add, &id, error))
        return false;
    cx_cli_print("Kept as goal %" PRId64 ".\n", id);
    return true;
}

const CxCliCommand cx_cli_goal_keep = {
    .name = "goal keep",
    .usage = "NUMBER",
    .about = "Keep what a leader said they want as their goal",
    .more = "coalition goals prints the numbers.",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_keep,
};

static bool
run_share(CxCli *cli, const CxCliArgs *args, GError **error)
{
    int64_t id = 0;
    if (!cx_text_parse_i64(cx_cli_args_operand(args, 0), &id, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(GArray) leaders =
        ctx != NULL ? cx_leader_find_all(ctx, cx_cli_args_operand(args, 1), error) : NULL;
    if (leaders == NULL || !cx_goal_join(ctx, id, (const CxLeaderId *)(const void *)leaders->data,
                                         leaders->len, error))
        return false;
    cx_cli_print("They share it.\n");
    return true;
}

const CxCliCommand cx_cli_goal_share = {
    .name = "goal share",
    .usage = "NUMBER NAMES",
    .about = "Say that other leaders hold a goal too",
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_share,
};

static bool
run_leave(CxCli *cli, const CxCliArgs *args, GError **error)
{
    int64_t id = 0;
    if (!cx_text_parse_i64(cx_cli_args_operand(args, 0), &id, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(CxLeader) leader =
        ctx != NULL ? cx_leader_find(ctx, cx_cli_args_operand(args, 1), error) : NULL;
    if (leader == NULL || !cx_goal_leave(ctx, id, leader->id, error))
        return false;
    cx_cli_print("%s does not hold it any more.\n", leader->name);
    return true;
}

const CxCliCommand cx_cli_goal_leave = {
    .name = "goal leave",
    .usage = "NUMBER LEADER",
    .about = "Say that a leader gives a shared goal up",
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_leave,
};

static bool
run_end(CxCli *cli, const CxCliArgs *args, GError **error)
{
    int64_t id = 0;
    const char *reached = cx_cli_args_option(args, "reached");
    const char *dropped = cx_cli_args_option(args, "dropped");
    if ((reached == NULL) == (dropped == NULL)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "say how it shows with --reached, or why with --dropped");
        return false;
    }
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_text_parse_i64(cx_cli_args_operand(args, 0), &id, error) ||
        !cx_goal_end(ctx, id, reached != NULL ? CX_GOAL_REACHED : CX_GOAL_DROPPED,
                     reached != NULL ? reached : dropped, error))
        return false;
    cx_cli_print(reached != NULL ? "Reached.\n" : "Dropped.\n");
    return true;
}

static const CxCliOption end_options[] = {
    { "reached", "TEXT", "how it shows that it is reached" },
    { "dropped", "TEXT", "why it is dropped" },
    { 0 },
};

const CxCliCommand cx_cli_goal_end = {
    .name = "goal end",
    .usage = "NUMBER --reached TEXT | --dropped TEXT",
    .about = "Say that a goal is reached, or dropped",
    .options = end_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_end,
};
