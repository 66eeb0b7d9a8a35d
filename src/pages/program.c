/* What leaders are told of the program: each text with its day, and a form for the one that is being
 * changed (?edit=goals, ?edit=approaches&department=delivery). */
#include "govern/program.h"

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "pages/pages.h"
#include "people/department.h"

/* ---- Views ---- */

typedef struct {
    const char *kind;
    const char *department; /* key */
    const char *department_name;
    const char *title;
    CxViewList lines; /* of texts */
    bool has_text;    /* something is in force */
    CxDay from;
    CxDay meets_on;
    const char *meets; /* the meeting as read */
    const char *set;   /* "set on 3 March 2026 by Ann" */
    const char *hint;
    bool is_standard; /* nobody wrote questions: the lines are the guide's */
    const char *edit_url;
    const CxFormView *form; /* NULL: it is not being changed */
    const CxFormField *text_field;
    const CxFormField *meets_field; /* of governance */
} TextView;

typedef struct {
    const char *title;
    const char *text;
    CxDay from;
    const char *set;
} PastView;

typedef struct {
    CxViewList texts;      /* of TextView */
    CxViewList approaches; /* of TextView, by department */
    CxViewList past;       /* of PastView, newest first */
    bool has_past;
    bool has_approaches;
    int64_t n_texts;
    bool can_change;
} ProgramView;

