#include "feedback/skipped.h"

#include "base/limits.h"
#include "codec/table.h"
#include "feedback/import.h"
#include "feedback/import_store.h"
#include "sql/feedback.h"

#define IMPORTS_MAX 1000 /* looked at, from the latest back */

typedef struct {
    CxCtx *ctx;
    const CxSurvey *survey;
    GHashTable *versions; /* keys of those a file was read of; borrowed */
    GHashTable *seen;     /* "version id" of the rows that were told; owned */
    CxSkippedRow each;
    void *data;
} Skipped;

static CxSurveyVersionId
version_of(const CxSurvey *survey, const char *key)
{
    for (size_t i = 0; i < survey->n_versions; i++) {
        if (g_str_equal(survey->versions[i].key, key))
            return survey->versions[i].id;
    }
    return (CxSurveyVersionId){ 0 };
}

/* Whether a row with an id was told by a later file, or became a response since. */
static bool
is_settled(Skipped *skipped, const char *version_key, const char *id, bool *ret_is, GError **error)
{
    *ret_is = !g_hash_table_add(skipped->seen, g_strconcat(version_key, " ", id, NULL));
    if (*ret_is)
        return true;
    g_autofree char *key = g_strconcat("id:", id, NULL);
    const CxResponseFindParams params = {
        .version_id = version_of(skipped->survey, version_key).v,
        .source_key = key,
    };
    g_autoptr(CxStmt) stmt = cx_q_response_find(skipped->ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxResponseFindRow row;
    const CxStep step = cx_q_response_find_next(stmt, &row, error);
    *ret_is = step == CX_STEP_ROW;
    return step != CX_STEP_ERROR;
}

/* Tells a row, unless another file has it. */
static bool
tell(Skipped *skipped, const CxMapping *mapping, const CxIntake *intake, const CxTableRow *row,
     const CxIntakeRow *taken, GError **error)
{
    bool is_known = false;
    if (taken->id != NULL &&
        !is_settled(skipped, mapping->version.key, taken->id, &is_known, error))
        return false;
    if (!is_known)
        skipped->each(skipped->data, mapping, cx_intake_skips(intake, row), taken);
    return true;
}

static bool
read_rows(Skipped *skipped, CxTable *table, const CxMapping *mapping, GError **error)
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
        if (step == CX_TABLE_ROW && cx_intake_skip(intake, &row) != NULL &&
            cx_intake_read_skipped(intake, &row, &taken) &&
            !tell(skipped, mapping, intake, &row, &taken, error))
            return false;
    }
    return step != CX_TABLE_ERROR;
}

/* Rows without an id may stand in the next file too: of each version the latest one tells them. */
static bool
read_import(Skipped *skipped, const CxImportReport *report, GError **error)
{
    g_autoptr(CxMapping) mapping = cx_import_load_mapping(skipped->ctx->db, report->id, error);
    if (mapping == NULL)
        return false;
    const bool is_first = g_hash_table_add(skipped->versions, report->version_key);
    if (!is_first && mapping->id_column == NULL)
        return true;
    g_autoptr(GBytes) original = cx_import_original(skipped->ctx, report->id, error);
    if (original == NULL)
        return false;
    gsize len_bytes = 0;
    const void *bytes = g_bytes_get_data(original, &len_bytes);
    const CxTableOptions options = { .delimiter = mapping->delimiter };
    g_autoptr(CxTable) table = cx_table_open(bytes, len_bytes, &options, error);
    return table != NULL && read_rows(skipped, table, mapping, error);
}

bool
cx_skipped_each(CxCtx *ctx, const CxSurvey *survey, CxSkippedRow each, void *data, GError **error)
{
    g_autoptr(GHashTable) versions = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) list = cx_import_list(ctx, (CxImportId){ 0 }, IMPORTS_MAX, error);
    if (list == NULL)
        return false;
    Skipped skipped = { ctx, survey, versions, seen, each, data };
    int64_t left_bytes = CX_SKIPPED_BYTES_MAX;
    for (guint i = 0; i < list->len; i++) {
        const CxImportReport *report = g_ptr_array_index(list, i);
        const bool has_any = report->survey.v == survey->id.v && report->state == CX_IMPORT_DONE &&
                             report->n_skipped > 0;
        if (!has_any)
            continue;
        left_bytes -= report->len_bytes;
        if (left_bytes < 0)
            break;
        if (!read_import(&skipped, report, error))
            return false;
    }
    return true;
}
