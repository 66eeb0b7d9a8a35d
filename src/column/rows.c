#include "column/rows.h"

#include <string.h>

#include "column/dimension_priv.h"
#include "column/rows_priv.h"
#include "kernel/mask.h"
#include "lang/assert.h"

const uint8_t *
cx_rows_filter_codes(const CxFrame *frame, const CxSliceFilter *filter,
                     uint8_t keep[CX_KERNEL_CODES])
{
    CxDimension dimension;
    const bool is_there = cx_dimension_find(frame, filter->item, &dimension);
    cx_assert(is_there);
    for (size_t v = 0; filter->values[v] != NULL; v++) {
        uint8_t code = 0;
        const bool has_key = cx_dimension_find_key(&dimension, filter->values[v], &code);
        cx_assert(has_key);
        keep[code] = 1;
    }
    return dimension.column;
}

void
cx_rows_filter(const CxFrame *frame, const CxSliceFilter *filter, size_t first, size_t n,
               uint8_t *mask)
{
    uint8_t table[CX_KERNEL_CODES] = { 0 };
    const uint8_t *column = cx_rows_filter_codes(frame, filter, table);
    cx_kernel_mask_codes(mask, column + first, n, table);
}

void
cx_slice_mark_rows(const CxFrame *frame, const CxSlice *slice, uint8_t *mask)
{
    const size_t n_rows = cx_frame_n_rows(frame);
    memset(mask, 0, n_rows);
    const size_t first = cx_day_is_none(slice->from) ? 0 : cx_frame_day_row(frame, slice->from);
    const size_t end =
        cx_day_is_none(slice->to) ? n_rows : cx_frame_day_row(frame, (CxDay){ slice->to.v + 1 });
    if (end <= first)
        return;
    memset(mask + first, 1, end - first);
    for (guint i = 0; i < slice->filters->len; i++) {
        cx_rows_filter(frame, g_ptr_array_index(slice->filters, i), first, end - first,
                       mask + first);
    }
}
