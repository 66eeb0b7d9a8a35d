/* What the parts of people share about departments. */
#pragma once

#include "people/department.h"

/* The departments as first recorded, without what reorganisations made of them. (transfer full) */
CX_MUST_USE GPtrArray *cx_department_list_first(CxCtx *ctx, GError **error);
/* What a department added by a reorganisation is made of. */
typedef struct {
    const char *name;
    CxDay from;
} CxDepartmentMake;
/* Adds a department inside a transaction whose use case writes the audit. */
CX_MUST_USE bool cx_department_make(CxCtx *ctx, const CxDepartmentMake *make,
                                    CxDepartmentId *ret_id, GError **error);
/* INVALID for a name that cannot be, CONFLICT for one that another department has or had than the
 * one given (0: any). */
CX_MUST_USE bool cx_department_check_name(CxCtx *ctx, const char *name, CxDepartmentId own,
                                          GError **error);
