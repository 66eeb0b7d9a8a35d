/* One request to another machine's HTTP server, and its whole answer. Blocks; any thread. */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

#include "lang/lang.h"

typedef struct {
    const char *url;  /* http:// or https://; a user and password in it are sent and never quoted */
    const void *body; /* body_bytes of it are posted; NULL when that is 0 */
    size_t body_bytes;
    int64_t wait_ms;         /* for the whole of it */
    size_t answer_bytes_max; /* of the answer's body */
} CxHttpAsk;

/* POSTs, and returns the body of the answer; (transfer full). Does not follow redirects. INVALID for
 * an address that is none; BUSY when nobody answers, or not in time; IO for a status other than
 * 200, with what the server said first; TOO_LARGE for a longer answer. Messages name the server by
 * scheme, host and port alone. */
CX_MUST_USE GBytes *cx_http_post(const CxHttpAsk *ask, GError **error);

/* The text as it stands in an address: everything but letters, digits and -._~ as %XX.
 * (transfer full) */
char *cx_http_escape(const char *text);
