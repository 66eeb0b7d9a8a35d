/* From a request as it came to a reply ready for the wire; for web's own files only. Knows nothing
 * of libmicrohttpd, so tests can call it without a socket. */
#pragma once

#include "web/reply_priv.h"

/* Answers, whatever comes: *ret_reply is always set. It borrows from *ret_request, and both are to
 * be freed, the reply first. Logs the request and, if it failed on our side, why. */
void cx_handle(CxHub *hub, const CxIncoming *in, CxRequest **ret_request, CxReply **ret_reply);
/* Whether this request, of which the head alone has come, may bring a file: it asks a route that
 * takes one, and whoever asks may change the program. Logs nothing: cx_handle says what is wrong. */
CX_MUST_USE bool cx_handle_takes_file(CxHub *hub, const CxIncoming *in);
