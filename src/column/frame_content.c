/* What a frame is known by. Its words and columns are digested; its rows are hashed one by one and the
 * hashes added up, each with its place among the rows of its day and version: rows that come later add
 * to the sum, and the rows before them need not be read again. */
#include <string.h>
#include <xxhash.h>

#include "base/digest.h"
#include "column/frame_builder_priv.h"

enum { ROWS_AT_ONCE = 128 };

/* ---- Rows ---- */

/* A row as bytes: what it takes, and where the next column goes. */
typedef struct {
    uint8_t *bytes; /* of ROWS_AT_ONCE rows */
    size_t stride;  /* of a row */
    size_t at;      /* in each row */
} Rows;

static void
put_column(Rows *rows, const void *column, size_t item_bytes, size_t first, size_t n)
{
    const uint8_t *from = (const uint8_t *)column + first * item_bytes;
    uint8_t *to = rows->bytes + rows->at;
    rows->at += item_bytes;
    if (item_bytes == 1) { /* nearly all of them */
        for (size_t i = 0; i < n; i++)
            to[i * rows->stride] = from[i];
        return;
    }
    for (size_t i = 0; i < n; i++)
        memcpy(to + i * rows->stride, from + i * item_bytes, item_bytes);
}

/* In eight bytes each, however many they take. */
static void
put_values(Rows *rows, CxValues values, size_t first, size_t n)
{
    uint8_t *to = rows->bytes + rows->at;
    for (size_t i = 0; i < n; i++) {
        const int64_t value = cx_values_at(values, first + i);
        memcpy(to + i * rows->stride, &value, sizeof(value));
    }
    rows->at += sizeof(int64_t);
}

/* The first row of the day and version of row r. */
static size_t
first_alike(const CxFrame *frame, size_t r)
{
    const uint16_t day = frame->day[r];
    const uint8_t version = frame->version[r];
    size_t lo = 0, hi = r;
    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        const bool is_before =
            frame->day[mid] < day || (frame->day[mid] == day && frame->version[mid] < version);
        if (is_before)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static bool
is_alike(const CxFrame *frame, size_t a, size_t b)
{
    return frame->day[a] == frame->day[b] && frame->version[a] == frame->version[b];
}

/* Days as they are, whatever the first one of the frame is; and the places. */
static void
put_places(Rows *rows, const CxFrame *frame, size_t first, size_t n)
{
    uint64_t place = first - first_alike(frame, first);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            place = is_alike(frame, first + i, first + i - 1) ? place + 1 : 0;
        const int64_t day = frame->first_day.v + (int64_t)frame->day[first + i];
        uint8_t *to = rows->bytes + i * rows->stride + rows->at;
        memcpy(to, &day, sizeof(day));
        memcpy(to + sizeof(day), &place, sizeof(place));
    }
    rows->at += sizeof(int64_t) + sizeof(place);
}

static void
put_rows(Rows *rows, const CxFrame *frame, size_t first, size_t n)
{
    rows->at = 0;
    put_places(rows, frame, first, n);
    put_column(rows, frame->version, 1, first, n);
    put_column(rows, frame->mode, 1, first, n);
    if (frame->weight != NULL)
        put_column(rows, frame->weight, sizeof(*frame->weight), first, n);
    if (frame->cluster != NULL)
        put_column(rows, frame->cluster, sizeof(*frame->cluster), first, n);
    for (size_t i = 0; i < frame->n_items; i++)
        put_column(rows, frame->answers[i], 1, first, n);
    for (size_t i = 0; i < frame->n_facts; i++)
        put_values(rows, cx_frame_fact_values(frame, i), first, n);
}

static size_t
row_bytes(const CxFrame *frame)
{
    return 2 * sizeof(int64_t) + 2 + (frame->weight != NULL ? sizeof(double) : 0) +
           (frame->cluster != NULL ? sizeof(uint32_t) : 0) + frame->n_items +
           frame->n_facts * sizeof(int64_t);
}

void
cx_frame_content_add(CxFrame *frame, size_t first, size_t end)
{
    Rows rows = { .stride = row_bytes(frame) };
    g_autofree uint8_t *bytes = g_malloc(rows.stride * ROWS_AT_ONCE);
    rows.bytes = bytes;
    for (size_t n; first < end; first += n) {
        n = MIN(end - first, ROWS_AT_ONCE);
        put_rows(&rows, frame, first, n);
        for (size_t i = 0; i < n; i++) {
            const XXH128_hash_t hash = XXH3_128bits(bytes + i * rows.stride, rows.stride);
            frame->content[0] += hash.low64;
            frame->content[1] += hash.high64;
        }
    }
}

