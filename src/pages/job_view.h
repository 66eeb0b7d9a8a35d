/* What works beside the pages, as pages, the API and the command line show it. */
#pragma once

#include "db/job.h"
#include "people/ctx.h"
#include "view/field.h"

typedef struct {
    int64_t id;
    const char *kind;
    const char *what; /* "File taken in"; the kind's key where it has no words */
    const char *state;
    const char *state_text;
    const char *actor;
    const char *worker; /* NULL: nobody had it in hand */
    int64_t n_done;     /* in units of its own */
    int64_t n_total;    /* 0: not known */
    int64_t percent;
    const char *note;    /* what it is doing, why it failed, how it ended; NULL: nothing is said */
    const char *message; /* NULL likewise */
    const char *error;
    int64_t tries;
    CxInstant created_at;
    CxInstant ended_at;       /* 0: it is open */
    const char *created_text; /* of the page */
    const char *url;          /* where more is said of it, or NULL */
    bool is_open;
    bool is_running;
    bool is_cancel_asked;
    bool can_cancel;
} CxJobView;

extern const CxViewType cx_job_view_type;

/* The job in the context's arena; instants as of that zone, NULL: none are written. */
CxJobView cx_job_view(CxCtx *ctx, const CxJob *job, GTimeZone *zone);
