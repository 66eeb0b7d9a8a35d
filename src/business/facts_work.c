/* Working a file of facts off: batches of records, each with its counts and the job's progress in one
 * transaction. What a batch left is where the next one begins, also after a crash, since the row of
 * fact_file says how many records are dealt with and the records before are only noted.
 *
 * Facts are stored at once as they will stand, and made to count all together by the one change of
 * fact_file.state (docs/decisions/0040). */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "business/account.h"
#include "business/facts_priv.h"
#include "db/txn.h"
#include "db/version.h"
#include "sql/business.h"

#define BATCH_ROWS_MIN 512     /* the first batch; each is twice the one before ... */
#define BATCH_ROWS_MAX 8192    /* ... up to this */
#define ROWS_A_STEP    256     /* between two looks at who watches */
#define DROP_A_STEP    20000   /* facts in one transaction of taking away */
#define SETTLE_A_STEP  20000   /* facts in one transaction of marking what was revised */
#define DEATHS_MAX     5       /* of the program without a batch in between */
#define TRIES_MAX      1000000 /* it gives up by itself */
#define GAP_US         2500 /* left to other writers, who look for SQLite's lock every millisecond */

/* ---- Beginning ---- */

static bool
enqueue(CxCtx *ctx, CxFactFileId id, int64_t upload, GError **error)
{
    g_autofree char *args =
        g_strdup_printf("{\"facts\":%" PRId64 ",\"upload\":%" PRId64 "}", id.v, upload);
    g_autofree char *key = upload != 0 ? g_strdup_printf("facts:%" PRId64, upload) : NULL;
    const CxJobSpec spec = {
        .kind = CX_JOB_FACTS,
        .args_json = args,
        .key = key,
        .actor = ctx->actor.login,
        .tries_max = TRIES_MAX,
    };
    CxJobId job = { 0 };
    const bool is_queued = cx_job_enqueue(ctx->db, &spec, ctx->now, &job, error);
    const CxFactFileSetJobParams params = { .id = id.v, .job_id = job.v };
    return is_queued && cx_q_fact_file_set_job(ctx->db, &params, error);
}

/* The open file of the same bytes and mapping; 0 if there is none. */
static bool
find_same(CxDb *db, const CxFactsFile *file, const char *mapping, CxFactFileId *ret_id,
          GError **error)
{
    const CxDigest digest = cx_facts_file_digest(file);
    g_autoptr(GPtrArray) list = cx_facts_open_list(db, error);
    for (guint i = 0; list != NULL && i < list->len; i++) {
        const CxFactsOpen *open = g_ptr_array_index(list, i);
        if (open->is_wanted && strcmp(open->mapping, mapping) == 0 &&
            memcmp(open->digest.bytes, digest.bytes, sizeof digest.bytes) == 0)
            *ret_id = open->id;
    }
    return list != NULL;
}

static bool
begin_in_transaction(CxFactsTaking *take, const CxFactsFile *file, GError **error)
{
    CxDb *db = take->ctx->db;
    CxFactsReport *report = take->report;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(db, error);
    if (txn == NULL || !find_same(db, file, take->mapping->json, &report->id, error))
        return false;
    if (report->id.v != 0)
        return true;
    return cx_facts_taking_resolve(take, CX_METRIC_ADD, error) &&
           cx_facts_add_file(take, file, CX_FACTS_QUEUED, error) &&
           enqueue(take->ctx, report->id, file->upload, error) &&
           (!take->is_changed || cx_data_version_bump(db, CX_BUSINESS_AREA, error)) &&
           cx_txn_commit(&txn, error);
}

bool
cx_facts_begin(CxCtx *ctx, const CxFactsFile *file, const CxFactsMapping *mapping,
               CxFactFileId *ret_file, GError **error)
{
    if (!cx_ctx_check_change(ctx, "take in facts", error))
        return false;
    g_auto(CxFactsTaking) take = { .ctx = ctx,
                                   .mapping = mapping,
                                   .report = cx_facts_report_new() };
    if (!cx_facts_check_size(cx_facts_file_bytes(file), error) ||
        !cx_facts_taking_open(&take, file->data, file->len_bytes, error) ||
        !begin_in_transaction(&take, file, error))
        return false;
    *ret_file = take.report->id;
    return true;
}

/* ---- Ending ---- */

