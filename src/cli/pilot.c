/* coalition pilot: what is tried, what it could show, and what became of it. */
#include "evidence/pilot.h"

#include <inttypes.h>

#include "base/civil.h"
#include "base/text.h"
#include "cli/cli.h"
#include "pages/pilot_view.h"

typedef struct {
    CxViewList pilots;    /* of CxPilotView */
    const char *hopeless; /* of one only looked at */
} ListView;

static const CxViewField list_fields[] = {
    CX_FIELD_CHILD(ListView, pilots, CX_FIELD_LIST, &cx_pilot_view_type, "Latest first"),
    CX_FIELD(ListView, hopeless, CX_FIELD_TEXT, "Why one only looked at would be refused"),
};
static const CxViewType list_type =
    CX_VIEW_TYPE("PilotList", ListView, list_fields, "What was tried, and what became of it");

static void
print_one(const CxPilotView *view)
{
    cx_cli_print("%5" PRId64 "  %s, %s: %s\n", view->id, view->title, view->period,
                 view->state_text);
    if (view->has_result) {
        cx_cli_print("       %s%s%s%s%s\n", view->sentence, view->reason != NULL ? ": " : "",
                     view->reason != NULL ? view->reason : "",
                     view->effect->card != NULL ? "  card " : "",
                     view->effect->card != NULL ? view->effect->card : "");
        if (view->cells != NULL)
            cx_cli_print("       %s\n", view->cells);
    }
    cx_cli_print("       %s\n", view->plan);
    if (view->lot != NULL)
        cx_cli_print("       %s\n", view->lot);
    cx_cli_print("       %s\n       in %s; compared with %s\n", view->trend_text, view->treated,
                 view->compared);
}

static void
print_list(const CxCli *cli, const ListView *view)
{
    if (cli->is_json) {
        cx_cli_print_json(&list_type, view);
        return;
    }
    for (size_t i = 0; i < view->pilots.n; i++)
        print_one((const CxPilotView *)view->pilots.items + i);
    if (view->pilots.n == 0)
        cx_cli_print("No pilot has been declared: see coalition pilot declare --look.\n");
    if (view->hopeless != NULL)
        cx_cli_print("It would be refused: %s\n", view->hopeless);
}

static bool
run_list(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(CxSurvey) survey =
        ctx != NULL ? cx_survey_load(ctx, cx_cli_args_option(args, "survey"), error) : NULL;
    CxPilots pilots;
    if (survey == NULL || !cx_pilot_list(ctx, survey, &pilots, error))
        return false;
    CxPilotView *views = cx_arena_new0_n(ctx->arena, CxPilotView, pilots.n + 1);
    for (size_t i = 0; i < pilots.n; i++)
        views[i] = cx_pilot_view(ctx, &pilots.items[i]);
    const ListView view = { .pilots = CX_VIEW_LIST(views, pilots.n) };
    print_list(cli, &view);
    return true;
}

static bool
read_day(const CxCliArgs *args, const char *name, CxDay *ret_day, GError **error)
{
    const char *text = cx_cli_args_option(args, name);
    return text == NULL || cx_day_parse(text, ret_day, error);
}

static bool
read_declare(const CxCliArgs *args, CxPilotDeclare *ret_declare, GError **error)
{
    CxPilotTexts texts = {
        .title = cx_cli_args_option(args, "title"),
        .survey = cx_cli_args_option(args, "survey"),
        .question = cx_cli_args_option(args, "question"),
        .measure = cx_cli_args_option(args, "measure"),
        .design = cx_cli_args_option(args, "design"),
        .units = cx_cli_args_option(args, "units"),
        .treated = cx_cli_args_option(args, "treated"),
        .compared = cx_cli_args_option(args, "compared"),
        .drawn = cx_cli_args_option(args, "draw"),
        .wanted = cx_cli_args_option(args, "wanted"),
        .from = CX_DAY_NONE,
        .to = CX_DAY_NONE,
    };
    return read_day(args, "from", &texts.from, error) && read_day(args, "to", &texts.to, error) &&
           cx_pilot_texts_read(&texts, ret_declare, error);
}

