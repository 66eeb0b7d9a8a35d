/* Customers whom leaders call in person (practice C10): who is worth a call and why, who of them agreed
 * to be called, which calls were planned, what came of them (docs/guide/calls.md).
 *
 * A call is about one named customer, so no smallest number of answers holds here; in return the list of
 * who is worth one, with ratings and money, is the CX team's alone. A leader sees the calls that are
 * theirs: the customer's name, who agreed to be called, and the reason in words, never a rating. Names of
 * customers are in no calendar, mail, log or export. Values in the context's arena. */
#pragma once

#include "business/account.h"
#include "engage/promise.h"
#include "people/ctx.h"

#define CX_CALL_NEWS_DAYS      120  /* a rating, or an end of business, is news for so long */
#define CX_CALL_NOW_DAYS       182  /* ratings of now */
#define CX_CALL_WAS_DAYS       365  /* ratings they are set against, before those */
#define CX_CALL_RATINGS_MIN    2    /* on either side, to say that they fell */
#define CX_CALL_FELL_SHARE     0.2  /* of the scale */
#define CX_CALL_LOW_SHARE      0.6  /* of a likelihood to recommend: 6 of 10 and below */
#define CX_CALL_LOW_STEPS      0.34 /* of any other scale: 2 of 5 and below */
#define CX_CALL_DUE_DAYS       14   /* a call is due so long after it was planned, unless said */
#define CX_CALL_AGAIN_DAYS     7    /* who was not reached is worth a call again after */
#define CX_CALL_CANDIDATES_MAX 200
#define CX_CALL_LINE_BYTES_MAX 1000

/*      name      key         weight: how pressing */
#define CX_CALL_REASON_MAP(X)                                                                      \
    X(PROMISED, "promised", 4) /* what a leader promised them is overdue */                        \
    X(UNHAPPY, "unhappy", 3)   /* their newest rating is low */                                    \
    X(FALLEN, "fallen", 2)     /* their ratings fell against the year before */                    \
    X(LEFT, "left", 2)         /* they left not long ago */                                        \
    X(LOYAL, "loyal", 1)       /* their newest rating is at the top: thank them, and ask */

typedef enum {
#define X(name, key, weight) CX_CALL_##name,
    CX_CALL_REASON_MAP(X)
#undef X
        CX_CALL_REASON_N
} CxCallReason;

/* "unhappy"; borrowed for ever. */
const char *cx_call_reason_key(CxCallReason reason);
/* A set of reasons as text, "unhappy fallen", and back; keys not known are left out. */
const char *cx_call_reasons_format(CxArena *arena, const bool has[static CX_CALL_REASON_N]);
void cx_call_reasons_parse(const char *text, bool ret_has[static CX_CALL_REASON_N]);
/* The most pressing of a set; LOYAL for an empty one. */
CxCallReason cx_call_reason_first(const bool has[static CX_CALL_REASON_N]);
/* How pressing they are together: the sum of their weights. */
double cx_call_reasons_weight(const bool has[static CX_CALL_REASON_N]);

/* ---- Who may be called ---- */

/* A person at a customer who said whether they may be called. */
typedef struct {
    CxAccountId account;
    int64_t person;
    const char *name;
    const char *office, *phone, *email; /* NULL: not said */
    bool is_given;
    const char *how; /* they said so */
    CxDay day;
} CxCallConsent;

typedef struct {
    const CxCallConsent *items; /* by account, then name: the newest of each person */
    size_t n;
} CxCallConsents;

/* CX team only. */
CX_MUST_USE bool cx_call_consent_list(CxCtx *ctx, CxCallConsents *ret_consents, GError **error);
/* The first of an account who agreed, or NULL. */
const CxCallConsent *cx_call_consent_find(const CxCallConsents *consents, CxAccountId account);

typedef struct {
    const char *account; /* key */
    const char *name;
    const char *office, *phone, *email; /* NULL: as known */
    bool is_given;
    const char *how;
} CxCallConsentAdd;

/* Use case: keeps that a person at a customer agreed to be called, or asked not to be; a person not
 * known is added. INVALID without a name or how; NOT_FOUND for the account. CX team only. Writes
 * account_person, call_consent, audit. */
CX_MUST_USE bool cx_call_consent_add(CxCtx *ctx, const CxCallConsentAdd *add, GError **error);

/* ---- Who is worth a call ---- */

