/* Tiers and owners: with many leaders not all are met as often, and somebody of the CX team looks after
 * each. A tier has a cadence of its own (engage/settings.h); without a tier the usual one holds.
 *
 * Whom the CX team meets how often says what it thinks of their weight: for the CX team alone. Values in
 * the context's arena. */
#pragma once

#include "engage/settings.h"
#include "people/ctx.h"

#define CX_CARE_TIERS     3
#define CX_CARE_TIER_KEEP (-1)
#define CX_CARE_AT_ONCE   5000 /* leaders set in one go */

typedef struct {
    CxLeaderId leader;
    int32_t tier;      /* 1..3; 0: none */
    const char *owner; /* or NULL */
} CxCare;

typedef struct {
    const CxCare *items; /* by leader */
    size_t n;
} CxCares;

CX_MUST_USE bool cx_care_list(CxCtx *ctx, CxCares *ret_cares, GError **error);
/* A leader's; tier 0 and nobody where nothing was said. */
CxCare cx_care_of(const CxCares *cares, CxLeaderId leader);
/* The settings with the cadence of the leader's tier. Pure. */
CxEngageSettings cx_care_settings(const CxCares *cares, const CxEngageSettings *settings,
                                  CxLeaderId leader);

typedef struct {
    const CxLeaderId *leaders;
    size_t n_leaders;
    int32_t tier;      /* 0..3, CX_CARE_TIER_KEEP: as it is */
    const char *owner; /* NULL: as it is; "": nobody */
} CxCareSet;

/* Use case: sets tier, owner or both for all of these at once; *ret_n of them changed. INVALID for
 * nobody, too many, a tier there is not, an owner too long; NOT_FOUND for a leader, then nothing is
 * changed. CX team only. Writes leader_care and one audit record. */
CX_MUST_USE bool cx_care_set(CxCtx *ctx, const CxCareSet *set, size_t *ret_n, GError **error);
