/* What the sample program tells its leaders. */
#include "cli/demo_program.h"

#include "govern/program.h"

/* The sample's steering group meets in three weeks and two days, from whichever day is today. */
#define MEETS_IN_DAYS 23

static const struct {
    CxProgramKind kind;
    const char *department;
    const char *text;
} texts[] = {
    { CX_PROGRAM_GOALS, NULL,
      "Measure what customers feel, decide each quarter, credit those who did the work." },
    { CX_PROGRAM_GOVERNANCE, NULL,
      "The steering group under Helen Marsh decides each quarter what is done, and by whom." },
    { CX_PROGRAM_ACHIEVED, NULL,
      "Delivery tells customers the hour of arrival, since spring.\n"
      "Billing shows the order number on each line of an invoice." },
    { CX_PROGRAM_APPROACHES, "delivery",
      "Promise day 3 for stocked parts first: one depot, one quarter, compared with the others.\n"
      "Ask for the day needed, not only the address." },
};

bool
cx_cli_demo_program(CxCtx *ctx, GError **error)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(texts); i++) {
        const CxProgramSet set = {
            .kind = texts[i].kind,
            .department = texts[i].department,
            .text = texts[i].text,
            .meets_on = texts[i].kind == CX_PROGRAM_GOVERNANCE
                            ? (CxDay){ ctx->today.v + MEETS_IN_DAYS }
                            : CX_DAY_NONE,
        };
        if (!cx_program_set(ctx, &set, error))
            return false;
    }
    return true;
}
