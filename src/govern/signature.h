/* Who outside the CX team has examined a number (practice A2; METHODS, "Sign-off"): the name they put to
 * its evidence card, or their objection.
 *
 * A signature names its scope, counts to the end of its year, and stands for the card it was put to: new
 * answers give a new card, which nobody has examined. It is withdrawn, never deleted. Nobody who reports
 * to the CX leader signs, and no administrator: the finance reviewer and the executive sponsor may.
 * Plain values in the context's arena. */
#pragma once

#include "evidence/card.h"
#include "people/ctx.h"

typedef enum {
    CX_VERDICT_SIGNED,
    CX_VERDICT_OBJECTED,
    CX_VERDICT_N,
} CxVerdict;

/* "signed"; borrowed for ever. */
const char *cx_verdict_key(CxVerdict verdict);
/* INVALID, listing those there are. */
CX_MUST_USE bool cx_verdict_parse(const char *key, CxVerdict *ret_verdict, GError **error);

typedef struct {
    int64_t id;
    CxVerdict verdict;
    const char *scope; /* what was examined, or what is objected to */
    const char *signed_by;
    CxDay day;
    CxDay until;        /* last day it counts */
    CxDay withdrawn_on; /* CX_DAY_NONE: it was not */
    const char *withdrawn_reason;
    bool is_own;      /* the reader's */
    bool is_in_force; /* today: neither withdrawn nor over */
} CxSignature;

typedef struct {
    const CxSignature *items; /* newest first */
    size_t n;
} CxSignatures;

/* Whether the reader may put their name to numbers. */
bool cx_signature_may_sign(const CxCtx *ctx);
/* Whoever opened the card sees who examined it. */
CX_MUST_USE bool cx_signature_list(CxCtx *ctx, const CxCard *card, CxSignatures *ret_signatures,
                                   GError **error);

typedef struct {
    CxVerdict verdict;
    const char *scope;
    const char *password; /* the signer's own, asked for again */
} CxSignatureAdd;

/* Use case: puts the reader's name to a card they opened. FORBIDDEN for who may not sign, and for programs
 * and the command line acting for nobody; UNAUTHENTICATED for a wrong password; INVALID without a scope or
 * for a card without a value; CONFLICT when one of theirs is in force. Writes signature, audit. */
CX_MUST_USE bool cx_signature_add(CxCtx *ctx, const CxCard *card, const CxSignatureAdd *add,
                                  GError **error);
/* Use case: withdraws the reader's own. NOT_FOUND for one that is not theirs or not of this card,
 * CONFLICT when it was withdrawn before, INVALID without a reason. Writes signature, audit. */
CX_MUST_USE bool cx_signature_withdraw(CxCtx *ctx, const CxCard *card, int64_t id,
                                       const char *reason, GError **error);

/* Whose names stand on numbers today, and who could put theirs to one. */
typedef struct {
    int64_t id;
    CxVerdict verdict;
    const char *card;  /* its id */
    const char *scope; /* what was examined, or what is objected to */
    const char *signed_by;
    CxLeaderId leader; /* whoever signed, where they are a leader; else 0 */
    CxDay day;
} CxStanding;

typedef struct {
    const CxStanding *items; /* newest first */
    size_t n;
    const char *examiner; /* who reviews for finance, the first by name; NULL: nobody does */
} CxStandings;

/* CX team only: FORBIDDEN for others. */
CX_MUST_USE bool cx_signature_standing(CxCtx *ctx, CxStandings *ret_standings, GError **error);
