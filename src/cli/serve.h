/* Serving a home, for `serve` and `demo`. */
#pragma once

#include "cli/cli.h"

/* Serves until SIGINT or SIGTERM. `hint` is printed below the address, or NULL. */
CX_MUST_USE bool cx_cli_serve_home(CxCli *cli, const CxCliArgs *args, const char *hint,
                                   GError **error);
extern const CxCliOption cx_cli_serve_options[];
