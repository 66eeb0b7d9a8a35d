/* Filters as masks. Inside column/ only. */
#pragma once

#include "column/frame.h"
#include "column/slice.h"
#include "kernel/tally.h"

/* The column of a filter, from the frame's first row on; by code what it keeps, 1 each, in a table of
 * zeros. */
const uint8_t *cx_rows_filter_codes(const CxFrame *frame, const CxSliceFilter *filter,
                                    uint8_t keep[CX_KERNEL_CODES]);

/* Takes out of a mask of n rows, the first of them `first`, those that a filter does not keep. */
void cx_rows_filter(const CxFrame *frame, const CxSliceFilter *filter, size_t first, size_t n,
                    uint8_t *mask);
