/* What the sample program tells its leaders. */
#include "cli/demo_program.h"

#include "cli/demo_work.h"
#include "govern/program.h"

/* The sample's steering group meets in three weeks and two days, from whichever day is today. */
#define MEETS_IN_DAYS 23

static const struct {
    CxProgramKind kind;
    int days_ago;
    const char *department;
    const char *text;
} texts[] = {
    { CX_PROGRAM_GOALS, 700, NULL,
      "Measure what customers feel, decide each quarter, credit those who did the work." },
    { CX_PROGRAM_GOVERNANCE, 60, NULL,
      "The steering group under Helen Marsh decides each quarter what is done, and by whom." },
    { CX_PROGRAM_ACHIEVED, 60, NULL,
      "Delivery tells customers the hour of arrival, since spring.\n"
      "Billing shows the order number on each line of an invoice." },
    { CX_PROGRAM_APPROACHES, 20, "delivery",
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
        g_autoptr(CxCtx) then = cx_cli_demo_ago(ctx, texts[i].days_ago, error);
        if (then == NULL || !cx_program_set(then, &set, error))
            return false;
    }
    return true;
}
