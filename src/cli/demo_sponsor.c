#include "cli/demo_sponsor.h"

#include <math.h>

#include "cli/demo_steps.h"
#include "cli/demo_work.h"
#include "engage/expectation.h"
#include "engage/settings.h"
#include "govern/duty.h"

static const struct {
    const char *duty;
    int32_t days_ago;
    const char *what;
    const char *seen_by;
} seen[] = {
    { "resources", 170, "Two people for the program, in the spring budget", "Chief of staff" },
    { "why", 120, "Told all sites why, in the town hall", "Head of Communications" },
    { "cover", 45, "Kept the program out of the cost review", "CX leader" },
};

#define SUCCESSOR          "priya_raman"
#define SUCCESSOR_DAYS_AGO 12

static const CxDemoStep steps[] = {
    { "helen_marsh", 100, 30, "Half a day in the call centre, and say afterwards what was seen",
      "Came back with three calls; told two of them in the steering group" },
    { SUCCESSOR, 11, 3, "Sit in on three calls with customers whose order was late",
      "Heard five; asked why nobody had told them on the day" },
    { SUCCESSOR, 11, 24, "Open the next steering group beside Helen, with one of these calls",
      NULL },
    { SUCCESSOR, 10, 45, "Say in her own words where the program stands in three years", NULL },
};

#define AGREED_DAYS_AGO 410

static bool
attest(CxCtx *ctx, GError **error)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(seen); i++) {
        CxDutySeen each = { .what = seen[i].what,
                            .day = { ctx->today.v - seen[i].days_ago },
                            .seen_by = seen[i].seen_by };
        if (!cx_duty_parse(seen[i].duty, &each.duty, error) || !cx_duty_attest(ctx, &each, error))
            return false;
    }
    return true;
}

static bool
agree(CxCtx *ctx, GError **error)
{
    g_autoptr(CxCtx) then = cx_cli_demo_ago(ctx, AGREED_DAYS_AGO, error);
    g_autoptr(CxSurvey) survey = NULL;
    if (then == NULL || !cx_patience_survey(then, &survey, error))
        return false;
    const CxExpectation expectation = {
        .from = then->today,
        .start = 18.0,
        .years = { 18.0, 21.0, 25.0, 30.0, (double)NAN },
        .n_years = 4,
        .agreed_with = "the board",
    };
    return cx_expectation_set(then, survey, &expectation, error);
}

static bool
name_successor(CxCtx *ctx, GError **error)
{
    CxLeaderId next = { 0 };
    g_autoptr(CxCtx) then = cx_cli_demo_ago(ctx, SUCCESSOR_DAYS_AGO, error);
    return then != NULL && cx_cli_demo_leader(then, SUCCESSOR, &next, error) &&
           cx_engage_settings_set(then, "sponsor_successor", next.v, error);
}

bool
cx_cli_demo_sponsor(CxCtx *ctx, GError **error)
{
    return cx_engage_settings_set(ctx, "sponsor_phase", 2, error) && name_successor(ctx, error) &&
           attest(ctx, error) &&
           cx_cli_demo_steps(ctx, CX_COACH_PLAN_SPONSOR, steps, CX_N_ELEMENTS(steps), error) &&
           agree(ctx, error);
}
