/* What each file makes possible, and which one would make most possible next.
 *
 * What the home holds is looked up and never assumed; what pages and plays need of it is a table, one
 * row each (cx_unlock_cans); a file is offered only while it would bring something that is lacking,
 * and only where it would meet what is there: facts by account need answers that name an account.
 * A file is worth the sum of what it alone would make possible, so that the list is ranked by what a
 * person gains, and a file that would gain nothing yet is not proposed. Adding a page or a play that
 * needs data adds a row.
 *
 * Plain values in the context's arena; one thread. */
#pragma once

#include "people/ctx.h"

/* What a home may hold, one bit each. */
#define CX_HOLDING_MAP(X)                                                                          \
    X(ANSWERS)      /* of any survey */                                                            \
    X(DEPARTMENTS)  /* questions that are a department's */                                        \
    X(COMMENTS)     /* in people's own words */                                                    \
    X(PERIODS)      /* answers of more than one quarter */                                         \
    X(IDS)          /* answers that name themselves ... */                                         \
    X(RESPONDENTS)  /* ... their respondent */                                                     \
    X(ACCOUNTS)     /* ... their account */                                                        \
    X(TRANSACTIONS) /* ... their transaction */                                                    \
    X(LEADERS)      /* in office today */                                                          \
    X(STARTS)       /* a first day for each of them */                                             \
    X(SEATS)        /* a head for each department that questions are about */                      \
    X(FACTS)        /* of any kind */                                                              \
    X(PERIOD_FACTS) /* of days, weeks, months */                                                   \
    X(MEETS)        /* facts that meet answers */                                                  \
    X(MONEY)        /* amounts of accounts that have answered */                                   \
    X(CONTACTS)     /* with leaders */                                                             \
    X(PROMISES)     /* to leaders, and theirs */

enum {
#define X(name) CX_HOLDING_INDEX_##name,
    CX_HOLDING_MAP(X)
#undef X
        CX_HOLDING_N
};
enum {
#define X(name) CX_HOLDING_##name = 1 << CX_HOLDING_INDEX_##name,
    CX_HOLDING_MAP(X)
#undef X
};

typedef struct {
    uint32_t has;              /* CX_HOLDING_… */
    CxDay first_day, last_day; /* of answers, CX_DAY_NONE without */
    int64_t n_leaders;         /* in office today */
    int64_t n_without_start;   /* of them */
    int64_t n_without_head;    /* departments that questions are about and nobody heads */
    const char *without_head;  /* the first of them, or NULL */
} CxHoldings;

/* Something people can do once the data is there: a page, or a play. */
typedef struct {
    const char *key;  /* message unlock.can.KEY */
    uint32_t needs;   /* CX_HOLDING_…, all of them */
    int32_t worth;    /* 1..5: what it is worth to the program */
    const char *url;  /* where it is seen */
    const char *play; /* the play that speaks then, or NULL */
} CxUnlockCan;

extern const CxUnlockCan cx_unlock_cans[];
extern const size_t cx_unlock_cans_n;

/* A file one could bring. */
typedef struct {
    const char *key;  /* messages unlock.file.KEY, .what and .why */
    const char *kind; /* kind of upload: "survey", "roster", "facts", "past" */
    uint32_t needs;   /* offered where all of these are held ... */
    uint32_t lacks;   /* ... and one of these is not */
    uint32_t brings;
} CxUnlockFile;

extern const CxUnlockFile cx_unlock_files[];
extern const size_t cx_unlock_files_n;

/* A file with what it alone would make possible. */
typedef struct {
    const CxUnlockFile *file;
    int32_t worth;                  /* sum over `cans`; more than 0 */
    const CxUnlockCan *const *cans; /* best first */
    size_t n_cans;
} CxUnlockOffer;

typedef struct {
    CxHoldings holdings;
    const CxUnlockOffer *offers; /* most useful first; none: nothing is lacking */
    size_t n_offers;
    const CxUnlockCan *const *cans; /* what is possible now, best first */
    size_t n_cans;
} CxUnlock;

/* Reads what is held and ranks. FORBIDDEN for others than the CX team. */
CX_MUST_USE const CxUnlock *cx_unlock_make(CxCtx *ctx, GError **error);
/* Ranks alone. Pure. */
const CxUnlock *cx_unlock_rank(const CxHoldings *holdings, CxArena *arena);
/* Whether what a kind of file brings has a part in this. Pure. */
bool cx_unlock_is_owed_to(const CxUnlockCan *can, const char *kind);
