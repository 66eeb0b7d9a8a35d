#include "feedback/other_dates.h"

#include <string.h>

#include "base/civil.h"
#include "base/limits.h"
#include "base/text.h"
#include "codec/header.h"
#include "codec/table.h"
#include "feedback/import.h"
#include "feedback/import_store.h"
#include "feedback/when.h"

#define IMPORTS_MAX CX_PAGE_ROWS_MAX /* looked at, from the latest back */
#define COLUMNS_MAX 8                /* of dates, over all files */
#define CELL_MAX    64               /* bytes; a date is shorter */
#define FAULTS_MAX  3                /* cells that are no dates, and the column is none */

typedef struct {
    int64_t import, line;
} Place;

static guint
place_hash(const void *key)
{
    const Place *place = key;
    return (guint)(place->import * 1000003 + place->line);
}

static gboolean
place_equal(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(Place)) == 0;
}

void
cx_other_dates_free(CxOtherDates *dates)
{
    if (dates == NULL)
        return;
    g_free(dates->column);
    g_free(dates->usual);
    g_hash_table_unref(dates->days);
    g_free(dates);
}

int64_t
cx_other_dates_day(const CxOtherDates *dates, int64_t import, int64_t line, int64_t day)
{
    const Place place = { import, line };
    void *found = NULL;
    if (!g_hash_table_lookup_extended(dates->days, &place, NULL, &found))
        return day;
    return GPOINTER_TO_INT(found);
}

/* ---- One file ---- */

/* A column of the file at hand that may hold dates. */
typedef struct {
    char *name;       /* NULL: it holds none */
    GHashTable *days; /* of this file */
    int n_faults;
} Column;

typedef struct {
    const CxMapping *mapping;
    GTimeZone *zone;
    int64_t import;
    Column *columns;
    size_t n_columns;
    GString *reason;
} Reading;

/* Whether columns of dates can be told from others by how they are written. */
static bool
is_written_date(const CxDateRule *rule)
{
    return rule->kind == CX_DATE_ISO || rule->kind == CX_DATE_MDY || rule->kind == CX_DATE_DMY;
}

static void
give_up(Column *column)
{
    g_clear_pointer(&column->name, g_free);
    g_clear_pointer(&column->days, g_hash_table_unref);
}

static void
read_cell(Reading *reading, Column *column, const CxCsvField *field, int64_t line)
{
    if (field->len_bytes > CELL_MAX) {
        give_up(column);
        return;
    }
    g_autofree char *text = cx_text_trim(g_strndup(field->text, field->len_bytes));
    if (*text == '\0')
        return;
    CxWhen when;
    g_string_truncate(reading->reason, 0);
    if (!cx_when_read(&reading->mapping->date, reading->zone, text, &when, reading->reason)) {
        if (++column->n_faults >= FAULTS_MAX)
            give_up(column);
        return;
    }
    const Place place = { reading->import, line };
    g_hash_table_replace(column->days, g_memdup2(&place, sizeof place),
                         GINT_TO_POINTER(when.day.v));
}

static void
read_row(Reading *reading, const CxTableRow *row)
{
    const size_t n = MIN(row->n_fields, reading->n_columns);
    for (size_t i = 0; i < n; i++) {
        if (reading->columns[i].name != NULL)
            read_cell(reading, &reading->columns[i], &row->fields[i], row->line);
    }
}

static bool
is_item_column(const CxMapping *mapping, const char *name)
{
    for (size_t i = 0; i < mapping->n_items; i++) {
        if (g_strcmp0(mapping->items[i].asked.column, name) == 0)
            return true;
    }
    return false;
}

static void
begin_columns(Reading *reading, const CxTableRow *row)
{
    g_autoptr(CxHeader) header = cx_header_new(row);
    reading->n_columns = header->n_columns;
    reading->columns = g_new0(Column, header->n_columns);
    for (size_t i = 0; i < header->n_columns; i++) {
        const char *name = header->names[i];
        if (*name == '\0' || g_strcmp0(name, reading->mapping->date.column) == 0 ||
            is_item_column(reading->mapping, name))
            continue;
        reading->columns[i] = (Column){
            .name = g_strdup(name),
            .days = g_hash_table_new_full(place_hash, place_equal, g_free, NULL),
        };
    }
}

