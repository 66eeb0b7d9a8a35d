#include <string.h>

#include "base/error.h"
#include "db/job.h"
#include "db/outbox.h"
#include "db/stmt.h"
#include "db/txn.h"
#include "support/engines.h"
#include "support/store.h"

#define LEASE_US  INT64_C(60000000)
#define TRIES_MAX 2

static CxJobId
enqueue(CxDb *db, const char *kind, const char *key)
{
    const CxJobSpec spec = {
        .kind = kind,
        .args_json = "{}",
        .key = key,
        .actor = "system",
        .tries_max = TRIES_MAX,
        .not_before = { CX_TEST_NOW_US },
    };
    g_autoptr(GError) error = NULL;
    CxJobId id = { 0 };
    g_assert_true(cx_job_enqueue(db, &spec, (CxInstant){ CX_TEST_NOW_US }, &id, &error));
    g_assert_no_error(error);
    return id;
}

static CxJob *
lease(CxDb *db, const char *kind, CxInstant now)
{
    const CxJobWorker worker = { .name = "w", .kind = kind, .lease_us = LEASE_US };
    g_autoptr(GError) error = NULL;
    CxJob *job = NULL;
    g_assert_true(cx_job_lease(db, &worker, now, &job, &error));
    g_assert_no_error(error);
    return job;
}

static CxJob *
load(CxDb *db, CxJobId id)
{
    g_autoptr(GError) error = NULL;
    CxJob *job = cx_job_load(db, id, &error);
    g_assert_no_error(error);
    return job;
}

/* ---- The rules of a job's life, as a model beside the tables ----
 *
 * Every sequence of a few operations, and long random ones, is done to a job and to the model;
 * after each step both must agree. Two handles are kept: of the first lease, which goes stale when
 * the job is leased again, and of the latest. */

typedef enum {
    OP_LEASE,
    OP_HEARTBEAT,
    OP_PROGRESS,
    OP_FINISH,
    OP_FAIL,
    OP_CANCELLED,
    OP_ASK_CANCEL,
    OP_WAIT,
    OP_STALE_FINISH,
    OP_N
} Op;

static const char *const op_names[OP_N] = { "lease",      "heartbeat", "progress",
                                            "finish",     "fail",      "cancelled",
                                            "ask cancel", "wait",      "stale finish" };

typedef struct {
    CxJobState state;
    int64_t tries;
    gboolean is_cancel_asked;
    int64_t lease_until_us;
    int64_t n_done;
} Model;

typedef struct {
    CxDb *db;
    CxJobId id;
    CxInstant now;
    CxJob *first;
    CxJob *latest;
    Model model;
} World;

static gboolean
is_open(const Model *model)
{
    return model->state == CX_JOB_QUEUED || model->state == CX_JOB_RUNNING;
}

static gboolean
is_held_by(const Model *model, const CxJob *handle)
{
    return handle != NULL && model->state == CX_JOB_RUNNING && model->tries == handle->tries;
}

static void
do_lease(World *world)
{
    Model *model = &world->model;
    const gboolean is_expired =
        model->state == CX_JOB_RUNNING && model->lease_until_us <= world->now.us;
    if (is_expired && (model->is_cancel_asked || model->tries == TRIES_MAX)) {
        model->state = model->is_cancel_asked ? CX_JOB_CANCELLED : CX_JOB_FAILED;
    }
    const gboolean is_given =
        model->state == CX_JOB_QUEUED || (is_expired && model->state == CX_JOB_RUNNING);
    CxJob *job = lease(world->db, "model", world->now);
    g_assert_cmpint(job != NULL, ==, is_given);
    if (job == NULL) {
        return;
    }
    model->state = CX_JOB_RUNNING;
    model->tries++;
    model->lease_until_us = world->now.us + LEASE_US;
    if (world->first == NULL) {
        world->first = job;
    } else {
        cx_job_free(world->latest);
        world->latest = job;
    }
}

static const CxJob *
latest_of(const World *world)
{
    return world->latest != NULL ? world->latest : world->first;
}

