/* A distribution: how answers spread over a scale, a column each from zero, with its interval; groups
 * of columns are named below (those who would recommend, and those who would not).
 *
 * Drawn twice, 760 and 358 pixels wide; the style sheet shows one. All words come from the caller,
 * plain text of any length. The table twin is the page's. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "lang/lang.h"

enum { CX_SPREAD_BARS_MAX = 24, CX_SPREAD_GROUPS_MAX = 6 };

typedef struct {
    const char *label; /* under the column: "7" */
    double share;      /* per cent, 0..100 */
    double lo, hi;     /* interval; NaN for none */
    const char *text;  /* over the column: "12"; NULL for none */
    const char *about; /* tooltip: "7: 12 % (11–13)"; NULL: the label */
    bool is_point;     /* in the accent */
} CxSpreadBar;

typedef struct {
    size_t first, last;      /* columns it stands for */
    const char *words;       /* "0–6: 22 % (20–24)" */
    const char *words_short; /* for the narrow drawing; NULL: words */
    bool is_point;           /* in the accent */
} CxSpreadGroup;

typedef struct {
    const char *id; /* unique in the page, [a-z0-9-] */
    const char *title;
    const char *desc;
    const char *heading;
    const char *heading_short; /* NULL: heading */
    const CxSpreadBar *bars;
    size_t n_bars; /* 0..CX_SPREAD_BARS_MAX */
    const CxSpreadGroup *groups;
    size_t n_groups;        /* 0..CX_SPREAD_GROUPS_MAX, from left to right */
    const char *n_text;     /* "n 2,071"; NULL for none */
    const char *card_href;  /* NULL: n is not a link */
    const char *card_about; /* label of that link */
    const char *empty;      /* said when there is no column: "hidden: fewer than 5 answers" */
} CxSpread;

/* Appends both drawings. Cannot fail. */
void cx_spread_draw(GString *out, const CxSpread *spread);
