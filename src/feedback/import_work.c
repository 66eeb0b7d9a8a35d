/* Working an import off: batches of rows, each with its counts and the job's progress in one
 * transaction. What a batch left is where the next one begins, also after a crash, since the row of
 * import_file says how many records are dealt with and the records before are only passed over.
 *
 * Responses are stored at once as they will stand, and made to count all together by the one change
 * of import_file.state (docs/decisions/0040). */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "db/txn.h"
#include "db/version.h"
#include "feedback/import_priv.h"
#include "feedback/import_store.h"
#include "feedback/release.h"
#include "sql/feedback.h"

#define BATCH_ROWS_MIN 512   /* the first batch; each is twice the one before ... */
#define BATCH_ROWS_MAX 16384 /* ... up to this */
#define ROWS_A_STEP    256   /* between two looks at who watches */
#define WINDOW_IDS     20000 /* ids of responses in one transaction of taking away */
#define DEATHS_MAX     5     /* of the program without a batch in between */
#define GAP_US         2500 /* left to other writers, who look for SQLite's lock every millisecond */

typedef struct {
    CxCtx *ctx;
    CxImportId id;
    const CxJob *job;
    CxImportWork work; /* as it was when begun */
} Work;

static void
work_clear(Work *work)
{
    cx_import_work_clear(&work->work);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Work, work_clear)

/* ---- Ending ---- */

static bool
is_at_last(CxCtx *ctx, CxImportId id, CxImportState state, const char *action, GError **error)
{
    const CxImportEndParams params = { .id = id.v,
                                       .state = cx_import_state_key(state),
                                       .ended_us = ctx->now.us };
    if (!cx_q_import_end(ctx->db, &params, error))
        return false;
    g_autoptr(CxImportReport) report = cx_import_store_load(ctx->db, id, error);
    if (report == NULL)
        return false;
    g_autofree char *after = cx_import_audit_json(report);
    return cx_ctx_audit(ctx, action, "import", id.v, NULL, after, error);
}

/* Takes away, or settles, the responses of one window of ids. */
typedef bool (*Sweep)(CxDb *db, CxImportId id, int64_t after, int64_t upto, GError **error);

static bool
drop_window(CxDb *db, CxImportId id, int64_t after, int64_t upto, GError **error)
{
    const CxResponseTextDropParams texts = { id.v, after, upto };
    const CxResponseDropParams rows = { id.v, after, upto };
    return cx_q_response_text_drop(db, &texts, error) && cx_q_response_drop(db, &rows, error);
}

static bool
settle_window(CxDb *db, CxImportId id, int64_t after, int64_t upto, GError **error)
{
    return cx_q_response_settle(db, &(CxResponseSettleParams){ id.v, after, upto }, error);
}

/* Calls sweep for all ids the import may have, each window in a transaction of its own. */
static bool
sweep_all(CxCtx *ctx, CxImportId id, int64_t after, Sweep sweep, GError **error)
{
    CxResponseMaxRow max;
    if (!cx_q_response_max(ctx->db, &max, error))
        return false;
    const int64_t first = after;
    for (; after < max.id; after += WINDOW_IDS) {
        g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
        if (txn == NULL || !sweep(ctx->db, id, after, after + WINDOW_IDS, error) ||
            !cx_txn_commit(&txn, error) ||
            !cx_ctx_progress(ctx, after - first, MAX(max.id - first, 1), error))
            return false;
    }
    return true;
}

