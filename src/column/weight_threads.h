/* Weighted sums of many rows on several threads. Rows are cut into parts by their number alone, each part is summed in
 * lanes (kernel/weights.h), and parts are added in their order: the same sums, to the last bit, on however many
 * threads. Threads live for one call. Any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "kernel/weights.h"
#include "lang/lang.h"

#define CX_WEIGHT_PARTS 8 /* from a quarter of a million rows for each */

/* Adds n rows to the sums of n_groups x n_classes; the lanes of columns are set here. TOO_LARGE when memory is
 * short. */
CX_MUST_USE bool cx_weight_sums(CxWeightColumns columns, size_t n, CxWeightSum *restrict sums,
                                GError **error);
/* The same on n_threads, 1 to CX_WEIGHT_PARTS. */
CX_MUST_USE bool cx_weight_sums_on(CxWeightColumns columns, size_t n, size_t n_threads,
                                   CxWeightSum *restrict sums, GError **error);
