/* A field of points with words beside them: what funnel, importance and coalition map share.
 * Private to figure/.
 *
 * Words and marks take their places as they are set; a label goes to the first free place near its
 * point, further off with a thin line to it, and nowhere if there is none: then its words stand in
 * the tooltip of its mark alone. Coordinates are pixels. One field belongs to one thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "figure/scale.h"
#include "figure/svg.h"
#include "lang/lang.h"

/* A rectangle, x0 <= x1 and y0 <= y1. */
typedef struct {
    double x0, y0, x1, y1;
} CxBox;

typedef struct {
    CxSvg svg;
    bool is_narrow;
    double width, height;
    double x0, x1, top, bottom; /* of the plot */
    CxScale x, y;
    GArray *taken; /* of CxBox: no label goes there */
    GArray *lines; /* of CxBox: labels go there only if there is no other place */
} CxField;

/* How a figure with a field begins, in either width. */
typedef struct {
    const char *id;
    const char *title;
    const char *desc;
    const char *heading;
    const char *heading_short; /* NULL: heading */
    bool has_links;
} CxFieldHead;

/* A label of one or two lines, beside its point. */
typedef struct {
    CxPoint at;
    double gap_px; /* from the point to the words */
    const char *words;
    const char *more; /* the second line, smaller; NULL for none */
    CxPaint paint;
    int weight;
} CxFieldLabel;

/* A dot of the figure. */
typedef struct {
    CxPoint at;
    bool is_point;     /* in the accent, larger */
    bool is_ring;      /* open */
    const char *about; /* tooltip, and the label of the link */
    const char *href;  /* NULL: leads nowhere */
} CxFieldDot;

/* A row that may not be shown: its name and why, never a number. */
typedef struct {
    const char *label;
    const char *href; /* may be NULL */
    const char *why;
} CxFieldHidden;

/* Opens the drawing; width, height and the plot's edges are set by the caller before. */
void cx_field_open(CxField *field, const CxFieldHead *head);
void cx_field_close(CxField *field);

/* Height of the axis under a plot, with its numbers and its name. */
double cx_field_axis_px(bool is_narrow);
/* Grid, axis and numbers of a scale; `words` names the axis, at its end, NULL for none. */
void cx_field_axis_x(CxField *field, const char *words);
void cx_field_axis_y(CxField *field);

CxPoint cx_field_at(const CxField *field, double x, double y);
/* From here on no label is set into the box; or, of a line, only where there is no other place. */
void cx_field_take(CxField *field, CxBox box);
void cx_field_take_line(CxField *field, CxBox box);
void cx_field_take_dot(CxField *field, CxPoint centre, double radius_px);
/* Where a dot can stand without covering another: at the point, or as near as there is room. */
CxPoint cx_field_free_dot(CxField *field, CxPoint wanted, double radius_px);

/* A dot; it takes no place. */
void cx_field_dot(CxField *field, const CxFieldDot *dot);
/* An interval as a translucent bar, level or upright, with its place. */
void cx_field_interval(CxField *field, CxPoint from, CxPoint to, bool is_point);

/* Sets words where they are told to be, cut to the room and whole in a tooltip, and takes their
 * place. */
void cx_field_words(CxField *field, CxPoint at, const CxType *type, const char *words, double room);
/* The same, if its place is free of all but lines; else sets nothing. */
bool cx_field_words_if_free(CxField *field, CxPoint at, const CxType *type, const char *words,
                            double room);
/* Sets a label where there is room; without room for both lines the first alone; false: for none. */
bool cx_field_label(CxField *field, const CxFieldLabel *label);
/* A sentence in the middle of the plot, in up to three lines, for what cannot be drawn. */
void cx_field_say(CxField *field, const char *words);

/* Height of the hidden rows under a plot. */
double cx_field_hidden_px(bool is_narrow, size_t n);
/* One hidden row, the i-th below `top`. */
void cx_field_hidden(CxField *field, double top, size_t i, const CxFieldHidden *row);