/* Takes away what an import has brought so far, and ends it. */
static bool
take_away(CxCtx *ctx, CxImportId id, const CxImportWork *work, CxImportState state, GError **error)
{
    if (work->after_response.is_set &&
        !sweep_all(ctx, id, work->after_response.v, drop_window, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    const char *action = state == CX_IMPORT_CANCELLED ? "import.cancel" : "import.fail";
    return txn != NULL && is_at_last(ctx, id, state, action, error) && cx_txn_commit(&txn, error);
}

static bool
fail_for_good(CxCtx *ctx, CxImportId id, const CxImportWork *work, const char *failure,
              GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    const CxImportSetFailureParams params = { .id = id.v, .failure = failure };
    return txn != NULL && cx_q_import_set_failure(ctx->db, &params, error) &&
           cx_txn_commit(&txn, error) && take_away(ctx, id, work, CX_IMPORT_FAILED, error);
}

/* Goes on with taking away, if that is what was begun or asked for: false with the error an import has
 * that ended so; otherwise true. */
static bool
check_wanted(Work *work, GError **error)
{
    const CxImportWork *is = &work->work;
    if (is->cancelled_by != NULL) {
        if (is->state <= CX_IMPORT_RUNNING &&
            !take_away(work->ctx, work->id, is, CX_IMPORT_CANCELLED, error))
            return false;
        g_set_error(error, CX_ERROR, CX_ERROR_CANCELLED,
                    "import %" PRId64 " was cancelled; nothing of it was kept", work->id.v);
        return false;
    }
    if (is->failure == NULL)
        return true;
    if (is->state <= CX_IMPORT_RUNNING &&
        !take_away(work->ctx, work->id, is, CX_IMPORT_FAILED, error))
        return false;
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "%s", is->failure);
    return false;
}

/* ---- Turns ---- */

/* An earlier import into the same version comes first; one that nobody works at any more is ended. */
static bool
check_turn(Work *work, GError **error)
{
    for (;;) {
        CxImportId before = { 0 };
        g_autofree char *name = NULL;
        if (!cx_import_store_before(work->ctx->db, (CxSurveyVersionId){ work->work.version },
                                    work->id, &before, &name, error))
            return false;
        if (before.v == 0)
            return true;
        g_auto(CxImportWork) its = { 0 };
        if (!cx_import_store_work(work->ctx->db, before, &its, error))
            return false;
        if (its.is_job_open) {
            g_set_error(error, CX_ERROR, CX_ERROR_BUSY,
                        "waits for import %" PRId64 " (%s) into the same version", before.v, name);
            return false;
        }
        if (!fail_for_good(work->ctx, before, &its, "its job ended before it", error))
            return false;
    }
}

/* A file that ends the program each time must not do so for ever. The checkpoint holds the number of
 * the try that wrote it. */
static bool
check_deaths(Work *work, GError **error)
{
    if (cx_job_deaths(work->job) <= DEATHS_MAX)
        return true;
    g_autofree char *failure = g_strdup_printf(
        "the program ended %d times while it took in this file; please report it", DEATHS_MAX);
    if (!fail_for_good(work->ctx, work->id, &work->work, failure, error))
        return false;
    g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "%s", failure);
    return false;
}

/* ---- Batches ---- */

static bool
put_progress(Work *work, CxImporting *import, GError **error)
{
    const CxImportReport *report = import->report;
    g_autofree char *checkpoint = g_strdup_printf("%" PRId64, work->job->tries);
    const double share = cx_table_share_done(import->table);
    const CxJobProgress progress = {
        .n_done = (int64_t)(share * (double)report->len_bytes),
        .n_total = report->len_bytes,
        .message = "",
        .checkpoint = checkpoint,
    };
    return cx_importing_put_counts(import, error) &&
           cx_job_progress(work->ctx->db, work->job, &progress, error);
}

/* Whether somebody asked for the import to stop since the last batch. */
static bool
look_cancelled(Work *work, GError **error)
{
    cx_import_work_clear(&work->work);
    return cx_import_store_work(work->ctx->db, work->id, &work->work, error) &&
           check_wanted(work, error);
}

static bool
take_batch(Work *work, CxImporting *import, int64_t n_rows, bool *ret_is_end, GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_write(work->ctx->db, error);
    if (txn == NULL)
        return false;
    *ret_is_end = false;
    for (int64_t i = 1; i <= n_rows && !*ret_is_end; i++) {
        if (!cx_importing_step(import, ret_is_end, error) ||
            (i % ROWS_A_STEP == 0 && !cx_importing_watch(import, error)))
            return false;
    }
    return put_progress(work, import, error) && cx_txn_commit(&txn, error);
}

static bool
take_all(Work *work, CxImporting *import, GError **error)
{
    bool is_end = false;
    int64_t n_rows = BATCH_ROWS_MIN;
    while (!is_end) {
        if (!look_cancelled(work, error) || !take_batch(work, import, n_rows, &is_end, error) ||
            !cx_importing_watch(import, error))
            return false;
        n_rows = MIN(n_rows * 2, BATCH_ROWS_MAX);
        if (!is_end && cx_db_engine(work->ctx->db) == CX_ENGINE_SQLITE)
            g_usleep(GAP_US);
    }
    return true;
}

