/* Departments, or groups, compared by a funnel. */
#include "figure/funnel.h"

#include <math.h>

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
    const char *svg;
} FunnelPage;

static const CxViewField page_fields[] = {
    CX_FIELD_PAGE(FunnelPage, has_survey, CX_FIELD_FLAG, "Whether there is a survey"),
    CX_FIELD(FunnelPage, survey_title, CX_FIELD_TEXT, "Title of the survey"),
    CX_FIELD_CHILD_PAGE(FunnelPage, form, CX_FIELD_OBJECT, &cx_score_form_type, "What to compare"),
    CX_FIELD_CHILD(FunnelPage, funnel, CX_FIELD_OBJECT, &cx_funnel_view_type, "The comparison"),
    CX_FIELD_PAGE(FunnelPage, svg, CX_FIELD_MARKUP, "It drawn"),
};
const CxViewType cx_funnel_page_type =
    CX_VIEW_TYPE("FunnelPage", FunnelPage, page_fields, "Departments or groups compared");

/* ---- The figure ---- */

static CxFunnelPoint
point_of(CxCtx *ctx, const CxFunnelRow *row, const CxFunnelRowView *view)
{
    const CxMark *mark = &view->score;
    const bool is_drawn = cx_measured_has_interval(&row->value);
    return (CxFunnelPoint){
        .label = view->label,
        .href = view->url,
        .value = is_drawn ? row->value.value : (double)NAN,
        .n = is_drawn ? (double)row->value.n : 1.0,
        .lo = row->value.lo,
        .hi = row->value.hi,
        .is_point = view->is_apart,
        .value_text = mark->text,
        .range_text = mark->range,
        .n_text = mark->n_text,
        .card_href = mark->href,
        .card_about = mark->href != NULL
                          ? cx_arena_printf(ctx->arena, "%s%s", mark->n_text, mark->about)
                          : NULL,
        .why = mark->why,
    };
}

/* The limits with each n once. */
static size_t
copy_limits(const CxFunnelFinding *finding, CxFunnelLimit *limits)
{
    size_t n = 0;
    for (size_t i = 0; i < finding->n_limits; i++) {
        const CxFunnelBound *bound = &finding->limits[i];
        if (n > 0 && limits[n - 1].n >= (double)bound->n)
            continue;
        limits[n++] = (CxFunnelLimit){ (double)bound->n, bound->inner_lo, bound->inner_hi,
                                       bound->outer_lo, bound->outer_hi };
    }
    return n > 1 ? n : 0;
}

static const char *
draw(CxCtx *ctx, const CxFunnelFinding *finding, const CxFunnelView *view)
{
    if (isnan(finding->centre))
        return NULL;
    const size_t n = MIN(finding->n_rows, (size_t)CX_FUNNEL_POINTS_MAX);
    CxFunnelPoint *points = cx_arena_new0_n(ctx->arena, CxFunnelPoint, n + 1);
    CxFunnelLimit *limits = cx_arena_new0_n(ctx->arena, CxFunnelLimit, CX_FUNNEL_LIMITS_N);
    for (size_t i = 0; i < n; i++)
        points[i] = point_of(ctx, &finding->rows[i], (const CxFunnelRowView *)view->rows.items + i);
    const CxFunnel funnel = {
        .id = "funnel",
        .title = view->headline,
        .heading = view->measure,
        .points = points,
        .n_points = n,
        .limits = limits,
        .n_limits = copy_limits(finding, limits),
        .centre = finding->centre,
        .centre_text =
            cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "funnel.centre",
                                                        CX_ARG_TEXT("centre", view->centre_text),
                                                        CX_ARG_NUMBER("n", view->n_judged))),
        .inner_text = cx_message_text(ctx->catalogue, "funnel.inner"),
        .outer_text = cx_message_text(ctx->catalogue, "funnel.outer"),
        .axis = cx_message_text(ctx->catalogue, "funnel.axis"),
        .floor = finding->scale_lo,
        .ceil = finding->scale_hi,
    };
    GString *svg = g_string_new(NULL);
    cx_funnel_draw(svg, &funnel);
    return cx_arena_take(ctx->arena, g_string_free(svg, FALSE));
}

static bool
fill(const CxScoreAsk *ask, FunnelPage *page, GError **error)
{
    const CxFunnelFinding *finding = cx_funnel_run(ask->ctx, ask->survey, ask->slice, error);
    if (finding == NULL)
        return false;
    page->has_survey = true;
    page->survey_title = cx_arena_text(ask->ctx->arena, ask->survey->title);
    page->funnel = cx_funnel_view(ask->ctx, finding);
    page->svg = draw(ask->ctx, finding, page->funnel);
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
