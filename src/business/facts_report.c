/* Files of facts as values, and the use cases that read them. */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "business/facts.h"
#include "business/facts_priv.h"
#include "codec/json.h"
#include "sql/business.h"

static const char *const state_keys[] = {
#define X(name, key) [CX_FACTS_##name] = (key),
    CX_FACTS_STATE_MAP(X)
#undef X
};

const char *
cx_facts_state_key(CxFactsState state)
{
    return state_keys[state];
}

void
cx_fact_reject_free(CxFactReject *reject)
{
    if (reject == NULL)
        return;
    g_free(reject->column);
    g_free(reject->value);
    g_free(reject->reason);
    g_free(reject);
}

char *
cx_fact_reject_format(const CxFactReject *reject)
{
    if (reject->column == NULL)
        return g_strdup_printf("line %" PRId64 ": %s", reject->line, reject->reason);
    return g_strdup_printf("line %" PRId64 ", column %s: %s", reject->line, reject->column,
                           reject->reason);
}

static void
metric_count_free(gpointer data)
{
    CxFactsMetricCount *count = data;
    g_free(count->key);
    g_free(count->label);
    g_free(count);
}

CxFactsReport *
cx_facts_report_new(void)
{
    CxFactsReport *report = g_new0(CxFactsReport, 1);
    report->first_day = CX_DAY_NONE;
    report->last_day = CX_DAY_NONE;
    report->kind = CX_FACT_PERIOD;
    report->rejects = g_ptr_array_new_with_free_func((GDestroyNotify)cx_fact_reject_free);
    report->metrics = g_ptr_array_new_with_free_func(metric_count_free);
    report->departments_new = g_ptr_array_new_with_free_func(g_free);
    report->columns_unused = g_ptr_array_new_with_free_func(g_free);
    return report;
}

void
cx_facts_report_free(CxFactsReport *report)
{
    if (report == NULL)
        return;
    g_free(report->message);
    g_free(report->failure);
    g_free(report->cancelled_by);
    g_free(report->file_name);
    g_free(report->actor);
    g_ptr_array_unref(report->rejects);
    g_ptr_array_unref(report->metrics);
    g_ptr_array_unref(report->departments_new);
    g_ptr_array_unref(report->columns_unused);
    g_free(report);
}

char *
cx_facts_audit_json(const CxFactsReport *report)
{
    GString *out = g_string_new(NULL);
    g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_COMPACT);
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "file", report->file_name);
    cx_json_writer_put_text(json, "kind", cx_fact_kind_key(report->kind));
    cx_json_writer_put_int(json, "rows", report->n_rows);
    cx_json_writer_put_int(json, "new", report->n_new);
    cx_json_writer_put_int(json, "revised", report->n_revised);
    cx_json_writer_put_int(json, "same", report->n_same);
    cx_json_writer_put_int(json, "rejected", report->n_rejected);
    cx_json_writer_put_int(json, "accounts", report->n_accounts);
    cx_json_writer_end_object(json);
    return g_string_free(out, FALSE);
}

/* ---- Reading ---- */

static CxDay
day_of(CxOptI64 day)
{
    return day.is_set ? (CxDay){ (int32_t)day.v } : CX_DAY_NONE;
}

static bool
parse_state(const char *key, CxFactsState *ret_state, GError **error)
{
    for (size_t i = 0; i < CX_FACTS_STATE_N; i++) {
        if (strcmp(state_keys[i], key) == 0) {
            *ret_state = (CxFactsState)i;
            return true;
        }
    }
    g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "a file of facts has the state \"%s\"", key);
    return false;
}

/* Whose its facts are, as its mapping says. */
static CxFactKind
kind_of(const char *mapping)
{
    g_autoptr(CxJson) json = cx_json_parse(mapping, strlen(mapping), NULL);
    CxFactKind kind = CX_FACT_PERIOD;
    const CxJson *key = json != NULL ? cx_json_member(json, "key") : NULL;
    if (key != NULL)
        (void)cx_fact_kind_find(cx_json_text(cx_json_member(key, "kind"), ""), &kind);
    return kind;
}

static CxFactsReport *
report_of_row(const CxFactFileListRow *row, GError **error)
{
    g_autoptr(CxFactsReport) report = cx_facts_report_new();
    if (!parse_state(row->state, &report->state, error))
        return NULL;
    const bool has_message = row->message != NULL && *row->message != '\0';
    report->id.v = row->id;
    report->original = row->original_id.v;
    report->job.v = row->job_id.v;
    report->is_job_open = row->is_job_open != 0;
    report->len_bytes = row->len_bytes;
    report->n_done = report->state == CX_FACTS_DONE ? row->len_bytes : row->n_done.v;
    report->message = has_message ? g_strdup(row->message) : NULL;
    report->failure = g_strdup(row->failure);
    report->cancelled_by = g_strdup(row->cancelled_by);
    report->ended_at.us = row->ended_us.v;
    report->file_name = g_strdup(row->file_name);
    report->taken_at.us = row->taken_us;
    report->actor = g_strdup(row->actor);
    report->kind = kind_of(row->mapping);
    report->n_rows = row->n_rows;
    report->n_new = row->n_new;
    report->n_revised = row->n_revised;
    report->n_same = row->n_same;
    report->n_empty = row->n_empty;
    report->n_rejected = row->n_rejected;
    report->n_skipped = row->n_skipped;
    report->n_accounts = row->n_accounts;
    report->first_day = day_of(row->first_day);
    report->last_day = day_of(row->last_day);
    return g_steal_pointer(&report);
}