/* Says what of it readers are shown who do not hold the answers. */
static bool
release(Work *work, const CxImportWork *now, const CxReleaseGathering *gathered, GError **error)
{
    const int64_t after = now->after_response.is_set ? now->after_response.v : INT64_MAX - 1;
    return cx_release_make(work->ctx, (CxSurveyId){ now->survey }, work->id, after, gathered,
                           error);
}

/* Makes all of it count. */
static bool
finish(Work *work, CxImporting *import, GError **error)
{
    CxCtx *ctx = work->ctx;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    g_auto(CxSurveyApplied) settled = { 0 };
    g_auto(CxImportWork) last = { 0 };
    if (txn == NULL || !cx_import_store_work(ctx->db, work->id, &last, error))
        return false;
    if (last.cancelled_by != NULL) { /* the last moment to say so */
        cx_txn_rollback(g_steal_pointer(&txn));
        return look_cancelled(work, error);
    }
    if (!cx_survey_store_apply(ctx, import->mapping, CX_SURVEY_SETTLE, &settled, error) ||
        !is_at_last(ctx, work->id, CX_IMPORT_DONE, "import.run", error) ||
        !release(work, &last, import->gathering, error))
        return false;
    const CxImportReport *report = import->report;
    const bool is_changed = settled.is_changed || report->n_new > 0 || report->n_revised > 0;
    if (is_changed && !cx_data_version_bump(ctx->db, CX_FEEDBACK_AREA, error))
        return false;
    const bool has_only_added = is_changed && !settled.is_changed && report->n_revised == 0;
    const CxImportSetAppendedParams appended = { .id = work->id.v };
    if (has_only_added && !cx_q_import_set_appended(ctx->db, &appended, error))
        return false;
    return cx_txn_commit(&txn, error);
}

/* ---- All of it ---- */

/* Goes to where the last batch ended. */
static bool
pass_over(CxImporting *import, GError **error)
{
    for (int64_t i = 1; i <= import->report->n_rows; i++) {
        if (!cx_importing_pass(import, error) ||
            (i % ROWS_A_STEP == 0 && !cx_importing_watch(import, error)))
            return false;
    }
    return true;
}

