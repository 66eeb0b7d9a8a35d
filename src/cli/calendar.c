/* coalition calendar: a user's calendar address. */
#include "cli/cli.h"
#include "engage/feed.h"

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autofree char *secret = NULL;
    g_autoptr(CxCtx) system = cx_cli_open(cli, error);
    g_autoptr(CxCtx) ctx =
        system != NULL
            ? cx_ctx_open_login(cli->db, NULL, cx_cli_args_operand(args, 0), system->now, error)
            : NULL;
    if (ctx == NULL)
        return false;
    if (cx_cli_args_has(args, "end")) {
        if (!cx_feed_end(ctx, error))
            return false;
        cx_cli_print("Ended.\n");
        return true;
    }
    if (!cx_feed_renew(ctx, &secret, error))
        return false;
    g_printerr("The address is shown this once; keep it like a password.\n");
    cx_cli_print("/feeds/%s/coalition.ics\n", secret);
    return true;
}

static const CxCliOption options[] = {
    { "end", NULL, "end it, and make none" },
    { 0 },
};

const CxCliCommand cx_cli_calendar = {
    .name = "calendar",
    .usage = "LOGIN",
    .about = "Make a user's calendar address, which ends the one before",
    .more = "The address follows the name your people reach the program by: https://NAME/feeds/….",
    .options = options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run,
};
