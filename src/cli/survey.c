/* coalition survey: what surveys there are. */
#include "feedback/survey.h"

#include <inttypes.h>

#include "cli/cli.h"
#include "pages/survey_view.h"
#include "view/field.h"

typedef struct {
    CxViewList surveys; /* of CxSurveySummaryView */
} SurveyRows;

static const CxViewField rows_fields[] = {
    CX_FIELD_CHILD(SurveyRows, surveys, CX_FIELD_LIST, &cx_survey_summary_view_type, "The surveys"),
};
static const CxViewType rows_type =
    CX_VIEW_TYPE("Surveys", SurveyRows, rows_fields, "The surveys of the program");

static bool
run(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    g_autoptr(GPtrArray) list = cx_survey_list(ctx, error);
    if (list == NULL)
        return false;
    const SurveyRows view = { cx_survey_summary_views(ctx, list) };
    if (cli->is_json) {
        cx_cli_print_json(&rows_type, &view);
        return true;
    }
    const CxSurveySummaryView *surveys = view.surveys.items;
    for (size_t i = 0; i < view.surveys.n; i++) {
        cx_cli_print("%-20s %-40s %8" PRId64 " responses, %" PRId64 " versions\n", surveys[i].key,
                     surveys[i].title, surveys[i].n_responses, surveys[i].n_versions);
    }
    if (view.surveys.n == 0)
        cx_cli_print("No survey has been read yet: coalition import FILE --mapping MAPPING\n");
    return true;
}

const CxCliCommand cx_cli_survey = {
    .name = "survey",
    .usage = "",
    .about = "List the surveys",
    .run = run,
};
