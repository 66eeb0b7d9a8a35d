/* Names with values, as queries, forms and cookies carry them, and the decoding they need.
 *
 * What comes in is bytes from strangers: everything is checked (escapes, UTF-8, no control
 * characters, counts) before anyone else sees it. Pure; any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "lang/lang.h"

typedef struct {
    char *name;  /* valid UTF-8; never NULL */
    char *value; /* valid UTF-8; never NULL, "" without "=" */
} CxPair;

typedef struct CxPairs CxPairs; /* in the order they came, names may repeat */

CxPairs *cx_pairs_new(void);
void cx_pairs_free(CxPairs *pairs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxPairs, cx_pairs_free)

void cx_pairs_add(CxPairs *pairs, const char *name, const char *value);
size_t cx_pairs_count(const CxPairs *pairs);
const CxPair *cx_pairs_at(const CxPairs *pairs, size_t i); /* borrowed */
/* The value of the first pair of that name, borrowed, or NULL. */
const char *cx_pairs_find(const CxPairs *pairs, const char *name);

/* Takes the first pair of that name out and gives its value, or NULL. (transfer full) */
char *cx_pairs_take(CxPairs *pairs, const char *name);

/* Reads `a=1&b=x+y` (a query without "?", or a form body; len_bytes of it). Fails with INVALID for
 * an escape that is none, text that is not UTF-8, or control characters other than tab and line
 * ends; with TOO_LARGE for more than CX_HTTP_FIELDS_MAX pairs. */
CX_MUST_USE CxPairs *cx_pairs_parse_form(const char *text, size_t len_bytes, GError **error);
/* Reads a Cookie header leniently: what cannot be understood is left out, so that cookies of others
 * on the same host do no harm. */
CxPairs *cx_pairs_parse_cookies(const char *header);

/* Decodes %XX in len_bytes of text; (transfer full). With CX_PLUS_IS_SPACE "+" is a blank. Fails
 * with INVALID like cx_pairs_parse_form. */
typedef enum { CX_PLUS_IS_PLUS, CX_PLUS_IS_SPACE } CxPlus;
CX_MUST_USE char *cx_percent_decode(const char *text, size_t len_bytes, CxPlus plus,
                                    GError **error);
/* Appends text with everything but [A-Za-z0-9._~-] as %XX. */
void cx_percent_append(GString *out, const char *text);
