/* Which rows of a frame a slice keeps, for what needs the answers themselves. Any thread. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "column/frame.h"
#include "column/slice.h"

/* Marks the rows of the slice's period that all its filters keep.
 *
 * mask  cx_frame_n_rows bytes: 1 for a row kept, 0 otherwise
 *
 * The slice must have passed cx_slice_check with this frame (asserted). */
void cx_slice_mark_rows(const CxFrame *frame, const CxSlice *slice, uint8_t *mask);
