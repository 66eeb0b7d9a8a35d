/* Files of facts taken in at once, and what a file's end is. */
#include "business/facts.h"

#include <inttypes.h>

#include "base/digest.h"
#include "base/error.h"
#include "business/account.h"
#include "business/facts_priv.h"
#include "db/txn.h"
#include "db/version.h"
#include "sql/business.h"

#define ROWS_A_STEP 256 /* between two looks at who watches */

/* ---- Counts ---- */

static CxOptI64
opt_day(CxDay day)
{
    return cx_day_is_none(day) ? (CxOptI64){ 0 } : CX_SOME_I64(day.v);
}

bool
cx_facts_taking_put_counts(CxFactsTaking *take, GError **error)
{
    const CxFactsReport *report = take->report;
    const CxFactFileCountParams params = {
        .id = report->id.v,
        .n_rows = report->n_rows,
        .n_new = report->n_new,
        .n_revised = report->n_revised,
        .n_same = report->n_same,
        .n_empty = report->n_empty,
        .n_rejected = report->n_rejected,
        .n_skipped = report->n_skipped,
        .n_accounts = report->n_accounts,
        .first_day = opt_day(report->first_day),
        .last_day = opt_day(report->last_day),
    };
    if (!cx_q_fact_file_count(take->ctx->db, &params, error))
        return false;
    for (size_t i = 0; i < take->mapping->n_metrics; i++) {
        const CxFactFileMetricSetParams metric = { .file_id = report->id.v,
                                                   .metric_id = take->metrics[i].v,
                                                   .n = take->counts[i] };
        if (take->counts[i] > 0 && !cx_q_fact_file_metric_set(take->ctx->db, &metric, error))
            return false;
    }
    return true;
}

void
cx_facts_taking_list_metrics(CxFactsTaking *take)
{
    for (size_t i = 0; i < take->mapping->n_metrics; i++) {
        CxFactsMetricCount *count = g_new(CxFactsMetricCount, 1);
        *count = (CxFactsMetricCount){ .metric = take->metrics[i],
                                       .key = g_strdup(take->mapping->metrics[i].key),
                                       .label = g_strdup(take->mapping->metrics[i].label),
                                       .n = take->counts[i] };
        g_ptr_array_add(take->report->metrics, count);
    }
}

/* ---- A file, begun and ended ---- */

CxDigest
cx_facts_file_digest(const CxFactsFile *file)
{
    return file->digest != NULL ? *file->digest : cx_digest(file->data, file->len_bytes);
}

int64_t
cx_facts_file_bytes(const CxFactsFile *file)
{
    return file->digest != NULL ? file->whole_bytes : (int64_t)file->len_bytes;
}

bool
cx_facts_add_file(CxFactsTaking *take, const CxFactsFile *file, CxFactsState state, GError **error)
{
    const CxDigest digest = cx_facts_file_digest(file);
    const CxFactFileAddParams params = {
        .original_id = file->original != 0 ? CX_SOME_I64(file->original) : (CxOptI64){ 0 },
        .file_name = file->name,
        .digest = { digest.bytes, sizeof digest.bytes },
        .len_bytes = cx_facts_file_bytes(file),
        .mapping = take->mapping->json,
        .taken_us = take->ctx->now.us,
        .actor = take->ctx->actor.login,
        .state = cx_facts_state_key(state),
    };
    CxFactFileAddRow row;
    if (!cx_q_fact_file_add(take->ctx->db, &params, &row, error))
        return false;
    CxFactsReport *report = take->report;
    report->id.v = row.id;
    report->state = state;
    report->file_name = g_strdup(file->name);
    report->len_bytes = cx_facts_file_bytes(file);
    report->taken_at = take->ctx->now;
    report->actor = g_strdup(take->ctx->actor.login);
    report->kind = take->mapping->kind;
    return true;
}

