/* Making margins: a layout, then for each month the cubes of each set and question. */
#include <string.h>

#include "base/keep.h"
#include "base/limits.h"
#include "column/cube_threads.h"
#include "column/dimension_priv.h"
#include "column/frame_priv.h"
#include "column/margin_priv.h"
#include "column/slice.h"
#include "kernel/cube.h"
#include "lang/assert.h"

#define ROWS_DUE   1000000 /* below, all rows are counted in a moment */
#define PASSES_MAX 1024    /* sets times questions: each is a pass over the rows */
/* Both together take 200 MB at most, where each has all the cells it may have over four years. */
#define JOINTS_KEPT 12
#define EDGES_KEPT  64

/* ---- Layout ---- */

void
cx_margin_answers(const uint8_t is_valid[CX_KERNEL_CODES], CxMarginAxis *ret_axis)
{
    unsigned missing = CX_KERNEL_CODES;
    ret_axis->n = 0;
    for (unsigned c = 0; c < CX_KERNEL_CODES; c++) {
        const bool is_own = is_valid[c] || c == CX_CODE_NOT_APPLICABLE;
        if (!is_own && missing < CX_KERNEL_CODES) {
            ret_axis->classes[c] = (uint8_t)missing;
            continue;
        }
        if (!is_own)
            missing = ret_axis->n;
        ret_axis->classes[c] = (uint8_t)ret_axis->n;
        ret_axis->code[ret_axis->n++] = (uint8_t)c;
    }
}

static CxMarginAxis
question_axis(const CxFrame *frame, size_t index)
{
    CxMarginAxis axis = { .item = index };
    uint8_t is_valid[CX_KERNEL_CODES] = { 0 };
    const CxFrameItem *item = cx_frame_item(frame, index);
    for (size_t i = 0; i < item->n_choices; i++)
        is_valid[item->choices[i].code] = 1;
    for (unsigned c = item->lo; item->kind != CX_FRAME_CHOICE && c <= item->hi; c++)
        is_valid[c] = 1;
    cx_margin_answers(is_valid, &axis);
    return axis;
}

static CxMarginAxis
version_axis(const CxFrame *frame)
{
    CxMarginAxis axis = { .item = CX_MARGIN_VERSION };
    uint8_t is_valid[CX_KERNEL_CODES] = { 0 };
    memset(is_valid, 1, cx_frame_n_versions(frame));
    cx_margin_answers(is_valid, &axis);
    return axis;
}

static void
add_dimension(const CxFrame *frame, CxMarginLayout *layout, const char *name, size_t item)
{
    CxDimension dimension;
    if (!cx_dimension_find(frame, name, &dimension) || dimension.n == 0)
        return;
    CxMarginAxis *axis = &layout->dimensions[layout->n_dimensions++];
    *axis = (CxMarginAxis){ .item = item, .n = (unsigned)dimension.n + 1 };
    memset(axis->classes, (int)dimension.n, sizeof axis->classes);
    axis->code[dimension.n] = CX_CODE_MISSING;
    for (size_t i = 0; i < dimension.n; i++) {
        const uint8_t code = cx_dimension_code(&dimension, i);
        axis->classes[code] = (uint8_t)i;
        axis->code[i] = code;
    }
}

static void
lay_axes(const CxFrame *frame, CxMarginLayout *layout)
{
    const size_t n_items = cx_frame_n_items(frame);
    layout->dimensions = g_new0(CxMarginAxis, n_items + 2);
    layout->questions = g_new0(CxMarginAxis, n_items + 1);
    layout->first_answer = g_new0(size_t, n_items + 2);
    if (cx_frame_n_versions(frame) > 1)
        add_dimension(frame, layout, "version", CX_MARGIN_VERSION);
    add_dimension(frame, layout, "mode", CX_MARGIN_MODE);
    for (size_t i = 0; i < n_items; i++) {
        add_dimension(frame, layout, cx_frame_item(frame, i)->key, i);
        layout->questions[layout->n_questions++] = question_axis(frame, i);
    }
    layout->questions[layout->n_questions++] = version_axis(frame);
    for (size_t q = 0; q < layout->n_questions; q++) {
        layout->first_answer[q] = layout->n_answers;
        layout->n_answers += layout->questions[q].n;
    }
}

static gint
compare_sets(gconstpointer a, gconstpointer b)
{
    const size_t left = ((const CxMarginSet *)a)->n_classes;
    const size_t right = ((const CxMarginSet *)b)->n_classes;
    return left < right ? -1 : left > right;
}

/* Each dimension, and each two of them. */
static GArray *
all_sets(const CxMarginLayout *layout)
{
    GArray *sets = g_array_new(FALSE, FALSE, sizeof(CxMarginSet));
    for (size_t a = 0; a < layout->n_dimensions; a++) {
        const size_t n_a = layout->dimensions[a].n;
        const CxMarginSet one = { { a }, 1, n_a, 0 };
        g_array_append_val(sets, one);
        for (size_t b = a + 1; b < layout->n_dimensions; b++) {
            const CxMarginSet two = { { a, b }, 2, n_a * layout->dimensions[b].n, 0 };
            g_array_append_val(sets, two);
        }
    }
    g_array_sort(sets, compare_sets);
    return sets;
}

