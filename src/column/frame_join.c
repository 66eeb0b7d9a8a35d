/* Rows put among those of a frame that stands. What comes before the first of them is not copied: the new
 * columns are ranges of memory of their own that begin with the very pages of the segment the frame was
 * mapped from, and only what follows is laid anew. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "column/frame_builder_priv.h"
#include "column/segment_priv.h"
#include "lang/assert.h"

/* Rows that lie side by side in one of the two and do so in the new frame. */
typedef struct {
    bool is_new;
    size_t first, n;
} Run;

/* ---- Where rows go ---- */

/* The first row of the base, from `lo` on, that comes after rows of a day and version. */
static size_t
row_after(const CxFrame *base, size_t lo, uint16_t day, uint8_t version)
{
    size_t hi = base->n_rows;
    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        const bool is_before =
            base->day[mid] < day || (base->day[mid] == day && base->version[mid] <= version);
        if (is_before)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static void
add_run(GArray *runs, bool is_new, size_t first, size_t n)
{
    Run *last = runs->len > 0 ? &g_array_index(runs, Run, runs->len - 1) : NULL;
    if (n == 0)
        return;
    if (last != NULL && last->is_new == is_new) {
        last->n += n;
        return;
    }
    const Run run = { is_new, first, n };
    g_array_append_val(runs, run);
}

/* The runs that follow the rows that stay as they lie, of which there are *ret_n_stay. */
static GArray *
find_runs(const CxFrame *base, const CxFrame *more, size_t *ret_n_stay)
{
    GArray *runs = g_array_new(FALSE, FALSE, sizeof(Run));
    size_t at = 0;
    for (size_t r = 0; r < more->n_rows; r++) {
        const size_t next = row_after(base, at, more->day[r], more->version[r]);
        if (r == 0)
            *ret_n_stay = next;
        else
            add_run(runs, false, at, next - at);
        add_run(runs, true, r, 1);
        at = next;
    }
    add_run(runs, false, at, base->n_rows - at);
    return runs;
}

/* ---- Columns ---- */

typedef struct {
    const CxFrame *base;
    const GArray *runs;
    size_t n_stay;
    size_t n_rows; /* of the new frame */
    int fd;        /* of the base's segment, or -1 */
} Join;

/* What of the base's column lies in its file: where it begins, and how many bytes. */
static CxFramePiece
piece_of(const CxFrame *base, guint i, const uint8_t *column, size_t n_bytes)
{
    if (base->pieces != NULL)
        return g_array_index(base->pieces, CxFramePiece, i);
    if (base->map == NULL)
        return (CxFramePiece){ .file_offset = 0 };
    return (CxFramePiece){ .file_offset = (size_t)(column - base->map), .n_file_bytes = n_bytes };
}

/* A range of so many bytes, the first of them pages of the file; false when there is none to be had. */
static bool
range_make(CxFramePiece *piece, int fd, size_t begin, size_t n_shared)
{
    void *range =
        mmap(NULL, piece->range_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (range == MAP_FAILED)
        return false;
    piece->range = range;
    return n_shared == 0 ||
           mmap(range, n_shared, PROT_READ, MAP_SHARED | MAP_FIXED, fd, (off_t)begin) != MAP_FAILED;
}

/* The new column, its first n_stay_bytes filled; NULL without memory. The piece is kept by the frame. */
static uint8_t *
column_begin(const Join *join, const uint8_t *old, CxFramePiece *piece, size_t n_stay_bytes,
             size_t n_bytes)
{
    const size_t lead = piece->file_offset % CX_SEGMENT_PAGE;
    const size_t begin = piece->file_offset - lead;
    const size_t n_alike = join->fd < 0 ? 0 : MIN(n_stay_bytes, piece->n_file_bytes);
    const size_t n_shared = n_alike == 0 ? 0 : (lead + n_alike) / CX_SEGMENT_PAGE * CX_SEGMENT_PAGE;
    const size_t n_kept = n_shared > lead ? n_shared - lead : 0; /* bytes of the column in them */
    *piece = (CxFramePiece){
        .file_offset = piece->file_offset,
        .n_file_bytes = n_kept,
        .range_bytes = (lead + n_bytes + CX_SEGMENT_PAGE - 1) / CX_SEGMENT_PAGE * CX_SEGMENT_PAGE,
    };
    if (!range_make(piece, join->fd, begin, n_kept > 0 ? n_shared : 0))
        return NULL;
    uint8_t *column = piece->range + lead;
    memcpy(column + n_kept, old + n_kept, n_stay_bytes - n_kept);
    return column;
}

static void
column_fill(const Join *join, uint8_t *to, const uint8_t *old, const uint8_t *more,
            size_t item_bytes)
{
    for (guint i = 0; i < join->runs->len; i++) {
        const Run *run = &g_array_index(join->runs, Run, i);
        const uint8_t *from = run->is_new ? more : old;
        memcpy(to, from + run->first * item_bytes, run->n * item_bytes);
        to += run->n * item_bytes;
    }
}

/* Joins one column; what it is of the new rows is given back. */
static bool
column_join(const Join *join, const CxSegmentColumn *was, CxSegmentColumn *is, CxFramePiece *piece)
{
    const uint8_t *old = *was->place;
    uint8_t *more = *is->place;
    *is->place = NULL;
    const size_t n_stay_bytes = was->is_of_rows ? join->n_stay * was->item_bytes : was->n_bytes;
    const size_t n_bytes = was->is_of_rows ? join->n_rows * was->item_bytes : was->n_bytes;
    bool is_joined = true;
    if (old != NULL && n_bytes > 0) {
        uint8_t *column = column_begin(join, old, piece, n_stay_bytes, n_bytes);
        is_joined = column != NULL;
        if (is_joined && was->is_of_rows)
            column_fill(join, column + n_stay_bytes, old, more, was->item_bytes);
        *is->place = column;
    }
    g_free(more);
    return is_joined;
}

static bool
columns_join(const Join *join, CxFrame *frame)
{
    CxFrame was = *join->base; /* only read through */
    g_autoptr(GArray) olds = cx_segment_columns(&was);
    g_autoptr(GArray) news = cx_segment_columns(frame);
    cx_assert(olds->len == news->len);
    frame->pieces = g_array_new(FALSE, TRUE, sizeof(CxFramePiece));
    g_array_set_size(frame->pieces, news->len);
    bool is_joined = true;
    for (guint i = 0; i < news->len; i++) {
        const CxSegmentColumn *old = &g_array_index(olds, CxSegmentColumn, i);
        CxFramePiece *piece = &g_array_index(frame->pieces, CxFramePiece, i);
        if (*old->place != NULL)
            *piece = piece_of(join->base, i, *old->place, old->n_bytes);
        piece->range = NULL;
        is_joined =
            column_join(join, old, &g_array_index(news, CxSegmentColumn, i), piece) && is_joined;
    }
    return is_joined;
}

/* ---- The frame ---- */

/* What needs all rows anew. */
static bool
check_fits(const CxFrameBuilder *builder, GError **error)
{
    const CxFrame *base = builder->base, *more = builder->frame;
    const char *what = NULL;
    if (builder->has_weight && base->weight == NULL)
        what = "they are the first with a weight";
    else if (builder->has_named_unit && base->cluster == NULL)
        what = "they are the first of a sampling unit";
    else if (more->first_day.v < base->first_day.v)
        what = "they begin before it";
    else if ((int64_t)more->last_day.v - base->first_day.v >= CX_FRAME_DAYS_MAX)
        what = "they end too long after it begins";
    for (size_t i = 0; i < more->n_facts; i++) {
        if (more->values[i].item_bytes != base->values[i].item_bytes)
            what = "they are the first with so large a value";
    }
    if (what == NULL)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT,
                "responses cannot be put onto a frame of \"%s\": %s", base->survey, what);
    return false;
}

/* Units that no row of the segment is of. */
static void
late_units_join(CxFrameBuilder *builder)
{
    CxFrame *frame = builder->frame;
    const CxFrame *base = builder->base;
    g_autoptr(GArray) late = g_array_new(FALSE, FALSE, sizeof(CxFrameUnit));
    if (base->n_late_units > 0)
        g_array_append_vals(late, base->late_units, (guint)base->n_late_units);
    GHashTableIter iter;
    void *value = NULL;
    g_hash_table_iter_init(&iter, builder->units);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        g_array_append_vals(late, value, 1);
    frame->n_late_units = late->len;
    frame->late_units = g_new(CxFrameUnit, late->len + 1);
    if (late->len > 0)
        memcpy(frame->late_units, late->data, late->len * sizeof(CxFrameUnit));
    cx_frame_units_sort(frame->late_units, late->len);
    frame->n_units = base->n_units;
}

static void
content_join(CxFrame *frame, const Join *join)
{
    memcpy(frame->content, join->base->content, sizeof(frame->content));
    size_t at = join->n_stay;
    for (guint i = 0; i < join->runs->len; i++) {
        const Run *run = &g_array_index(join->runs, Run, i);
        if (run->is_new)
            cx_frame_content_add(frame, at, at + run->n);
        at += run->n;
    }
}

bool
cx_frame_builder_join(CxFrameBuilder *builder, GError **error)
{
    CxFrame *frame = builder->frame;
    const CxFrame *base = builder->base;
    const size_t n_more = frame->n_rows;
    if (n_more > 0 && !check_fits(builder, error))
        return false;
    if (base->margins != NULL) {
        frame->margins =
            n_more > 0 ? cx_margins_add(base->margins, frame) : cx_margins_ref(base->margins);
    }
    for (size_t r = 0; r < n_more; r++)
        frame->day[r] = (uint16_t)(frame->day[r] + (frame->first_day.v - base->first_day.v));
    Join join = { .base = base, .n_stay = base->n_rows, .n_rows = base->n_rows + n_more };
    g_autoptr(GArray) runs = find_runs(base, frame, &join.n_stay);
    if (n_more == 0)
        g_array_set_size(runs, 0);
    join.runs = runs;
    join.fd = base->fd < 0 ? -1 : fcntl(base->fd, F_DUPFD_CLOEXEC, 0);
    frame->fd = join.fd;
    for (size_t i = 0; i < frame->n_facts; i++)
        frame->values[i].item_bytes = base->values[i].item_bytes; /* also without a row */
    late_units_join(builder);
    frame->n_rows = join.n_rows;
    frame->n_late = base->n_late + n_more;
    if (!columns_join(&join, frame)) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "no memory to join %zu responses: %s",
                    join.n_rows, g_strerror(errno));
        return false;
    }
    frame->last_day.v = n_more > 0 ? MAX(frame->last_day.v, base->last_day.v) : base->last_day.v;
    frame->first_day = base->first_day;
    content_join(frame, &join);
    return true;
}
