/* A dot plot, or bars: departments or measures on one shared scale, each with its interval.
 *
 * Drawn twice, 760 and 358 pixels wide; the style sheet shows one. Rows keep the caller's order;
 * hidden rows come last, with their reason in words and nothing else. All words come from the
 * caller, plain text of any length; what does not fit is cut with an ellipsis and kept whole in a
 * tooltip. The table twin is the page's. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "lang/lang.h"

enum { CX_DOTS_ROWS_MAX = 200 };

typedef struct {
    const char *label;
    const char *href;       /* where the label leads, may be NULL */
    double value;           /* NaN: hidden, see why */
    double lo, hi;          /* NaN for none */
    double before;          /* the same a year before, a ring; NaN for none */
    bool is_point;          /* the one row in the accent: the figure's message */
    const char *value_text; /* "84" */
    const char *range_text; /* "81–87"; NULL for none */
    const char *n_text;     /* "n 812" */
    const char *card_href;  /* NULL: n is not a link */
    const char *card_about; /* label of that link: "n 812, evidence card for Sales" */
    const char *why;        /* when hidden: "hidden: fewer than 5 answers" */
    const char *why_short;  /* NULL: why */
} CxDotsRow;

/* What stands for a value. */
typedef enum {
    CX_DOTS_DOT,
    CX_DOTS_BAR, /* from zero, for shares and amounts; the scale is then never cut */
} CxDotsMark;

typedef struct {
    const char *id;    /* unique in the page, [a-z0-9-] */
    const char *title; /* for assistive technology and search */
    const char *desc;
    const char *heading;       /* over the figure: "Rated 7 or better of 10, %" */
    const char *heading_short; /* NULL: heading */
    const CxDotsRow *rows;
    size_t n_rows;             /* 0..CX_DOTS_ROWS_MAX */
    double floor, ceil;        /* limits of the measure, NaN for none */
    double lo, hi;             /* fixed ends of the scale; NaN: chosen to fit */
    double overall;            /* dotted line for all together; NaN for none */
    const char *overall_text;  /* "all departments 76 (75–77)" */
    const char *overall_short; /* NULL: overall_text */
    CxDotsMark mark;
} CxDots;

/* Appends both drawings. Cannot fail. */
void cx_dots_draw(GString *out, const CxDots *dots);
