/* The job runner on both engines: what a handler's end means for its job, and whose job it is. */
#include <sys/wait.h>
#include <unistd.h>

#include "app/nightly.h"
#include "app/runner.h"
#include "base/error.h"
#include "db/pool.h"
#include "db/txn.h"
#include "db/worker.h"
#include "support/engines.h"

#define LEASE_US INT64_C(3600000000)

typedef struct {
    CxHome home;
    CxConfig config;
    CxDb *db;
    const char *url;
} Place;

/* The shell of a home, in which handlers of tests need nothing but the store. */
static void
place_open(Place *place, const char *url)
{
    static char zone[] = "UTC";
    *place = (Place){ .config = { .zone = zone, .nightly_hour = 2 }, .url = url };
    place->home.config = &place->config;
    place->home.pool = cx_db_pool_new(url, 4);
    place->home.clock = (CxClock){ .is_fixed = true, .at = { CX_TEST_NOW_US } };
    g_autoptr(GError) error = NULL;
    place->db = cx_db_pool_take(place->home.pool, CX_DB_WRITE, &error);
    g_assert_no_error(error);
}

static void
place_close(Place *place)
{
    cx_db_close(place->db);
    cx_db_pool_free(place->home.pool);
}

static CxJobId
enqueue(CxDb *db, const char *kind, const char *actor)
{
    const CxJobSpec spec = { .kind = kind, .args_json = "{}", .actor = actor, .tries_max = 3 };
    g_autoptr(GError) error = NULL;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(db, &error);
    CxJobId id = { 0 };
    g_assert_true(cx_job_enqueue(db, &spec, (CxInstant){ CX_TEST_NOW_US }, &id, &error));
    g_assert_true(cx_txn_commit(&txn, &error));
    g_assert_no_error(error);
    return id;
}

/* Works off one job and returns it as it was left. */
static CxJob *
work(Place *place, const CxJobKinds *kinds, CxProgress watch)
{
    const CxRunnerWork order = { .home = &place->home, .kinds = kinds, .watch = watch };
    g_autoptr(GError) error = NULL;
    CxJob *job = NULL;
    g_assert_true(cx_runner_work(&order, place->db, &job, &error));
    g_assert_no_error(error);
    return job;
}

static bool
run_well(CxJobRun *run, GError **error)
{
    g_assert_cmpstr(run->ctx->actor.login, ==, "system");
    run->doing = "counting";
    run->message = g_strdup("counted to three");
    return cx_ctx_progress(run->ctx, 1, 3, error);
}

static bool
run_ill(CxJobRun *run, GError **error)
{
    int64_t code = 0;
    g_assert_true(g_ascii_string_to_signed(run->job->kind, 10, 0, CX_ERROR_N, &code, NULL));
    g_set_error_literal(error, CX_ERROR, (gint)code, "so it goes");
    return false;
}

static void
test_ends(const char *url)
{
    static const struct {
        CxErrorCode code;
        CxJobState state;
    } rows[] = {
        { CX_ERROR_INVALID, CX_JOB_FAILED },   { CX_ERROR_CORRUPT, CX_JOB_FAILED },
        { CX_ERROR_FORBIDDEN, CX_JOB_FAILED }, { CX_ERROR_IO, CX_JOB_QUEUED },
        { CX_ERROR_BUSY, CX_JOB_QUEUED },      { CX_ERROR_CANCELLED, CX_JOB_CANCELLED },
    };
    Place place;
    place_open(&place, url);
    const CxJobKind well = { "well", run_well, NULL };
    enqueue(place.db, "well", "system");
    g_autoptr(CxJob) done = work(&place, &(CxJobKinds){ &well, 1 }, (CxProgress){ 0 });
    g_assert_cmpint(done->state, ==, CX_JOB_DONE);
    g_assert_cmpstr(done->message, ==, "counted to three");
    g_assert_cmpint(done->n_done, ==, 1);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *name = g_strdup_printf("%d", (int)rows[i].code);
        const CxJobKind ill = { name, run_ill, NULL };
        enqueue(place.db, name, "system");
        g_autoptr(CxJob) job = work(&place, &(CxJobKinds){ &ill, 1 }, (CxProgress){ 0 });
        g_assert_cmpint(job->state, ==, rows[i].state);
    }
    g_assert_null(work(&place, &(CxJobKinds){ &well, 1 }, (CxProgress){ 0 })); /* none is due yet */
    enqueue(place.db, "unheard-of", "system");
    g_assert_null(
        work(&place, &(CxJobKinds){ &well, 1 }, (CxProgress){ 0 })); /* not its only kind */
    const CxJobKind both[] = { well, { "well-too", run_well, NULL } };
    g_autoptr(CxJob) strange = work(&place, &(CxJobKinds){ both, 2 }, (CxProgress){ 0 });
    g_assert_cmpint(strange->state, ==, CX_JOB_FAILED);
    enqueue(place.db, "well", "somebody-gone");
    g_autoptr(CxJob) orphan = work(&place, &(CxJobKinds){ &well, 1 }, (CxProgress){ 0 });
    g_assert_cmpint(orphan->state, ==, CX_JOB_FAILED);
    place_close(&place);
}

