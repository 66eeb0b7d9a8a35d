/* What files make possible, as pages, the API and the command line show it. */
#pragma once

#include "plays/unlock.h"
#include "view/field.h"

typedef struct {
    const char *key;
    const char *name;  /* "when a new leader is to be met" */
    const char *title; /* the same as a line of its own */
    const char *url;
    const char *play; /* the play that speaks then, NULL: none */
} CxUnlockCanView;

typedef struct {
    int64_t rank; /* 1 is the most useful */
    const char *key;
    const char *kind;
    const char *name; /* "A sheet of past meetings and promises" */
    const char *what; /* which columns it has, a sentence */
    const char *why;  /* what is lacking here, a sentence */
    int64_t worth;
    CxViewList cans;  /* of CxUnlockCanView: what it alone would make possible */
    const char *gain; /* those in a line */
} CxUnlockOfferView;

typedef struct {
    const char *headline;          /* "Next most useful: a list of leaders" */
    const CxUnlockOfferView *next; /* the first of the offers, or NULL */
    CxViewList offers;             /* of CxUnlockOfferView, most useful first */
    CxViewList cans;               /* of CxUnlockCanView: possible now, best first */
    CxViewList others;             /* of CxUnlockOfferView: all but the next */
    bool has_others;
    int64_t n_cans;
    const char *kind; /* the kind whose part in `cans` this is, NULL: all */
} CxUnlockView;

extern const CxViewType cx_unlock_view_type;

/* In the context's arena. kind NULL: all that is possible now; else what such a file has a part in. */
const CxUnlockView *cx_unlock_view(CxCtx *ctx, const CxUnlock *unlock, const char *kind);
