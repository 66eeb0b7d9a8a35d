/* coalition coaching: how leaders are coached, and which trade-offs were made. */
#include <inttypes.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/coach_done.h"
#include "pages/coaching_view.h"
#include "people/leader.h"

static void
print_leader(const CxCoachLeaderView *leader)
{
    cx_cli_print("\n%s, %s\n", leader->name, leader->title);
    const CxCoachAspectView *aspects = leader->aspects.items;
    for (size_t i = 0; i < leader->aspects.n; i++) {
        const bool is_judged = aspects[i].now.text != NULL;
        cx_cli_print("  %s: %s%s%s%s%s%s\n", aspects[i].label,
                     is_judged ? aspects[i].now.text : "not judged", is_judged ? ": " : "",
                     is_judged ? aspects[i].now.raw : "", aspects[i].first != NULL ? " (" : "",
                     aspects[i].first != NULL ? aspects[i].first : "",
                     aspects[i].first != NULL ? ")" : "");
    }
    const CxCoachStepView *steps = leader->steps.items;
    for (size_t i = 0; i < leader->steps.n; i++) {
        cx_cli_print("  %" PRId64 "  %s (%s)%s%s\n", steps[i].id, steps[i].what, steps[i].when,
                     steps[i].progress != NULL ? ": " : "",
                     steps[i].progress != NULL ? steps[i].progress : "");
    }
}

static bool
run(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const CxCoachingView *view = ctx != NULL ? cx_coaching_view(ctx, error) : NULL;
    if (view == NULL)
        return false;
    if (cli->is_json) {
        cx_cli_print_json(&cx_coaching_view_type, view);
        return true;
    }
    cx_cli_print("%s.\n", view->headline);
    const CxCoachLeaderView *leaders = view->leaders.items;
    for (size_t i = 0; i < view->leaders.n; i++)
        print_leader(&leaders[i]);
    const CxTradeOffView *trade_offs = view->trade_offs.items;
    for (size_t i = 0; i < view->trade_offs.n; i++) {
        cx_cli_print("%s  %s: %s, chosen: %s (%s)\n", i == 0 ? "\nTrade-offs:\n" : "",
                     trade_offs[i].what, trade_offs[i].cost, trade_offs[i].chosen_text,
                     trade_offs[i].day_text);
    }
    return true;
}

const CxCliCommand cx_cli_coaching = {
    .name = "coaching",
    .usage = "",
    .about = "Say how leaders are coached, and what was chosen when customers cost something",
    .more = "Belief, communication and commitment are judged with \"coalition leaders judge\".",
    .run = run,
};

static bool
run_step(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *by = cx_cli_args_option(args, "by");
    CxDay due = CX_DAY_NONE;
    if (by != NULL && !cx_day_parse(by, &due, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, cx_cli_args_operand(args, 0), error);
    if (leader == NULL || !cx_coach_step_add(ctx, CX_COACH_PLAN_COACHING, leader->id,
                                             cx_cli_args_operand(args, 1), due, error))
        return false;
    cx_cli_print("Planned.\n");
    return true;
}

static const CxCliOption step_options[] = {
    { "by", "DAY", "by when" },
    { 0 },
};

const CxCliCommand cx_cli_coaching_step = {
    .name = "coaching step",
    .usage = "\"NAME\" \"STEP\"",
    .about = "Add a step to how a leader is coached",
    .options = step_options,
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_step,
};

static bool
run_done(CxCli *cli, const CxCliArgs *args, GError **error)
{
    return cx_cli_coach_done(cli, args, CX_COACH_PLAN_COACHING, error);
}

const CxCliCommand cx_cli_coaching_done = {
    .name = "coaching done",
    .usage = "STEP",
    .about = "End a step of a leader's plan, by its number",
    .options = cx_cli_coach_done_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_done,
};

static bool
run_trade_off(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *day = cx_cli_args_option(args, "day");
    const char *who = cx_cli_args_option(args, "leader");
    CxTradeOff trade_off = { .what = cx_cli_args_operand(args, 0),
                             .cost = cx_cli_args_option(args, "cost"),
                             .why = cx_cli_args_option(args, "why"),
                             .day = CX_DAY_NONE };
    if (!cx_chosen_parse(cx_cli_args_operand(args, 1), &trade_off.chosen, error) ||
        (day != NULL && !cx_day_parse(day, &trade_off.day, error)))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    g_autoptr(CxLeader) leader = who != NULL ? cx_leader_find(ctx, who, error) : NULL;
    if (who != NULL && leader == NULL)
        return false;
    if (leader != NULL)
        trade_off.leader = leader->id;
    if (!cx_trade_off_add(ctx, &trade_off, error))
        return false;
    cx_cli_print("Noted.\n");
    return true;
}

static const CxCliOption trade_off_options[] = {
    { "cost", "TEXT", "what it cost, or would have" },
    { "why", "TEXT", "the reason given" },
    { "leader", "NAME", "who decided" },
    { "day", "DAY", "when; otherwise today" },
    { 0 },
};

const CxCliCommand cx_cli_coaching_tradeoff = {
    .name = "coaching tradeoff",
    .usage = "\"WHAT\" customers|other|both --cost TEXT",
    .about = "Note what was chosen when serving customers cost something",
    .options = trade_off_options,
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_trade_off,
};
