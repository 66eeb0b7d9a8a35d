/* What is done every night: a job "nightly", queued once for each civil day of the home's zone from
 * the configured hour on, which runs the hooks in order. */
#pragma once

#include "app/runner.h"

/* One piece of the night's work. It must be idempotent: after a crash, or by `coalition nightly`, it
 * runs again on the same day. */
typedef struct {
    const char *doing; /* shown beside the progress: "Closing periods" */
    bool (*run)(CxCtx *ctx, CxHome *home, GError **error);
} CxNightlyHook;

typedef struct {
    const CxNightlyHook *rows;
    size_t n;
} CxNightlyHooks;

extern const CxNightlyHooks cx_nightly_hooks;

/* Queues the night's job if it is due and was not queued that day. Outside of transactions. */
CX_MUST_USE bool cx_nightly_queue(CxHome *home, CxDb *db, GError **error);
/* Runs hooks in order. One that fails does not keep the others from running: the first error is
 * returned at the end, naming the hook. CANCELLED ends it at once. */
CX_MUST_USE bool cx_nightly_run(CxJobRun *run, const CxNightlyHooks *hooks, GError **error);
/* The handler of the kind "nightly". */
CX_MUST_USE bool cx_nightly_job(CxJobRun *run, GError **error);
