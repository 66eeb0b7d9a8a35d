/* coalition drivers: which ratings an outcome goes with, and how much. */
#include "evidence/drivers.h"

#include "cli/cli.h"
#include "cli/slice_args.h"
#include "feedback/survey.h"
#include "pages/drivers_ask.h"
#include "tell/drivers_view.h"

static void
print_item(const CxDriversItemView *item)
{
    cx_cli_print_mark(item->label, &item->mark);
    cx_cli_print("  %s: %s%s%s%s\n", item->performance_unit,
                 item->performance.text != NULL ? item->performance.text : "no score",
                 item->performance.range != NULL ? " (" : "",
                 item->performance.range != NULL ? item->performance.range : "",
                 item->performance.range != NULL ? ")" : "");
    if (item->p_text != NULL) {
        cx_cli_print("  p %s%s%s\n", item->p_text, item->rank_text != NULL ? ", rank " : "",
                     item->rank_text != NULL ? item->rank_text : "");
    }
    if (item->bend_text != NULL)
        cx_cli_print("  %s\n", item->bend_text);
    if (item->mind != NULL)
        cx_cli_print("  %s\n", item->mind);
}

static void
print_text(const CxDriversView *view)
{
    cx_cli_print("%s\n", view->headline);
    if (view->why != NULL)
        cx_cli_print("%s\n", view->why);
    cx_cli_print("%s\n\n", view->evidence);
    if (!view->has_values)
        return;
    const CxDriversItemView *items = view->items.items;
    for (size_t i = 0; i < view->items.n; i++)
        print_item(&items[i]);
    const CxDriversLeftView *left = view->left.items;
    for (size_t i = 0; i < view->left.n; i++)
        cx_cli_print("left out: %s, n %" G_GINT64_FORMAT "\n", left[i].label, left[i].n);
}

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const CxDriversAskTexts texts = {
        .outcome = cx_cli_args_value(args, "outcome", 0),
        .items = cx_cli_args_value(args, "items", 0),
        .department = cx_cli_args_value(args, "department", 0),
        .method = cx_cli_args_value(args, "method", 0),
        .bootstrap = cx_cli_args_value(args, "bootstrap", 0),
        .from = cx_cli_args_value(args, "from", 0),
        .to = cx_cli_args_value(args, "to", 0),
        .where = cx_cli_args_value(args, "where", 0),
        .weighting = cx_cli_args_value(args, "weighting", 0),
    };
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    g_autoptr(CxDriversQueryOwned) query = cx_drivers_ask_read(ctx, &texts, error);
    if (query == NULL)
        return false;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, cx_cli_args_value(args, "survey", 0), error);
    const CxDriversFinding *finding =
        survey != NULL ? cx_drivers_run(ctx, survey, &query->query, error) : NULL;
    if (finding == NULL || !cx_cli_finish(cli, ctx, error))
        return false;
    const CxDriversView *view = cx_drivers_view(ctx, finding, "drivers");
    if (cli->is_json)
        cx_cli_print_json(&cx_drivers_view_type, view);
    else
        print_text(view);
    return true;
}

static const CxCliOption options[] = {
    { "survey", "KEY", "which survey, if there are several" },
    { "outcome", "KEY", "the question to be accounted for (else the overall one)" },
    { "items", "KEY,KEY,…", "the drivers (else the rated questions that half of them answered)" },
    { "department", "NAME", "without items: only this department's questions" },
    { "method", "NAME", "lmg or johnson (else lmg up to 16 questions)" },
    { "bootstrap", "N", "draws of the intervals, 0 for none (else 200)" },
    { "from", "DATE", "first day of the period (else the last twelve months)" },
    { "to", "DATE", "last day of the period" },
    { "where", "FILTER", "only responses like mode:self,phone" },
    { "weighting", "NAME", "weighted or unweighted (else as declared)" },
    { 0 },
};

const CxCliCommand cx_cli_drivers = {
    .name = "drivers",
    .usage = "[--outcome KEY] [--items KEY,KEY,…] [--method NAME] [--bootstrap N] …",
    .about = "Print which ratings an outcome goes with, and how much of it each accounts for",
    .options = options,
    .run = run,
};
