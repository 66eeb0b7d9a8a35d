/* SQL of imports. */
#include "feedback/import_store.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "sql/feedback.h"

#define TRIES_MAX 1000000 /* an import gives up by itself: import_work.c */

bool
cx_import_store_original(CxDb *db, CxImportId import, CxOriginalId *ret_original, GError **error)
{
    const CxImportOriginalParams params = { .id = import.v };
    g_autoptr(CxStmt) stmt = cx_q_import_original(db, &params, error);
    if (stmt == NULL)
        return false;
    CxImportOriginalRow row;
    switch (cx_q_import_original_next(stmt, &row, error)) {
    case CX_STEP_ROW:
        ret_original->v = row.original_id;
        return true;
    case CX_STEP_DONE:
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no import %" PRId64, import.v);
        return false;
    case CX_STEP_ERROR:
        break;
    }
    return false;
}

bool
cx_import_store_add_reject(CxDb *db, CxImportId import, int64_t i_reject,
                           const CxImportReject *reject, GError **error)
{
    const CxImportRejectAddParams params = {
        .import_id = import.v,
        .i_reject = i_reject,
        .line = reject->line,
        .column_name = reject->column,
        .value = reject->value,
        .reason = reject->reason,
        .offset_bytes = reject->offset,
        .len_bytes = reject->len_bytes,
    };
    return cx_q_import_reject_add(db, &params, error);
}

GPtrArray *
cx_import_store_list_rejects(CxDb *db, CxImportId import, int64_t skip, int64_t limit,
                             GError **error)
{
    const CxImportRejectListParams params = { .import_id = import.v,
                                              .n_skip = skip,
                                              .n_max = limit };
    g_autoptr(CxStmt) stmt = cx_q_import_reject_list(db, &params, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) list =
        g_ptr_array_new_with_free_func((GDestroyNotify)cx_import_reject_free);
    CxImportRejectListRow row;
    CxStep step;
    while ((step = cx_q_import_reject_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxImportReject *reject = g_new(CxImportReject, 1);
        *reject = (CxImportReject){
            .line = row.line,
            .column = g_strdup(row.column_name),
            .value = g_strdup(row.value),
            .reason = g_strdup(row.reason),
            .offset = row.offset_bytes,
            .len_bytes = row.len_bytes,
        };
        g_ptr_array_add(list, reject);
    }
    return step == CX_STEP_ERROR ? NULL : g_steal_pointer(&list);
}

static bool
parse_state(const char *key, CxImportState *ret_state, GError **error)
{
    for (int i = 0; i < CX_IMPORT_STATE_N; i++) {
        if (g_str_equal(key, cx_import_state_key((CxImportState)i))) {
            *ret_state = (CxImportState)i;
            return true;
        }
    }
    g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "an import has the state \"%s\"", key);
    return false;
}

static CxDay
day_of(CxOptI64 day)
{
    return day.is_set ? (CxDay){ (int32_t)day.v } : CX_DAY_NONE;
}

static CxImportReport *
report_of_row(const CxImportListRow *row, GError **error)
{
    g_autoptr(CxImportReport) report = cx_import_report_new();
    if (!parse_state(row->state, &report->state, error))
        return NULL;
    report->id.v = row->id;
    report->survey.v = row->survey_id;
    report->survey_key = g_strdup(row->survey_key);
    report->version_key = g_strdup(row->version_key);
    report->file_name = g_strdup(row->file_name);
    CxDigest digest = { { 0 } };
    memcpy(digest.bytes, row->digest.data, MIN(row->digest.len_bytes, sizeof digest.bytes));
    report->digest_hex = cx_digest_hex(&digest, sizeof digest.bytes);
    report->len_bytes = row->len_bytes;
    report->imported_at.us = row->imported_us;
    report->actor = g_strdup(row->actor);
    report->n_rows = row->n_rows;
    report->n_new = row->n_new;
    report->n_revised = row->n_revised;
    report->n_same = row->n_same;
    report->n_rejected = row->n_rejected;
    report->n_skipped = row->n_skipped;
    report->first_day = day_of(row->first_day);
    report->last_day = day_of(row->last_day);
    report->original.v = row->original_id;
    report->job.v = row->job_id.v;
    report->n_done = report->state == CX_IMPORT_DONE ? row->len_bytes : row->n_done.v;
    report->n_total = row->len_bytes;
    report->message = row->message != NULL && *row->message != '\0' ? g_strdup(row->message) : NULL;
    report->failure = g_strdup(row->failure);
    report->cancelled_by = g_strdup(row->cancelled_by);
    report->ended_at.us = row->ended_us.v;
    return g_steal_pointer(&report);
}

