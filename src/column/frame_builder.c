/* Builds a frame: rows go into columns as they come, which grow by doubling; the end sorts them
 * (frame_sort.c), puts them among those of another frame (frame_join.c) and fingerprints
 * (frame_content.c). */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "column/frame_builder_priv.h"
#include "lang/assert.h"

#define ROWS_FIRST 1024

typedef struct {
    uint8_t is_valid[256]; /* by code: may be answered */
} AnswerTable;

/* Units are looked up by the hash of their name, which is as good as any. */
static guint
unit_hash(gconstpointer unit)
{
    return (guint)((const CxFrameUnit *)unit)->hash[0];
}

static gboolean
unit_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(((const CxFrameUnit *)a)->hash, ((const CxFrameUnit *)b)->hash,
                  sizeof(((const CxFrameUnit *)a)->hash)) == 0;
}

CxFrameBuilder *
cx_frame_builder_new(const CxFrameSpec *spec)
{
    CxFrameBuilder *builder = g_new0(CxFrameBuilder, 1);
    CxFrame *frame = cx_frame_new();
    builder->frame = frame;
    frame->survey = cx_arena_text(frame->texts, spec->survey);
    frame->title = cx_arena_text(frame->texts, spec->title);
    frame->overall = cx_arena_text(frame->texts, spec->overall);
    frame->is_weighted = spec->is_weighted;
    frame->as_of = spec->as_of;
    builder->versions = g_array_new(FALSE, FALSE, sizeof(CxFrameLabel));
    builder->modes = g_array_new(FALSE, FALSE, sizeof(CxFrameLabel));
    builder->items = g_array_new(FALSE, FALSE, sizeof(CxFrameItem));
    builder->tables = g_array_new(FALSE, TRUE, sizeof(AnswerTable));
    builder->facts = g_array_new(FALSE, FALSE, sizeof(CxFrameFact));
    builder->units = g_hash_table_new(unit_hash, unit_equal);
    return builder;
}

void
cx_frame_builder_free(CxFrameBuilder *builder)
{
    if (builder == NULL)
        return;
    cx_frame_unref(builder->frame);
    cx_frame_unref(builder->base);
    g_array_unref(builder->versions);
    g_array_unref(builder->modes);
    g_array_unref(builder->items);
    g_array_unref(builder->tables);
    g_array_unref(builder->facts);
    g_hash_table_unref(builder->units);
    g_free(builder->day);
    g_free(builder);
}

/* ---- What rows refer to ---- */

static bool
label_add(CxFrameBuilder *builder, GArray *labels, const CxFrameLabel *label, size_t n_max,
          const char *what, GError **error)
{
    cx_assert(builder->frame->n_rows == 0 && builder->frame->versions == NULL);
    if (!cx_text_is_key(label->key)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "%s \"%s\" is not a key", what, label->key);
        return false;
    }
    for (guint i = 0; i < labels->len; i++) {
        if (strcmp(g_array_index(labels, CxFrameLabel, i).key, label->key) == 0) {
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "%s \"%s\" is there twice", what,
                        label->key);
            return false;
        }
    }
    if (labels->len >= n_max) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "a survey has at most %zu %ss", n_max,
                    what);
        return false;
    }
    CxArena *texts = builder->frame->texts;
    const CxFrameLabel own = {
        .key = cx_arena_text(texts, label->key),
        .label = cx_arena_text(texts, label->label != NULL ? label->label : label->key),
    };
    g_array_append_val(labels, own);
    return true;
}

bool
cx_frame_builder_add_version(CxFrameBuilder *builder, const char *key, const char *label,
                             uint8_t *ret_code, GError **error)
{
    const CxFrameLabel version = { key, label };
    if (!label_add(builder, builder->versions, &version, CX_VERSIONS_MAX, "version", error))
        return false;
    *ret_code = (uint8_t)(builder->versions->len - 1);
    return true;
}

bool
cx_frame_builder_add_mode(CxFrameBuilder *builder, const char *key, const char *label,
                          uint8_t *ret_code, GError **error)
{
    const CxFrameLabel mode = { key, label };
    if (!label_add(builder, builder->modes, &mode, CX_MODES_MAX, "mode", error))
        return false;
    *ret_code = (uint8_t)(builder->modes->len - 1);
    return true;
}

static bool
item_check(const CxFrameBuilder *builder, const CxFrameItem *item, GError **error)
{
    if (!cx_text_is_key(item->key)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "item \"%s\" is not a key", item->key);
        return false;
    }
    for (guint i = 0; i < builder->items->len; i++) {
        if (strcmp(g_array_index(builder->items, CxFrameItem, i).key, item->key) == 0) {
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "item \"%s\" is there twice", item->key);
            return false;
        }
    }
    if (builder->items->len >= CX_ITEMS_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "a survey has at most %d items",
                    CX_ITEMS_MAX);
        return false;
    }
    if (item->kind == CX_FRAME_RATING && (item->lo >= item->hi || item->hi > CX_CODE_MAX)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "item \"%s\" has a scale from %u to %u, which cannot be", item->key, item->lo,
                    item->hi);
        return false;
    }
    if (item->kind == CX_FRAME_CHOICE && item->n_choices == 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "item \"%s\" has no choices", item->key);
        return false;
    }
    return true;
}