static bool
end_file(CxCtx *ctx, CxFactFileId id, CxFactsState state, GError **error)
{
    const CxFactFileEndParams params = { .id = id.v,
                                         .state = cx_facts_state_key(state),
                                         .ended_us = ctx->now.us };
    const char *action = state == CX_FACTS_CANCELLED ? "facts.cancel" : "facts.fail";
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL || !cx_q_fact_file_end(ctx->db, &params, error))
        return false;
    g_autoptr(CxFactsReport) report = cx_facts_report_load(ctx->db, id, NULL, error);
    if (report == NULL)
        return false;
    g_autofree char *after = cx_facts_audit_json(report);
    return cx_ctx_audit(ctx, action, "facts", id.v, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}

/* One transaction's part of what a file has brought: facts, and what it told of accounts. */
static bool
take_part_away(CxDb *db, CxFactFileId id, bool *ret_is_more, GError **error)
{
    bool has_accounts = false;
    if (!cx_fact_take_away(db, id.v, DROP_A_STEP, ret_is_more, error) ||
        !cx_account_take_away(db, id.v, DROP_A_STEP, &has_accounts, error))
        return false;
    *ret_is_more = *ret_is_more || has_accounts;
    return true;
}

/* Takes away what a file has brought so far, and ends it. */
static bool
take_away(CxCtx *ctx, CxFactFileId id, CxFactsState state, GError **error)
{
    for (bool is_more = true; is_more;) {
        g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
        if (txn == NULL || !take_part_away(ctx->db, id, &is_more, error) ||
            !cx_txn_commit(&txn, error) || !cx_ctx_progress(ctx, 0, 1, error))
            return false;
    }
    return end_file(ctx, id, state, error);
}

static bool
fail_for_good(CxCtx *ctx, CxFactFileId id, const char *failure, GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    const CxFactFileSetFailureParams params = { .id = id.v, .failure = failure };
    return txn != NULL && cx_q_fact_file_set_failure(ctx->db, &params, error) &&
           cx_txn_commit(&txn, error) && take_away(ctx, id, CX_FACTS_FAILED, error);
}

/* ---- At work ---- */

typedef struct {
    CxCtx *ctx;
    CxFactFileId id;
    const CxJob *job;
    CxFactsTaking *take;
} Work;

/* Goes on with taking away, if that is what was begun or asked for: false with the error a file has
 * that ended so; otherwise true. */
static bool
check_wanted(Work *work, const CxFactsReport *now, GError **error)
{
    const bool is_open = now->state <= CX_FACTS_RUNNING;
    if (now->cancelled_by != NULL) {
        if (is_open && !take_away(work->ctx, work->id, CX_FACTS_CANCELLED, error))
            return false;
        g_set_error(error, CX_ERROR, CX_ERROR_CANCELLED,
                    "file of facts %" PRId64 " was cancelled; nothing of it was kept", work->id.v);
        return false;
    }
    if (now->failure == NULL)
        return true;
    if (is_open && !take_away(work->ctx, work->id, CX_FACTS_FAILED, error))
        return false;
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "%s", now->failure);
    return false;
}

/* An earlier file comes first; one that nobody works at any more is ended. */
static bool
check_turn(Work *work, GError **error)
{
    g_autoptr(GPtrArray) list = cx_facts_open_list(work->ctx->db, error);
    for (guint i = 0; list != NULL && i < list->len; i++) {
        const CxFactsOpen *open = g_ptr_array_index(list, i);
        if (open->id.v >= work->id.v)
            break;
        if (open->is_job_open) {
            g_set_error(error, CX_ERROR, CX_ERROR_BUSY,
                        "waits for file of facts %" PRId64 " (%s), which came before", open->id.v,
                        open->file_name);
            return false;
        }
        if (!fail_for_good(work->ctx, open->id, "its job ended before it", error))
            return false;
    }
    return list != NULL;
}

/* A file that ends the program each time must not do so for ever. The checkpoint holds the number of
 * the try that wrote it. */
static bool
check_deaths(Work *work, GError **error)
{
    if (cx_job_deaths(work->job) <= DEATHS_MAX)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT,
                "the program ended %d times while it took in this file; please report it",
                DEATHS_MAX);
    return false;
}

