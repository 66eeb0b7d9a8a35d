/* A block of rows at a time, in the first cache: its joint codes, the filters' mask, the codes of the
 * rows that stay moved together, and an increment each. Equal codes in a row would wait for each
 * other's increment, so small cubes have several histograms that take turns, of narrow counters that
 * are added to the caller's wide ones at the end. */
#include "kernel/cube.h"

#include <string.h>

#include "kernel/bytes_priv.h"
#include "kernel/cube_priv.h"
#include "lang/assert.h"

#define BLOCK CX_KERNEL_BLOCK
#define LINE  64 /* bytes memory gives at once */
#define LANES_MAX                                                                                  \
    2048 /* cells that have lanes; of more, the same one seldom comes twice in a row */
#define NARROW_ROWS 65535 /* so many do not overflow a narrow counter */
#define FETCHED     256   /* rows counted, then the same part of the next block is fetched */
#define SUM_ROWS    65535 /* so many counts fit below a value in one number */

size_t
cx_kernel_cube_cells(const CxCube *cube)
{
    size_t n_cells = 1;
    for (size_t k = 0; k < cube->n_axes; k++)
        n_cells *= cube->axes[k].n_classes;
    return n_cells;
}

/* ---- Joint codes ---- */

static void
table_scale(uint8_t *restrict to, const uint8_t *restrict from, unsigned by)
{
    for (size_t c = 0; c < CX_CUBE_CODES; c++)
        to[c] = (uint8_t)(from[c] * by);
}

/* From the last axis to the first; a run begins where one axis more would be too many. */
static void
plan_make(CxCubePlan *plan, const CxCube *cube)
{
    unsigned product = 1;
    memset(plan->n_run, 0, sizeof plan->n_run);
    for (size_t k = cube->n_axes; k-- > 0;) {
        const CxCubeAxis *axis = &cube->axes[k];
        table_scale(plan->table[k], axis->classes, product);
        product *= axis->n_classes;
        const unsigned n_before = k > 0 ? cube->axes[k - 1].n_classes : CX_CUBE_CODES + 1;
        const int is_begin = product * n_before > CX_CUBE_CODES;
        plan->n_run[k] = is_begin ? product : 0;
        product = is_begin ? 1 : product;
    }
}

CX_CLONES static void
joint_begin(uint16_t *restrict joint, const uint8_t *restrict classes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        joint[i] = classes[i];
}

CX_CLONES static void
joint_add(uint16_t *restrict joint, const uint8_t *restrict classes, size_t n, unsigned n_classes)
{
    const uint16_t by = (uint16_t)n_classes;
    for (size_t i = 0; i < n; i++)
        joint[i] = (uint16_t)(joint[i] * by + classes[i]);
}

/* Both at once for the first two runs. */
CX_CLONES static void
joint_two(uint16_t *restrict joint, const uint8_t *restrict first, const uint8_t *restrict second,
          size_t n, unsigned n_classes)
{
    const uint16_t by = (uint16_t)n_classes;
    for (size_t i = 0; i < n; i++)
        joint[i] = (uint16_t)(first[i] * by + second[i]);
}

CX_CLONES static void
keep_both(uint8_t *restrict keep, const uint8_t *restrict too, size_t n)
{
    for (size_t i = 0; i < n; i++)
        keep[i] &= too[i];
}

typedef struct {
    CxCubePlan plan;
    uint16_t joint[BLOCK + 64];
    uint8_t keep[BLOCK];
    uint8_t run[BLOCK];
    uint8_t classes[BLOCK];
} Block;

/* The joint codes of the run of axes that begins at k; returns where the next begins. */
static size_t
block_run(const Block *block, const CxCube *cube, size_t k, size_t first, size_t n, uint8_t *run)
{
    const CxCubePlan *plan = &block->plan;
    CxBytesAxis axes[CX_CUBE_AXES_MAX];
    size_t n_axes = 0;
    do {
        axes[n_axes++] = (CxBytesAxis){ cube->axes[k].code + first, plan->table[k] };
        k++;
    } while (k < cube->n_axes && plan->n_run[k] == 0);
    cx_kernel_bytes_look_up_sum(run, axes, n_axes, n);
    return k;
}

