/* coalition score: one score, or one by group. */
#include "evidence/score.h"

#include "cli/cli.h"
#include "cli/slice_args.h"
#include "evidence/usual.h"
#include "feedback/survey.h"
#include "pages/score_view.h"

static void
print_text(const CxScoreView *view)
{
    cx_cli_print("\xe2\x80\x9c%s\xe2\x80\x9d\n%s%s\n\n", view->wording, view->measure,
                 view->is_weighted ? ", weighted" : "");
    if (view->counted != NULL)
        cx_cli_print("%s\n\n", view->counted);
    cx_cli_print_mark(view->label, &view->score);
    for (size_t i = 0; i < view->groups.n; i++) {
        const CxScoreGroupView *group = (const CxScoreGroupView *)view->groups.items + i;
        g_autofree char *label = g_strdup_printf("  %s", group->label);
        cx_cli_print_mark(label, &group->score);
    }
}

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxSlice) slice = cx_cli_slice(args, error);
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

const CxCliCommand cx_cli_score = {
    .name = "score",
    .usage = "[--question KEY] [--measure NAME] …",
    .about = "Print a score with its interval, number of answers and evidence card",
    .options = cx_cli_slice_options,
    .run = run,
};
