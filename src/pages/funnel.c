/* Departments, or groups, compared by a funnel. */
#include "base/message.h"
#include "pages/funnel_view.h"
#include "pages/pages.h"
#include "pages/score_ask.h"
#include "pages/score_form.h"

typedef struct {
    bool has_survey;
    const char *survey_title;
    const CxScoreForm *form;
    const CxFunnelView *funnel;
} FunnelPage;

static const CxViewField page_fields[] = {
    CX_FIELD_PAGE(FunnelPage, has_survey, CX_FIELD_FLAG, "Whether there is a survey"),
    CX_FIELD(FunnelPage, survey_title, CX_FIELD_TEXT, "Title of the survey"),
    CX_FIELD_CHILD_PAGE(FunnelPage, form, CX_FIELD_OBJECT, &cx_score_form_type, "What to compare"),
    CX_FIELD_CHILD(FunnelPage, funnel, CX_FIELD_OBJECT, &cx_funnel_view_type, "The comparison"),
};
const CxViewType cx_funnel_page_type =
    CX_VIEW_TYPE("FunnelPage", FunnelPage, page_fields, "Departments or groups compared");

static bool
fill(const CxScoreAsk *ask, FunnelPage *page, GError **error)
{
    const CxFunnelFinding *finding = cx_funnel_run(ask->ctx, ask->survey, ask->slice, error);
    if (finding == NULL)
        return false;
    page->has_survey = true;
    page->survey_title = cx_arena_text(ask->ctx->arena, ask->survey->title);
    page->funnel = cx_funnel_view(ask->ctx, finding);
    const char *none = cx_message_text(ask->ctx->catalogue, "funnel.departments");
    page->form = cx_score_form_with(ask, CX_SCORE_FORM_OTHERS, none, error);
    return page->form != NULL;
}

bool
cx_page_funnel(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const char *title = cx_message_text(ctx->catalogue, "shell.funnel");
    g_autoptr(CxScoreAsk) ask = cx_score_ask_read(ctx, request, error);
    FunnelPage page = { .has_survey = false };
    if (ask == NULL || (ask->survey != NULL && !fill(ask, &page, error)))
        return false;
    return cx_reply_view(reply, "funnel", title, &cx_funnel_page_type, &page, error);
}