/* A key for every choice: the given one, or made from the label, or from the code where the label
 * gives none or one that is taken. */
static const char *
choice_key(CxArena *texts, const CxFrameChoice *choices, size_t n_before,
           const CxFrameChoice *choice)
{
    if (choice->key != NULL)
        return cx_arena_text(texts, choice->key);
    g_autofree char *made = cx_text_key(choice->label != NULL ? choice->label : "");
    bool is_taken = !cx_text_is_key(made);
    for (size_t i = 0; i < n_before; i++)
        is_taken = is_taken || strcmp(choices[i].key, made) == 0;
    if (is_taken)
        return cx_arena_printf(texts, "code-%u", choice->code);
    return cx_arena_text(texts, made);
}

static bool
choices_copy(CxFrameBuilder *builder, CxFrameItem *own, GError **error)
{
    CxArena *texts = builder->frame->texts;
    CxFrameChoice *choices = cx_arena_new0_n(texts, CxFrameChoice, own->n_choices);
    for (size_t i = 0; i < own->n_choices; i++) {
        const CxFrameChoice *from = &own->choices[i];
        choices[i].code = from->code;
        choices[i].key = choice_key(texts, choices, i, from);
        choices[i].label = cx_arena_text(texts, from->label != NULL ? from->label : choices[i].key);
        bool is_good = from->code <= CX_CODE_MAX && cx_text_is_key(choices[i].key);
        for (size_t j = 0; j < i; j++) {
            is_good = is_good && choices[j].code != from->code &&
                      strcmp(choices[j].key, choices[i].key) != 0;
        }
        if (!is_good) {
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                        "item \"%s\" has a choice \"%s\" with code %u, which cannot be or is there "
                        "twice",
                        own->key, choices[i].key, from->code);
            return false;
        }
    }
    own->choices = choices;
    return true;
}

bool
cx_frame_builder_add_item(CxFrameBuilder *builder, const CxFrameItem *item, size_t *ret_index,
                          GError **error)
{
    cx_assert(builder->frame->n_rows == 0 && !builder->is_ended);
    if (!item_check(builder, item, error))
        return false;

    CxArena *texts = builder->frame->texts;
    CxFrameItem own = *item;
    AnswerTable table = { 0 };
    own.key = cx_arena_text(texts, item->key);
    own.label = cx_arena_text(texts, item->label != NULL ? item->label : item->key);
    if (own.kind == CX_FRAME_CHOICE) {
        if (!choices_copy(builder, &own, error))
            return false;
        own.lo = own.hi = 0;
        for (size_t i = 0; i < own.n_choices; i++)
            table.is_valid[own.choices[i].code] = 1;
    } else {
        own.choices = NULL;
        own.n_choices = 0;
        if (own.kind == CX_FRAME_NPS) {
            own.lo = 0;
            own.hi = 10;
            own.direction = CX_FRAME_HIGH_IS_GOOD;
        }
        memset(table.is_valid + own.lo, 1, (size_t)own.hi - own.lo + 1);
    }
    table.is_valid[CX_CODE_MISSING] = 1;
    table.is_valid[CX_CODE_NOT_APPLICABLE] = 1;
    g_array_append_val(builder->items, own);
    g_array_append_val(builder->tables, table);
    *ret_index = builder->items->len - 1;
    return true;
}

bool
cx_frame_builder_add_fact(CxFrameBuilder *builder, const CxFrameFact *fact, size_t *ret_index,
                          GError **error)
{
    cx_assert(builder->frame->n_rows == 0 && !builder->is_ended);
    bool is_good = cx_text_is_key(fact->key);
    for (guint i = 0; i < builder->facts->len; i++) {
        is_good =
            is_good && strcmp(g_array_index(builder->facts, CxFrameFact, i).key, fact->key) != 0;
    }
    if (!is_good) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "fact \"%s\" is not a key or is there twice",
                    fact->key);
        return false;
    }
    if (builder->facts->len >= CX_ITEMS_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "a survey has at most %d facts",
                    CX_ITEMS_MAX);
        return false;
    }
    CxArena *texts = builder->frame->texts;
    CxFrameFact own = *fact;
    own.key = cx_arena_text(texts, fact->key);
    own.label = cx_arena_text(texts, fact->label != NULL ? fact->label : fact->key);
    own.unit = cx_arena_text(texts, fact->unit != NULL ? fact->unit : "");
    own.class_item = cx_arena_text(texts, fact->class_item);
    g_array_append_val(builder->facts, own);
    *ret_index = builder->facts->len - 1;
    return true;
}

