/* What a roster changes, as pages, the API and the command line show it. */
#pragma once

#include "people/roster.h"
#include "view/field.h"

typedef struct {
    const char *kind;      /* "came", "left", "moved", "same" */
    const char *kind_text; /* of the page; NULL without words */
    int64_t line;          /* 0: not in the file */
    const char *leader;
    const char *department; /* NULL: none */
    const char *title;
    const char *department_before;
    const char *title_before; /* NULL: no office was given up */
    CxDay day;
    const char *day_text; /* NULL: not known */
} CxRosterChangeView;

typedef struct {
    int64_t line; /* 0: of somebody the file does not have */
    const char *column;
    const char *reason;
} CxRosterRejectView;

typedef struct {
    bool is_whole;
    CxDay as_of;
    const char *as_of_text;
    int64_t n_rows;
    int64_t n_leaders_new;
    int64_t n_terms_new;
    int64_t n_terms_ended;
    int64_t n_departments_new;
    int64_t n_same;
    int64_t n_came;
    int64_t n_left;
    int64_t n_moved;
    int64_t n_rejected;
    bool is_end_withheld;
    CxViewList changes;         /* of CxRosterChangeView: came, left, moved; not the same */
    CxViewList departments_new; /* of texts */
    CxViewList vacant;          /* of texts */
    CxViewList rejects;         /* of CxRosterRejectView */
} CxRosterView;

extern const CxViewType cx_roster_change_view_type;
extern const CxViewType cx_roster_reject_view_type;
extern const CxViewType cx_roster_view_type;

/* The report in the context's arena. */
CxRosterView cx_roster_view(CxCtx *ctx, const CxRosterReport *report);
