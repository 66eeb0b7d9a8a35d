/* How leaders make customers visible (engage/visible.h) as pages, JSON and the command line show it.
 * Values in the context's arena. */
#pragma once

#include "engage/visible.h"
#include "pages/call_view.h"
#include "view/field.h"
#include "view/form.h"

typedef struct {
    int64_t id;
    int64_t leader_id;
    const char *leader;
    const char *leader_url;
    const char *what;
    CxDay made_on, due_on, ended_on;
    const char *state; /* key */
    const char *evidence;
    const char *said; /* its days, or what became of it, as read */
    bool is_overdue;
    const char *done_url; /* NULL: it has ended, or is not the reader's */
    const char *withdraw_url;
} CxCommitmentRow;

typedef struct {
    int64_t id;
    int64_t leader_id;
    const char *leader;
    CxDay day;
    const char *day_text;
    const char *channel; /* key */
    const char *said;    /* channel, audience and subject as read */
    const char *audience;
    const char *about;
    const char *withdraw_url; /* NULL: the reader may not */
} CxCommunicationRow;

typedef struct {
    const char *name;
    const char *url; /* where they are to be asked for a word */
} CxQuietView;

typedef struct {
    const char *headline;
    CxViewList open; /* of CxCommitmentRow: the first due first */
    CxViewList ended;
    CxViewList communications; /* of CxCommunicationRow: newest first */
    CxViewList quiet;  /* of CxQuietView: leaders in office who said nothing for a quarter */
    CxViewList called; /* of CxCallView: customers that were called, newest first */
    bool has_open, has_ended, has_communications, has_quiet, has_called;
    bool is_team;
    const CxFormView *commit_form;
    const CxFormView *say_form;
} CxVisibleView;

extern const CxViewType cx_commitment_type;
extern const CxViewType cx_visible_view_type;

/* All the reader may see; FORBIDDEN for others than the CX team and leaders. */
CX_MUST_USE CxVisibleView *cx_visible_view(CxCtx *ctx, GError **error);
/* A leader's open commitments, as CxCommitmentRow; FORBIDDEN likewise. */
CX_MUST_USE bool cx_commitment_rows(CxCtx *ctx, CxLeaderId leader, CxViewList *ret_rows,
                                    GError **error);
/* Texts: what a leader committed to and what they said to whom. FORBIDDEN likewise. */
CX_MUST_USE bool cx_visible_held(CxCtx *ctx, CxLeaderId leader, CxViewList *ret_texts,
                                 GError **error);
