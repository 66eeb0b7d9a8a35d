/* Counts by month as a small area: what was most is labelled, the last whole month stands in the
 * accent. Nothing is sampled, so there is no interval. 304 by 96 pixels, for a page's rail. */
#pragma once

#include <glib.h>

#include "lang/lang.h"

typedef struct {
    const char *id;
    const char *title;
    const char *from;  /* label of the first month */
    const char *to;    /* of the last */
    const int *counts; /* oldest first, 0 or more */
    size_t n;          /* 2 or more */
} CxMonths;

/* The greatest count, the running month left out. */
int cx_months_most(const CxMonths *months);
/* Appends the drawing. Cannot fail. */
void cx_months_draw(GString *out, const CxMonths *months);
