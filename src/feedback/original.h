/* Originals: files kept byte by byte as they came, so that an import can be gone on with, looked up
 * and checked years later.
 *
 * An original is known by its digest: the same bytes are kept once, however often they come. They
 * are stored in pieces, a few in each transaction, so that a large file never holds up other
 * writers for long; a file whose keeping was broken off is completed when it is given again. Tables
 * original, original_chunk. One context, one thread. */
#pragma once

#include <glib.h>

#include "base/digest.h"
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

/* Use case: the same for a file in the spool, told to whoever watches as it goes on. */
CX_MUST_USE bool cx_original_add_spooled(CxCtx *ctx, const char *path, CxOriginalId *ret_original,
                                         GError **error);
/* Use case: an original by the digest of its bytes, which are kept later. FORBIDDEN, TOO_LARGE. */
CX_MUST_USE bool cx_original_announce(CxCtx *ctx, const CxDigest *digest, int64_t len_bytes,
                                      CxOriginalId *ret_original, GError **error);
/* Whether all of it is kept. NOT_FOUND. CX team only. */
CX_MUST_USE bool cx_original_is_whole(CxCtx *ctx, CxOriginalId original, bool *ret_is_whole,
                                      GError **error);
/* Its digest and length. NOT_FOUND. CX team only. */
CX_MUST_USE bool cx_original_digest(CxCtx *ctx, CxOriginalId original, CxDigest *ret_digest,
                                    int64_t *ret_len_bytes, GError **error);
/* Takes away what is kept of one whose keeping was broken off; nothing of a whole one. CX team only. */
CX_MUST_USE bool cx_original_break_off(CxCtx *ctx, CxOriginalId original, GError **error);
/* At least the first n bytes, all of a smaller one; only then they are checked against the digest.
 * NOT_FOUND as cx_original_read. CX team only. (transfer full) */
CX_MUST_USE GBytes *cx_original_read_first(CxCtx *ctx, CxOriginalId original, int64_t n_bytes,
                                           bool *ret_is_whole, GError **error);

/* Use case: takes away an original that nothing refers to. CONFLICT if something does, FORBIDDEN for
 * others than the CX team. */
CX_MUST_USE bool cx_original_drop(CxCtx *ctx, CxOriginalId original, GError **error);
/* Use case: takes away the originals that came before an instant and that nothing refers to. CX team
 * only. */
CX_MUST_USE bool cx_original_sweep(CxCtx *ctx, CxInstant before, GError **error);
