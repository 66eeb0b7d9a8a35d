/* What files make possible, said after one was taken in. */
#pragma once

#include "cli/cli.h"
#include "plays/unlock_view.h"

/* Prints what files of that kind make possible here and which one to bring next; nothing for JSON. */
CX_MUST_USE bool cx_cli_print_next(CxCli *cli, CxCtx *ctx, const char *kind, GError **error);
