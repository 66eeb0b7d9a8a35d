#include "db/job.h"

#include <inttypes.h>

#include "db/db_priv.h"
#include "db/worker.h"
#include "lang/assert.h"
#include "sql/db.h"

static const char *const state_keys[CX_JOB_STATE_N] = {
#define X(name, key) [CX_JOB_##name] = (key),
    CX_JOB_STATE_MAP(X)
#undef X
};

const char *
cx_job_state_key(CxJobState state)
{
    cx_assert(state < CX_JOB_STATE_N);
    return state_keys[state];
}

static bool
parse_state(const char *key, CxJobState *ret_state, GError **error)
{
    for (size_t i = 0; i < CX_JOB_STATE_N; i++) {
        if (g_str_equal(key, state_keys[i])) {
            *ret_state = (CxJobState)i;
            return true;
        }
    }
    g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "a job has the state \"%s\"", key);
    return false;
}

void
cx_job_free(CxJob *job)
{
    if (job == NULL)
        return;
    g_free(job->kind);
    g_free(job->args_json);
    g_free(job->key);
    g_free(job->actor);
    g_free(job->worker);
    g_free(job->checkpoint);
    g_free(job->message);
    g_free(job->error);
    g_free(job);
}

/* The three queries that read jobs have the same columns, in structs of their own. */
#define JOB_FROM_ROW(row)                                                                          \
    &(CxJobLoadRow)                                                                                \
    {                                                                                              \
        .id = (row).id, .kind = (row).kind, .args_json = (row).args_json, .key = (row).key,        \
        .actor = (row).actor, .state = (row).state, .tries = (row).tries,                          \
        .tries_max = (row).tries_max, .created_us = (row).created_us,                              \
        .not_before_us = (row).not_before_us, .lease_until_us = (row).lease_until_us,              \
        .ended_us = (row).ended_us, .worker = (row).worker, .checkpoint = (row).checkpoint,        \
        .n_done = (row).n_done, .n_total = (row).n_total, .message = (row).message,                \
        .error = (row).error, .is_cancel_asked = (row).is_cancel_asked                             \
    }

static CxJob *
job_from_row(const CxJobLoadRow *row, GError **error)
{
    CxJobState state;
    if (!parse_state(row->state, &state, error))
        return NULL;
    CxJob *job = g_new0(CxJob, 1);
    job->id = (CxJobId){ row->id };
    job->kind = g_strdup(row->kind);
    job->args_json = g_strdup(row->args_json);
    job->key = g_strdup(row->key);
    job->actor = g_strdup(row->actor);
    job->state = state;
    job->tries = row->tries;
    job->tries_max = row->tries_max;
    job->created_at = (CxInstant){ row->created_us };
    job->not_before = (CxInstant){ row->not_before_us };
    job->lease_until = (CxInstant){ row->lease_until_us.v };
    job->ended_at = (CxInstant){ row->ended_us.v };
    job->worker = g_strdup(row->worker);
    job->checkpoint = g_strdup(row->checkpoint);
    job->n_done = row->n_done;
    job->n_total = row->n_total;
    job->message = g_strdup(row->message);
    job->error = g_strdup(row->error);
    job->is_cancel_asked = row->is_cancel_asked != 0;
    return job;
}

bool
cx_job_enqueue(CxDb *db, const CxJobSpec *spec, CxInstant now, CxJobId *ret_job, GError **error)
{
    cx_assert(spec->tries_max >= 1);
    const CxJobAddParams params = {
        .kind = spec->kind,
        .args_json = spec->args_json,
        .key = spec->key,
        .actor = spec->actor,
        .tries_max = spec->tries_max,
        .created_us = now.us,
        .not_before_us = spec->not_before.us,
    };
    CxJobAddRow row;
    if (!cx_q_job_add(db, &params, &row, error))
        return false;
    *ret_job = (CxJobId){ row.id };
    db->txn->has_queued = true;
    return true;
}

static CxOptI64
opt_job(CxJobId id)
{
    return id.v == 0 ? (CxOptI64){ 0 } : CX_SOME_I64(id.v);
}

/* Whether the worker could have this open job now, and whether it has to be taken back first. */
static bool
is_takeable(const CxJobOpenListRow *row, const CxJobWorker *worker, CxInstant now,
            bool *ret_is_gone)
{
    *ret_is_gone = false;
    if ((worker->kind != NULL && g_strcmp0(worker->kind, row->kind) != 0) ||
        (worker->only.v != 0 && worker->only.v != row->id) || row->not_before_us > now.us)
        return false;
    if (!row->lease_until_us.is_set || row->lease_until_us.v <= now.us)
        return true;
    *ret_is_gone = row->worker != NULL && cx_worker_is_gone(row->worker);
    return *ret_is_gone;
}