bool
cx_facts_finish(CxFactsTaking *take, GError **error)
{
    CxFactsReport *report = take->report;
    CxDb *db = take->ctx->db;
    const CxFactFileEndParams end = { .id = report->id.v,
                                      .state = cx_facts_state_key(CX_FACTS_DONE),
                                      .ended_us = take->ctx->now.us };
    if (!cx_q_fact_file_end(db, &end, error))
        return false;
    report->state = CX_FACTS_DONE;
    const bool is_changed =
        take->is_changed || report->n_new > 0 || report->n_revised > 0 || report->n_accounts > 0;
    if (is_changed && !cx_data_version_bump(db, CX_BUSINESS_AREA, error))
        return false;
    g_autofree char *after = cx_facts_audit_json(report);
    return cx_ctx_audit(take->ctx, "facts.take", "facts", report->id.v, NULL, after, error);
}

/* ---- At once ---- */

static bool
take_rows(CxFactsTaking *take, GError **error)
{
    bool is_end = false;
    for (int64_t n = 0; !is_end; n++) {
        const double share = cx_table_share_done(take->table);
        if ((n % ROWS_A_STEP == 0 &&
             !cx_ctx_progress(take->ctx, (int64_t)(share * 1000.0), 1000, error)) ||
            !cx_facts_taking_step(take, &is_end, error))
            return false;
    }
    return true;
}

/* Two files at once would not know of each other's facts. */
static bool
check_alone(CxDb *db, GError **error)
{
    g_autoptr(GPtrArray) open = cx_facts_open_list(db, error);
    if (open == NULL)
        return false;
    if (open->len == 0)
        return true;
    const CxFactsOpen *first = g_ptr_array_index(open, 0);
    g_set_error(error, CX_ERROR, CX_ERROR_BUSY,
                "waits for file of facts %" PRId64 " (%s), which is being taken in", first->id.v,
                first->file_name);
    return false;
}

static bool
take_at_once(CxFactsTaking *take, const CxFactsFile *file, GError **error)
{
    CxDb *db = take->ctx->db;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(db, error);
    if (txn == NULL || !check_alone(db, error) ||
        !cx_facts_taking_resolve(take, CX_METRIC_UPDATE, error) ||
        !cx_facts_add_file(take, file, CX_FACTS_RUNNING, error) || !take_rows(take, error))
        return false;
    cx_facts_taking_list_metrics(take);
    bool is_more = false; /* of a small file: all at once */
    return cx_facts_taking_put_counts(take, error) && cx_facts_finish(take, error) &&
           cx_fact_settle(db, take->report->id.v, INT64_MAX, &is_more, error) &&
           cx_txn_commit(&txn, error);
}

/* Metrics and departments as the file would find or add them: added, looked up, and undone. */
static bool
resolve_and_undo(CxFactsTaking *take, GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_write(take->ctx->db, error);
    return txn != NULL && cx_facts_taking_resolve(take, CX_METRIC_UPDATE, error);
}

CxFactsReport *
cx_facts_take(CxCtx *ctx, const CxFactsFile *file, const CxFactsMapping *mapping, GError **error)
{
    g_auto(CxFactsTaking) take = { .ctx = ctx, .mapping = mapping };
    if (!cx_ctx_check_change(ctx, "take in facts", error))
        return NULL;
    take.report = cx_facts_report_new();
    if (!cx_facts_taking_open(&take, file->data, file->len_bytes, error) ||
        !take_at_once(&take, file, error))
        return NULL;
    return g_steal_pointer(&take.report);
}

/* Reads only, once it knows the metrics: other writers are held up by nothing. */
CxFactsReport *
cx_facts_try(CxCtx *ctx, const CxFactsFile *file, const CxFactsMapping *mapping, GError **error)
{
    g_auto(CxFactsTaking) take = { .ctx = ctx, .mapping = mapping };
    if (!cx_ctx_check_change(ctx, "take in facts", error))
        return NULL;
    take.report = cx_facts_report_new();
    take.report->state = CX_FACTS_DONE;
    take.report->kind = mapping->kind;
    take.report->file_name = g_strdup(file->name);
    take.report->len_bytes = (int64_t)file->len_bytes;
    if (!cx_facts_taking_open(&take, file->data, file->len_bytes, error) ||
        !resolve_and_undo(&take, error))
        return NULL;
    take.contents = cx_seen_new();
    if (!take_rows(&take, error))
        return NULL;
    cx_facts_taking_list_metrics(&take);
    return g_steal_pointer(&take.report);
}
