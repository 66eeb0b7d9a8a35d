/* Passwords and bearer secrets. A password is kept as an argon2id hash; a token (already 256 random
 * bits) as its BLAKE2b digest. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "lang/lang.h"

/* Starts libsodium; call once, first thing in main and in tests. Aborts if it cannot. */
void cx_secret_start(void);

/* argon2id with libsodium's interactive limits; (transfer full). Fails with INVALID for a password
 * that is too short, TOO_LARGE for one too long, IO when memory for the hash is short. */
CX_MUST_USE char *cx_secret_hash_password(const char *password, GError **error);
/* Constant-time in the password; false for a hash it cannot read. A NULL hash costs as much time as
 * a real one, so that names cannot be probed. */
bool cx_secret_is_password(const char *hash, const char *password);
/* Hex BLAKE2b digest under which a token is stored; (transfer full). */
char *cx_secret_token_digest(const char *token);
/* Constant-time comparison of two texts. */
bool cx_secret_is_equal(const char *a, const char *b);
