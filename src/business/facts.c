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

bool
cx_facts_add_file(CxFactsTaking *take, const CxFactsFile *file, CxFactsState state, GError **error)
{
    const CxDigest digest = cx_digest(file->data, file->len_bytes);
    const CxFactFileAddParams params = {
        .original_id = file->original != 0 ? CX_SOME_I64(file->original) : (CxOptI64){ 0 },
        .file_name = file->name,
        .digest = { digest.bytes, sizeof digest.bytes },
        .len_bytes = (int64_t)file->len_bytes,
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
    report->len_bytes = (int64_t)file->len_bytes;
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
    if (!cx_fact_settle(db, report->id.v, error) || !cx_account_settle(db, report->id.v, error) ||
        !cx_q_fact_file_end(db, &end, error))
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

typedef enum {
    KEEP,
    TRY, /* all of it is done, and undone at the end */
} Purpose;

static bool
run_in_transaction(CxFactsTaking *take, const CxFactsFile *file, Purpose purpose, GError **error)
{
    CxDb *db = take->ctx->db;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(db, error);
    if (txn == NULL || (purpose == KEEP && !check_alone(db, error)) ||
        !cx_facts_taking_resolve(take, CX_METRIC_UPDATE, error) ||
        !cx_facts_add_file(take, file, CX_FACTS_RUNNING, error) || !take_rows(take, error))
        return false;
    cx_facts_taking_list_metrics(take);
    if (purpose == KEEP) {
        return cx_facts_taking_put_counts(take, error) && cx_facts_finish(take, error) &&
               cx_txn_commit(&txn, error);
    }
    take->report->id.v = 0;
    take->report->state = CX_FACTS_DONE;
    return true;
}

static CxFactsReport *
run(CxCtx *ctx, const CxFactsFile *file, const CxFactsMapping *mapping, Purpose purpose,
    GError **error)
{
    if (!cx_ctx_check_change(ctx, "take in facts", error))
        return NULL;
    g_auto(CxFactsTaking) take = { .ctx = ctx,
                                   .mapping = mapping,
                                   .report = cx_facts_report_new() };
    if (!cx_facts_taking_open(&take, file->data, file->len_bytes, error) ||
        !run_in_transaction(&take, file, purpose, error))
        return NULL;
    return g_steal_pointer(&take.report);
}

CxFactsReport *
cx_facts_take(CxCtx *ctx, const CxFactsFile *file, const CxFactsMapping *mapping, GError **error)
{
    return run(ctx, file, mapping, KEEP, error);
}

CxFactsReport *
cx_facts_try(CxCtx *ctx, const CxFactsFile *file, const CxFactsMapping *mapping, GError **error)
{
    return run(ctx, file, mapping, TRY, error);
}
