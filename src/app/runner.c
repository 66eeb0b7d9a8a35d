#include "app/runner.h"

#include <inttypes.h>

#include "app/nightly.h"
#include "base/error.h"
#include "base/limits.h"
#include "db/job_signal.h"
#include "db/pool.h"
#include "db/txn.h"
#include "db/worker.h"

#define LEASE_US (120 * CX_US_PER_SECOND) /* a process of this host that died is noticed at once */
#define BEAT_US  CX_US_PER_SECOND         /* between two heartbeats */
#define LOOK_US  CX_US_PER_SECOND         /* between two looks for jobs of other processes */
#define WAIT_US  (2 * CX_US_PER_SECOND)   /* of a job that has to wait for something */
#define RETRY_US (30 * CX_US_PER_SECOND)

/* Leases are of the machine's clock, also in a home that lives on a date of its own. */
static CxInstant
machine_now(void)
{
    return cx_clock_now(&(CxClock){ .is_fixed = false });
}

/* ---- One job ---- */

typedef enum { GOES_ON, IS_STOPPED, IS_CANCELLED, IS_LOST } Fate;

typedef struct {
    const CxRunnerWork *work;
    CxDb *db;
    const CxJob *job;
    CxJobRun *run;
    int64_t beat_us; /* monotonic, of the last heartbeat */
    Fate fate;
} Working;

static bool
beat(Working *working, const CxJobProgress *progress, bool *ret_is_cancel_asked, GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_write(working->db, error);
    return txn != NULL &&
           cx_job_heartbeat(working->db, working->job, machine_now(), LEASE_US, ret_is_cancel_asked,
                            error) &&
           cx_job_progress(working->db, working->job, progress, error) &&
           cx_txn_commit(&txn, error);
}

/* Between two steps of a handler. */
static bool
step(void *data, int64_t n_done, int64_t n_total)
{
    Working *working = data;
    const CxProgress *watch = &working->work->watch;
    if (working->fate == GOES_ON && watch->step != NULL &&
        !watch->step(watch->data, n_done, n_total))
        working->fate = IS_STOPPED;
    const int64_t now_us = cx_clock_monotonic_us();
    if (working->fate != GOES_ON || now_us - working->beat_us < BEAT_US ||
        cx_db_is_writing(working->db))
        return working->fate == GOES_ON;
    working->beat_us = now_us;
    const CxJobProgress progress = {
        .n_done = n_done,
        .n_total = n_total,
        .message = working->run->doing,
    };
    bool is_cancel_asked = false;
    g_autoptr(GError) local = NULL;
    if (beat(working, &progress, &is_cancel_asked, &local))
        working->fate = is_cancel_asked ? IS_CANCELLED : GOES_ON;
    else if (g_error_matches(local, CX_ERROR, CX_ERROR_CONFLICT))
        working->fate = IS_LOST; /* else the store is busy, and the lease is long */
    return working->fate == GOES_ON;
}

static const CxJobKind *
find_kind(const CxJobKinds *kinds, const char *name)
{
    for (size_t i = 0; i < kinds->n; i++) {
        if (g_str_equal(kinds->rows[i].kind, name))
            return &kinds->rows[i];
    }
    return NULL;
}

/* The context of whoever asked, as of now. (transfer full) */
static CxCtx *
open_ctx(const CxRunnerWork *work, CxDb *db, const char *login, GError **error)
{
    CxHome *home = work->home;
    CxCtx *ctx = cx_ctx_open_login(db, home->frames, login, cx_clock_now(&home->clock), error);
    if (ctx == NULL)
        return NULL;
    ctx->catalogue = home->catalogue;
    ctx->press = home->press;
    cx_ctx_set_zone(ctx, home->config->zone);
    return ctx;
}

static bool
call_handler(Working *working, GError **error)
{
    const CxJobKind *kind = find_kind(working->work->kinds, working->job->kind);
    if (kind == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_UNSUPPORTED,
                    "this program knows no job of the kind \"%s\"", working->job->kind);
        return false;
    }
    g_autoptr(CxCtx) ctx = open_ctx(working->work, working->db, working->job->actor, error);
    if (ctx == NULL)
        return false;
    ctx->progress = (CxProgress){ step, working };
    working->run->ctx = ctx;
    const bool is_done = kind->run(working->run, error) && cx_ctx_flush(ctx, working->db, error);
    working->run->ctx = NULL;
    return is_done;
}

static bool
end_failed(Working *working, const GError *why, GError **error)
{
    CxDb *db = working->db;
    const CxJob *job = working->job;
    const CxInstant now = machine_now();
    const CxErrorCode code = cx_error_code(why);
    if (code == CX_ERROR_CANCELLED && working->fate == IS_STOPPED)
        return cx_job_release(db, job, NULL, now, error);
    if (code == CX_ERROR_CANCELLED)
        return cx_job_cancelled(db, job, now, error);
    if (code == CX_ERROR_BUSY)
        return cx_job_release(db, job, why->message, (CxInstant){ now.us + WAIT_US }, error);
    if (code == CX_ERROR_IO) {
        const int64_t wait_us = working->work->only.v != 0 ? 0 : RETRY_US;
        return cx_job_fail(db, job, why->message, (CxInstant){ now.us + wait_us }, now, error);
    }
    return cx_job_give_up(db, job, why->message, now, error);
}

/* Writes down how it went; who lost the lease has nothing to say any more. */
static bool
end_job(Working *working, const GError *why, GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_write(working->db, error);
    if (txn == NULL)
        return false;
    g_autoptr(GError) local = NULL;
    const bool is_ended = why == NULL ? cx_job_finish(working->db, working->job,
                                                      working->run->message, machine_now(), &local)
                                      : end_failed(working, why, &local);
    if (g_error_matches(local, CX_ERROR, CX_ERROR_CONFLICT))
        return true;
    if (!is_ended) {
        g_propagate_error(error, g_steal_pointer(&local));
        return false;
    }
    return cx_txn_commit(&txn, error);
}

