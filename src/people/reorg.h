/* Reorganisations: departments are renamed, split, merged and ended on a day, each as a record with
 * who recorded it and why. Nothing is overwritten; undoing is a record too.
 *
 * A change holds from its first day on. A split has one department before and several after, which may
 * include itself; a merge several before and one after; an end nobody after. What an organisation is
 * on a day follows from the records alone, by the pure functions below. */
#pragma once

#include "people/department.h"

#define CX_DAY_MAX ((CxDay){ INT32_MAX }) /* every day */

#define CX_REORG_MAP(X)                                                                            \
    X(SPLIT, "split")                                                                              \
    X(MERGE, "merge")                                                                              \
    X(END, "end")                                                                                  \
    X(UNDO, "undo")

typedef enum {
#define X(name, key) CX_REORG_##name,
    CX_REORG_MAP(X)
#undef X
        CX_REORG_N
} CxReorgKind;

/* "split"; borrowed for ever. */
const char *cx_reorg_key(CxReorgKind kind);

/* One department before becomes one after. */
typedef struct {
    CxDepartmentId before;
    CxDepartmentId after; /* 0: ended */
    bool is_new;          /* the one after was made by this change */
} CxReorgPart;

typedef struct {
    int64_t id;
    CxReorgKind kind;
    CxDay from;     /* first day of the new order */
    GArray *parts;  /* of CxReorgPart; empty for UNDO */
    int64_t undoes; /* of UNDO: the change undone; else 0 */
    bool is_undone; /* by a later record: as if it had not been */
    char *reason;
    char *recorded_by; /* login */
    CxInstant recorded_at;
} CxReorg;

/* A department's name from a day on; the latest day, then the latest record, counts. */
typedef struct {
    CxDepartmentId department;
    CxDay from;
    char *name;
    char *reason;
    char *recorded_by;
    CxInstant recorded_at;
} CxDepartmentName;

/* The organisation over time, as recorded. */
typedef struct {
    GPtrArray *departments; /* of CxDepartment, as first recorded */
    GPtrArray *names;       /* of CxDepartmentName, by day, then as recorded */
    GPtrArray *changes;     /* of CxReorg, by day, then as recorded */
} CxOrg;

void cx_org_free(CxOrg *org);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxOrg, cx_org_free)

/* Everything; (transfer full). No wall: how an organisation is built is no secret. */
CX_MUST_USE CxOrg *cx_org_load(CxCtx *ctx, GError **error);

/* ---- Reading; pure ---- */

/* As first recorded, or NULL; borrowed. */
const CxDepartment *cx_org_department(const CxOrg *org, CxDepartmentId id);
/* The name on a day; NULL for a department that is not there. Borrowed. */
const char *cx_org_name(const CxOrg *org, CxDepartmentId id, CxDay day);
/* The last day of a department, CX_DAY_NONE: still there. */
CxDay cx_org_last_day(const CxOrg *org, CxDepartmentId id);
bool cx_org_is_there(const CxOrg *org, CxDepartmentId id, CxDay day);
/* What becomes of a department by a change: itself when it has no part in it, 0 when it ends or
 * nobody can know which part. *ret_is_split: it is one of several before the change's day. */
CxDepartmentId cx_org_after(const CxReorg *change, CxDepartmentId id, bool *ret_is_split);
/* The last day on which a department's past is the past of `own`: CX_DAY_MAX for itself, the day
 * before the change for what it came out of (through any number of changes), CX_DAY_NONE for every
 * other, such as what was split off from it. */
CxDay cx_org_seen_until(const CxOrg *org, CxDepartmentId own, CxDepartmentId department);

/* ---- Recording; use cases ---- */

typedef struct {
    CxReorgKind kind;
    const char *const *before; /* keys or names; ends with NULL */
    const char *const *after;  /* the same; what is not known yet is added; NULL for END */
    CxDay from;
    const char *reason;
} CxReorgAsk;

/* Records a split, merge or end. INVALID for parts that cannot be, a reason or day missing;
 * NOT_FOUND for a department before that is not known; CONFLICT where a department is not there on
 * that day, or something later is known of it. Writes department, department_change, audit. */
CX_MUST_USE bool cx_reorg_add(CxCtx *ctx, const CxReorgAsk *ask, int64_t *ret_id, GError **error);
/* Records that a change is undone. NOT_FOUND; CONFLICT when it is undone already or a later change
 * builds on it. */
CX_MUST_USE bool cx_reorg_undo(CxCtx *ctx, int64_t change, const char *reason, GError **error);
/* Records another name from a day on; the old one is kept and still found. CONFLICT for the name of
 * another department. */
CX_MUST_USE bool cx_department_rename(CxCtx *ctx, const char *department, const char *name,
                                      CxDay from, const char *reason, GError **error);
