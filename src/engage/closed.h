/* Closed days: when nobody is asked to meet (a holiday, the close of a year). What happened on one of
 * them is kept all the same; nothing is proposed for it. Values in the context's arena. */
#pragma once

#include "people/ctx.h"

#define CX_CLOSED_DAYS_MAX 366 /* in one go */

typedef struct {
    int64_t id;
    CxDay from, to; /* both included */
    const char *reason;
} CxClosed;

typedef struct {
    const CxClosed *items; /* the first ones first */
    size_t n;
} CxCloseds;

/* All of them, for anybody signed in. */
CX_MUST_USE bool cx_closed_list(CxCtx *ctx, CxCloseds *ret_closeds, GError **error);
/* Why a day is closed, or NULL: it is open. */
const CxClosed *cx_closed_on(const CxCloseds *closeds, CxDay day);
/* The first working day that is not closed, from a day on. */
CxDay cx_closed_next_open(const CxCloseds *closeds, CxDay day);
/* INVALID for a day that is over, at the weekend or closed, then with the next open day: nobody is asked
 * to meet on it. */
CX_MUST_USE bool cx_closed_check_day(const CxCtx *ctx, const CxCloseds *closeds, CxDay day,
                                     GError **error);
/* Use case: closes days. INVALID without a reason, for days in the wrong order, over, or more than
 * CX_CLOSED_DAYS_MAX. CX team only. Writes closed_days, audit. */
CX_MUST_USE bool cx_closed_add(CxCtx *ctx, const CxClosed *closed, GError **error);
/* Use case: opens them again. NOT_FOUND when they are open. CX team only. Writes likewise. */
CX_MUST_USE bool cx_closed_open(CxCtx *ctx, int64_t id, GError **error);
