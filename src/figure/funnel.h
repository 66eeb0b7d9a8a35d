/* A funnel: departments by how many answered and how they were rated, inside the limits that chance
 * alone draws round the whole. Whoever lies outside stands apart; inside nobody is better or worse
 * than another.
 *
 * The caller computes the limits. Drawn twice, 760 and 358 pixels wide; the style sheet shows one.
 * Words come from the caller, plain text of any length; a label that finds no room stays in the
 * tooltip of its dot. Hidden rows come last, with their reason and nothing else. The table twin is
 * the page's. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "lang/lang.h"

enum { CX_FUNNEL_POINTS_MAX = 200, CX_FUNNEL_LIMITS_MAX = 128 };

typedef struct {
    const char *label;
    const char *href;       /* where the label leads, may be NULL */
    double value;           /* NaN: hidden, see why */
    double n;               /* place on the x axis: answers, or sampling units; > 0 */
    double lo, hi;          /* interval; NaN for none */
    bool is_point;          /* stands apart: in the accent */
    const char *value_text; /* "68" */
    const char *range_text; /* "66–70"; NULL for none */
    const char *n_text;     /* "n 2,071" */
    const char *card_href;  /* NULL: the dot leads nowhere */
    const char *card_about; /* label of that link */
    const char *why;        /* when hidden: "hidden: fewer than 5 answers" */
} CxFunnelPoint;

/* The limits at one n. */
typedef struct {
    double n;
    double inner_lo, inner_hi; /* such as 95 % */
    double outer_lo, outer_hi; /* such as 99.8 %; NaN for none */
} CxFunnelLimit;

typedef struct {
    const char *id; /* unique in the page, [a-z0-9-] */
    const char *title;
    const char *desc;
    const char *heading;
    const char *heading_short; /* NULL: heading */
    const CxFunnelPoint *points;
    size_t n_points;             /* 0..CX_FUNNEL_POINTS_MAX */
    const CxFunnelLimit *limits; /* by n rising */
    size_t n_limits;             /* 0 (none), or 2..CX_FUNNEL_LIMITS_MAX */
    double centre;               /* the whole; NaN for none */
    const char *centre_text;     /* "all together 76 (75–77)"; NULL for none */
    const char *inner_text;      /* "19 of 20 lie inside by chance"; NULL for none */
    const char *outer_text;      /* "998 of 1,000"; NULL for none */
    const char *axis;            /* "answers" */
    double floor, ceil;          /* limits of the measure, NaN for none */
    const char *empty;           /* said when no point can be drawn; NULL: nothing */
} CxFunnel;

/* Appends both drawings. Cannot fail. */
void cx_funnel_draw(GString *out, const CxFunnel *funnel);
