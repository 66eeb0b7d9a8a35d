/* Random surveys, kept twice: as the rows a naive twin reads and as the frame made of them. */
#pragma once

#include <glib.h>

#include "column/frame.h"

#define MADE_ITEMS 5 /* recommend, overall, effort (low is good), terminal, bags */

typedef struct {
    CxDay day;
    uint8_t version, mode;
    double weight; /* NaN: none */
    char unit[8];  /* "" and is_named: the blank unit */
    bool is_named; /* unit is one */
    uint8_t answers[MADE_ITEMS];
} MadeRow;

typedef struct {
    MadeRow *rows;
    size_t n;
    bool is_weighted; /* declared so */
    size_t n_margins; /* cells a month of its frames' margins at most; 0: there are none */
} Made;

#define MADE_WEIGHTS  1 /* most rows have a weight */
#define MADE_UNITS    2 /* most rows name a unit */
#define MADE_DECLARED 4 /* the headline is weighted */

Made *made_random(size_t n, unsigned what);
void made_free(Made *made);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Made, made_free)
/* Shuffles the rows. */
void made_shuffle(Made *made);
/* The frame of rows begin … end - 1. */
CxFrame *made_frame(const Made *made, size_t begin, size_t end);
/* The same rows as those that follow a frame's (cx_frame_builder_continue). */
CxFrame *made_frame_onto(const CxFrame *base, const Made *made, size_t begin, size_t end,
                         GError **error);
