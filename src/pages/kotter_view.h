/* Kotter's eight steps (govern/kotter.h) as the page, JSON and the command line show them. Values in the
 * context's arena. */
#pragma once

#include "govern/kotter.h"
#include "view/field.h"

typedef struct {
    const char *check;
    const char *text; /* what was counted, as read; NULL: not known */
    const char *want; /* what is missing, in words; NULL: it is there */
    const char *url;  /* where it is done */
    int64_t n, of;
    bool is_met;
} CxKotterCheckView;

typedef struct {
    int64_t number; /* 1..8 */
    const char *step;
    const char *label;
    const char *state;
    const char *state_text;
    bool is_done;
    bool is_lacking;   /* something is missing */
    CxViewList checks; /* of CxKotterCheckView: those that are known */
} CxKotterStepView;

typedef struct {
    const char *who;
    const char *why;
    const char *url;
} CxMissingView;

typedef struct {
    const char *headline;
    int64_t n_done;
    CxViewList steps;   /* of CxKotterStepView */
    CxViewList missing; /* of CxMissingView */
    bool has_missing;
    bool can_read;
} CxKotterView;

extern const CxViewType cx_kotter_view_type;

/* CX team only. */
CX_MUST_USE const CxKotterView *cx_kotter_view(CxCtx *ctx, GError **error);
