/* What the commands of imports share: working one off, and showing it. */
#pragma once

#include "cli/job_work.h"
#include "feedback/import.h"

extern const CxCliWorkKind cx_cli_import_work;
/* Prints what became of an import, as text or JSON. */
void cx_cli_import_print(CxCli *cli, CxCtx *ctx, const CxImportReport *report);
