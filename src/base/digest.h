/* BLAKE2b digests (libsodium's generichash): 32 bytes for chains, 16 bytes for names of things. */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

#include "lang/lang.h"

#define CX_DIGEST_BYTES 32

typedef struct {
    uint8_t bytes[CX_DIGEST_BYTES];
} CxDigest;

typedef struct CxDigester CxDigester; /* incremental, opaque; one thread */

CxDigest cx_digest(const void *data, size_t len_bytes);
/* Lower-case hex of the first n_bytes (1..32); (transfer full). */
char *cx_digest_hex(const CxDigest *digest, size_t n_bytes);

CxDigester *cx_digester_new(void);
void cx_digester_free(CxDigester *digester);
void cx_digester_add(CxDigester *digester, const void *data, size_t len_bytes);
/* Length and bytes, so that neighbouring texts cannot run together; NULL differs from "". */
void cx_digester_add_text(CxDigester *digester, const char *text);
void cx_digester_add_i64(CxDigester *digester, int64_t value);
/* Ends the digest; the digester may then only be started again or freed. */
CxDigest cx_digester_end(CxDigester *digester);
/* Makes it as new, for who makes one digest after the other. */
void cx_digester_restart(CxDigester *digester);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxDigester, cx_digester_free)