GPtrArray *
cx_import_store_list(CxDb *db, CxImportId before, int64_t limit, GError **error)
{
    const CxImportListParams params = { .before_id = before.v == 0 ? INT64_MAX : before.v,
                                        .n_max = limit };
    g_autoptr(CxStmt) stmt = cx_q_import_list(db, &params, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) list =
        g_ptr_array_new_with_free_func((GDestroyNotify)cx_import_report_free);
    CxImportListRow row;
    CxStep step;
    while ((step = cx_q_import_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxImportReport *report = report_of_row(&row, error);
        if (report == NULL)
            return NULL;
        g_ptr_array_add(list, report);
    }
    return step == CX_STEP_ERROR ? NULL : g_steal_pointer(&list);
}

static bool
load_items(CxDb *db, CxImportReport *report, GError **error)
{
    const CxImportItemListParams params = { .import_id = report->id.v };
    g_autoptr(CxStmt) stmt = cx_q_import_item_list(db, &params, error);
    if (stmt == NULL)
        return false;
    CxImportItemListRow row;
    CxStep step;
    while ((step = cx_q_import_item_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxImportItem *item = g_new(CxImportItem, 1);
        *item = (CxImportItem){
            .key = g_strdup(row.key),
            .column = g_strdup(row.column_name),
            .n_valid = row.n_valid,
            .n_not_applicable = row.n_not_applicable,
            .n_missing = row.n_missing,
        };
        g_ptr_array_add(report->items, item);
    }
    return step != CX_STEP_ERROR;
}

CxImportReport *
cx_import_store_load(CxDb *db, CxImportId id, GError **error)
{
    g_autoptr(GPtrArray) list = cx_import_store_list(db, (CxImportId){ id.v + 1 }, 1, error);
    if (list == NULL)
        return NULL;
    const CxImportReport *latest = list->len > 0 ? g_ptr_array_index(list, 0) : NULL;
    if (latest == NULL || latest->id.v != id.v) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no import %" PRId64, id.v);
        return NULL;
    }
    g_autoptr(CxImportReport) report = g_ptr_array_steal_index(list, 0);
    GPtrArray *rejects = cx_import_store_list_rejects(db, id, 0, CX_IMPORT_REPORT_REJECTS, error);
    if (rejects == NULL)
        return NULL;
    g_ptr_array_unref(report->rejects);
    report->rejects = rejects;
    if (!load_items(db, report, error))
        return NULL;
    return g_steal_pointer(&report);
}

void
cx_import_work_clear(CxImportWork *work)
{
    g_clear_pointer(&work->mapping, g_free);
    g_clear_pointer(&work->cancelled_by, g_free);
    g_clear_pointer(&work->failure, g_free);
}

bool
cx_import_store_work(CxDb *db, CxImportId id, CxImportWork *ret_work, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_import_work(db, &(CxImportWorkParams){ .id = id.v }, error);
    if (stmt == NULL)
        return false;
    CxImportWorkRow row;
    const CxStep step = cx_q_import_work_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    if (step == CX_STEP_DONE) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no import %" PRId64, id.v);
        return false;
    }
    CxImportState state;
    if (!parse_state(row.state, &state, error))
        return false;
    *ret_work = (CxImportWork){
        .survey = row.survey_id,
        .version = row.version_id,
        .original = { row.original_id },
        .mapping = g_strdup(row.mapping),
        .state = state,
        .is_job_open = row.is_job_open != 0,
        .cancelled_by = g_strdup(row.cancelled_by),
        .failure = g_strdup(row.failure),
        .after_response = row.after_response_id,
    };
    return true;
}

bool
cx_import_store_before(CxDb *db, CxSurveyVersionId version, CxImportId id, CxImportId *ret_before,
                       char **ret_name, GError **error)
{
    const CxImportBeforeParams params = { .version_id = version.v, .id = id.v };
    g_autoptr(CxStmt) stmt = cx_q_import_before(db, &params, error);
    if (stmt == NULL)
        return false;
    CxImportBeforeRow row = { 0 };
    const CxStep step = cx_q_import_before_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    ret_before->v = step == CX_STEP_ROW ? row.id : 0;
    *ret_name = step == CX_STEP_ROW ? g_strdup(row.file_name) : NULL;
    return true;
}

GArray *
cx_import_store_list_left(CxDb *db, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_import_list_left(db, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(CxImportId));
    CxImportListLeftRow row;
    CxStep step;
    while ((step = cx_q_import_list_left_next(stmt, &row, error)) == CX_STEP_ROW) {
        const CxImportId id = { row.id };
        g_array_append_val(ids, id);
    }
    return step == CX_STEP_ERROR ? NULL : g_steal_pointer(&ids);
}

bool
cx_import_store_enqueue(CxCtx *ctx, CxImportId id, GError **error)
{
    g_autofree char *args = g_strdup_printf("{\"import\":%" PRId64 "}", id.v);
    const CxJobSpec spec = {
        .kind = "import",
        .args_json = args,
        .actor = ctx->actor.login,
        .tries_max = TRIES_MAX,
    };
    CxJobId job = { 0 };
    if (!cx_job_enqueue(ctx->db, &spec, ctx->now, &job, error))
        return false;
    return cx_q_import_set_job(ctx->db, &(CxImportSetJobParams){ .id = id.v, .job_id = job.v },
                               error);
}

CxMapping *
cx_import_parse_mapping(const char *text, GError **error)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    CxMapping *mapping = cx_mapping_parse(text, strlen(text), issues, error);
    if (mapping == NULL && cx_issues_count(issues) > 0)
        cx_issues_set_error(issues, error);
    return mapping;
}
