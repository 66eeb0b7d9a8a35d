/* Running an import. Everything that can be refused is refused before the transaction; then every
 * record is taken or set aside in one pass. */
#include "feedback/import.h"

#include <inttypes.h>
#include <string.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/limits.h"
#include "codec/json.h"
#include "codec/table.h"
#include "db/txn.h"
#include "db/version.h"
#include "feedback/import_priv.h"
#include "feedback/import_store.h"
#include "feedback/intake.h"
#include "feedback/original_store.h"
#include "feedback/survey_store.h"
#include "lang/assert.h"
#include "sql/feedback.h"

#define ROWS_A_STEP 256 /* between two looks at who watches */

static void
import_clear(CxImporting *import)
{
    cx_intake_free(import->intake);
    cx_table_free(import->table);
    cx_survey_applied_clear(&import->applied);
    cx_import_report_free(import->report);
    if (import->seen != NULL)
        g_hash_table_unref(import->seen);
    g_free(import->order);
    g_free(import->answers);
    if (import->blob != NULL)
        g_byte_array_unref(import->blob);
    g_free(import->counts);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxImporting, import_clear)

/* Passes over the further headers: wordings, options, ids for programs. */
static bool
read_headers(CxImporting *import, GError **error)
{
    for (size_t i = 1; i < import->mapping->n_headers; i++) {
        CxTableRow row;
        const CxTableStep step = cx_table_next(import->table, &row, error);
        if (step == CX_TABLE_ERROR)
            return false;
        if (step != CX_TABLE_ROW) {
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                        "the mapping says that the file has %zu rows of headers, and row %zu %s",
                        import->mapping->n_headers, i + 1,
                        step == CX_TABLE_END ? "is not there" : "cannot be read");
            return false;
        }
    }
    return true;
}

/* Reads the header and binds the mapping to it. */
static bool
open_file(CxImporting *import, const void *data, size_t len_bytes, GError **error)
{
    const CxTableOptions options = { .delimiter = import->mapping->delimiter };
    import->table = cx_table_open(data, len_bytes, &options, error);
    if (import->table == NULL)
        return false;
    CxTableRow header;
    const CxTableStep step = cx_table_next(import->table, &header, error);
    if (step == CX_TABLE_ERROR)
        return false;
    if (step == CX_TABLE_END) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "the file is empty");
        return false;
    }
    if (step == CX_TABLE_BAD) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "line %" PRId64 ": %s", header.line,
                    header.problem);
        return false;
    }
    import->intake = cx_intake_new(import->mapping, &header, error);
    if (import->intake == NULL)
        return false;
    const GPtrArray *unused = cx_intake_unused(import->intake);
    for (guint i = 0; i < unused->len; i++)
        g_ptr_array_add(import->report->columns_unused, g_strdup(g_ptr_array_index(unused, i)));
    return read_headers(import, error);
}

static int
compare_items(const void *a, const void *b, void *data)
{
    const CxItemId *ids = data;
    const int64_t left = ids[*(const size_t *)a].v;
    const int64_t right = ids[*(const size_t *)b].v;
    return left < right ? -1 : left > right;
}

static void
prepare_rows(CxImporting *import)
{
    const size_t n = import->mapping->n_items;
    import->order = g_new(size_t, n);
    for (size_t i = 0; i < n; i++)
        import->order[i] = i;
    g_qsort_with_data(import->order, (gint)n, sizeof(size_t), compare_items, import->applied.items);
    import->answers = g_new0(CxAnswer, n);
    import->counts = g_new0(CxImportItem, n);
    import->blob = g_byte_array_new();
    import->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

static bool
add_import(CxImporting *import, const char *file_name, int64_t original, GError **error)
{
    CxImportReport *report = import->report;
    const CxImportAddParams params = {
        .survey_id = import->applied.survey.v,
        .version_id = import->applied.version.v,
        .original_id = original,
        .file_name = file_name,
        .mapping = import->mapping->json,
        .imported_us = import->ctx->now.us,
        .actor = import->ctx->actor.login,
    };
    CxImportAddRow row;
    if (!cx_q_import_add(import->ctx->db, &params, &row, error))
        return false;
    report->id.v = row.id;
    report->survey = import->applied.survey;
    report->survey_key = g_strdup(import->mapping->survey_key);
    report->version_key = g_strdup(import->mapping->version.key);
    report->file_name = g_strdup(file_name);
    report->imported_at = import->ctx->now;
    report->actor = g_strdup(import->ctx->actor.login);
    return true;
}

static bool
read_rows(CxImporting *import, GError **error)
{
    CxImportReport *report = import->report;
    CxTableRow row;
    CxTableStep step;
    while ((step = cx_table_next(import->table, &row, error)) == CX_TABLE_ROW ||
           step == CX_TABLE_BAD) {
        if (++report->n_rows > CX_IMPORT_ROWS_MAX) {
            g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                        "the file has more than %d rows, the limit of one import",
                        CX_IMPORT_ROWS_MAX);
            return false;
        }
        const double share_done = cx_table_share_done(import->table);
        const int64_t n_done = (int64_t)(share_done * (double)(report->len_bytes - 1));
        if (report->n_rows % ROWS_A_STEP == 0 &&
            !cx_ctx_progress(import->ctx, n_done, report->len_bytes, error))
            return false;
        CxIntakeRow taken;
        CxIntakeReject why = { 0 };
        bool is_well = false;
        if (step == CX_TABLE_BAD)
            is_well = cx_import_set_bad_aside(import, &row, error);
        else if (cx_intake_skip(import->intake, &row) != NULL)
            is_well = ++report->n_skipped > 0;
        else if (!cx_intake_read(import->intake, &row, &taken, &why))
            is_well = cx_import_set_aside(import, &row, &why, error);
        else
            is_well = cx_import_take(import, &row, &taken, error);
        if (!is_well) {
            g_prefix_error(error, "line %" PRId64 ": ", row.line);
            return false;
        }
    }
    return step == CX_TABLE_END;
}

