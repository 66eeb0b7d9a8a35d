/* Units to tick on the page of pilots: those of each choice that could be assigned, and half of them by lot. The boxes
 * are no fields of the command: what is ticked becomes its lists, where nobody typed any. */
#pragma once

#include "evidence/pilot.h"
#include "pages/pilot_view.h"
#include "view/field.h"
#include "web/request.h"

typedef struct {
    const char *value; /* "area:north_hall" */
    const char *label;
    bool is_ticked;
} CxUnitBox;

typedef struct {
    const char *key;   /* of the choice */
    const char *label; /* of the choice */
    CxViewList boxes;  /* of CxUnitBox */
    bool is_half;      /* half of them are to be drawn */
    bool is_open;      /* something is ticked */
} CxUnitChoice;

extern const CxViewType cx_unit_choice_type;

/* One of each choice among the offers, in the context's arena; as they were ticked in what was sent. */
CxViewList cx_unit_choices(CxCtx *ctx, const CxRequest *request, const CxSurvey *survey,
                           const CxPilotOffers *offers);
/* What was ticked of the choice, as `treated`, or with half of them as `compared` and `drawn`. */
void cx_unit_ticked(CxCtx *ctx, const CxRequest *request, const CxSurvey *survey,
                    CxPilotTexts *texts);