static bool
watch(Work *work, GError **error)
{
    const double share = cx_table_share_done(work->take->table);
    const int64_t total = work->take->report->len_bytes;
    return cx_ctx_progress(work->ctx, (int64_t)(share * (double)total), MAX(total, 1), error);
}

static bool
put_progress(Work *work, GError **error)
{
    const CxFactsReport *report = work->take->report;
    g_autofree char *checkpoint = g_strdup_printf("%" PRId64, work->job->tries);
    const double share = cx_table_share_done(work->take->table);
    const CxJobProgress progress = {
        .n_done = (int64_t)(share * (double)report->len_bytes),
        .n_total = report->len_bytes,
        .message = "",
        .checkpoint = checkpoint,
    };
    return cx_facts_taking_put_counts(work->take, error) &&
           cx_job_progress(work->ctx->db, work->job, &progress, error);
}

static bool
take_batch(Work *work, int64_t n_rows, bool *ret_is_end, GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_write(work->ctx->db, error);
    if (txn == NULL)
        return false;
    *ret_is_end = false;
    for (int64_t i = 1; i <= n_rows && !*ret_is_end; i++) {
        if (!cx_facts_taking_step(work->take, ret_is_end, error) ||
            (i % ROWS_A_STEP == 0 && !watch(work, error)))
            return false;
    }
    return put_progress(work, error) && cx_txn_commit(&txn, error);
}

/* Whether somebody asked for the file to stop since the last batch. */
static bool
look_cancelled(Work *work, GError **error)
{
    g_autoptr(CxFactsReport) now = cx_facts_report_load(work->ctx->db, work->id, NULL, error);
    return now != NULL && check_wanted(work, now, error);
}

static bool
take_all(Work *work, GError **error)
{
    bool is_end = false;
    int64_t n_rows = BATCH_ROWS_MIN;
    while (!is_end) {
        if (!look_cancelled(work, error) || !take_batch(work, n_rows, &is_end, error) ||
            !watch(work, error))
            return false;
        n_rows = MIN(n_rows * 2, BATCH_ROWS_MAX);
        if (!is_end && cx_db_engine(work->ctx->db) == CX_ENGINE_SQLITE)
            g_usleep(GAP_US);
    }
    return true;
}

/* Makes all of it count. */
static bool
finish(Work *work, GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_write(work->ctx->db, error);
    g_autoptr(CxFactsReport) last =
        txn != NULL ? cx_facts_report_load(work->ctx->db, work->id, NULL, error) : NULL;
    if (last == NULL)
        return false;
    if (last->cancelled_by != NULL) { /* the last moment to say so */
        cx_txn_rollback(g_steal_pointer(&txn));
        return check_wanted(work, last, error);
    }
    return cx_facts_taking_resolve(work->take, CX_METRIC_UPDATE, error) &&
           cx_facts_finish(work->take, error) && cx_txn_commit(&txn, error);
}

/* ---- All of it ---- */

/* The counts of the batches before. */
static void
keep_counts(CxFactsTaking *take)
{
    const GPtrArray *known = take->report->metrics;
    for (size_t i = 0; i < take->mapping->n_metrics; i++) {
        for (guint k = 0; k < known->len; k++) {
            const CxFactsMetricCount *count = g_ptr_array_index(known, k);
            if (count->metric.v == take->metrics[i].v)
                take->counts[i] = count->n;
        }
    }
}

static bool
start(Work *work, GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_write(work->ctx->db, error);
    const CxFactFileStartParams params = { .id = work->id.v };
    if (txn == NULL || !cx_q_fact_file_start(work->ctx->db, &params, error) ||
        !cx_facts_taking_resolve(work->take, CX_METRIC_ADD, error) || !cx_txn_commit(&txn, error))
        return false;
    work->take->report->state = CX_FACTS_RUNNING;
    keep_counts(work->take);
    return true;
}

/* Goes to where the last batch ended. */
static bool
pass_over(Work *work, GError **error)
{
    g_autoptr(GArray) aside = g_array_new(FALSE, FALSE, sizeof(int64_t));
    if (!cx_facts_reject_lines(work->ctx, work->id, aside, error))
        return false;
    work->take->aside = aside;
    bool is_passed = true;
    for (int64_t i = 1; i <= work->take->report->n_rows && is_passed; i++) {
        is_passed =
            cx_facts_taking_pass(work->take, error) && (i % ROWS_A_STEP != 0 || watch(work, error));
    }
    work->take->aside = NULL;
    return is_passed;
}

