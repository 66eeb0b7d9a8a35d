/* Tallies of plain runs: unweighted, each response a unit of its own. Groups and answers are a cube
 * of two axes, so no row needs a mask or a group id in memory; periods are ranges of rows, as
 * responses are ordered by day; and where there are margins, no row is looked at (run_margin.c). */
#include <string.h>

#include "column/cube_threads.h"
#include "column/margin_priv.h"
#include "column/rows_priv.h"
#include "column/run_priv.h"
#include "kernel/cube.h"
#include "lang/assert.h"

/* Each filter is a column and the codes that stay. */
static CxCubeFilter *
filters_find(CxRun *run)
{
    const GPtrArray *filters = run->slice->filters;
    CxArena *texts = run->owned->texts;
    CxCubeFilter *found = cx_arena_new0_n(texts, CxCubeFilter, filters->len + 1);
    for (guint i = 0; i < filters->len; i++) {
        uint8_t *keep = cx_arena_new0_n(texts, uint8_t, CX_KERNEL_CODES);
        const uint8_t *column =
            cx_rows_filter_codes(run->frame, g_ptr_array_index(filters, i), keep);
        found[i] = (CxCubeFilter){ column, keep };
    }
    return found;
}

typedef struct {
    const uint8_t *column; /* of the groups, or NULL: all rows are in the first */
    const uint8_t *classes;
    unsigned n; /* groups, and one more for rows in none */
} Groups;

/* Counts the rows first … first + n - 1 of the frame; count has a cell for each group and answer. */
static void
count_rows(const CxRun *run, const CxMarginAxis *answers, const Groups *groups,
           const size_t range[2], int64_t *count)
{
    const GPtrArray *filters = run->slice->filters;
    const size_t n_before = range[0] - run->first;
    CxCubeFilter moved[CX_SLICE_FILTERS_MAX];
    for (guint i = 0; i < filters->len; i++)
        moved[i] = (CxCubeFilter){ run->kept[i].code + range[0], run->kept[i].keep };
    const CxCubeAxis by_answer = { run->code + n_before, answers->classes, answers->n };
    CxCubeAxis axes[2] = { by_answer, by_answer };
    if (groups->column != NULL)
        axes[0] = (CxCubeAxis){ groups->column + range[0], groups->classes, groups->n };
    const CxCube cube = { .axes = axes,
                          .n_axes = groups->column != NULL ? 2 : 1,
                          .filters = moved,
                          .n_filters = filters->len,
                          .n = range[1] - range[0] };
    cx_cube_count(&cube, count);
}

static void
answers_spread(const CxMarginAxis *answers, const int64_t *count, int64_t *hist)
{
    for (unsigned k = 0; k < answers->n; k++)
        hist[answers->code[k]] += count[k];
}

void
cx_run_plain_begin(CxRun *run)
{
    run->is_plain = run->weight == NULL && run->cluster == NULL;
    if (run->is_plain)
        run->kept = filters_find(run);
}

static void
count_by_codes(const CxRun *run, const CxMarginAxis *answers, size_t n_groups, int64_t *hist)
{
    uint8_t classes[CX_KERNEL_CODES];
    cx_assert(n_groups < CX_KERNEL_CODES);
    for (size_t c = 0; c < CX_KERNEL_CODES; c++)
        classes[c] = (uint8_t)(run->by_table[c] < n_groups ? run->by_table[c] : n_groups);
    g_autofree int64_t *count = g_new0(int64_t, (n_groups + 1) * answers->n);
    const Groups groups = { run->by_column, classes, (unsigned)n_groups + 1 };
    count_rows(run, answers, &groups, (const size_t[]){ run->first, run->first + run->n }, count);
    for (size_t g = 0; g <= n_groups; g++)
        answers_spread(answers, count + g * answers->n, hist + g * CX_KERNEL_CODES);
}

static void
count_by_days(const CxRun *run, const CxMarginAxis *answers, size_t n_groups, int64_t *hist)
{
    const size_t end = run->first + run->n;
    const Groups one = { .n = 1 };
    size_t from = run->first;
    for (size_t g = 0; g < n_groups; g++) {
        int64_t count[CX_KERNEL_CODES] = { 0 };
        const bool is_last = g + 1 == n_groups;
        const size_t to = is_last ? end : cx_frame_day_row(run->frame, run->by_days[g + 1]);
        count_rows(run, answers, &one, (const size_t[]){ from, to }, count);
        answers_spread(answers, count, hist + g * CX_KERNEL_CODES);
        from = to;
    }
}

static void
count_rows_by(const CxRun *run, size_t n_groups, int64_t *hist)
{
    CxMarginAxis answers;
    cx_margin_answers(run->scale.is_valid, &answers);
    if (run->by_days != NULL)
        count_by_days(run, &answers, n_groups, hist);
    else
        count_by_codes(run, &answers, n_groups, hist);
}

void
cx_run_plain_hist(const CxRun *run, size_t n_groups, int64_t *hist)
{
    if (!cx_run_margin_hist(run, n_groups, hist))
        count_rows_by(run, n_groups, hist);
}
