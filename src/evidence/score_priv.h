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