/* What a holder does, and what the model says of it if it may. */
static bool
hold(World *world, Op op, const CxJob *handle, GError **error)
{
    Model *model = &world->model;
    Model next = *model;
    bool is_cancel_asked = false;
    bool is_done = false;
    switch (op) {
    case OP_HEARTBEAT:
        next.lease_until_us = world->now.us + LEASE_US;
        is_done =
            cx_job_heartbeat(world->db, handle, world->now, LEASE_US, &is_cancel_asked, error);
        g_assert_true(!is_done || is_cancel_asked == model->is_cancel_asked);
        break;
    case OP_PROGRESS: {
        const CxJobProgress progress = { .n_done = ++next.n_done, .checkpoint = "c" };
        is_done = cx_job_progress(world->db, handle, &progress, error);
        break;
    }
    case OP_FINISH:
    case OP_STALE_FINISH:
        next.state = CX_JOB_DONE;
        is_done = cx_job_finish(world->db, handle, "all of it", world->now, error);
        break;
    case OP_CANCELLED:
        next.state = CX_JOB_CANCELLED;
        is_done = cx_job_cancelled(world->db, handle, world->now, error);
        break;
    case OP_FAIL:
        next.state = model->is_cancel_asked      ? CX_JOB_CANCELLED
                     : model->tries == TRIES_MAX ? CX_JOB_FAILED
                                                 : CX_JOB_QUEUED;
        is_done = cx_job_fail(world->db, handle, "disk full", world->now, world->now, error);
        break;
    case OP_LEASE:
    case OP_ASK_CANCEL:
    case OP_WAIT:
    case OP_N:
        g_assert_not_reached();
    }
    if (is_done) {
        *model = next;
    }
    return is_done;
}

static void
do_ask_cancel(World *world)
{
    Model *model = &world->model;
    g_autoptr(GError) error = NULL;
    const bool is_done = cx_job_cancel(world->db, world->id, world->now, &error);
    g_assert_cmpint(is_done, ==, is_open(model));
    if (!is_done) {
        g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
        return;
    }
    model->is_cancel_asked = TRUE;
    if (model->state == CX_JOB_QUEUED) {
        model->state = CX_JOB_CANCELLED;
    }
}

static void
do_op(World *world, Op op)
{
    if (op == OP_LEASE) {
        do_lease(world);
    } else if (op == OP_ASK_CANCEL) {
        do_ask_cancel(world);
    } else if (op == OP_WAIT) {
        world->now.us += 2 * LEASE_US;
    } else {
        const CxJob *handle = op == OP_STALE_FINISH ? world->first : latest_of(world);
        if (handle == NULL) {
            return;
        }
        const gboolean may = is_held_by(&world->model, handle);
        g_autoptr(GError) error = NULL;
        g_assert_cmpint(hold(world, op, handle, &error), ==, may);
        g_assert_true(may || g_error_matches(error, CX_ERROR, CX_ERROR_CONFLICT));
    }
}

static void
compare(const World *world)
{
    const Model *model = &world->model;
    g_autoptr(CxJob) job = load(world->db, world->id);
    g_assert_cmpstr(cx_job_state_key(job->state), ==, cx_job_state_key(model->state));
    g_assert_cmpint(job->tries, ==, model->tries);
    g_assert_cmpint(job->is_cancel_asked, ==, model->is_cancel_asked);
    g_assert_cmpint(job->n_done, ==, model->n_done);
    g_assert_cmpstr(job->checkpoint, ==, model->n_done > 0 ? "c" : NULL);
    g_assert_cmpint(job->ended_at.us != 0, ==, !is_open(model));
    g_assert_cmpint(job->lease_until.us, ==,
                    model->state == CX_JOB_RUNNING ? model->lease_until_us : 0);
}