/* ---- Words and columns ---- */

static void
digest_item(CxDigester *digester, const CxFrameItem *item)
{
    cx_digester_add_text(digester, item->key);
    cx_digester_add_i64(digester, item->department);
    cx_digester_add_i64(digester, (int64_t)item->kind);
    cx_digester_add_i64(digester, item->lo);
    cx_digester_add_i64(digester, item->hi);
    cx_digester_add_i64(digester, (int64_t)item->direction);
    cx_digester_add_i64(digester, (int64_t)item->n_choices);
    for (size_t i = 0; i < item->n_choices; i++) {
        cx_digester_add_i64(digester, item->choices[i].code);
        cx_digester_add_text(digester, item->choices[i].key);
    }
}

static void
digest_fact(CxDigester *digester, const CxFrameFact *fact)
{
    cx_digester_add_text(digester, fact->key);
    cx_digester_add_text(digester, fact->unit);
    cx_digester_add_i64(digester, fact->decimals);
    cx_digester_add_i64(digester, fact->department);
    cx_digester_add_i64(digester, (int64_t)fact->direction);
    cx_digester_add_text(digester, fact->class_item);
}

static void
digest_keys(CxDigester *digester, const CxFrameLabel *labels, size_t n)
{
    cx_digester_add_i64(digester, (int64_t)n);
    for (size_t i = 0; i < n; i++)
        cx_digester_add_text(digester, labels[i].key);
}

/* What the columns are; labels are words, not content. */
static void
digest_columns(CxDigester *digester, const CxFrame *frame)
{
    cx_digester_add_text(digester, "frame 2");
    cx_digester_add_text(digester, frame->survey);
    cx_digester_add_text(digester, frame->overall);
    cx_digester_add_i64(digester, frame->is_weighted);
    digest_keys(digester, frame->versions, frame->n_versions);
    digest_keys(digester, frame->modes, frame->n_modes);
    cx_digester_add_i64(digester, (int64_t)frame->n_items);
    for (size_t i = 0; i < frame->n_items; i++)
        digest_item(digester, &frame->items[i]);
    for (size_t i = 0; i < frame->n_facts; i++)
        digest_fact(digester, &frame->facts[i]);
}

void
cx_frame_fingerprint_make(CxFrame *frame)
{
    g_autoptr(CxDigester) digester = cx_digester_new();
    digest_columns(digester, frame);
    cx_digester_add_i64(digester, (int64_t)frame->n_rows);
    cx_digester_add_i64(digester, frame->weight != NULL);
    cx_digester_add_i64(digester, frame->cluster != NULL);
    cx_digester_add(digester, frame->content, sizeof(frame->content));
    const CxDigest digest = cx_digester_end(digester);
    g_autofree char *hex = cx_digest_hex(&digest, 16);
    g_strlcpy(frame->fingerprint, hex, sizeof(frame->fingerprint));
}

static void
digest_labels(CxDigester *digester, const CxFrameLabel *labels, size_t n)
{
    for (size_t i = 0; i < n; i++)
        cx_digester_add_text(digester, labels[i].label);
}

static void
digest_words(CxDigester *digester, const CxFrame *frame)
{
    cx_digester_add_text(digester, frame->title);
    digest_labels(digester, frame->versions, frame->n_versions);
    digest_labels(digester, frame->modes, frame->n_modes);
    for (size_t i = 0; i < frame->n_items; i++) {
        const CxFrameItem *item = &frame->items[i];
        cx_digester_add_text(digester, item->label);
        cx_digester_add_i64(digester, item->is_fact);
        for (size_t k = 0; k < item->n_choices; k++)
            cx_digester_add_text(digester, item->choices[k].label);
    }
    for (size_t i = 0; i < frame->n_facts; i++)
        cx_digester_add_text(digester, frame->facts[i].label);
}

bool
cx_frame_is_alike(const CxFrame *a, const CxFrame *b)
{
    CxDigest digests[2];
    const CxFrame *const both[] = { a, b };
    for (size_t i = 0; i < CX_N_ELEMENTS(both); i++) {
        g_autoptr(CxDigester) digester = cx_digester_new();
        digest_columns(digester, both[i]);
        digest_words(digester, both[i]);
        digests[i] = cx_digester_end(digester);
    }
    return memcmp(&digests[0], &digests[1], sizeof(CxDigest)) == 0;
}
