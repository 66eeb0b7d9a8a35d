/* What a browser accepts, and what is worth compressing. Pure; any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "lang/lang.h"

#define CX_GZIP_BYTES_MIN 1024 /* shorter bodies are sent as they are */

/* Whether an Accept-Encoding header (NULL if none) lets gzip through: named with q above 0, or by
 * "*". */
bool cx_encode_accepts_gzip(const char *accept_encoding);
/* Whether a body of that content type shrinks: text, JSON, SVG, scripts; not images and fonts. */
bool cx_encode_is_text(const char *content_type);
/* The bytes as one gzip member without name or time, level 1 (fast) to 9 (small); (transfer full).
 * NULL if it would not become smaller. */
GBytes *cx_encode_gzip(const void *data, size_t len_bytes, int level);
/* Whether an If-None-Match header (NULL if none) names the etag (with quotes); W/ is ignored. */
bool cx_encode_etag_matches(const char *if_none_match, const char *etag);
/* By the ending of a file's name: "style.css" is "text/css; charset=utf-8"; unknown ones are
 * "application/octet-stream". Borrowed for ever. */
const char *cx_encode_content_type(const char *file_name);