static CxOptI64
opt_day(CxDay day)
{
    return cx_day_is_none(day) ? (CxOptI64){ 0 } : CX_SOME_I64(day.v);
}

static bool
add_counts(CxImporting *import, GError **error)
{
    for (size_t i = 0; i < import->mapping->n_items; i++) {
        const CxImportItem *count = &import->counts[i];
        const CxImportItemAddParams params = {
            .import_id = import->report->id.v,
            .item_id = import->applied.items[i].v,
            .n_valid = count->n_valid,
            .n_not_applicable = count->n_not_applicable,
            .n_missing = count->n_missing,
        };
        if (!cx_q_import_item_add(import->ctx->db, &params, error))
            return false;
        CxImportItem *item = g_new(CxImportItem, 1);
        *item = *count;
        item->key = g_strdup(import->mapping->items[i].key);
        item->column = g_strdup(import->mapping->items[i].asked.column);
        g_ptr_array_add(import->report->items, item);
    }
    return true;
}

static bool
finish(CxImporting *import, GError **error)
{
    CxImportReport *report = import->report;
    CxDb *db = import->ctx->db;
    const CxImportFinishParams params = {
        .id = report->id.v,
        .n_rows = report->n_rows,
        .n_new = report->n_new,
        .n_revised = report->n_revised,
        .n_same = report->n_same,
        .n_rejected = report->n_rejected,
        .n_skipped = report->n_skipped,
        .first_day = opt_day(report->first_day),
        .last_day = opt_day(report->last_day),
    };
    if (!add_counts(import, error) || !cx_q_import_finish(db, &params, error))
        return false;
    const bool is_changed =
        import->applied.is_changed || report->n_new > 0 || report->n_revised > 0;
    if (is_changed && !cx_data_version_bump(db, CX_FEEDBACK_AREA, error))
        return false;
    g_autofree char *after = cx_import_audit_json(report);
    return cx_ctx_audit(import->ctx, "import.run", "import", report->id.v, NULL, after, error);
}

typedef struct {
    const char *name;
    const void *data;
    size_t len_bytes;
} File;

typedef enum {
    KEEP,
    TRY, /* all of it is done, and undone at the end */
} Purpose;

static bool
run_in_transaction(CxImporting *import, const File *file, const CxDigest *digest, Purpose purpose,
                   GError **error)
{
    CxCtx *ctx = import->ctx;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    CxOriginal original; /* in a trial its row alone, which is undone */
    if (!cx_survey_store_apply(ctx, import->mapping, &import->applied, error) ||
        !cx_original_store_ensure(ctx->db, digest, (int64_t)file->len_bytes, ctx->now, &original,
                                  error) ||
        !add_import(import, file->name, original.id.v, error))
        return false;
    prepare_rows(import);
    if (!read_rows(import, error) || !finish(import, error))
        return false;
    if (purpose == KEEP)
        return cx_txn_commit(&txn, error);
    import->report->id.v = 0;
    return true;
}

static CxImportReport *
run(CxCtx *ctx, const File *file, const CxMapping *mapping, Purpose purpose, GError **error)
{
    if (!cx_ctx_check_change(ctx, "import files", error) ||
        !cx_import_check_size(file->len_bytes, error))
        return NULL;
    g_auto(CxImporting) import = { .ctx = ctx,
                                   .mapping = mapping,
                                   .report = cx_import_report_new() };
    const CxDigest digest = cx_digest(file->data, file->len_bytes);
    import.report->digest_hex = cx_digest_hex(&digest, sizeof digest.bytes);
    import.report->len_bytes = (int64_t)file->len_bytes;
    CxOriginalId original = { 0 };
    if (!open_file(&import, file->data, file->len_bytes, error) ||
        (purpose == KEEP && !cx_original_add(ctx, file->data, file->len_bytes, &original, error)))
        return NULL;
    if (!run_in_transaction(&import, file, &digest, purpose, error)) {
        g_autoptr(GError) kept = NULL; /* it stays where an import refers to it */
        if (purpose == KEEP && !cx_original_drop(ctx, original, &kept))
            g_debug("original %" PRId64 ": %s", original.v, kept->message);
        return NULL;
    }
    for (guint i = 0; i < import.applied.departments_new->len; i++) {
        g_ptr_array_add(import.report->departments_new,
                        g_strdup(g_ptr_array_index(import.applied.departments_new, i)));
    }
    return g_steal_pointer(&import.report);
}

CxImportReport *
cx_import_run(CxCtx *ctx, const char *file_name, const void *data, size_t len_bytes,
              const CxMapping *mapping, GError **error)
{
    return run(ctx, &(File){ file_name, data, len_bytes }, mapping, KEEP, error);
}

CxImportReport *
cx_import_try(CxCtx *ctx, const char *file_name, const void *data, size_t len_bytes,
              const CxMapping *mapping, GError **error)
{
    return run(ctx, &(File){ file_name, data, len_bytes }, mapping, TRY, error);
}
