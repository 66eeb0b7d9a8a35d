/* coalition sponsor: who sponsors the program, what they do for it, who follows, what was expected. */
#include "engage/sponsor.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/coach_done.h"
#include "engage/coach_step.h"
#include "engage/expectation.h"
#include "govern/duty.h"
#include "pages/sponsor_view.h"

/* ---- Printing ---- */

static void
print_duties(const CxSponsorView *view)
{
    const CxPhaseView *phases = view->phases.items;
    for (size_t i = 0; i < view->phases.n; i++) {
        cx_cli_print("\n%s%s: %s\n", phases[i].label, phases[i].is_current ? " (now)" : "",
                     phases[i].count);
        const CxDutyView *duties = phases[i].duties.items;
        for (size_t k = 0; k < phases[i].duties.n; k++) {
            const CxDutyView *duty = &duties[k];
            cx_cli_print("  %-13s %s: %s%s%s\n", duty->duty, duty->label,
                         duty->evidence != NULL ? duty->evidence : "",
                         duty->evidence != NULL && duty->attested != NULL ? " " : "",
                         duty->attested != NULL   ? duty->attested
                         : duty->evidence == NULL ? "no evidence"
                                                  : "");
        }
    }
}

static void
print_candidates(const CxSponsorView *view)
{
    if (!view->can_read)
        return;
    cx_cli_print("\n%s.\n", view->candidates_headline);
    const CxCandidateView *candidates = view->candidates.items;
    for (size_t i = 0; i < view->candidates.n; i++) {
        cx_cli_print("  %s, %s:", candidates[i].name, candidates[i].title);
        const CxCandidateAspectView *aspects = candidates[i].aspects.items;
        for (size_t k = 0; k < candidates[i].aspects.n; k++) {
            cx_cli_print("%s %s %s", k > 0 ? ";" : "", aspects[k].aspect,
                         aspects[k].raw != NULL ? aspects[k].raw : "not judged");
        }
        cx_cli_print("\n");
    }
    if (view->candidates.n > 0) {
        cx_cli_print("  (every rater's newest answer, 1 to 5; the order weighs %s)\n",
                     view->weights);
    }
}

static void
print_steps(const CxSponsorView *view)
{
    const CxCoachStepView *steps = view->steps.items;
    cx_cli_print("\nTraining:%s\n", view->steps.n == 0 ? " no step is planned" : "");
    for (size_t i = 0; i < view->steps.n; i++) {
        cx_cli_print("  %" PRId64 "  %s: %s (%s%s)%s%s\n", steps[i].id, steps[i].who, steps[i].what,
                     steps[i].when, steps[i].is_overdue ? ", overdue" : "",
                     steps[i].progress != NULL ? ": " : "",
                     steps[i].progress != NULL ? steps[i].progress : "");
    }
}

static void
print_text(const CxSponsorView *view)
{
    cx_cli_print("%s.\n", view->headline);
    const char *const *risks = view->risks.items;
    for (size_t i = 0; i < view->risks.n; i++)
        cx_cli_print("  %s\n", risks[i]);
    print_duties(view);
    if (view->patience != NULL) {
        cx_cli_print("\n%s.%s%s\n", view->patience->headline,
                     view->patience->agreed != NULL ? " " : "",
                     view->patience->agreed != NULL ? view->patience->agreed : "");
    }
    print_candidates(view);
    print_steps(view);
}

static bool
run(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const CxSponsorView *view = ctx != NULL ? cx_sponsor_view(ctx, error) : NULL;
    if (view == NULL)
        return false;
    if (cli->is_json)
        cx_cli_print_json(&cx_sponsor_view_type, view);
    else
        print_text(view);
    return cx_cli_finish(cli, ctx, error);
}

const CxCliCommand cx_cli_sponsor = {
    .name = "sponsor",
    .usage = "",
    .about = "Say who sponsors the program, what they do for it, who follows, what was expected",
    .run = run,
};

/* ---- Naming ---- */

static bool
take_leader(CxCtx *ctx, const char *words, int64_t *id, GError **error)
{
    if (words == NULL)
        return true;
    if (strcmp(words, "none") == 0) {
        *id = 0;
        return true;
    }
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, words, error);
    if (leader == NULL)
        return false;
    *id = leader->id.v;
    return true;
}

static bool
take_phase(const char *words, int64_t *phase, GError **error)
{
    CxPhase found = CX_PHASE_INFANCY;
    if (words == NULL)
        return true;
    if (!cx_phase_find(words, &found)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "the phases are infancy, design and implementation");
        return false;
    }
    *phase = 1 + (int64_t)found;
    return true;
}

static bool
take_weight(const CxCliArgs *args, const char *option, int64_t *weight, GError **error)
{
    const char *text = cx_cli_args_option(args, option);
    return text == NULL || cx_text_parse_i64(text, weight, error);
}

static bool
run_set(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    CxEngageSettings wanted;
    if (ctx == NULL || !cx_engage_settings_load(ctx, &wanted, error) ||
        !take_leader(ctx, cx_cli_args_option(args, "sponsor"), &wanted.sponsor, error) ||
        !take_leader(ctx, cx_cli_args_option(args, "successor"), &wanted.sponsor_successor,
                     error) ||
        !take_phase(cx_cli_args_option(args, "phase"), &wanted.sponsor_phase, error) ||
        !take_weight(args, "credibility", &wanted.weight_credibility, error) ||
        !take_weight(args, "courage", &wanted.weight_courage, error) ||
        !take_weight(args, "vision", &wanted.weight_vision, error) ||
        !cx_engage_settings_change(ctx, &wanted, error))
        return false;
    cx_cli_print("Kept.\n");
    return true;
}

