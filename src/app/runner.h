/* The job runner: takes jobs from the queue and gives each to the handler of its kind.
 *
 * A handler gets a context of whoever asked for the job, on a connection that writes, and calls
 * cx_ctx_progress as it goes along: that renews the lease, records how far it is, and fails with
 * CANCELLED when the job is to stop. It must be idempotent from its last checkpoint on: after a crash
 * it is called again. What its error means for the job:
 *
 *     CANCELLED  the job is cancelled, or put back when the runner itself is stopping
 *     BUSY       it has to wait for something: put back for two seconds, the error is its message
 *     IO         tried again after half a minute, tries_max times in all; at once when somebody asks
 *                for this very job
 *     others     the job has failed
 *
 * Kinds are rows of cx_job_kinds (app/job_kinds.c), what is done every night are rows of
 * cx_nightly_hooks (app/nightly.c). `serve` has one runner, with a thread, a connection and contexts
 * of its own; commands work off single jobs with cx_runner_work. */
#pragma once

#include "app/home.h"
#include "db/job.h"
#include "people/ctx.h"

/* A job in the hands of its handler. */
typedef struct {
    CxCtx *ctx;
    CxHome *home;
    const CxJob *job;
    const char *doing; /* (nullable) shown beside the progress; set by the handler, borrowed */
    char *message;     /* (nullable) how it ended; set by the handler, owned by the runner */
} CxJobRun;

typedef struct {
    const char *kind;
    bool (*run)(CxJobRun *run, GError **error);
    /* Asks a job to stop, where more is to do than cx_job_cancel does; NULL otherwise. Outside of
     * transactions. */
    bool (*cancel)(CxCtx *ctx, const CxJob *job, GError **error);
} CxJobKind;

typedef struct {
    const CxJobKind *rows;
    size_t n;
} CxJobKinds;

extern const CxJobKinds cx_job_kinds;
/* The one kind people wait for: a runner of its own takes it, so that no import is before them. */
extern const CxJobKinds cx_bring_kinds;

/* Takes one job that is due, of any kind, or of the only one there is in `kinds`, and works it off
 * on db, a connection that writes. `only` 0: the oldest one. `watch` is told how far it is, and may
 * end it, which puts the job back. *ret_job is the job as it was left, NULL if none was due; how it
 * went is in there. Fails only when the store does. (transfer full) */
typedef struct {
    CxHome *home;
    const CxJobKinds *kinds;
    CxJobId only;
    CxProgress watch;
} CxRunnerWork;
CX_MUST_USE bool cx_runner_work(const CxRunnerWork *work, CxDb *db, CxJob **ret_job,
                                GError **error);

typedef struct CxRunner CxRunner;

/* Takes one line without line end for each job that ended, and for each failure of the store. */
typedef void (*CxRunnerLog)(const char *line);

/* Starts a thread that works off jobs of these kinds as they come, and queues the nightly. Everything
 * is borrowed and must outlive the runner. BUSY, IO when there is no connection. (transfer full) */
CX_MUST_USE CxRunner *cx_runner_start(CxHome *home, const CxJobKinds *kinds, CxRunnerLog log,
                                      GError **error);
/* Asks the job at hand to stop at its next step, which puts it back, and waits for it. */
void cx_runner_stop(CxRunner *runner);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxRunner, cx_runner_stop)

/* Use case: jobs, latest first, before id `before` (0: from the latest), at most `limit`: GPtrArray of
 * CxJob. CX team only. (transfer full) */
CX_MUST_USE GPtrArray *cx_runner_list(CxCtx *ctx, CxJobId before, int64_t limit, GError **error);
/* Use case: asks a job to stop, whatever its kind. CX team only; NOT_FOUND, CONFLICT if it has
 * ended. */
CX_MUST_USE bool cx_runner_cancel(CxCtx *ctx, const CxJobKinds *kinds, CxJobId id, GError **error);
