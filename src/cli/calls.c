/* coalition calls: customers worth a leader's call, calls planned, and what came of them. */
#include <inttypes.h>

#include "base/civil.h"
#include "base/text.h"
#include "cli/cli.h"
#include "pages/call_view.h"
#include "people/leader.h"

static void
print_calls(CxViewList calls)
{
    const CxCallView *items = calls.items;
    for (size_t i = 0; i < calls.n; i++) {
        cx_cli_print("%5" PRId64 "  %s calls %s (%s)%s\n       %s\n", items[i].id, items[i].leader,
                     items[i].customer, items[i].when, items[i].is_overdue ? ", overdue" : "",
                     items[i].said != NULL ? items[i].said : items[i].reach);
    }
}

static void
print_worth(const CxCallsView *view)
{
    const CxCallWorthView *items = view->worth.items;
    for (size_t i = 0; i < view->worth.n; i++) {
        cx_cli_print("\n%2zu  %s, %s\n    %s.\n", i + 1, items[i].account_key, items[i].customer,
                     items[i].why);
        if (items[i].money != NULL)
            cx_cli_print("    %s\n", items[i].money);
        cx_cli_print("    ask: %s\n    leave out: %s\n    %s%s\n", items[i].ask, items[i].avoid,
                     items[i].caller != NULL ? "could call: " : "",
                     items[i].caller != NULL ? items[i].caller : "nobody is proposed");
    }
    cx_cli_print("\n%s\n", view->found);
    if (view->left_out != NULL)
        cx_cli_print("%s\n", view->left_out);
}

static bool
run_list(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const CxCallsView *view = ctx != NULL ? cx_calls_view(ctx, error) : NULL;
    if (view == NULL)
        return false;
    if (cli->is_json) {
        cx_cli_print_json(&cx_calls_view_type, view);
        return true;
    }
    cx_cli_print("%s.\n", view->headline);
    print_calls(view->open);
    print_worth(view);
    print_calls(view->ended);
    return true;
}

const CxCliCommand cx_cli_calls = {
    .name = "calls",
    .usage = "",
    .about = "Print the customers worth a leader's call, calls planned, and what came of them",
    .more = "Names, ratings and money of customers are on it: it is for the CX team alone.",
    .run = run_list,
};

static bool
run_find(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    int64_t n = 0;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_call_find(ctx, &n, error))
        return false;
    cx_cli_print("Customers worth a call: %" PRId64 ".\n", n);
    return true;
}

const CxCliCommand cx_cli_calls_find = {
    .name = "calls find",
    .usage = "",
    .about = "Work out now who is worth a call, as every night",
    .run = run_find,
};

static bool
run_plan(CxCli *cli, const CxCliArgs *args, GError **error)
{
    int64_t id = 0;
    const char *by = cx_cli_args_option(args, "by");
    CxCallPlan plan = { .account = cx_cli_args_operand(args, 0), .due_on = CX_DAY_NONE };
    if (by != NULL && !cx_day_parse(by, &plan.due_on, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(CxLeader) leader =
        ctx != NULL ? cx_leader_find(ctx, cx_cli_args_operand(args, 1), error) : NULL;
    if (leader == NULL)
        return false;
    plan.leader = leader->id;
    if (!cx_call_plan(ctx, &plan, &id, error))
        return false;
    cx_cli_print("Planned: call %" PRId64 ".\n", id);
    return true;
}

static const CxCliOption plan_options[] = {
    { "by", "DAY", "by when; otherwise in two weeks" },
    { 0 },
};

const CxCliCommand cx_cli_calls_plan = {
    .name = "calls plan",
    .usage = "ACCOUNT LEADER",
    .about = "Plan a leader's call to a customer",
    .options = plan_options,
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_plan,
};

static bool
run_done(CxCli *cli, const CxCliArgs *args, GError **error)
{
    int64_t id = 0;
    CxCallEnd end = { .outcome = CX_CALL_DROPPED, .promise_due = CX_DAY_NONE };
    const char *line = cx_cli_args_operand(args, 1);
    if (!cx_text_parse_i64(cx_cli_args_operand(args, 0), &id, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL ||
        (!cx_cli_args_has(args, "dropped") &&
         !cx_call_read(line != NULL ? line : "", ctx->today, ctx->arena, &end, error)) ||
        !cx_call_end(ctx, id, &end, error))
        return false;
    cx_cli_print(end.promise != NULL ? "Kept, with a promise: %s.\n" : "Kept.\n", end.promise);
    return true;
}

static const CxCliOption done_options[] = {
    { "dropped", NULL, "it will not be made" },
    { 0 },
};

const CxCliCommand cx_cli_calls_done = {
    .name = "calls done",
    .usage = "CALL \"LINE\"",
    .about = "Say in one line what came of a call",
    .more =
        "\"not reached\", or what was said: \"reached: wants the day before, promised a list by 3 "
        "March\".\nWhat was promised becomes a promise of who called.",
    .options = done_options,
    .n_operands_min = 1,
    .n_operands_max = 2,
    .run = run_done,
};

static bool
run_consent(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const CxCallConsentAdd add = {
        .account = cx_cli_args_operand(args, 0),
        .name = cx_cli_args_operand(args, 1),
        .office = cx_cli_args_option(args, "office"),
        .phone = cx_cli_args_option(args, "phone"),
        .email = cx_cli_args_option(args, "email"),
        .is_given = !cx_cli_args_has(args, "refused"),
        .how = cx_cli_args_option(args, "how"),
    };
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_call_consent_add(ctx, &add, error))
        return false;
    cx_cli_print("Kept.\n");
    return true;
}

static const CxCliOption consent_options[] = {
    { "how", "TEXT", "how they said so" },
    { "office", "TEXT", "what they are there" },
    { "phone", "TEXT", "telephone" },
    { "email", "TEXT", "mail" },
    { "refused", NULL, "they asked not to be called" },
    { 0 },
};

const CxCliCommand cx_cli_calls_consent = {
    .name = "calls consent",
    .usage = "ACCOUNT NAME --how TEXT",
    .about = "Note that somebody at a customer agreed to be called, or asked not to be",
    .options = consent_options,
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_consent,
};