/* ---- Rows ---- */

static bool
row_check(const CxFrameBuilder *builder, const CxFrameRow *row, GError **error)
{
    if (row->version >= builder->versions->len) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "version %u is not one of the survey's",
                    row->version);
        return false;
    }
    if (row->mode != CX_CODE_MISSING && row->mode >= builder->modes->len) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "mode %u is not one of the survey's",
                    row->mode);
        return false;
    }
    if (isinf(row->weight) || row->weight < 0.0) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "a weight is a number that is not negative");
        return false;
    }
    for (guint i = 0; i < builder->items->len; i++) {
        if (!g_array_index(builder->tables, AnswerTable, i).is_valid[row->answers[i]]) {
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                        "%u is not an answer that item \"%s\" can have", row->answers[i],
                        g_array_index(builder->items, CxFrameItem, i).key);
            return false;
        }
    }
    return true;
}

/* The column with room for n; on failure the old column, and *has_grown is false. */
static void *
column_grown(void *column, size_t n, size_t item_bytes, bool *has_grown)
{
    void *grown = g_try_realloc_n(column, n, item_bytes);
    if (grown == NULL)
        *has_grown = false;
    return grown != NULL ? grown : column;
}

static bool
rows_grow(CxFrameBuilder *builder, GError **error)
{
    CxFrame *frame = builder->frame;
    const size_t n = builder->cap_rows == 0 ? ROWS_FIRST : builder->cap_rows * 2;
    if (frame->answers == NULL) {
        frame->n_items = builder->items->len;
        frame->answers = g_new0(uint8_t *, frame->n_items + 1);
        frame->n_facts = builder->facts->len;
        frame->values = g_new0(CxFrameValues, frame->n_facts + 1);
    }
    bool has_grown = true;
    builder->day = column_grown(builder->day, n, sizeof(*builder->day), &has_grown);
    frame->version = column_grown(frame->version, n, 1, &has_grown);
    frame->mode = column_grown(frame->mode, n, 1, &has_grown);
    frame->weight = column_grown(frame->weight, n, sizeof(*frame->weight), &has_grown);
    frame->cluster = column_grown(frame->cluster, n, sizeof(*frame->cluster), &has_grown);
    for (size_t i = 0; i < frame->n_items; i++)
        frame->answers[i] = column_grown(frame->answers[i], n, 1, &has_grown);
    for (size_t i = 0; i < frame->n_facts; i++) {
        CxFrameValues *values = &frame->values[i];
        values->item_bytes = sizeof(int64_t); /* until they are sorted */
        values->cells = column_grown(values->cells, n, values->item_bytes, &has_grown);
    }
    if (!has_grown) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "no memory for %zu responses", n);
        return false;
    }
    builder->cap_rows = n;
    return true;
}

/* In the arena, the same for the same name. */
static CxFrameUnit *
unit_add(CxFrameBuilder *builder, const CxFrameUnit *unit)
{
    CxFrameUnit *kept = cx_arena_new0(builder->frame->texts, CxFrameUnit);
    *kept = *unit;
    kept->id = (uint32_t)builder->n_units++;
    (void)g_hash_table_add(builder->units, kept); /* it is new */
    return kept;
}

static uint32_t
unit_id(CxFrameBuilder *builder, const char *name)
{
    if (name == NULL)
        return (uint32_t)builder->n_units++;
    builder->has_named_unit = true;
    CxFrameUnit unit = { .id = 0 };
    cx_frame_unit_hash(name, unit.hash);
    if (builder->base != NULL && cx_frame_find_unit(builder->base, unit.hash, &unit.id))
        return unit.id;
    const CxFrameUnit *known = g_hash_table_lookup(builder->units, &unit);
    return known != NULL ? known->id : unit_add(builder, &unit)->id;
}

bool
cx_frame_builder_add_row(CxFrameBuilder *builder, const CxFrameRow *row, GError **error)
{
    cx_assert(!builder->is_ended);
    CxFrame *frame = builder->frame;
    if (!row_check(builder, row, error))
        return false;
    if (frame->n_rows >= CX_FRAME_ROWS_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "a frame has at most %d responses",
                    CX_FRAME_ROWS_MAX);
        return false;
    }
    if (frame->n_rows == builder->cap_rows && !rows_grow(builder, error))
        return false;

    const size_t r = frame->n_rows++;
    builder->day[r] = row->day.v;
    frame->version[r] = row->version;
    frame->mode[r] = row->mode;
    frame->weight[r] = row->weight;
    frame->cluster[r] = unit_id(builder, row->cluster);
    builder->has_weight = builder->has_weight || !isnan(row->weight);
    for (size_t i = 0; i < frame->n_items; i++)
        frame->answers[i][r] = row->answers[i];
    for (size_t i = 0; i < frame->n_facts; i++) {
        int64_t *cells = frame->values[i].cells;
        cells[r] = row->facts != NULL ? row->facts[i] : CX_FACT_MISSING;
    }
    return true;
}

