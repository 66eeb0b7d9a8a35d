/* Signing people in and out: what the pages "sign in" and "sign out" call.
 *
 * Tries are slowed per login and per address; a wrong login and a wrong password look and last the
 * same; each try is audited; a sign-in always opens a new session. */
#pragma once

#include "people/ctx.h"
#include "web/guard.h"
#include "web/reply.h"
#include "web/request.h"

typedef struct {
    const char *login;     /* as typed, NULL as "" */
    const char *password;  /* as typed, NULL as "" */
    const char *return_to; /* where to go on: a path on this host, else "/" is taken */
} CxSignIn;

/* Checks login and password, opens a session, sets its cookie and redirects. Fails with
 * UNAUTHENTICATED (a wrong login and a wrong password alike), or THROTTLED with a Retry-After
 * header. For page routes with POST and CX_ACCESS_PUBLIC. */
CX_MUST_USE bool cx_sign_in(CxCtx *ctx, const CxRequest *request, CxReply *reply,
                            const CxSignIn *sign_in, GError **error);
/* Ends the session of this request, drops its cookie and redirects to `path`. */
CX_MUST_USE bool cx_sign_out(CxCtx *ctx, const CxRequest *request, CxReply *reply, const char *path,
                             GError **error);