/* As many sets as there is room for, the smallest first. */
static void
lay_sets(CxMarginLayout *layout)
{
    g_autoptr(GArray) sets = all_sets(layout);
    size_t n_most = 0; /* answers of one question */
    for (size_t q = 0; q < layout->n_questions; q++)
        n_most = MAX(n_most, layout->questions[q].n);
    layout->sets = g_new(CxMarginSet, sets->len + 1);
    for (guint i = 0; i < sets->len; i++) {
        CxMarginSet *set = &g_array_index(sets, CxMarginSet, i);
        const size_t n_cells = set->n_classes * layout->n_answers;
        if (set->n_classes * n_most > CX_CUBE_CELLS_MAX ||
            layout->n_cells + n_cells > layout->n_cells_max ||
            (layout->n_sets + 1) * layout->n_questions > PASSES_MAX)
            break;
        set->first_cell = layout->n_cells;
        layout->n_cells += n_cells;
        layout->sets[layout->n_sets++] = *set;
    }
}

static void
layout_clear(gpointer data)
{
    CxMarginLayout *layout = data;
    g_free(layout->dimensions);
    g_free(layout->questions);
    g_free(layout->first_answer);
    g_free(layout->sets);
}

static CxMarginLayout *
layout_make(const CxFrame *frame, size_t n_cells_max)
{
    CxMarginLayout *layout = g_atomic_rc_box_new0(CxMarginLayout);
    layout->n_cells_max = n_cells_max;
    lay_axes(frame, layout);
    lay_sets(layout);
    return layout;
}

static size_t
margins_n_months(CxDay first, CxDay last)
{
    return (size_t)(cx_slice_period_index(CX_SLICE_BY_MONTH, last) -
                    cx_slice_period_index(CX_SLICE_BY_MONTH, first)) +
           1;
}

size_t
cx_frame_margin_cells_due(const CxFrame *frame)
{
    if (frame->n_rows < ROWS_DUE || frame->cluster != NULL)
        return 0;
    return MIN(frame->n_rows / 2, CX_MARGIN_CELLS_MAX) /
           margins_n_months(frame->first_day, frame->last_day);
}

/* ---- Counting ---- */

static const uint8_t *
axis_column(const CxFrame *frame, const CxMarginAxis *axis)
{
    if (axis->item == CX_MARGIN_VERSION)
        return cx_frame_versions(frame);
    return axis->item == CX_MARGIN_MODE ? cx_frame_modes(frame)
                                        : cx_frame_answers(frame, axis->item);
}

void
cx_margin_count(const CxMarginLayout *layout, const CxMarginSet *set, size_t i_question,
                const CxFrame *frame, const size_t rows[2], uint32_t *cells)
{
    CxCubeAxis axes[CX_MARGIN_DIMENSIONS_MAX + 1];
    for (size_t k = 0; k <= set->n_dimensions; k++) {
        const CxMarginAxis *axis = k < set->n_dimensions ? &layout->dimensions[set->dimension[k]]
                                                         : &layout->questions[i_question];
        axes[k] = (CxCubeAxis){ axis_column(frame, axis) + rows[0], axis->classes, axis->n };
    }
    const CxCube cube = { .axes = axes, .n_axes = set->n_dimensions + 1, .n = rows[1] - rows[0] };
    const size_t n_cells = cx_kernel_cube_cells(&cube);
    g_autofree int64_t *count = g_new0(int64_t, n_cells);
    cx_cube_count(&cube, count);
    for (size_t c = 0; c < n_cells; c++)
        cells[c] += (uint32_t)count[c];
}

/* Where a question's cells begin in a set. */
static size_t
question_cell(const CxMarginLayout *layout, const CxMarginSet *set, size_t i_question)
{
    return set->first_cell + set->n_classes * layout->first_answer[i_question];
}

/* Months of a frame to be counted by threads that take one after the other. */
typedef struct {
    CxMargins *margins;
    const CxFrame *frame;
    gint next; /* atomic */
} Work;

static void
count_month(const CxMargins *margins, const CxFrame *frame, size_t m)
{
    const int32_t index = margins->first_month + (int32_t)m;
    const size_t range[2] = {
        cx_frame_day_row(frame, cx_slice_period_first_day(CX_SLICE_BY_MONTH, index)),
        cx_frame_day_row(frame, cx_slice_period_first_day(CX_SLICE_BY_MONTH, index + 1)),
    };
    const CxMarginLayout *layout = margins->layout;
    if (range[0] == range[1])
        return;
    uint32_t *month = g_atomic_rc_box_alloc0(layout->n_cells * sizeof *month);
    uint32_t *before = margins->months[m];
    if (before != NULL) {
        memcpy(month, before, layout->n_cells * sizeof *month);
        g_atomic_rc_box_release(before);
    }
    margins->months[m] = month;
    for (size_t s = 0; s < layout->n_sets; s++) {
        const CxMarginSet *set = &layout->sets[s];
        for (size_t q = 0; q < layout->n_questions; q++)
            cx_margin_count(layout, set, q, frame, range, month + question_cell(layout, set, q));
    }
}

