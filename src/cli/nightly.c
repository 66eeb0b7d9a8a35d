/* coalition nightly: does at once what serve does every night. */
#include "app/nightly.h"

#include "cli/cli.h"

static bool
run(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    cx_cli_watch(ctx, "Nightly");
    CxJobRun job = { .ctx = ctx, .home = cli->home };
    const bool is_done = cx_nightly_run(&job, &cx_nightly_hooks, error);
    g_autofree char *message = job.message;
    if (!is_done || !cx_cli_finish(cli, ctx, error))
        return false;
    cx_cli_watch_end(ctx);
    cx_cli_print("%s: ", message);
    for (size_t i = 0; i < cx_nightly_hooks.n; i++)
        cx_cli_print("%s%s", i > 0 ? ", " : "", cx_nightly_hooks.rows[i].doing);
    cx_cli_print(".\n");
    return true;
}

const CxCliCommand cx_cli_nightly = {
    .name = "nightly",
    .usage = "",
    .about = "Do at once what serve does every night",
    .more = "serve does it by itself from the hour on that \"nightly\" in coalition.conf names,\n"
            "02:00 unless said. Doing it again does no harm.",
    .run = run,
};
