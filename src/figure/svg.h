/* An SVG drawing written mark by mark into a GString.
 *
 * Every mark carries its colour as a presentation attribute (light, so that a file, a mail or a
 * printed page shows it as it stands) and a class that the page's style sheet recolours. Numbers
 * are written without a locale, rounded to a tenth of a pixel; a number that is not finite is a
 * programmer's error and asserted. Text is escaped here and nowhere else. Coordinates and sizes
 * are pixels of the view box, y runs down. Not thread-safe; one drawing belongs to one thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "lang/lang.h"

/* What a colour means. The class of a fill is "f-<name>", of a stroke "s-<name>". */
typedef enum {
    CX_PAINT_NONE,
    CX_PAINT_INK,
    CX_PAINT_INK2,
    CX_PAINT_INK3,
    CX_PAINT_ACC,
    CX_PAINT_SOFT,
    CX_PAINT_MID,
    CX_PAINT_MARK,
    CX_PAINT_BAND,
    CX_PAINT_BAR,
    CX_PAINT_LINE,
    CX_PAINT_PAPER,
    CX_PAINT_N
} CxPaint;

typedef enum {
    CX_ANCHOR_START,
    CX_ANCHOR_MIDDLE,
    CX_ANCHOR_END,
} CxAnchor;

typedef struct {
    double x, y;
} CxPoint;

typedef struct {
    GString *out; /* borrowed */
} CxSvg;

/* How a drawing begins. */
typedef struct {
    const char *id;    /* unique in the page; [a-z0-9-], goes before "t" and "d" */
    const char *class; /* of the svg element, may be NULL */
    const char *title; /* plain text */
    const char *desc;  /* plain text, may be NULL */
    double width_px;   /* also the view box */
    double height_px;
    bool has_links;     /* role "group" with links inside, else "img" */
    bool is_decoration; /* hidden from assistive technology: title and desc are not written */
} CxSvgHead;

/* How a line or the edge of a shape is drawn. */
typedef struct {
    CxPaint paint;
    double width_px;
    double opacity;   /* 0..1; 0 means fully opaque, as does 1 */
    const char *dash; /* "5 3", or NULL for an unbroken line */
} CxStroke;

/* How a piece of text is set. */
typedef struct {
    CxPaint paint;
    double size_px;
    int weight; /* 400, 500 or 600; 0 is 400 */
    CxAnchor anchor;
    const char *class; /* one more class, may be NULL */
} CxType;

void cx_svg_open(CxSvg *svg, const CxSvgHead *head);
void cx_svg_close(CxSvg *svg);

/* Groups and links may be nested in any order; each open has its close. A link's label may be
 * NULL; a tooltip is the title of the group, plain text. */
void cx_svg_group_open(CxSvg *svg, const char *tooltip);
void cx_svg_group_close(CxSvg *svg);
void cx_svg_link_open(CxSvg *svg, const char *href, const char *label);
void cx_svg_link_close(CxSvg *svg);

void cx_svg_line(CxSvg *svg, CxPoint from, CxPoint to, const CxStroke *stroke);
/* One open path through n points, n at least 1 (one point draws a round dot of the line's width). */
void cx_svg_path(CxSvg *svg, const CxPoint *points, size_t n, const CxStroke *stroke);
/* One closed, filled shape. */
void cx_svg_area(CxSvg *svg, const CxPoint *points, size_t n, CxPaint paint);
void cx_svg_circle(CxSvg *svg, CxPoint centre, double radius_px, CxPaint paint);
/* A circle of paper with an edge. */
void cx_svg_ring(CxSvg *svg, CxPoint centre, double radius_px, const CxStroke *stroke);
void cx_svg_text(CxSvg *svg, CxPoint at, const CxType *type, const char *text);

/* Appends text for an element or a double-quoted attribute: & < > " ' escaped; what XML forbids
 * (most control characters, broken UTF-8) replaced by U+FFFD. */
void cx_svg_append_escaped(GString *out, const char *text);
/* Appends a coordinate: at most one decimal, no "-0", never in a locale's way. */
void cx_svg_append_number(GString *out, double value);