static const CxViewField text_fields[] = {
    CX_FIELD(TextView, kind, CX_FIELD_TEXT,
             "Which text: goals, governance, achieved, questions, approaches"),
    CX_FIELD(TextView, department, CX_FIELD_TEXT, "Key of the department, of approaches"),
    CX_FIELD(TextView, department_name, CX_FIELD_TEXT, "Its name"),
    CX_FIELD_PAGE(TextView, title, CX_FIELD_TEXT, "What it is called"),
    CX_FIELD_CHILD(TextView, lines, CX_FIELD_LIST, &cx_view_text_type, "Its lines"),
    CX_FIELD_PAGE(TextView, has_text, CX_FIELD_FLAG, "Whether something was said"),
    CX_FIELD_DATA(TextView, from, CX_FIELD_DAY, "The day it was set, null when it was not"),
    CX_FIELD_DATA(TextView, meets_on, CX_FIELD_DAY, "Of governance: the next meeting"),
    CX_FIELD_PAGE(TextView, meets, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_PAGE(TextView, set, CX_FIELD_TEXT, "When and by whom it was set"),
    CX_FIELD_PAGE(TextView, hint, CX_FIELD_TEXT, "What it is for"),
    CX_FIELD(TextView, is_standard, CX_FIELD_FLAG, "Nobody wrote it: the guide's own lines"),
    CX_FIELD_PAGE(TextView, edit_url, CX_FIELD_TEXT, "Where it is changed"),
    CX_FIELD_CHILD_PAGE(TextView, form, CX_FIELD_OBJECT, &cx_form_view_type, "To change it"),
    CX_FIELD_CHILD_PAGE(TextView, text_field, CX_FIELD_OBJECT, &cx_form_field_type, "Its lines"),
    CX_FIELD_CHILD_PAGE(TextView, meets_field, CX_FIELD_OBJECT, &cx_form_field_type,
                        "The next meeting"),
};
static const CxViewType text_type =
    CX_VIEW_TYPE("ProgramText", TextView, text_fields, "One text of the program");

static const CxViewField past_fields[] = {
    CX_FIELD_PAGE(PastView, title, CX_FIELD_TEXT, "Which text"),
    CX_FIELD(PastView, text, CX_FIELD_TEXT, "What it said"),
    CX_FIELD(PastView, from, CX_FIELD_DAY, "The day it was set"),
    CX_FIELD_PAGE(PastView, set, CX_FIELD_TEXT, "When and by whom"),
};
static const CxViewType past_type =
    CX_VIEW_TYPE("ProgramPast", PastView, past_fields, "A text that another has replaced");

static const CxViewField program_fields[] = {
    CX_FIELD_CHILD(ProgramView, texts, CX_FIELD_LIST, &text_type, "Of the whole program"),
    CX_FIELD_CHILD(ProgramView, approaches, CX_FIELD_LIST, &text_type,
                   "Where departments could begin"),
    CX_FIELD_CHILD(ProgramView, past, CX_FIELD_LIST, &past_type, "What was replaced, newest first"),
    CX_FIELD_PAGE(ProgramView, has_past, CX_FIELD_FLAG, "Whether something was"),
    CX_FIELD_PAGE(ProgramView, has_approaches, CX_FIELD_FLAG, "Whether a department is seen"),
    CX_FIELD_PAGE(ProgramView, n_texts, CX_FIELD_COUNT, "How many texts say something"),
    CX_FIELD_PAGE(ProgramView, can_change, CX_FIELD_FLAG, "Whether the reader may change them"),
};
const CxViewType cx_program_view_type = CX_VIEW_TYPE("Program", ProgramView, program_fields,
                                                     "What leaders are told of the program itself");

/* ---- The command ---- */

typedef struct {
    const char *kind;
    const char *department;
    const char *text;
    CxDay meets_on;
} ProgramChange;

static const CxCommandField change_fields[] = {
    { CX_COMMAND(ProgramChange, kind, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_KEY_BYTES_MAX, .label_key = "program.kind",
      .about = "goals, governance, achieved, questions or approaches" },
    { CX_COMMAND(ProgramChange, department, CX_COMMAND_TEXT), .bytes_max = CX_KEY_BYTES_MAX,
      .label_key = "program.department", .hint_key = "program.department.hint",
      .about = "Key of the department, of approaches" },
    { CX_COMMAND(ProgramChange, text, CX_COMMAND_NOTE), .bytes_max = CX_TEXT_BYTES_MAX,
      .label_key = "program.text", .about = "Its lines; absent ends the text in force" },
    { CX_COMMAND(ProgramChange, meets_on, CX_COMMAND_DAY), .label_key = "program.meets",
      .hint_key = "program.meets.hint", .about = "Of governance: the day of the next meeting" },
};
const CxCommandType cx_program_change_type =
    CX_COMMAND_TYPE("ProgramChange", ProgramChange, change_fields, "Sets a text of the program");

/* ---- Filling ---- */

/* What one page is made with. */
typedef struct {
    CxCtx *ctx;
    const CxRequest *request;
    const CxProgram *program;
    const char *edit;            /* kind of the text being changed, or NULL */
    const char *edit_department; /* its department's key, or NULL */
    const CxCommandInput *sent;  /* the form that was refused, or NULL */
} Filling;

static const char *
words(const Filling *filling, const char *area, CxProgramKind kind)
{
    g_autofree char *key = g_strconcat("program.", cx_program_kind_key(kind), area, NULL);
    return cx_message_text(filling->ctx->catalogue, key);
}

static const char *
set_words(const Filling *filling, const CxProgramText *text)
{
    g_autofree char *day = cx_day_format_long(text->from);
    return cx_arena_take(filling->ctx->arena,
                         cx_message_format(filling->ctx->catalogue, "program.set",
                                           CX_ARG_TEXT("day", day),
                                           CX_ARG_TEXT("name", text->set_by)));
}

/* The form of one text: as sent, else with what is in force. */
static const CxFormView *
make_form(const Filling *filling, const CxProgramText *text)
{
    if (filling->sent != NULL)
        return cx_request_form_view(filling->request, filling->sent);
    const CxCommandInput input = cx_request_input(filling->request, &cx_program_change_type);
    const ProgramChange now = {
        .text = text != NULL ? text->text : NULL,
        .meets_on = text != NULL && text->meets_on.v >= filling->ctx->today.v ? text->meets_on
                                                                              : CX_DAY_NONE,
    };
    size_t n = 0;
    const CxCommandPair *pairs =
        cx_command_pairs(&cx_program_change_type, &now, filling->ctx->arena, &n);
    return cx_form_view(&input, pairs, n);
}

static void
add_form(const Filling *filling, const CxProgramText *text, TextView *view)
{
    view->form = make_form(filling, text);
    view->text_field = cx_form_field(view->form, "text");
    if (g_str_equal(view->kind, cx_program_kind_key(CX_PROGRAM_GOVERNANCE)))
        view->meets_field = cx_form_field(view->form, "meets_on");
}

static void
add_text(const Filling *filling, const CxProgramText *text, TextView *view)
{
    CxCtx *ctx = filling->ctx;
    view->has_text = true;
    view->from = text->from;
    view->meets_on = text->meets_on;
    view->set = set_words(filling, text);
    view->lines = CX_VIEW_LIST(text->lines, text->n_lines);
    if (cx_day_is_none(text->meets_on))
        return;
    g_autofree char *day = cx_day_format_long(text->meets_on);
    const char *key = text->meets_on.v < ctx->today.v ? "program.meets.past" : "program.meets.on";
    view->meets =
        cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, key, CX_ARG_TEXT("day", day)));
}

static TextView
make_text(const Filling *filling, CxProgramKind kind, const CxDepartment *department)
{
    CxCtx *ctx = filling->ctx;
    const CxDepartmentId id = { department != NULL ? department->id.v : 0 };
    const CxProgramText *text = cx_program_text(filling->program, kind, id);
    TextView view = {
        .kind = cx_program_kind_key(kind),
        .department = department != NULL ? cx_arena_text(ctx->arena, department->key) : NULL,
        .title = words(filling, "", kind),
        .from = CX_DAY_NONE,
        .meets_on = CX_DAY_NONE,
        .hint = words(filling, ".hint", kind),
    };
    if (department != NULL) {
        view.department_name = cx_arena_text(ctx->arena, department->name);
        view.title = cx_arena_take(ctx->arena,
                                   cx_message_format(ctx->catalogue, "program.approaches.title",
                                                     CX_ARG_TEXT("department", department->name)));
    }
    view.edit_url = cx_arena_printf(ctx->arena, "/program?edit=%s%s%s", view.kind,
                                    department != NULL ? "&department=" : "",
                                    department != NULL ? department->key : "");
    if (text != NULL)
        add_text(filling, text, &view);
    if (kind == CX_PROGRAM_QUESTIONS && text == NULL) {
        size_t n = 0;
        const char *const *lines = cx_program_questions(ctx, filling->program, &n);
        view.lines = CX_VIEW_LIST(lines, n);
        view.is_standard = true;
    }
    if (g_strcmp0(filling->edit, view.kind) == 0 &&
        g_strcmp0(filling->edit_department, view.department) == 0)
        add_form(filling, text, &view);
    return view;
}

