#include "cli/coach_done.h"

#include "base/text.h"

bool
cx_cli_coach_done(CxCli *cli, const CxCliArgs *args, CxCoachPlan plan, GError **error)
{
    int64_t id = 0;
    const CxCoachStepState state =
        cx_cli_args_has(args, "dropped") ? CX_COACH_STEP_DROPPED : CX_COACH_STEP_DONE;
    if (!cx_text_parse_i64(cx_cli_args_operand(args, 0), &id, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL ||
        !cx_coach_step_end(ctx, plan, id, state, cx_cli_args_option(args, "progress"), error))
        return false;
    cx_cli_print("Ended.\n");
    return true;
}

const CxCliOption cx_cli_coach_done_options[] = {
    { "progress", "TEXT", "what came of it" },
    { "dropped", NULL, "it was dropped, not done" },
    { 0 },
};
