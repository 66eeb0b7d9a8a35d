/* Departments: parts of the organisation that own what customers feel. Dated; never deleted. */
#pragma once

#include "people/ctx.h"

typedef struct {
    CxDepartmentId id;
    char *key;         /* stable: "guest_services" */
    char *name;        /* as shown today */
    GPtrArray *called; /* of char *: all names it has, had or is to have, name first; never NULL */
    CxDay from;        /* CX_DAY_NONE: from the beginning */
    CxDay to;          /* last day, CX_DAY_NONE: still there; reorganisations counted */
} CxDepartment;

void cx_department_free(CxDepartment *department);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxDepartment, cx_department_free)

/* All departments by name, of any date: GPtrArray of CxDepartment; (transfer full). Names are no
 * secret: no wall. */
CX_MUST_USE GPtrArray *cx_department_list(CxCtx *ctx, GError **error);
/* Whether it is there on a day. */
bool cx_department_is_there(const CxDepartment *department, CxDay day);
/* Whether words are its key or, in any letters, a name it has or had. */
bool cx_department_is_called(const CxDepartment *department, const char *words);
/* By key or by any name it has or had; a key and a present name go before a past one. NOT_FOUND. */
CX_MUST_USE CxDepartment *cx_department_find(CxCtx *ctx, const char *words, GError **error);
CX_MUST_USE CxDepartment *cx_department_load(CxCtx *ctx, CxDepartmentId id, GError **error);

/* The department of that key, added if there is none yet (then *ret_is_new is true; may be NULL).
 * Must be called inside a write transaction, whose use case writes the audit record. INVALID for a
 * key or name that cannot be used. */
CX_MUST_USE bool cx_department_ensure(CxCtx *ctx, const char *key, const char *name,
                                      CxDepartmentId *ret_id, bool *ret_is_new, GError **error);
/* A key for a department of that name, with a digest of the name where letters alone could be taken
 * for another. (transfer full) */
char *cx_department_key(const char *name);
/* INVALID for a name no department can have; "" is none and fine. */
CX_MUST_USE bool cx_department_check_words(const char *name, GError **error);
/* Use case: adds a department. CONFLICT if the key or, in any letters, the name is taken. Writes
 * department, audit. */
CX_MUST_USE bool cx_department_add(CxCtx *ctx, const char *key, const char *name,
                                   CxDepartmentId *ret_id, GError **error);
