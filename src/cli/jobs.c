/* coalition jobs: what works beside the pages, and how far it is. */
#include <inttypes.h>

#include "app/runner.h"
#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/import_work.h"
#include "pages/job_view.h"

static void
print_job(const CxCli *cli, CxCtx *ctx, const CxJob *job)
{
    const CxJobView view = cx_job_view(ctx, job, NULL);
    if (cli->is_json) {
        cx_cli_print_json(&cx_job_view_type, &view);
        return;
    }
    g_autofree char *at = cx_instant_format(job->created_at);
    cx_cli_print("%5" PRId64 "  %-9s  %3" PRId64 " %%  %s  %s  %s%s%s\n", view.id, view.state,
                 view.percent, at, view.kind, view.actor, view.note != NULL ? ": " : "",
                 view.note != NULL ? view.note : "");
}

static bool
run(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(GPtrArray) jobs =
        ctx != NULL ? cx_runner_list(ctx, (CxJobId){ 0 }, CX_PAGE_ROWS_MAX, error) : NULL;
    if (jobs == NULL)
        return false;
    for (guint i = 0; i < jobs->len; i++)
        print_job(cli, ctx, g_ptr_array_index(jobs, i));
    if (jobs->len == 0 && !cli->is_json)
        cx_cli_print("There was no job yet.\n");
    return true;
}

const CxCliCommand cx_cli_jobs = {
    .name = "jobs",
    .usage = "",
    .about = "List jobs, latest first: imports, the nightly, what takes longer than a request",
    .run = run,
};

static bool
run_cancel(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxJobId id = { 0 };
    if (!cx_text_parse_i64(cx_cli_args_operand(args, 0), &id.v, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_runner_cancel(ctx, &cx_job_kinds, id, error))
        return false;
    cx_cli_print("Job %" PRId64 " was asked to stop.\n", id.v);
    return true;
}

const CxCliCommand cx_cli_jobs_cancel = {
    .name = "jobs cancel",
    .usage = "ID",
    .about = "Ask a job to stop",
    .more = "A job in the hands of a process stops at its next step; an import takes back what it\n"
            "has brought.",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_cancel,
};
