/* Small multiples: the course of several measures side by side, on one scale, so that one that goes
 * another way is seen.
 *
 * Three in a row in the wide drawing (760 pixels), two in the narrow one (358); the style sheet shows
 * one. Each panel has its name, its newest value with interval and n, a band, and a cut where the
 * survey changed, the older side in grey. All words come from the caller, plain text of any length.
 * The table twin is the page's. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "figure/trend.h"
#include "lang/lang.h"

enum { CX_MULTIPLES_PANELS_MAX = 60 };

typedef struct {
    const char *label;
    const char *href;           /* where the label leads, may be NULL */
    const CxTrendPoint *points; /* value, lo and hi count; all panels have the same periods */
    size_t n_points;            /* 0 (hidden, see why) ..CX_TREND_POINTS_MAX */
    const size_t *cuts;         /* first point of each newer side, rising */
    size_t n_cuts;
    bool is_point;          /* in the accent */
    const char *value_text; /* of the newest: "68"; NULL for none */
    const char *range_text; /* "66–70"; NULL for none */
    const char *n_text;     /* "n 2,071"; NULL for none */
    const char *card_href;  /* NULL: n is not a link */
    const char *card_about; /* label of that link */
    const char *why;        /* when there is nothing to draw: "hidden: fewer than 5 answers" */
} CxMultiplesPanel;

typedef struct {
    const char *id; /* unique in the page, [a-z0-9-] */
    const char *title;
    const char *desc;
    const char *heading; /* "7 or better of 10, %, Q4 2023 to Q3 2026, all on one scale" */
    const char *heading_short;
    const CxMultiplesPanel *panels;
    size_t n_panels;    /* 0..CX_MULTIPLES_PANELS_MAX */
    double floor, ceil; /* limits of the measure, NaN for none */
    const char *empty;  /* said when there is no panel; NULL: nothing */
} CxMultiples;

/* Appends both drawings. Cannot fail. */
void cx_multiples_draw(GString *out, const CxMultiples *multiples);
