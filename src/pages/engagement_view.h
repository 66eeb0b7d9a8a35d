/* What is known of the program and one leader (engage/engagement.h), as pages, JSON and the command
 * line show it. Values in the context's arena. */
#pragma once

#include "people/leader.h"
#include "view/field.h"

typedef struct {
    CxDay day;
    const char *day_text;
    const char *kind;
    bool with_sponsor;
    const char *topic; /* NULL: not said */
    const char *said;  /* all but the day, as read */
} CxContactView;

typedef struct {
    int64_t id;
    const char *what;
    const char *direction;
    CxDay made_on, due_on;
    bool is_overdue;
    const char *origin;        /* who had the office it was taken over with; NULL: nobody */
    const char *said;          /* "Promised to them on …, due …" */
    const char *kept_url;      /* NULL: the reader may not say what became of it */
    const char *withdrawn_url; /* likewise */
} CxPromiseView;

/* A promise of whoever had the office before. */
typedef struct {
    int64_t id;
    const char *what;
    const char *direction;
    const char *origin; /* who had the office */
    CxDay made_on, due_on;
    const char *said;
    const char *accept_url;
    const char *decline_url;
} CxInheritedView;

/* What they want, or were thanked for. */
typedef struct {
    CxDay day;
    const char *day_text;
    const char *what; /* NULL: not said */
} CxSaidView;

typedef struct {
    const char
        *state; /* of the first meeting; NULL for the leader themself, as are the next five */
    CxDay opens_on, closes_on, propose_on;
    const char *window;
    const char *propose_text;
    const char *meeting_url;
    int64_t weeks; /* -1: not known */
    CxDay last_on;
    const char *last_text;
    CxViewList contacts;  /* of CxContactView, newest first */
    CxViewList promises;  /* of CxPromiseView: open, the first due first */
    CxViewList inherited; /* of CxInheritedView: open with whoever was before; CX team only */
    CxViewList declined;  /* of texts: what was not taken over, and why; CX team only */
    bool has_inherited, has_declined;
    CxViewList priorities; /* of CxSaidView, newest first */
    CxViewList thanks;     /* likewise */
    bool has_contacts, has_promises, has_priorities, has_thanks;
    int64_t n_kept;
    const char *kept_text;
    const char *handle; /* what a line about them begins with; NULL: not for this reader */
} CxEngagementView;

extern const CxViewType cx_engagement_view_type;
extern const CxViewType cx_promise_view_type;
extern const CxViewType cx_inherited_view_type;

/* FORBIDDEN for others than the CX team and the leader. */
CX_MUST_USE const CxEngagementView *cx_engagement_view(CxCtx *ctx, const CxLeader *leader,
                                                       GError **error);
