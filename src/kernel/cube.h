/* Counts and sums of rows over a product of axes: region by segment by score, in one pass.
 *
 * Each axis is a column of codes and a table that says the class of each code; filters are columns
 * and the codes that stay. A row has one joint code, the index of its cell, and costs one increment
 * however many axes there are; what a score, a share or a percentile needs is in the counts. Adds to
 * what is there, so that a column cut anywhere and counted in parts gives the same. Counts and sums
 * are integers: the same answer on every machine. Allocates nothing, cannot fail, any thread. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "kernel/values.h"
#include "lang/lang.h"

#define CX_CUBE_AXES_MAX  8
#define CX_CUBE_CELLS_MAX 65536
#define CX_CUBE_CODES     256

typedef struct {
    const uint8_t *code;    /* n of them */
    const uint8_t *classes; /* by code, 256 of them, each below n_classes */
    unsigned n_classes;     /* 1..256 */
} CxCubeAxis;

typedef struct {
    const uint8_t *code; /* n of them */
    const uint8_t *keep; /* by code, 256 of them: 1 keep, 0 drop */
} CxCubeFilter;

/* The first axis varies slowest: cell = (class_0 * n_1 + class_1) * n_2 + class_2 … */
typedef struct {
    const CxCubeAxis *axes;
    size_t n_axes; /* 0..CX_CUBE_AXES_MAX; without axes there is one cell */
    const CxCubeFilter *filters;
    size_t n_filters;
    size_t n; /* rows */
} CxCube;

/* How many cells there are, the product of the classes. */
CX_PURE size_t cx_kernel_cube_cells(const CxCube *cube);

/* Counts rows by cell; there must be CX_CUBE_CELLS_MAX cells at most.
 *
 * count  a number for each cell, added to */
void cx_kernel_cube_count(const CxCube *cube, int64_t *restrict count);

/* By cell, each added to. */
typedef struct {
    int64_t *count;    /* rows */
    int64_t *n_valued; /* rows with a value */
    int64_t *sum;      /* of the values */
} CxCubeSums;

/* The same, and sums of a column of whole numbers over the rows that have one; no sum may leave int64. */
void cx_kernel_cube_sum(const CxCube *cube, CxValues values, CxCubeSums sums);