/* The joint codes of n rows from row `first` on. */
static void
block_join(Block *block, const CxCube *cube, size_t first, size_t n)
{
    if (cube->n_axes == 0) {
        memset(block->joint, 0, n * sizeof block->joint[0]);
        return;
    }
    size_t k = block_run(block, cube, 0, first, n, block->run);
    if (k == cube->n_axes) {
        joint_begin(block->joint, block->run, n);
        return;
    }
    unsigned n_classes = block->plan.n_run[k];
    k = block_run(block, cube, k, first, n, block->classes);
    joint_two(block->joint, block->run, block->classes, n, n_classes);
    while (k < cube->n_axes) {
        n_classes = block->plan.n_run[k];
        k = block_run(block, cube, k, first, n, block->run);
        joint_add(block->joint, block->run, n, n_classes);
    }
}

/* Which of them the filters keep; there is a filter. */
static void
block_filter(Block *block, const CxCube *cube, size_t first, size_t n)
{
    const CxCubeFilter *filter = &cube->filters[0];
    cx_kernel_bytes_look_up(block->keep, filter->code + first, n, filter->keep);
    for (size_t k = 1; k < cube->n_filters; k++) {
        filter = &cube->filters[k];
        cx_kernel_bytes_look_up(block->classes, filter->code + first, n, filter->keep);
        keep_both(block->keep, block->classes, n);
    }
}

/* ---- Counting ---- */

static void
narrow_begin(CxCubeNarrow *narrow, size_t n_cells)
{
    narrow->n_cells = n_cells;
    narrow->n_lanes = n_cells <= LANES_MAX ? CX_CUBE_LANES : n_cells <= CX_CUBE_NARROW;
    narrow->n_rows = 0;
    memset(narrow->count, 0, narrow->n_lanes * n_cells * sizeof narrow->count[0]);
}

CX_CLONES static void
widen(int64_t *restrict count, const uint16_t *restrict narrow, size_t n)
{
    for (size_t i = 0; i < n; i++)
        count[i] += narrow[i];
}

/* Into the wide counters, and all are zero again. */
static void
narrow_spill(CxCubeNarrow *narrow, int64_t *restrict count)
{
    for (size_t k = 0; k < narrow->n_lanes; k++)
        widen(count, narrow->count + k * narrow->n_cells, narrow->n_cells);
    narrow_begin(narrow, narrow->n_cells);
}

/* Codes of one byte, eight a load. */
static void
narrow_add_bytes(CxCubeNarrow *narrow, const uint8_t *restrict joint, size_t n)
{
    const size_t step = narrow->n_cells; /* so few cells have lanes */
    uint16_t *first = narrow->count;
    uint16_t *second = first + step;
    uint16_t *third = second + step;
    uint16_t *fourth = third + step;
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t eight;
        memcpy(&eight, joint + i, sizeof eight);
        first[eight & 0xFF]++;
        second[eight >> 8 & 0xFF]++;
        third[eight >> 16 & 0xFF]++;
        fourth[eight >> 24 & 0xFF]++;
        first[eight >> 32 & 0xFF]++;
        second[eight >> 40 & 0xFF]++;
        third[eight >> 48 & 0xFF]++;
        fourth[eight >> 56]++;
    }
    for (; i < n; i++)
        first[joint[i]]++;
    narrow->n_rows += n;
}

static void
wide_add(int64_t *restrict count, const uint16_t *restrict joint, size_t n)
{
    for (size_t i = 0; i < n; i++)
        count[joint[i]]++;
}

/* Reads ahead the block from row `first` on, one of n_parts: columns are read a block at a time in turns, too
 * short for the processor to see what comes next, and all at once would wait for memory. Inline: GCC takes a
 * function that does nothing else for one without effect, and does not call it. */
__attribute__((always_inline)) static inline void
fetch_part(const CxCube *cube, size_t first, size_t i_part, size_t n_parts)
{
    const size_t begin = first + BLOCK * i_part / n_parts;
    const size_t behind = first + BLOCK * (i_part + 1) / n_parts;
    const size_t end = behind < cube->n ? behind : cube->n;
    for (size_t i = begin; i < end; i += LINE) {
        for (size_t k = 0; k < cube->n_axes; k++)
            __builtin_prefetch(cube->axes[k].code + i);
        for (size_t k = 0; k < cube->n_filters; k++)
            __builtin_prefetch(cube->filters[k].code + i);
    }
}