static const CxCliOption set_options[] = {
    { "sponsor", "NAME", "a leader, or \"none\"" },
    { "successor", "NAME", "who would follow, or \"none\"" },
    { "phase", "PHASE", "infancy, design or implementation" },
    { "credibility", "N", "how much it counts of candidates, 0 to 9" },
    { "courage", "N", "how much it counts, 0 to 9" },
    { "vision", "N", "how much it counts, 0 to 9" },
    { 0 },
};

const CxCliCommand cx_cli_sponsor_set = {
    .name = "sponsor set",
    .usage = "",
    .about = "Name sponsor and successor, the phase of the program, and what counts of candidates",
    .more = "Candidates are judged with \"coalition leaders judge\".",
    .options = set_options,
    .run = run_set,
};

/* ---- Duties ---- */

static bool
run_attest(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *day = cx_cli_args_option(args, "day");
    CxDutySeen seen = { .what = cx_cli_args_operand(args, 1),
                        .day = CX_DAY_NONE,
                        .seen_by = cx_cli_args_option(args, "by") };
    if (!cx_duty_parse(cx_cli_args_operand(args, 0), &seen.duty, error) ||
        (day != NULL && !cx_day_parse(day, &seen.day, error)))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_duty_attest(ctx, &seen, error))
        return false;
    cx_cli_print("Attested: %s.\n", cx_duty_key(seen.duty));
    return true;
}

static const CxCliOption attest_options[] = {
    { "day", "DAY", "when it was done; otherwise today" },
    { "by", "NAME", "who saw it; otherwise you" },
    { 0 },
};

const CxCliCommand cx_cli_sponsor_attest = {
    .name = "sponsor attest",
    .usage = "DUTY \"WHAT\"",
    .about = "Keep that the sponsor was seen to do a duty",
    .more = "\"coalition sponsor\" lists the duties.",
    .options = attest_options,
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_attest,
};

/* ---- Training ---- */

static bool
run_train(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *by = cx_cli_args_option(args, "by");
    CxDay due = CX_DAY_NONE;
    if (by != NULL && !cx_day_parse(by, &due, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const CxSponsorTrains whom = cx_cli_args_has(args, "successor") ? CX_SPONSOR_TRAINS_SUCCESSOR
                                                                    : CX_SPONSOR_TRAINS_SPONSOR;
    if (ctx == NULL || !cx_sponsor_train(ctx, whom, cx_cli_args_operand(args, 0), due, error))
        return false;
    cx_cli_print("Planned.\n");
    return true;
}

static const CxCliOption train_options[] = {
    { "by", "DAY", "by when" },
    { "successor", NULL, "for whoever is named to follow the sponsor" },
    { 0 },
};

const CxCliCommand cx_cli_sponsor_train = {
    .name = "sponsor train",
    .usage = "\"STEP\"",
    .about = "Add a step to the training of the sponsor, or of the successor",
    .options = train_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_train,
};

static bool
run_done(CxCli *cli, const CxCliArgs *args, GError **error)
{
    return cx_cli_coach_done(cli, args, CX_COACH_PLAN_SPONSOR, error);
}

const CxCliCommand cx_cli_sponsor_done = {
    .name = "sponsor done",
    .usage = "STEP",
    .about = "End a step of the sponsor's training, by its number",
    .options = cx_cli_coach_done_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_done,
};

/* ---- What is expected ---- */

static bool
read_years(const CxCliArgs *args, CxExpectation *expectation, GError **error)
{
    if (!cx_text_parse_double(cx_cli_args_operand(args, 0), &expectation->start, error))
        return false;
    for (size_t i = 0; i < CX_EXPECTATION_YEARS_MAX; i++) {
        const char *text = cx_cli_args_operand(args, i + 1);
        expectation->years[i] = (double)NAN;
        if (text == NULL)
            continue;
        if (!cx_text_parse_double(text, &expectation->years[i], error))
            return false;
        expectation->n_years++;
    }
    return true;
}

static bool
run_expect(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *from = cx_cli_args_option(args, "from");
    CxExpectation expectation = { .from = CX_DAY_NONE,
                                  .agreed_with = cx_cli_args_option(args, "with") };
    if (!read_years(args, &expectation, error) ||
        (from != NULL && !cx_day_parse(from, &expectation.from, error)))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(CxSurvey) survey = NULL;
    if (ctx == NULL || !cx_patience_survey(ctx, &survey, error))
        return false;
    if (survey == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                            "no survey with an overall rating is here yet");
        return false;
    }
    if (cx_day_is_none(expectation.from))
        expectation.from = ctx->today;
    if (!cx_expectation_set(ctx, survey, &expectation, error))
        return false;
    cx_cli_print("Kept: what the overall rating of \"%s\" is expected to become.\n", survey->key);
    return cx_cli_finish(cli, ctx, error);
}

static const CxCliOption expect_options[] = {
    { "with", "WHO", "who agreed to it" },
    { "from", "DAY", "first day of the course; otherwise today" },
    { 0 },
};

const CxCliCommand cx_cli_sponsor_expect = {
    .name = "sponsor expect",
    .usage = "START YEAR1 YEAR2 YEAR3 [YEAR4 [YEAR5]] --with WHO",
    .about = "Keep what was agreed to expect of the overall rating over three to five years",
    .options = expect_options,
    .n_operands_min = 4,
    .n_operands_max = 6,
    .run = run_expect,
};
