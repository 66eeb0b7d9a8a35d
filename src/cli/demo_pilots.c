#include "cli/demo_pilots.h"

#include "cli/demo_work.h"
#include "demo/sample.h"
#include "evidence/pilot.h"

#define DEPOTS_DRAWN  6
#define DECLARED_DAYS 10 /* before the start */

/* A step of the roll-out, days from today. */
static const struct {
    int32_t in;
    const char *depot;
    const char *note;
} steps[] = {
    { -60, "Hamburg", "two people for the late shift" },
    { -20, "Rotterdam", NULL },
    { 25, "Turin", "after the new packing tables are in" },
};

static bool
declare_ago(CxCtx *ctx, int32_t days, const CxPilotDeclare *declare, CxPilotId *ret_id,
            GError **error)
{
    g_autoptr(CxCtx) then = cx_cli_demo_ago(ctx, days, error);
    return then != NULL && cx_pilot_declare(then, declare, ret_id, error);
}

/* One that has ended, named; and one about to start, drawn by lot. */
static bool
declare_both(CxCtx *ctx, CxPilotId *ret_ended, GError **error)
{
    const CxDay from = { ctx->today.v - CX_SAMPLE_CHECKED_DAYS };
    const CxPilotDeclare checked = {
        .title = "A second person checks each parcel",
        .question = "delivery_condition",
        .measure = "mean",
        .units = "depot",
        .treated = CX_SAMPLE_CHECKED,
        .from = from,
        .to = { from.v + 90 },
        .wanted = 0.15,
    };
    const CxPilotDeclare until_six = {
        .title = "Orders until six leave the same day",
        .question = "delivery_time",
        .measure = "mean",
        .units = "depot",
        .n_drawn = DEPOTS_DRAWN,
        .from = { ctx->today.v + 16 },
        .to = { ctx->today.v + 106 },
        .wanted = 0.2,
    };
    CxPilotId id = { 0 };
    return declare_ago(ctx, CX_SAMPLE_CHECKED_DAYS + DECLARED_DAYS, &checked, ret_ended, error) &&
           declare_ago(ctx, DECLARED_DAYS, &until_six, &id, error);
}

bool
cx_cli_demo_pilots(CxCtx *ctx, GError **error)
{
    CxPilotId ended = { 0 };
    int64_t n_tested = 0;
    if (!declare_both(ctx, &ended, error) || !cx_pilot_close(ctx, ctx->today, &n_tested, error))
        return false;
    for (size_t i = 0; i < CX_N_ELEMENTS(steps); i++) {
        const CxPilotStep step = { .unit = steps[i].depot,
                                   .on = { ctx->today.v + steps[i].in },
                                   .note = steps[i].note };
        if (!cx_pilot_step_add(ctx, ended, &step, error))
            return false;
    }
    return true;
}
