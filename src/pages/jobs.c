/* What works beside the pages: how far it is, and asking it to stop. */
#include <inttypes.h>

#include "app/runner.h"
#include "base/civil.h"
#include "base/text.h"
#include "pages/job_view.h"
#include "pages/pages.h"

#define JOBS_A_PAGE 50

typedef struct {
    CxViewList jobs; /* of CxJobView */
    int64_t n_open;
    int64_t n_jobs;
    bool has_pages;
    const char *first_href;
    const char *next_href;
} JobsView;

static const CxViewField jobs_fields[] = {
    CX_FIELD_CHILD(JobsView, jobs, CX_FIELD_LIST, &cx_job_view_type, "Latest first"),
    CX_FIELD(JobsView, n_open, CX_FIELD_COUNT, "How many of them are queued or running"),
    CX_FIELD_PAGE(JobsView, n_jobs, CX_FIELD_COUNT, "How many are listed"),
    CX_FIELD_PAGE(JobsView, has_pages, CX_FIELD_FLAG, "Whether there are more"),
    CX_FIELD_PAGE(JobsView, first_href, CX_FIELD_TEXT, "The latest"),
    CX_FIELD(JobsView, next_href, CX_FIELD_TEXT, "Earlier ones, or null"),
};
const CxViewType cx_jobs_view_type =
    CX_VIEW_TYPE("Jobs", JobsView, jobs_fields, "What works beside the pages");

static bool
fill(CxCtx *ctx, CxJobId before, JobsView *view, GError **error)
{
    g_autoptr(GTimeZone) zone = cx_zone_load("UTC", error);
    g_autoptr(GPtrArray) list =
        zone != NULL ? cx_runner_list(ctx, before, JOBS_A_PAGE + 1, error) : NULL;
    if (list == NULL)
        return false;
    const guint n = MIN(list->len, JOBS_A_PAGE);
    CxJobView *jobs = cx_arena_new0_n(ctx->arena, CxJobView, n);
    for (guint i = 0; i < n; i++) {
        jobs[i] = cx_job_view(ctx, list->pdata[i], zone);
        view->n_open += jobs[i].is_open ? 1 : 0;
    }
    view->jobs = CX_VIEW_LIST(jobs, n);
    view->n_jobs = n;
    view->first_href = before.v != 0 ? "/jobs" : NULL;
    if (list->len > n)
        view->next_href = cx_arena_printf(ctx->arena, "/jobs?before=%" PRId64, jobs[n - 1].id);
    view->has_pages = view->first_href != NULL || view->next_href != NULL;
    return true;
}

bool
cx_page_jobs(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxJobId before = { 0 };
    const char *text = cx_request_query(request, "before");
    if (text == NULL || !cx_text_parse_i64(text, &before.v, NULL) || before.v < 0)
        before.v = 0;
    JobsView view = { 0 };
    const char *title = cx_message_text(cx_request_catalogue(request), "shell.jobs");
    return fill(ctx, before, &view, error) &&
           cx_reply_view(reply, "jobs", title, &cx_jobs_view_type, &view, error);
}

bool
cx_page_job_cancel(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxJobId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error) ||
        !cx_runner_cancel(ctx, &cx_job_kinds, id, error))
        return false;
    cx_reply_redirect(reply, "/jobs");
    return true;
}
