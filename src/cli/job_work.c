#include "cli/job_work.h"

#include "app/runner.h"
#include "base/error.h"

#define LOOK_US 100000 /* between two looks at work in other hands */

/* Has one try at a job. *ret_was_held: it was in these hands. Nobody is to be kept waiting for another
 * try of one that failed with IO. */
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

bool
cx_cli_take_back(CxCli *cli, CxCtx *ctx, const CxCliWorkKind *kind, int64_t id, GError **error)
{
    for (;;) {
        CxCliWorkState now;
        bool was_held = false;
        if (!kind->look(ctx, id, &now, error))
            return false;
        if (!now.is_open)
            return true;
        if (!try_job(cli, now.job, (CxProgress){ 0 }, &was_held, error))
            return false;
        if (!was_held)
            g_usleep(LOOK_US);
    }
}

/* Ctrl-C: nothing of it stays. */
static bool
cancel(CxCli *cli, CxCtx *ctx, const CxCliWorkKind *kind, int64_t id, GError **error)
{
    g_autoptr(GError) local = NULL;
    if (!kind->cancel(ctx, id, &local) &&
        !g_error_matches(local, CX_ERROR, CX_ERROR_CONFLICT)) { /* it had ended */
        g_propagate_error(error, g_steal_pointer(&local));
        return false;
    }
    return cx_cli_take_back(cli, ctx, kind, id, error);
}

/* One try at the work, and at what comes before it: whoever began that may be gone. */
static bool
take_turn(CxCli *cli, CxCtx *ctx, const CxCliWorkKind *kind, int64_t id, GError **error)
{
    CxCliWorkState now;
    bool was_held = false;
    bool was_helped = false;
    if (!kind->look(ctx, id, &now, error) ||
        !try_job(cli, now.job, ctx->progress, &was_held, error))
        return false;
    if (cx_cli_is_interrupted())
        return cancel(cli, ctx, kind, id, error);
    if (!kind->look(ctx, id, &now, error))
        return false;
    if (!now.is_open)
        return true;
    if (now.before.v != 0 && !try_job(cli, now.before, ctx->progress, &was_helped, error))
        return false;
    if (cx_cli_is_interrupted())
        return cancel(cli, ctx, kind, id, error);
    if (!was_held)
        g_usleep(LOOK_US);
    return true;
}

bool
cx_cli_work_off(CxCli *cli, CxCtx *ctx, const CxCliWorkKind *kind, int64_t id, GError **error)
{
    for (;;) {
        CxCliWorkState now;
        if (!kind->look(ctx, id, &now, error))
            return false;
        if (!now.is_open)
            return true;
        (void)ctx->progress.step(ctx->progress.data, now.n_done, MAX(now.n_total, 1));
        if (!take_turn(cli, ctx, kind, id, error))
            return false;
    }
}
