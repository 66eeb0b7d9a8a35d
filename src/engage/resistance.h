/* Resistance (practice C8): what was seen, its root, a plan that fits the root, when it is looked at
 * again, what came of it.
 *
 * Personal data about an employee: behind the basis (engage/basis.h) as judgements are, never in mail,
 * documents, search or the audit's values, erased by its retention, part of what a person is told is
 * held about them. A case is what was noted of it, nothing overwritten. What works is summed up without
 * names. docs/methods/resistance.md. Values in the context's arena. */
#pragma once

#include "engage/basis.h"

#define CX_RESISTANCE_SIGNAL_MAP(X)                                                                \
    X(QUIET, "quiet")   /* agrees and does nothing */                                              \
    X(BEHIND, "behind") /* behind the scenes */                                                    \
    X(OPEN, "open")

/* Roots, after Kanter. */
#define CX_RESISTANCE_CAUSE_MAP(X)                                                                 \
    X(CONTROL, "control")                                                                          \
    X(UNCERTAINTY, "uncertainty")                                                                  \
    X(SURPRISE, "surprise")                                                                        \
    X(CONFUSION, "confusion")                                                                      \
    X(FACE, "face")                                                                                \
    X(COMPETENCE, "competence")                                                                    \
    X(WORK, "work")                                                                                \
    X(RIPPLE, "ripple")                                                                            \
    X(PAST, "past")                                                                                \
    X(THREAT, "threat")

#define CX_RESISTANCE_OUTCOME_MAP(X)                                                               \
    X(EASED, "eased")                                                                              \
    X(SAME, "same")                                                                                \
    X(WORSE, "worse")                                                                              \
    X(MISTAKEN, "mistaken") /* it was none */

typedef enum {
#define X(name, key) CX_CAUSE_##name,
    CX_RESISTANCE_CAUSE_MAP(X)
#undef X
        CX_CAUSE_N
} CxCause;

#define CX_CAUSE_ACTIONS 3 /* of the playbook, for each cause: "control.1" .. "control.3" */

/* "control"; borrowed for ever. */
const char *cx_cause_key(CxCause cause);
/* False, *ret_cause untouched, for a key not known. */
CX_MUST_USE bool cx_cause_find(const char *key, CxCause *ret_cause);

#define CX_RESISTANCE_KIND_MAP(X)                                                                  \
    X(SIGNAL, "signal")                                                                            \
    X(CAUSE, "cause")                                                                              \
    X(PLAN, "plan")                                                                                \
    X(OUTCOME, "outcome")

typedef enum {
#define X(name, key) CX_RESISTANCE_##name,
    CX_RESISTANCE_KIND_MAP(X)
#undef X
        CX_RESISTANCE_N
} CxResistanceKind;

/* "plan"; borrowed for ever. */
const char *cx_resistance_kind_key(CxResistanceKind kind);

typedef struct {
    CxResistanceKind kind;
    const char *key; /* of the kind; "" for own words */
    const char *what;
    CxDay day;
    CxDay due; /* of a plan, else CX_DAY_NONE */
    const char *noted_by;
} CxResistanceEntry;

typedef enum {
    CX_RESISTANCE_IS_SIGNAL,  /* its root is not found */
    CX_RESISTANCE_IS_CAUSE,   /* a plan is wanted */
    CX_RESISTANCE_IS_PLANNED, /* to be looked at again */
    CX_RESISTANCE_IS_DUE,     /* that day is over */
    CX_RESISTANCE_IS_CLOSED,  /* it eased, or was none */
} CxResistanceState;

/* "planned"; borrowed for ever. */
const char *cx_resistance_state_key(CxResistanceState state);

typedef struct {
    int64_t id;
    CxLeaderId leader;
    const CxResistanceEntry *entries; /* oldest first, at least one */
    size_t n_entries;
    const CxResistanceEntry *signal, *cause, *plan, *outcome; /* the newest of each, or NULL */
    CxResistanceState state;
} CxResistance;

typedef struct {
    const CxResistance *items; /* as they were opened */
    size_t n;
} CxResistances;

/* Those within their retention. FORBIDDEN as cx_basis_check_read says. */
CX_MUST_USE bool cx_resistance_list(CxCtx *ctx, CxResistances *ret_resistances, GError **error);

/* How often an action was tried, and how often it eased after it, over all cases. */
typedef struct {
    const char *action; /* "control.1" */
    int64_t n_tried, n_eased, n_leaders;
} CxResistanceWork;

#define CX_RESISTANCE_LEADERS_MIN 3 /* under which nothing is summed up */

/* The actions tried with leaders enough, the most tried first; *ret_n of them. Pure but for the arena. */
const CxResistanceWork *cx_resistance_sum(CxArena *arena, const CxResistances *resistances,
                                          size_t *ret_n);

/* Use case: opens a case with what was seen. INVALID for an unknown signal, no words, a day to come or
 * one older than the retention; NOT_FOUND for the leader; FORBIDDEN as cx_basis_check_write says. Writes
 * resistance, resistance_entry, audit (that, never what). */
CX_MUST_USE bool cx_resistance_open(CxCtx *ctx, CxLeaderId leader, const CxResistanceEntry *signal,
                                    int64_t *ret_id, GError **error);
/* Use case: adds to a case: another sign, its root, a plan with the day it is looked at again, what came
 * of it. Likewise; also INVALID for a plan without a day to come, CONFLICT for a plan without a root
 * and for an outcome without a plan (but "mistaken"), and once it is closed. Readers only. */
CX_MUST_USE bool cx_resistance_add(CxCtx *ctx, int64_t id, const CxResistanceEntry *entry,
                                   GError **error);