static bool
read_table(Reading *reading, CxTable *table, GError **error)
{
    CxTableRow row;
    CxTableStep step = cx_table_next(table, &row, error);
    if (step != CX_TABLE_ROW)
        return step != CX_TABLE_ERROR;
    begin_columns(reading, &row);
    for (size_t i = 1; i < reading->mapping->n_headers && step == CX_TABLE_ROW; i++)
        step = cx_table_next(table, &row, error);
    while ((step = cx_table_next(table, &row, error)) == CX_TABLE_ROW || step == CX_TABLE_BAD) {
        if (step == CX_TABLE_ROW)
            read_row(reading, &row);
    }
    return step != CX_TABLE_ERROR;
}

/* ---- All files ---- */

static CxOtherDates *
dates_of(GPtrArray *list, const char *column, const char *usual)
{
    for (guint i = 0; i < list->len; i++) {
        CxOtherDates *dates = g_ptr_array_index(list, i);
        if (strcmp(dates->column, column) == 0)
            return dates;
    }
    if (list->len == COLUMNS_MAX)
        return NULL;
    CxOtherDates *dates = g_new0(CxOtherDates, 1);
    dates->column = g_strdup(column);
    dates->usual = g_strdup(usual);
    dates->days = g_hash_table_new_full(place_hash, place_equal, g_free, NULL);
    g_ptr_array_add(list, dates);
    return dates;
}

static void
keep_columns(Reading *reading, GPtrArray *list)
{
    for (size_t i = 0; i < reading->n_columns; i++) {
        Column *column = &reading->columns[i];
        const bool is_date = column->name != NULL && g_hash_table_size(column->days) > 0;
        CxOtherDates *dates =
            is_date ? dates_of(list, column->name, reading->mapping->date.column) : NULL;
        GHashTableIter iter;
        void *place = NULL;
        void *day = NULL;
        if (dates != NULL) {
            g_hash_table_iter_init(&iter, column->days);
            while (g_hash_table_iter_next(&iter, &place, &day))
                g_hash_table_replace(dates->days, g_memdup2(place, sizeof(Place)), day);
        }
        if (column->name != NULL)
            give_up(column);
    }
    g_free(reading->columns);
}

static bool
read_import(CxCtx *ctx, CxImportId import, GPtrArray *list, GError **error)
{
    g_autoptr(CxMapping) mapping = cx_import_load_mapping(ctx->db, import, error);
    if (mapping == NULL || !is_written_date(&mapping->date))
        return mapping != NULL;
    g_autoptr(GTimeZone) zone = cx_zone_load(mapping->zone, error);
    g_autoptr(GBytes) original = zone != NULL ? cx_import_original(ctx, import, error) : NULL;
    if (original == NULL)
        return false;
    gsize len_bytes = 0;
    const void *bytes = g_bytes_get_data(original, &len_bytes);
    const CxTableOptions options = { .delimiter = mapping->delimiter };
    g_autoptr(CxTable) table = cx_table_open(bytes, len_bytes, &options, error);
    if (table == NULL)
        return false;
    g_autoptr(GString) reason = g_string_new(NULL);
    Reading reading = { .mapping = mapping, .zone = zone, .import = import.v, .reason = reason };
    const bool is_read = read_table(&reading, table, error);
    keep_columns(&reading, list);
    return is_read;
}

GPtrArray *
cx_other_dates_list(CxCtx *ctx, const CxSurvey *survey, GError **error)
{
    g_autoptr(GPtrArray) imports = cx_import_list(ctx, (CxImportId){ 0 }, IMPORTS_MAX, error);
    if (imports == NULL)
        return NULL;
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)cx_other_dates_free);
    int64_t n_bytes = 0;
    for (guint i = imports->len; i-- > 0;) {
        const CxImportReport *report = g_ptr_array_index(imports, i);
        if (report->survey.v != survey->id.v || report->state != CX_IMPORT_DONE)
            g_ptr_array_remove_index(imports, i);
        else
            n_bytes += report->len_bytes;
    }
    for (guint i = 0; i < imports->len && n_bytes <= CX_OTHER_DATES_BYTES_MAX; i++) {
        const CxImportReport *report = g_ptr_array_index(imports, i);
        if (!read_import(ctx, report->id, list, error))
            return NULL;
    }
    return g_steal_pointer(&list);
}
