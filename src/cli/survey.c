/* coalition survey: what surveys there are. */
#include "feedback/survey.h"

#include <inttypes.h>

#include "base/civil.h"
#include "cli/cli.h"
#include "view/field.h"

typedef struct {
    int64_t id;
    const char *key;
    const char *title;
    int64_t n_responses;
    int64_t n_versions;
    int64_t n_items;
    CxDay first_day;
    CxDay last_day;
} SurveyRow;

typedef struct {
    CxViewList surveys; /* of SurveyRow */
} SurveyRows;

static const CxViewField row_fields[] = {
    CX_FIELD(SurveyRow, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(SurveyRow, key, CX_FIELD_TEXT, "Stable key"),
    CX_FIELD(SurveyRow, title, CX_FIELD_TEXT, "Title"),
    CX_FIELD(SurveyRow, n_responses, CX_FIELD_COUNT, "Responses"),
    CX_FIELD(SurveyRow, n_versions, CX_FIELD_COUNT, "Versions"),
    CX_FIELD(SurveyRow, n_items, CX_FIELD_COUNT, "Questions"),
    CX_FIELD(SurveyRow, first_day, CX_FIELD_DAY, "First day of answers"),
    CX_FIELD(SurveyRow, last_day, CX_FIELD_DAY, "Last day of answers"),
};
static const CxViewType row_type = CX_VIEW_TYPE("SurveySummary", SurveyRow, row_fields, "A survey");
static const CxViewField rows_fields[] = {
    CX_FIELD_CHILD(SurveyRows, surveys, CX_FIELD_LIST, &row_type, "The surveys"),
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
    SurveyRow *rows = cx_arena_new0_n(ctx->arena, SurveyRow, list->len);
    for (guint i = 0; i < list->len; i++) {
        const CxSurveySummary *survey = g_ptr_array_index(list, i);
        rows[i] = (SurveyRow){ survey->id.v,        survey->key,        survey->title,
                               survey->n_responses, survey->n_versions, survey->n_items,
                               survey->first_day,   survey->last_day };
        if (!cli->is_json) {
            cx_cli_print("%-20s %-40s %8" PRId64 " responses, %" PRId64 " versions\n", survey->key,
                         survey->title, survey->n_responses, survey->n_versions);
        }
    }
    const SurveyRows view = { CX_VIEW_LIST(rows, list->len) };
    if (cli->is_json)
        cx_cli_print_json(&rows_type, &view);
    else if (list->len == 0)
        cx_cli_print("No survey has been read yet: coalition import FILE --mapping MAPPING\n");
    return true;
}

const CxCliCommand cx_cli_survey = {
    .name = "survey",
    .usage = "",
    .about = "List the surveys",
    .run = run,
};
