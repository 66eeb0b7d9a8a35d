/* The beginning of a file: as much of one as a request may look at. Its first rows are whole; what comes
 * behind the cut is not in it. Workbooks, NDJSON and UTF-16, which cannot be cut, are all beginning. */
#pragma once

#include <glib.h>
#include <stddef.h>

#include "feedback/original.h"

#define CX_BEGINNING_BYTES (INT64_C(6) << 20)

/* How many bytes the beginning of a file has: all of a small one. */
size_t cx_beginning_bytes(const void *data, size_t len_bytes);
/* The beginning of bytes at hand. (transfer full) */
GBytes *cx_beginning_of(GBytes *bytes);
/* The beginning of an original, which is not compared with its digest unless it is all of it. As
 * cx_original_read. CX team only. (transfer full) */
CX_MUST_USE GBytes *cx_beginning_read(CxCtx *ctx, CxOriginalId original, GError **error);
