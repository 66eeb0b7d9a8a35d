/* What a calendar address gives: for the CX team what the week planned, with the proposal's title; for a
 * leader that they meet the CX team, and on which days calls, promises and commitments of theirs are
 * due. A title and a time, never what somebody said, thinks or is called. */
#pragma once

#include "people/ctx.h"

/* The reader's. What the CX team planned carries the address, under `origin` ("https://cx.example.org"),
 * where one tap says that it took place (docs/decisions/0076). FORBIDDEN for others than the CX team and
 * leaders. (transfer full) */
CX_MUST_USE char *cx_feed_calendar(CxCtx *ctx, const char *origin, GError **error);
