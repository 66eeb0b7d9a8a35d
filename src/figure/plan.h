/* The minutes of a week as one bar: a segment per proposal in rank order, as wide as its minutes,
 * overdue ones in the accent, and what is left free. Drawn twice, wide and narrow. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "lang/lang.h"

typedef struct {
    int minutes; /* over 0 */
    bool is_overdue;
} CxPlanPart;

typedef struct {
    const char *id;        /* unique in the page */
    const char *title;     /* "210 of 240 minutes planned" */
    const char *free_text; /* "30 min free", or NULL */
    const CxPlanPart *parts;
    size_t n_parts;
    int minutes; /* of the whole bar, at least the sum of the parts; over 0 */
} CxPlan;

/* Appends both drawings. Cannot fail. */
void cx_plan_draw(GString *out, const CxPlan *plan);
