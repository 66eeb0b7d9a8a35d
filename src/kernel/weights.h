/* Sums of weights, and of their squares, by group and class of answer.
 *
 * Sums run in fixed lanes, a row in the lane of its number mod CX_WEIGHT_LANES, and lanes are folded in a fixed
 * order: equal answers in a row do not wait for each other, and the same sums come, to the last bit, on every
 * processor and however rows are cut. Allocates nothing, cannot fail, any thread. No two arguments overlap. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define CX_WEIGHT_LANES 8

typedef struct {
    double w;  /* sum of weights */
    double ww; /* and of their squares */
} CxWeightSum;

/* What is summed.
 *
 * group      of each row, below n_groups; rows with CX_KERNEL_NO_GROUP are passed over
 * code       of each row
 * weight     of each row, finite; of one passed over, anything
 * class_of   256 classes by code; rows of n_classes or more are passed over
 * n_lanes    CX_WEIGHT_LANES, or 1 where that would be too many sums */
typedef struct {
    const uint16_t *group;
    const uint8_t *code;
    const double *weight;
    const uint8_t *class_of;
    size_t n_groups;
    unsigned n_classes;
    unsigned n_lanes;
} CxWeightColumns;

/* Sums that lanes have room for: of each group, class by class, and one for the rows passed over; n_lanes of each. */
static inline size_t
cx_kernel_weights_n_lane_sums(const CxWeightColumns *columns)
{
    return (columns->n_groups * columns->n_classes + 1) * columns->n_lanes;
}

/* Adds the rows first … end - 1. */
void cx_kernel_weights_add(CxWeightSum *restrict lanes, const CxWeightColumns *columns,
                           size_t first, size_t end);
/* Folds the lanes and adds them.
 *
 * sums  n_groups x n_classes, added to */
void cx_kernel_weights_fold(CxWeightSum *restrict sums, const CxWeightSum *restrict lanes,
                            const CxWeightColumns *columns);