static bool
stop_at_once(CX_UNUSED void *data, CX_UNUSED int64_t n_done, CX_UNUSED int64_t n_total)
{
    return false;
}

/* Asks for its own job to be cancelled, over another connection, and goes on. */
static bool
run_cancelled(CxJobRun *run, GError **error)
{
    g_autoptr(CxDb) db = cx_db_pool_take(run->home->pool, CX_DB_WRITE, error);
    g_assert_nonnull(db);
    g_autoptr(CxCtx) ctx = cx_home_ctx(run->home, db);
    const CxJobKinds none = { NULL, 0 };
    g_assert_true(cx_runner_cancel(ctx, &none, run->job->id, error));
    return cx_ctx_progress(run->ctx, 1, 3, error);
}

static void
test_stop_and_cancel(const char *url)
{
    Place place;
    place_open(&place, url);
    const CxJobKind kinds[] = { { "well", run_well, NULL }, { "cancelled", run_cancelled, NULL } };
    const CxJobKinds both = { kinds, 2 };
    enqueue(place.db, "well", "system");
    for (int i = 0; i < 5; i++) { /* more often than it has tries */
        g_autoptr(CxJob) job = work(&place, &both, (CxProgress){ stop_at_once, NULL });
        g_assert_cmpint(job->state, ==, CX_JOB_QUEUED);
    }
    g_autoptr(CxJob) job = work(&place, &both, (CxProgress){ 0 });
    g_assert_cmpint(job->state, ==, CX_JOB_DONE);

    enqueue(place.db, "cancelled", "system");
    g_autoptr(CxJob) cancelled = work(&place, &both, (CxProgress){ 0 });
    g_assert_cmpint(cancelled->state, ==, CX_JOB_CANCELLED);
    place_close(&place);
}

/* A process that holds a job and is gone: the next one has it at once, and not after the lease. */
static void
test_worker_gone(const char *url)
{
    Place place;
    place_open(&place, url);
    enqueue(place.db, "well", "system");
    const pid_t child = fork();
    if (child == 0) {
        g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, NULL);
        g_autofree char *name = cx_worker_name();
        const CxJobWorker worker = { .name = name, .lease_us = LEASE_US };
        g_autoptr(CxTxn) txn = cx_txn_begin_write(db, NULL);
        CxJob *job = NULL;
        const CxInstant now = cx_clock_now(&(CxClock){ 0 });
        const bool is_held =
            cx_job_lease(db, &worker, now, &job, NULL) && job != NULL && cx_txn_commit(&txn, NULL);
        _exit(is_held ? 0 : 1);
    }
    int status = -1;
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_cmpint(status, ==, 0);
    const CxJobKind well = { "well", run_well, NULL };
    g_autoptr(CxJob) job = work(&place, &(CxJobKinds){ &well, 1 }, (CxProgress){ 0 });
    g_assert_nonnull(job);
    g_assert_cmpint(job->state, ==, CX_JOB_DONE);
    g_assert_cmpint(job->tries, ==, 2);

    g_autofree char *own = cx_worker_name();
    g_assert_false(cx_worker_is_gone(own));
    g_assert_false(cx_worker_is_gone("elsewhere:1:1:abc:1"));
    g_assert_false(cx_worker_is_gone("w"));
    g_assert_false(cx_worker_is_gone(""));
    place_close(&place);
}

/* ---- The thread ---- */

static GMutex lock;
static GCond is_reached;
static int n_reached;

static bool
run_reached(CX_UNUSED CxJobRun *run, CX_UNUSED GError **error)
{
    g_mutex_lock(&lock);
    n_reached++;
    g_cond_broadcast(&is_reached);
    g_mutex_unlock(&lock);
    return true;
}

static void
show_line(const char *line)
{
    g_test_message("%s", line);
}

static void
test_thread(const char *url)
{
    Place place;
    place_open(&place, url);
    n_reached = 0;
    const CxJobKind kinds[] = { { "reached", run_reached, NULL },
                                { "nightly", run_reached, NULL } };
    g_autoptr(GError) error = NULL;
    const CxJobKinds both = { kinds, 2 };
    CxRunner *runner = cx_runner_start(&place.home, &both, show_line, &error);
    g_assert_no_error(error);
    enqueue(place.db, "reached", "system");
    g_mutex_lock(&lock);
    while (n_reached < 2) /* the job, and the night's, which nobody else has queued */
        g_cond_wait(&is_reached, &lock);
    g_mutex_unlock(&lock);
    cx_runner_stop(runner);
    place_close(&place);
}

