/* What score.c and card_fill.c share: one number in the making. */
#pragma once

#include "column/run.h"
#include "evidence/card.h"
#include "evidence/score.h"

/* A slice of a frame with its question; borrowed. */
typedef struct {
    CxCtx *ctx;
    const CxSurvey *survey;
    const CxItem *item;
    const CxFrame *frame;
    CxSlice *slice; /* without groups: exactly this number */
    const char *slice_text;
    bool is_weighted;
    double range_lo; /* what a score can be, as run */
    double range_hi;
} CxNumber;

/* Value and interval of a tally in the measure's unit, without card and wall. */
CxMeasured cx_number_measure(const CxNumber *number, const CxTally *tally);
/* Fills the card of a number: the runs and words that a card needs and a score does not. */
CX_MUST_USE bool cx_number_fill_card(const CxNumber *number, const CxTally *tally,
                                     const CxMeasured *value, CxCard *card, GError **error);
/* Name and unit of the measure, in the arena. */
const char *cx_number_measure_words(const CxNumber *number);
const char *cx_number_unit(const CxNumber *number);
/* Decimals that an interval supports; by default where there is none. */
int cx_number_decimals(const CxNumber *number, const CxMeasured *value);

/* ---- The wall (wall.c) ---- */

/* One part of a partition, before the wall. */
typedef struct {
    int64_t n;     /* answers */
    bool is_shown; /* in: not hidden for another reason; out: may be shown */
    bool is_small; /* out: hidden for itself, not for the others' sake */
} CxWallPart;

/* Takes away value, interval and even n. */
void cx_measured_hide(CxMeasured *value, CxMeasuredStatus status);
/* Hides small parts, and the next smallest while what is hidden could be had by subtracting what is
 * shown from the whole. n_rest answers are in the whole and in no part. Empty parts hide nothing.
 * True when the rest is small, so that it counts as hidden. */
bool cx_wall_hide_parts(int64_t min_n, int64_t n_rest, CxWallPart *parts, size_t n_parts);
/* Whether a number of n answers gives away a hidden one to whoever asks again with other filters;
 * filters of by_item (or NULL), which parts the whole, are left to cx_wall_hide_parts. */
CX_MUST_USE bool cx_wall_filters_tell(const CxNumber *number, int64_t n, const char *by_item,
                                      bool *ret_tell, GError **error);
