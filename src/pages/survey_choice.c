#include "pages/survey_choice.h"

static const CxViewField link_fields[] = {
    CX_FIELD(CxSurveyLink, title, CX_FIELD_TEXT, "Title of the survey"),
    CX_FIELD(CxSurveyLink, href, CX_FIELD_TEXT, "The same page for it"),
};
const CxViewType cx_survey_link_type =
    CX_VIEW_TYPE("SurveyLink", CxSurveyLink, link_fields, "A page of another survey");

void
cx_survey_choice_clear(CxSurveyChoice *choice)
{
    g_clear_pointer(&choice->survey, cx_survey_free);
}

static CxViewList
list_others(CxCtx *ctx, const GPtrArray *surveys, const CxSurvey *shown, const char *path)
{
    CxSurveyLink *links = cx_arena_new0_n(ctx->arena, CxSurveyLink, surveys->len + 1);
    size_t n = 0;
    for (guint i = 0; i < surveys->len; i++) {
        const CxSurveySummary *summary = g_ptr_array_index(surveys, i);
        if (summary->id.v == shown->id.v)
            continue;
        links[n].title = cx_arena_text(ctx->arena, summary->title);
        links[n++].href = cx_arena_printf(ctx->arena, "%s?survey=%s", path, summary->key);
    }
    return CX_VIEW_LIST(links, n);
}

bool
cx_survey_choose(CxCtx *ctx, const CxRequest *request, const char *path, CxSurveyChoice *ret_choice,
                 GError **error)
{
    *ret_choice = (CxSurveyChoice){ .survey = NULL };
    g_autoptr(GPtrArray) surveys = cx_survey_titles(ctx, error);
    if (surveys == NULL)
        return false;
    if (surveys->len == 0)
        return true;
    const CxSurveySummary *first = g_ptr_array_index(surveys, 0);
    const char *key = cx_request_query(request, "survey");
    CxSurvey *survey = cx_survey_load(ctx, key != NULL && *key != '\0' ? key : first->key, error);
    if (survey == NULL)
        return false;
    ret_choice->survey = survey;
    ret_choice->others = list_others(ctx, surveys, survey, path);
    return true;
}
