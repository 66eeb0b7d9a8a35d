#include "column/segment.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/error.h"
#include "base/limits.h"
#include "codec/json.h"
#include "column/segment_priv.h"
#include "lang/assert.h"

/* Columns begin on lines of the cache, each on another one of its page: columns read side by side
 * would be in one another's way if they began alike. */
enum { LINE_BYTES = 64, STAGGER_LINES = 5, LINES_A_PAGE = CX_SEGMENT_PAGE / LINE_BYTES };

typedef struct {
    size_t offset, n_bytes; /* 0 bytes: the frame has no such column */
    uint64_t hash;
} Extent;

static void
add_column(GArray *columns, void **place, size_t item_bytes, size_t n_rows)
{
    const CxSegmentColumn column = { place, item_bytes, n_rows * item_bytes, true };
    g_array_append_val(columns, column);
}

GArray *
cx_segment_columns(CxFrame *frame)
{
    const size_t n = frame->n_rows;
    GArray *columns = g_array_new(FALSE, FALSE, sizeof(CxSegmentColumn));
    add_column(columns, (void **)&frame->day, sizeof(*frame->day), n);
    add_column(columns, (void **)&frame->version, sizeof(*frame->version), n);
    add_column(columns, (void **)&frame->mode, sizeof(*frame->mode), n);
    add_column(columns, (void **)&frame->weight, sizeof(*frame->weight), n);
    add_column(columns, (void **)&frame->cluster, sizeof(*frame->cluster), n);
    const CxSegmentColumn units = { (void **)&frame->units, sizeof(*frame->units),
                                    frame->n_units * sizeof(*frame->units), false };
    g_array_append_val(columns, units);
    for (size_t i = 0; i < frame->n_items; i++)
        add_column(columns, (void **)&frame->answers[i], sizeof(uint8_t), n);
    for (size_t i = 0; i < frame->n_facts; i++)
        add_column(columns, &frame->values[i].cells, frame->values[i].item_bytes, n);
    const CxSegmentColumn margins = { (void **)&frame->margin_cells, sizeof(*frame->margin_cells),
                                      frame->n_margin_bytes, false };
    g_array_append_val(columns, margins);
    return columns;
}

/* ---- What the frame is ---- */

static void
put_labels(CxJsonWriter *json, const char *name, const CxFrameLabel *labels, size_t n)
{
    cx_json_writer_name(json, name);
    cx_json_writer_begin_array(json);
    for (size_t i = 0; i < n; i++) {
        cx_json_writer_begin_object(json);
        cx_json_writer_put_text(json, "key", labels[i].key);
        cx_json_writer_put_text(json, "label", labels[i].label);
        cx_json_writer_end_object(json);
    }
    cx_json_writer_end_array(json);
}

static void
put_item(CxJsonWriter *json, const CxFrameItem *item)
{
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "key", item->key);
    cx_json_writer_put_text(json, "label", item->label);
    cx_json_writer_put_int(json, "department", item->department);
    cx_json_writer_put_int(json, "kind", (int64_t)item->kind);
    cx_json_writer_put_int(json, "lo", item->lo);
    cx_json_writer_put_int(json, "hi", item->hi);
    cx_json_writer_put_int(json, "direction", (int64_t)item->direction);
    cx_json_writer_put_flag(json, "is_fact", item->is_fact);
    cx_json_writer_name(json, "choices");
    cx_json_writer_begin_array(json);
    for (size_t i = 0; i < item->n_choices; i++) {
        cx_json_writer_begin_object(json);
        cx_json_writer_put_int(json, "code", item->choices[i].code);
        cx_json_writer_put_text(json, "key", item->choices[i].key);
        cx_json_writer_put_text(json, "label", item->choices[i].label);
        cx_json_writer_end_object(json);
    }
    cx_json_writer_end_array(json);
    cx_json_writer_end_object(json);
}

static void
put_fact(CxJsonWriter *json, const CxFrameFact *fact, size_t item_bytes)
{
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "key", fact->key);
    cx_json_writer_put_text(json, "label", fact->label);
    cx_json_writer_put_text(json, "unit", fact->unit);
    cx_json_writer_put_int(json, "decimals", fact->decimals);
    cx_json_writer_put_int(json, "department", fact->department);
    cx_json_writer_put_int(json, "direction", (int64_t)fact->direction);
    cx_json_writer_put_text(json, "class_item", fact->class_item);
    cx_json_writer_put_int(json, "bytes", (int64_t)item_bytes);
    cx_json_writer_end_object(json);
}

