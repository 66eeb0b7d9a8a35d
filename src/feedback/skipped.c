#include "feedback/skipped.h"

#include "codec/table.h"
#include "feedback/import.h"
#include "feedback/import_store.h"

#define IMPORTS_MAX 1000 /* looked at, from the latest back */

static bool
read_rows(CxTable *table, const CxMapping *mapping, CxSkippedRow each, void *data, GError **error)
{
    CxTableRow row;
    CxTableStep step = cx_table_next(table, &row, error);
    if (step != CX_TABLE_ROW)
        return step != CX_TABLE_ERROR;
    g_autoptr(CxIntake) intake = cx_intake_new(mapping, &row, error);
    if (intake == NULL)
        return false;
    for (size_t i = 1; i < mapping->n_headers && step == CX_TABLE_ROW; i++)
        step = cx_table_next(table, &row, error);
    while ((step = cx_table_next(table, &row, error)) == CX_TABLE_ROW || step == CX_TABLE_BAD) {
        CxIntakeRow taken;
        CxIntakeReject why;
        if (step == CX_TABLE_ROW && cx_intake_skip(intake, &row) != NULL &&
            cx_intake_read(intake, &row, &taken, &why))
            each(data, mapping, &taken);
    }
    return step != CX_TABLE_ERROR;
}

static bool
read_import(CxCtx *ctx, const CxImportReport *report, CxSkippedRow each, void *data, GError **error)
{
    g_autoptr(GBytes) original = cx_import_original(ctx, report->id, error);
    g_autoptr(CxMapping) mapping =
        original != NULL ? cx_import_load_mapping(ctx->db, report->id, error) : NULL;
    if (mapping == NULL)
        return false;
    gsize len_bytes = 0;
    const void *bytes = g_bytes_get_data(original, &len_bytes);
    const CxTableOptions options = { .delimiter = mapping->delimiter };
    g_autoptr(CxTable) table = cx_table_open(bytes, len_bytes, &options, error);
    return table != NULL && read_rows(table, mapping, each, data, error);
}

bool
cx_skipped_each(CxCtx *ctx, const CxSurvey *survey, CxSkippedRow each, void *data, GError **error)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) list = cx_import_list(ctx, (CxImportId){ 0 }, IMPORTS_MAX, error);
    if (list == NULL)
        return false;
    for (guint i = 0; i < list->len; i++) {
        const CxImportReport *report = g_ptr_array_index(list, i);
        if (report->survey.v != survey->id.v || report->state != CX_IMPORT_DONE ||
            !g_hash_table_add(seen, report->version_key) || report->n_skipped == 0)
            continue;
        if (!read_import(ctx, report, each, data, error))
            return false;
    }
    return true;
}