static bool
take_in(Work *work, CxFactsReport **report, const char *text, CxFactsRead read, GError **error)
{
    g_autoptr(CxFactsMapping) mapping = cx_facts_mapping_read(text, strlen(text), error);
    g_autoptr(GBytes) bytes = mapping != NULL ? read(work->ctx, (*report)->original, error) : NULL;
    if (bytes == NULL)
        return false;
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(bytes, &len_bytes);
    g_auto(CxFactsTaking) take = { .ctx = work->ctx,
                                   .mapping = mapping,
                                   .report = g_steal_pointer(report) };
    work->take = &take;
    const bool is_taken = cx_facts_taking_open(&take, data != NULL ? data : "", len_bytes, error) &&
                          start(work, error) && pass_over(work, error) && take_all(work, error) &&
                          finish(work, error);
    work->take = NULL;
    return is_taken;
}

/* After a failure: what may be tried again is left as it stands, of the rest nothing stays. */
static bool
leave(Work *work, GError *why, GError **error)
{
    g_autoptr(GError) local = NULL;
    if (!cx_job_is_passing(work->ctx->db, work->job, why)) {
        g_autoptr(CxFactsReport) now = cx_facts_report_load(work->ctx->db, work->id, NULL, &local);
        if (now != NULL && now->state <= CX_FACTS_RUNNING &&
            !fail_for_good(work->ctx, work->id, why->message, &local))
            g_prefix_error(&why, "(%s) ", local->message);
    }
    g_propagate_error(error, why);
    return false;
}

/* What was revised says so in its own row as well; readers do not need it. */
static bool
settle(CxCtx *ctx, CxFactFileId id, GError **error)
{
    for (bool is_more = true; is_more;) {
        g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
        if (txn == NULL || !cx_fact_settle(ctx->db, id.v, SETTLE_A_STEP, &is_more, error) ||
            !cx_txn_commit(&txn, error) || !cx_ctx_progress(ctx, 1, 1, error))
            return false;
    }
    return true;
}

bool
cx_facts_carry_on(CxCtx *ctx, CxFactFileId file, const CxJob *job, CxFactsRead read, GError **error)
{
    Work work = { .ctx = ctx, .id = file, .job = job };
    g_autofree char *mapping = NULL;
    if (!cx_ctx_check_change(ctx, "take in facts", error))
        return false;
    g_autoptr(CxFactsReport) report = cx_facts_report_load(ctx->db, file, &mapping, error);
    if (report == NULL || !check_wanted(&work, report, error))
        return false;
    if (report->state == CX_FACTS_DONE)
        return settle(ctx, file, error);
    GError *why = NULL;
    if (check_deaths(&work, &why) && check_turn(&work, &why) &&
        take_in(&work, &report, mapping, read, &why))
        return settle(ctx, file, error);
    return leave(&work, why, error);
}

/* ---- Cancelling ---- */

bool
cx_facts_cancel(CxCtx *ctx, CxFactFileId file, GError **error)
{
    if (!cx_ctx_check_change(ctx, "cancel files of facts", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    g_autoptr(CxFactsReport) report =
        txn != NULL ? cx_facts_report_load(ctx->db, file, NULL, error) : NULL;
    const CxFactFileAskCancelParams params = { .id = file.v, .login = ctx->actor.login };
    if (report == NULL || !cx_q_fact_file_ask_cancel(ctx->db, &params, error))
        return false;
    if (cx_db_changes(ctx->db) != 1) {
        g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT,
                    "file of facts %" PRId64 " has ended already", file.v);
        return false;
    }
    if (!report->is_job_open && !enqueue(ctx, file, 0, error))
        return false;
    return cx_txn_commit(&txn, error);
}

bool
cx_facts_sweep(CxCtx *ctx, GError **error)
{
    if (!cx_ctx_check_change(ctx, "end files of facts", error))
        return false;
    g_autoptr(GPtrArray) list = cx_facts_open_list(ctx->db, error);
    for (guint i = 0; list != NULL && i < list->len; i++) {
        const CxFactsOpen *open = g_ptr_array_index(list, i);
        if (!open->is_job_open && !fail_for_good(ctx, open->id, "its job ended before it", error))
            return false;
    }
    return list != NULL;
}
