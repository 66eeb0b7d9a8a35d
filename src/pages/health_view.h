/* Alive or fizzling (engage/health.h) as the page, JSON and the command line show it. Values in the
 * context's arena. */
#pragma once

#include "engage/health.h"
#include "view/field.h"

typedef struct {
    const char
        *fact; /* key: "contacts", "reached", "sponsor", "kept", "thanks", "called", "said" */
    const char *label;
    int64_t now, before;
    bool has_fallen;
} CxHealthFactView;

typedef struct {
    int64_t id;
    const char *name;
    const char *title;
    const char *url;
    CxDay last_on;
    const char *last_text; /* "12 October 2026, 5 weeks ago" */
    const char *cadence;
    const char *cadence_text; /* "late"; NULL: fine */
    bool is_late;             /* the most allowed is over, or nobody ever met them */
    int64_t n_kept, n_open, n_overdue;
    const char *promises; /* as read; NULL: none */
    double index, was;
    const char *index_text, *was_text;
} CxHealthLeaderView;

typedef struct {
    const char *label; /* "Q3 2026" */
    const char *index;
    double value;
    int64_t n_contacts, n_reached, n_kept, n_thanks;
    bool is_over;
} CxHealthQuarterView;

typedef struct {
    const char *headline;
    const char *state; /* "alive", "fading", "fizzling", "silent" */
    double index, was; /* NaN: no leader is in office */
    const char *since;
    CxViewList facts;    /* of CxHealthFactView */
    CxViewList causes;   /* of texts: what fell */
    CxViewList leaders;  /* of CxHealthLeaderView, the least alive first */
    CxViewList quarters; /* of CxHealthQuarterView, newest first */
    bool has_causes, has_leaders, has_quarters;
    const char *forecast; /* what may be said of the next quarter */
    double forecast_value;
    int64_t n_tests;
    double naive_error, trend_error;
    const char *turn; /* what would turn it; NULL: nothing is due */
    const char *cadence;
    int64_t n_fine, n_due, n_late, n_never;
} CxHealthView;

extern const CxViewType cx_health_view_type;

/* CX team only. */
CX_MUST_USE const CxHealthView *cx_health_view(CxCtx *ctx, GError **error);