/* The counts of the batches before. */
static bool
load_counts(CxImporting *import, GError **error)
{
    const CxImportItemCountsParams params = { .import_id = import->report->id.v };
    g_autoptr(CxStmt) stmt = cx_q_import_item_counts(import->ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxImportItemCountsRow row;
    CxStep step;
    while ((step = cx_q_import_item_counts_next(stmt, &row, error)) == CX_STEP_ROW) {
        for (size_t i = 0; i < import->mapping->n_items; i++) {
            if (import->applied.items[i].v != row.item_id)
                continue;
            import->counts[i].n_valid = row.n_valid;
            import->counts[i].n_not_applicable = row.n_not_applicable;
            import->counts[i].n_missing = row.n_missing;
        }
    }
    return step != CX_STEP_ERROR;
}

static bool
start(Work *work, GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_write(work->ctx->db, error);
    return txn != NULL &&
           cx_q_import_start(work->ctx->db, &(CxImportStartParams){ .id = work->id.v }, error) &&
           cx_txn_commit(&txn, error);
}

static bool
set_up(Work *work, CxImporting *import, const void *data, size_t len_bytes, GError **error)
{
    CxDb *db = work->ctx->db;
    import->report = cx_import_store_load(db, work->id, error);
    if (import->report == NULL || !cx_importing_open(import, data, len_bytes, error) ||
        !cx_survey_store_resolve(db, import->mapping, &import->applied, error))
        return false;
    const CxResponseIsAnyParams params = { .version_id = import->applied.version.v,
                                           .import_id = work->id.v };
    CxResponseIsAnyRow row;
    if (!cx_q_response_is_any(db, &params, &row, error))
        return false;
    import->applied.has_responses = row.n > 0;
    cx_importing_prepare(import);
    if (import->report->n_rows == 0) /* else an earlier try stored some */
        import->gathering = cx_release_gathering_new(import->applied.version);
    return load_counts(import, error);
}

static bool
take_in(Work *work, GBytes *original, GError **error)
{
    g_autoptr(CxMapping) mapping = cx_import_parse_mapping(work->work.mapping, error);
    if (mapping == NULL)
        return false;
    g_autoptr(GBytes) bytes = original != NULL
                                  ? g_bytes_ref(original)
                                  : cx_original_read(work->ctx, work->work.original, error);
    if (bytes == NULL)
        return false;
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(bytes, &len_bytes);
    g_auto(CxImporting) import = { .ctx = work->ctx, .mapping = mapping };
    return start(work, error) && set_up(work, &import, data, len_bytes, error) &&
           pass_over(&import, error) && take_all(work, &import, error) &&
           finish(work, &import, error);
}

/* After a failure: what may be tried again is left as it stands, of the rest nothing stays. */
static bool
leave(Work *work, GError *why, GError **error)
{
    g_auto(CxImportWork) now = { 0 };
    g_autoptr(GError) local = NULL;
    if (!cx_job_is_passing(work->ctx->db, work->job, why) &&
        cx_import_store_work(work->ctx->db, work->id, &now, &local) &&
        now.state <= CX_IMPORT_RUNNING &&
        !fail_for_good(work->ctx, work->id, &now, why->message, &local))
        g_prefix_error(&why, "(%s) ", local->message);
    g_propagate_error(error, why);
    return false;
}

/* What was revised says so in its own row as well; readers do not need it. */
static bool
settle(CxCtx *ctx, CxImportId id, GError **error)
{
    g_auto(CxImportWork) work = { 0 };
    g_autoptr(CxImportReport) report = cx_import_store_load(ctx->db, id, error);
    if (report == NULL || !cx_import_store_work(ctx->db, id, &work, error))
        return false;
    return report->n_revised == 0 || !work.after_response.is_set ||
           sweep_all(ctx, id, work.after_response.v, settle_window, error);
}

bool
cx_import_work_on(CxCtx *ctx, CxImportId id, const CxJob *job, GBytes *original, GError **error)
{
    g_auto(Work) work = { .ctx = ctx, .id = id, .job = job };
    if (!cx_ctx_check_change(ctx, "import files", error) ||
        !cx_import_store_work(ctx->db, id, &work.work, error) || !check_wanted(&work, error))
        return false;
    if (work.work.state == CX_IMPORT_DONE)
        return settle(ctx, id, error);
    if (!check_deaths(&work, error) || !check_turn(&work, error))
        return false;
    GError *why = NULL;
    if (!take_in(&work, original, &why))
        return leave(&work, why, error);
    return settle(ctx, id, error);
}

bool
cx_import_carry_on(CxCtx *ctx, CxImportId import, const CxJob *job, GError **error)
{
    return cx_import_work_on(ctx, import, job, NULL, error);
}

/* ---- Cancelling ---- */

static bool
ask_cancel(CxCtx *ctx, CxImportId id, GError **error)
{
    const CxImportAskCancelParams params = { .id = id.v, .login = ctx->actor.login };
    if (!cx_q_import_ask_cancel(ctx->db, &params, error))
        return false;
    if (cx_db_changes(ctx->db) == 1)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT, "import %" PRId64 " has ended already", id.v);
    return false;
}

bool
cx_import_cancel(CxCtx *ctx, CxImportId id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "cancel imports", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    g_auto(CxImportWork) work = { 0 };
    if (txn == NULL || !cx_import_store_work(ctx->db, id, &work, error) ||
        !ask_cancel(ctx, id, error))
        return false;
    if (!work.is_job_open && !cx_import_store_enqueue(ctx, id, error))
        return false;
    return cx_txn_commit(&txn, error);
}

bool
cx_import_sweep(CxCtx *ctx, GError **error)
{
    if (!cx_ctx_check_change(ctx, "end imports", error))
        return false;
    g_autoptr(GArray) left = cx_import_store_list_left(ctx->db, error);
    if (left == NULL)
        return false;
    for (guint i = 0; i < left->len; i++) {
        const CxImportId id = g_array_index(left, CxImportId, i);
        g_auto(CxImportWork) work = { 0 };
        if (!cx_import_store_work(ctx->db, id, &work, error) ||
            !fail_for_good(ctx, id, &work, "its job ended before it", error))
            return false;
    }
    return true;
}
