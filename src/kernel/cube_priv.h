/* What cube.c and joint.c share: how axes are put together, and the counters of small cubes. Inside kernel/
 * only. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "kernel/cube.h"

#define CX_CUBE_NARROW 16384 /* narrow counters, all lanes together: most of the first cache */
#define CX_CUBE_LANES  4
#define CX_CUBE_SUM_CELLS                                                                          \
    1024 /* cells whose sums are made in lanes; more would not stay in the first cache */
#define CX_CUBE_COUNT_ONE (UINT64_C(1) << 48) /* above a sum of values: room for 65,535 */
#define CX_CUBE_VALUE_MAX                                                                          \
    (INT32_C(1) << 30) /* a value whose sum over so many rows stays below the count */

/* Where the number of rows is a constant, there is no loop left. */
#define CX_CUBE_INLINE static inline __attribute__((always_inline))

/* Axes in runs whose product fits a byte: their tables are multiplied beforehand, so that within a run
 * classes are only added, sixty-four rows at a time. */
typedef struct {
    uint8_t table[CX_CUBE_AXES_MAX][CX_CUBE_CODES];
    unsigned n_run[CX_CUBE_AXES_MAX]; /* of the axis that begins a run its product, else 0 */
} CxCubePlan;

/* Histograms one after another, each of n_cells. */
typedef struct {
    size_t n_cells;
    size_t n_lanes; /* CX_CUBE_LANES or 1; 0: the cube is too large, and counts straight away */
    size_t n_rows;  /* counted since they were zero */
    uint16_t count[CX_CUBE_NARROW];
} CxCubeNarrow;

/* One increment a row: the value, and one above the bits that its sum needs; lanes likewise. */
typedef struct {
    size_t n_cells;
    size_t n_rows; /* added since all were zero */
    uint64_t both[CX_CUBE_LANES * CX_CUBE_SUM_CELLS];
} CxCubePacked;

/* Four codes a load, each for a lane of its own where there are four. */
CX_CUBE_INLINE void
cx_kernel_narrow_add(CxCubeNarrow *narrow, const uint16_t *restrict joint, size_t n)
{
    const size_t step = narrow->n_lanes == CX_CUBE_LANES ? narrow->n_cells : 0;
    uint16_t *first = narrow->count;
    uint16_t *second = first + step;
    uint16_t *third = second + step;
    uint16_t *fourth = third + step;
    size_t i = 0;
#pragma GCC unroll 16
    for (; i + CX_CUBE_LANES <= n; i += CX_CUBE_LANES) {
        uint64_t four;
        memcpy(&four, joint + i, sizeof four);
        first[four & 0xFFFF]++;
        second[four >> 16 & 0xFFFF]++;
        third[four >> 32 & 0xFFFF]++;
        fourth[four >> 48]++;
    }
    for (; i < n; i++)
        first[joint[i]]++;
    narrow->n_rows += n;
}

/* What a row adds to its cell. */
CX_CUBE_INLINE uint64_t
cx_kernel_packed_one(CxValues values, const int is_narrow, size_t i)
{
    const int64_t value = is_narrow ? values.narrow[i] : values.wide[i];
    return (uint64_t)value + CX_CUBE_COUNT_ONE;
}

CX_CUBE_INLINE void
cx_kernel_packed_add_of(CxCubePacked *packed, const uint16_t *restrict joint, CxValues values,
                        const int is_narrow, size_t n)
{
    uint64_t *first = packed->both;
    uint64_t *second = first + packed->n_cells;
    uint64_t *third = second + packed->n_cells;
    uint64_t *fourth = third + packed->n_cells;
    size_t i = 0;
#pragma GCC unroll 16
    for (; i + CX_CUBE_LANES <= n; i += CX_CUBE_LANES) {
        uint64_t four;
        memcpy(&four, joint + i, sizeof four);
        first[four & 0xFFFF] += cx_kernel_packed_one(values, is_narrow, i);
        second[four >> 16 & 0xFFFF] += cx_kernel_packed_one(values, is_narrow, i + 1);
        third[four >> 32 & 0xFFFF] += cx_kernel_packed_one(values, is_narrow, i + 2);
        fourth[four >> 48] += cx_kernel_packed_one(values, is_narrow, i + 3);
    }
    for (; i < n; i++)
        first[joint[i]] += cx_kernel_packed_one(values, is_narrow, i);
    packed->n_rows += n;
}

/* Rows whose values are all there and small; each kind of values has code of its own. */
CX_CUBE_INLINE void
cx_kernel_packed_add(CxCubePacked *packed, const uint16_t *restrict joint, CxValues values,
                     size_t n)
{
    if (values.narrow != NULL)
        cx_kernel_packed_add_of(packed, joint, values, 1, n);
    else
        cx_kernel_packed_add_of(packed, joint, values, 0, n);
}

/* The values from row `first` on. */
static inline CxValues
cx_kernel_values_from(CxValues values, size_t first)
{
    return values.narrow != NULL ? (CxValues){ .narrow = values.narrow + first }
                                 : (CxValues){ .wide = values.wide + first };
}

/* Adds rows one by one, whatever their values. keep: n bytes, 0 or 1, or NULL */
void cx_kernel_cube_sums_add(CxCubeSums sums, const uint16_t *restrict joint, const uint8_t *keep,
                             CxValues values, size_t n);

/* Whether the two below may be called: they need AVX-512, an axis and no more filters than there is room for. */
int cx_kernel_joint_can(const CxCube *cube);

/* Counts n rows from row `first` on, at most CX_KERNEL_BLOCK, into narrow counters that have lanes and room for
 * them. Codes of rows are made while those of the rows before are counted. */
void cx_kernel_joint_count(const CxCube *cube, const CxCubePlan *plan, size_t first, size_t n,
                           CxCubeNarrow *narrow);

/* Of a cube and its values. */
typedef struct {
    const CxCube *cube; /* without filters */
    const CxCubePlan *plan;
    CxValues values;
    CxCubePacked *packed; /* with room for n rows */
    CxCubeSums sums;      /* for values that are none or large */
} CxCubeSumming;

/* Adds up n rows likewise. */
void cx_kernel_joint_sum(const CxCubeSumming *of, size_t first, size_t n);

/* The same without AVX-512, for processors that have none and for tests. */
void cx_kernel_cube_count_plain(const CxCube *cube, int64_t *restrict count);
void cx_kernel_cube_sum_plain(const CxCube *cube, CxValues values, CxCubeSums sums);
