/* Who asks, and by what right: cookies of people, tokens of programs, and the token in forms; for
 * web's own files only. */
#pragma once

#include "db/db.h"
#include "web/reply_priv.h"

/* A request's hold on the store. Closed after the reply has been finished. */
typedef struct {
    CxDb *db;    /* of the context, or NULL */
    CxCtx *ctx;  /* NULL before cx_gate_open succeeded */
    bool is_old; /* the session was not noted as used for a while */
} CxGate;

/* Takes a connection that reads and makes the context: the user of the session (page) or of the
 * token (API), else nobody. A session no longer in force is nobody's, and its cookie is dropped.
 * Fails with UNAUTHENTICATED for a token that is not in force, BUSY, IO. */
CX_MUST_USE bool cx_gate_open(CxGate *gate, CxReply *reply, GError **error);
/* Gives the context a connection that writes. */
CX_MUST_USE bool cx_gate_write(CxGate *gate, CxReply *reply, GError **error);
/* Writes what the context still has to: what readers left to be kept, and that the session was
 * used. Only the former can fail. */
CX_MUST_USE bool cx_gate_settle(CxGate *gate, CxReply *reply, GError **error);
void cx_gate_close(CxGate *gate);

/* Fails with UNAUTHENTICATED unless someone is signed in. */
CX_MUST_USE bool cx_gate_check_access(const CxGate *gate, const CxRequest *request, GError **error);
/* Fails with FORBIDDEN unless the form of a page comes from a page of this browser. */
CX_MUST_USE bool cx_gate_check_form(const CxRequest *request, GError **error);

/* The token for forms of this reply, making the cookie it is bound to if there is none yet; borrowed
 * from the request. */
const char *cx_gate_form_token(CxReply *reply);
/* "/sign-in?return=…" that leads back to this request; in the arena. */
const char *cx_gate_sign_in_url(const CxRequest *request);
/* Names of the two cookies. */
const char *cx_gate_session_cookie(const CxHub *hub);
const char *cx_gate_form_cookie(const CxHub *hub);
