/* Importance against performance: what customers rate, by how well it is rated and by how much it
 * goes with the outcome. What matters and is rated low is the point.
 *
 * Drawn twice, 760 and 358 pixels wide; the style sheet shows one. Both intervals are drawn, as a
 * cross. Words come from the caller, plain text of any length; a label that finds no room stays in
 * the tooltip of its dot. Hidden rows come last, with their reason and nothing else. The table twin
 * is the page's. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "lang/lang.h"

enum { CX_IMPORTANCE_ROWS_MAX = 100 };

typedef struct {
    const char *label;
    const char *href;                      /* where a hidden row's label leads, may be NULL */
    double performance;                    /* x, in display units; NaN: hidden, see why */
    double importance;                     /* y, in display units, 0 or more; NaN: hidden */
    double performance_lo, performance_hi; /* interval; NaN for none */
    double importance_lo, importance_hi;   /* interval; NaN for none */
    bool is_point;                         /* in the accent */
    const char *more;      /* second line of the label: "24 % (19–29)"; NULL for none */
    const char *about;     /* all of it, for the tooltip: both values, intervals, n; NULL: label */
    const char *card_href; /* NULL: the dot leads nowhere */
    const char *why;       /* when hidden */
} CxImportanceRow;

typedef struct {
    const char *id; /* unique in the page, [a-z0-9-] */
    const char *title;
    const char *desc;
    const char *heading;       /* names the y axis: "Importance, % of what is explained" */
    const char *heading_short; /* NULL: heading */
    const char *axis;          /* names the x axis: "rated 7 or better, %" */
    const CxImportanceRow *rows;
    size_t n_rows;            /* 0..CX_IMPORTANCE_ROWS_MAX */
    double split_performance; /* dotted line: the middle of the items; NaN for none */
    double split_importance;  /* NaN for none */
    const char *matters_low;  /* words of the upper corners: "Matters, rated low"; NULL for none */
    const char *matters_high; /* "Matters, rated high" */
    double floor, ceil;       /* limits of the performance measure, NaN for none */
    const char *empty;        /* said when no row can be drawn; NULL: nothing */
} CxImportance;

/* Appends both drawings. Cannot fail. */
void cx_importance_draw(GString *out, const CxImportance *importance);
