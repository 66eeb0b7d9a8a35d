#include "cli/demo_sponsor.h"

#include <math.h>

#include "cli/demo_work.h"
#include "engage/coach_step.h"
#include "engage/expectation.h"
#include "engage/judgement.h"
#include "govern/duty.h"
#include "people/leader.h"

static const struct {
    const char *leader;
    const char *rater;
    int32_t days_ago;
    int32_t credibility, courage, vision;
    const char *reason;
} judgements[] = {
    { "helen_marsh", "CX leader", 60, 5, 4, 4, "Asked for the number behind each story." },
    { "helen_marsh", "Chief of staff", 58, 5, 3, 5, "Moved the review from March to now." },
    { "helen_marsh", "Head of Strategy", 50, 4, 4, 4,
      "Put customers third on the agenda, not last." },
    { "priya_raman", "CX leader", 56, 4, 4, 3, "Stopped a release over one complaint." },
    { "priya_raman", "Chief of staff", 55, 4, 5, 3, "Says no to the board when she has to." },
    { "desmond_achebe", "CX leader", 52, 5, 3, 2, "Believed by everybody; asks for money first." },
    { "desmond_achebe", "Head of Strategy", 49, 5, 3, 3, "Weighs before he speaks." },
};

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

static const struct {
    int32_t days_ago;
    int32_t due_in; /* days from then */
    const char *what;
    const char *progress; /* NULL: open */
} steps[] = {
    { 100, 30, "Half a day in the call centre, and say afterwards what was seen",
      "Came back with three calls; told two of them in the steering group" },
    { 40, 60, "Rehearse the answer to \"that is soft data\" with Desmond in the room", NULL },
};

#define AGREED_DAYS_AGO 410

static bool
judge(CxCtx *ctx, GError **error)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(judgements); i++) {
        g_autoptr(CxLeader) leader = cx_leader_find(ctx, judgements[i].leader, error);
        if (leader == NULL)
            return false;
        CxJudgementGive give = {
            .leader = leader->id,
            .reason = judgements[i].reason,
            .rater = judgements[i].rater,
            .day = { ctx->today.v - judgements[i].days_ago },
        };
        give.values[CX_ASPECT_CREDIBILITY] = judgements[i].credibility;
        give.values[CX_ASPECT_COURAGE] = judgements[i].courage;
        give.values[CX_ASPECT_VISION] = judgements[i].vision;
        if (!cx_judgement_give(ctx, &give, error))
            return false;
    }
    return true;
}

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
train(CxCtx *ctx, CxLeaderId sponsor, GError **error)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(steps); i++) {
        g_autoptr(CxCtx) then = cx_cli_demo_ago(ctx, steps[i].days_ago, error);
        if (then == NULL)
            return false;
        const CxDay due = { then->today.v + steps[i].due_in };
        CxCoachSteps kept;
        if (!cx_coach_step_add(then, CX_COACH_PLAN_SPONSOR, sponsor, steps[i].what, due, error) ||
            !cx_coach_step_list(then, CX_COACH_PLAN_SPONSOR, &kept, error))
            return false;
        g_autoptr(CxCtx) end = cx_cli_demo_ago(ctx, ctx->today.v - due.v, error);
        if (steps[i].progress != NULL &&
            (end == NULL || !cx_coach_step_end(end, CX_COACH_PLAN_SPONSOR, kept.items[0].id,
                                               CX_COACH_STEP_DONE, steps[i].progress, error)))
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

bool
cx_cli_demo_sponsor(CxCtx *ctx, GError **error)
{
    g_autoptr(CxLeader) sponsor = cx_leader_find(ctx, "helen_marsh", error);
    return sponsor != NULL && cx_engage_settings_set(ctx, "sponsor_phase", 2, error) &&
           judge(ctx, error) && attest(ctx, error) && train(ctx, sponsor->id, error) &&
           agree(ctx, error);
}
