#include "pages/survey_view.h"

#include <inttypes.h>

#include "base/civil.h"
#include "base/text.h"
#include "feedback/survey.h"

static const CxViewField summary_fields[] = {
    CX_FIELD(CxSurveySummaryView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(CxSurveySummaryView, key, CX_FIELD_TEXT, "Stable key"),
    CX_FIELD(CxSurveySummaryView, title, CX_FIELD_TEXT, "Title"),
    CX_FIELD_DATA(CxSurveySummaryView, n_responses, CX_FIELD_COUNT, "Responses"),
    CX_FIELD_PAGE(CxSurveySummaryView, n_responses_text, CX_FIELD_TEXT, "Responses as read"),
    CX_FIELD(CxSurveySummaryView, n_versions, CX_FIELD_COUNT, "Versions"),
    CX_FIELD(CxSurveySummaryView, n_items, CX_FIELD_COUNT, "Questions"),
    CX_FIELD(CxSurveySummaryView, first_day, CX_FIELD_DAY, "First day of answers"),
    CX_FIELD(CxSurveySummaryView, last_day, CX_FIELD_DAY, "Last day of answers"),
    CX_FIELD_PAGE(CxSurveySummaryView, period, CX_FIELD_TEXT, "Period of the answers"),
    CX_FIELD_PAGE(CxSurveySummaryView, url, CX_FIELD_TEXT, "Page of the survey"),
};
const CxViewType cx_survey_summary_view_type =
    CX_VIEW_TYPE("SurveySummary", CxSurveySummaryView, summary_fields, "A survey in a line");

CxViewList
cx_survey_summary_views(CxCtx *ctx, const GPtrArray *surveys)
{
    CxSurveySummaryView *rows = cx_arena_new0_n(ctx->arena, CxSurveySummaryView, surveys->len);
    for (guint i = 0; i < surveys->len; i++) {
        const CxSurveySummary *survey = g_ptr_array_index(surveys, i);
        rows[i] = (CxSurveySummaryView){
            .id = survey->id.v,
            .key = cx_arena_text(ctx->arena, survey->key),
            .title = cx_arena_text(ctx->arena, survey->title),
            .n_responses = survey->n_responses,
            .n_responses_text = cx_arena_take(ctx->arena, cx_text_count(survey->n_responses)),
            .n_versions = survey->n_versions,
            .n_items = survey->n_items,
            .first_day = survey->first_day,
            .last_day = survey->last_day,
            .url = cx_arena_printf(ctx->arena, "/surveys/%" PRId64, survey->id.v),
        };
        if (!cx_day_is_none(survey->first_day)) {
            rows[i].period = cx_arena_take(
                ctx->arena, cx_day_format_period(survey->first_day, survey->last_day));
        }
    }
    return CX_VIEW_LIST(rows, surveys->len);
}
