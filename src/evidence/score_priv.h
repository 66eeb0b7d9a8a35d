/* What score.c and card_fill.c share: one number in the making. */
#pragma once

#include "column/run.h"
#include "evidence/card.h"
#include "evidence/score.h"
#include "feedback/release.h"

/* A slice of a frame with its question; borrowed. */
typedef struct {
    CxCtx *ctx;
    const CxSurvey *survey;
    const CxItem *item;
    const CxFrame *frame;
    CxSlice *slice; /* without groups: exactly this number */
    const char *slice_text;
    const char *counted; /* what there is to say of whose the answers are, or NULL */
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
/* How many of those asked answered, in words, in the arena; NULL with an error. */
CX_MUST_USE const char *cx_number_rate(const CxNumber *number, const CxTally *tally,
                                       GError **error);
/* Decimals that an interval supports; by default where there is none. */
int cx_number_decimals(const CxNumber *number, const CxMeasured *value);

/* ---- Cards (score_cards.c) ---- */

/* The number of one group, as if it had been asked for alone. Its `slice` is to be freed. */
CX_MUST_USE bool cx_number_of_group(const CxNumber *whole, const CxSlice *slice,
                                    const CxTally *tally, CxNumber *ret_number, GError **error);
/* The card of a visible value; of a visible group. */
void cx_number_name_card(const CxNumber *number, CxMeasured *value);
CX_MUST_USE bool cx_number_name_group_card(const CxNumber *whole, const CxSlice *slice,
                                           const CxTally *tally, CxMeasured *value, GError **error);
/* Makes the cards of a score and its groups that are not in the store yet. */
CX_MUST_USE bool cx_number_keep_cards(const CxNumber *whole, const CxSlice *slice,
                                      const CxTallies *tallies, const CxScore *score,
                                      GError **error);

/* ---- The wall (wall.c) ---- */

/* One part of a partition, before the wall. */
typedef struct {
    int64_t n;         /* answers */
    CxReleaseSum said; /* what they say, where that matters */
    bool is_shown;     /* in: not hidden for another reason; out: may be shown */
    bool is_small;     /* out: hidden for itself, not for the others' sake */
} CxWallPart;

/* Takes away value, interval and even n. */
void cx_measured_hide(CxMeasured *value, CxMeasuredStatus status);
/* Hides small parts and those that all say the same, and the next smallest while what is hidden
 * could be had by subtracting what is shown from the whole. n_rest answers are in the whole and in
 * no part. Empty parts hide nothing. True when the rest is small, so that it counts as hidden. */
bool cx_wall_hide_parts(int64_t min_n, int64_t n_rest, CxWallPart *parts, size_t n_parts);
/* Whether a number of n answers gives away a hidden one to whoever asks again with other filters;
 * filters of by_item (or NULL), which parts the whole, are left to cx_wall_hide_parts. */
CX_MUST_USE bool cx_wall_filters_tell(const CxNumber *number, int64_t n, const char *by_item,
                                      bool *ret_tell, GError **error);

/* ---- The wall over time (wall_period.c) ---- */

/* Months by cx_day_month_index, half open. */
typedef struct {
    int32_t from, to;
} CxWallMonths;

/* Whether the months asked for, within all, can be shown with what was said by month, said[0] in
 * all.from. What is asked for holds enough answers itself. */
bool cx_wall_shows_months(int64_t min_n, const CxReleaseSum *said, CxWallMonths all,
                          CxWallMonths asked);
/* Whether the reader is of those who bring the answers in, from whom they cannot be hidden. */
bool cx_wall_holds_answers(const CxCtx *ctx);
/* Fails with FORBIDDEN if somebody who does not hold the answers would part them by anything but time: what
 * is released to them is whole by month alone (feedback/release.h). */
CX_MUST_USE bool cx_wall_check_parts(const CxCtx *ctx, const CxSlice *slice, GError **error);
/* Fails with FORBIDDEN for a period that other readers may not ask for: whole months only. */
CX_MUST_USE bool cx_wall_check_period(const CxCtx *ctx, const CxFrame *frame, const CxSlice *slice,
                                      GError **error);
/* Whether a number over its period, subtracted from others over theirs, gives few answers away. The
 * period has passed cx_wall_check_period. Costs a run of the slice over all time. */
CX_MUST_USE bool cx_wall_period_tells(const CxNumber *number, bool *ret_tells, GError **error);
/* Whether the reader would be shown a slice's number now; false for a slice that cannot be run. */
bool cx_score_is_shown(CxCtx *ctx, const CxSurvey *survey, const CxSlice *slice);