bool
cx_job_is_due(CxDb *db, const CxJobWorker *worker, CxInstant now, bool *ret_is_due, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_job_open_list(db, error);
    if (stmt == NULL)
        return false;
    bool is_due = false;
    CxJobOpenListRow row;
    CxStep step = CX_STEP_DONE;
    while (!is_due && (step = cx_q_job_open_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        bool is_gone = false;
        is_due = is_takeable(&row, worker, now, &is_gone);
    }
    if (step == CX_STEP_ERROR)
        return false;
    *ret_is_due = is_due;
    return true;
}

/* Takes back what processes held that are gone. */
static bool
take_back(CxDb *db, const CxJobWorker *worker, CxInstant now, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_job_open_list(db, error);
    if (stmt == NULL)
        return false;
    CxJobOpenListRow row;
    CxStep step;
    while ((step = cx_q_job_open_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        bool is_gone = false;
        const CxJobTakeBackParams params = { .id = row.id, .tries = row.tries, .now_us = now.us };
        if (is_takeable(&row, worker, now, &is_gone) && is_gone &&
            !cx_q_job_take_back(db, &params, error))
            return false;
    }
    return step == CX_STEP_DONE;
}

bool
cx_job_lease(CxDb *db, const CxJobWorker *worker, CxInstant now, CxJob **ret_job, GError **error)
{
    if (!take_back(db, worker, now, error) ||
        !cx_q_job_expire(db, &(CxJobExpireParams){ .now_us = now.us }, error))
        return false;
    const CxJobLeaseParams params = {
        .kind = worker->kind,
        .only_id = opt_job(worker->only),
        .worker = worker->name,
        .now_us = now.us,
        .until_us = now.us + worker->lease_us,
    };
    g_autoptr(CxStmt) stmt = cx_q_job_lease(db, &params, error);
    if (stmt == NULL)
        return false;
    CxJobLeaseRow row;
    const CxStep step = cx_q_job_lease_next(stmt, &row, error);
    CxJob *job = NULL;
    if (step == CX_STEP_ROW) {
        job = job_from_row(JOB_FROM_ROW(row), error);
        if (job == NULL)
            return false;
    }
    if (step != CX_STEP_ERROR)
        *ret_job = job;
    return step != CX_STEP_ERROR;
}

/* After a change of a held job: false if someone else holds it, or nobody. */
static bool
check_held(CxDb *db, const CxJob *job, GError **error)
{
    if (cx_db_changes(db) == 1)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT,
                "job %" PRId64 " is not held any more: its lease ran out", job->id.v);
    return false;
}

bool
cx_job_heartbeat(CxDb *db, const CxJob *job, CxInstant now, int64_t lease_us,
                 bool *ret_is_cancel_asked, GError **error)
{
    const CxJobHeartbeatParams params = {
        .id = job->id.v,
        .tries = job->tries,
        .until_us = now.us + lease_us,
    };
    g_autoptr(CxStmt) stmt = cx_q_job_heartbeat(db, &params, error);
    if (stmt == NULL)
        return false;
    if (!check_held(db, job, error))
        return false;
    CxJobHeartbeatRow row;
    if (cx_q_job_heartbeat_next(stmt, &row, error) != CX_STEP_ROW)
        return false;
    *ret_is_cancel_asked = row.is_cancel_asked != 0;
    return true;
}

bool
cx_job_progress(CxDb *db, const CxJob *job, const CxJobProgress *progress, GError **error)
{
    const CxJobProgressParams params = {
        .id = job->id.v,
        .tries = job->tries,
        .n_done = progress->n_done,
        .n_total = progress->n_total,
        .message = progress->message,
        .checkpoint = progress->checkpoint,
    };
    return cx_q_job_progress(db, &params, error) && check_held(db, job, error);
}

typedef struct {
    CxJobState state;
    const char *message;
    const char *why; /* (nullable) it failed */
} Ending;

static bool
end(CxDb *db, const CxJob *job, const Ending *ending, CxInstant now, GError **error)
{
    const CxJobEndParams params = {
        .id = job->id.v,
        .tries = job->tries,
        .state = cx_job_state_key(ending->state),
        .message = ending->message,
        .error = ending->why,
        .now_us = now.us,
    };
    return cx_q_job_end(db, &params, error) && check_held(db, job, error);
}

bool
cx_job_finish(CxDb *db, const CxJob *job, const char *message, CxInstant now, GError **error)
{
    return end(db, job, &(Ending){ CX_JOB_DONE, message, NULL }, now, error);
}

bool
cx_job_cancelled(CxDb *db, const CxJob *job, CxInstant now, GError **error)
{
    return end(db, job, &(Ending){ CX_JOB_CANCELLED, NULL, NULL }, now, error);
}

bool
cx_job_give_up(CxDb *db, const CxJob *job, const char *why, CxInstant now, GError **error)
{
    return end(db, job, &(Ending){ CX_JOB_FAILED, NULL, why }, now, error);
}

bool
cx_job_release(CxDb *db, const CxJob *job, const char *message, CxInstant not_before,
               GError **error)
{
    const CxJobReleaseParams params = {
        .id = job->id.v,
        .tries = job->tries,
        .message = message,
        .not_before_us = not_before.us,
    };
    return cx_q_job_release(db, &params, error) && check_held(db, job, error);
}

bool
cx_job_latest_key(CxDb *db, const char *kind, char **ret_key, GError **error)
{
    g_autoptr(CxStmt) stmt =
        cx_q_job_latest_key(db, &(CxJobLatestKeyParams){ .kind = kind }, error);
    if (stmt == NULL)
        return false;
    CxJobLatestKeyRow row;
    const CxStep step = cx_q_job_latest_key_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    *ret_key = step == CX_STEP_ROW ? g_strdup(row.key) : NULL;
    return true;
}

GPtrArray *
cx_job_open_args(CxDb *db, const char *kind, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_job_open_args(db, &(CxJobOpenArgsParams){ .kind = kind }, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
    CxJobOpenArgsRow row;
    CxStep step;
    while ((step = cx_q_job_open_args_next(stmt, &row, error)) == CX_STEP_ROW)
        g_ptr_array_add(list, g_strdup(row.args_json));
    return step == CX_STEP_ERROR ? NULL : g_steal_pointer(&list);
}

bool
cx_job_find_key(CxDb *db, const char *kind, const char *key, CxJob **ret_job, GError **error)
{
    const CxJobFindKeyParams params = { .kind = kind, .key = key };
    g_autoptr(CxStmt) stmt = cx_q_job_find_key(db, &params, error);
    if (stmt == NULL)
        return false;
    CxJobFindKeyRow row;
    const CxStep step = cx_q_job_find_key_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    *ret_job = step == CX_STEP_ROW ? cx_job_load(db, (CxJobId){ row.id }, error) : NULL;
    return step == CX_STEP_DONE || *ret_job != NULL;
}

bool
cx_job_fail(CxDb *db, const CxJob *job, const char *why, CxInstant retry_at, CxInstant now,
            GError **error)
{
    const CxJobFailParams params = {
        .id = job->id.v,
        .tries = job->tries,
        .error = why,
        .retry_us = retry_at.us,
        .now_us = now.us,
    };
    return cx_q_job_fail(db, &params, error) && check_held(db, job, error);
}

bool
cx_job_cancel(CxDb *db, CxJobId id, CxInstant now, GError **error)
{
    if (!cx_q_job_cancel(db, &(CxJobCancelParams){ .id = id.v, .now_us = now.us }, error))
        return false;
    if (cx_db_changes(db) == 1)
        return true;
    g_autoptr(CxJob) job = cx_job_load(db, id, error);
    if (job == NULL)
        return false;
    g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT, "job %" PRId64 " has ended already", id.v);
    return false;
}

CxJob *
cx_job_load(CxDb *db, CxJobId id, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_job_load(db, &(CxJobLoadParams){ .id = id.v }, error);
    if (stmt == NULL)
        return NULL;
    CxJobLoadRow row;
    switch (cx_q_job_load_next(stmt, &row, error)) {
    case CX_STEP_ROW:
        return job_from_row(&row, error);
    case CX_STEP_DONE:
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no job %" PRId64, id.v);
        return NULL;
    case CX_STEP_ERROR:
        break;
    }
    return NULL;
}

static void
free_job(gpointer data)
{
    cx_job_free(data);
}

GPtrArray *
cx_job_list(CxDb *db, CxJobId before, int64_t n_max, GError **error)
{
    const CxJobListParams params = {
        .before = before.v == 0 ? INT64_MAX : before.v,
        .n_max = n_max,
    };
    g_autoptr(CxStmt) stmt = cx_q_job_list(db, &params, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) jobs = g_ptr_array_new_with_free_func(free_job);
    CxJobListRow row;
    CxStep step;
    while ((step = cx_q_job_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxJob *job = job_from_row(JOB_FROM_ROW(row), error);
        if (job == NULL)
            return NULL;
        g_ptr_array_add(jobs, job);
    }
    return step == CX_STEP_ERROR ? NULL : g_steal_pointer(&jobs);
}

bool
cx_job_is_passing(CxDb *db, const CxJob *job, const GError *why)
{
    const CxErrorCode code = cx_error_code(why);
    if (code == CX_ERROR_BUSY || code == CX_ERROR_CANCELLED)
        return true;
    if (code == CX_ERROR_IO)
        return job->tries < job->tries_max;
    if (code != CX_ERROR_CONFLICT)
        return false;
    g_autoptr(CxJob) now = cx_job_load(db, job->id, NULL);
    return now != NULL && (now->state != CX_JOB_RUNNING || now->tries != job->tries);
}

int64_t
cx_job_deaths(const CxJob *job)
{
    const int64_t alive = job->checkpoint != NULL ? g_ascii_strtoll(job->checkpoint, NULL, 10) : 0;
    return job->tries - alive;
}
