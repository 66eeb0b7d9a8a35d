/* Pilots: what is tried, what it can show before it starts, what became of it, and its roll-out. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "pages/pages.h"
#include "pages/pilot_units.h"
#include "pages/pilot_view.h"
#include "pages/survey_choice.h"

/* ---- Views ---- */

typedef struct {
    const char *key;
    const char *label;
    int64_t n;
    double p_least;
    const char *p_text;
} OfferView;

typedef struct {
    bool has_survey;
    const char *survey_title;
    const char *headline;
    CxViewList pilots; /* of CxPilotView */
    bool has_pilots;
    const CxPilotView *planned; /* what was looked at, not declared */
    const char *hopeless;
    CxViewList offers; /* of OfferView */
    bool has_offers;
    const CxFormView *form; /* NULL: the reader may not declare */
    CxViewList choices;     /* of CxUnitChoice: units to tick */
} PilotsView;

static const CxViewField offer_fields[] = {
    CX_FIELD(OfferView, key, CX_FIELD_TEXT, "Key of the choice, null: customers, weeks"),
    CX_FIELD(OfferView, label, CX_FIELD_TEXT, "What can be assigned"),
    CX_FIELD(OfferView, n, CX_FIELD_COUNT, "How many have answers enough"),
    CX_FIELD_DATA(OfferView, p_least, CX_FIELD_NUMBER, "Smallest p when half of them are drawn"),
    CX_FIELD_PAGE(OfferView, p_text, CX_FIELD_TEXT, "The same as read"),
};
static const CxViewType offer_type =
    CX_VIEW_TYPE("PilotOffer", OfferView, offer_fields, "Units that could be assigned by lot");

