/* Reports of files of facts. */
#include <inttypes.h>

#include "base/limits.h"
#include "business/facts.h"
#include "business/facts_priv.h"
#include "sql/business.h"

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
    g_free(report->file_name);
    g_free(report->actor);
    g_ptr_array_unref(report->rejects);
    g_ptr_array_unref(report->metrics);
    g_ptr_array_unref(report->departments_new);
    g_ptr_array_unref(report->columns_unused);
    g_free(report);
}

static CxDay
day_of(CxOptI64 day)
{
    return day.is_set ? (CxDay){ (int32_t)day.v } : CX_DAY_NONE;
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
        CxFactsReport *report = cx_facts_report_new();
        report->id.v = row.id;
        report->file_name = g_strdup(row.file_name);
        report->taken_at.us = row.taken_us;
        report->actor = g_strdup(row.actor);
        report->n_rows = row.n_rows;
        report->n_new = row.n_new;
        report->n_revised = row.n_revised;
        report->n_same = row.n_same;
        report->n_empty = row.n_empty;
        report->n_rejected = row.n_rejected;
        report->n_skipped = row.n_skipped;
        report->first_day = day_of(row.first_day);
        report->last_day = day_of(row.last_day);
        g_ptr_array_add(list, report);
    }
    return step == CX_STEP_DONE ? g_steal_pointer(&list) : NULL;
}
