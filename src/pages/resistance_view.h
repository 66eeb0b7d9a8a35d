/* Resistance (engage/resistance.h) and what departments carry (engage/burden.h) as the page, JSON and the
 * command line show them. Values in the context's arena. */
#pragma once

#include "engage/burden.h"
#include "engage/resistance.h"
#include "people/leader.h"
#include "view/form.h"

typedef struct {
    const char *kind;
    const char *key;
    const char *said; /* all of it as read */
    CxDay day;
} CxResistanceEntryView;

typedef struct {
    int64_t id;
    int64_t leader;
    const char *name;
    const char *url;
    const char *state; /* "signal", "cause", "planned", "due", "closed" */
    const char *next;  /* the same in words, with its day */
    const char *signal;
    const char *cause; /* name of the root, NULL: not found */
    const char *cause_key;
    const char *plan; /* NULL: none */
    CxDay recheck;    /* CX_DAY_NONE: no plan runs */
    bool is_due, is_closed;
    CxViewList entries; /* of CxResistanceEntryView, oldest first */
} CxResistanceView;

typedef struct {
    const char *cause;
    const char *name;
    const char *hear;
    const char *ask;
    CxViewList actions; /* of texts */
} CxCauseView;

typedef struct {
    const char *action; /* "control.1" */
    const char *text;
    int64_t n_tried, n_eased;
} CxResistanceWorkView;

typedef struct {
    const char *name;
    const char *url;
    int64_t n;
    CxViewList items; /* of texts */
    bool has_items;
} CxBurdenView;

typedef struct {
    const char *headline;
    bool is_on, can_read;
    CxViewList open, closed; /* of CxResistanceView */
    bool has_open, has_closed;
    CxViewList works; /* of CxResistanceWorkView */
    bool has_works;
    CxViewList causes;  /* of CxCauseView: help to tell them apart */
    CxViewList burdens; /* of CxBurdenView */
    const CxFormView *form;
} CxResistancePageView;

extern const CxViewType cx_resistance_view_type;
extern const CxViewType cx_cause_view_type;
extern const CxViewType cx_resistance_page_type;

/* CX team only; cases for the basis's readers alone. */
CX_MUST_USE CxResistancePageView *cx_resistance_page_view(CxCtx *ctx, GError **error);
/* One case. NOT_FOUND; FORBIDDEN as cx_resistance_list says. */
CX_MUST_USE const CxResistanceView *cx_resistance_view(CxCtx *ctx, int64_t id, GError **error);
/* What is said of a root, with its playbook. */
CxCauseView cx_cause_view(CxCtx *ctx, CxCause cause);
/* "Root, loss of control: … (Eve, 3 March 2026)". */
const char *cx_resistance_entry_text(CxCtx *ctx, const CxResistanceEntry *entry);
