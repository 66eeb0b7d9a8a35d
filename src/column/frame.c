#include "column/frame.h"

#include <string.h>
#include <unistd.h>

#include "column/frame_priv.h"
#include "column/segment_priv.h"
#include "lang/assert.h"

#define NEAR_ROWS 512 /* a day is looked for so far from where it is guessed, then twice as far */

CxFrame *
cx_frame_new(void)
{
    CxFrame *frame = g_atomic_rc_box_new0(CxFrame);
    frame->texts = cx_arena_new();
    frame->first_day = CX_DAY_NONE;
    frame->last_day = CX_DAY_NONE;
    frame->fd = -1;
    return frame;
}

/* What changes in a published frame, and changes no answer: its count, which lies outside of it, and
 * whom its slices are asked of. */
static CxFrame *
changed(const CxFrame *frame)
{
    const union {
        const CxFrame *borrowed;
        CxFrame *own;
    } same = { .borrowed = frame };
    return same.own;
}

CxFrame *
cx_frame_ref(const CxFrame *frame)
{
    return g_atomic_rc_box_acquire(changed(frame));
}

void
cx_frame_push_down(const CxFrame *frame, CxClickhouse *clickhouse)
{
    CxClickhouse *own = cx_clickhouse_ref(clickhouse);
    if (!g_atomic_pointer_compare_and_exchange(&changed(frame)->clickhouse, NULL, own))
        cx_clickhouse_unref(own);
}

CxClickhouse *
cx_frame_clickhouse(const CxFrame *frame)
{
    return g_atomic_pointer_get(&changed(frame)->clickhouse);
}

static void
columns_free(CxFrame *frame)
{
    for (size_t i = 0; frame->answers != NULL && i < frame->n_items; i++)
        g_free(frame->answers[i]);
    for (size_t i = 0; frame->values != NULL && i < frame->n_facts; i++)
        g_free(frame->values[i].cells);
    g_free(frame->day);
    g_free(frame->version);
    g_free(frame->mode);
    g_free(frame->weight);
    g_free(frame->cluster);
    g_free(frame->units);
}

static void
pieces_free(CxFrame *frame)
{
    for (guint i = 0; i < frame->pieces->len; i++) {
        const CxFramePiece *piece = &g_array_index(frame->pieces, CxFramePiece, i);
        cx_segment_unmap(piece->range, piece->range != NULL ? piece->range_bytes : 0);
    }
    g_array_unref(frame->pieces);
}

static void
frame_clear(gpointer data)
{
    CxFrame *frame = data;
    if (frame->pieces != NULL)
        pieces_free(frame);
    else if (frame->map == NULL)
        columns_free(frame);
    else
        cx_segment_unmap(frame->map, frame->map_bytes);
    if (frame->fd >= 0)
        (void)close(frame->fd); /* only read */
    g_free(frame->late_units);
    cx_margins_unref(frame->margins);
    g_free(frame->answers);
    g_free(frame->values);
    cx_clickhouse_unref(frame->clickhouse);
    cx_arena_free(frame->texts);
}

void
cx_frame_unref(CxFrame *frame)
{
    if (frame != NULL)
        g_atomic_rc_box_release_full(frame, frame_clear);
}

const char *
cx_frame_survey(const CxFrame *frame)
{
    return frame->survey;
}

const char *
cx_frame_title(const CxFrame *frame)
{
    return frame->title;
}

const char *
cx_frame_overall(const CxFrame *frame)
{
    return frame->overall;
}

CxDay
cx_frame_as_of(const CxFrame *frame)
{
    return frame->as_of.v != 0 ? frame->as_of : CX_DAY_NONE;
}

bool
cx_frame_is_weighted(const CxFrame *frame)
{
    return frame->is_weighted;
}

const char *
cx_frame_fingerprint(const CxFrame *frame)
{
    return frame->fingerprint;
}

const char *
cx_frame_stamp(const CxFrame *frame)
{
    return frame->stamp;
}

size_t
cx_frame_n_late(const CxFrame *frame)
{
    return frame->n_late;
}

size_t
cx_frame_n_rows(const CxFrame *frame)
{
    return frame->n_rows;
}

CxDay
cx_frame_first_day(const CxFrame *frame)
{
    return frame->first_day;
}

