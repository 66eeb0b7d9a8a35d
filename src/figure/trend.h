/* A trend: one value a period with its interval, cut where the survey changed.
 *
 * Drawn twice, 760 and 358 pixels wide; the style sheet shows one. All words come from the caller
 * in the reader's language, plain text of any length; numbers are in display units (points, per
 * cent, scale points). The table twin is the page's. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "lang/lang.h"

enum { CX_TREND_POINTS_MAX = 400, CX_TREND_CUTS_MAX = 20 };

typedef struct {
    const char *label; /* under the axis: "Q4", "Mar", "2018" */
    const char *group; /* in the row below, once for each run: "2023"; may be NULL */
    double value;      /* NaN: nothing was measured, the line breaks */
    double lo, hi;     /* interval; NaN for none */
    const char *why;   /* when value is NaN: "hidden: fewer than 5 answers"; may be NULL */
} CxTrendPoint;

/* Between points at - 1 and at nothing may be compared. */
typedef struct {
    size_t at;                /* first point of the newer side, 1..n_points - 1, rising */
    const char *before;       /* "Survey version 3"; used for the first side only */
    const char *before_short; /* for the narrow drawing; NULL: before */
    const char *after;        /* "Version 4, from 1 July 2025: asked first" */
    const char *after_short;  /* NULL: after */
    const char *note;         /* "Not comparable: no bridge was run"; may be NULL */
} CxTrendCut;

typedef struct {
    double value;      /* NaN: no target */
    size_t from;       /* first point it holds for */
    const char *label; /* "Target 2026: 40" */
    const char *label_short;
    const double
        *path; /* what was expected, one value a point, NaN for none; value is then where its
                         * label stands. NULL: a level, the same for all points */
} CxTrendTarget;

typedef struct {
    const char *id;    /* unique in the page, [a-z0-9-] */
    const char *title; /* for assistive technology and search */
    const char *desc;
    const char *heading;       /* over the figure: "Net Promoter Score, each quarter" */
    const char *heading_short; /* NULL: heading */
    const CxTrendPoint *points;
    size_t n_points; /* 1..CX_TREND_POINTS_MAX */
    const CxTrendCut *cuts;
    size_t n_cuts; /* 0..CX_TREND_CUTS_MAX */
    CxTrendTarget target;
    double floor, ceil;     /* limits of the measure, NaN for none */
    const char *last_value; /* words at the end of the line: "31" */
    const char *last_range; /* "28–34"; NULL for none */
    const char *last_n;     /* "n 3,412"; NULL for none */
    const char *last_href;  /* evidence card of the last value; NULL: not a link */
    const char *last_about; /* label of that link: "n 3,412, evidence card for …" */
} CxTrend;

/* Appends both drawings. Cannot fail. */
void cx_trend_draw(GString *out, const CxTrend *trend);