static bool
lease(const CxRunnerWork *work, CxDb *db, CxJob **ret_job, GError **error)
{
    g_autofree char *name = cx_worker_name();
    const CxJobWorker worker = { .name = name,
                                 .kind = work->kinds->n == 1 ? work->kinds->rows[0].kind : NULL,
                                 .only = work->only,
                                 .lease_us = LEASE_US };
    bool is_due = false;
    *ret_job = NULL;
    if (!cx_job_is_due(db, &worker, machine_now(), &is_due, error))
        return false;
    if (!is_due)
        return true;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(db, error);
    g_autoptr(CxJob) job = NULL;
    if (txn == NULL || !cx_job_lease(db, &worker, machine_now(), &job, error) ||
        !cx_txn_commit(&txn, error))
        return false;
    *ret_job = g_steal_pointer(&job);
    return true;
}

bool
cx_runner_work(const CxRunnerWork *work, CxDb *db, CxJob **ret_job, GError **error)
{
    g_autoptr(CxJob) job = NULL;
    if (!lease(work, db, &job, error))
        return false;
    *ret_job = NULL;
    if (job == NULL)
        return true;
    CxJobRun run = { .home = work->home, .job = job };
    Working working = {
        .work = work,
        .db = db,
        .job = job,
        .run = &run,
    };
    g_autoptr(GError) why = NULL;
    (void)call_handler(&working, &why); /* how it went is in `why` */
    g_autofree char *message = run.message;
    if (!end_job(&working, why, error))
        return false;
    *ret_job = cx_job_load(db, job->id, error);
    return *ret_job != NULL;
}

/* ---- The thread ---- */

struct CxRunner {
    CxHome *home;
    const CxJobKinds *kinds;
    CxRunnerLog log;
    CxDb *db; /* the thread's */
    GThread *thread;
    gint is_stopping; /* atomic */
};

static bool
watch_stop(void *data, int64_t n_done CX_UNUSED, int64_t n_total CX_UNUSED)
{
    CxRunner *runner = data;
    return g_atomic_int_get(&runner->is_stopping) == 0;
}

static void
log_job(const CxRunner *runner, const CxJob *job)
{
    g_autofree char *line =
        g_strdup_printf("level=%s event=job id=%" PRId64 " kind=%s state=%s tries=%" PRId64,
                        job->state == CX_JOB_FAILED ? "error" : "info", job->id.v, job->kind,
                        cx_job_state_key(job->state), job->tries);
    if (job->state != CX_JOB_QUEUED)
        runner->log(line);
}

/* Works off one job, if there is one. */
static bool
work_once(CxRunner *runner)
{
    const CxRunnerWork work = {
        .home = runner->home,
        .kinds = runner->kinds,
        .watch = { watch_stop, runner },
    };
    g_autoptr(GError) error = NULL;
    g_autoptr(CxJob) job = NULL;
    if (!cx_nightly_queue(runner->home, runner->db, &error) ||
        !cx_runner_work(&work, runner->db, &job, &error)) {
        g_autofree char *line =
            g_strdup_printf("level=error event=jobs code=%s", cx_error_name(cx_error_code(error)));
        runner->log(line);
        return false;
    }
    if (job != NULL)
        log_job(runner, job);
    return job != NULL;
}

static void *
run_thread(void *data)
{
    CxRunner *runner = data;
    while (g_atomic_int_get(&runner->is_stopping) == 0) {
        const int64_t seen = cx_job_signal_count();
        if (!work_once(runner) && g_atomic_int_get(&runner->is_stopping) == 0)
            cx_job_signal_wait(seen, LOOK_US);
    }
    return NULL;
}

CxRunner *
cx_runner_start(CxHome *home, const CxJobKinds *kinds, CxRunnerLog log, GError **error)
{
    CxDb *db = cx_db_pool_take(home->pool, CX_DB_WRITE, error);
    if (db == NULL)
        return NULL;
    CxRunner *runner = g_new0(CxRunner, 1);
    *runner = (CxRunner){ .home = home, .kinds = kinds, .log = log, .db = db };
    runner->thread = g_thread_new("jobs", run_thread, runner);
    return runner;
}

void
cx_runner_stop(CxRunner *runner)
{
    if (runner == NULL)
        return;
    g_atomic_int_set(&runner->is_stopping, 1);
    cx_job_signal_raise();
    g_thread_join(runner->thread);
    cx_db_close(runner->db);
    g_free(runner);
}

GPtrArray *
cx_runner_list(CxCtx *ctx, CxJobId before, int64_t limit, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see jobs", error))
        return NULL;
    return cx_job_list(ctx->db, before, CLAMP(limit, 1, CX_PAGE_ROWS_MAX), error);
}

bool
cx_runner_cancel(CxCtx *ctx, const CxJobKinds *kinds, CxJobId id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "cancel jobs", error))
        return false;
    g_autoptr(CxJob) job = cx_job_load(ctx->db, id, error);
    if (job == NULL)
        return false;
    const CxJobKind *kind = find_kind(kinds, job->kind);
    if (kind != NULL && kind->cancel != NULL)
        return kind->cancel(ctx, job, error);
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    return txn != NULL && cx_job_cancel(ctx->db, id, ctx->now, error) &&
           cx_ctx_audit(ctx, "job.cancel", "job", id.v, NULL, NULL, error) &&
           cx_txn_commit(&txn, error);
}
