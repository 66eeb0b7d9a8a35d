/* Calendar addresses: under a secret address a calendar program reads what its user has planned, until the
 * address is renewed or ended. The secret is stored as its digest alone and shown once. */
#pragma once

#include "people/ctx.h"

/* Since when the reader has an address; us 0: they have none. FORBIDDEN for who is no user. */
CX_MUST_USE bool cx_feed_since(CxCtx *ctx, CxInstant *ret_made_at, GError **error);
/* Use case: makes the reader's address and ends the one before. *ret_secret (transfer full). FORBIDDEN
 * likewise. Writes calendar_feed, audit. */
CX_MUST_USE bool cx_feed_renew(CxCtx *ctx, char **ret_secret, GError **error);
/* Use case: ends it. NOT_FOUND when there is none. Writes likewise. */
CX_MUST_USE bool cx_feed_end(CxCtx *ctx, GError **error);
/* Whose address it is. NOT_FOUND for one that is unknown, ended, or whose user was switched off. */
CX_MUST_USE bool cx_feed_find(CxCtx *ctx, const char *secret, CxUserId *ret_user, GError **error);
