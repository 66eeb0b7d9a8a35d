#include "pages/file_jobs.h"

#include "app/sheet.h"

/* The job in the arena, or NULL without one. */
static const CxJobView *
job_view(CxCtx *ctx, const CxJob *job)
{
    if (job == NULL)
        return NULL;
    CxJobView *view = cx_arena_new0(ctx->arena, CxJobView);
    *view = cx_job_view(ctx, job, NULL);
    return view;
}

bool
cx_file_jobs(CxCtx *ctx, const CxUpload *upload, CxFileJobs *ret_jobs, GError **error)
{
    g_autoptr(CxJob) bring = NULL;
    g_autoptr(CxJob) trial = NULL;
    g_autoptr(CxJob) sheet = NULL;
    *ret_jobs = (CxFileJobs){ .bring = NULL };
    if (upload->state != CX_UPLOAD_STATE_DRAFT)
        return true;
    if (!cx_upload_bring_job(ctx, upload->id, &bring, error) ||
        !cx_upload_trial_job(ctx, upload->id, &trial, error) ||
        (cx_sheet_is_one(upload) && !cx_sheet_job(ctx, upload->id, &sheet, error)))
        return false;
    const bool is_brought = bring == NULL || bring->state == CX_JOB_DONE;
    *ret_jobs = (CxFileJobs){
        .bring = is_brought ? NULL : job_view(ctx, bring),
        .trial = job_view(ctx, trial),
        .take = job_view(ctx, sheet),
        .is_tried = trial != NULL && trial->state == CX_JOB_DONE,
    };
    return true;
}
