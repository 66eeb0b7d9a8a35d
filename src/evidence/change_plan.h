/* Which periods of which declared measures have closed, and what each is compared with. Pure but for
 * the frame it looks at. Inside evidence/. */
#pragma once

#include "column/frame.h"
#include "evidence/change.h"

typedef struct {
    CxDay from, to;
    const CxSurveyVersion *version; /* of a wave; NULL: by the calendar */
} CxChangePeriod;

/* A period of a declared measure that has closed. */
typedef struct {
    const CxDeclaration *declaration;
    bool is_exploratory; /* it began before the declaration counts */
    CxCadence step;      /* the period's length */
    CxChangePeriod period;
    bool has_against;
    CxChangePeriod against;
    bool is_other_season; /* nothing of the same season to compare with */
    bool is_waiting;      /* few answer: this period is read in a wider one, named by step */
} CxPlanned;

typedef struct {
    const CxSurvey *survey;
    const CxFrame *frame;
    const CxDeclarations *declared;
    CxDay as_of;
} CxChangePlan;

/* GArray of CxPlanned, by close and exploratory; (transfer full). */
GArray *cx_change_plan(const CxChangePlan *plan);
/* Into how many closes the year that ends on `day` is split: four where any declaration in force is
 * quarterly, two where half-yearly, one where yearly, and the waves that closed in it. >= 1. */
int64_t cx_change_closes(const CxChangePlan *plan, CxDay day);
/* The slice of a period under a declaration; `question` is the column of the frame.
 * (transfer full) */
CxSlice *cx_change_slice(const CxChangePlan *plan, const CxDeclaration *declaration,
                         const char *question, const CxChangePeriod *period);
/* The column of the item with most answers in the period, and their number; in `arena`. NULL with
 * *error unset when there are none. */
const char *cx_change_column(const CxChangePlan *plan, const CxDeclaration *declaration,
                             const CxChangePeriod *period, CxArena *arena, GError **error);
