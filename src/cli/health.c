/* coalition health: whether the program is alive, per leader and overall, and what would turn it. */
#include <inttypes.h>

#include "cli/cli.h"
#include "pages/health_view.h"

static void
print_text(const CxHealthView *view)
{
    cx_cli_print("%s.\n%s\n", view->headline, view->cadence);
    const CxHealthFactView *facts = view->facts.items;
    cx_cli_print("\nIn the last 91 days (and the 91 before):\n");
    for (size_t i = 0; i < view->facts.n; i++) {
        cx_cli_print("  %s: %" PRId64 " (%" PRId64 ")\n", facts[i].label, facts[i].now,
                     facts[i].before);
    }
    const CxHealthLeaderView *leaders = view->leaders.items;
    cx_cli_print("\nThe least alive first:\n");
    for (size_t i = 0; i < view->leaders.n; i++) {
        const CxHealthLeaderView *leader = &leaders[i];
        cx_cli_print("  %3s  %s, %s: %s%s%s\n", leader->index_text, leader->name, leader->title,
                     leader->last_text != NULL ? leader->last_text : "no meeting or call is noted",
                     leader->cadence_text != NULL ? ", " : "",
                     leader->cadence_text != NULL ? leader->cadence_text : "");
    }
    if (view->turn != NULL)
        cx_cli_print("\n%s\n", view->turn);
    cx_cli_print("%s\n", view->forecast);
}

static bool
run(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const CxHealthView *view = ctx != NULL ? cx_health_view(ctx, error) : NULL;
    if (view == NULL)
        return false;
    if (cli->is_json)
        cx_cli_print_json(&cx_health_view_type, view);
    else
        print_text(view);
    return true;
}

const CxCliCommand cx_cli_health = {
    .name = "health",
    .usage = "",
    .about = "Say whether the program is alive or fizzling, with whom, and what would turn it",
    .run = run,
};
