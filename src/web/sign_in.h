/* Signing people in and out: what the pages "sign in" and "sign out" call.
 *
 * Tries are slowed per login and per address; a wrong login and a wrong password look and last the
 * same; each try is audited; a sign-in always opens a new session. */
#pragma once

#include "people/ctx.h"
#include "web/reply.h"
#include "web/request.h"

/* Checks login and password, opens a session, sets its cookie and redirects to `return_to` if that
 * is a path on this host, else to "/". Fails with UNAUTHENTICATED, THROTTLED. Page routes with
 * POST and CX_ACCESS_PUBLIC only. */
CX_MUST_USE bool cx_sign_in(CxCtx *ctx, const CxRequest *request, CxReply *reply, const char *login,
                            const char *password, const char *return_to, GError **error);
/* Ends the session of this request, drops its cookie and redirects to `path`. */
CX_MUST_USE bool cx_sign_out(CxCtx *ctx, const CxRequest *request, CxReply *reply, const char *path,
                             GError **error);
