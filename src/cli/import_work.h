/* What the commands of imports share: working one off, and showing it. */
#pragma once

#include "cli/cli.h"
#include "feedback/import.h"

/* Works an import off in this process, after those that come before it, or follows the process that
 * has it in hand, until it has ended. `ctx` is watched (cx_cli_watch); Ctrl-C cancels the import. Fails
 * with CANCELLED, or with what the import failed with. (transfer full) */
CX_MUST_USE CxImportReport *cx_cli_import_work(CxCli *cli, CxCtx *ctx, CxImportId id,
                                               GError **error);
/* Takes back what an import has brought, in this process if no other has it in hand. */
CX_MUST_USE bool cx_cli_import_take_back(CxCli *cli, CxCtx *ctx, CxImportId id, GError **error);
/* Prints what became of an import, as text or JSON. */
void cx_cli_import_print(CxCli *cli, CxCtx *ctx, const CxImportReport *report);
