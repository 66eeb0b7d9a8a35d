/* Promises between the program and its leaders, and whether they were kept.
 *
 * The CX team sees all, a leader sees their own, others none. Plain values in the context's arena. */
#pragma once

#include "people/ctx.h"

typedef enum {
    CX_PROMISE_OURS,   /* the program's, to the leader */
    CX_PROMISE_THEIRS, /* the leader's, to the program */
} CxPromiseDirection;

typedef enum {
    CX_PROMISE_OPEN,
    CX_PROMISE_KEPT,
    CX_PROMISE_WITHDRAWN,
} CxPromiseState;

/* "ours", "open" …; borrowed for ever. */
const char *cx_promise_direction_key(CxPromiseDirection direction);
const char *cx_promise_state_key(CxPromiseState state);

typedef struct {
    int64_t id;
    int64_t note; /* the line it was taken from */
    CxLeaderId leader;
    CxPromiseDirection direction;
    const char *what;
    CxDay made_on;
    CxDay due_on; /* CX_DAY_NONE: no day was named */
    CxPromiseState state;
    CxDay ended_on; /* kept or withdrawn on, else CX_DAY_NONE */
    const char *noted_by;
    const char *origin; /* who had the office it was taken over with; NULL: made with the leader */
    CxLeaderId successor; /* who answered it with the office; 0: nobody */
    const char *declined; /* why it was not taken over; NULL: it was, or nobody answered */
} CxPromise;

typedef struct {
    const CxPromise *items; /* by the day they are due, those without one by the day made */
    size_t n;
} CxPromises;

/* Whether it is open and its day is over. */
bool cx_promise_is_overdue(const CxPromise *promise, CxDay today);

/* All promises the reader may see. FORBIDDEN for others than the CX team and leaders. */
CX_MUST_USE bool cx_promise_list(CxCtx *ctx, CxPromises *ret_promises, GError **error);
/* Use case: ends a promise today. CONFLICT when it has ended or is not there. CX team, and
 * of their own promises the leader who made them. Writes
 * promise, audit. */
CX_MUST_USE bool cx_promise_end(CxCtx *ctx, int64_t id, CxPromiseState state, GError **error);
