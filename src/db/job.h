/* Jobs: work that takes longer than a request, done by any process, resumed after a crash.
 *
 *     queued ──lease──▶ running ──finish──▶ done
 *       ▲ ▲                │ │ └──cancelled──▶ cancelled
 *       │ └──lease ran out─┘ └──fail──▶ queued again, or failed after tries_max leases
 *       └── cancelled while queued ──▶ cancelled
 *
 * A worker holds a job by the number of its lease: every call it makes names the lease, and fails
 * with CONFLICT once the lease ran out and someone else took the job. Handlers must be idempotent
 * from their last checkpoint on. All functions that change something need a write transaction of the
 * caller. Table job. */
#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "db/db.h"

CX_ID_TYPE(CxJobId);

#define CX_JOB_STATE_MAP(X)                                                                        \
    X(QUEUED, "queued")                                                                            \
    X(RUNNING, "running")                                                                          \
    X(DONE, "done")                                                                                \
    X(FAILED, "failed")                                                                            \
    X(CANCELLED, "cancelled")

typedef enum {
#define X(name, key) CX_JOB_##name,
    CX_JOB_STATE_MAP(X)
#undef X
        CX_JOB_STATE_N
} CxJobState;

/* "queued"; borrowed for ever. */
const char *cx_job_state_key(CxJobState state);

typedef struct {
    const char *kind;      /* which handler */
    const char *args_json; /* what it is told */
    const char *key;   /* (nullable) while a job of this key is queued or running, no second one */
    const char *actor; /* login of whoever asked */
    int64_t tries_max; /* leases before it counts as failed, 1.. */
    CxInstant not_before;
} CxJobSpec;

typedef struct {
    CxJobId id;
    char *kind;
    char *args_json;
    char *key; /* (nullable) */
    char *actor;
    CxJobState state;
    int64_t tries; /* leases so far; the number of the current lease */
    int64_t tries_max;
    CxInstant created_at;
    CxInstant not_before;
    CxInstant lease_until; /* while running */
    CxInstant ended_at;    /* when done, failed or cancelled; 0 before */
    char *worker;          /* (nullable) who holds or held it */
    char *checkpoint;      /* (nullable) where to go on from */
    int64_t n_done;        /* progress, in the handler's own units */
    int64_t n_total;       /* 0: not known */
    char *message;         /* (nullable) what it is doing, or how it ended */
    char *error;           /* (nullable) why the last try failed */
    bool is_cancel_asked;
} CxJob;

void cx_job_free(CxJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxJob, cx_job_free)

/* Queues a job. With a key that is queued or running already, fails with CONFLICT. */
CX_MUST_USE bool cx_job_enqueue(CxDb *db, const CxJobSpec *spec, CxInstant now, CxJobId *ret_job,
                                GError **error);
/* Who works, at what, and for how long a job is theirs without a heartbeat. */
typedef struct {
    const char *name; /* cx_worker_name, so that others notice when it is gone */
    const char *kind; /* (nullable) any */
    CxJobId only;     /* that one; 0: any */
    int64_t lease_us;
} CxJobWorker;

/* Whether there is a job to be leased: one that is due, whose lease ran out, or whose worker was a
 * process of this host that is gone. Only reads. */
CX_MUST_USE bool cx_job_is_due(CxDb *db, const CxJobWorker *worker, CxInstant now, bool *ret_is_due,
                               GError **error);
/* Takes the oldest job that is due, whose lease ran out, or whose worker is gone, for the worker's
 * lease. *ret_job is NULL if there is none. Jobs whose lease ran out in their last try become
 * failed, those asked to cancel become cancelled. */
CX_MUST_USE bool cx_job_lease(CxDb *db, const CxJobWorker *worker, CxInstant now, CxJob **ret_job,
                              GError **error);
/* Renews the lease. *ret_is_cancel_asked tells the worker to stop and call cx_job_cancelled. */
CX_MUST_USE bool cx_job_heartbeat(CxDb *db, const CxJob *job, CxInstant now, int64_t lease_us,
                                  bool *ret_is_cancel_asked, GError **error);

typedef struct {
    int64_t n_done;
    int64_t n_total;
    const char *message;    /* (nullable) keeps the one before */
    const char *checkpoint; /* (nullable) keeps the one before */
} CxJobProgress;

/* Records progress and a checkpoint, in the same transaction as the batch it stands for. */
CX_MUST_USE bool cx_job_progress(CxDb *db, const CxJob *job, const CxJobProgress *progress,
                                 GError **error);
/* Ends a held job. */
CX_MUST_USE bool cx_job_finish(CxDb *db, const CxJob *job, const char *message, CxInstant now,
                               GError **error);
/* Ends a held job's try: queued again for retry_at, or failed if that was the last try. */
CX_MUST_USE bool cx_job_fail(CxDb *db, const CxJob *job, const char *why, CxInstant retry_at,
                             CxInstant now, GError **error);
/* Ends a held job as failed, however many tries are left. */
CX_MUST_USE bool cx_job_give_up(CxDb *db, const CxJob *job, const char *why, CxInstant now,
                                GError **error);
/* Puts a held job back in the queue until not_before, without counting the try: the worker stops, or
 * the job has to wait for something. */
CX_MUST_USE bool cx_job_release(CxDb *db, const CxJob *job, const char *message,
                                CxInstant not_before, GError **error);
CX_MUST_USE bool cx_job_cancelled(CxDb *db, const CxJob *job, CxInstant now, GError **error);

/* Whether a held job's failure says nothing about what it works at: the store is busy, a pause was
 * asked for, the disk may have room at the next try, or somebody else has the job. */
CX_MUST_USE bool cx_job_is_passing(CxDb *db, const CxJob *job, const GError *why);
/* How often a held job was begun since the try whose number its checkpoint holds; all tries without
 * one. More than a few: what it works at ends the program each time. */
int64_t cx_job_deaths(const CxJob *job);

/* Asks a job to stop: a queued one is cancelled at once, a running one at its next heartbeat.
 * NOT_FOUND if there is none, CONFLICT if it has ended. */
CX_MUST_USE bool cx_job_cancel(CxDb *db, CxJobId id, CxInstant now, GError **error);
/* What the open jobs of a kind were told: GPtrArray of char *. (transfer full) */
CX_MUST_USE GPtrArray *cx_job_open_args(CxDb *db, const char *kind, GError **error);
/* The key of the latest job of a kind, ended or not; *ret_key is NULL without any. (transfer full) */
CX_MUST_USE bool cx_job_latest_key(CxDb *db, const char *kind, char **ret_key, GError **error);
/* The latest job of a kind and a key, ended or not; *ret_job is NULL without any. (transfer full) */
CX_MUST_USE bool cx_job_find_key(CxDb *db, const char *kind, const char *key, CxJob **ret_job,
                                 GError **error);
/* (transfer full); NOT_FOUND. */
CX_MUST_USE CxJob *cx_job_load(CxDb *db, CxJobId id, GError **error);
/* Newest first, before id `before` (0: from the end): array of CxJob, (transfer full). */
CX_MUST_USE GPtrArray *cx_job_list(CxDb *db, CxJobId before, int64_t n_max, GError **error);
