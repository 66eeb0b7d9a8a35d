/* coalition score: one score, or one by group. */
#include "evidence/score.h"

#include <string.h>

#include "base/error.h"
#include "cli/cli.h"
#include "evidence/usual.h"
#include "feedback/survey.h"
#include "pages/score_view.h"

/* The options that are names of a slice, passed on as they are. */
static const char *const slice_options[] = { "survey",    "measure",  "question", "answers",
                                             "from",      "to",       "where",    "group",
                                             "weighting", "organised" };

static CxSlice *
read_slice(const CxCliArgs *args, GError **error)
{
    g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(CxSlicePair));
    for (size_t i = 0; i < CX_N_ELEMENTS(slice_options); i++) {
        const char *name = slice_options[i];
        const char *value = cx_cli_args_value(args, name, 0);
        for (size_t j = 0; value != NULL; value = cx_cli_args_value(args, name, ++j)) {
            const CxSlicePair pair = { name, value };
            g_array_append_val(pairs, pair);
        }
    }
    const bool is_weighted = cx_cli_args_has(args, "weighted");
    const bool is_unweighted = cx_cli_args_has(args, "unweighted");
    if (is_weighted && is_unweighted) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "give --weighted or --unweighted, not both");
        return NULL;
    }
    if (is_weighted || is_unweighted) {
        const CxSlicePair pair = { "weighting", is_weighted ? "weighted" : "unweighted" };
        g_array_append_val(pairs, pair);
    }
    g_autoptr(CxIssues) issues = cx_issues_new();
    const CxSlicePair *given = (const CxSlicePair *)(const void *)pairs->data;
    CxSlice *slice = cx_slice_parse_pairs(given, pairs->len, issues);
    if (slice == NULL)
        cx_issues_set_error(issues, error);
    return slice;
}

static void
print_mark(const char *label, const CxMark *mark)
{
    if (mark->text == NULL) {
        cx_cli_print("%-32s %s\n", label, mark->why != NULL ? mark->why : "");
        return;
    }
    g_autofree char *range =
        mark->range != NULL ? g_strdup_printf("(%s)", mark->range) : g_strdup(mark->why);
    cx_cli_print("%-32s %8s  %-16s %-10s card %.8s\n", label, mark->text, range, mark->n_text,
                 mark->card);
}

static void
print_text(const CxScoreView *view)
{
    cx_cli_print("\xe2\x80\x9c%s\xe2\x80\x9d\n%s%s\n\n", view->wording, view->measure,
                 view->is_weighted ? ", weighted" : "");
    if (view->counted != NULL)
        cx_cli_print("%s\n\n", view->counted);
    print_mark(view->label, &view->score);
    for (size_t i = 0; i < view->groups.n; i++) {
        const CxScoreGroupView *group = (const CxScoreGroupView *)view->groups.items + i;
        g_autofree char *label = g_strdup_printf("  %s", group->label);
        print_mark(label, &group->score);
    }
}

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxSlice) slice = read_slice(args, error);
    if (slice == NULL)
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, slice->survey, error);
    if (survey == NULL)
        return false;
    const CxItem *item = cx_score_item(survey, slice->question);
    if (!cx_cli_args_has(args, "measure") && item != NULL && !cx_usual_settle(item, slice, error))
        return false;
    const CxScore *score = cx_score_run(ctx, survey, slice, error);
    if (score == NULL || !cx_cli_finish(cli, ctx, error))
        return false;
    const CxScoreView *view = cx_score_view(ctx, survey->key, score);
    if (cli->is_json)
        cx_cli_print_json(&cx_score_view_type, view);
    else
        print_text(view);
    return true;
}

static const CxCliOption options[] = {
    { "survey", "KEY", "which survey, if there are several" },
    { "question", "KEY", "which question (else the overall one)" },
    { "measure", "NAME", "nps, mean, top2, share or count (else the usual one)" },
    { "answers", "LIST", "with share: the answers counted, like 4,5" },
    { "from", "DATE", "first day of the period" },
    { "to", "DATE", "last day of the period" },
    { "where", "FILTER…", "only these, like mode:self or terminal:a,b" },
    { "group", "NAME", "by version, mode, month, quarter, year or a choice" },
    { "weighted", NULL, "count each answer by its weight" },
    { "unweighted", NULL, "count each answer once" },
    { "weighting", "NAME", "declared, weighted or unweighted" },
    { "organised", "WHEN", "now (if not said) or then: whose answers are after a reorganisation" },
    { 0 },
};

const CxCliCommand cx_cli_score = {
    .name = "score",
    .usage = "[--question KEY] [--measure NAME] …",
    .about = "Print a score with its interval, number of answers and evidence card",
    .options = options,
    .run = run,
};
