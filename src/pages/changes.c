/* Changes: what became of declared measures, what is declared, and declaring. */
#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "evidence/change.h"
#include "evidence/finding.h"
#include "evidence/usual.h"
#include "pages/change_view.h"
#include "pages/pages.h"
#include "pages/survey_choice.h"
#include "people/department.h"

/* ---- Views ---- */

typedef struct {
    const char *survey;     /* key */
    const char *department; /* key, NULL: the overall rating */
    const char *name;       /* of the department, NULL: the overall rating */
    const char *question;   /* key */
    const char *label;
    const char *measure; /* key */
    const char *cadence; /* key */
    const char *cadence_text;
    int64_t n; /* answers so far */
} ProposalView;

typedef struct {
    bool has_survey;
    const char *headline;
    const char *survey_title;
    CxViewList surveys; /* of CxSurveyLink: the others */
    CxViewList changes; /* of CxChangeView */
    bool has_changes;
    CxViewList declared; /* of CxDeclarationView */
    bool has_declared;
    CxViewList proposals; /* of ProposalView */
    bool has_proposals;
    const CxFormView *form; /* NULL: the reader may not declare */
} ChangesView;

static const CxViewField proposal_fields[] = {
    CX_FIELD(ProposalView, survey, CX_FIELD_TEXT, "Key of the survey"),
    CX_FIELD(ProposalView, department, CX_FIELD_TEXT, "Key of the department, null: overall"),
    CX_FIELD(ProposalView, name, CX_FIELD_TEXT, "Name of the department, null: overall"),
    CX_FIELD(ProposalView, question, CX_FIELD_TEXT, "Key of the question"),
    CX_FIELD(ProposalView, label, CX_FIELD_TEXT, "Short name of the question"),
    CX_FIELD(ProposalView, measure, CX_FIELD_TEXT, "nps or top2"),
    CX_FIELD(ProposalView, cadence, CX_FIELD_TEXT, "quarter or wave"),
    CX_FIELD_PAGE(ProposalView, cadence_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(ProposalView, n, CX_FIELD_COUNT, "Answers so far"),
};
static const CxViewType proposal_type =
    CX_VIEW_TYPE("DeclarationProposal", ProposalView, proposal_fields, "What could be declared");

static const CxViewField changes_fields[] = {
    CX_FIELD_PAGE(ChangesView, has_survey, CX_FIELD_FLAG, "Whether there is a survey"),
    CX_FIELD(ChangesView, headline, CX_FIELD_TEXT, "What the last close brought"),
    CX_FIELD(ChangesView, survey_title, CX_FIELD_TEXT, "Title of the survey"),
    CX_FIELD_CHILD_PAGE(ChangesView, surveys, CX_FIELD_LIST, &cx_survey_link_type,
                        "The other surveys"),
    CX_FIELD_CHILD(ChangesView, changes, CX_FIELD_LIST, &cx_change_view_type,
                   "What became of declared measures, newest period first"),
    CX_FIELD_PAGE(ChangesView, has_changes, CX_FIELD_FLAG, "Whether anything has closed"),
    CX_FIELD_CHILD(ChangesView, declared, CX_FIELD_LIST, &cx_declaration_view_type,
                   "Declared measures"),
    CX_FIELD_PAGE(ChangesView, has_declared, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD(ChangesView, proposals, CX_FIELD_LIST, &proposal_type, "What could be declared"),
    CX_FIELD_PAGE(ChangesView, has_proposals, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD_PAGE(ChangesView, form, CX_FIELD_OBJECT, &cx_form_view_type, "To declare one"),
};
const CxViewType cx_changes_view_type =
    CX_VIEW_TYPE("Changes", ChangesView, changes_fields, "What became of declared measures");

/* ---- The command ---- */

typedef struct {
    const char *survey;
    const char *department;
    const char *question;
    const char *measure;
    const char *cadence;
    const char *against;
    const char *weighting;
    CxDay from;
} Declare;

static const CxCommandChoice measure_choices[] = {
    { "nps", "changes.measure.nps" },
    { "top2", "changes.measure.top2" },
    { "mean", "changes.measure.mean" },
    { 0 },
};
static const CxCommandChoice cadence_choices[] = {
    { "quarter", "changes.cadence.quarter" },
    { "half", "changes.cadence.half" },
    { "year", "changes.cadence.year" },
    { "wave", "changes.cadence.wave" },
    { 0 },
};
static const CxCommandChoice against_choices[] = {
    { "year", "changes.against.year" },
    { "period", "changes.against.period" },
    { 0 },
};
static const CxCommandChoice weighting_choices[] = {
    { "declared", "changes.weighting.declared" },
    { "weighted", "changes.weighting.weighted" },
    { "unweighted", "changes.weighting.unweighted" },
    { 0 },
};

static const CxCommandField declare_fields[] = {
    { CX_COMMAND(Declare, survey, CX_COMMAND_CHOICE), .label_key = "changes.field.survey",
      .about = "Key of the survey; the only one when absent" },
    { CX_COMMAND(Declare, department, CX_COMMAND_CHOICE), .label_key = "changes.field.department",
      .hint_key = "changes.field.department.hint",
      .about = "Key of the department; the overall rating when absent" },
    { CX_COMMAND(Declare, question, CX_COMMAND_CHOICE), .label_key = "changes.field.question",
      .hint_key = "changes.field.question.hint",
      .about = "Key of the question; the most answered rating when absent" },
    { CX_COMMAND(Declare, measure, CX_COMMAND_CHOICE), .choices = measure_choices,
      .label_key = "changes.field.measure", .about = "The usual one when absent" },
    { CX_COMMAND(Declare, cadence, CX_COMMAND_CHOICE), .choices = cadence_choices,
      .label_key = "changes.field.cadence", .about = "How often it is tested" },
    { CX_COMMAND(Declare, against, CX_COMMAND_CHOICE), .choices = against_choices,
      .label_key = "changes.field.against", .about = "What a period is compared with" },
    { CX_COMMAND(Declare, weighting, CX_COMMAND_CHOICE), .choices = weighting_choices,
      .label_key = "changes.field.weighting", .about = "As the survey's headline when absent" },
    { CX_COMMAND(Declare, from, CX_COMMAND_DAY), .label_key = "changes.field.from",
      .hint_key = "changes.field.from.hint",
      .about = "First day it counts for, after today; tomorrow when absent" },
};
const CxCommandType cx_declare_type =
    CX_COMMAND_TYPE("Declare", Declare, declare_fields, "Declares a measure");

/* ---- Filling ---- */

static const char *
headline(CxCtx *ctx, const CxChanges *changes, const CxDeclarations *declared)
{
    if (changes->n == 0) {
        return cx_arena_take(ctx->arena,
                             cx_message_format(ctx->catalogue, "changes.headline.waiting",
                                               CX_ARG_NUMBER("n", (int64_t)declared->n)));
    }
    int64_t n[CX_WORDING_N] = { 0 };
    const CxChange *latest = &changes->items[0];
    for (size_t i = 0; i < changes->n && changes->items[i].to.v == latest->to.v; i++)
        n[changes->items[i].wording]++;
    const int64_t n_rest = n[CX_WORDING_SIGNS] + n[CX_WORDING_NONE] + n[CX_WORDING_TOO_FEW] +
                           n[CX_WORDING_NOT_COMPARED];
    return cx_arena_take(ctx->arena,
                         cx_message_format(ctx->catalogue, "changes.headline",
                                           CX_ARG_TEXT("period", latest->period),
                                           CX_ARG_NUMBER("improved", n[CX_WORDING_IMPROVED]),
                                           CX_ARG_NUMBER("worsened", n[CX_WORDING_WORSENED]),
                                           CX_ARG_NUMBER("rest", n_rest)));
}

static CxViewList
proposal_views(CxCtx *ctx, const CxSurvey *survey, const CxProposals *proposals)
{
    ProposalView *views = cx_arena_new0_n(ctx->arena, ProposalView, proposals->n);
    for (size_t i = 0; i < proposals->n; i++) {
        const CxProposal *each = &proposals->items[i];
        g_autofree char *key = g_strconcat("changes.cadence.", cx_cadence_key(each->cadence), NULL);
        views[i] = (ProposalView){
            .survey = cx_arena_text(ctx->arena, survey->key),
            .department = each->department_key,
            .name = each->department_name,
            .question = each->item_key,
            .label = each->label,
            .measure = cx_slice_measure_key(each->measure),
            .cadence = cx_cadence_key(each->cadence),
            .cadence_text = cx_message_text(ctx->catalogue, key),
            .n = each->n,
        };
    }
    return CX_VIEW_LIST(views, proposals->n);
}

static void
set_questions(CxCtx *ctx, const CxSurvey *survey, CxFormView *form)
{
    CxFormChoice *choices = cx_arena_new0_n(ctx->arena, CxFormChoice, survey->n_items);
    size_t n = 0;
    for (size_t i = 0; i < survey->n_items; i++) {
        const CxItem *item = &survey->items[i];
        CxSliceMeasure measure;
        if (!cx_usual_measure(item, &measure))
            continue;
        choices[n].value = cx_arena_text(ctx->arena, item->key);
        choices[n++].label =
            item->department_name == NULL
                ? cx_arena_text(ctx->arena, item->label)
                : cx_arena_printf(ctx->arena, "%s: %s", item->department_name, item->label);
    }
    cx_form_set_choices(form, ctx->arena, "question", choices, n);
}

static bool
set_choices(CxCtx *ctx, const CxSurvey *survey, CxFormView *form, GError **error)
{
    g_autoptr(GPtrArray) departments = cx_department_list(ctx, error);
    g_autoptr(GPtrArray) surveys = departments != NULL ? cx_survey_titles(ctx, error) : NULL;
    if (surveys == NULL)
        return false;
    CxFormChoice *choices =
        cx_arena_new0_n(ctx->arena, CxFormChoice, departments->len + surveys->len);
    for (guint i = 0; i < departments->len; i++) {
        const CxDepartment *department = g_ptr_array_index(departments, i);
        choices[i].value = cx_arena_text(ctx->arena, department->key);
        choices[i].label = cx_arena_text(ctx->arena, department->name);
    }
    cx_form_set_choices(form, ctx->arena, "department", choices, departments->len);
    CxFormChoice *titles = choices + departments->len;
    for (guint i = 0; i < surveys->len; i++) {
        const CxSurveySummary *summary = g_ptr_array_index(surveys, i);
        titles[i].value = cx_arena_text(ctx->arena, summary->key);
        titles[i].label = cx_arena_text(ctx->arena, summary->title);
        titles[i].is_selected = strcmp(summary->key, survey->key) == 0;
    }
    cx_form_set_choices(form, ctx->arena, "survey", titles, surveys->len);
    set_questions(ctx, survey, form);
    return true;
}

static bool
fill(CxCtx *ctx, const CxSurvey *survey, ChangesView *view, GError **error)
{
    CxChanges changes;
    CxDeclarations declared;
    if (!cx_change_list(ctx, survey, NULL, &changes, error) ||
        !cx_declaration_list(ctx, survey, &declared, error))
        return false;
    view->has_survey = true;
    view->survey_title = cx_arena_text(ctx->arena, survey->title);
    view->changes = cx_change_views(ctx, &changes);
    view->has_changes = changes.n > 0;
    view->declared = cx_declaration_views(ctx, &declared);
    view->has_declared = declared.n > 0;
    view->headline = headline(ctx, &changes, &declared);
    if (!ctx->wall.can_change_program)
        return true;
    CxProposals proposals;
    if (!cx_declaration_propose(ctx, survey, &proposals, error))
        return false;
    view->proposals = proposal_views(ctx, survey, &proposals);
    view->has_proposals = proposals.n > 0;
    return true;
}

/* ---- Handlers ---- */

/* What was sent, else what the link that led here is about: ?department=delivery&question=time. */
static CxFormView *
make_form(const CxRequest *request, const CxCommandInput *input)
{
    static const char *const names[] = { "survey", "department", "question" };
    CxCommandPair pairs[CX_N_ELEMENTS(names)];
    size_t n = 0;
    if (cx_request_method(request) != CX_METHOD_GET)
        return cx_request_form_view(request, input);
    for (size_t i = 0; i < CX_N_ELEMENTS(names); i++) {
        const char *value = cx_request_query(request, names[i]);
        if (value != NULL)
            pairs[n++] = (CxCommandPair){ names[i], value };
    }
    return cx_form_view(input, pairs, n);
}

static bool
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *input, CxReply *reply,
     GError **error)
{
    const char *title = cx_message_text(ctx->catalogue, "shell.changes");
    ChangesView view = { .has_survey = false };
    g_auto(CxSurveyChoice) choice = { .survey = NULL };
    if (!cx_survey_choose(ctx, request, "/changes", &choice, error))
        return false;
    const CxSurvey *survey = choice.survey;
    if (survey == NULL)
        return cx_reply_view(reply, "changes", title, &cx_changes_view_type, &view, error);
    if (!fill(ctx, survey, &view, error))
        return false;
    view.surveys = choice.others;
    if (ctx->wall.can_change_program) {
        CxFormView *form = make_form(request, input);
        if (!set_choices(ctx, survey, form, error))
            return false;
        view.form = form;
    }
    return cx_reply_view(reply, "changes", title, &cx_changes_view_type, &view, error);
}

static const CxRefusal declare_refusals[] = {
    { CX_ERROR_CONFLICT, "", NULL },
    { CX_ERROR_INVALID, "", NULL },
    { CX_ERROR_NOT_FOUND, "", NULL },
};

static bool
take(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
     GError **error)
{
    const Declare *form = command;
    const CxDeclare declare = {
        .survey = form->survey,
        .department = form->department,
        .question = form->question,
        .measure = form->measure,
        .cadence = form->cadence,
        .against = form->against,
        .weighting = form->weighting,
        .from = form->from,
    };
    CxDeclarationId id = { 0 };
    if (!cx_declaration_add(ctx, &declare, &id, error))
        return false;
    cx_reply_status(reply, 201);
    cx_reply_redirect(reply, form->survey == NULL
                                 ? "/changes"
                                 : cx_arena_printf(ctx->arena, "/changes?survey=%s", form->survey));
    return true;
}

static const CxForm declare_form = { &cx_declare_type, take, show, CX_REFUSALS(declare_refusals) };

bool
cx_page_changes(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&declare_form, ctx, request, reply, error);
}

bool
cx_page_changes_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&declare_form, ctx, request, reply, error);
}

bool
cx_page_declaration_withdraw(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    int64_t id = 0;
    if (!cx_request_param_id(request, "id", &id, error) ||
        !cx_declaration_withdraw(ctx, (CxDeclarationId){ id }, error))
        return false;
    cx_reply_redirect(reply, "/changes");
    return true;
}

bool
cx_page_changes_close(CxCtx *ctx, CX_UNUSED const CxRequest *request, CxReply *reply,
                      GError **error)
{
    int64_t n_tested = 0;
    int64_t n_found = 0;
    if (!cx_change_close(ctx, ctx->today, &n_tested, error) ||
        !cx_finding_notice(ctx, &n_found, error))
        return false;
    cx_reply_redirect(reply, "/changes");
    return true;
}
