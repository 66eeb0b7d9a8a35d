/* What the files of pilots share. Inside evidence/, and for the simulations that prove it. */
#pragma once

#include "column/run.h"
#include "evidence/pilot.h"

/* One period of a pilot, of all units or of both sides. */
typedef struct {
    CxDay from, to;
} CxPilotPeriod;

/* The four cells and the effect. */
typedef struct {
    CxComparison effect; /* at .95, in the measure's unit */
    CxComparison narrow; /* at .90 */
    double p_lot;
    double detectable;
    int64_t n_treated, n_compared; /* units that counted */
    int64_t n_least, n_answers;
    double value[2][2]; /* [compared, treated][before, after], over all answers of the cell */
} CxPilotMeasured;

/* What is measured: the frame, the slice of question and measure, the units. */
typedef struct {
    const CxFrame *frame;
    const CxSlice *slice; /* without period, filters and groups */
    const CxPilot *pilot;
} CxPilotAsk;

/* Measures a pilot over its period against the one before its start. */
CX_MUST_USE bool cx_pilot_measure(const CxPilotAsk *ask, CxPilotMeasured *ret_measured,
                                  GError **error);
/* Works out what it can show from the periods before the start. */
CX_MUST_USE bool cx_pilot_foresee(const CxPilotAsk *ask, CxPilotPlan *ret_plan, GError **error);
/* What is said of it. With one treated unit, or where the two sides moved apart before a start that
 * was not drawn by lot, at most signs. *ret_limit names the reason ("one_unit", "trend"), or NULL. */
CxWording cx_pilot_judge(const CxPilot *pilot, const CxPilotMeasured *measured,
                         const char **ret_limit);
/* The slice of a pilot's question and measure. (transfer full) */
CxSlice *cx_pilot_slice(const CxSurvey *survey, const CxPilot *pilot);
/* Fills what follows from survey, item, measure and days: labels, unit, the period before. */
void cx_pilot_settle_words(CxCtx *ctx, const CxSurvey *survey, CxPilot *pilot);
