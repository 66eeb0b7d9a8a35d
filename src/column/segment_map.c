/* Mapping a segment: the head, the JSON, the columns, each looked at before the next is believed. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/error.h"
#include "codec/json.h"
#include "column/segment.h"
#include "column/segment_priv.h"

#define THREADS_MAX       8
#define BYTES_OF_A_THREAD (64U << 20) /* less is read in a moment */

typedef struct {
    const char *path;
    const uint8_t *bytes; /* the whole file */
    size_t n_bytes;
} Mapping;

CX_PRINTF(3, 4)
static bool
corrupt(const Mapping *mapping, GError **error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *why = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT,
                "the segment \"%s\" is not as it was written (%s); it can be deleted and is made "
                "again from the store",
                mapping->path, why);
    return false;
}

/* ---- What the frame is; written by us and under a checksum, so what is missing has no words ---- */

static const char *
text_of(CxArena *texts, const CxJson *json, const char *name)
{
    return cx_arena_text(texts, cx_json_text(cx_json_member(json, name), NULL));
}

static int64_t
int_of(const CxJson *json, const char *name)
{
    return cx_json_int(cx_json_member(json, name), 0);
}

static uint64_t
hash_of(const CxJson *json, const char *name)
{
    return g_ascii_strtoull(cx_json_text(cx_json_member(json, name), ""), NULL, 16);
}

static CxFrameLabel *
labels_of(CxArena *texts, const CxJson *list, size_t *ret_n)
{
    *ret_n = cx_json_n(list);
    CxFrameLabel *labels = cx_arena_new0_n(texts, CxFrameLabel, *ret_n);
    for (size_t i = 0; i < *ret_n; i++) {
        labels[i].key = text_of(texts, cx_json_at(list, i), "key");
        labels[i].label = text_of(texts, cx_json_at(list, i), "label");
    }
    return labels;
}

static const CxFrameChoice *
choices_of(CxArena *texts, const CxJson *list)
{
    const size_t n = cx_json_n(list);
    if (n == 0)
        return NULL;
    CxFrameChoice *choices = cx_arena_new0_n(texts, CxFrameChoice, n);
    for (size_t i = 0; i < n; i++) {
        const CxJson *json = cx_json_at(list, i);
        choices[i].code = (uint8_t)int_of(json, "code");
        choices[i].key = text_of(texts, json, "key");
        choices[i].label = text_of(texts, json, "label");
    }
    return choices;
}

static void
items_read(CxFrame *frame, const CxJson *list)
{
    frame->n_items = cx_json_n(list);
    frame->items = cx_arena_new0_n(frame->texts, CxFrameItem, frame->n_items);
    frame->answers = g_new0(uint8_t *, frame->n_items + 1);
    for (size_t i = 0; i < frame->n_items; i++) {
        const CxJson *json = cx_json_at(list, i);
        const CxJson *choices = cx_json_member(json, "choices");
        frame->items[i] = (CxFrameItem){
            .key = text_of(frame->texts, json, "key"),
            .label = text_of(frame->texts, json, "label"),
            .department = int_of(json, "department"),
            .kind = (CxFrameKind)int_of(json, "kind"),
            .lo = (uint8_t)int_of(json, "lo"),
            .hi = (uint8_t)int_of(json, "hi"),
            .direction = (CxFrameDirection)int_of(json, "direction"),
            .is_fact = cx_json_flag(cx_json_member(json, "is_fact"), false),
            .choices = choices_of(frame->texts, choices),
            .n_choices = cx_json_n(choices),
        };
    }
}

static void
facts_read(CxFrame *frame, const CxJson *list)
{
    frame->n_facts = cx_json_n(list);
    frame->facts = cx_arena_new0_n(frame->texts, CxFrameFact, frame->n_facts);
    frame->values = g_new0(CxFrameValues, frame->n_facts + 1);
    for (size_t i = 0; i < frame->n_facts; i++) {
        const CxJson *json = cx_json_at(list, i);
        frame->facts[i] = (CxFrameFact){
            .key = text_of(frame->texts, json, "key"),
            .label = text_of(frame->texts, json, "label"),
            .unit = text_of(frame->texts, json, "unit"),
            .decimals = (int)int_of(json, "decimals"),
            .department = int_of(json, "department"),
            .direction = (CxFrameDirection)int_of(json, "direction"),
            .class_item = text_of(frame->texts, json, "class_item"),
        };
        frame->values[i].item_bytes = (size_t)int_of(json, "bytes");
    }
}