GPtrArray *
cx_facts_list(CxCtx *ctx, CxFactFileId before, int64_t limit, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see files of facts", error))
        return NULL;
    const CxFactFileListParams params = {
        .before_id = before.v != 0 ? before.v : INT64_MAX,
        .n_max = CLAMP(limit, 1, CX_PAGE_ROWS_MAX),
    };
    g_autoptr(CxStmt) stmt = cx_q_fact_file_list(ctx->db, &params, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) list =
        g_ptr_array_new_with_free_func((GDestroyNotify)cx_facts_report_free);
    CxFactFileListRow row;
    CxStep step;
    while ((step = cx_q_fact_file_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxFactsReport *report = report_of_row(&row, error);
        if (report == NULL)
            return NULL;
        g_ptr_array_add(list, report);
    }
    return step == CX_STEP_DONE ? g_steal_pointer(&list) : NULL;
}

/* Calls `each` for the first n_max rows set aside, in their order. */
static bool
walk_rejects(CxDb *db, CxFactFileId file, int64_t n_max,
             void (*each)(void *data, const CxFactRejectListRow *row), void *data, GError **error)
{
    const CxFactRejectListParams params = { .file_id = file.v, .n_max = n_max };
    g_autoptr(CxStmt) stmt = cx_q_fact_reject_list(db, &params, error);
    if (stmt == NULL)
        return false;
    CxFactRejectListRow row;
    CxStep step;
    while ((step = cx_q_fact_reject_list_next(stmt, &row, error)) == CX_STEP_ROW)
        each(data, &row);
    return step == CX_STEP_DONE;
}

static void
add_reject(void *data, const CxFactRejectListRow *row)
{
    CxFactReject *reject = g_new(CxFactReject, 1);
    *reject = (CxFactReject){ .line = row->line,
                              .column = g_strdup(row->column_name),
                              .value = g_strdup(row->value),
                              .reason = g_strdup(row->reason) };
    g_ptr_array_add(data, reject);
}

static void
add_line(void *data, const CxFactRejectListRow *row)
{
    g_array_append_val((GArray *)data, row->line);
}

static bool
load_metrics(CxDb *db, CxFactsReport *report, GError **error)
{
    const CxFactFileMetricListParams params = { .file_id = report->id.v };
    g_autoptr(CxStmt) stmt = cx_q_fact_file_metric_list(db, &params, error);
    if (stmt == NULL)
        return false;
    CxFactFileMetricListRow row;
    CxStep step;
    while ((step = cx_q_fact_file_metric_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxFactsMetricCount *count = g_new(CxFactsMetricCount, 1);
        *count = (CxFactsMetricCount){ .metric = { row.metric_id },
                                       .key = g_strdup(row.key),
                                       .label = g_strdup(row.label),
                                       .n = row.n };
        g_ptr_array_add(report->metrics, count);
    }
    return step == CX_STEP_DONE;
}

CxFactsReport *
cx_facts_report_load(CxDb *db, CxFactFileId id, char **ret_mapping, GError **error)
{
    const CxFactFileListParams params = { .before_id = id.v + 1, .n_max = 1 };
    g_autoptr(CxStmt) stmt = cx_q_fact_file_list(db, &params, error);
    if (stmt == NULL)
        return NULL;
    CxFactFileListRow row = { 0 };
    const CxStep step = cx_q_fact_file_list_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return NULL;
    if (step == CX_STEP_DONE || row.id != id.v) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no file of facts %" PRId64,
                    id.v);
        return NULL;
    }
    g_autoptr(CxFactsReport) report = report_of_row(&row, error);
    if (report == NULL || !load_metrics(db, report, error) ||
        !walk_rejects(db, id, CX_FACTS_REPORT_REJECTS, add_reject, report->rejects, error))
        return NULL;
    if (ret_mapping != NULL)
        *ret_mapping = g_strdup(row.mapping);
    return g_steal_pointer(&report);
}

CxFactsReport *
cx_facts_load(CxCtx *ctx, CxFactFileId file, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see files of facts", error))
        return NULL;
    return cx_facts_report_load(ctx->db, file, NULL, error);
}

bool
cx_facts_reject_lines(CxCtx *ctx, CxFactFileId file, GArray *lines, GError **error)
{
    return cx_ctx_check_change(ctx, "see files", error) &&
           walk_rejects(ctx->db, file, CX_IMPORT_REJECTS_MAX, add_line, lines, error);
}

/* ---- Files that are not done ---- */

static void
open_free(gpointer data)
{
    CxFactsOpen *open = data;
    g_free(open->file_name);
    g_free(open->mapping);
    g_free(open);
}

GPtrArray *
cx_facts_open_list(CxDb *db, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_fact_file_open_list(db, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(open_free);
    CxFactFileOpenListRow row;
    CxStep step;
    while ((step = cx_q_fact_file_open_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxFactsOpen *open = g_new0(CxFactsOpen, 1);
        *open = (CxFactsOpen){ .id = { row.id },
                               .file_name = g_strdup(row.file_name),
                               .mapping = g_strdup(row.mapping),
                               .is_job_open = row.is_job_open != 0,
                               .is_wanted = row.is_wanted != 0 };
        memcpy(open->digest.bytes, row.digest.data,
               MIN(row.digest.len_bytes, sizeof open->digest.bytes));
        g_ptr_array_add(list, open);
    }
    return step == CX_STEP_DONE ? g_steal_pointer(&list) : NULL;
}
