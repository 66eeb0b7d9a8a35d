#include "column/cube_threads.h"

#include <glib.h>

#include "column/slice.h"
#include "lang/assert.h"

#define ROWS_OF_A_THREAD 1000000

/* Rows of a cube that one thread counts. */
typedef struct {
    CxCube cube;
    CxCubeAxis axes[CX_CUBE_AXES_MAX];
    CxCubeFilter filters[CX_SLICE_FILTERS_MAX];
    int64_t *count;
} Part;

static void
part_begin(Part *part, const CxCube *cube, size_t first, size_t n)
{
    for (size_t k = 0; k < cube->n_axes; k++) {
        part->axes[k] = cube->axes[k];
        part->axes[k].code += first;
    }
    for (size_t k = 0; k < cube->n_filters; k++) {
        part->filters[k] = cube->filters[k];
        part->filters[k].code += first;
    }
    part->cube = (CxCube){ part->axes, cube->n_axes, part->filters, cube->n_filters, n };
}

static gpointer
part_count(gpointer data)
{
    const Part *part = data;
    cx_kernel_cube_count(&part->cube, part->count);
    return NULL;
}

/* Counts what the thread counted, or counts it now where no thread could be started. */
static void
part_end(Part *part, GThread *thread, size_t n_cells, int64_t *restrict count)
{
    if (thread != NULL)
        g_thread_join(thread);
    else
        part_count(part);
    for (size_t c = 0; c < n_cells; c++)
        count[c] += part->count[c];
    g_free(part->count);
}

void
cx_cube_count_on(const CxCube *cube, size_t n_threads, int64_t *restrict count)
{
    cx_assert(0 < n_threads && n_threads <= CX_CUBE_THREADS_MAX);
    cx_assert(cube->n_filters <= CX_SLICE_FILTERS_MAX);
    const size_t n_cells = cx_kernel_cube_cells(cube);
    Part parts[CX_CUBE_THREADS_MAX];
    GThread *threads[CX_CUBE_THREADS_MAX] = { NULL };
    for (size_t i = 1; i < n_threads; i++) {
        const size_t first = cube->n / n_threads * i;
        const bool is_last = i + 1 == n_threads;
        part_begin(&parts[i], cube, first, is_last ? cube->n - first : cube->n / n_threads);
        parts[i].count = g_new0(int64_t, n_cells);
        threads[i] = g_thread_try_new("cube", part_count, &parts[i], NULL);
    }
    part_begin(&parts[0], cube, 0, n_threads > 1 ? cube->n / n_threads : cube->n);
    cx_kernel_cube_count(&parts[0].cube, count);
    for (size_t i = 1; i < n_threads; i++)
        part_end(&parts[i], threads[i], n_cells, count);
}

void
cx_cube_count(const CxCube *cube, int64_t *restrict count)
{
    const size_t n_wanted = cube->n / ROWS_OF_A_THREAD;
    if (n_wanted <
        2) { /* the system is not asked for processors: that takes as long as a small cube */
        cx_kernel_cube_count(cube, count);
        return;
    }
    const size_t n_processors = g_get_num_processors();
    const size_t n_most = MIN(n_processors, CX_CUBE_THREADS_MAX);
    if (n_most < 2)
        cx_kernel_cube_count(cube, count);
    else
        cx_cube_count_on(cube, MIN(n_wanted, n_most), count);
}
