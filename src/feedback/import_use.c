/* Imports as values, and the use cases that read them. */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "codec/json.h"
#include "codec/table.h"
#include "feedback/import_store.h"
#include "lang/assert.h"

const char *
cx_import_state_key(CxImportState state)
{
    static const char *const keys[CX_IMPORT_STATE_N] = {
#define X(name, key) [CX_IMPORT_##name] = (key),
        CX_IMPORT_STATE_MAP(X)
#undef X
    };
    cx_assert(state < CX_IMPORT_STATE_N);
    return keys[state];
}

void
cx_import_reject_free(CxImportReject *reject)
{
    if (reject == NULL)
        return;
    g_free(reject->column);
    g_free(reject->value);
    g_free(reject->reason);
    g_free(reject);
}

char *
cx_import_reject_format(const CxImportReject *reject)
{
    if (reject->column == NULL)
        return g_strdup_printf("line %" PRId64 ": %s", reject->line, reject->reason);
    return g_strdup_printf("line %" PRId64 ", column %s: %s", reject->line, reject->column,
                           reject->reason);
}

void
cx_import_item_free(CxImportItem *item)
{
    if (item == NULL)
        return;
    g_free(item->key);
    g_free(item->column);
    g_free(item);
}

CxImportReport *
cx_import_report_new(void)
{
    CxImportReport *report = g_new0(CxImportReport, 1);
    report->first_day = CX_DAY_NONE;
    report->last_day = CX_DAY_NONE;
    report->rejects = g_ptr_array_new_with_free_func((GDestroyNotify)cx_import_reject_free);
    report->items = g_ptr_array_new_with_free_func((GDestroyNotify)cx_import_item_free);
    report->departments_new = g_ptr_array_new_with_free_func(g_free);
    report->columns_unused = g_ptr_array_new_with_free_func(g_free);
    return report;
}

void
cx_import_report_free(CxImportReport *report)
{
    if (report == NULL)
        return;
    g_free(report->message);
    g_free(report->failure);
    g_free(report->cancelled_by);
    g_free(report->survey_key);
    g_free(report->version_key);
    g_free(report->file_name);
    g_free(report->digest_hex);
    g_free(report->actor);
    g_ptr_array_unref(report->rejects);
    g_ptr_array_unref(report->items);
    g_ptr_array_unref(report->departments_new);
    g_ptr_array_unref(report->columns_unused);
    g_free(report);
}

char *
cx_import_audit_json(const CxImportReport *report)
{
    GString *out = g_string_new(NULL);
    g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_COMPACT);
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "file", report->file_name);
    cx_json_writer_put_text(json, "digest", report->digest_hex);
    cx_json_writer_put_text(json, "survey", report->survey_key);
    cx_json_writer_put_text(json, "version", report->version_key);
    cx_json_writer_put_int(json, "rows", report->n_rows);
    cx_json_writer_put_int(json, "new", report->n_new);
    cx_json_writer_put_int(json, "revised", report->n_revised);
    cx_json_writer_put_int(json, "same", report->n_same);
    cx_json_writer_put_int(json, "rejected", report->n_rejected);
    cx_json_writer_put_int(json, "skipped", report->n_skipped);
    cx_json_writer_end_object(json);
    return g_string_free(out, FALSE);
}

GPtrArray *
cx_import_list(CxCtx *ctx, CxImportId before, int64_t limit, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see imports", error))
        return NULL;
    return cx_import_store_list(ctx->db, before, CLAMP(limit, 1, CX_PAGE_ROWS_MAX), error);
}

CxImportReport *
cx_import_load(CxCtx *ctx, CxImportId id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see imports", error))
        return NULL;
    return cx_import_store_load(ctx->db, id, error);
}

GPtrArray *
cx_import_reject_list(CxCtx *ctx, CxImportId id, int64_t skip, int64_t limit, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see imports", error))
        return NULL;
    return cx_import_store_list_rejects(ctx->db, id, MAX(skip, 0),
                                        CLAMP(limit, 1, CX_PAGE_ROWS_MAX), error);
}

GBytes *
cx_import_original(CxCtx *ctx, CxImportId id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "read originals", error))
        return NULL;
    CxOriginalId original;
    if (!cx_import_store_original(ctx->db, id, &original, error))
        return NULL;
    return cx_original_read(ctx, original, error);
}

CxMapping *
cx_import_load_mapping(CxDb *db, CxImportId id, GError **error)
{
    g_auto(CxImportWork) work = { 0 };
    if (!cx_import_store_work(db, id, &work, error))
        return NULL;
    return cx_import_parse_mapping(work.mapping, error);
}

/* The headers and the rows set aside, which stand in the order of the file. */
static bool
append_rows(GString *out, CxTable *table, size_t n_headers, const GPtrArray *rejects,
            GError **error)
{
    guint i_reject = 0;
    size_t i_row = 0;
    CxTableRow row;
    CxTableStep step;
    while ((step = cx_table_next(table, &row, error)) == CX_TABLE_ROW || step == CX_TABLE_BAD) {
        const bool is_header = i_row++ < n_headers;
        const CxImportReject *reject =
            i_reject < rejects->len ? g_ptr_array_index(rejects, i_reject) : NULL;
        const bool is_aside = !is_header && reject != NULL && reject->line == row.line;
        i_reject += is_aside ? 1 : 0;
        if (is_header || is_aside)
            cx_table_append_row(out, table, &row);
    }
    return step == CX_TABLE_END;
}

GString *
cx_import_rejects_csv(CxCtx *ctx, CxImportId id, GError **error)
{
    g_autoptr(GBytes) original = cx_import_original(ctx, id, error);
    if (original == NULL)
        return NULL;
    g_autoptr(GPtrArray) rejects =
        cx_import_store_list_rejects(ctx->db, id, 0, CX_IMPORT_REJECTS_MAX, error);
    if (rejects == NULL)
        return NULL;
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(original, &len_bytes);
    g_autoptr(CxMapping) mapping = cx_import_load_mapping(ctx->db, id, error);
    if (mapping == NULL)
        return NULL;
    const CxTableOptions options = { .delimiter = mapping->delimiter };
    g_autoptr(CxTable) table = cx_table_open(data, len_bytes, &options, error);
    if (table == NULL)
        return NULL;
    const size_t n_headers = mapping->n_headers;
    g_autoptr(GString) out = g_string_new(NULL);
    const bool is_written = append_rows(out, table, n_headers, rejects, error);
    return is_written ? g_steal_pointer(&out) : NULL;
}
