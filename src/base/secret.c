#include "base/secret.h"

#include <sodium.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/limits.h"
#include "lang/assert.h"

void
cx_secret_start(void)
{
    cx_assert(sodium_init() >= 0);
}

char *
cx_secret_hash_password(const char *password, GError **error)
{
    const size_t len_bytes = strlen(password);
    if (len_bytes < CX_PASSWORD_BYTES_MIN) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "a password needs at least %d characters",
                    CX_PASSWORD_BYTES_MIN);
        return NULL;
    }
    if (len_bytes > CX_PASSWORD_BYTES_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "a password may have at most %d bytes",
                    CX_PASSWORD_BYTES_MAX);
        return NULL;
    }
    g_autofree char *hash = g_malloc0(crypto_pwhash_STRBYTES);
    if (crypto_pwhash_str_alg(hash, password, len_bytes, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                              crypto_pwhash_MEMLIMIT_INTERACTIVE,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_IO,
                            "there is not enough memory to hash a password");
        return NULL;
    }
    return g_steal_pointer(&hash);
}

/* A well-formed argon2id hash of nothing anyone knows, at the same cost as real ones. */
static const char nobody_hash[] = "$argon2id$v=19$m=65536,t=2,p=1$"
                                  "c29tZXNhbHRzb21lc2FsdA$"
                                  "2pQmn0vQb1NDAJvGHLhVLC9dJ0sCbKkqYJ3k2p5d3nI";

bool
cx_secret_is_password(const char *hash, const char *password)
{
    const char *against = hash != NULL ? hash : nobody_hash;
    const bool is_right = crypto_pwhash_str_verify(against, password, strlen(password)) == 0;
    return is_right && hash != NULL;
}

char *
cx_secret_token_digest(const char *token)
{
    const CxDigest digest = cx_digest(token, strlen(token));
    return cx_digest_hex(&digest, CX_DIGEST_BYTES);
}

bool
cx_secret_is_equal(const char *a, const char *b)
{
    const CxDigest digest_a = cx_digest(a, strlen(a));
    const CxDigest digest_b = cx_digest(b, strlen(b));
    return sodium_memcmp(digest_a.bytes, digest_b.bytes, CX_DIGEST_BYTES) == 0;
}
