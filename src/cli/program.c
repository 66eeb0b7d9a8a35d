/* coalition program: what leaders are told of the program itself. */
#include "govern/program.h"

#include "base/civil.h"
#include "base/limits.h"
#include "cli/cli.h"

static void
print_text(const CxProgramText *text)
{
    g_autofree char *from = cx_day_format(text->from);
    cx_cli_print("%s%s%s (set on %s by %s)\n", cx_program_kind_key(text->kind),
                 text->department_name != NULL ? ", " : "",
                 text->department_name != NULL ? text->department_name : "", from, text->set_by);
    for (size_t i = 0; i < text->n_lines; i++)
        cx_cli_print("  %s\n", text->lines[i]);
    if (!cx_day_is_none(text->meets_on)) {
        g_autofree char *day = cx_day_format_long(text->meets_on);
        cx_cli_print("  next meeting: %s\n", day);
    }
}

typedef struct {
    const char *kind;
    const char *department;
    const char *text;
    CxDay from;
    CxDay meets_on;
    const char *set_by;
} TextView;

typedef struct {
    CxViewList texts;
    CxViewList questions;
} ProgramView;

static const CxViewField text_fields[] = {
    CX_FIELD(TextView, kind, CX_FIELD_TEXT, "Which text"),
    CX_FIELD(TextView, department, CX_FIELD_TEXT, "Key of the department, of approaches"),
    CX_FIELD(TextView, text, CX_FIELD_TEXT, "Its lines"),
    CX_FIELD(TextView, from, CX_FIELD_DAY, "The day it was set"),
    CX_FIELD(TextView, meets_on, CX_FIELD_DAY, "Of governance: the next meeting"),
    CX_FIELD(TextView, set_by, CX_FIELD_TEXT, "Who set it"),
};
static const CxViewType text_type =
    CX_VIEW_TYPE("ProgramText", TextView, text_fields, "One text of the program");
static const CxViewField program_fields[] = {
    CX_FIELD_CHILD(ProgramView, texts, CX_FIELD_LIST, &text_type, "The texts in force"),
    CX_FIELD_CHILD(ProgramView, questions, CX_FIELD_LIST, &cx_view_text_type,
                   "What every leader is asked"),
};
static const CxViewType program_type =
    CX_VIEW_TYPE("Program", ProgramView, program_fields, "What leaders are told of the program");

static TextView
text_view(const CxProgramText *text)
{
    return (TextView){
        .kind = cx_program_kind_key(text->kind),
        .department = text->department_key,
        .text = text->text,
        .from = text->from,
        .meets_on = text->meets_on,
        .set_by = text->set_by,
    };
}

static bool
run_show(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const CxProgram *program = ctx != NULL ? cx_program_load(ctx, ctx->today, error) : NULL;
    if (program == NULL)
        return false;
    TextView *views = cx_arena_new0_n(ctx->arena, TextView, program->n);
    ProgramView view = { .texts = { .items = views } };
    for (size_t i = 0; i < program->n; i++) {
        const CxProgramText *text = &program->texts[i];
        if (cx_program_text(program, text->kind, text->department) != text)
            continue;
        views[view.texts.n++] = text_view(text);
        if (!cli->is_json)
            print_text(text);
    }
    size_t n = 0;
    const char *const *questions = cx_program_questions(ctx, program, &n);
    view.questions = CX_VIEW_LIST(questions, n);
    if (cli->is_json)
        cx_cli_print_json(&program_type, &view);
    else if (view.texts.n == 0)
        cx_cli_print("Briefs say nothing of the program yet: coalition program set goals TEXT\n");
    return true;
}

static bool
run_set(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *meets = cx_cli_args_option(args, "meets");
    const char *text = cx_cli_args_operand(args, 1);
    CxProgramSet set = {
        .department = cx_cli_args_option(args, "department"),
        .text = text,
        .meets_on = CX_DAY_NONE,
    };
    if (!cx_program_kind_parse(cx_cli_args_operand(args, 0), &set.kind, error) ||
        (meets != NULL && !cx_day_parse(meets, &set.meets_on, error)))
        return false;
    g_autofree char *read = NULL;
    if (g_strcmp0(text, "-") == 0) {
        g_autoptr(GBytes) bytes = cx_cli_read_file("-", CX_TEXT_BYTES_MAX, error);
        if (bytes == NULL)
            return false;
        gsize len_bytes = 0;
        const char *data = g_bytes_get_data(bytes, &len_bytes);
        read = g_strndup(data != NULL ? data : "", len_bytes);
        set.text = read;
    }
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_program_set(ctx, &set, error))
        return false;
    cx_cli_print("Set from today on: %s.\n", cx_program_kind_key(set.kind));
    return true;
}

const CxCliCommand cx_cli_program = {
    .name = "program",
    .usage = "",
    .about = "Print what leaders are told of the program: goals, governance, achieved, questions",
    .run = run_show,
};

static const CxCliOption set_options[] = {
    { "department", "KEY", "whose possible approaches" },
    { "meets", "DATE", "of governance: the day of the next meeting" },
    { 0 },
};

const CxCliCommand cx_cli_program_set = {
    .name = "program set",
    .usage = "goals|governance|achieved|questions|approaches [TEXT]",
    .about = "Set a text of the program from today on",
    .more = "TEXT is lines, \"-\" for standard input; without TEXT the text in force ends. Older "
            "texts are kept.",
    .options = set_options,
    .n_operands_min = 1,
    .n_operands_max = 2,
    .run = run_set,
};
