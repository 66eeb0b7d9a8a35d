/* The questions asked of a request before anyone acts on it: is it for this host, does the form
 * come from our own page, is this link ours. Pure; any thread. */
#pragma once

#include <stdbool.h>

#include "lang/lang.h"

/* Whether a Host header names one of `hosts` (NULL-terminated, without port; letters of either
 * case). NULL, user names, and ports that are no numbers are refused. */
bool cx_guard_is_host(const char *const *hosts, const char *host_header);

/* What a browser says about where a form came from; NULL what it did not say. */
typedef struct {
    const char *origin;     /* Origin */
    const char *fetch_site; /* Sec-Fetch-Site */
    const char *host;       /* Host, checked before */
    bool is_https;          /* then only https origins are ours */
} CxOrigin;

/* False when the browser says the request came from elsewhere. Silence is no objection: the csrf
 * token decides then. */
bool cx_guard_is_same_origin(const CxOrigin *origin);

/* The token that forms carry for a browser secret (a cookie's value); (transfer full). Who cannot
 * read the cookie cannot make the token. */
char *cx_guard_form_token(const char *secret);

/* `text` if it is a path on this host that no browser reads as another host, else "/". */
const char *cx_return_path(const char *text);
