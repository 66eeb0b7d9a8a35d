/* coalition steps: where the change stands in Kotter's eight steps. */
#include <inttypes.h>

#include "cli/cli.h"
#include "pages/kotter_view.h"

static void
print_step(const CxKotterStepView *step)
{
    cx_cli_print("\n%" PRId64 ". %s: %s\n", step->number, step->label, step->state_text);
    const CxKotterCheckView *checks = step->checks.items;
    for (size_t i = 0; i < step->checks.n; i++) {
        cx_cli_print("   %s%s%s\n", checks[i].text, checks[i].want != NULL ? " Missing: " : "",
                     checks[i].want != NULL ? checks[i].want : "");
    }
}

static bool
run(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const CxKotterView *view = ctx != NULL ? cx_kotter_view(ctx, error) : NULL;
    if (view == NULL)
        return false;
    if (cli->is_json) {
        cx_cli_print_json(&cx_kotter_view_type, view);
        return true;
    }
    cx_cli_print("%s.\n", view->headline);
    const CxKotterStepView *steps = view->steps.items;
    for (size_t i = 0; i < view->steps.n; i++)
        print_step(&steps[i]);
    const CxMissingView *missing = view->missing.items;
    for (size_t i = 0; i < view->missing.n; i++) {
        cx_cli_print("%s  %s: %s\n", i == 0 ? "\nMissing from the coalition:\n" : "",
                     missing[i].who, missing[i].why);
    }
    return true;
}

const CxCliCommand cx_cli_steps = {
    .name = "steps",
    .usage = "",
    .about = "Say where the change stands in Kotter's eight steps, and what is missing",
    .run = run,
};
