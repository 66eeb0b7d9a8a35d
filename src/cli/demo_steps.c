#include "cli/demo_steps.h"

#include "cli/demo_work.h"

/* The one added last has the highest id. */
static bool
end_newest(CxCtx *ctx, CxCoachPlan plan, CxDay day, const char *progress, GError **error)
{
    CxCoachSteps kept;
    g_autoptr(CxCtx) then = cx_cli_demo_ago(ctx, ctx->today.v - day.v, error);
    if (then == NULL || !cx_coach_step_list(then, plan, &kept, error))
        return false;
    int64_t newest = 0;
    for (size_t i = 0; i < kept.n; i++)
        newest = MAX(newest, kept.items[i].id);
    return cx_coach_step_end(then, plan, newest, CX_COACH_STEP_DONE, progress, error);
}

static bool
add(CxCtx *ctx, CxCoachPlan plan, const CxDemoStep *step, GError **error)
{
    CxLeaderId leader = { 0 };
    g_autoptr(CxCtx) then = cx_cli_demo_ago(ctx, step->days_ago, error);
    if (then == NULL || !cx_cli_demo_leader(then, step->leader, &leader, error))
        return false;
    const CxDay due = { then->today.v + step->due_in };
    return cx_coach_step_add(then, plan, leader, step->what, due, error) &&
           (step->progress == NULL || end_newest(ctx, plan, due, step->progress, error));
}

bool
cx_cli_demo_steps(CxCtx *ctx, CxCoachPlan plan, const CxDemoStep *steps, size_t n, GError **error)
{
    for (size_t i = 0; i < n; i++) {
        if (!add(ctx, plan, &steps[i], error))
            return false;
    }
    return true;
}
