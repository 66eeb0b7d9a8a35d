#include "cli/job_work.h"

#include <inttypes.h>

#include "app/runner.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/next.h"

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

/* Takes back what cancelled work has brought, in this process if no other has it in hand. */
static bool
take_back(CxCli *cli, CxCtx *ctx, const CxCliWorkKind *kind, int64_t id, GError **error)
{
    for (;;) {
        CxCliWorkState now;
        bool was_held = false;
        if (!kind->look(ctx, id, &now, error))
            return false;
        if (now.end != CX_CLI_WORK_OPEN)
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
    return take_back(cli, ctx, kind, id, error);
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
    if (now.end != CX_CLI_WORK_OPEN)
        return true;
    if (now.before.v != 0 && !try_job(cli, now.before, ctx->progress, &was_helped, error))
        return false;
    if (cx_cli_is_interrupted())
        return cancel(cli, ctx, kind, id, error);
    if (!was_held)
        g_usleep(LOOK_US);
    return true;
}

/* Says that it goes on where it was begun before. */
static void
say_resumed(const CxCli *cli, const CxCliWorkKind *kind, int64_t id, const CxCliWorkState *now)
{
    if (!now->is_begun || cli->is_json)
        return;
    cx_cli_print("%s %" PRId64 " was begun before: going on after %" PRId64 " rows.\n", kind->noun,
                 id, now->n_rows);
    (void)fflush(stdout);
}

static bool
work_to_the_end(CxCli *cli, CxCtx *ctx, const CxCliWorkKind *kind, int64_t id, GError **error)
{
    CxCliWorkState now;
    bool is_well = kind->look(ctx, id, &now, error);
    if (is_well)
        say_resumed(cli, kind, id, &now);
    while (is_well && now.end == CX_CLI_WORK_OPEN) {
        (void)ctx->progress.step(ctx->progress.data, now.n_done, MAX(now.n_total, 1));
        is_well = take_turn(cli, ctx, kind, id, error) && kind->look(ctx, id, &now, error);
    }
    if (!is_well || now.end == CX_CLI_WORK_DONE)
        return is_well;
    g_autofree char *noun = g_ascii_strdown(kind->noun, -1);
    if (now.end == CX_CLI_WORK_CANCELLED) {
        g_set_error(error, CX_ERROR, CX_ERROR_CANCELLED,
                    "%s %" PRId64 " was cancelled; nothing of it was kept", noun, id);
    } else {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "%s %" PRId64 " failed, and nothing of it was kept: %s", noun, id,
                    now.failure != NULL ? now.failure : "");
    }
    return false;
}

bool
cx_cli_work_off(CxCli *cli, CxCtx *ctx, const CxCliWorkKind *kind, int64_t id, GError **error)
{
    if (!work_to_the_end(cli, ctx, kind, id, error))
        return false;
    cx_cli_watch_end(ctx);
    return kind->print(cli, ctx, id, error) && cx_cli_print_next(cli, ctx, kind->unlocked, error);
}

/* ---- The commands ---- */

void
cx_cli_work_watch(const CxCliArgs *args, CxCtx *ctx, const CxCliWorkKind *kind)
{
    if (cx_cli_args_has(args, "progress"))
        cx_cli_watch_lines(ctx);
    else
        cx_cli_watch(ctx, kind->watched);
}

char *
cx_cli_work_file_name(const char *path)
{
    return g_str_equal(path, "-") ? g_strdup("standard input") : g_path_get_basename(path);
}

void
cx_cli_work_drop(CxCtx *ctx, CxOriginalId original)
{
    g_autoptr(GError) kept = NULL; /* where something refers to it */
    if (!cx_original_drop(ctx, original, &kept))
        g_debug("original %" PRId64 ": %s", original.v, kept->message);
}

/* The work of the command's one operand, in a home that is open; NULL without. (transfer full) */
static CxCtx *
open_of_id(CxCli *cli, const CxCliArgs *args, int64_t *ret_id, GError **error)
{
    return cx_text_parse_i64(cx_cli_args_operand(args, 0), ret_id, error) ? cx_cli_open(cli, error)
                                                                          : NULL;
}

bool
cx_cli_work_resume(CxCli *cli, const CxCliArgs *args, const CxCliWorkKind *kind, GError **error)
{
    int64_t id = 0;
    g_autoptr(CxCtx) ctx = open_of_id(cli, args, &id, error);
    if (ctx == NULL)
        return false;
    cx_cli_work_watch(args, ctx, kind);
    return cx_cli_work_off(cli, ctx, kind, id, error);
}

bool
cx_cli_work_cancel(CxCli *cli, const CxCliArgs *args, const CxCliWorkKind *kind, GError **error)
{
    int64_t id = 0;
    g_autoptr(CxCtx) ctx = open_of_id(cli, args, &id, error);
    if (ctx == NULL || !kind->cancel(ctx, id, error) || !take_back(cli, ctx, kind, id, error))
        return false;
    if (cli->is_json)
        return kind->print(cli, ctx, id, error);
    cx_cli_print("%s %" PRId64 " is cancelled: nothing of it was kept.\n", kind->noun, id);
    return true;
}