typedef struct {
    CxAccountId account;
    const char *key;
    const char *name;    /* NULL: not known */
    const char *segment; /* NULL likewise */
    const char *owner;   /* who looks after them, or NULL */
    bool has[CX_CALL_REASON_N];
    const char *asked;          /* what was rated; NULL: they did not answer */
    int64_t rating, rating_max; /* the newest; with UNHAPPY or LOYAL */
    CxDay rated_on;
    double was, now; /* mean ratings on that scale; with FALLEN */
    int64_t was_n, now_n;
    CxDay left_on; /* with LEFT */
    bool has_revenue, has_margin;
    int64_t revenue, margin; /* of the latest period, minor units */
    const char *currency;    /* of both, or NULL */
    CxDay money_to;          /* last day of that period, or CX_DAY_NONE */
    const CxCallConsent *consent;
    CxLeaderId
        caller;    /* proposed: who heads the department they rated lowest, else the sponsor; 0 */
    double weight; /* reasons times revenue */
} CxCallCandidate;

typedef struct {
    const CxCallCandidate *items; /* the most pressing first */
    size_t n;
    CxDay found_on;    /* CX_DAY_NONE: it was never worked out */
    size_t n_resting;  /* left out: called not long ago, or a call is planned */
    size_t n_refusing; /* left out: they asked not to be called */
} CxCallCandidates;

/* Those of last night who may be called today. CX team only. */
CX_MUST_USE bool cx_call_candidate_list(CxCtx *ctx, CxCallCandidates *ret_candidates,
                                        GError **error);
/* The night's work: finds anew who is worth a call. CX team only. Writes call_candidate. */
CX_MUST_USE bool cx_call_find(CxCtx *ctx, int64_t *ret_n, GError **error);

/* ---- Calls ---- */

typedef enum {
    CX_CALL_OPEN,
    CX_CALL_REACHED,
    CX_CALL_NOT_REACHED,
    CX_CALL_DROPPED,
    CX_CALL_OUTCOME_N
} CxCallOutcome;

/* "not_reached"; borrowed for ever. */
const char *cx_call_outcome_key(CxCallOutcome outcome);

typedef struct {
    int64_t id;
    CxAccountId account;
    const char *account_key;
    const char *account_name; /* NULL: not known */
    CxLeaderId leader;
    const char *person; /* NULL: nobody there agreed to be called, or no longer */
    const char *office, *phone, *email;
    bool has[CX_CALL_REASON_N]; /* when it was planned */
    CxDay due_on, planned_on;
    CxCallOutcome outcome;
    const char *said;          /* NULL: nothing is noted */
    const CxPromise *promised; /* to the customer in this call, or NULL */
    CxDay ended_on;            /* CX_DAY_NONE: open */
} CxCall;

typedef struct {
    const CxCall *items; /* open ones first, the first due first; then the newest */
    size_t n;
} CxCalls;

/* Whether it is open and its day is over. */
bool cx_call_is_overdue(const CxCall *call, CxDay today);
/* All the reader may see: the CX team all, a leader their own. FORBIDDEN for others. */
CX_MUST_USE bool cx_call_list(CxCtx *ctx, CxCalls *ret_calls, GError **error);
/* One the reader may see; NOT_FOUND. */
CX_MUST_USE bool cx_call_load(CxCtx *ctx, int64_t id, CxCall *ret_call, GError **error);

typedef struct {
    const char *account; /* key */
    CxLeaderId leader;
    CxDay due_on; /* CX_DAY_NONE: CX_CALL_DUE_DAYS from today */
} CxCallPlan;

/* Use case: plans a call, to whoever of the customer agreed to be called. INVALID for a day that is over
 * or a leader out of office; CONFLICT when one is planned, they were called not long ago (the setting
 * call_rest_weeks) or asked not to be; NOT_FOUND. CX team only. Writes customer_call, audit. */
CX_MUST_USE bool cx_call_plan(CxCtx *ctx, const CxCallPlan *plan, int64_t *ret_id, GError **error);

/* What came of a call. */
typedef struct {
    CxCallOutcome outcome; /* not OPEN */
    const char *said;      /* NULL: nothing */
    const char *promise;   /* NULL: none */
    CxDay promise_due;     /* CX_DAY_NONE: no day was named */
} CxCallEnd;

/* Reads a line: "not reached", or what was said: "reached: wants the day before, promised a list by
 * 3 March". INVALID for a blank one, TOO_LARGE beyond CX_CALL_LINE_BYTES_MAX. In the arena. */
CX_MUST_USE bool cx_call_read(const char *line, CxDay today, CxArena *arena, CxCallEnd *ret_end,
                              GError **error);
/* Use case: keeps it; a promise becomes one of the leader's (engage/promise.h), without the customer's
 * name. INVALID for a call that reached somebody who said nothing; CONFLICT when it has ended;
 * NOT_FOUND for what is not the reader's. The CX team, and leaders their own; DROPPED the CX team alone.
 * Writes customer_call, note, promise, audit. */
CX_MUST_USE bool cx_call_end(CxCtx *ctx, int64_t id, const CxCallEnd *end, GError **error);
