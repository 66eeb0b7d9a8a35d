/* A strip: one value with its interval in a table cell, 150 by 20 pixels, on a scale that the
 * table's caption or column head names. Decoration beside its numbers: hidden from assistive
 * technology. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "lang/lang.h"

typedef struct {
    double from, to; /* ends of the scale, from < to */
    double value;    /* NaN draws the empty scale */
    double lo, hi;   /* NaN for none */
    double before;   /* a ring for a year before; NaN for none */
    bool is_point;   /* drawn in the accent */
} CxStrip;

/* Appends the drawing. Values outside the scale are drawn at its ends. Cannot fail. */
void cx_strip_draw(GString *out, const CxStrip *strip);
