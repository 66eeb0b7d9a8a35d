/* Resistance: what was seen, its root, a plan that fits it, what came of it; what departments carry. */
#include <inttypes.h>

#include "base/error.h"
#include "pages/leader_choices.h"
#include "pages/pages.h"
#include "pages/resistance_view.h"
#include "web/form.h"

#define HERE "/leaders/resistance"

/* ---- Commands ---- */

typedef struct {
    const char *leader;
    const char *signal;
    const char *seen;
    CxDay on;
} SignalNote;

static const CxCommandChoice signal_choices[] = {
#define X(name, key) { key, "resistance.signal." key },
    CX_RESISTANCE_SIGNAL_MAP(X)
#undef X
        { 0 }
};

static const CxCommandField note_fields[] = {
    { CX_COMMAND(SignalNote, leader, CX_COMMAND_CHOICE), .is_required = true,
      .label_key = "resistance.leader", .about = "Key of the leader" },
    { CX_COMMAND(SignalNote, signal, CX_COMMAND_CHOICE), .is_required = true,
      .choices = signal_choices, .label_key = "resistance.signal",
      .about = "quiet, behind (the scenes) or open" },
    { CX_COMMAND(SignalNote, seen, CX_COMMAND_TEXT), .is_required = true,
      .label_key = "resistance.seen", .hint_key = "resistance.seen.hint",
      .about = "What was seen" },
    { CX_COMMAND(SignalNote, on, CX_COMMAND_DAY), .label_key = "resistance.on",
      .about = "The day; otherwise today" },
};
const CxCommandType cx_resistance_note_type =
    CX_COMMAND_TYPE("ResistanceNote", SignalNote, note_fields, "Notes a sign of resistance");

typedef struct {
    const char *signal;
    const char *cause;
    const char *action;
    const char *outcome;
    const char *what;
    CxDay recheck;
} StepTake;

static const CxCommandChoice cause_choices[] = {
#define X(name, key) { key, "cause." key },
    CX_RESISTANCE_CAUSE_MAP(X)
#undef X
        { 0 }
};

static const CxCommandChoice outcome_choices[] = {
#define X(name, key) { key, "resistance.outcome." key },
    CX_RESISTANCE_OUTCOME_MAP(X)
#undef X
        { 0 }
};

static const CxCommandField step_fields[] = {
    { CX_COMMAND(StepTake, signal, CX_COMMAND_CHOICE), .choices = signal_choices,
      .label_key = "resistance.signal", .about = "Another sign of it" },
    { CX_COMMAND(StepTake, cause, CX_COMMAND_CHOICE), .choices = cause_choices,
      .label_key = "resistance.cause", .about = "Its root" },
    { CX_COMMAND(StepTake, action, CX_COMMAND_CHOICE), .label_key = "resistance.action",
      .about = "Of a plan: from the playbook, as \"control.1\"; own words without" },
    { CX_COMMAND(StepTake, outcome, CX_COMMAND_CHOICE), .choices = outcome_choices,
      .label_key = "resistance.outcome", .about = "What came of the plan" },
    { CX_COMMAND(StepTake, what, CX_COMMAND_TEXT), .is_required = true,
      .label_key = "resistance.what", .about = "In words the person could read" },
    { CX_COMMAND(StepTake, recheck, CX_COMMAND_DAY), .label_key = "resistance.recheck",
      .about = "Of a plan: when it is looked at again" },
};
const CxCommandType cx_resistance_step_type = CX_COMMAND_TYPE(
    "ResistanceStep", StepTake, step_fields,
    "Adds to a case: a sign, its root, a plan (by its re-check) or what came of it");

/* ---- The page ---- */

static bool
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *input, CxReply *reply,
     GError **error)
{
    CxResistancePageView *view = cx_resistance_page_view(ctx, error);
    if (view == NULL)
        return false;
    if (view->is_on) {
        CxFormView *form = cx_request_form_view(request, input);
        if (!cx_leader_choices(ctx, form, "leader", error))
            return false;
        view->form = form;
    }
    const char *title = cx_message_text(ctx->catalogue, "resistance.title");
    return cx_reply_view(reply, "resistance", title, &cx_resistance_page_type, view, error);
}

