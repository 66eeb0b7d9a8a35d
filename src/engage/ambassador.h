/* Ambassadors (practice C9): who speaks for the program inside each department, how much of their time it
 * takes, what they did and brought in, and when it is somebody else's turn. Facts, for the CX team.
 * Values in the context's arena. */
#pragma once

#include "people/ctx.h"

#define CX_AMBASSADOR_ACT_MAP(X)                                                                   \
    X(TOLD, "told")       /* colleagues */                                                         \
    X(BROUGHT, "brought") /* something in: a complaint, an idea, a barrier */                      \
    X(TRAINED, "trained")

typedef enum {
#define X(name, key) CX_AMBASSADOR_##name,
    CX_AMBASSADOR_ACT_MAP(X)
#undef X
        CX_AMBASSADOR_ACT_N
} CxAmbassadorActKind;

/* "brought"; borrowed for ever. */
const char *cx_ambassador_act_key(CxAmbassadorActKind kind);
/* INVALID, listing what there is. */
CX_MUST_USE bool cx_ambassador_act_parse(const char *key, CxAmbassadorActKind *ret_kind,
                                         GError **error);

#define CX_AMBASSADOR_DAYS       91  /* of load and activity */
#define CX_AMBASSADOR_QUIET_DAYS 60  /* without anything noted: quiet */
#define CX_AMBASSADOR_TURN_DAYS  366 /* in the role: somebody else's turn */
#define CX_AMBASSADOR_YEAR_DAYS  366 /* of what they brought in */

typedef struct {
    int64_t ambassador;
    CxAmbassadorActKind kind;
    const char *what;
    int64_t minutes;
    CxDay day;
} CxAmbassadorAct;

typedef struct {
    int64_t id;
    const char *name;
    CxDepartmentId department;
    const char *department_name;
    int64_t hours_month; /* agreed */
    CxDay from;
    CxDay ended_on;     /* CX_DAY_NONE: still is */
    const char *reason; /* why it ended, or NULL */
    /* of the last 91 days */
    int64_t minutes;
    int64_t n_acts;
    double load; /* minutes of those agreed, 0.. ; NaN: no hours are agreed */
    /* of the last year */
    int64_t n_brought;
    CxDay last;                      /* newest act, CX_DAY_NONE: none in a year */
    bool is_quiet, is_over, is_turn; /* too little, more than agreed, long in the role */
} CxAmbassador;

typedef struct {
    const CxAmbassador *items; /* still there first, then by name */
    size_t n, n_there;
    const CxAmbassadorAct *acts; /* of the last year, newest first */
    size_t n_acts;
    const char *const *uncovered; /* names of departments without one */
    size_t n_uncovered;
    int64_t n_departments; /* there today */
} CxAmbassadors;

/* CX team only. */
CX_MUST_USE bool cx_ambassador_load(CxCtx *ctx, CxAmbassadors *ret_ambassadors, GError **error);
/* Use case: adds one from a day on (CX_DAY_NONE: today). INVALID for a name, hours (0 to 200) or day
 * that cannot be, NOT_FOUND for the department. Writes ambassador, audit. */
CX_MUST_USE bool cx_ambassador_add(CxCtx *ctx, const char *name, const char *department,
                                   int64_t hours_month, CxDay from, GError **error);
/* Use case: ends one today; reason may be NULL. CONFLICT when it has ended. Writes ambassador, audit. */
CX_MUST_USE bool cx_ambassador_end(CxCtx *ctx, int64_t id, const char *reason, GError **error);
/* Use case: keeps what one did; the day is today for CX_DAY_NONE. INVALID without words, for minutes out
 * of 0 to 6000 or a day to come, NOT_FOUND for the ambassador. Writes ambassador_act, audit. */
CX_MUST_USE bool cx_ambassador_note(CxCtx *ctx, const CxAmbassadorAct *act, GError **error);
