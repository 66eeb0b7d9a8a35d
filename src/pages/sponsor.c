/* The sponsor: candidates, duties with their evidence, training, who follows, what was expected. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "pages/pages.h"
#include "pages/sponsor_view.h"
#include "web/form.h"

#define NOBODY "none"
#define HERE   "/leaders/sponsor"

/* ---- Commands ---- */

typedef struct {
    const char *sponsor;
    const char *successor;
    const char *phase;
    int64_t credibility, courage, vision;
} SponsorSet;

static const CxCommandChoice phase_choices[] = { { "infancy", "phase.infancy" },
                                                 { "design", "phase.design" },
                                                 { "implementation", "phase.implementation" },
                                                 { 0 } };

static const CxCommandField set_fields[] = {
    { CX_COMMAND(SponsorSet, sponsor, CX_COMMAND_CHOICE), .label_key = "settings.sponsor",
      .about = "Key of a leader, \"none\" for nobody; as it is if not given" },
    { CX_COMMAND(SponsorSet, successor, CX_COMMAND_CHOICE), .label_key = "sponsor.successor",
      .hint_key = "sponsor.successor.hint", .about = "Likewise: who would follow" },
    { CX_COMMAND(SponsorSet, phase, CX_COMMAND_CHOICE), .choices = phase_choices,
      .label_key = "sponsor.phase", .about = "Phase of the program; as it is if not given" },
    { CX_COMMAND(SponsorSet, credibility, CX_COMMAND_INT), .lo = 0, .hi = 9,
      .label_key = "sponsor.weight.credibility", .about = "How much it counts, 0 to 9" },
    { CX_COMMAND(SponsorSet, courage, CX_COMMAND_INT), .lo = 0, .hi = 9,
      .label_key = "sponsor.weight.courage", .about = "How much it counts, 0 to 9" },
    { CX_COMMAND(SponsorSet, vision, CX_COMMAND_INT), .lo = 0, .hi = 9,
      .label_key = "sponsor.weight.vision", .about = "How much it counts, 0 to 9" },
};
const CxCommandType cx_sponsor_set_type =
    CX_COMMAND_TYPE("SponsorSet", SponsorSet, set_fields,
                    "Names sponsor and successor, the phase, and what counts of candidates");

typedef struct {
    const char *duty;
    const char *seen;
    CxDay seen_on;
    const char *seen_by;
} DutyAttest;

static const CxCommandChoice duty_choices[] = {
#define X(name, key, phase) { key, "duty." key },
    CX_DUTY_MAP(X)
#undef X
        { 0 }
};

static const CxCommandField attest_fields[] = {
    { CX_COMMAND(DutyAttest, duty, CX_COMMAND_CHOICE), .is_required = true, .choices = duty_choices,
      .label_key = "sponsor.attest.duty", .about = "Key of the duty" },
    { CX_COMMAND(DutyAttest, seen, CX_COMMAND_TEXT), .is_required = true,
      .label_key = "sponsor.attest.seen", .hint_key = "sponsor.attest.seen.hint",
      .about = "What was seen" },
    { CX_COMMAND(DutyAttest, seen_on, CX_COMMAND_DAY), .label_key = "sponsor.attest.on",
      .about = "The day; otherwise today" },
    { CX_COMMAND(DutyAttest, seen_by, CX_COMMAND_TEXT), .label_key = "sponsor.attest.by",
      .about = "Who saw it; otherwise who sends it" },
};
const CxCommandType cx_duty_attest_type = CX_COMMAND_TYPE(
    "DutyAttest", DutyAttest, attest_fields, "Says that a duty of the sponsor was seen done");

typedef struct {
    const char *step;
    const char *whom; /* NULL: the sponsor */
    CxDay due;
} StepAdd;

#define SUCCESSOR "successor"
static const CxCommandChoice whom_choices[] = { { "sponsor", "sponsor.whom.sponsor" },
                                                { SUCCESSOR, "sponsor.whom.successor" },
                                                { 0 } };

static const CxCommandField step_fields[] = {
    { CX_COMMAND(StepAdd, step, CX_COMMAND_TEXT), .is_required = true, .label_key = "sponsor.step",
      .hint_key = "sponsor.step.hint", .about = "What the sponsor is to learn or try" },
    { CX_COMMAND(StepAdd, whom, CX_COMMAND_CHOICE), .choices = whom_choices,
      .label_key = "sponsor.step.whom", .about = "sponsor, or successor; otherwise the sponsor" },
    { CX_COMMAND(StepAdd, due, CX_COMMAND_DAY), .label_key = "sponsor.step.due",
      .about = "By when" },
};
const CxCommandType cx_sponsor_step_type =
    CX_COMMAND_TYPE("SponsorStepAdd", StepAdd, step_fields,
                    "Adds a step to the training of the sponsor or the successor");

static const CxCommandChoice outcome_choices[] = { { "done", "coach.done" },
                                                   { "dropped", "coach.dropped" },
                                                   { 0 } };