static void
put_hash(CxJsonWriter *json, const char *name, uint64_t hash)
{
    char text[17];
    g_snprintf(text, sizeof(text), "%016" PRIx64, hash);
    cx_json_writer_put_text(json, name, text);
}

static void
put_extents(CxJsonWriter *json, const Extent *extents, size_t n)
{
    cx_json_writer_name(json, "columns");
    cx_json_writer_begin_array(json);
    for (size_t i = 0; i < n; i++) {
        cx_json_writer_begin_object(json);
        cx_json_writer_put_int(json, "offset", (int64_t)extents[i].offset);
        cx_json_writer_put_int(json, "bytes", (int64_t)extents[i].n_bytes);
        put_hash(json, "hash", extents[i].hash);
        cx_json_writer_end_object(json);
    }
    cx_json_writer_end_array(json);
}

/* (transfer full) */
static GString *
meta_of(const CxFrame *frame, const char *stamp, const Extent *extents, size_t n_extents)
{
    GString *text = g_string_new(NULL);
    g_autoptr(CxJsonWriter) json = cx_json_writer_new(text, CX_JSON_COMPACT);
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "stamp", stamp);
    cx_json_writer_put_text(json, "survey", frame->survey);
    cx_json_writer_put_text(json, "title", frame->title);
    cx_json_writer_put_text(json, "overall", frame->overall);
    cx_json_writer_put_flag(json, "is_weighted", frame->is_weighted);
    cx_json_writer_put_text(json, "fingerprint", frame->fingerprint);
    cx_json_writer_put_int(json, "n_rows", (int64_t)frame->n_rows);
    cx_json_writer_put_int(json, "first_day", frame->first_day.v);
    cx_json_writer_put_int(json, "last_day", frame->last_day.v);
    cx_json_writer_put_int(json, "n_clusters", (int64_t)frame->n_clusters);
    cx_json_writer_put_int(json, "n_units", (int64_t)frame->n_units);
    if (frame->margins != NULL) {
        cx_json_writer_put_int(json, "margin_cells_max",
                               (int64_t)frame->margins->layout->n_cells_max);
    }
    put_hash(json, "content_0", frame->content[0]);
    put_hash(json, "content_1", frame->content[1]);
    put_labels(json, "versions", frame->versions, frame->n_versions);
    put_labels(json, "modes", frame->modes, frame->n_modes);
    cx_json_writer_name(json, "items");
    cx_json_writer_begin_array(json);
    for (size_t i = 0; i < frame->n_items; i++)
        put_item(json, &frame->items[i]);
    cx_json_writer_end_array(json);
    cx_json_writer_name(json, "facts");
    cx_json_writer_begin_array(json);
    for (size_t i = 0; i < frame->n_facts; i++)
        put_fact(json, &frame->facts[i], frame->values[i].item_bytes);
    cx_json_writer_end_array(json);
    put_extents(json, extents, n_extents);
    cx_json_writer_end_object(json);
    return text;
}

/* ---- Into the file ---- */

static size_t
rounded_up(size_t n, size_t to)
{
    return (n + to - 1) / to * to;
}

/* Where the columns lie when the first may begin at `begin`; returns the end. */
static size_t
lay_out(Extent *extents, size_t n, size_t begin)
{
    size_t end = begin;
    for (size_t i = 0; i < n; i++) {
        const size_t line = i * STAGGER_LINES % LINES_A_PAGE;
        extents[i].offset = rounded_up(end, CX_SEGMENT_PAGE) + line * LINE_BYTES;
        if (extents[i].n_bytes > 0)
            end = extents[i].offset + extents[i].n_bytes;
    }
    return end;
}

static bool
write_at(int fd, const void *data, size_t n_bytes, size_t offset)
{
    const uint8_t *from = data;
    while (n_bytes > 0) {
        const ssize_t n_written = pwrite(fd, from, n_bytes, (off_t)offset);
        if (n_written < 0 && errno == EINTR)
            continue;
        if (n_written <= 0)
            return false;
        from += n_written;
        offset += (size_t)n_written;
        n_bytes -= (size_t)n_written;
    }
    return true;
}

