/* The outbox: what is to be sent, written in the same transaction as the fact it tells of.
 *
 * A message names its kind, reader, subject and arguments; it is rendered when it is sent. Its
 * message id is unique and never changes, so that a message sent twice after a crash can be known as
 * one by the receiver. Whoever sends claims a message for a while; a claim that ran out can be taken
 * by someone else. Functions that change something need a write transaction. Table outbox. */
#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "db/db.h"

CX_ID_TYPE(CxOutboxId);

typedef struct {
    const char *kind;      /* "brief" */
    const char *reader;    /* login or address it is for */
    const char *subject;   /* key of what it is about: "leader:7" */
    const char *args_json; /* for rendering */
    CxInstant not_before;
} CxOutboxEntry;

typedef struct {
    CxOutboxId id;
    char *message_id; /* 128 random bits, URL-safe */
    char *kind;
    char *reader;
    char *subject;
    char *args_json;
    int64_t tries; /* claims so far; the number of this claim */
} CxOutboxMessage;

void cx_outbox_message_free(CxOutboxMessage *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxOutboxMessage, cx_outbox_message_free)

CX_MUST_USE bool cx_outbox_add(CxDb *db, const CxOutboxEntry *entry, CxInstant now, GError **error);
/* Takes the oldest message that is due and not claimed, until now + claim_us; *ret_message is NULL if
 * there is none. */
CX_MUST_USE bool cx_outbox_claim(CxDb *db, CxInstant now, int64_t claim_us,
                                 CxOutboxMessage **ret_message, GError **error);
/* Marks a claimed message as sent; CONFLICT if the claim ran out and someone else took it. */
CX_MUST_USE bool cx_outbox_done(CxDb *db, const CxOutboxMessage *message, CxInstant now,
                                GError **error);
/* Gives a claimed message back: due again at retry_at, or never if retry_at is 0. */
CX_MUST_USE bool cx_outbox_fail(CxDb *db, const CxOutboxMessage *message, const char *why,
                                CxInstant retry_at, GError **error);
/* How many wait to be sent, also in a while. */
CX_MUST_USE bool cx_outbox_count(CxDb *db, int64_t *ret_n, GError **error);
