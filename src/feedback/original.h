/* Originals: files kept byte by byte as they came, so that an import can be gone on with, looked up
 * and checked years later.
 *
 * An original is known by its digest: the same bytes are kept once, however often they come. They
 * are stored in pieces, a few in each transaction, so that a large file never holds up other
 * writers for long; a file whose keeping was broken off is completed when it is given again. Tables
 * original, original_chunk. One context, one thread. */
#pragma once

#include <glib.h>

#include "base/id.h"
#include "people/ctx.h"

CX_ID_TYPE(CxOriginalId);

/* Use case: keeps the bytes and says under which id. FORBIDDEN for others than the CX team,
 * TOO_LARGE over CX_FILE_BYTES_MAX, CANCELLED when who watches (cx_ctx_progress) says so. Outside of
 * transactions. */
CX_MUST_USE bool cx_original_add(CxCtx *ctx, const void *data, size_t len_bytes,
                                 CxOriginalId *ret_original, GError **error);
/* The same for the file at path, "-" for standard input; no more than a piece of it is in memory.
 * NOT_FOUND, IO; CONFLICT if the file changed while it was read. */
CX_MUST_USE bool cx_original_add_path(CxCtx *ctx, const char *path, CxOriginalId *ret_original,
                                      GError **error);

/* Use case: the bytes, checked against the digest they came with. A large original is mapped from a
 * temporary file without a name, and takes no memory of its own. NOT_FOUND if there is none or its
 * keeping was broken off, CORRUPT if it is not what came, IO when there is no room for it. CX team
 * only. (transfer full) */
CX_MUST_USE GBytes *cx_original_read(CxCtx *ctx, CxOriginalId original, GError **error);

/* Use case: takes away an original that nothing refers to. CONFLICT if something does, FORBIDDEN for
 * others than the CX team. */
CX_MUST_USE bool cx_original_drop(CxCtx *ctx, CxOriginalId original, GError **error);
/* Use case: takes away the originals that came before an instant and that nothing refers to. CX team
 * only. */
CX_MUST_USE bool cx_original_sweep(CxCtx *ctx, CxInstant before, GError **error);
