/* Where ratings fall: a curve with its band over an operational fact, the customers' threshold with its
 * interval as a grey column, the target as a dashed line, and a strip of all transactions below.
 *
 * Drawn twice for the screen, 760 and 358 pixels wide, and lower for print. All words come from the
 * caller; y is in per cent of good answers. The table twin is the page's. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "lang/lang.h"

enum { CX_PLOT_POINTS_MAX = 64, CX_PLOT_BARS_MAX = 64, CX_PLOT_LINES = 3 };

typedef struct {
    double x;
    double value;  /* of the curve */
    double lo, hi; /* NaN for none */
    double raw;    /* as measured, a dot; NaN for none */
} CxPlotPoint;

typedef struct {
    double from, to; /* from < to */
    double height;   /* >= 0, on any scale */
} CxPlotBar;

/* One share under the strip. */
typedef struct {
    const char *text;       /* "41 of 100 orders"; NULL: none */
    const char *text_short; /* "41 of 100" */
    const char *range;      /* "30–53"; NULL for none */
} CxPlotShare;

typedef struct {
    const char *id; /* unique in the page, [a-z0-9-] */
    const char *title;
    const char *desc;
    const char *heading;
    const char *heading_short;
    const CxPlotPoint *points; /* by x rising */
    size_t n_points;           /* 2..CX_PLOT_POINTS_MAX */
    const CxPlotBar *bars;
    size_t n_bars; /* 0..CX_PLOT_BARS_MAX */
    double level;  /* declared, of good answers */
    double x;      /* the threshold; NaN: none */
    double lo, hi; /* its interval; NaN for none, infinite for an open end */
    double target; /* NaN: none */
    bool is_less_worse;
    const char *fall[2];                /* "Ratings fall", "after 3.1 days" */
    const char *aim[2];                 /* "Target", "5 days" */
    const char *interval;               /* "2.8–3.4"; NULL for none */
    const char *interval_word;          /* "interval" */
    const char *between[CX_PLOT_LINES]; /* in the area between; NULL for none */
    const char *strip[2];               /* "All orders", "in the year" */
    const char *unit;                   /* "days" */
    CxPlotShare shares[3];              /* left to right */
} CxThresholdPlot;

/* Appends both drawings for the screen. Cannot fail. */
void cx_threshold_plot_draw(GString *out, const CxThresholdPlot *plot);
/* Appends the one for print. */
void cx_threshold_plot_print(GString *out, const CxThresholdPlot *plot);