/* Counts n rows from row `first` on, whose joint codes are one run of axes. */
static void
count_bytes(Block *block, const CxCube *cube, size_t first, size_t n, CxCubeNarrow *narrow)
{
    size_t n_kept = n;
    (void)block_run(block, cube, 0, first, n, block->run); /* there is no next */
    if (cube->n_filters > 0) {
        block_filter(block, cube, first, n);
        n_kept = cx_kernel_bytes_compress_bytes(block->run, block->keep, n);
    }
    const size_t n_parts = n_kept / FETCHED + 1;
    for (size_t k = 0; k < n_parts; k++) {
        fetch_part(cube, first + BLOCK, k, n_parts);
        narrow_add_bytes(narrow, block->run + k * FETCHED,
                         k + 1 < n_parts ? FETCHED : n_kept % FETCHED);
    }
}

/* The same of any cube. */
static void
count_joint(Block *block, const CxCube *cube, size_t first, size_t n, CxCubeNarrow *narrow,
            int64_t *restrict count)
{
    size_t n_kept = n;
    block_join(block, cube, first, n);
    if (cube->n_filters > 0) {
        block_filter(block, cube, first, n);
        n_kept = cx_kernel_bytes_compress(block->joint, block->keep, n);
    }
    const size_t n_parts = n_kept / FETCHED + 1;
    for (size_t k = 0; k < n_parts; k++) {
        const uint16_t *joint = block->joint + k * FETCHED;
        const size_t n_here = k + 1 < n_parts ? FETCHED : n_kept % FETCHED;
        fetch_part(cube, first + BLOCK, k, n_parts);
        if (narrow->n_lanes > 0)
            cx_kernel_narrow_add(narrow, joint, n_here);
        else
            wide_add(count, joint, n_here);
    }
}

static void
count_all(const CxCube *cube, int is_joint, int64_t *restrict count)
{
    cx_assert(cube->n_axes <= CX_CUBE_AXES_MAX);
    cx_assert(cx_kernel_cube_cells(cube) <= CX_CUBE_CELLS_MAX);
    Block block;
    CxCubeNarrow narrow;
    plan_make(&block.plan, cube);
    narrow_begin(&narrow, cx_kernel_cube_cells(cube));
    const int is_byte = cube->n_axes > 0 && narrow.n_cells <= CX_CUBE_CODES;
    for (size_t first = 0; first < cube->n; first += BLOCK) {
        const size_t n = cube->n - first < BLOCK ? cube->n - first : BLOCK;
        if (narrow.n_rows + n > NARROW_ROWS)
            narrow_spill(&narrow, count);
        if (is_joint && narrow.n_lanes > 0)
            cx_kernel_joint_count(cube, &block.plan, first, n, &narrow);
        else if (is_byte)
            count_bytes(&block, cube, first, n, &narrow);
        else
            count_joint(&block, cube, first, n, &narrow, count);
    }
    narrow_spill(&narrow, count);
}

void
cx_kernel_cube_count(const CxCube *cube, int64_t *restrict count)
{
    count_all(cube, cx_kernel_joint_can(cube), count);
}

void
cx_kernel_cube_count_plain(const CxCube *cube, int64_t *restrict count)
{
    count_all(cube, 0, count);
}

/* ---- Sums ---- */

/* Whether all values are there and small. */
CX_CLONES static int
are_small_wide(const int64_t *value, size_t n)
{
    int64_t n_large = 0;
    for (size_t i = 0; i < n; i++)
        n_large += (value[i] >= CX_CUBE_VALUE_MAX) | (value[i] <= -CX_CUBE_VALUE_MAX);
    return n_large == 0;
}

CX_CLONES static int
are_small_narrow(const int32_t *value, size_t n)
{
    int32_t n_large = 0;
    for (size_t i = 0; i < n; i++)
        n_large += (value[i] >= CX_CUBE_VALUE_MAX) | (value[i] <= -CX_CUBE_VALUE_MAX);
    return n_large == 0;
}

static int
are_small(CxValues values, size_t n)
{
    return values.narrow != NULL ? are_small_narrow(values.narrow, n)
                                 : are_small_wide(values.wide, n);
}

static void
packed_begin(CxCubePacked *packed, size_t n_cells)
{
    packed->n_cells = n_cells;
    packed->n_rows = 0;
    memset(packed->both, 0, CX_CUBE_LANES * n_cells * sizeof packed->both[0]);
}