static const CxCommandField end_fields[] = {
    { CX_COMMAND(CxCoachStepEnd, outcome, CX_COMMAND_CHOICE), .is_required = true,
      .choices = outcome_choices, .about = "done or dropped" },
    { CX_COMMAND(CxCoachStepEnd, progress, CX_COMMAND_TEXT), .about = "What came of it" },
};
const CxCommandType cx_coach_step_end_type =
    CX_COMMAND_TYPE("CoachStepEnd", CxCoachStepEnd, end_fields, "Ends a step of somebody's plan");

typedef struct {
    const char *start, *year1, *year2, *year3, *year4, *year5;
    CxDay curve_from;
    const char *agreed;
} ExpectationSet;

#define VALUE(member, label)                                                                       \
    CX_COMMAND(ExpectationSet, member, CX_COMMAND_TEXT), .label_key = (label)

static const CxCommandField expect_fields[] = {
    { VALUE(start, "expect.field.start"), .is_required = true, .about = "Value on the first day" },
    { VALUE(year1, "expect.field.year1"), .is_required = true, .about = "A year on" },
    { VALUE(year2, "expect.field.year2"), .is_required = true, .about = "Two years on" },
    { VALUE(year3, "expect.field.year3"), .is_required = true, .about = "Three years on" },
    { VALUE(year4, "expect.field.year4"), .about = "Four years on, or nothing" },
    { VALUE(year5, "expect.field.year5"), .about = "Five years on, or nothing" },
    { CX_COMMAND(ExpectationSet, curve_from, CX_COMMAND_DAY), .label_key = "expect.field.from",
      .about = "First day of the curve; otherwise today" },
    { CX_COMMAND(ExpectationSet, agreed, CX_COMMAND_TEXT), .is_required = true,
      .label_key = "expect.field.agreed", .hint_key = "expect.field.agreed.hint",
      .about = "Who agreed to it" },
};
const CxCommandType cx_expectation_set_type =
    CX_COMMAND_TYPE("ExpectationSet", ExpectationSet, expect_fields,
                    "Says what the overall rating is expected to become in three to five years");

/* ---- Forms ---- */

static const char *
key_of(const GPtrArray *leaders, int64_t id)
{
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = g_ptr_array_index(leaders, i);
        if (leader->id.v == id)
            return leader->key;
    }
    return NOBODY;
}

static void
set_leaders(CxCtx *ctx, CxFormView *form, const GPtrArray *leaders)
{
    CxFormChoice *choices = cx_arena_new0_n(ctx->arena, CxFormChoice, leaders->len + 1);
    size_t n = 0;
    choices[n++] =
        (CxFormChoice){ .value = NOBODY,
                        .label = cx_message_text(ctx->catalogue, "settings.sponsor.none") };
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = g_ptr_array_index(leaders, i);
        if (cx_leader_term(leader, ctx->today) == NULL)
            continue;
        choices[n++] = (CxFormChoice){ .value = cx_arena_text(ctx->arena, leader->key),
                                       .label = cx_arena_text(ctx->arena, leader->name) };
    }
    cx_form_set_choices(form, ctx->arena, "sponsor", choices, n);
    cx_form_set_choices(form, ctx->arena, "successor", choices, n);
}

static bool
make_set_form(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, CxSponsorView *view,
              GError **error)
{
    CxEngageSettings now;
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL || !cx_engage_settings_load(ctx, &now, error))
        return false;
    const SponsorSet set = {
        .sponsor = key_of(leaders, now.sponsor),
        .successor = key_of(leaders, now.sponsor_successor),
        .phase = view->phase,
        .credibility = now.weight_credibility,
        .courage = now.weight_courage,
        .vision = now.weight_vision,
    };
    CxFormView *form = cx_form_of(request, sent, &cx_sponsor_set_type, &set);
    set_leaders(ctx, form, leaders);
    view->form = form;
    return true;
}

static bool
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, CxReply *reply,
     GError **error)
{
    CxSponsorView *view = cx_sponsor_view(ctx, error);
    if (view == NULL || !make_set_form(ctx, request, sent, view, error))
        return false;
    view->duty_form = cx_form_of(request, sent, &cx_duty_attest_type, NULL);
    const StepAdd step = { .whom = view->offers_whom, .due = CX_DAY_NONE };
    view->step_form = cx_form_of(request, sent, &cx_sponsor_step_type, &step);
    view->expect_form = cx_form_of(request, sent, &cx_expectation_set_type, NULL);
    const char *title = cx_message_text(ctx->catalogue, "sponsor.title");
    return cx_reply_view(reply, "sponsor", title, &cx_sponsor_view_type, view, error);
}

/* ---- Changing ---- */

static bool
done(CxReply *reply)
{
    cx_reply_redirect(reply, HERE);
    return true;
}

