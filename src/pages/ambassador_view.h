/* Ambassadors (engage/ambassador.h) as the page, JSON and the command line show them. Values in the
 * context's arena. */
#pragma once

#include "engage/ambassador.h"
#include "view/form.h"

typedef struct {
    int64_t id;
    const char *name;
    const char *department;
    CxDay from;
    const char *since;    /* "since 3 March 2026", with the end where there is one */
    const char *load;     /* "2 of 12 hours in 91 days"; NULL: no hours are agreed */
    const char *activity; /* "4 times in 91 days, last on …" */
    int64_t minutes, n_acts, n_brought;
    CxViewList flags; /* of texts: quiet, more than agreed, somebody else's turn */
    bool has_flags;
    bool is_there;
    const char *end_url; /* NULL: ended */
} CxAmbassadorView;

typedef struct {
    const char *who;
    const char *what;
    const char *kind;
    const char *kind_text;
    CxDay day;
    const char *day_text;
} CxAmbassadorActView;

typedef struct {
    const char *headline;
    int64_t n_there, n_departments, n_uncovered;
    CxViewList ambassadors; /* of CxAmbassadorView: still there first */
    bool has_ambassadors;
    CxViewList uncovered; /* of texts */
    bool has_uncovered;
    CxViewList acts; /* of CxAmbassadorActView: of a year, newest first */
    bool has_acts;
    const CxFormView *form;
    const CxFormView *act_form; /* NULL: nobody is there */
} CxAmbassadorsView;

extern const CxViewType cx_ambassadors_view_type;

/* CX team only. */
CX_MUST_USE CxAmbassadorsView *cx_ambassadors_view(CxCtx *ctx, GError **error);