static void
play(CxDb *db, const Op *ops, size_t n_ops)
{
    static const CxQuery clear = { .name = "test/job_clear",
                                   .sqlite = "DELETE FROM job",
                                   .pg = "DELETE FROM job" };
    World world = { .db = db, .now = { CX_TEST_NOW_US }, .id = enqueue(db, "model", NULL) };
    g_autoptr(GString) said = g_string_new("new");
    for (size_t i = 0; i < n_ops; i++) {
        g_string_append_printf(said, ", %s", op_names[ops[i]]);
    }
    g_test_message("%s", said->str);
    for (size_t i = 0; i < n_ops; i++) {
        do_op(&world, ops[i]);
        compare(&world);
    }
    cx_job_free(world.first);
    cx_job_free(world.latest);
    g_assert_true(cx_stmt_run(db, &clear, NULL, NULL));
}

static void
test_model(CxDb *db)
{
    enum { DEPTH = 3, N_WALKS = 150, WALK = 14 };
    g_autoptr(CxTxn) txn = cx_test_begin(db);
    Op ops[WALK];
    size_t n_sequences = 1;
    for (size_t i = 0; i < DEPTH; i++) {
        n_sequences *= OP_N;
    }
    for (size_t sequence = 0; sequence < n_sequences; sequence++) {
        ops[0] = OP_LEASE;
        for (size_t i = 0, rest = sequence; i < DEPTH; i++, rest /= OP_N) {
            ops[i + 1] = (Op)(rest % OP_N);
        }
        play(db, ops, DEPTH + 1);
    }
    for (size_t walk = 0; walk < N_WALKS; walk++) {
        for (size_t i = 0; i < WALK; i++) {
            ops[i] = (Op)g_test_rand_int_range(0, OP_N);
        }
        play(db, ops, WALK);
    }
}

/* ---- What the model leaves out ---- */

