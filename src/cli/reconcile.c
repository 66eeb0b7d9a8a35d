/* coalition reconcile: which difference explains another tool's number. */
#include "evidence/reconcile.h"

#include <inttypes.h>

#include "base/text.h"
#include "cli/cli.h"
#include "evidence/usual.h"
#include "pages/reconcile_view.h"

static CxSlice *
read_slice(const CxCliArgs *args, GError **error)
{
    static const char *const names[] = { "survey", "measure", "question", "answers",
                                         "from",   "to",      "where",    "weighting" };
    g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(CxSlicePair));
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *value = cx_cli_args_value(args, names[i], 0);
        for (size_t j = 0; value != NULL; value = cx_cli_args_value(args, names[i], ++j)) {
            const CxSlicePair pair = { names[i], value };
            g_array_append_val(pairs, pair);
        }
    }
    g_autoptr(CxIssues) issues = cx_issues_new();
    const CxSlicePair *given = (const CxSlicePair *)(const void *)pairs->data;
    CxSlice *slice = cx_slice_parse_pairs(given, pairs->len, issues);
    if (slice == NULL)
        cx_issues_set_error(issues, error);
    return slice;
}

static void
print_ways(const CxViewList *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const CxReconciledView *way = (const CxReconciledView *)list->items + i;
        cx_cli_print("  %10s  n %-10s %s\n", way->text, way->n_text,
                     *way->difference != '\0' ? way->difference : "the same");
    }
}

static void
print_text(CxCtx *ctx, const CxReconcileView *view)
{
    cx_cli_print("%s\n\n", view->headline);
    cx_cli_print("  %10s  %-12s ours, %s  card %.8s\n", view->ours->score.text,
                 view->ours->score.n_text, view->ours_period,
                 view->ours->score.card != NULL ? view->ours->score.card : "");
    print_ways(&view->matches);
    cx_cli_print("\n%s\n", view->tried);
    if (view->nearby != NULL)
        cx_cli_print("%s\n", view->nearby);
    if (view->has_several && view->n_given == NULL)
        cx_cli_print("%s\n", cx_message_text(ctx->catalogue, "reconcile.chance"));
    if (view->has_matches)
        return;
    cx_cli_print("%s\n\n", cx_message_text(ctx->catalogue, "reconcile.none.todo"));
    print_ways(&view->ruled_out);
}

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxSlice) slice = read_slice(args, error);
    g_autoptr(CxCtx) ctx = slice != NULL ? cx_cli_open(cli, error) : NULL;
    g_autoptr(CxSurvey) survey = ctx != NULL ? cx_survey_load(ctx, slice->survey, error) : NULL;
    if (survey == NULL)
        return false;
    const CxItem *item = cx_score_item(survey, slice->question);
    if (!cx_cli_args_has(args, "measure") && item != NULL && !cx_usual_settle(item, slice, error))
        return false;
    const char *n = cx_cli_args_option(args, "n");
    CxReconcileAsk ask = { .slice = slice, .number = cx_cli_args_operand(args, 0), .n = -1 };
    if (n != NULL && !cx_text_parse_i64(n, &ask.n, error))
        return false;
    const CxReconciliation *result = cx_reconcile(ctx, survey, &ask, error);
    if (result == NULL || !cx_cli_finish(cli, ctx, error))
        return false;
    CxReconcileView view = {
        .has_survey = true,
        .number = ask.number,
        .n_given = n,
        .tool = cx_cli_args_option(args, "tool"),
    };
    cx_reconcile_view_fill(ctx, survey, result, &view);
    if (cli->is_json)
        cx_cli_print_json(&cx_reconcile_view_type, &view);
    else
        print_text(ctx, &view);
    return true;
}

static const CxCliOption options[] = {
    { "n", "N", "how many answers the other tool counts: far stronger" },
    { "tool", "NAME", "which tool, for the sentence" },
    { "survey", "KEY", "which survey, if there are several" },
    { "question", "KEY", "which question (else the overall one)" },
    { "measure", "NAME", "nps, mean, top2 or share (else the usual one)" },
    { "answers", "LIST", "with share: the answers counted, like 4,5" },
    { "from", "DATE", "first day of the period" },
    { "to", "DATE", "last day of the period" },
    { "where", "FILTER…", "only these, like mode:self or terminal:a,b" },
    { "weighting", "NAME", "declared, weighted or unweighted" },
    { 0 },
};

const CxCliCommand cx_cli_reconcile = {
    .name = "reconcile",
    .usage = "NUMBER [--n N] [--from DATE] …",
    .about = "Say which difference explains another tool's number",
    .options = options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run,
};
