/* Ambassadors: who speaks for the program inside departments, and what they do. */
#include "base/error.h"
#include "base/text.h"
#include "pages/ambassador_view.h"
#include "pages/pages.h"
#include "people/department.h"
#include "web/form.h"

#define HERE "/leaders/ambassadors"

typedef struct {
    const char *name;
    const char *department;
    int64_t hours;
    CxDay from;
} AmbassadorAdd;

static const CxCommandField add_fields[] = {
    { CX_COMMAND(AmbassadorAdd, name, CX_COMMAND_TEXT), .is_required = true,
      .label_key = "ambassador.name", .about = "Who it is" },
    { CX_COMMAND(AmbassadorAdd, department, CX_COMMAND_CHOICE), .is_required = true,
      .label_key = "ambassador.department", .about = "Key of their department" },
    { CX_COMMAND(AmbassadorAdd, hours, CX_COMMAND_INT), .lo = 0, .hi = 200,
      .label_key = "ambassador.hours", .hint_key = "ambassador.hours.hint",
      .about = "Hours a month agreed for it" },
    { CX_COMMAND(AmbassadorAdd, from, CX_COMMAND_DAY), .label_key = "ambassador.from",
      .about = "First day; otherwise today" },
};
const CxCommandType cx_ambassador_add_type = CX_COMMAND_TYPE(
    "AmbassadorAdd", AmbassadorAdd, add_fields, "Names somebody who speaks for the program");

typedef struct {
    const char *ambassador;
    const char *kind;
    const char *what;
    int64_t minutes;
    CxDay on;
} ActNote;

static const CxCommandChoice kind_choices[] = {
#define X(name, key) { key, "ambassador.kind." key },
    CX_AMBASSADOR_ACT_MAP(X)
#undef X
        { 0 }
};

static const CxCommandField act_fields[] = {
    { CX_COMMAND(ActNote, ambassador, CX_COMMAND_CHOICE), .is_required = true,
      .label_key = "ambassador.who", .about = "Id of the ambassador, as text" },
    { CX_COMMAND(ActNote, kind, CX_COMMAND_CHOICE), .is_required = true, .choices = kind_choices,
      .label_key = "ambassador.kind", .about = "told, brought or trained" },
    { CX_COMMAND(ActNote, what, CX_COMMAND_TEXT), .is_required = true,
      .label_key = "ambassador.what", .about = "What was done or brought in" },
    { CX_COMMAND(ActNote, minutes, CX_COMMAND_INT), .lo = 0, .hi = 6000,
      .label_key = "ambassador.minutes", .about = "Minutes it took; 30 if not given" },
    { CX_COMMAND(ActNote, on, CX_COMMAND_DAY), .label_key = "ambassador.on",
      .about = "The day; otherwise today" },
};
const CxCommandType cx_ambassador_act_type =
    CX_COMMAND_TYPE("AmbassadorActNote", ActNote, act_fields, "Notes what an ambassador did");

typedef struct {
    const char *reason;
} AmbassadorEnd;

static const CxCommandField end_fields[] = {
    { CX_COMMAND(AmbassadorEnd, reason, CX_COMMAND_TEXT), .about = "Why their time ends" },
};
const CxCommandType cx_ambassador_end_type =
    CX_COMMAND_TYPE("AmbassadorEnd", AmbassadorEnd, end_fields, "Ends an ambassador's time today");

#define MINUTES_USUAL 30

/* ---- The page ---- */

static bool
set_departments(CxCtx *ctx, CxFormView *form, GError **error)
{
    g_autoptr(GPtrArray) departments = cx_department_list(ctx, error);
    if (departments == NULL)
        return false;
    CxFormChoice *choices = cx_arena_new0_n(ctx->arena, CxFormChoice, departments->len);
    size_t n = 0;
    for (guint i = 0; i < departments->len; i++) {
        const CxDepartment *department = departments->pdata[i];
        if (!cx_department_is_there(department, ctx->today))
            continue;
        choices[n].value = cx_arena_text(ctx->arena, department->key);
        choices[n++].label = cx_arena_text(ctx->arena, department->name);
    }
    cx_form_set_choices(form, ctx->arena, "department", choices, n);
    return true;
}

static void
set_ambassadors(CxCtx *ctx, CxFormView *form, const CxAmbassadorsView *view)
{
    const CxAmbassadorView *all = view->ambassadors.items;
    CxFormChoice *choices = cx_arena_new0_n(ctx->arena, CxFormChoice, view->ambassadors.n);
    size_t n = 0;
    for (size_t i = 0; i < view->ambassadors.n && all[i].is_there; i++) {
        choices[n].value = cx_arena_printf(ctx->arena, "%" G_GINT64_FORMAT, all[i].id);
        choices[n++].label = all[i].name;
    }
    cx_form_set_choices(form, ctx->arena, "ambassador", choices, n);
}

static bool
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, CxReply *reply,
     GError **error)
{
    CxAmbassadorsView *view = cx_ambassadors_view(ctx, error);
    if (view == NULL)
        return false;
    CxFormView *form = cx_form_of(request, sent, &cx_ambassador_add_type, NULL);
    CxFormView *act_form = cx_form_of(request, sent, &cx_ambassador_act_type, NULL);
    if (!set_departments(ctx, form, error))
        return false;
    set_ambassadors(ctx, act_form, view);
    view->form = form;
    view->act_form = view->n_there > 0 ? act_form : NULL;
    const char *title = cx_message_text(ctx->catalogue, "ambassador.title");
    return cx_reply_view(reply, "ambassadors", title, &cx_ambassadors_view_type, view, error);
}

/* ---- Changing ---- */

static bool
done(CxReply *reply)
{
    cx_reply_redirect(reply, HERE);
    return true;
}

static bool
take_add(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
         GError **error)
{
    const AmbassadorAdd *add = command;
    const int64_t hours = add->hours != CX_COMMAND_INT_NONE ? add->hours : 0;
    return cx_ambassador_add(ctx, add->name, add->department, hours, add->from, error) &&
           done(reply);
}

static const CxForm add_form = { &cx_ambassador_add_type, take_add, show, CX_REFUSALS_ABOVE };

bool
cx_page_ambassadors(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&add_form, ctx, request, reply, error);
}

bool
cx_page_ambassador_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&add_form, ctx, request, reply, error);
}

static bool
take_act(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
         GError **error)
{
    const ActNote *note = command;
    CxAmbassadorAct act = {
        .what = note->what,
        .minutes = note->minutes != CX_COMMAND_INT_NONE ? note->minutes : MINUTES_USUAL,
        .day = note->on,
    };
    return cx_text_parse_i64(note->ambassador, &act.ambassador, error) &&
           cx_ambassador_act_parse(note->kind, &act.kind, error) &&
           cx_ambassador_note(ctx, &act, error) && done(reply);
}

static const CxForm act_form = { &cx_ambassador_act_type, take_act, show, CX_REFUSALS_ABOVE };

bool
cx_page_ambassador_act(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&act_form, ctx, request, reply, error);
}

static bool
take_end(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply, GError **error)
{
    const AmbassadorEnd *end = command;
    int64_t id = 0;
    return cx_request_param_id(request, "id", &id, error) &&
           cx_ambassador_end(ctx, id, end->reason, error) && done(reply);
}

static const CxForm end_form = { &cx_ambassador_end_type, take_end, show, CX_REFUSALS_ABOVE };

bool
cx_page_ambassador_end(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&end_form, ctx, request, reply, error);
}