static bool
run_declare(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxPilotDeclare declare;
    if (!read_declare(args, &declare, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    if (cx_cli_args_has(args, "look")) {
        CxPilot pilot;
        ListView view = { .hopeless = NULL };
        if (!cx_pilot_plan(ctx, &declare, &pilot, &view.hopeless, error))
            return false;
        const CxPilotView one = cx_pilot_view(ctx, &pilot);
        view.pilots = CX_VIEW_LIST(&one, 1);
        print_list(cli, &view);
        return true;
    }
    CxPilotId id = { 0 };
    if (!cx_pilot_declare(ctx, &declare, &id, error))
        return false;
    cx_cli_print("Declared (%" PRId64 "). It is tested once, when it has ended.\n", id.v);
    return true;
}

static bool
run_withdraw(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    CxPilotId id = { 0 };
    if (ctx == NULL || !cx_text_parse_i64(cx_cli_args_operand(args, 0), &id.v, error) ||
        !cx_pilot_withdraw(ctx, id, error))
        return false;
    cx_cli_print("Called off.\n");
    return true;
}

static bool
run_step(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxPilotStep step = { .unit = cx_cli_args_operand(args, 1),
                         .on = CX_DAY_NONE,
                         .note = cx_cli_args_option(args, "note") };
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    CxPilotId id = { 0 };
    if (ctx == NULL || !cx_text_parse_i64(cx_cli_args_operand(args, 0), &id.v, error) ||
        !cx_day_parse(cx_cli_args_operand(args, 2), &step.on, error) ||
        !cx_pilot_step_add(ctx, id, &step, error))
        return false;
    cx_cli_print("Noted.\n");
    return true;
}

static const CxCliOption list_options[] = {
    { "survey", "KEY", "which survey, if there are several" },
    { 0 },
};

const CxCliCommand cx_cli_pilot = {
    .name = "pilot",
    .usage = "",
    .about = "Print the pilots: what they can show, and what became of them",
    .options = list_options,
    .run = run_list,
};

static const CxCliOption declare_options[] = {
    { "title", "TEXT", "what is tried" },
    { "survey", "KEY", "which survey, if there are several" },
    { "question", "KEY", "what it is judged by (else the overall rating)" },
    { "measure", "NAME", "nps, top2 or mean (else the usual one)" },
    { "units", "KEY", "the choice that names the unit, or the side" },
    { "design", "NAME", "units (if not said), or customers: the two values are the sides" },
    { "treated", "LIST", "where it is tried, like a,b" },
    { "compared", "LIST", "compared with (else all others)" },
    { "draw", "N", "draw so many by lot instead of naming them" },
    { "wanted", "NUMBER", "smallest effect worth having" },
    { "from", "DATE", "first day, after today" },
    { "to", "DATE", "last day" },
    { "look", NULL, "print what it could show, and declare nothing" },
    { 0 },
};

const CxCliCommand cx_cli_pilot_declare = {
    .name = "pilot declare",
    .usage = "--title TEXT --units KEY --from DATE --to DATE --wanted NUMBER …",
    .about = "Declare a pilot before it starts, or look at what it could show",
    .options = declare_options,
    .run = run_declare,
};

const CxCliCommand cx_cli_pilot_withdraw = {
    .name = "pilot withdraw",
    .usage = "ID",
    .about = "Call off a pilot that has not been tested",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_withdraw,
};

static const CxCliOption step_options[] = {
    { "note", "TEXT", "who does it, what is needed" },
    { 0 },
};

const CxCliCommand cx_cli_pilot_step = {
    .name = "pilot step",
    .usage = "ID WHERE DATE [--note TEXT]",
    .about = "Add a step of a tested pilot's roll-out",
    .options = step_options,
    .n_operands_min = 3,
    .n_operands_max = 3,
    .run = run_step,
};
