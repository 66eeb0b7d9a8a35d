/* The coalition map: leaders by influence and stance, with trails of where they stood before.
 *
 * Trails thicken toward today; a ring is one who leaves. Who stands exactly where another does is
 * moved aside by a dot's width. Drawn twice, 760 and 358 pixels wide; the style sheet shows one.
 * Words come from the caller, plain text of any length; a label that finds no room stays in the
 * tooltip of its dot. Who was not assessed comes last, with the reason. The table twin is the
 * page's. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "lang/lang.h"

enum { CX_STANCES_LEADERS_MAX = 200, CX_STANCES_SPOTS_MAX = 24, CX_STANCES_COLUMNS_MAX = 9 };

/* One assessment. */
typedef struct {
    double stance;    /* x, 0 (first column) .. n_columns - 1 */
    double influence; /* y, influence_lo..influence_hi */
} CxStanceSpot;

typedef struct {
    const char *label;         /* "Head of Delivery", or a name */
    const char *label_short;   /* for the narrow drawing; NULL: label */
    const char *href;          /* NULL: leads nowhere */
    const char *note;          /* "leaves 31 December"; NULL for none */
    const char *about;         /* the whole of it, for the tooltip; NULL: the label */
    const CxStanceSpot *spots; /* oldest first, today's last */
    size_t n_spots;            /* 0 (not assessed, see why) ..CX_STANCES_SPOTS_MAX */
    bool is_leaving;
    bool is_point;   /* in the accent */
    const char *why; /* when not assessed */
} CxStanceLeader;

typedef struct {
    const char *id; /* unique in the page, [a-z0-9-] */
    const char *title;
    const char *desc;
    const char *more; /* over the field: "More influence" */
    const char *less; /* at its foot: "Less" */
    const CxStanceLeader *leaders;
    size_t n_leaders;                  /* 0..CX_STANCES_LEADERS_MAX */
    const char *const *columns;        /* stances from left to right: "against" .. "leads" */
    size_t n_columns;                  /* 2..CX_STANCES_COLUMNS_MAX */
    double influence_lo, influence_hi; /* of the field, influence_lo < influence_hi */
    const char *empty;                 /* said when nobody was assessed; NULL: nothing */
} CxStances;

/* Appends both drawings. Cannot fail. */
void cx_stances_draw(GString *out, const CxStances *stances);
