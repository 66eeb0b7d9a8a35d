/* Draws of sampling units: in each replicate a unit counts as often as Poisson(1) says (kernel/boot.h). Answers
 * go by in blocks, each of which is summed for all replicates before the next: by point, low or not, on
 * target or not. */
#include "kernel/boot.h"
#include "stat/threshold_priv.h"

#define BLOCK_ROWS 65536
#define PARTS      4 /* of a point */
#define LOW        2
#define ON_TARGET  1

typedef struct {
    size_t n;
    uint32_t cluster[BLOCK_ROWS];
    uint16_t group[BLOCK_ROWS];
    double w[BLOCK_ROWS];
} Block;

/* The cells from *first on, as many as fit. */
static void
block_fill(Block *block, const CxThresholdGrid *grid, size_t *first, size_t *i_cluster)
{
    const size_t n_cells = grid->first[grid->n_clusters];
    for (block->n = 0; block->n < BLOCK_ROWS && *first < n_cells; block->n++) {
        const CxThresholdCell *cell = &grid->cells[*first];
        while (*first >= grid->first[*i_cluster + 1])
            ++*i_cluster;
        block->cluster[block->n] = (uint32_t)*i_cluster;
        block->group[block->n] = (uint16_t)(cell->point * PARTS + (cell->is_low ? LOW : 0) +
                                            (cell->is_on_target ? ON_TARGET : 0));
        block->w[block->n] = cell->w;
        ++*first;
    }
}

void
cx_threshold_draws_make(CxThresholdDraws *draws, const CxThresholdGrid *grid, uint64_t seed,
                        size_t n)
{
    *draws = (CxThresholdDraws){ .n = n, .n_points = grid->n_points };
    const size_t n_groups = grid->n_points * PARTS;
    draws->sums = g_new0(double, n_groups *n + 1);
    g_autofree Block *block = g_new(Block, 1);
    size_t first_cell = 0;
    size_t i_cluster = 0;
    block_fill(block, grid, &first_cell, &i_cluster);
    while (block->n > 0) {
        for (size_t first = 0; first < n; first += CX_BOOT_DRAWS_MAX) {
            const CxBootDraws some = { seed, (uint32_t)first, MIN(CX_BOOT_DRAWS_MAX, n - first) };
            cx_kernel_boot_add(draws->sums + n_groups * first, some,
                               (CxBootColumns){ block->cluster, block->group, block->w }, block->n);
        }
        block_fill(block, grid, &first_cell, &i_cluster);
    }
}

void
cx_threshold_draws_clear(CxThresholdDraws *draws)
{
    g_free(draws->sums);
}

double
cx_threshold_draws_read(const CxThresholdDraws *draws, size_t replicate, double *w, double *low)
{
    const size_t first = replicate / CX_BOOT_DRAWS_MAX * CX_BOOT_DRAWS_MAX;
    const size_t n = MIN(CX_BOOT_DRAWS_MAX, draws->n - first); /* that lie side by side */
    const double *sum = draws->sums + draws->n_points * PARTS * first + (replicate - first);
    double on_target = 0.0;
    for (size_t i = 0; i < draws->n_points; i++, sum += PARTS * n) {
        low[i] = sum[LOW * n] + sum[(LOW + ON_TARGET) * n];
        w[i] = sum[0] + sum[ON_TARGET * n] + low[i];
        on_target += sum[ON_TARGET * n] + sum[(LOW + ON_TARGET) * n];
    }
    return on_target;
}
