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
    { CX_PROGRAM_APPROACHES, 690, "customer_service",
      "Whoever takes the first call keeps the case until it is solved: one team, one quarter.\n"
      "Say at the end of each call what happens next, and by when." },
    { CX_PROGRAM_APPROACHES, 690, "billing",
      "Check the invoices of the twenty largest accounts before they go out, for one quarter.\n"
      "Call the customer before a corrected invoice is sent." },
    { CX_PROGRAM_APPROACHES, 690, "web_shop",
      "Read each Monday what was searched for and not found, and name ten parts as customers do." },
    { CX_PROGRAM_APPROACHES, 690, "technical_support",
      "Put each answer into writing on the day of the call, with the part's number." },
    { CX_PROGRAM_APPROACHES, 690, "sales",
      "Answer a quote within a day with what is known, and say when the rest follows." },
    { CX_PROGRAM_APPROACHES, 690, "returns",
      "Say on the day a part arrives how long its repair will take." },
    { CX_PROGRAM_APPROACHES, 690, "supply",
      "Say when a part that is out of stock comes back, not only that it is missing." },
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