static bool
take_leader(CxCtx *ctx, const char *key, int64_t *id, GError **error)
{
    if (key == NULL)
        return true;
    if (strcmp(key, NOBODY) == 0) {
        *id = 0;
        return true;
    }
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, key, error);
    if (leader == NULL)
        return false;
    *id = leader->id.v;
    return true;
}

static void
take_weight(int64_t asked, int64_t *weight)
{
    if (asked != CX_COMMAND_INT_NONE)
        *weight = asked;
}

static bool
take_sponsor(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
             GError **error)
{
    const SponsorSet *set = command;
    CxEngageSettings wanted;
    CxPhase phase = CX_PHASE_INFANCY;
    if (!cx_engage_settings_load(ctx, &wanted, error) ||
        !take_leader(ctx, set->sponsor, &wanted.sponsor, error) ||
        !take_leader(ctx, set->successor, &wanted.sponsor_successor, error))
        return false;
    if (cx_phase_find(set->phase, &phase))
        wanted.sponsor_phase = 1 + (int64_t)phase;
    take_weight(set->credibility, &wanted.weight_credibility);
    take_weight(set->courage, &wanted.weight_courage);
    take_weight(set->vision, &wanted.weight_vision);
    return cx_engage_settings_change(ctx, &wanted, error) && done(reply);
}

static const CxForm sponsor_form = { &cx_sponsor_set_type, take_sponsor, show, CX_REFUSALS_ABOVE };

bool
cx_page_sponsor(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&sponsor_form, ctx, request, reply, error);
}

bool
cx_page_sponsor_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&sponsor_form, ctx, request, reply, error);
}

static bool
take_duty(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
          GError **error)
{
    const DutyAttest *said = command;
    CxDutySeen seen = { .what = said->seen, .day = said->seen_on, .seen_by = said->seen_by };
    return cx_duty_parse(said->duty, &seen.duty, error) && cx_duty_attest(ctx, &seen, error) &&
           done(reply);
}

static const CxForm duty_form = { &cx_duty_attest_type, take_duty, show, CX_REFUSALS_ABOVE };

bool
cx_page_duty_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&duty_form, ctx, request, reply, error);
}

static bool
take_step(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
          GError **error)
{
    const StepAdd *add = command;
    const bool is_next = g_strcmp0(add->whom, SUCCESSOR) == 0;
    return cx_sponsor_train(ctx, is_next ? CX_SPONSOR_TRAINS_SUCCESSOR : CX_SPONSOR_TRAINS_SPONSOR,
                            add->step, add->due, error) &&
           done(reply);
}

static const CxForm step_form = { &cx_sponsor_step_type, take_step, show, CX_REFUSALS_ABOVE };

bool
cx_page_sponsor_step_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&step_form, ctx, request, reply, error);
}

static bool
take_end(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply, GError **error)
{
    const CxCoachStepEnd *end = command;
    int64_t id = 0;
    const CxCoachStepState state =
        strcmp(end->outcome, "done") == 0 ? CX_COACH_STEP_DONE : CX_COACH_STEP_DROPPED;
    return cx_request_param_id(request, "id", &id, error) &&
           cx_coach_step_end(ctx, CX_COACH_PLAN_SPONSOR, id, state, end->progress, error) &&
           done(reply);
}

static const CxForm end_form = { &cx_coach_step_end_type, take_end, show, CX_REFUSALS_ABOVE };

bool
cx_page_sponsor_step_end(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&end_form, ctx, request, reply, error);
}

/* ---- What is expected ---- */

static bool
read_years(const ExpectationSet *set, CxExpectation *expectation, GError **error)
{
    const char *const years[] = { set->year1, set->year2, set->year3, set->year4, set->year5 };
    if (!cx_text_parse_double(set->start, &expectation->start, error))
        return false;
    for (size_t i = 0; i < CX_N_ELEMENTS(years); i++) {
        expectation->years[i] = (double)NAN;
        if (years[i] == NULL)
            continue;
        if (!cx_text_parse_double(years[i], &expectation->years[i], error))
            return false;
        if (expectation->n_years++ != i) {
            g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                                "no year may be left out before the last one");
            return false;
        }
    }
    return true;
}

static bool
take_expectation(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command,
                 CxReply *reply, GError **error)
{
    const ExpectationSet *set = command;
    CxExpectation expectation = {
        .from = cx_day_is_none(set->curve_from) ? ctx->today : set->curve_from,
        .agreed_with = set->agreed,
    };
    g_autoptr(CxSurvey) survey = NULL;
    if (!read_years(set, &expectation, error) || !cx_patience_survey(ctx, &survey, error))
        return false;
    if (survey == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "no survey with an overall rating is here yet");
        return false;
    }
    return cx_expectation_set(ctx, survey, &expectation, error) && done(reply);
}

static const CxForm expect_form = { &cx_expectation_set_type, take_expectation, show,
                                    CX_REFUSALS_ABOVE };

bool
cx_page_expectation_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&expect_form, ctx, request, reply, error);
}
