/* Imports as values, and the use cases that read them. */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "codec/csv.h"
#include "codec/encoding.h"
#include "feedback/import_store.h"

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

bool
cx_import_text(const void *data, size_t len_bytes, char **ret_owned, const char **ret_text,
               size_t *ret_len_bytes, GError **error)
{
    static const char zip[] = { 'P', 'K', 3, 4 };
    if (len_bytes >= sizeof zip && memcmp(data, zip, sizeof zip) == 0) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_UNSUPPORTED,
                            "the file is a spreadsheet or an archive; save it as CSV first");
        return false;
    }
    const CxEncodingGuess guess = cx_encoding_guess(data, len_bytes);
    g_autofree char *owned = NULL;
    const char *text = data;
    size_t n_bytes = len_bytes;
    if (guess.encoding != CX_ENCODING_UTF8 ||
        cx_encoding_valid_bytes(data, len_bytes) != len_bytes) {
        owned = cx_encoding_to_utf8(guess, data, len_bytes, &n_bytes, NULL, error);
        if (owned == NULL)
            return false;
        text = owned;
    }
    if (n_bytes > 0 && memchr(text, '\0', n_bytes) != NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_UNSUPPORTED,
                            "the file is not a text: it holds bytes of zero");
        return false;
    }
    *ret_text = text;
    *ret_len_bytes = n_bytes;
    *ret_owned = g_steal_pointer(&owned);
    return true;
}

CxCsvFormat
cx_import_format(const CxMapping *mapping, const char *text, size_t len_bytes)
{
    if (mapping != NULL && mapping->delimiter != '\0')
        return (CxCsvFormat){ .delimiter = mapping->delimiter };
    return cx_csv_sniff(text, len_bytes).format;
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
    return cx_original_store_load(ctx->db, id, error);
}

/* Appends len_bytes of text from offset, as far as there are, and a line end. */
static void
append_record(GString *out, const char *text, size_t text_bytes, int64_t offset, int64_t len_bytes)
{
    if (offset < 0 || len_bytes < 0 || (size_t)offset > text_bytes ||
        (size_t)len_bytes > text_bytes - (size_t)offset)
        return;
    g_string_append_len(out, text + offset, (gssize)len_bytes);
    g_string_append_c(out, '\n');
}

/* The header of a file, whatever its delimiter. */
static void
append_header(GString *out, const char *text, size_t text_bytes)
{
    const CxCsvFormat format = cx_import_format(NULL, text, text_bytes);
    g_autoptr(CxCsvReader) reader = cx_csv_reader_new(&format, text, text_bytes);
    CxCsvRow header;
    if (cx_csv_reader_next(reader, &header) == CX_CSV_ROW)
        append_record(out, header.raw, header.raw_bytes, 0, (int64_t)header.raw_bytes);
}

GString *
cx_import_rejects_csv(CxCtx *ctx, CxImportId id, GError **error)
{
    g_autoptr(GBytes) original = cx_import_original(ctx, id, error);
    if (original == NULL)
        return NULL;
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(original, &len_bytes);
    g_autofree char *owned = NULL;
    const char *text = NULL;
    size_t text_bytes = 0;
    if (!cx_import_text(data, len_bytes, &owned, &text, &text_bytes, error))
        return NULL;

    g_autoptr(GString) out = g_string_new(NULL);
    append_header(out, text, text_bytes);
    g_autoptr(GPtrArray) rejects =
        cx_import_store_list_rejects(ctx->db, id, 0, CX_IMPORT_REJECTS_MAX, error);
    if (rejects == NULL)
        return NULL;
    for (guint i = 0; i < rejects->len; i++) {
        const CxImportReject *reject = g_ptr_array_index(rejects, i);
        append_record(out, text, text_bytes, reject->offset, reject->len_bytes);
    }
    return g_steal_pointer(&out);
}