static void
meta_read(CxFrame *frame, const CxJson *meta)
{
    CxArena *texts = frame->texts;
    frame->survey = text_of(texts, meta, "survey");
    frame->title = text_of(texts, meta, "title");
    frame->overall = text_of(texts, meta, "overall");
    frame->is_weighted = cx_json_flag(cx_json_member(meta, "is_weighted"), false);
    g_strlcpy(frame->fingerprint, cx_json_text(cx_json_member(meta, "fingerprint"), ""),
              sizeof(frame->fingerprint));
    frame->n_rows = (size_t)int_of(meta, "n_rows");
    frame->first_day.v = (int32_t)int_of(meta, "first_day");
    frame->last_day.v = (int32_t)int_of(meta, "last_day");
    frame->n_clusters = (size_t)int_of(meta, "n_clusters");
    frame->n_units = (size_t)int_of(meta, "n_units");
    frame->content[0] = hash_of(meta, "content_0");
    frame->content[1] = hash_of(meta, "content_1");
    frame->versions = labels_of(texts, cx_json_member(meta, "versions"), &frame->n_versions);
    frame->modes = labels_of(texts, cx_json_member(meta, "modes"), &frame->n_modes);
    items_read(frame, cx_json_member(meta, "items"));
    facts_read(frame, cx_json_member(meta, "facts"));
    const int64_t n_cells_max = int_of(meta, "margin_cells_max");
    if (n_cells_max > 0) {
        frame->margins = cx_margins_empty(frame, (size_t)n_cells_max);
        frame->n_margin_bytes = cx_margins_n_bytes(frame->margins);
    }
}

/* ---- The columns ---- */

/* A column, and the checksum it was written with. */
typedef struct {
    const uint8_t *data;
    size_t n_bytes;
    uint64_t hash;
} Check;

/* Checks that threads take one after the other. */
typedef struct {
    const GArray *checks;
    gint next;  /* atomic */
    gint n_bad; /* atomic */
} Checking;

static gpointer
checks_do(gpointer data)
{
    Checking *checking = data;
    const gint n = (gint)checking->checks->len;
    for (gint i = g_atomic_int_add(&checking->next, 1); i < n;
         i = g_atomic_int_add(&checking->next, 1)) {
        const Check *check = &g_array_index(checking->checks, Check, i);
        if (XXH3_64bits(check->data, check->n_bytes) != check->hash)
            g_atomic_int_inc(&checking->n_bad);
    }
    return NULL;
}

/* A large file is read by as many threads as there are processors. */
static bool
checks_hold(const Mapping *mapping, const GArray *checks, GError **error)
{
    Checking checking = { .checks = checks };
    GThread *threads[THREADS_MAX] = { NULL };
    const guint n_threads =
        mapping->n_bytes < BYTES_OF_A_THREAD ? 1 : MIN(g_get_num_processors(), THREADS_MAX);
    for (guint i = 1; i < n_threads; i++)
        threads[i] = g_thread_try_new("checksums", checks_do, &checking, NULL);
    checks_do(&checking);
    for (guint i = 1; i < n_threads; i++) {
        if (threads[i] != NULL)
            (void)g_thread_join(threads[i]); /* returns nothing */
    }
    return checking.n_bad == 0 || corrupt(mapping, error, "the checksum of a column is another");
}

static bool
column_map(const Mapping *mapping, const CxSegmentColumn *column, const CxJson *json,
           GArray *checks, GError **error)
{
    const size_t offset = (size_t)int_of(json, "offset");
    const size_t n_bytes = (size_t)int_of(json, "bytes");
    if (n_bytes == 0)
        return true;
    if (n_bytes != column->n_bytes || offset > mapping->n_bytes ||
        n_bytes > mapping->n_bytes - offset || offset % sizeof(int64_t) != 0)
        return corrupt(mapping, error, "a column lies outside of it");
    const uint8_t *data = mapping->bytes + offset;
    const Check check = { data, n_bytes, hash_of(json, "hash") };
    g_array_append_val(checks, check);
    const union {
        const uint8_t *mapped;
        void *column;
    } same = { .mapped = data }; /* a published frame is never written to */
    *column->place = same.column;
    return true;
}

/* The margins out of the file: months are shared with frames that outlive the mapping. */
static void
margins_keep(CxFrame *frame)
{
    if (frame->margin_cells != NULL)
        cx_margins_fill(frame->margins, frame->margin_cells);
    else
        g_clear_pointer(&frame->margins, cx_margins_unref);
    frame->margin_cells = NULL;
    frame->n_margin_bytes = 0;
}

