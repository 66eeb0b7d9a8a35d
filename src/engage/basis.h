/* Why judgements of people may be kept here: purpose, legal basis, how long, who reads them. Without
 * all four nothing is kept and nothing shown (docs/guide/judgements.md).
 *
 * Records, never overwritten; the newest counts. Plain values in the context's arena. */
#pragma once

#include "people/ctx.h"

#define CX_BASIS_RETENTION_DAYS 180 /* unless said otherwise */

typedef struct {
    bool is_on;
    const char *purpose;
    const char *legal_basis;
    int64_t retention_days;
    bool is_for_team; /* the whole CX team reads them, else its leader alone */
    const char *hold; /* why nothing is erased for now, or NULL */
    CxDay day;        /* said on; CX_DAY_NONE: never */
    const char *set_by;
} CxBasis;

/* Anybody may ask. *ret_basis is off when nothing was ever said. */
CX_MUST_USE bool cx_basis_load(CxCtx *ctx, CxBasis *ret_basis, GError **error);
/* Whether the reader sees all judgements. */
bool cx_basis_can_read(const CxCtx *ctx, const CxBasis *basis);
/* The first day whose judgements may still be shown. */
CxDay cx_basis_since(const CxCtx *ctx, const CxBasis *basis);
/* FORBIDDEN unless the reader sees all judgements; says how they are switched on. */
CX_MUST_USE bool cx_basis_check_read(CxCtx *ctx, CxBasis *ret_basis, GError **error);
/* FORBIDDEN unless the actor may write one. */
CX_MUST_USE bool cx_basis_check_write(CxCtx *ctx, CxBasis *ret_basis, GError **error);

/* Use case: says it from now on. CX leader only. INVALID when it is on and purpose or legal basis is
 * missing, or the days are not 1 to 3660. Writes people_basis, audit. */
CX_MUST_USE bool cx_basis_set(CxCtx *ctx, const CxBasis *basis, GError **error);
/* Erases what is older than its retention, and all of it when switched off; nothing while there is a
 * hold. Every night; CX team only. */
CX_MUST_USE bool cx_basis_erase(CxCtx *ctx, GError **error);
