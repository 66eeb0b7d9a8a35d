/* How leaders make customers visible (practice C10): what they committed to do in person, with the
 * evidence that it happened, and what they said to whom. Facts: the CX team sees all, a leader their
 * own. Values in the context's arena. */
#pragma once

#include "people/ctx.h"

typedef enum {
    CX_COMMITMENT_OPEN,
    CX_COMMITMENT_DONE,
    CX_COMMITMENT_WITHDRAWN,
    CX_COMMITMENT_N
} CxCommitmentState;

/* "open"; borrowed for ever. */
const char *cx_commitment_state_key(CxCommitmentState state);

typedef struct {
    int64_t id;
    CxLeaderId leader;
    const char *what;
    CxDay made_on, due_on;
    CxCommitmentState state;
    const char *evidence; /* of DONE, else NULL */
    CxDay ended_on;       /* CX_DAY_NONE: open */
} CxCommitment;

typedef struct {
    const CxCommitment *items; /* the first due first */
    size_t n;
} CxCommitments;

/* Whether it is open and its day is over. */
bool cx_commitment_is_overdue(const CxCommitment *commitment, CxDay today);
/* All the reader may see. FORBIDDEN for others than the CX team and leaders. */
CX_MUST_USE bool cx_commitment_list(CxCtx *ctx, CxCommitments *ret_commitments, GError **error);
/* Use case: keeps what a leader commits to from today on. The CX team, and leaders their own. INVALID
 * without words or with a day that is over, NOT_FOUND for the leader. Writes commitment, audit. */
CX_MUST_USE bool cx_commitment_add(CxCtx *ctx, CxLeaderId leader, const char *what, CxDay due_on,
                                   GError **error);
/* Use case: it is done, and how that shows; evidence NULL: it is withdrawn. *ret_leader whose it is.
 * INVALID for blank evidence, CONFLICT when it has ended, NOT_FOUND for what is not the reader's.
 * Writes commitment, audit. */
CX_MUST_USE bool cx_commitment_end(CxCtx *ctx, int64_t id, const char *evidence,
                                   CxLeaderId *ret_leader, GError **error);

#define CX_CHANNEL_MAP(X)                                                                          \
    X(MEETING, "meeting")                                                                          \
    X(MAIL, "mail")                                                                                \
    X(VIDEO, "video")                                                                              \
    X(PAGE, "page")                                                                                \
    X(CHAT, "chat")                                                                                \
    X(OTHER, "other")

typedef enum {
#define X(name, key) CX_CHANNEL_##name,
    CX_CHANNEL_MAP(X)
#undef X
        CX_CHANNEL_N
} CxChannel;

/* "video"; borrowed for ever. */
const char *cx_channel_key(CxChannel channel);
/* INVALID, listing what there is. */
CX_MUST_USE bool cx_channel_parse(const char *key, CxChannel *ret_channel, GError **error);

typedef struct {
    int64_t id;
    CxLeaderId leader;
    CxDay day;
    CxChannel channel;
    const char *audience; /* to whom */
    const char *about;
} CxCommunication;

typedef struct {
    const CxCommunication *items; /* newest first */
    size_t n;
} CxCommunications;

/* All the reader may see. FORBIDDEN likewise. */
CX_MUST_USE bool cx_communication_list(CxCtx *ctx, CxCommunications *ret_communications,
                                       GError **error);
/* Use case: keeps what a leader said; day CX_DAY_NONE: today. The CX team, and leaders their own.
 * INVALID without audience or subject, or for a day to come; NOT_FOUND for the leader. Writes
 * communication, audit. */
CX_MUST_USE bool cx_communication_add(CxCtx *ctx, const CxCommunication *communication,
                                      GError **error);
/* Use case: takes one back. NOT_FOUND. CX team only. Writes communication, audit. */
CX_MUST_USE bool cx_communication_withdraw(CxCtx *ctx, int64_t id, GError **error);
