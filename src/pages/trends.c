/* A score period by period: what stands beside it, what would have shown, and both ways of weighting. */
#include "base/civil.h"
#include "pages/course_view.h"
#include "pages/pages.h"
#include "pages/score_ask.h"
#include "pages/score_form.h"
#include "pages/splice_view.h"
#include "tell/trend.h"

typedef struct {
    bool has_survey;
    const char *survey_title;
    const CxScoreForm *form;
    const CxCourseView *course;
    const char *trend_svg;
    const char *scores_url;
} TrendsView;

static const CxViewField trends_fields[] = {
    CX_FIELD_PAGE(TrendsView, has_survey, CX_FIELD_FLAG, "Whether there is a survey"),
    CX_FIELD(TrendsView, survey_title, CX_FIELD_TEXT, "Title of the survey"),
    CX_FIELD_CHILD_PAGE(TrendsView, form, CX_FIELD_OBJECT, &cx_score_form_type, "What to show"),
    CX_FIELD_CHILD(TrendsView, course, CX_FIELD_OBJECT, &cx_course_view_type, "The course"),
    CX_FIELD_PAGE(TrendsView, trend_svg, CX_FIELD_MARKUP, "It drawn"),
    CX_FIELD_PAGE(TrendsView, scores_url, CX_FIELD_TEXT, "Its score"),
};
const CxViewType cx_trends_view_type =
    CX_VIEW_TYPE("Trends", TrendsView, trends_fields, "A score period by period");

static bool
fill(const CxScoreAsk *ask, TrendsView *view, GError **error)
{
    CxCtx *ctx = ask->ctx;
    const CxSliceBy by = ask->trend_by != CX_SLICE_BY_NONE ? ask->trend_by : CX_SLICE_BY_QUARTER;
    const CxCourse *course = cx_course_run(ctx, ask->survey, ask->slice, by, error);
    if (course == NULL)
        return false;
    view->has_survey = true;
    view->survey_title = cx_arena_text(ctx->arena, ask->survey->title);
    view->course = cx_course_view(ctx, ask->survey->key, course);
    view->form = cx_score_form_with(ask, CX_SCORE_FORM_PERIODS, NULL, error);
    if (view->form == NULL)
        return false;
    if (course->score->n_groups > 1)
        view->trend_svg = cx_tell_trend(ctx, "trend", by, course->score, &course->splices);
    g_autofree char *slice = cx_slice_format(ask->slice);
    view->scores_url = cx_arena_printf(ctx->arena, "/scores?%s", slice);
    return true;
}

bool
cx_page_trends(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const char *title = cx_message_text(ctx->catalogue, "shell.trends");
    g_autoptr(CxScoreAsk) ask = cx_score_ask_read(ctx, request, error);
    TrendsView view = { .has_survey = false };
    if (ask == NULL || (ask->survey != NULL && !fill(ask, &view, error)))
        return false;
    return cx_reply_view(reply, "trends", title, &cx_trends_view_type, &view, error);
}
