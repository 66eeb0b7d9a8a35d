/* How much change each department carries already (practice C8): reorganisations, a new head, new
 * targets, promises to the program, and what its head said they carry. Facts, counted, for the CX team.
 * Values in the context's arena. */
#pragma once

#include "people/ctx.h"

#define CX_BURDEN_YEAR_DAYS 366
#define CX_BURDEN_HALF_DAYS 182

typedef struct {
    CxDepartmentId department;
    const char *name;
    const char *head;           /* name, or NULL: nobody heads it */
    CxDay head_since;           /* within half a year, else CX_DAY_NONE */
    int64_t n_reorgs;           /* within a year */
    int64_t n_new_targets;      /* within half a year */
    int64_t n_promises;         /* its head's to the program, open */
    const char *const *carries; /* what its head said */
    size_t n_carries;
    int64_t n; /* all of these */
} CxBurden;

typedef struct {
    const CxBurden *items; /* the heaviest first, then by name */
    size_t n;
} CxBurdens;

CX_MUST_USE bool cx_burden_list(CxCtx *ctx, CxBurdens *ret_burdens, GError **error);
