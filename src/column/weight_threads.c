#include "column/weight_threads.h"

#include <string.h>

#include "base/error.h"
#include "lang/assert.h"

#define PART_ROWS 250000 /* at least, or there is one part */
#define LANED_SUMS                                                                                 \
    16384 /* more of them would not stay in the cache eight times over: one lane, one part */

typedef struct {
    CxWeightColumns columns;
    size_t n, n_parts;
    size_t i_thread, n_threads;
    CxWeightSum *lanes;
    CxWeightSum *sums; /* of all parts, those of a part one after another */
} Work;

/* The parts that are this thread's, each from zero. */
static gpointer
sum_parts(gpointer data)
{
    const Work *work = data;
    const CxWeightColumns *columns = &work->columns;
    const size_t n_sums = columns->n_groups * columns->n_classes;
    for (size_t p = work->i_thread; p < work->n_parts; p += work->n_threads) {
        memset(work->lanes, 0, cx_kernel_weights_n_lane_sums(columns) * sizeof *work->lanes);
        cx_kernel_weights_add(work->lanes, columns, work->n * p / work->n_parts,
                              work->n * (p + 1) / work->n_parts);
        cx_kernel_weights_fold(work->sums + p * n_sums, work->lanes, columns);
    }
    return NULL;
}

static void
run(const Work *whole, CxWeightSum *lanes)
{
    Work works[CX_WEIGHT_PARTS];
    GThread *threads[CX_WEIGHT_PARTS] = { NULL };
    for (size_t t = 0; t < whole->n_threads; t++) {
        works[t] = *whole;
        works[t].i_thread = t;
        works[t].lanes = lanes + t * cx_kernel_weights_n_lane_sums(&whole->columns);
        if (t > 0)
            threads[t] = g_thread_try_new("weights", sum_parts, &works[t], NULL);
    }
    sum_parts(&works[0]);
    for (size_t t = 1; t < whole->n_threads; t++) {
        if (threads[t] != NULL)
            g_thread_join(threads[t]);
        else
            sum_parts(&works[t]); /* no thread could be started */
    }
}

bool
cx_weight_sums_on(CxWeightColumns columns, size_t n, size_t n_threads, CxWeightSum *restrict sums,
                  GError **error)
{
    cx_assert(0 < n_threads && n_threads <= CX_WEIGHT_PARTS);
    const size_t n_sums = columns.n_groups * columns.n_classes;
    const bool is_laned = n_sums <= LANED_SUMS;
    const size_t n_parts =
        is_laned && n / CX_WEIGHT_PARTS >= PART_ROWS ? CX_WEIGHT_PARTS : 1; /* of n alone */
    Work whole = { .columns = columns, .n = n, .n_parts = n_parts };
    whole.n_threads = MIN(n_threads, n_parts);
    whole.columns.n_lanes = is_laned ? CX_WEIGHT_LANES : 1;
    const size_t n_lane_sums = cx_kernel_weights_n_lane_sums(&whole.columns);
    g_autofree CxWeightSum *lanes = g_try_new(CxWeightSum, whole.n_threads * n_lane_sums);
    g_autofree CxWeightSum *parts = g_try_new0(CxWeightSum, n_parts * n_sums + 1);
    if (lanes == NULL || parts == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                    "no memory to sum the weights of %zu groups", columns.n_groups);
        return false;
    }
    whole.sums = parts;
    run(&whole, lanes);
    for (size_t p = 0; p < n_parts; p++) {
        for (size_t s = 0; s < n_sums; s++) {
            sums[s].w += parts[p * n_sums + s].w;
            sums[s].ww += parts[p * n_sums + s].ww;
        }
    }
    return true;
}

bool
cx_weight_sums(CxWeightColumns columns, size_t n, CxWeightSum *restrict sums, GError **error)
{
    /* The system is not asked for processors where there is one part. */
    const bool is_large = n / CX_WEIGHT_PARTS >= PART_ROWS;
    const size_t n_threads = is_large ? MIN(g_get_num_processors(), CX_WEIGHT_PARTS) : 1;
    return cx_weight_sums_on(columns, n, n_threads, sums, error);
}
