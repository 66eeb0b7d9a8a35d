#include "cli/import_work.h"

#include <inttypes.h>

#include "app/runner.h"
#include "base/error.h"

#define LOOK_US    100000 /* between two looks at an import in other hands */
#define OPEN_N_MAX 200    /* open imports looked through for those that come before */

/* Has one try at a job. *ret_was_held: it was in these hands. IO when the disk or the store fails: the
 * job waits for another try, and nobody is to be kept waiting for it. */
static bool
try_job(CxCli *cli, CxJobId id, CxProgress watch, bool *ret_was_held, GError **error)
{
    const CxRunnerWork work = {
        .home = cli->home,
        .kinds = &cx_job_kinds,
        .only = id,
        .watch = watch,
    };
    g_autoptr(CxJob) job = NULL;
    if (!cx_runner_work(&work, cli->db, &job, error))
        return false;
    *ret_was_held = job != NULL;
    if (job == NULL || job->state != CX_JOB_QUEUED || job->error == NULL)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_IO,
                "%s; what is in so far does not count, and the same command goes on where this one "
                "ended",
                job->error);
    return false;
}

static bool
is_open(const CxImportReport *report)
{
    return report->state == CX_IMPORT_QUEUED || report->state == CX_IMPORT_RUNNING;
}

/* Works at the first open import into the same version that comes before, if there is one: whoever
 * began it may be gone. */
static bool
help_before(CxCli *cli, CxCtx *ctx, const CxImportReport *report, GError **error)
{
    g_autoptr(GPtrArray) list = cx_import_list(ctx, report->id, OPEN_N_MAX, error);
    if (list == NULL)
        return false;
    for (guint i = list->len; i-- > 0;) {
        const CxImportReport *before = g_ptr_array_index(list, i);
        bool was_held = false;
        if (is_open(before) && g_str_equal(before->survey_key, report->survey_key) &&
            g_str_equal(before->version_key, report->version_key))
            return try_job(cli, before->job, ctx->progress, &was_held, error);
    }
    return true;
}

bool
cx_cli_import_take_back(CxCli *cli, CxCtx *ctx, CxImportId id, GError **error)
{
    for (;;) {
        g_autoptr(CxImportReport) report = cx_import_load(ctx, id, error);
        bool was_held = false;
        if (report == NULL)
            return false;
        if (!is_open(report))
            return true;
        if (!try_job(cli, report->job, (CxProgress){ 0 }, &was_held, error))
            return false;
        if (!was_held)
            g_usleep(LOOK_US);
    }
}

/* Ctrl-C: nothing of it stays. */
static bool
cancel(CxCli *cli, CxCtx *ctx, CxImportId id, GError **error)
{
    g_autoptr(GError) local = NULL;
    if (!cx_import_cancel(ctx, id, &local) &&
        !g_error_matches(local, CX_ERROR, CX_ERROR_CONFLICT)) { /* it had ended */
        g_propagate_error(error, g_steal_pointer(&local));
        return false;
    }
    return cx_cli_import_take_back(cli, ctx, id, error);
}

/* The report of an import that has ended well; the error of one that has not. */
static CxImportReport *
check_end(CxImportReport *ended, GError **error)
{
    g_autoptr(CxImportReport) report = ended;
    if (report->state == CX_IMPORT_DONE)
        return g_steal_pointer(&report);
    if (report->state == CX_IMPORT_CANCELLED) {
        g_set_error(error, CX_ERROR, CX_ERROR_CANCELLED,
                    "import %" PRId64 " was cancelled; no response of it was kept", report->id.v);
    } else {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "import %" PRId64 " failed, and no response of it was kept: %s", report->id.v,
                    report->failure != NULL ? report->failure : "");
    }
    return NULL;
}

/* One try at an import, or at what comes before it. */
static bool
take_turn(CxCli *cli, CxCtx *ctx, const CxImportReport *report, GError **error)
{
    bool was_held = false;
    if (!try_job(cli, report->job, ctx->progress, &was_held, error))
        return false;
    if (cx_cli_is_interrupted())
        return cancel(cli, ctx, report->id, error);
    g_autoptr(CxImportReport) now = cx_import_load(ctx, report->id, error);
    if (now == NULL)
        return false;
    if (!is_open(now))
        return true;
    if (!help_before(cli, ctx, now, error))
        return false;
    if (cx_cli_is_interrupted())
        return cancel(cli, ctx, report->id, error);
    if (!was_held)
        g_usleep(LOOK_US);
    return true;
}

CxImportReport *
cx_cli_import_work(CxCli *cli, CxCtx *ctx, CxImportId id, GError **error)
{
    for (;;) {
        g_autoptr(CxImportReport) report = cx_import_load(ctx, id, error);
        if (report == NULL)
            return NULL;
        if (!is_open(report))
            return check_end(g_steal_pointer(&report), error);
        (void)ctx->progress.step(ctx->progress.data, report->n_done, MAX(report->n_total, 1));
        if (!take_turn(cli, ctx, report, error))
            return NULL;
    }
}