CxDay
cx_frame_last_day(const CxFrame *frame)
{
    return frame->last_day;
}

size_t
cx_frame_n_versions(const CxFrame *frame)
{
    return frame->n_versions;
}

const CxFrameLabel *
cx_frame_version(const CxFrame *frame, size_t code)
{
    cx_assert(code < frame->n_versions);
    return &frame->versions[code];
}

size_t
cx_frame_n_modes(const CxFrame *frame)
{
    return frame->n_modes;
}

const CxFrameLabel *
cx_frame_mode(const CxFrame *frame, size_t code)
{
    cx_assert(code < frame->n_modes);
    return &frame->modes[code];
}

size_t
cx_frame_n_items(const CxFrame *frame)
{
    return frame->n_items;
}

const CxFrameItem *
cx_frame_item(const CxFrame *frame, size_t index)
{
    cx_assert(index < frame->n_items);
    return &frame->items[index];
}

bool
cx_frame_find_item(const CxFrame *frame, const char *key, size_t *ret_index)
{
    for (size_t i = 0; i < frame->n_items; i++) {
        if (strcmp(frame->items[i].key, key) != 0)
            continue;
        if (ret_index != NULL)
            *ret_index = i;
        return true;
    }
    return false;
}

const uint16_t *
cx_frame_days(const CxFrame *frame)
{
    return frame->day;
}

const uint8_t *
cx_frame_versions(const CxFrame *frame)
{
    return frame->version;
}

const uint8_t *
cx_frame_modes(const CxFrame *frame)
{
    return frame->mode;
}

const uint8_t *
cx_frame_answers(const CxFrame *frame, size_t index)
{
    cx_assert(index < frame->n_items);
    return frame->answers[index];
}

size_t
cx_frame_n_facts(const CxFrame *frame)
{
    return frame->n_facts;
}

const CxFrameFact *
cx_frame_fact(const CxFrame *frame, size_t index)
{
    cx_assert(index < frame->n_facts);
    return &frame->facts[index];
}

bool
cx_frame_find_fact(const CxFrame *frame, const char *key, size_t *ret_index)
{
    for (size_t i = 0; i < frame->n_facts; i++) {
        if (strcmp(frame->facts[i].key, key) == 0) {
            *ret_index = i;
            return true;
        }
    }
    return false;
}

CxValues
cx_frame_fact_values(const CxFrame *frame, size_t index)
{
    cx_assert(index < frame->n_facts);
    const CxFrameValues *values = &frame->values[index];
    return values->item_bytes == sizeof(int32_t) ? (CxValues){ .narrow = values->cells }
                                                 : (CxValues){ .wide = values->cells };
}

const double *
cx_frame_weights(const CxFrame *frame)
{
    return frame->weight;
}

const uint32_t *
cx_frame_clusters(const CxFrame *frame)
{
    return frame->cluster;
}

size_t
cx_frame_n_clusters(const CxFrame *frame)
{
    return frame->n_clusters;
}

static bool
is_before(const CxFrame *frame, size_t row, CxDay day)
{
    return frame->first_day.v + (int32_t)frame->day[row] < day.v;
}

/* Where the day would begin if every day had as many rows. It begins not far from there as a rule: halving
 * all rows looks at a dozen more of them, each where no cache has it. */
static size_t
day_guess(const CxFrame *frame, CxDay day)
{
    const uint64_t n_days = (uint64_t)(frame->last_day.v - frame->first_day.v) + 1;
    const uint64_t i_day = (uint64_t)(day.v - frame->first_day.v);
    return (size_t)(frame->n_rows * i_day / n_days);
}

size_t
cx_frame_day_row(const CxFrame *frame, CxDay day)
{
    const size_t n = frame->n_rows;
    if (n == 0 || day.v <= frame->first_day.v)
        return 0;
    if (day.v > frame->last_day.v)
        return n;
    size_t lo = day_guess(frame, day);
    size_t hi = lo;
    for (size_t step = NEAR_ROWS; lo > 0 && !is_before(frame, lo - 1, day); step *= 2) {
        hi = lo - 1;
        lo -= MIN(lo, step);
    }
    for (size_t step = NEAR_ROWS; hi < n && is_before(frame, hi, day); step *= 2) {
        lo = hi + 1;
        hi += MIN(n - hi, step);
    }
    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (is_before(frame, mid, day))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}