/* ---- The end ---- */

void
cx_frame_builder_set_stamp(CxFrameBuilder *builder, const char *stamp)
{
    builder->frame->stamp = cx_arena_text(builder->frame->texts, stamp);
}

void
cx_frame_builder_set_margins(CxFrameBuilder *builder, size_t n_cells)
{
    builder->n_margin_cells = n_cells;
}

static CxFrameLabel *
labels_keep(CxArena *texts, const GArray *labels)
{
    CxFrameLabel *kept = cx_arena_new0_n(texts, CxFrameLabel, labels->len);
    for (guint i = 0; i < labels->len; i++)
        kept[i] = g_array_index(labels, CxFrameLabel, i);
    return kept;
}

/* Into the frame what rows refer to. */
static void
words_keep(CxFrameBuilder *builder)
{
    CxFrame *frame = builder->frame;
    if (frame->versions != NULL)
        return;
    frame->versions = labels_keep(frame->texts, builder->versions);
    frame->n_versions = builder->versions->len;
    frame->modes = labels_keep(frame->texts, builder->modes);
    frame->n_modes = builder->modes->len;
    frame->n_items = builder->items->len;
    frame->items = cx_arena_new0_n(frame->texts, CxFrameItem, frame->n_items);
    for (size_t i = 0; i < frame->n_items; i++)
        frame->items[i] = g_array_index(builder->items, CxFrameItem, i);
    frame->n_facts = builder->facts->len;
    frame->facts = cx_arena_new0_n(frame->texts, CxFrameFact, frame->n_facts);
    for (size_t i = 0; i < frame->n_facts; i++)
        frame->facts[i] = g_array_index(builder->facts, CxFrameFact, i);
}

bool
cx_frame_builder_continue(CxFrameBuilder *builder, const CxFrame *base)
{
    cx_assert(builder->frame->n_rows == 0 && !builder->is_ended && builder->base == NULL);
    words_keep(builder);
    if (base->n_rows == 0 || !cx_frame_is_alike(builder->frame, base))
        return false;
    builder->base = cx_frame_ref(base);
    builder->n_units = base->n_clusters;
    return true;
}

/* Columns that say nothing are not there. */
static void
empty_columns_free(CxFrameBuilder *builder)
{
    CxFrame *frame = builder->frame;
    const CxFrame *base = builder->base;
    if (base != NULL ? base->weight == NULL : !builder->has_weight)
        g_clear_pointer(&frame->weight, g_free);
    if (base != NULL ? base->cluster == NULL : !builder->has_named_unit)
        g_clear_pointer(&frame->cluster, g_free);
}

static void
units_keep(CxFrameBuilder *builder)
{
    CxFrame *frame = builder->frame;
    const guint n = g_hash_table_size(builder->units);
    if (n == 0)
        return;
    frame->units = g_new(CxFrameUnit, n);
    GHashTableIter iter;
    void *value = NULL;
    g_hash_table_iter_init(&iter, builder->units);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        frame->units[frame->n_units++] = *(const CxFrameUnit *)value;
    cx_frame_units_sort(frame->units, frame->n_units);
}

static bool
rows_end(CxFrameBuilder *builder, GError **error)
{
    if (builder->base != NULL)
        return cx_frame_builder_join(builder, error);
    units_keep(builder);
    cx_frame_content_add(builder->frame, 0, builder->frame->n_rows);
    const size_t n_cells = builder->n_margin_cells > 0 ? builder->n_margin_cells
                                                       : cx_frame_margin_cells_due(builder->frame);
    if (n_cells > 0 && builder->frame->n_rows > 0 && builder->frame->cluster == NULL)
        builder->frame->margins = cx_margins_make(builder->frame, n_cells);
    return true;
}

CxFrame *
cx_frame_builder_end(CxFrameBuilder *builder, GError **error)
{
    cx_assert(!builder->is_ended);
    builder->is_ended = true;
    CxFrame *frame = builder->frame;
    words_keep(builder);
    if (builder->cap_rows == 0 && !rows_grow(builder, error))
        return NULL;
    frame->n_clusters = builder->n_units;
    empty_columns_free(builder);
    if (!cx_frame_builder_sort(builder, error) || !rows_end(builder, error))
        return NULL;
    cx_frame_fingerprint_make(frame);
    return g_steal_pointer(&builder->frame);
}
