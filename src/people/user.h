/* Users: people who may sign in, their sessions, and tokens for programs.
 *
 * Passwords are argon2id hashes; sessions and tokens are stored as digests, so that reading the
 * store does not open the door. */
#pragma once

#include "people/ctx.h"

typedef struct {
    CxUserId id;
    char *login;
    char *name;
    CxRole role;
    CxLeaderId leader; /* 0: none */
    char *leader_name; /* NULL: none */
    bool is_disabled;
    int64_t version;
} CxUser;

void cx_user_free(CxUser *user);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxUser, cx_user_free)

typedef struct {
    const char *login; /* a key: [a-z0-9_-] plus "." and "@" */
    const char *name;
    const char *password;
    CxRole role;
    CxLeaderId leader; /* 0: none; needed for role leader */
} CxUserAdd;

/* Use cases of who may manage users (the command line, an administrator, the CX leader). */
CX_MUST_USE GPtrArray *cx_user_list(CxCtx *ctx, GError **error); /* of CxUser, (transfer full) */
CX_MUST_USE bool cx_user_add(CxCtx *ctx, const CxUserAdd *add, CxUserId *ret_id, GError **error);
CX_MUST_USE bool cx_user_set_password(CxCtx *ctx, const char *login, const char *password,
                                      GError **error);
/* The actor's own password, after the one until now: UNAUTHENTICATED if that is wrong. Ends all of
 * their sessions. */
CX_MUST_USE bool cx_user_change_own_password(CxCtx *ctx, const char *old_password,
                                             const char *new_password, GError **error);
/* Switches a user off and ends their sessions and tokens. */
CX_MUST_USE bool cx_user_disable(CxCtx *ctx, const char *login, GError **error);
CX_MUST_USE CxUser *cx_user_find(CxCtx *ctx, const char *login, GError **error);
/* How many users there are; for the first-run page. */
CX_MUST_USE bool cx_user_count(CxCtx *ctx, int64_t *ret_n, GError **error);

/* ---- Sign-in. ctx is nobody's; everything here is audited by the caller's transaction. ---- */

/* Checks login and password in constant time. On success *ret_user is the user; a wrong login, a
 * wrong password and a disabled user all fail with the same UNAUTHENTICATED. */
CX_MUST_USE bool cx_user_verify(CxCtx *ctx, const char *login, const char *password,
                                CxUserId *ret_user, GError **error);

/* Sessions. `secret` is what the cookie carries; only its digest is stored. */
typedef struct {
    CxUserId user;
    char *csrf; /* token bound to the session */
    CxInstant created_at;
    CxInstant seen_at;
} CxSession;

void cx_session_clear(CxSession *session);

#define CX_SESSION_IDLE_US (INT64_C(12) * 3600 * CX_US_PER_SECOND)      /* signed out after */
#define CX_SESSION_AGE_US  (INT64_C(14) * 24 * 3600 * CX_US_PER_SECOND) /* at the latest after */

/* Opens a session and writes the audit record "session.open"; own write transaction.
 * *ret_secret (transfer full) goes into the cookie. */
CX_MUST_USE bool cx_session_open(CxCtx *ctx, CxUserId user, char **ret_secret, GError **error);
/* Fails with UNAUTHENTICATED for a session that is unknown, idle too long or too old. Reads only. */
CX_MUST_USE bool cx_session_find(CxCtx *ctx, const char *secret, CxSession *ret_session,
                                 GError **error);
/* Notes that the session was used; call at most once a minute; needs a WRITE connection. */
CX_MUST_USE bool cx_session_touch(CxCtx *ctx, const char *secret, GError **error);
CX_MUST_USE bool cx_session_close(CxCtx *ctx, const char *secret, GError **error);

/* ---- Tokens of programs: act as the user they belong to. ---- */

typedef struct {
    int64_t id;
    char *name; /* what it is for */
    char *login;
    CxInstant created_at;
    CxInstant expires_at; /* us = 0: does not expire */
    bool is_revoked;
} CxToken;

void cx_token_free(CxToken *token);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxToken, cx_token_free)

/* Use case: makes a token for a user; the secret is shown this once. */
CX_MUST_USE bool cx_token_add(CxCtx *ctx, const char *login, const char *name, char **ret_secret,
                              GError **error);
CX_MUST_USE GPtrArray *cx_token_list(CxCtx *ctx, GError **error); /* of CxToken, (transfer full) */
CX_MUST_USE bool cx_token_revoke(CxCtx *ctx, int64_t id, GError **error);

/* The same for the reader's own tokens, which need no right but to be a user: made, those in force,
 * ended. FORBIDDEN for who is no user; NOT_FOUND for a token of somebody else. */
CX_MUST_USE bool cx_token_add_own(CxCtx *ctx, const char *name, char **ret_secret, GError **error);
CX_MUST_USE GPtrArray *cx_token_list_own(CxCtx *ctx, GError **error); /* newest first */
CX_MUST_USE bool cx_token_revoke_own(CxCtx *ctx, int64_t id, GError **error);

/* Fails with UNAUTHENTICATED for a token that is unknown, expired or revoked. */
CX_MUST_USE bool cx_token_find(CxCtx *ctx, const char *secret, CxUserId *ret_user, GError **error);