static bool
write_all(int fd, const GArray *columns, const Extent *extents, const CxSegmentHead *head,
          const GString *meta)
{
    for (guint i = 0; i < columns->len; i++) {
        const CxSegmentColumn *column = &g_array_index(columns, CxSegmentColumn, i);
        if (!write_at(fd, *column->place, extents[i].n_bytes, extents[i].offset))
            return false;
    }
    /* Nobody writes into it again: who maps it has its pages. */
    return write_at(fd, meta->str, meta->len, sizeof(*head)) &&
           write_at(fd, head, sizeof(*head), 0) && fchmod(fd, 0400) == 0;
}

static bool
write_file(const char *path, const GArray *columns, const Extent *extents,
           const CxSegmentHead *head, const GString *meta, GError **error)
{
    g_autofree char *beside = g_strdup_printf("%s.XXXXXX", path);
    const int fd = g_mkstemp_full(beside, O_RDWR | O_CLOEXEC, 0600);
    bool is_good = fd >= 0 && write_all(fd, columns, extents, head, meta);
    int why = errno;
    if (fd >= 0 && close(fd) != 0 && is_good) {
        is_good = false;
        why = errno;
    }
    if (is_good && g_rename(beside, path) != 0) {
        is_good = false;
        why = errno;
    }
    if (!is_good) {
        if (fd >= 0)
            (void)g_unlink(beside);
        g_set_error(error, CX_ERROR, CX_ERROR_IO, "cannot write the segment \"%s\": %s", path,
                    g_strerror(why));
    }
    return is_good;
}

static bool
fail_large(const CxFrame *frame, const char *what, GError **error)
{
    g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                "the survey \"%s\" has too many %s for a segment", frame->survey, what);
    return false;
}

static Extent *
extents_of(const GArray *columns)
{
    Extent *extents = g_new0(Extent, columns->len);
    for (guint i = 0; i < columns->len; i++) {
        const CxSegmentColumn *column = &g_array_index(columns, CxSegmentColumn, i);
        if (*column->place == NULL)
            continue;
        extents[i].n_bytes = column->n_bytes;
        extents[i].hash = XXH3_64bits(*column->place, extents[i].n_bytes);
    }
    return extents;
}

/* Its own, or new ones where it has none or has outgrown them; or NULL. (transfer full) */
static CxMargins *
margins_to_write(const CxFrame *frame)
{
    const size_t n_due = cx_frame_margin_cells_due(frame);
    if (frame->margins != NULL && n_due / 2 <= frame->margins->layout->n_cells_max)
        return cx_margins_ref(frame->margins);
    return n_due > 0 ? cx_margins_make(frame, n_due) : NULL;
}

bool
cx_segment_write(const CxFrame *frame, const char *path, const char *stamp, GError **error)
{
    cx_assert(frame->n_rows > 0);
    CxFrame places = *frame; /* only read through */
    g_autofree CxFrameUnit *units = cx_frame_all_units(frame, &places.n_units);
    if (units == NULL)
        return fail_large(frame, "sampling units", error);
    places.units = places.n_units > 0 ? units : NULL;
    g_autoptr(CxMargins) margins = margins_to_write(frame);
    g_autofree uint32_t *cells = margins != NULL ? cx_margins_write(margins) : NULL;
    places.margins = cells != NULL ? margins : NULL;
    places.margin_cells = cells;
    places.n_margin_bytes = cells != NULL ? cx_margins_n_bytes(margins) : 0;
    g_autoptr(GArray) columns = cx_segment_columns(&places);
    g_autofree Extent *extents = extents_of(columns);
    /* What the frame is names the offsets, which lie behind it: room for it with the longest. */
    (void)lay_out(extents, columns->len, (size_t)1 << 62);
    g_autoptr(GString) widest = meta_of(&places, stamp, extents, columns->len);
    if (widest->len > CX_JSON_BYTES_MAX)
        return fail_large(frame, "and too long questions", error);
    const size_t end = lay_out(extents, columns->len, sizeof(CxSegmentHead) + widest->len);
    g_autoptr(GString) meta = meta_of(&places, stamp, extents, columns->len);
    const CxSegmentHead head = {
        .magic = CX_SEGMENT_MAGIC,
        .n_bytes = end,
        .meta_bytes = meta->len,
        .meta_hash = XXH3_64bits(meta->str, meta->len),
    };
    return write_file(path, columns, extents, &head, meta, error);
}
