/* coalition jobs: what works beside the pages, and how far it is. */
#include <inttypes.h>

#include "app/runner.h"
#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/import_work.h"

typedef struct {
    int64_t id;
    const char *kind;
    const char *state;
    const char *actor;
    const char *worker;
    int64_t n_done;
    int64_t n_total;
    const char *message;
    const char *error;
    int64_t tries;
} JobView;

static const CxViewField job_fields[] = {
    CX_FIELD(JobView, id, CX_FIELD_COUNT, "Id of the job"),
    CX_FIELD(JobView, kind, CX_FIELD_TEXT, "What is done: import, nightly …"),
    CX_FIELD(JobView, state, CX_FIELD_TEXT, "queued, running, done, failed or cancelled"),
    CX_FIELD(JobView, actor, CX_FIELD_TEXT, "Login of whoever asked"),
    CX_FIELD(JobView, worker, CX_FIELD_TEXT, "The process that has or had it in hand, or null"),
    CX_FIELD(JobView, n_done, CX_FIELD_COUNT, "How far it is, in units of its own"),
    CX_FIELD(JobView, n_total, CX_FIELD_COUNT, "Of how much; 0: not known"),
    CX_FIELD(JobView, message, CX_FIELD_TEXT, "What it is doing, or how it ended"),
    CX_FIELD(JobView, error, CX_FIELD_TEXT, "Why the last try failed"),
    CX_FIELD(JobView, tries, CX_FIELD_COUNT, "How often it was begun"),
};
static const CxViewType job_type = CX_VIEW_TYPE("Job", JobView, job_fields, "A job");

static void
print_job(const CxCli *cli, const CxJob *job)
{
    const JobView view = {
        .id = job->id.v,
        .kind = job->kind,
        .state = cx_job_state_key(job->state),
        .actor = job->actor,
        .worker = job->worker,
        .n_done = job->n_done,
        .n_total = job->n_total,
        .message = job->message,
        .error = job->error,
        .tries = job->tries,
    };
    if (cli->is_json) {
        cx_cli_print_json(&job_type, &view);
        return;
    }
    g_autofree char *at = cx_instant_format(job->created_at);
    const int share = job->n_total > 0 ? (int)(100 * job->n_done / job->n_total) : 0;
    const char *note = job->error != NULL ? job->error : job->message;
    cx_cli_print("%5" PRId64 "  %-9s  %3d %%  %s  %s  %s%s%s\n", job->id.v, view.state, share, at,
                 job->kind, job->actor, note != NULL && *note != '\0' ? ": " : "",
                 note != NULL ? note : "");
}

static bool
run(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(GPtrArray) jobs =
        ctx != NULL ? cx_job_list(ctx->db, (CxJobId){ 0 }, CX_PAGE_ROWS_MAX, error) : NULL;
    if (jobs == NULL)
        return false;
    for (guint i = 0; i < jobs->len; i++)
        print_job(cli, g_ptr_array_index(jobs, i));
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
