/* Leaders' calls to customers (engage/call.h) as pages, JSON and the command line show them. Values in
 * the context's arena. */
#pragma once

#include "engage/call.h"
#include "view/command.h"
#include "view/field.h"
#include "view/form.h"

#define CX_CALLS_SHOWN 12 /* of those worth a call */
#define CX_CALLS_FIRST 3  /* of those, not folded */

/* One call. */
typedef struct {
    int64_t id;
    int64_t leader_id;
    const char *leader;
    const char *leader_url;
    const char *account_key;
    const char *customer; /* name, else the key */
    const char *person;   /* whom to ask for; NULL: nobody agreed yet */
    const char *reach;    /* "Ask for …", or that nobody agreed */
    const char *why;      /* to a leader without ratings */
    const char *ask, *avoid;
    CxDay due_on, ended_on;
    const char *when; /* days as read */
    bool is_overdue;
    const char *outcome;                            /* key */
    const char *said;                               /* as read: outcome and what was said */
    const char *promise;                            /* NULL: none */
    const char *done_url, *drop_url, *calendar_url; /* NULL when not the reader's to do */
} CxCallView;

extern const CxViewType cx_call_view_type;

/* One customer worth a call. */
typedef struct {
    const char *account_key;
    const char *customer;
    const char *segment, *owner;
    const char *reasons; /* keys */
    const char *why;     /* in words, with ratings */
    const char *money;   /* as read; NULL: not known */
    int64_t revenue, margin;
    const char *currency;
    const char *ask, *avoid;
    const char *person, *reach;
    int64_t caller_id;
    const char *caller, *caller_key; /* NULL: nobody is proposed */
    const char *plan_label, *choose_url;
} CxCallWorthView;

typedef struct {
    const char *headline;
    CxViewList open;        /* of CxCallView, the first due first */
    CxViewList worth;       /* of CxCallWorthView, the most pressing first; CX team only */
    CxViewList first, more; /* the same on a page: CX_CALLS_FIRST, and those folded */
    const char *more_label; /* "9 more of 198", or NULL */
    CxViewList ended;       /* of CxCallView, newest first */
    bool has_open, has_worth, has_ended;
    int64_t n_worth;      /* all, of which the first CX_CALLS_SHOWN are listed */
    const char *left_out; /* who may not be called now, in words; NULL: nobody */
    const char *found;    /* when it was worked out, in words */
    bool is_team;
    const CxFormView *plan_form, *person_form; /* CX team only */
} CxCallsView;

extern const CxViewType cx_calls_view_type;

typedef enum { CX_CALLS_OPEN, CX_CALLS_ENDED } CxCallsWhich;

/* The calls the reader may see, of one leader (0: of all); NULL on failure. List of CxCallView. */
CX_MUST_USE bool cx_call_views(CxCtx *ctx, CxLeaderId leader, CxCallsWhich which,
                               CxViewList *ret_views, GError **error);
/* Without the forms. FORBIDDEN for others than the CX team and leaders. */
CX_MUST_USE CxCallsView *cx_calls_view(CxCtx *ctx, GError **error);
/* "Rated us 2 on 4 October 2026; ratings fell …" for the CX team. */
const char *cx_call_why(CxCtx *ctx, const CxCallCandidate *candidate);
/* "EUR 512,000 a year, …"; NULL when not known. */
const char *cx_call_money(CxCtx *ctx, const CxCallCandidate *candidate);
