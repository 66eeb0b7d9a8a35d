/* A pilot as a document: what its pages show and `coalition pilot --json` prints. */
#pragma once

#include "evidence/pilot.h"
#include "tell/mark.h"
#include "view/field.h"

typedef struct {
    int64_t id; /* 0: planned, not declared */
    const char *title;
    const char *url;
    const char *state; /* withdrawn, waiting, running, ended, tested */
    const char *state_text;
    const char *question;
    const char *label;
    const char *measure;
    const char *unit;
    const char *design;
    const char *unit_label;
    CxDay from, to;
    const char *period;
    const char *before;             /* the period it is measured against */
    const char *treated, *compared; /* labels by comma */
    int64_t n_units, n_treated;
    bool is_drawn;
    double wanted, detectable, power, p_least, trend, trend_p;
    const char *plan;       /* what it can show, a sentence */
    const char *lot;        /* on the smallest p; NULL: customers */
    const char *trend_text; /* on the time before */
    bool has_result, is_waiting;
    const CxMark *effect;
    const char *wording; /* key */
    bool is_improved, is_worsened, is_signs, is_none, is_few;
    const char *sentence;
    const char *reason;
    double p_units, p_lot, would_have_shown;
    double treated_before, treated_after, compared_before, compared_after;
    const char *cells; /* the four in words */
} CxPilotView;

extern const CxViewType cx_pilot_view_type;

/* In the context's arena. */
CxPilotView cx_pilot_view(CxCtx *ctx, const CxPilot *pilot);

/* What a person writes to declare one, all NULL when not given. */
typedef struct {
    const char *title, *survey, *question, *measure, *design, *units, *treated, *compared;
    const char *drawn;  /* "4" */
    const char *wanted; /* "5" */
    CxDay from, to;
} CxPilotTexts;

/* INVALID in people's words for what is no number. */
CX_MUST_USE bool cx_pilot_texts_read(const CxPilotTexts *texts, CxPilotDeclare *ret_declare,
                                     GError **error);