static bool
take_note(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
          GError **error)
{
    const SignalNote *note = command;
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, note->leader, error);
    const CxResistanceEntry entry = { .kind = CX_RESISTANCE_SIGNAL,
                                      .key = note->signal,
                                      .what = note->seen,
                                      .day = note->on,
                                      .due = CX_DAY_NONE };
    int64_t id = 0;
    if (leader == NULL || !cx_resistance_open(ctx, leader->id, &entry, &id, error))
        return false;
    cx_reply_status(reply, 201);
    cx_reply_redirect(reply, HERE);
    return true;
}

static const CxForm note_form = { &cx_resistance_note_type, take_note, show, CX_REFUSALS_ABOVE };

bool
cx_page_resistance(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&note_form, ctx, request, reply, error);
}

bool
cx_page_resistance_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&note_form, ctx, request, reply, error);
}

/* ---- One case ---- */

typedef struct {
    const CxResistanceView *resistance;
    const char *title;
    const char *post_url;
    const CxCauseView *fit; /* the root that was found, with its playbook; NULL: none */
    CxViewList causes;      /* of CxCauseView: while none is found */
    CxViewList fields;      /* of CxFormField: what comes next */
    CxViewList again;       /* of CxFormField: another sign */
    CxViewList errors;      /* of texts */
} CasePage;

static const CxViewField case_fields[] = {
    CX_FIELD_CHILD(CasePage, resistance, CX_FIELD_OBJECT, &cx_resistance_view_type, "The case"),
    CX_FIELD_PAGE(CasePage, title, CX_FIELD_TEXT, "Whose, and what kind of sign"),
    CX_FIELD_PAGE(CasePage, post_url, CX_FIELD_TEXT, "Where more is sent"),
    CX_FIELD_CHILD(CasePage, fit, CX_FIELD_OBJECT, &cx_cause_view_type,
                   "The root that was found, and what fits it"),
    CX_FIELD_CHILD(CasePage, causes, CX_FIELD_LIST, &cx_cause_view_type,
                   "Help to tell the roots apart, while none is found"),
    CX_FIELD_CHILD_PAGE(CasePage, fields, CX_FIELD_LIST, &cx_form_field_type, "What comes next"),
    CX_FIELD_CHILD_PAGE(CasePage, again, CX_FIELD_LIST, &cx_form_field_type, "Another sign"),
    CX_FIELD_CHILD_PAGE(CasePage, errors, CX_FIELD_LIST, &cx_view_text_type, "What is wrong"),
};
const CxViewType cx_resistance_case_type =
    CX_VIEW_TYPE("ResistanceCase", CasePage, case_fields, "One case of resistance");

/* The fields that fit where the case stands, with words for what is asked. */
static CxViewList
pick_fields(CxCtx *ctx, const CxFormView *form, const char *what_key, const char *const *names)
{
    size_t n = 0;
    while (names[n] != NULL)
        n++;
    CxFormField *fields = cx_arena_new0_n(ctx->arena, CxFormField, n);
    for (size_t i = 0; i < n; i++) {
        fields[i] = *cx_form_field(form, names[i]);
        if (g_str_equal(names[i], "what"))
            fields[i].label = cx_message_text(ctx->catalogue, what_key);
        else
            fields[i].is_required = !g_str_equal(names[i], "action");
    }
    return CX_VIEW_LIST(fields, n);
}

static void
set_next(CxCtx *ctx, const CxFormView *form, CasePage *page)
{
    static const char *const of_cause[] = { "cause", "what", NULL };
    static const char *const of_plan[] = { "action", "what", "recheck", NULL };
    static const char *const of_outcome[] = { "outcome", "what", NULL };
    const char *state = page->resistance->state;
    if (g_str_equal(state, "signal"))
        page->fields = pick_fields(ctx, form, "resistance.what.cause", of_cause);
    else if (g_str_equal(state, "cause"))
        page->fields = pick_fields(ctx, form, "resistance.what.plan", of_plan);
    else if (!page->resistance->is_closed)
        page->fields = pick_fields(ctx, form, "resistance.what.outcome", of_outcome);
}

