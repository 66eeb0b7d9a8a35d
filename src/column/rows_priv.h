/* Filters as masks. Inside column/ only. */
#pragma once

#include "column/frame.h"
#include "column/slice.h"

/* Takes out of a mask of n rows, the first of them `first`, those that a filter does not keep. */
void cx_rows_filter(const CxFrame *frame, const CxSliceFilter *filter, size_t first, size_t n,
                    uint8_t *mask);
