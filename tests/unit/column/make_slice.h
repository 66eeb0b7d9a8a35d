/* Random slices over random surveys, and tallies that are the same. */
#pragma once

#include "make_frame.h"

#include "column/run.h"

/* The slice of a text, which must be right for the frame. */
CxSlice *slice_of(const char *text, const CxFrame *frame);
CxSlice *slice_random(const CxFrame *frame);
CxTallies *slice_run(const CxFrame *frame, const CxSlice *slice);
/* A survey of up to 400 rows, now and then a very small one, with or without weights and units. */
Made *made_any(void);

void tally_assert_near(double got, double want);
/* Counts are the same, sums within 1e-9. */
void tally_assert_counts(const CxTally *got, const CxTally *want);
void tally_assert_sums(const CxTally *got, const CxTally *want);
/* Both, and sums by sampling unit. */
void tally_assert_same(const CxTally *got, const CxTally *want);