static void
packed_spill(CxCubePacked *packed, CxCubeSums sums)
{
    for (size_t k = 0; packed->n_rows > 0 && k < CX_CUBE_LANES; k++) {
        for (size_t c = 0; c < packed->n_cells; c++) {
            const uint64_t both = packed->both[k * packed->n_cells + c];
            const uint64_t n_here = (both + CX_CUBE_COUNT_ONE / 2) / CX_CUBE_COUNT_ONE;
            sums.count[c] += (int64_t)n_here;
            sums.n_valued[c] += (int64_t)n_here;
            sums.sum[c] += (int64_t)(both - n_here * CX_CUBE_COUNT_ONE);
        }
    }
    if (packed->n_rows > 0)
        packed_begin(packed, packed->n_cells);
}

void
cx_kernel_cube_sums_add(CxCubeSums sums, const uint16_t *restrict joint, const uint8_t *keep,
                        CxValues values, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const int64_t value = cx_values_at(values, i);
        const int64_t is_there = value != CX_VALUES_NONE;
        if (keep != NULL && !keep[i])
            continue;
        sums.count[joint[i]]++;
        sums.n_valued[joint[i]] += is_there;
        sums.sum[joint[i]] += is_there ? value : 0;
    }
}

/* Reads ahead FETCHED values from row `first` on, where there are so many. */
__attribute__((always_inline)) static inline void
fetch_values(CxValues values, size_t first, size_t n)
{
    if (first + FETCHED > n)
        return;
    const char *from = values.narrow != NULL ? (const char *)(values.narrow + first)
                                             : (const char *)(values.wide + first);
    const size_t item_bytes = values.narrow != NULL ? sizeof(int32_t) : sizeof(int64_t);
    for (size_t at = 0; at < FETCHED * item_bytes; at += LINE)
        __builtin_prefetch(from + at);
}

/* Adds n rows from row `first` on, whose joint codes are in the block; there is no packing where there are
 * filters. */
static void
sum_block(const CxCubeSumming *of, const Block *block, size_t first, size_t n)
{
    const size_t n_parts = (n + FETCHED - 1) / FETCHED;
    for (size_t k = 0; k < n_parts; k++) {
        const size_t at = k * FETCHED;
        const size_t n_here = n - at < FETCHED ? n - at : FETCHED;
        const CxValues here = cx_kernel_values_from(of->values, first + at);
        const uint8_t *keep = of->cube->n_filters > 0 ? block->keep + at : NULL;
        fetch_part(of->cube, first + BLOCK, k, n_parts);
        fetch_values(of->values, first + at + BLOCK / 2, of->cube->n);
        if (of->packed != NULL && are_small(here, n_here))
            cx_kernel_packed_add(of->packed, block->joint + at, here, n_here);
        else
            cx_kernel_cube_sums_add(of->sums, block->joint + at, keep, here, n_here);
    }
}

static void
sum_all(const CxCube *cube, CxValues values, int is_joint, CxCubeSums sums)
{
    const size_t n_cells = cx_kernel_cube_cells(cube);
    cx_assert(cube->n_axes <= CX_CUBE_AXES_MAX);
    cx_assert(n_cells <= CX_CUBE_CELLS_MAX);
    Block block;
    CxCubePacked packed;
    const int is_small = cube->n_filters == 0 && n_cells <= CX_CUBE_SUM_CELLS;
    plan_make(&block.plan, cube);
    packed_begin(&packed, is_small ? n_cells : 0);
    const CxCubeSumming of = { cube, &block.plan, values, is_small ? &packed : NULL, sums };
    for (size_t first = 0; first < cube->n; first += BLOCK) {
        const size_t n = cube->n - first < BLOCK ? cube->n - first : BLOCK;
        if (packed.n_rows + n > SUM_ROWS)
            packed_spill(&packed, sums);
        if (is_joint && is_small) {
            cx_kernel_joint_sum(&of, first, n);
            continue;
        }
        block_join(&block, cube, first, n);
        if (cube->n_filters > 0)
            block_filter(&block, cube, first, n);
        sum_block(&of, &block, first, n);
    }
    packed_spill(&packed, sums);
}

void
cx_kernel_cube_sum(const CxCube *cube, CxValues values, CxCubeSums sums)
{
    sum_all(cube, values, cx_kernel_joint_can(cube), sums);
}

void
cx_kernel_cube_sum_plain(const CxCube *cube, CxValues values, CxCubeSums sums)
{
    sum_all(cube, values, 0, sums);
}
