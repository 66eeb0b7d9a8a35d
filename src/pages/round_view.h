/* Rounds of one-on-ones (engage/round.h) as pages, JSON and the command line show them. Values in the
 * context's arena. */
#pragma once

#include "engage/closed.h"
#include "engage/round.h"
#include "view/field.h"
#include "view/form.h"

typedef struct {
    int64_t id;
    const char *name;
    CxDay from, ended_on;
    const char *when; /* "since 3 March 2026" */
    int64_t target_days, max_days;
    const char *cadence; /* the same in a sentence */
    bool with_sponsor;
    const char *instead_of;
    int64_t n_in, n_covered, n_due, n_late, n_never;
    const char *headline; /* "9 of 14 are met; two are late" */
    const char *href;
    bool is_over, is_empty;
} CxRoundRow;

typedef struct {
    int64_t id;
    CxDay from, to;
    const char *days;
    const char *reason;
    const char *open_url; /* NULL: the reader may not */
} CxClosedRow;

typedef struct {
    const char *headline;
    bool is_worth;
    int64_t n_in_office;
    CxViewList rounds; /* of CxRoundRow */
    bool has_rounds;
    CxViewList closed; /* of CxClosedRow */
    bool has_closed;
    const CxFormView *form; /* to begin one; NULL: the reader may not, or it is not worth it */
    const CxFormView *closed_form; /* to close days */
} CxRoundsView;

typedef struct {
    int64_t id;
    const char *key;
    const char *name;
    const char *title;
    CxDay last_on, due_on;
    const char *last_text;
    const char *lapse; /* key */
    const char *lapse_text;
    bool is_late, is_in, is_covered, is_without_sponsor;
    const char *state; /* in words */
    const char *excused_reason;
    const char *href;       /* the agenda */
    const char *excuse_url; /* NULL: nobody to excuse */
    const char *add_url;    /* of somebody excused */
} CxRoundLeaderRow;

typedef struct {
    const char *who;
    const char *drift; /* key */
    const char *said;  /* drift and words, as read */
    const char *words;
} CxRoundWordsRow;

typedef struct {
    const char *question;
    int64_t n_yes, n_partly, n_no, n_other, n_answers;
    const char *sum; /* "5 yes, 2 partly, 1 no" */
    bool is_hidden;
    CxViewList words; /* of CxRoundWordsRow; for the CX team */
} CxRoundVoiceRow;

typedef struct {
    CxRoundRow round;
    CxViewList leaders; /* of CxRoundLeaderRow */
    bool has_leaders;
    CxViewList voices; /* of CxRoundVoiceRow */
    bool has_voices;
    const char *end_url;        /* NULL: ended, or the reader may not end it */
    const CxFormView *add_form; /* to add a leader; NULL likewise */
    int64_t note_id;            /* what was just recorded, with the way to take it back */
    const char *note_said, *note_back;
    const char *closed_said; /* that it fell on closed days */
} CxRoundView;

typedef struct {
    int64_t position;
    const char *text;
    const CxFormField *answer; /* on the page */
    const CxFormField *words;
} CxAgendaQuestion;

typedef struct {
    CxRoundRow round;
    int64_t leader;
    const char *name;
    const char *title;
    const char *leader_url;
    const char *last_text;
    const char *lapse_text;
    bool is_late;
    const char *with;     /* who else is to be there, or NULL */
    CxViewList findings;  /* of cx_finding_view_type */
    CxViewList questions; /* of CxAgendaQuestion */
    CxViewList open;      /* of cx_promise_view_type */
    CxViewList inherited; /* of CxInheritedView: open with who had the office before */
    bool has_inherited;
    CxViewList asked;      /* of texts */
    CxViewList approaches; /* of texts */
    bool has_findings, has_open, has_asked, has_approaches;
    const char *ics_url;
    const char *record_url;
    const CxFormView *form; /* to record it; NULL: the round is over */
    const CxFormField *day, *is_call, *with_sponsor, *said, *asks, *promised, *due_on;
} CxAgendaView;

extern const CxViewType cx_rounds_view_type;
extern const CxViewType cx_round_view_type;
extern const CxViewType cx_agenda_view_type;

CxRoundsView *cx_rounds_view(CxCtx *ctx, const CxRounds *rounds, const CxCloseds *closeds);
CxRoundView *cx_round_view(CxCtx *ctx, const CxRound *round);
/* Of a leader in the round; CX team only. */
CX_MUST_USE CxAgendaView *cx_agenda_view(CxCtx *ctx, const CxRound *round,
                                         const CxRoundLeader *leader, GError **error);
/* Texts: everything a leader said in rounds and what was noted of it, newest round first. CX team
 * only. */
CX_MUST_USE bool cx_round_held(CxCtx *ctx, CxLeaderId leader, CxViewList *ret_texts,
                               GError **error);