static bool
columns_map(const Mapping *mapping, CxFrame *frame, const CxJson *list, GError **error)
{
    g_autoptr(GArray) columns = cx_segment_columns(frame);
    g_autoptr(GArray) checks = g_array_new(FALSE, FALSE, sizeof(Check));
    if (cx_json_n(list) != columns->len)
        return corrupt(mapping, error, "the number of columns is another");
    for (guint i = 0; i < columns->len; i++) {
        const CxSegmentColumn *column = &g_array_index(columns, CxSegmentColumn, i);
        if (!column_map(mapping, column, cx_json_at(list, i), checks, error))
            return false;
    }
    if (!checks_hold(mapping, checks, error))
        return false;
    margins_keep(frame);
    if (frame->day == NULL || frame->version == NULL || frame->mode == NULL)
        return corrupt(mapping, error, "a column is missing");
    return true;
}

/* ---- The file ---- */

/* The JSON, or NULL. */
static CxJson *
meta_parse(const Mapping *mapping, GError **error)
{
    CxSegmentHead head;
    if (mapping->n_bytes < sizeof(head)) {
        (void)corrupt(mapping, error, "it has %zu bytes", mapping->n_bytes);
        return NULL;
    }
    memcpy(&head, mapping->bytes, sizeof(head));
    if (memcmp(head.magic, CX_SEGMENT_MAGIC, sizeof(head.magic)) != 0) {
        (void)corrupt(mapping, error, "it does not begin as a segment of this version");
        return NULL;
    }
    if (head.n_bytes != mapping->n_bytes) {
        (void)corrupt(mapping, error, "it has %zu bytes of %" PRIu64, mapping->n_bytes,
                      head.n_bytes);
        return NULL;
    }
    const char *text = (const char *)mapping->bytes + sizeof(head);
    if (head.meta_bytes > mapping->n_bytes - sizeof(head) ||
        XXH3_64bits(text, head.meta_bytes) != head.meta_hash) {
        (void)corrupt(mapping, error, "the checksum of its description is another");
        return NULL;
    }
    return cx_json_parse(text, head.meta_bytes, error);
}

static CxFrame *
frame_of(const Mapping *mapping, const char *stamp, GError **error)
{
    g_autoptr(CxJson) meta = meta_parse(mapping, error);
    if (meta == NULL)
        return NULL;
    const char *own = cx_json_text(cx_json_member(meta, "stamp"), "");
    if (stamp != NULL && strcmp(own, stamp) != 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                    "the segment \"%s\" is of other data: \"%s\", not \"%s\"", mapping->path, own,
                    stamp);
        return NULL;
    }
    g_autoptr(CxFrame) frame = cx_frame_new();
    frame->map = mapping->bytes;
    frame->stamp = cx_arena_text(frame->texts, own);
    meta_read(frame, meta);
    if (!columns_map(mapping, frame, cx_json_member(meta, "columns"), error)) {
        frame->map_bytes = 0; /* who called unmaps it */
        return NULL;
    }
    frame->map_bytes = mapping->n_bytes;
    return g_steal_pointer(&frame);
}

void
cx_segment_unmap(const uint8_t *map, size_t n_bytes)
{
    const union {
        const uint8_t *mapped;
        void *given;
    } same = { .mapped = map };
    if (n_bytes > 0)
        (void)munmap(same.given, n_bytes); /* fails for an address only that was never mapped */
}

static int
open_there(const char *path, GError **error)
{
    const int fd = g_open(path, O_RDONLY | O_CLOEXEC, 0);
    if (fd < 0) {
        g_set_error(error, CX_ERROR, errno == ENOENT ? CX_ERROR_NOT_FOUND : CX_ERROR_IO,
                    "cannot open the segment \"%s\": %s", path, g_strerror(errno));
    }
    return fd;
}

CxFrame *
cx_segment_map(const char *path, const char *stamp, GError **error)
{
    Mapping mapping = { .path = path };
    const int fd = open_there(path, error);
    if (fd < 0)
        return NULL;
    struct stat about = { .st_size = 0 };
    void *bytes = MAP_FAILED;
    if (fstat(fd, &about) == 0 && about.st_size > 0)
        bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_SHARED, fd, 0);
    if (bytes == MAP_FAILED) {
        const int why = errno;
        (void)close(fd); /* only read */
        g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "cannot map the segment \"%s\": %s", path,
                    about.st_size == 0 ? "it is empty" : g_strerror(why));
        return NULL;
    }
    mapping.bytes = bytes;
    mapping.n_bytes = (size_t)about.st_size;
    CxFrame *frame = frame_of(&mapping, stamp, error);
    if (frame != NULL) {
        frame->fd = fd;
        return frame;
    }
    (void)munmap(bytes, mapping.n_bytes);
    (void)close(fd); /* only read */
    return NULL;
}
