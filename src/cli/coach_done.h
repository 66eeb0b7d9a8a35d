/* Ending a step of somebody's plan: "coaching done" and "sponsor done" are one command over two plans. */
#pragma once

#include "cli/cli.h"
#include "engage/coach_step.h"

extern const CxCliOption cx_cli_coach_done_options[];
/* Ends the step whose number is the first operand, as --dropped and --progress say. */
CX_MUST_USE bool cx_cli_coach_done(CxCli *cli, const CxCliArgs *args, CxCoachPlan plan,
                                   GError **error);
