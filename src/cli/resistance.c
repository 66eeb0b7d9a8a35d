/* coalition resistance: what was seen, its root, a plan that fits it, what came of it. */
#include "engage/resistance.h"

#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/cli.h"
#include "pages/resistance_view.h"

static void
print_cases(const char *title, CxViewList list)
{
    const CxResistanceView *cases = list.items;
    if (list.n > 0)
        cx_cli_print("\n%s:\n", title);
    for (size_t i = 0; i < list.n; i++) {
        cx_cli_print("  %" PRId64 "  %s: %s\n", cases[i].id, cases[i].name, cases[i].next);
        const CxResistanceEntryView *entries = cases[i].entries.items;
        for (size_t k = 0; k < cases[i].entries.n; k++)
            cx_cli_print("       %s\n", entries[k].said);
    }
}

static void
print_text(const CxResistancePageView *view)
{
    cx_cli_print("%s.\n", view->headline);
    print_cases("Open", view->open);
    print_cases("Closed", view->closed);
    const CxResistanceWorkView *works = view->works.items;
    for (size_t i = 0; i < view->works.n; i++) {
        cx_cli_print("%s  %s: tried %" PRId64 " times, eased %" PRId64 "\n",
                     i == 0 ? "\nWhat works here:\n" : "", works[i].text, works[i].n_tried,
                     works[i].n_eased);
    }
    const CxBurdenView *burdens = view->burdens.items;
    cx_cli_print("\nHow much change each department carries:\n");
    for (size_t i = 0; i < view->burdens.n; i++) {
        const char *const *items = burdens[i].items.items;
        cx_cli_print("  %2" PRId64 "  %s", burdens[i].n, burdens[i].name);
        for (size_t k = 0; k < burdens[i].items.n; k++)
            cx_cli_print("%s%s", k == 0 ? ": " : "; ", items[k]);
        cx_cli_print("\n");
    }
    if (!view->is_on)
        cx_cli_print("\nSigns of resistance are not kept: coalition leaders basis --help\n");
}

static bool
run(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const CxResistancePageView *view = ctx != NULL ? cx_resistance_page_view(ctx, error) : NULL;
    if (view == NULL)
        return false;
    if (cli->is_json)
        cx_cli_print_json(&cx_resistance_page_type, view);
    else
        print_text(view);
    return true;
}

const CxCliCommand cx_cli_resistance = {
    .name = "resistance",
    .usage = "",
    .about = "Say what resistance was seen, what is planned, and how much change departments carry",
    .run = run,
};

static bool
run_note(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *day = cx_cli_args_option(args, "day");
    CxResistanceEntry entry = { .kind = CX_RESISTANCE_SIGNAL,
                                .key = cx_cli_args_operand(args, 1),
                                .what = cx_cli_args_operand(args, 2),
                                .day = CX_DAY_NONE,
                                .due = CX_DAY_NONE };
    if (day != NULL && !cx_day_parse(day, &entry.day, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, cx_cli_args_operand(args, 0), error);
    int64_t id = 0;
    if (leader == NULL || !cx_resistance_open(ctx, leader->id, &entry, &id, error))
        return false;
    cx_cli_print("Noted as %" PRId64 ". Find its root: coalition resistance cause %" PRId64
                 " --help\n",
                 id, id);
    return true;
}

static const CxCliOption note_options[] = {
    { "day", "DAY", "when it was seen; otherwise today" },
    { 0 },
};

const CxCliCommand cx_cli_resistance_note = {
    .name = "resistance note",
    .usage = "\"NAME\" quiet|behind|open \"WHAT\"",
    .about = "Note a sign of resistance, as the person could read it",
    .more = "Such notes are kept only once \"coalition leaders basis\" says why they may be.",
    .options = note_options,
    .n_operands_min = 3,
    .n_operands_max = 3,
    .run = run_note,
};

/* Adds to the case of the first operand. */
static bool
add(CxCli *cli, const CxCliArgs *args, const CxResistanceEntry *entry, GError **error)
{
    int64_t id = 0;
    if (!cx_text_parse_i64(cx_cli_args_operand(args, 0), &id, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_resistance_add(ctx, id, entry, error))
        return false;
    cx_cli_print("Kept.\n");
    return true;
}

static bool
run_cause(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const CxResistanceEntry entry = { .kind = CX_RESISTANCE_CAUSE,
                                      .key = cx_cli_args_operand(args, 1),
                                      .what = cx_cli_args_operand(args, 2),
                                      .day = CX_DAY_NONE,
                                      .due = CX_DAY_NONE };
    return add(cli, args, &entry, error);
}

const CxCliCommand cx_cli_resistance_cause = {
    .name = "resistance cause",
    .usage = "NUMBER ROOT \"WHY\"",
    .about = "Say what is at the root of a case",
    .more =
        "Roots: control, uncertainty, surprise, confusion, face, competence, work, ripple, past, "
        "threat. \"coalition resistance --json\" says how they are told apart.",
    .n_operands_min = 3,
    .n_operands_max = 3,
    .run = run_cause,
};

static bool
run_plan(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *action = cx_cli_args_option(args, "action");
    const char *recheck = cx_cli_args_option(args, "recheck");
    CxResistanceEntry entry = { .kind = CX_RESISTANCE_PLAN,
                                .key = action != NULL ? action : "",
                                .what = cx_cli_args_operand(args, 1),
                                .day = CX_DAY_NONE,
                                .due = CX_DAY_NONE };
    return (recheck == NULL || cx_day_parse(recheck, &entry.due, error)) &&
           add(cli, args, &entry, error);
}

static const CxCliOption plan_options[] = {
    { "recheck", "DAY", "when it is looked at again" },
    { "action", "KEY", "from the playbook of its root: control.1, control.2 …" },
    { 0 },
};

const CxCliCommand cx_cli_resistance_plan = {
    .name = "resistance plan",
    .usage = "NUMBER \"WHAT\" --recheck DAY",
    .about = "Plan what fits the root of a case",
    .options = plan_options,
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_plan,
};

static bool
run_outcome(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const CxResistanceEntry entry = { .kind = CX_RESISTANCE_OUTCOME,
                                      .key = cx_cli_args_operand(args, 1),
                                      .what = cx_cli_args_operand(args, 2),
                                      .day = CX_DAY_NONE,
                                      .due = CX_DAY_NONE };
    return add(cli, args, &entry, error);
}

const CxCliCommand cx_cli_resistance_outcome = {
    .name = "resistance outcome",
    .usage = "NUMBER eased|same|worse|mistaken \"WHAT\"",
    .about = "Say what came of a plan; eased and mistaken close the case",
    .n_operands_min = 3,
    .n_operands_max = 3,
    .run = run_outcome,
};
