/* What the files of closing share. Inside evidence/. */
#pragma once

#include "evidence/card.h"
#include "evidence/change_judge.h"
#include "evidence/change_plan.h"

/* A change being closed. Texts live in the context's arena. */
typedef struct {
    CxPlanned planned;
    const CxItem *item;
    const char *period;  /* as shown */
    const char *against; /* as shown, NULL: nothing */
    CxSlice *after;      /* owned; NULL: nobody answered */
    CxSlice *before;     /* owned; NULL: nothing to compare with */
    CxChangeMeasured measured;
    bool has_measured;
    CxJudged judged;
    const char *reason;
    CxMeasured value; /* with the card's id; status not OK where there is no interval */
    double alpha;
    size_t n_family;
} CxClosing;

/* Fills the evidence card of a change that was judged. */
CX_MUST_USE bool cx_change_fill_card(CxCtx *ctx, const CxChangePlan *plan, const CxClosing *closing,
                                     CxCard *card, GError **error);