static const CxViewField pilots_fields[] = {
    CX_FIELD_PAGE(PilotsView, has_survey, CX_FIELD_FLAG, "Whether there is a survey"),
    CX_FIELD(PilotsView, survey_title, CX_FIELD_TEXT, "Title of the survey"),
    CX_FIELD(PilotsView, headline, CX_FIELD_TEXT, "How many there are"),
    CX_FIELD_CHILD(PilotsView, pilots, CX_FIELD_LIST, &cx_pilot_view_type, "Latest first"),
    CX_FIELD_PAGE(PilotsView, has_pilots, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD(PilotsView, planned, CX_FIELD_OBJECT, &cx_pilot_view_type,
                   "What was only looked at"),
    CX_FIELD(PilotsView, hopeless, CX_FIELD_TEXT, "Why that would be refused"),
    CX_FIELD_CHILD(PilotsView, offers, CX_FIELD_LIST, &offer_type, "Units to draw from"),
    CX_FIELD_PAGE(PilotsView, has_offers, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD_PAGE(PilotsView, form, CX_FIELD_OBJECT, &cx_form_view_type, "To declare one"),
    CX_FIELD_CHILD_PAGE(PilotsView, choices, CX_FIELD_LIST, &cx_unit_choice_type, "Units to tick"),
};
const CxViewType cx_pilots_view_type =
    CX_VIEW_TYPE("Pilots", PilotsView, pilots_fields, "What was tried, and what became of it");

typedef struct {
    const char *unit;
    CxDay on;
    const char *on_text;
    const char *note;
} StepView;

typedef struct {
    const CxPilotView *pilot;
    CxViewList steps; /* of StepView */
    bool has_steps;
    const char *left; /* units that have it from no day on, by comma; NULL: none, or not tested */
    bool can_change;
    const CxFormView *form; /* to add a step; NULL: not tested, or not for this reader */
} PilotPage;

static const CxViewField step_fields[] = {
    CX_FIELD(StepView, unit, CX_FIELD_TEXT, "Where"),
    CX_FIELD(StepView, on, CX_FIELD_DAY, "From this day on"),
    CX_FIELD_PAGE(StepView, on_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(StepView, note, CX_FIELD_TEXT, "Who does it, what is needed"),
};
static const CxViewType step_type =
    CX_VIEW_TYPE("PilotStep", StepView, step_fields, "A step of a roll-out");

static const CxViewField page_fields[] = {
    CX_FIELD_CHILD(PilotPage, pilot, CX_FIELD_OBJECT, &cx_pilot_view_type, "The pilot"),
    CX_FIELD_CHILD(PilotPage, steps, CX_FIELD_LIST, &step_type, "The roll-out, by day"),
    CX_FIELD_PAGE(PilotPage, has_steps, CX_FIELD_FLAG, "Whether there is any"),
    CX_FIELD(PilotPage, left, CX_FIELD_TEXT, "Units without a day yet"),
    CX_FIELD_PAGE(PilotPage, can_change, CX_FIELD_FLAG, "The reader may change it"),
    CX_FIELD_CHILD_PAGE(PilotPage, form, CX_FIELD_OBJECT, &cx_form_view_type, "To add a step"),
};
const CxViewType cx_pilot_page_type =
    CX_VIEW_TYPE("PilotPage", PilotPage, page_fields, "A pilot with its roll-out");

/* ---- Commands ---- */

typedef struct {
    const char *title, *survey, *question, *measure, *design, *units, *treated, *compared;
    const char *drawn, *wanted, *act;
    CxDay from, to;
} Declare;

static const CxCommandChoice design_choices[] = {
    { "units", "pilots.design.units" },
    { "customers", "pilots.design.customers" },
    { 0 },
};
static const CxCommandChoice measure_choices[] = {
    { "nps", "changes.measure.nps" },
    { "top2", "changes.measure.top2" },
    { "mean", "changes.measure.mean" },
    { 0 },
};
static const CxCommandChoice act_choices[] = {
    { "look", "pilots.act.look" },
    { "declare", "pilots.act.declare" },
    { 0 },
};

static const CxCommandField declare_fields[] = {
    { CX_COMMAND(Declare, title, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "pilots.field.title",
      .hint_key = "pilots.field.title.hint", .about = "What is tried" },
    { CX_COMMAND(Declare, units, CX_COMMAND_CHOICE), .is_required = true,
      .label_key = "pilots.field.units", .hint_key = "pilots.field.units.hint",
      .about = "Key of the choice that tells units, or the two sides, apart" },
    { CX_COMMAND(Declare, design, CX_COMMAND_CHOICE), .is_rare = true, .choices = design_choices,
      .label_key = "pilots.field.design", .about = "units or customers; units when absent" },
    { CX_COMMAND(Declare, question, CX_COMMAND_CHOICE), .label_key = "pilots.field.question",
      .about = "Key of the question it is judged by; the overall one when absent" },
    { CX_COMMAND(Declare, wanted, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "pilots.field.wanted",
      .hint_key = "pilots.field.wanted.hint", .about = "Smallest effect worth having" },
    { CX_COMMAND(Declare, from, CX_COMMAND_DAY), .is_required = true,
      .label_key = "pilots.field.from", .about = "First day, after today" },
    { CX_COMMAND(Declare, to, CX_COMMAND_DAY), .is_required = true, .label_key = "pilots.field.to",
      .about = "Last day" },
    { CX_COMMAND(Declare, act, CX_COMMAND_CHOICE), .choices = act_choices,
      .label_key = "pilots.field.act",
      .about = "declare; else it is only worked out what it could show" },
    { CX_COMMAND(Declare, treated, CX_COMMAND_TEXT), .is_rare = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "pilots.field.treated",
      .hint_key = "pilots.field.treated.hint", .about = "Keys by comma: where it is tried" },
    { CX_COMMAND(Declare, compared, CX_COMMAND_TEXT), .is_rare = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "pilots.field.compared",
      .hint_key = "pilots.field.compared.hint",
      .about = "Keys by comma: compared with; all others when absent" },
    { CX_COMMAND(Declare, drawn, CX_COMMAND_TEXT), .is_rare = true, .bytes_max = CX_NAME_BYTES_MAX,
      .label_key = "pilots.field.drawn", .hint_key = "pilots.field.drawn.hint",
      .about = "How many are drawn by lot instead of being named" },
    { CX_COMMAND(Declare, measure, CX_COMMAND_CHOICE), .is_rare = true, .choices = measure_choices,
      .label_key = "pilots.field.measure",
      .about = "nps, top2 or mean; the usual one when absent" },
    { CX_COMMAND(Declare, survey, CX_COMMAND_CHOICE), .is_rare = true,
      .label_key = "pilots.field.survey", .about = "Key of the survey; the first when absent" },
};
const CxCommandType cx_pilot_declare_type =
    CX_COMMAND_TYPE("PilotDeclare", Declare, declare_fields, "Declares a pilot, or looks at one");

typedef struct {
    const char *unit;
    CxDay on;
    const char *note;
} Step;

static const CxCommandField step_command_fields[] = {
    { CX_COMMAND(Step, unit, CX_COMMAND_TEXT), .is_required = true, .bytes_max = CX_NAME_BYTES_MAX,
      .label_key = "pilots.step.unit", .about = "Where" },
    { CX_COMMAND(Step, on, CX_COMMAND_DAY), .is_required = true, .label_key = "pilots.step.on",
      .about = "From this day on" },
    { CX_COMMAND(Step, note, CX_COMMAND_TEXT), .bytes_max = CX_NAME_BYTES_MAX,
      .label_key = "pilots.step.note", .hint_key = "pilots.step.note.hint",
      .about = "Who does it, what is needed" },
};
const CxCommandType cx_pilot_step_type =
    CX_COMMAND_TYPE("PilotStepAdd", Step, step_command_fields, "Adds a step of a roll-out");

/* ---- The list ---- */

static CxViewList
offer_views(CxCtx *ctx, const CxPilotOffers *offers)
{
    OfferView *views = cx_arena_new0_n(ctx->arena, OfferView, offers->n + 1);
    for (size_t i = 0; i < offers->n; i++) {
        const CxPilotOffer *offer = &offers->items[i];
        views[i] = (OfferView){
            .key = offer->key, .label = offer->label, .n = offer->n, .p_least = offer->p_least
        };
        if (!isnan(offer->p_least))
            views[i].p_text = cx_arena_take(ctx->arena, cx_text_number(offer->p_least, 4));
    }
    return CX_VIEW_LIST(views, offers->n);
}

static bool
set_surveys(CxCtx *ctx, const CxSurvey *survey, CxFormView *form, GError **error)
{
    g_autoptr(GPtrArray) surveys = cx_survey_titles(ctx, error);
    if (surveys == NULL)
        return false;
    CxFormChoice *titles = cx_arena_new0_n(ctx->arena, CxFormChoice, surveys->len);
    for (guint i = 0; i < surveys->len; i++) {
        const CxSurveySummary *summary = g_ptr_array_index(surveys, i);
        titles[i] = (CxFormChoice){ cx_arena_text(ctx->arena, summary->key),
                                    cx_arena_text(ctx->arena, summary->title),
                                    strcmp(summary->key, survey->key) == 0 };
    }
    cx_form_set_choices(form, ctx->arena, "survey", titles, surveys->len);
    return true;
}

static void
set_choices(CxCtx *ctx, const CxSurvey *survey, CxFormView *form)
{
    CxFormChoice *units = cx_arena_new0_n(ctx->arena, CxFormChoice, survey->n_items + 1);
    CxFormChoice *questions = cx_arena_new0_n(ctx->arena, CxFormChoice, survey->n_items + 1);
    size_t n_units = 0;
    size_t n_questions = 0;
    for (size_t i = 0; i < survey->n_items; i++) {
        const CxItem *item = &survey->items[i];
        const CxItemKind kind = cx_item_latest(item)->kind;
        const CxFormChoice choice = { cx_arena_text(ctx->arena, item->key),
                                      cx_arena_text(ctx->arena, item->label), false };
        if (kind == CX_ITEM_KIND_CHOICE)
            units[n_units++] = choice;
        else if (kind == CX_ITEM_KIND_NPS || kind == CX_ITEM_KIND_RATING)
            questions[n_questions++] = choice;
    }
    cx_form_set_choices(form, ctx->arena, "units", units, n_units);
    cx_form_set_choices(form, ctx->arena, "question", questions, n_questions);
}

static bool
fill(CxCtx *ctx, const CxRequest *request, const CxSurvey *survey, PilotsView *view, GError **error)
{
    CxPilots pilots;
    if (!cx_pilot_list(ctx, survey, &pilots, error))
        return false;
    CxPilotView *views = cx_arena_new0_n(ctx->arena, CxPilotView, pilots.n + 1);
    for (size_t i = 0; i < pilots.n; i++)
        views[i] = cx_pilot_view(ctx, &pilots.items[i]);
    view->has_survey = true;
    view->survey_title = cx_arena_text(ctx->arena, survey->title);
    view->pilots = CX_VIEW_LIST(views, pilots.n);
    view->has_pilots = pilots.n > 0;
    view->headline =
        cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "pilots.headline",
                                                    CX_ARG_NUMBER("n", (int64_t)pilots.n)));
    CxPilotOffers offers = { .n = 0 };
    if (ctx->wall.can_change_program && !cx_pilot_offers(ctx, survey, &offers, error))
        return false;
    view->offers = offer_views(ctx, &offers);
    view->has_offers = offers.n > 0;
    view->choices = cx_unit_choices(ctx, request, survey, &offers);
    return true;
}

static bool
show(CxCtx *ctx, const CxRequest *request, CxReply *reply, const CxCommandInput *input,
     PilotsView *view, GError **error)
{
    const char *title = cx_message_text(ctx->catalogue, "shell.pilots");
    g_auto(CxSurveyChoice) choice = { .survey = NULL };
    if (!cx_survey_choose(ctx, request, "/pilots", &choice, error))
        return false;
    const CxSurvey *survey = choice.survey;
    if (survey == NULL)
        return cx_reply_view(reply, "pilots", title, &cx_pilots_view_type, view, error);
    if (!fill(ctx, request, survey, view, error))
        return false;
    if (ctx->wall.can_change_program) {
        CxFormView *form = cx_request_form_view(request, input);
        set_choices(ctx, survey, form);
        if (!set_surveys(ctx, survey, form, error))
            return false;
        view->form = form;
    }
    return cx_reply_view(reply, "pilots", title, &cx_pilots_view_type, view, error);
}

bool
cx_page_pilots(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_pilot_declare_type);
    PilotsView view = { .has_survey = false };
    return show(ctx, request, reply, &input, &view, error);
}

static CxPilotTexts
texts_of(CxCtx *ctx, const Declare *form, const char **ret_survey, GError **error)
{
    CxPilotTexts texts = {
        .title = form->title,
        .survey = form->survey,
        .question = form->question,
        .measure = form->measure,
        .design = form->design,
        .units = form->units,
        .treated = form->treated,
        .compared = form->compared,
        .drawn = form->drawn,
        .wanted = form->wanted,
        .from = form->from,
        .to = form->to,
    };
    g_autoptr(GPtrArray) surveys = texts.survey == NULL ? cx_survey_titles(ctx, error) : NULL;
    if (surveys != NULL && surveys->len > 0) {
        const CxSurveySummary *first = g_ptr_array_index(surveys, 0);
        texts.survey = cx_arena_text(ctx->arena, first->key);
    }
    *ret_survey = texts.survey;
    return texts;
}

/* Declares, or looks; *ret_id is 0 when it was only looked at. */
static bool
take(CxCtx *ctx, const CxRequest *request, const Declare *form, PilotsView *view, CxPilotId *ret_id,
     GError **error)
{
    CxPilotDeclare declare;
    const char *key = NULL;
    CxPilotTexts texts = texts_of(ctx, form, &key, error);
    g_autoptr(CxSurvey) survey = key != NULL ? cx_survey_load(ctx, key, error) : NULL;
    if (survey == NULL)
        return false;
    cx_unit_ticked(ctx, request, survey, &texts);
    if (!cx_pilot_texts_read(&texts, &declare, error))
        return false;
    if (form->act != NULL && strcmp(form->act, "declare") == 0)
        return cx_pilot_declare(ctx, &declare, ret_id, error);
    CxPilot pilot;
    if (!cx_pilot_plan(ctx, &declare, &pilot, &view->hopeless, error))
        return false;
    CxPilotView *planned = cx_arena_new0(ctx->arena, CxPilotView);
    *planned = cx_pilot_view(ctx, &pilot);
    view->planned = planned;
    return true;
}

static const CxRefusal declare_refusals[] = {
    { CX_ERROR_INVALID, "", NULL },
    { CX_ERROR_NOT_FOUND, "", NULL },
};

bool
cx_page_pilots_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_pilot_declare_type);
    PilotsView view = { .has_survey = false };
    Declare form;
    if (cx_request_read(request, &input, &form)) {
        g_autoptr(GError) refusal = NULL;
        CxPilotId id = { 0 };
        if (take(ctx, request, &form, &view, &id, &refusal)) {
            if (id.v == 0)
                return show(ctx, request, reply, &input, &view, error);
            cx_reply_status(reply, 201);
            cx_reply_redirect(reply, cx_arena_printf(ctx->arena, "/pilots/%" PRId64, id.v));
            return true;
        }
        if (!cx_request_take_refusal(request, &input, declare_refusals,
                                     CX_N_ELEMENTS(declare_refusals), &refusal, error))
            return false;
    }
    cx_reply_issues(reply, input.issues);
    return show(ctx, request, reply, &input, &view, error);
}

