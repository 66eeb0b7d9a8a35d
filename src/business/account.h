/* Accounts: the customers business is done with, as the source names them.
 *
 * Names of customers and the people at them are personal or business data: for the CX team and the
 * finance reviewer only, and in no export, log, document or mail. What is known is dated by revision
 * and never overwritten. */
#pragma once

#include <glib.h>

#include "base/id.h"
#include "db/db.h"
#include "people/ctx.h"

CX_ID_TYPE(CxAccountId);

/* What is known of an account. Of CxAccountPut borrowed, of CxAccount owned. */
typedef struct {
    CxAccountId id;
    char *key;     /* as the source names it */
    char *name;    /* or NULL */
    char *segment; /* or NULL */
    char *owner;   /* who looks after it, or NULL */
    CxDay opened;  /* first day of business, or none */
    CxDay closed;  /* last day, CX_DAY_NONE: still there */
} CxAccount;

void cx_account_free(CxAccount *account);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxAccount, cx_account_free)

/* A person at an account. */
typedef struct {
    char *name;
    char *email;  /* or NULL */
    char *phone;  /* or NULL */
    char *office; /* or NULL */
} CxAccountPerson;

void cx_account_person_free(CxAccountPerson *person);

typedef struct {
    const char *key;
    const char *name;
    const char *segment;
    const char *owner;
    CxDay opened;
    CxDay closed;
    const char *person_name; /* NULL: none is said */
    const char *person_email;
    const char *person_phone;
    const char *person_office;
    int64_t file; /* of facts, that tells it */
} CxAccountPut;

/* Keeps what a file says of an account, to count once the file is done; what is NULL or none here
 * stays as known. Inside a write transaction whose use case writes the audit. *ret_is_changed is set
 * true when anything was written, else left alone. Writes account, account_state, account_person. */
CX_MUST_USE bool cx_account_put(CxCtx *ctx, const CxAccountPut *put, bool *ret_is_changed,
                                GError **error);
/* Whether keeping it would write anything, beside what counts. */
CX_MUST_USE bool cx_account_look(CxCtx *ctx, const CxAccountPut *put, bool *ret_is_changed,
                                 GError **error);
/* Takes away what a file that is not done says of accounts, up to n_max revisions and n_max people at a
 * time; a key that nothing is known of stays, and is never listed. Inside a write transaction. */
CX_MUST_USE bool cx_account_take_away(CxDb *db, int64_t file, int64_t n_max, bool *ret_is_more,
                                      GError **error);
/* Accounts by key after `after` ("": from the first), at most `limit`: GPtrArray of CxAccount.
 * FORBIDDEN for others than the CX team. (transfer full) */
CX_MUST_USE GPtrArray *cx_account_list(CxCtx *ctx, const char *after, int64_t limit,
                                       GError **error);
/* NOT_FOUND; FORBIDDEN likewise. (transfer full) */
CX_MUST_USE CxAccount *cx_account_find(CxCtx *ctx, const char *key, GError **error);
/* The people at an account: GPtrArray of CxAccountPerson; FORBIDDEN likewise. (transfer full) */
CX_MUST_USE GPtrArray *cx_account_people(CxCtx *ctx, CxAccountId account, GError **error);
/* Adds the person of `put` to an account, or what is new of them; nothing when just this is known.
 * FORBIDDEN likewise. Inside a write transaction whose use case writes the audit. Writes
 * account_person. */
CX_MUST_USE bool cx_account_person_add(CxCtx *ctx, CxAccountId account, const CxAccountPut *put,
                                       GError **error);