static void
test_order(CxDb *db)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxTxn) txn = cx_test_begin(db);
    const CxJobId first = enqueue(db, "a", NULL);
    const CxJobId second = enqueue(db, "b", NULL);
    const CxJobId third = enqueue(db, "a", NULL);
    g_autoptr(CxJob) too_early = lease(db, NULL, (CxInstant){ CX_TEST_NOW_US - 1 });
    g_assert_null(too_early);
    g_autoptr(CxJob) of_kind = lease(db, "b", (CxInstant){ CX_TEST_NOW_US });
    g_assert_cmpint(of_kind->id.v, ==, second.v);
    g_assert_cmpstr(of_kind->worker, ==, "w");
    g_autoptr(CxJob) any = lease(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    g_assert_cmpint(any->id.v, ==, first.v);
    g_autoptr(CxJob) next = lease(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    g_assert_cmpint(next->id.v, ==, third.v);
    g_autoptr(CxJob) none = lease(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    g_assert_null(none);

    g_autoptr(GPtrArray) jobs = cx_job_list(db, (CxJobId){ 0 }, 2, &error);
    g_assert_cmpuint(jobs->len, ==, 2);
    const CxJob *newest = g_ptr_array_index(jobs, 0);
    g_assert_cmpint(newest->id.v, ==, third.v);
    g_autoptr(GPtrArray) older = cx_job_list(db, second, 10, &error);
    g_assert_cmpuint(older->len, ==, 1);
    g_assert_null(cx_job_load(db, (CxJobId){ 999 }, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
}

/* A key is taken while its job is open, and free again afterwards. */
static void
test_key(CxDb *db)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxTxn) txn = cx_test_begin(db);
    const CxJobId first = enqueue(db, "a", "nightly");
    cx_test_commit(&txn);

    const CxJobSpec spec = {
        .kind = "a", .args_json = "{}", .key = "nightly", .actor = "system", .tries_max = 1
    };
    CxJobId id = { 77 };
    txn = cx_test_begin(db);
    g_assert_false(cx_job_enqueue(db, &spec, (CxInstant){ CX_TEST_NOW_US }, &id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    g_assert_cmpint(id.v, ==, 77);
    g_clear_error(&error);
    g_clear_pointer(&txn, cx_txn_rollback);

    txn = cx_test_begin(db);
    g_assert_true(cx_job_cancel(db, first, (CxInstant){ CX_TEST_NOW_US }, &error));
    g_assert_true(cx_job_enqueue(db, &spec, (CxInstant){ CX_TEST_NOW_US }, &id, &error));
    g_assert_no_error(error);
    g_assert_cmpint(id.v, !=, first.v);
}

/* ---- The outbox ---- */

static void
add_message(CxDb *db, const char *subject, int64_t due_us)
{
    const CxOutboxEntry entry = {
        .kind = "brief",
        .reader = "ana",
        .subject = subject,
        .args_json = "{}",
        .not_before = { due_us },
    };
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_outbox_add(db, &entry, (CxInstant){ CX_TEST_NOW_US }, &error));
    g_assert_no_error(error);
}

static CxOutboxMessage *
claim(CxDb *db, int64_t now_us)
{
    g_autoptr(GError) error = NULL;
    CxOutboxMessage *message = NULL;
    g_assert_true(cx_outbox_claim(db, (CxInstant){ now_us }, LEASE_US, &message, &error));
    g_assert_no_error(error);
    return message;
}

static void
assert_count(CxDb *db, int64_t want)
{
    g_autoptr(GError) error = NULL;
    int64_t n = -1;
    g_assert_true(cx_outbox_count(db, &n, &error));
    g_assert_cmpint(n, ==, want);
}

static void
test_outbox(CxDb *db)
{
    const CxInstant now = { CX_TEST_NOW_US };
    g_autoptr(GError) error = NULL;
    g_autoptr(CxTxn) txn = cx_test_begin(db);
    add_message(db, "later", CX_TEST_NOW_US + 10 * LEASE_US);
    add_message(db, "first", CX_TEST_NOW_US - 1);
    add_message(db, "second", CX_TEST_NOW_US);
    assert_count(db, 3);

    g_autoptr(CxOutboxMessage) first = claim(db, now.us);
    g_assert_cmpstr(first->subject, ==, "first");
    g_autoptr(CxOutboxMessage) second = claim(db, now.us);
    g_assert_cmpstr(second->subject, ==, "second");
    g_assert_cmpstr(first->message_id, !=, second->message_id);
    g_autoptr(CxOutboxMessage) none = claim(db, now.us);
    g_assert_null(none);

    /* The first claim runs out; whoever held it finds out, the message id stays the same. */
    g_autoptr(CxOutboxMessage) again = claim(db, now.us + LEASE_US);
    g_assert_cmpint(again->id.v, ==, first->id.v);
    g_assert_cmpstr(again->message_id, ==, first->message_id);
    g_assert_false(cx_outbox_done(db, first, now, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    g_clear_error(&error);
    g_assert_true(cx_outbox_done(db, again, now, &error));
    assert_count(db, 2);
    g_assert_false(cx_outbox_done(db, again, now, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    g_clear_error(&error);

    /* Given back for later, then given up. */
    const CxInstant retry = { now.us + 3 * LEASE_US };
    g_assert_true(cx_outbox_fail(db, second, "mailbox full", retry, &error));
    g_autoptr(CxOutboxMessage) too_early = claim(db, retry.us - 1);
    g_assert_null(too_early);
    g_autoptr(CxOutboxMessage) retried = claim(db, retry.us);
    g_assert_cmpint(retried->id.v, ==, second->id.v);
    g_assert_true(cx_outbox_fail(db, retried, "no such address", (CxInstant){ 0 }, &error));
    assert_count(db, 1);
    g_assert_no_error(error);
}

static void
test_outbox_rolls_back(CxDb *db)
{
    {
        g_autoptr(CxTxn) txn = cx_test_begin(db);
        add_message(db, "never", CX_TEST_NOW_US);
    }
    assert_count(db, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/db/job/model", test_model);
    cx_test_engines_add("/db/job/order", test_order);
    cx_test_engines_add("/db/job/key", test_key);
    cx_test_engines_add("/db/outbox/claims", test_outbox);
    cx_test_engines_add("/db/outbox/rolls-back", test_outbox_rolls_back);
    return g_test_run();
}
