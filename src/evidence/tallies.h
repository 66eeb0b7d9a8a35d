/* Tallies of slices that pages ask for again and again: run once for each frame, and kept. */
#pragma once

#include "column/run.h"
#include "people/ctx.h"

/* As cx_slice_run. A context with a shelf keeps them in memory for as long as the frame is the newest;
 * what a slice counts depends on frame and slice alone, so the wall stands after it, as it did. (transfer full):
 * one reference, shared. */
CX_MUST_USE CxTallies *cx_tallies_run(CxCtx *ctx, const CxFrame *frame, const CxSlice *slice,
                                      GError **error);