/* ---- The night ---- */

static GString *heard;

static bool
hook_first(CX_UNUSED CxCtx *ctx, CX_UNUSED CxHome *home, CX_UNUSED GError **error)
{
    g_string_append_c(heard, 'a');
    return true;
}

static bool
hook_ill(CX_UNUSED CxCtx *ctx, CX_UNUSED CxHome *home, GError **error)
{
    g_string_append_c(heard, 'b');
    g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "no good");
    return false;
}

static bool
hook_half(CxCtx *ctx, CX_UNUSED CxHome *home, GError **error)
{
    return cx_ctx_progress(ctx, 1, 2, error);
}

/* Writes down what is shown in thousandths, and has enough at a share of two thirds. */
static bool
show_share(void *data, int64_t n_done, int64_t n_total)
{
    g_string_append_printf(data, "%d ", (int)(1000 * n_done / n_total));
    return 3 * n_done < 2 * n_total;
}

/* What a hook tells of itself is shown as a part of the night; the night can be ended within one. */
static void
test_nightly_progress(const char *url)
{
    Place place;
    place_open(&place, url);
    g_autoptr(GError) error = NULL;
    const CxNightlyHook rows[] = { { "One", hook_half },
                                   { "Two", hook_half },
                                   { "Three", hook_half } };
    g_autoptr(GString) shown = g_string_new(NULL);
    g_autoptr(CxCtx) ctx = cx_home_ctx(&place.home, place.db);
    ctx->progress = (CxProgress){ show_share, shown };
    CxJobRun run = { .ctx = ctx, .home = &place.home };
    g_assert_false(cx_nightly_run(&run, &(CxNightlyHooks){ rows, 3 }, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CANCELLED);
    g_assert_cmpstr(shown->str, ==, "0 166 333 500 666 ");
    g_assert_null(run.message);
    place_close(&place);
}

static void
test_nightly(const char *url)
{
    Place place;
    place_open(&place, url);
    g_autoptr(GError) error = NULL;
    place.config.nightly_hour = 10; /* it is nine */
    g_assert_true(cx_nightly_queue(&place.home, place.db, &error));
    const CxJobKind kind = { "nightly", run_reached, NULL };
    g_assert_null(work(&place, &(CxJobKinds){ &kind, 1 }, (CxProgress){ 0 }));
    place.config.nightly_hour = 9;
    for (int i = 0; i < 3; i++)
        g_assert_true(cx_nightly_queue(&place.home, place.db, &error));
    g_autoptr(CxJob) job = work(&place, &(CxJobKinds){ &kind, 1 }, (CxProgress){ 0 });
    g_assert_cmpstr(job->key, ==, "nightly:2026-11-16");
    g_assert_true(cx_nightly_queue(&place.home, place.db, &error));
    g_assert_null(work(&place, &(CxJobKinds){ &kind, 1 }, (CxProgress){ 0 }));
    place.home.clock.at.us += CX_US_PER_DAY;
    g_assert_true(cx_nightly_queue(&place.home, place.db, &error));
    g_autoptr(CxJob) next = work(&place, &(CxJobKinds){ &kind, 1 }, (CxProgress){ 0 });
    g_assert_cmpstr(next->key, ==, "nightly:2026-11-17");

    const CxNightlyHook rows[] = { { "One", hook_first },
                                   { "Two", hook_ill },
                                   { "Three", hook_first } };
    heard = g_string_new(NULL);
    g_autoptr(CxCtx) ctx = cx_home_ctx(&place.home, place.db);
    CxJobRun run = { .ctx = ctx, .home = &place.home };
    g_assert_false(cx_nightly_run(&run, &(CxNightlyHooks){ rows, 3 }, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_assert_cmpstr(error->message, ==, "Two: no good");
    g_assert_cmpstr(heard->str, ==, "aba");
    g_assert_cmpstr(run.message, ==, "2 of 3 done");
    g_free(run.message);
    g_string_free(heard, TRUE);

    g_clear_error(&error);
    CxJobRun real = { .ctx = ctx, .home = &place.home };
    g_assert_true(cx_nightly_run(&real, &cx_nightly_hooks, &error));
    g_assert_no_error(error);
    g_free(real.message);
    place_close(&place);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/app/runner/ends", test_ends);
    cx_test_engines_add_url("/app/runner/stop-and-cancel", test_stop_and_cancel);
    cx_test_engines_add_url("/app/runner/worker-gone", test_worker_gone);
    cx_test_engines_add_url("/app/runner/thread", test_thread);
    cx_test_engines_add_url("/app/runner/nightly", test_nightly);
    cx_test_engines_add_url("/app/runner/nightly-progress", test_nightly_progress);
    return g_test_run();
}