/* Another sign has fields of its own names' sake: ids stand once on a page. */
static void
set_again(CxCtx *ctx, const CxFormView *form, CasePage *page)
{
    static const char *const of_signal[] = { "signal", "what", NULL };
    if (page->fields.n == 0)
        page->again = pick_fields(ctx, form, "resistance.seen", of_signal);
}

static void
set_actions(CxCtx *ctx, CxFormView *form, const CxCauseView *fit)
{
    const char *const *actions = fit->actions.items;
    CxFormChoice *choices = cx_arena_new0_n(ctx->arena, CxFormChoice, fit->actions.n);
    for (size_t i = 0; i < fit->actions.n; i++) {
        choices[i].value = cx_arena_printf(ctx->arena, "%s.%zu", fit->cause, i + 1);
        choices[i].label = actions[i];
    }
    cx_form_set_choices(form, ctx->arena, "action", choices, fit->actions.n);
}

static void
set_help(CxCtx *ctx, CxFormView *form, CasePage *page)
{
    CxCause cause = CX_CAUSE_CONTROL;
    if (cx_cause_find(page->resistance->cause_key, &cause)) {
        CxCauseView *fit = cx_arena_new0(ctx->arena, CxCauseView);
        *fit = cx_cause_view(ctx, cause);
        set_actions(ctx, form, fit);
        page->fit = fit;
        return;
    }
    CxCauseView *causes = cx_arena_new0_n(ctx->arena, CxCauseView, CX_CAUSE_N);
    for (size_t i = 0; i < CX_CAUSE_N; i++)
        causes[i] = cx_cause_view(ctx, (CxCause)i);
    page->causes = CX_VIEW_LIST(causes, CX_CAUSE_N);
}

static bool
show_case(CxCtx *ctx, const CxRequest *request, const CxCommandInput *input, CxReply *reply,
          GError **error)
{
    int64_t id = 0;
    CasePage page = { .fit = NULL };
    if (!cx_request_param_id(request, "id", &id, error))
        return false;
    page.resistance = cx_resistance_view(ctx, id, error);
    if (page.resistance == NULL)
        return false;
    CxFormView *form = cx_request_form_view(request, input);
    set_help(ctx, form, &page);
    set_next(ctx, form, &page);
    set_again(ctx, form, &page);
    page.errors = form->errors;
    page.post_url = page.resistance->url;
    page.title = page.resistance->name;
    return cx_reply_view(reply, "resistance_case", page.title, &cx_resistance_case_type, &page,
                         error);
}

static CxResistanceEntry
entry_of(const StepTake *step)
{
    CxResistanceEntry entry = { .what = step->what, .day = CX_DAY_NONE, .due = step->recheck };
    if (step->cause != NULL) {
        entry.kind = CX_RESISTANCE_CAUSE;
        entry.key = step->cause;
    } else if (step->outcome != NULL) {
        entry.kind = CX_RESISTANCE_OUTCOME;
        entry.key = step->outcome;
    } else if (step->signal != NULL) {
        entry.kind = CX_RESISTANCE_SIGNAL;
        entry.key = step->signal;
    } else {
        entry.kind = CX_RESISTANCE_PLAN;
        entry.key = step->action != NULL ? step->action : "";
    }
    return entry;
}

static bool
take_step(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply, GError **error)
{
    int64_t id = 0;
    const CxResistanceEntry entry = entry_of(command);
    if (!cx_request_param_id(request, "id", &id, error) ||
        !cx_resistance_add(ctx, id, &entry, error))
        return false;
    cx_reply_redirect(reply, cx_arena_printf(ctx->arena, HERE "/%" PRId64, id));
    return true;
}

static const CxRefusal case_refusals[] = {
    { CX_ERROR_INVALID, "", NULL },
    { CX_ERROR_CONFLICT, "", NULL },
};

static const CxForm case_form = { &cx_resistance_step_type, take_step, show_case,
                                  CX_REFUSALS(case_refusals) };

bool
cx_page_resistance_case(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&case_form, ctx, request, reply, error);
}

bool
cx_page_resistance_step(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&case_form, ctx, request, reply, error);
}
