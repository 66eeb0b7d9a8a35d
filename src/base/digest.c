#include "base/digest.h"

#include <sodium.h>

#include "lang/assert.h"

struct CxDigester {
    crypto_generichash_state state;
};

CxDigest
cx_digest(const void *data, size_t len_bytes)
{
    CxDigest digest;
    (void)crypto_generichash(digest.bytes, CX_DIGEST_BYTES, data, len_bytes, NULL, 0);
    return digest;
}

char *
cx_digest_hex(const CxDigest *digest, size_t n_bytes)
{
    cx_assert(n_bytes >= 1 && n_bytes <= CX_DIGEST_BYTES);
    char *hex = g_malloc(n_bytes * 2 + 1);
    (void)sodium_bin2hex(hex, n_bytes * 2 + 1, digest->bytes, n_bytes);
    return hex;
}

CxDigester *
cx_digester_new(void)
{
    /* The state asks for 64-byte alignment. */
    CxDigester *digester = g_aligned_alloc0(1, sizeof *digester, 64);
    cx_digester_restart(digester);
    return digester;
}

void
cx_digester_restart(CxDigester *digester)
{
    (void)crypto_generichash_init(&digester->state, NULL, 0, CX_DIGEST_BYTES);
}

void
cx_digester_free(CxDigester *digester)
{
    g_aligned_free(digester);
}

void
cx_digester_add(CxDigester *digester, const void *data, size_t len_bytes)
{
    (void)crypto_generichash_update(&digester->state, data, len_bytes);
}

void
cx_digester_add_text(CxDigester *digester, const char *text)
{
    const int64_t len_bytes = text != NULL ? (int64_t)strlen(text) : -1;
    cx_digester_add_i64(digester, len_bytes);
    if (text != NULL)
        cx_digester_add(digester, text, (size_t)len_bytes);
}

void
cx_digester_add_i64(CxDigester *digester, int64_t value)
{
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)((uint64_t)value >> (8 * i));
    cx_digester_add(digester, bytes, sizeof bytes);
}

CxDigest
cx_digester_end(CxDigester *digester)
{
    CxDigest digest;
    (void)crypto_generichash_final(&digester->state, digest.bytes, CX_DIGEST_BYTES);
    return digest;
}