/* ---- One ---- */

static bool
show_one(CxCtx *ctx, const CxRequest *request, const CxCommandInput *input, CxReply *reply,
         GError **error)
{
    int64_t id = 0;
    g_autoptr(CxSurvey) survey = NULL;
    const CxPilot *pilot = cx_request_param_id(request, "id", &id, error)
                               ? cx_pilot_load(ctx, (CxPilotId){ id }, &survey, error)
                               : NULL;
    CxPilotSteps steps;
    if (pilot == NULL || !cx_pilot_steps(ctx, pilot, &steps, error))
        return false;
    CxPilotView *view = cx_arena_new0(ctx->arena, CxPilotView);
    *view = cx_pilot_view(ctx, pilot);
    StepView *rows = cx_arena_new0_n(ctx->arena, StepView, steps.n + 1);
    for (size_t i = 0; i < steps.n; i++) {
        rows[i] = (StepView){
            .unit = steps.items[i].unit,
            .on = steps.items[i].on,
            .on_text = cx_arena_take(ctx->arena, cx_day_format_long(steps.items[i].on)),
            .note = steps.items[i].note,
        };
    }
    PilotPage page = { .pilot = view,
                       .steps = CX_VIEW_LIST(rows, steps.n),
                       .has_steps = steps.n > 0,
                       .can_change = ctx->wall.can_change_program };
    if (pilot->result != NULL) {
        page.left = cx_pilot_units_left(ctx->arena, pilot, &steps);
        if (page.can_change)
            page.form = cx_request_form_view(request, input);
    }
    return cx_reply_view(reply, "pilot", view->title, &cx_pilot_page_type, &page, error);
}

static const CxRefusal step_refusals[] = {
    { CX_ERROR_CONFLICT, "", NULL },
};

static bool
take_step(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply, GError **error)
{
    const Step *form = command;
    const CxPilotStep step = { form->unit, form->on, form->note };
    int64_t id = 0;
    if (!cx_request_param_id(request, "id", &id, error) ||
        !cx_pilot_step_add(ctx, (CxPilotId){ id }, &step, error))
        return false;
    cx_reply_status(reply, 201);
    cx_reply_redirect(reply, cx_arena_printf(ctx->arena, "/pilots/%" PRId64, id));
    return true;
}

static const CxForm step_form = { &cx_pilot_step_type, take_step, show_one,
                                  CX_REFUSALS(step_refusals) };

bool
cx_page_pilot(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&step_form, ctx, request, reply, error);
}

bool
cx_page_pilot_step(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&step_form, ctx, request, reply, error);
}

bool
cx_page_pilot_withdraw(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    int64_t id = 0;
    if (!cx_request_param_id(request, "id", &id, error) ||
        !cx_pilot_withdraw(ctx, (CxPilotId){ id }, error))
        return false;
    cx_reply_redirect(reply, "/pilots");
    return true;
}