static void
add_texts(const Filling *filling, ProgramView *view)
{
    static const CxProgramKind kinds[] = { CX_PROGRAM_GOALS, CX_PROGRAM_GOVERNANCE,
                                           CX_PROGRAM_ACHIEVED, CX_PROGRAM_QUESTIONS };
    TextView *texts = cx_arena_new0_n(filling->ctx->arena, TextView, CX_N_ELEMENTS(kinds));
    for (size_t i = 0; i < CX_N_ELEMENTS(kinds); i++) {
        texts[i] = make_text(filling, kinds[i], NULL);
        view->n_texts += texts[i].has_text;
    }
    view->texts = CX_VIEW_LIST(texts, CX_N_ELEMENTS(kinds));
}

static bool
add_approaches(const Filling *filling, ProgramView *view, GError **error)
{
    CxCtx *ctx = filling->ctx;
    g_autoptr(GPtrArray) departments = cx_department_list(ctx, error);
    if (departments == NULL)
        return false;
    TextView *texts = cx_arena_new0_n(ctx->arena, TextView, departments->len);
    size_t n = 0;
    for (guint i = 0; i < departments->len; i++) {
        const CxDepartment *department = g_ptr_array_index(departments, i);
        if (!cx_ctx_can_see_department(ctx, department->id))
            continue;
        texts[n] = make_text(filling, CX_PROGRAM_APPROACHES, department);
        view->n_texts += texts[n].has_text;
        n++;
    }
    view->approaches = CX_VIEW_LIST(texts, n);
    view->has_approaches = n > 0;
    return true;
}

static void
add_past(const Filling *filling, ProgramView *view)
{
    const CxProgram *program = filling->program;
    CxCtx *ctx = filling->ctx;
    PastView *past = cx_arena_new0_n(ctx->arena, PastView, program->n);
    size_t n = 0;
    for (size_t i = 0; i < program->n; i++) {
        const CxProgramText *text = &program->texts[i];
        if (cx_program_text(program, text->kind, text->department) == text)
            continue;
        past[n++] = (PastView){
            .title = text->department_name != NULL ? text->department_name
                                                   : words(filling, "", text->kind),
            .text =
                *text->text != '\0' ? text->text : cx_message_text(ctx->catalogue, "program.ended"),
            .from = text->from,
            .set = set_words(filling, text),
        };
    }
    view->past = CX_VIEW_LIST(past, n);
    view->has_past = n > 0;
}

/* ---- Handlers ---- */

static bool
show(const Filling *filling, CxReply *reply, GError **error)
{
    ProgramView view = { .can_change = filling->ctx->wall.can_change_program };
    add_texts(filling, &view);
    if (!add_approaches(filling, &view, error))
        return false;
    if (view.can_change)
        add_past(filling, &view);
    const char *title = cx_message_text(filling->ctx->catalogue, "program.title");
    return cx_reply_view(reply, "program", title, &cx_program_view_type, &view, error);
}

/* The address names the text whose form is open, also when the form is sent. */
static void
read_edit(Filling *filling)
{
    filling->edit = cx_request_query(filling->request, "edit");
    filling->edit_department = cx_request_query(filling->request, "department");
}

bool
cx_page_program(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    Filling filling = { .ctx = ctx, .request = request };
    filling.program = cx_program_load(ctx, ctx->today, error);
    if (filling.program == NULL)
        return false;
    if (ctx->wall.can_change_program)
        read_edit(&filling);
    return show(&filling, reply, error);
}

static bool
set_text(CxCtx *ctx, const ProgramChange *change, GError **error)
{
    CxProgramSet set = {
        .department = change->department,
        .text = change->text,
        .meets_on = change->meets_on,
    };
    return cx_program_kind_parse(change->kind, &set.kind, error) &&
           cx_program_set(ctx, &set, error);
}

static const CxRefusal set_refusals[] = {
    { CX_ERROR_INVALID, "", NULL },
    { CX_ERROR_NOT_FOUND, "", NULL },
};

bool
cx_page_program_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_program_change_type);
    ProgramChange change = { 0 };
    Filling filling = { .ctx = ctx, .request = request, .sent = &input };
    if (cx_request_read(request, &input, &change)) {
        g_autoptr(GError) refusal = NULL;
        if (set_text(ctx, &change, &refusal)) {
            cx_reply_redirect(reply, "/program");
            return true;
        }
        if (!cx_request_take_refusal(request, &input, set_refusals, CX_N_ELEMENTS(set_refusals),
                                     &refusal, error))
            return false;
    }
    read_edit(&filling);
    cx_reply_issues(reply, input.issues);
    filling.program = cx_program_load(ctx, ctx->today, error);
    return filling.program != NULL && show(&filling, reply, error);
}
