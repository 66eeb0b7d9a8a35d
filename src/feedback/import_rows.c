/* The records of a file, one after the other, and what is counted of them. */
#include <inttypes.h>

#include "base/error.h"
#include "base/limits.h"
#include "feedback/import_priv.h"
#include "sql/feedback.h"

void
cx_importing_clear(CxImporting *import)
{
    cx_intake_free(import->intake);
    cx_table_free(import->table);
    cx_survey_applied_clear(&import->applied);
    cx_import_report_free(import->report);
    cx_seen_free(import->seen);
    cx_seen_free(import->contents);
    cx_release_gathering_free(import->gathering);
    g_free(import->order);
    g_free(import->answers);
    if (import->blob != NULL)
        g_byte_array_unref(import->blob);
    g_free(import->counts);
    cx_digester_free(import->digester);
}

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
                        "the mapping says that the file has %zu rows of headers, and row %zu %s%s",
                        import->mapping->n_headers, i + 1,
                        step == CX_TABLE_END ? "is not there" : "cannot be read: ",
                        step == CX_TABLE_END ? "" : row.problem);
            return false;
        }
    }
    return true;
}

/* Reads the header and binds the mapping to it. */
bool
cx_importing_open(CxImporting *import, const void *data, size_t len_bytes, GError **error)
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

void
cx_importing_prepare(CxImporting *import)
{
    const size_t n = import->mapping->n_items;
    import->order = g_new(size_t, n);
    for (size_t i = 0; i < n; i++)
        import->order[i] = i;
    g_qsort_with_data(import->order, (gint)n, sizeof(size_t), compare_items, import->applied.items);
    import->answers = g_new0(CxAnswer, n);
    import->counts = g_new0(CxImportItem, n);
    import->blob = g_byte_array_new();
    import->digester = cx_digester_new();
    import->seen = cx_seen_new();
}

bool
cx_importing_watch(CxImporting *import, GError **error)
{
    const CxImportReport *report = import->report;
    const double share_done = cx_table_share_done(import->table);
    const int64_t n_done = (int64_t)(share_done * (double)(report->len_bytes - 1));
    return cx_ctx_progress(import->ctx, MAX(n_done, 0), MAX(report->len_bytes, 1), error);
}

static bool
check_rows(const CxImportReport *report, GError **error)
{
    if (report->n_rows <= CX_IMPORT_ROWS_MAX)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                "the file has more than %d rows, the limit of one import", CX_IMPORT_ROWS_MAX);
    return false;
}

bool
cx_importing_step(CxImporting *import, bool *ret_is_end, GError **error)
{
    CxImportReport *report = import->report;
    CxTableRow row;
    const CxTableStep step = cx_table_next(import->table, &row, error);
    *ret_is_end = step == CX_TABLE_END;
    if (step == CX_TABLE_END || step == CX_TABLE_ERROR)
        return step == CX_TABLE_END;
    report->n_rows++;
    CxIntakeRow taken;
    CxIntakeReject why = { 0 };
    bool is_well = check_rows(report, error);
    if (!is_well)
        return false;
    if (step == CX_TABLE_BAD)
        is_well = cx_import_set_bad_aside(import, &row, error);
    else if (cx_intake_skip(import->intake, &row) != NULL)
        is_well = ++report->n_skipped > 0;
    else if (!cx_intake_read(import->intake, &row, &taken, &why))
        is_well = cx_import_set_aside(import, &row, &why, error);
    else
        is_well = cx_import_take(import, &row, &taken, error);
    if (!is_well)
        g_prefix_error(error, "line %" PRId64 ": ", row.line);
    return is_well;
}

bool
cx_importing_pass(CxImporting *import, GError **error)
{
    CxTableRow row;
    const CxTableStep step = cx_table_next(import->table, &row, error);
    if (step == CX_TABLE_ERROR)
        return false;
    if (step == CX_TABLE_END) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CORRUPT,
                            "the original has fewer rows than were taken in of it");
        return false;
    }
    CxIntakeRow taken;
    CxIntakeReject why = { 0 };
    if (step == CX_TABLE_BAD || cx_intake_skip(import->intake, &row) != NULL ||
        !cx_intake_read(import->intake, &row, &taken, &why))
        return true;
    return cx_import_pass(import, &row, &taken, error);
}

static CxOptI64
opt_day(CxDay day)
{
    return cx_day_is_none(day) ? (CxOptI64){ 0 } : CX_SOME_I64(day.v);
}

static bool
put_items(CxImporting *import, GError **error)
{
    for (size_t i = 0; i < import->mapping->n_items; i++) {
        const CxImportItem *count = &import->counts[i];
        const CxImportItemSetParams params = {
            .import_id = import->report->id.v,
            .item_id = import->applied.items[i].v,
            .n_valid = count->n_valid,
            .n_not_applicable = count->n_not_applicable,
            .n_missing = count->n_missing,
        };
        if (!cx_q_import_item_set(import->ctx->db, &params, error))
            return false;
    }
    return true;
}

bool
cx_importing_put_counts(CxImporting *import, GError **error)
{
    const CxImportReport *report = import->report;
    const CxImportCountParams params = {
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
    return put_items(import, error) && cx_q_import_count(import->ctx->db, &params, error);
}

void
cx_importing_list_items(CxImporting *import)
{
    for (size_t i = 0; i < import->mapping->n_items; i++) {
        CxImportItem *item = g_new(CxImportItem, 1);
        *item = import->counts[i];
        item->key = g_strdup(import->mapping->items[i].key);
        item->column = g_strdup(import->mapping->items[i].asked.column);
        g_ptr_array_add(import->report->items, item);
    }
}
