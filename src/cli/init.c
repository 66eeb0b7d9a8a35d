/* coalition init: makes an empty home. */
#include "cli/cli.h"

static bool
run(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    if (!cx_home_init(cli->home_dir, cli->at, error))
        return false;
    cx_cli_print("Made an empty home at %s.\n\nNext, let someone in, and bring the two files:\n"
                 "  coalition --home %s user add NAME --role owner\n"
                 "  coalition --home %s roster LEADERS.csv\n"
                 "  coalition --home %s import ANSWERS.csv --mapping MAPPING.json\n"
                 "  coalition --home %s serve\n",
                 cli->home_dir, cli->home_dir, cli->home_dir, cli->home_dir, cli->home_dir);
    return true;
}

const CxCliCommand cx_cli_init = {
    .name = "init",
    .usage = "",
    .about = "Make an empty home: the directory that is one organisation's program",
    .more = "With --at, the home lives on that date for ever; without, on the machine's clock.",
    .run = run,
};
