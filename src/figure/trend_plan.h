/* Where the parts of a trend go: geometry apart from drawing. Private to figure/trend*.c. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "figure/scale.h"
#include "figure/svg.h"
#include "figure/trend.h"

/* Lines below the axis, all together and of one label. */
enum { CX_TREND_NOTES_MAX = 12, CX_TREND_NOTE_LINES_MAX = 3 };

/* One side of a cut: points first .. end - 1. */
typedef struct {
    size_t first, end;
    double x0, x1;     /* grid, band and axis stop here */
    double cut_px;     /* middle of the cut before it; NaN for the first */
    const char *label; /* NULL when nothing is cut */
    char mark;         /* 'a'..: the label is short, and all of it stands below; 0: it is whole */
    size_t label_row;  /* 0 is the row next to the plot */
    double label_room; /* pixels for the label */
} CxTrendSide;

/* A line of what the marks of short labels stand for. */
typedef struct {
    char *words; /* owned */
    char mark;   /* before its first line, else 0 */
    double baseline;
} CxTrendNote;

/* A line of words at the right edge. */
typedef struct {
    char *words; /* owned; NULL: not there */
    double baseline;
} CxTrendWords;

typedef struct {
    const CxTrend *trend;
    bool is_narrow;
    double width, height;
    double x0, x1; /* of the plot */
    double top, bottom;
    CxScale y;
    double step_px; /* between neighbours on one side */
    double x[CX_TREND_POINTS_MAX];
    CxTrendSide sides[CX_TREND_CUTS_MAX + 1];
    size_t n_sides;
    size_t n_label_rows;
    bool has_groups;
    bool has_last;
    size_t last;    /* the newest point with a value */
    double words_x; /* of the words at the right edge */
    double n_x;     /* of n, which may stand behind the range */
    CxTrendWords value, range, n, target;
    CxTrendNote notes[CX_TREND_NOTES_MAX]; /* below the axis */
    size_t n_notes;
} CxTrendPlan;

/* Lays out one of the two drawings. */
void cx_trend_plan_init(CxTrendPlan *plan, const CxTrend *trend, bool is_narrow);
void cx_trend_plan_clear(CxTrendPlan *plan);
/* Whether a point has a value, and whether it has an interval too. */
bool cx_trend_has_value(const CxTrendPoint *point);
bool cx_trend_has_interval(const CxTrendPoint *point);
