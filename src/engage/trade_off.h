/* Trade-offs (practice C6): what was chosen when serving customers cost something, as it was decided.
 * Facts, kept for the CX team; nothing overwritten. Values in the context's arena. */
#pragma once

#include "people/ctx.h"

#define CX_TRADE_OFF_MAP(X)                                                                        \
    X(CUSTOMERS, "customers")                                                                      \
    X(OTHER, "other")                                                                              \
    X(BOTH, "both") /* a way was found */

typedef enum {
#define X(name, key) CX_CHOSEN_##name,
    CX_TRADE_OFF_MAP(X)
#undef X
        CX_CHOSEN_N
} CxChosen;

/* "customers"; borrowed for ever. */
const char *cx_chosen_key(CxChosen chosen);
/* INVALID, listing what can be chosen. */
CX_MUST_USE bool cx_chosen_parse(const char *key, CxChosen *ret_chosen, GError **error);

typedef struct {
    int64_t id;
    const char *what; /* what stood against what */
    const char *cost;
    CxChosen chosen;
    const char *why;   /* or NULL */
    CxLeaderId leader; /* who decided, 0: not said */
    CxDay day;
    const char *noted_by;
} CxTradeOff;

typedef struct {
    const CxTradeOff *items; /* newest first */
    size_t n;
} CxTradeOffs;

/* CX team only. */
CX_MUST_USE bool cx_trade_off_list(CxCtx *ctx, CxTradeOffs *ret_trade_offs, GError **error);
/* Use case: keeps one; id and noted_by are not looked at, the day is today for CX_DAY_NONE. INVALID
 * without what and cost or for a day to come, NOT_FOUND for the leader. Writes trade_off, audit. */
CX_MUST_USE bool cx_trade_off_add(CxCtx *ctx, const CxTradeOff *trade_off, GError **error);
