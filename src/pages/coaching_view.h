/* How leaders are coached (practice C6): core belief, extensive communication and commitment over time,
 * the steps of each plan with what came of them, and the trade-offs that were made. As the page, JSON and
 * the command line show them. Values in the context's arena. */
#pragma once

#include "engage/trade_off.h"
#include "pages/sponsor_view.h"

typedef struct {
    const char *aspect;
    const char *label;
    CxMiddleView now;
    const char *first; /* "some on 3 March 2026", where it was other; NULL: as now, or not known */
    bool has_risen, has_fallen;
} CxCoachAspectView;

typedef struct {
    int64_t id;
    const char *name;
    const char *title;
    const char *url;
    const char *judge_url;
    CxViewList aspects;   /* of CxCoachAspectView: belief, communication, commitment */
    CxViewList behaviour; /* of texts: what was seen, newest first, at most three */
    const char *latest;   /* the first of them, or NULL */
    CxViewList steps;     /* of CxCoachStepView */
    CxViewList open;      /* those that are open */
    bool has_open;
    CxViewList earlier; /* of texts: what was seen before */
    CxViewList ended;   /* steps that have ended */
    int64_t n_past;     /* of both */
    bool has_past;
} CxCoachLeaderView;

typedef struct {
    int64_t id;
    const char *what;
    const char *cost;
    const char *chosen;
    const char *chosen_text;
    const char *why;
    const char *leader; /* name, or NULL */
    CxDay day;
    const char *day_text;
} CxTradeOffView;

typedef struct {
    const char *headline;
    bool is_on, can_read;
    CxViewList leaders; /* of CxCoachLeaderView: judged or with a plan; for readers */
    bool has_leaders;
    CxViewList trade_offs; /* of CxTradeOffView, newest first */
    bool has_trade_offs;
    const char *chosen_text; /* how often customers were chosen */
    const CxFormView *form;
    const CxFormView *trade_form;
} CxCoachingView;

extern const CxViewType cx_coaching_view_type;

/* CX team only; how leaders are seen for the basis's readers alone. */
CX_MUST_USE CxCoachingView *cx_coaching_view(CxCtx *ctx, GError **error);
