/* The order of a frame's rows: by day, then version, then as they were added. A counting sort, in
 * memory for one extra column at a time. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/error.h"
#include "column/frame_builder_priv.h"

#define LARGE_PAGE ((size_t)2 << 20)
#define LINE       64
#define N_LINES    6 /* the last is half a page */

static bool
days_bound(CxFrameBuilder *builder, GError **error)
{
    CxFrame *frame = builder->frame;
    int32_t first = INT32_MAX, last = INT32_MIN;
    for (size_t r = 0; r < frame->n_rows; r++) {
        first = MIN(first, builder->day[r]);
        last = MAX(last, builder->day[r]);
    }
    if (frame->n_rows == 0)
        return true;
    if ((int64_t)last - first >= CX_FRAME_DAYS_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "the first and the last response are %" PRId64 " days apart, at most %d can be",
                    (int64_t)last - first, CX_FRAME_DAYS_MAX - 1);
        return false;
    }
    frame->first_day = (CxDay){ first };
    frame->last_day = (CxDay){ last };
    return true;
}

/* place[r] is where row r goes; rows of one day and version keep their order. */
static void
rows_place(const CxFrameBuilder *builder, uint32_t *place)
{
    const CxFrame *frame = builder->frame;
    const size_t n_versions = frame->n_versions;
    const size_t n_days = (size_t)(frame->last_day.v - frame->first_day.v) + 1;
    g_autofree uint32_t *next = g_new0(uint32_t, n_days * n_versions + 1);
    uint32_t *after = next + 1;
    for (size_t r = 0; r < frame->n_rows; r++) {
        place[r] = (uint32_t)((size_t)(builder->day[r] - frame->first_day.v) * n_versions +
                              frame->version[r]);
        after[place[r]]++;
    }
    for (size_t k = 0; k < n_days * n_versions; k++)
        after[k] += next[k];
    for (size_t r = 0; r < frame->n_rows; r++)
        place[r] = next[place[r]]++;
}

/* The block of a frame's i_block-th column, given back with g_free. A large one is asked to lie on large pages:
 * with small ones a pass over a column waits for addresses as long as for the bytes; where the system has none
 * nothing changes. It begins on a line of the cache, as a step of the kernels reads one line then, not two; and
 * neighbours begin on different lines of their pages, as columns read side by side would meet in the same few
 * places of the cache: what is aligned to more lies further into its page. */
static void *
block_new(size_t n, size_t item_bytes, size_t i_block)
{
    const size_t n_bytes = n * item_bytes;
    void *memory = NULL;
    if (n_bytes < 2 * LARGE_PAGE)
        return g_try_malloc_n(n, item_bytes);
    if (posix_memalign(&memory, (size_t)LINE << i_block % N_LINES, n_bytes) != 0)
        return NULL;
    uint8_t *block = memory;
    const size_t before = (LARGE_PAGE - (uintptr_t)block % LARGE_PAGE) % LARGE_PAGE;
    const size_t whole = (n_bytes - before) / LARGE_PAGE * LARGE_PAGE;
    (void)madvise(block + before, whole,
                  MADV_HUGEPAGE); /* a wish: refused by kernels built without */
    return block;
}

typedef struct {
    const uint32_t *place;
    size_t n;
    size_t n_blocks; /* so far, that of the days first */
    bool is_sorted;  /* false: there was no memory */
} Sorting;

/* The column in its new order, in a block of exactly its size; NULL stays NULL. On failure the old
 * column. */
static void *
column_sorted(Sorting *sorting, void *column, size_t item_bytes)
{
    if (column == NULL)
        return NULL;
    uint8_t *sorted = block_new(sorting->n, item_bytes, sorting->n_blocks++);
    if (sorted == NULL) {
        sorting->is_sorted = false;
        return column;
    }
    const uint8_t *from = column;
    for (size_t r = 0; r < sorting->n; r++)
        memcpy(sorted + sorting->place[r] * item_bytes, from + r * item_bytes, item_bytes);
    g_free(column);
    return sorted;
}

/* Whether the values of a fact go into four bytes each: where those of the frame it continues do, and all fit. */
static bool
is_narrow(const CxFrameBuilder *builder, size_t i_fact)
{
    const CxFrame *frame = builder->frame, *base = builder->base;
    if (base != NULL && base->values[i_fact].item_bytes != sizeof(int32_t))
        return false;
    const int64_t *cells = frame->values[i_fact].cells;
    for (size_t r = 0; r < frame->n_rows; r++) {
        if (!cx_values_is_narrow(cells[r]))
            return false;
    }
    return true;
}

/* Where they lie. */
static void
values_narrow(CxFrameValues *values, size_t n)
{
    uint8_t *to = values->cells;
    const uint8_t *from = values->cells;
    for (size_t r = 0; r < n; r++) {
        int64_t wide;
        memcpy(&wide, from + r * sizeof(wide), sizeof(wide));
        const int32_t narrow = wide == CX_FACT_MISSING ? INT32_MIN : (int32_t)wide;
        memcpy(to + r * sizeof(narrow), &narrow, sizeof(narrow));
    }
    values->item_bytes = sizeof(int32_t);
}

static bool
columns_sort(CxFrameBuilder *builder, const uint32_t *place)
{
    CxFrame *frame = builder->frame;
    const size_t n = frame->n_rows;
    Sorting sorting = { .place = place, .n = n, .n_blocks = 1, .is_sorted = true };
    for (size_t r = 0; r < n; r++)
        frame->day[place[r]] = (uint16_t)(builder->day[r] - frame->first_day.v);
    frame->version = column_sorted(&sorting, frame->version, 1);
    frame->mode = column_sorted(&sorting, frame->mode, 1);
    frame->weight = column_sorted(&sorting, frame->weight, sizeof(double));
    frame->cluster = column_sorted(&sorting, frame->cluster, sizeof(uint32_t));
    for (size_t i = 0; i < frame->n_items; i++)
        frame->answers[i] = column_sorted(&sorting, frame->answers[i], 1);
    for (size_t i = 0; i < frame->n_facts; i++) {
        CxFrameValues *values = &frame->values[i];
        if (is_narrow(builder, i))
            values_narrow(values, n);
        values->cells = column_sorted(&sorting, values->cells, values->item_bytes);
    }
    return sorting.is_sorted;
}

bool
cx_frame_builder_sort(CxFrameBuilder *builder, GError **error)
{
    CxFrame *frame = builder->frame;
    const size_t n = frame->n_rows;
    if (!days_bound(builder, error))
        return false;
    if (n == 0)
        return true;
    g_autofree uint32_t *place = g_try_new(uint32_t, n);
    frame->day = block_new(n, sizeof(*frame->day), 0);
    if (place != NULL && frame->day != NULL) {
        rows_place(builder, place);
        if (columns_sort(builder, place))
            return true;
    }
    g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "no memory to sort %zu responses", n);
    return false;
}
