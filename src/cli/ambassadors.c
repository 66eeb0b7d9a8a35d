/* coalition ambassadors: who speaks for the program inside departments, and what they do. */
#include <inttypes.h>

#include "base/civil.h"
#include "base/text.h"
#include "cli/cli.h"
#include "pages/ambassador_view.h"

static bool
run(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const CxAmbassadorsView *view = ctx != NULL ? cx_ambassadors_view(ctx, error) : NULL;
    if (view == NULL)
        return false;
    if (cli->is_json) {
        cx_cli_print_json(&cx_ambassadors_view_type, view);
        return true;
    }
    cx_cli_print("%s.\n", view->headline);
    const CxAmbassadorView *all = view->ambassadors.items;
    for (size_t i = 0; i < view->ambassadors.n; i++) {
        cx_cli_print("  %" PRId64 "  %s, %s, %s: %s; %s; brought in %" PRId64 "\n", all[i].id,
                     all[i].name, all[i].department, all[i].since,
                     all[i].load != NULL ? all[i].load : "no hours agreed", all[i].activity,
                     all[i].n_brought);
        const char *const *flags = all[i].flags.items;
        for (size_t k = 0; k < all[i].flags.n; k++)
            cx_cli_print("       %s\n", flags[k]);
    }
    const char *const *uncovered = view->uncovered.items;
    for (size_t i = 0; i < view->uncovered.n; i++)
        cx_cli_print("%s%s", i == 0 ? "\nWithout one: " : ", ", uncovered[i]);
    cx_cli_print("%s", view->uncovered.n > 0 ? "\n" : "");
    return true;
}

const CxCliCommand cx_cli_ambassadors = {
    .name = "ambassadors",
    .usage = "",
    .about = "Say who speaks for the program in which department, with load and activity",
    .run = run,
};

static bool
run_add(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *hours_text = cx_cli_args_option(args, "hours");
    const char *from_text = cx_cli_args_option(args, "from");
    int64_t hours = 0;
    CxDay from = CX_DAY_NONE;
    if ((hours_text != NULL && !cx_text_parse_i64(hours_text, &hours, error)) ||
        (from_text != NULL && !cx_day_parse(from_text, &from, error)))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_ambassador_add(ctx, cx_cli_args_operand(args, 0),
                                          cx_cli_args_operand(args, 1), hours, from, error))
        return false;
    cx_cli_print("Named.\n");
    return true;
}

static const CxCliOption add_options[] = {
    { "hours", "N", "hours a month agreed for it" },
    { "from", "DAY", "first day; otherwise today" },
    { 0 },
};

const CxCliCommand cx_cli_ambassadors_add = {
    .name = "ambassadors add",
    .usage = "\"NAME\" DEPARTMENT",
    .about = "Name somebody who speaks for the program in a department",
    .options = add_options,
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_add,
};

static bool
run_note(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *minutes = cx_cli_args_option(args, "minutes");
    const char *day = cx_cli_args_option(args, "day");
    CxAmbassadorAct act = { .what = cx_cli_args_operand(args, 2),
                            .minutes = 30,
                            .day = CX_DAY_NONE };
    if (!cx_text_parse_i64(cx_cli_args_operand(args, 0), &act.ambassador, error) ||
        !cx_ambassador_act_parse(cx_cli_args_operand(args, 1), &act.kind, error) ||
        (minutes != NULL && !cx_text_parse_i64(minutes, &act.minutes, error)) ||
        (day != NULL && !cx_day_parse(day, &act.day, error)))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_ambassador_note(ctx, &act, error))
        return false;
    cx_cli_print("Noted.\n");
    return true;
}

static const CxCliOption note_options[] = {
    { "minutes", "N", "it took; 30 if not given" },
    { "day", "DAY", "when; otherwise today" },
    { 0 },
};

const CxCliCommand cx_cli_ambassadors_note = {
    .name = "ambassadors note",
    .usage = "NUMBER told|brought|trained \"WHAT\"",
    .about = "Note what an ambassador did or brought in",
    .options = note_options,
    .n_operands_min = 3,
    .n_operands_max = 3,
    .run = run_note,
};

static bool
run_end(CxCli *cli, const CxCliArgs *args, GError **error)
{
    int64_t id = 0;
    if (!cx_text_parse_i64(cx_cli_args_operand(args, 0), &id, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_ambassador_end(ctx, id, cx_cli_args_operand(args, 1), error))
        return false;
    cx_cli_print("Ended.\n");
    return true;
}

const CxCliCommand cx_cli_ambassadors_end = {
    .name = "ambassadors end",
    .usage = "NUMBER [\"WHY\"]",
    .about = "End an ambassador's time today",
    .n_operands_min = 1,
    .n_operands_max = 2,
    .run = run_end,
};