static gpointer
count_months(gpointer data)
{
    Work *work = data;
    const gint n_months = (gint)work->margins->n_months;
    for (gint m = g_atomic_int_add(&work->next, 1); m < n_months;
         m = g_atomic_int_add(&work->next, 1))
        count_month(work->margins, work->frame, (size_t)m);
    return NULL;
}

static void
count_frame(CxMargins *margins, const CxFrame *frame)
{
    Work work = { .margins = margins, .frame = frame };
    const size_t n_threads =
        cx_frame_n_rows(frame) < ROWS_DUE ? 1 : MIN(g_get_num_processors(), CX_CUBE_THREADS_MAX);
    GThread *threads[CX_CUBE_THREADS_MAX] = { NULL };
    for (size_t i = 1; i < n_threads; i++)
        threads[i] = g_thread_try_new("margins", count_months, &work, NULL);
    count_months(&work);
    for (size_t i = 1; i < n_threads; i++) {
        if (threads[i] != NULL)
            (void)g_thread_join(threads[i]); /* returns nothing */
    }
}

/* ---- Margins ---- */

/* Takes the layout over. */
static CxMargins *
margins_new(CxMarginLayout *layout, int32_t first_month, size_t n_months)
{
    CxMargins *margins = g_new0(CxMargins, 1);
    g_atomic_ref_count_init(&margins->n_refs);
    margins->layout = layout;
    margins->first_month = first_month;
    margins->n_months = n_months;
    margins->months = g_new0(uint32_t *, n_months);
    margins->joints = cx_keep_new(JOINTS_KEPT);
    margins->edges = cx_keep_new(EDGES_KEPT);
    return margins;
}

CxMargins *
cx_margins_empty(const CxFrame *frame, size_t n_cells_max)
{
    const CxDay first = cx_frame_first_day(frame);
    return margins_new(layout_make(frame, n_cells_max),
                       cx_slice_period_index(CX_SLICE_BY_MONTH, first),
                       margins_n_months(first, cx_frame_last_day(frame)));
}

CxMargins *
cx_margins_make(const CxFrame *frame, size_t n_cells_max)
{
    g_autoptr(CxMargins) margins = cx_margins_empty(frame, n_cells_max);
    if (margins->layout->n_sets == 0)
        return NULL;
    count_frame(margins, frame);
    return g_steal_pointer(&margins);
}

CxMargins *
cx_margins_add(const CxMargins *margins, const CxFrame *more)
{
    const int32_t last = cx_slice_period_index(CX_SLICE_BY_MONTH, cx_frame_last_day(more));
    const size_t n_months = MAX(margins->n_months, (size_t)(last - margins->first_month) + 1);
    CxMargins *both =
        margins_new(g_atomic_rc_box_acquire(margins->layout), margins->first_month, n_months);
    for (size_t m = 0; m < margins->n_months; m++) {
        if (margins->months[m] != NULL)
            both->months[m] = g_atomic_rc_box_acquire(margins->months[m]);
    }
    count_frame(both, more);
    return both;
}

size_t
cx_margins_n_bytes(const CxMargins *margins)
{
    return margins->n_months * margins->layout->n_cells * sizeof(uint32_t);
}

void
cx_margins_fill(CxMargins *margins, const uint32_t *cells)
{
    const size_t n = margins->layout->n_cells;
    for (size_t m = 0; m < margins->n_months; m++) {
        margins->months[m] = g_atomic_rc_box_alloc(MAX(n, 1) * sizeof(uint32_t));
        memcpy(margins->months[m], cells + m * n, n * sizeof(uint32_t));
    }
}

uint32_t *
cx_margins_write(const CxMargins *margins)
{
    const size_t n = margins->layout->n_cells;
    uint32_t *cells = g_try_new0(uint32_t, margins->n_months * n + 1);
    for (size_t m = 0; cells != NULL && m < margins->n_months; m++) {
        if (margins->months[m] != NULL)
            memcpy(cells + m * n, margins->months[m], n * sizeof(uint32_t));
    }
    return cells;
}

CxMargins *
cx_margins_ref(CxMargins *margins)
{
    g_atomic_ref_count_inc(&margins->n_refs);
    return margins;
}

void
cx_margins_unref(CxMargins *margins)
{
    if (margins == NULL || !g_atomic_ref_count_dec(&margins->n_refs))
        return;
    for (size_t m = 0; m < margins->n_months; m++) {
        if (margins->months[m] != NULL)
            g_atomic_rc_box_release(margins->months[m]);
    }
    cx_keep_free(margins->joints);
    cx_keep_free(margins->edges);
    g_atomic_rc_box_release_full(margins->layout, layout_clear);
    g_free(margins->months);
    g_free(margins);
}

const uint32_t *
cx_margins_cells(const CxMargins *margins, const CxMarginSet *set, size_t i_question,
                 size_t i_month)
{
    const uint32_t *month = margins->months[i_month];
    return month != NULL ? month + question_cell(margins->layout, set, i_question) : NULL;
}
