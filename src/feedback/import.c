/* Beginning an import: everything that can be refused is refused here. */
#include "feedback/import.h"

#include <inttypes.h>
#include <string.h>

#include "base/digest.h"
#include "base/error.h"
#include "codec/table.h"
#include "db/txn.h"
#include "db/worker.h"
#include "feedback/beginning.h"
#include "feedback/import_priv.h"
#include "feedback/import_store.h"
#include "feedback/original_store.h"
#include "feedback/survey_store.h"
#include "sql/feedback.h"

#define ROWS_A_STEP 256                      /* of a trial, between two looks at who watches */
#define LEASE_US    (120 * CX_US_PER_SECOND) /* of who runs an import at once */
#define WAIT_US     20000                    /* between two looks whether it is its turn */

static bool
add_import(CxImporting *import, const char *file_name, int64_t original, GError **error)
{
    CxImportReport *report = import->report;
    const CxImportAddParams params = {
        .survey_id = import->applied.survey.v,
        .version_id = import->applied.version.v,
        .original_id = original,
        .file_name = file_name,
        .mapping = import->mapping->json,
        .imported_us = import->ctx->now.us,
        .actor = import->ctx->actor.login,
    };
    CxImportAddRow row;
    if (!cx_q_import_add(import->ctx->db, &params, &row, error))
        return false;
    report->id.v = row.id;
    report->survey = import->applied.survey;
    report->survey_key = g_strdup(import->mapping->survey_key);
    report->version_key = g_strdup(import->mapping->version.key);
    report->file_name = g_strdup(file_name);
    report->imported_at = import->ctx->now;
    report->actor = g_strdup(import->ctx->actor.login);
    return true;
}

/* A file of headers alone is most likely the wrong one. */
static bool
check_has_rows(CxImporting *import, GError **error)
{
    CxTableRow row;
    const CxTableStep step = cx_table_next(import->table, &row, error);
    if (step != CX_TABLE_END)
        return step != CX_TABLE_ERROR;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "the file has a header and no rows");
    return false;
}

/* Looks for the same import, and adds it if there is none. */
static bool
begin_in_transaction(CxImporting *import, CxOriginalId original, const char *file_name,
                     GError **error)
{
    CxCtx *ctx = import->ctx;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const CxImportOpenOfParams same = { .original_id = original.v,
                                        .mapping = import->mapping->json };
    CxImportOpenOfRow open;
    if (!cx_q_import_open_of(ctx->db, &same, &open, error))
        return false;
    import->report->id.v = open.id;
    if (open.id != 0)
        return true;
    return cx_survey_store_apply(ctx, import->mapping, CX_SURVEY_ADD, &import->applied, error) &&
           add_import(import, file_name, original.v, error) &&
           cx_import_store_enqueue(ctx, import->report->id, error) && cx_txn_commit(&txn, error);
}

/* Of what only the beginning of an import can tell. */
static void
keep_lists(CxImporting *import)
{
    const GPtrArray *departments = import->applied.departments_new;
    for (guint i = 0; departments != NULL && i < departments->len; i++) {
        g_ptr_array_add(import->report->departments_new,
                        g_strdup(g_ptr_array_index(departments, i)));
    }
    const GPtrArray *unused = cx_intake_unused(import->intake);
    for (guint i = 0; i < unused->len; i++)
        g_ptr_array_add(import->report->columns_unused, g_strdup(g_ptr_array_index(unused, i)));
}

/* Begins with the bytes of the original at hand. The report has an id and the lists. */
static CxImportReport *
begin(CxCtx *ctx, CxOriginalId original, GBytes *bytes, const char *file_name,
      const CxMapping *mapping, GError **error)
{
    g_auto(CxImporting) import = { .ctx = ctx,
                                   .mapping = mapping,
                                   .report = cx_import_report_new() };
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(bytes, &len_bytes);
    if (!cx_importing_open(&import, data, len_bytes, error) || !check_has_rows(&import, error) ||
        !begin_in_transaction(&import, original, file_name, error))
        return NULL;
    keep_lists(&import);
    return g_steal_pointer(&import.report);
}

bool
cx_import_begin(CxCtx *ctx, CxOriginalId original, const char *file_name, const CxMapping *mapping,
                CxImportId *ret_import, GError **error)
{
    if (!cx_ctx_check_change(ctx, "import files", error))
        return false;
    g_autoptr(GBytes) bytes = cx_beginning_read(ctx, original, error);
    if (bytes == NULL)
        return false;
    g_autoptr(CxImportReport) report = begin(ctx, original, bytes, file_name, mapping, error);
    if (report == NULL)
        return false;
    *ret_import = report->id;
    return true;
}

/* ---- At once ---- */

static CxInstant
machine_now(void)
{
    return cx_clock_now(&(CxClock){ .is_fixed = false });
}

static bool
lease(CxCtx *ctx, CxJobId id, CxJob **ret_job, GError **error)
{
    g_autofree char *name = cx_worker_name();
    const CxJobWorker worker = { .name = name, .only = id, .lease_us = LEASE_US };
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    g_autoptr(CxJob) job = NULL;
    if (txn == NULL || !cx_job_lease(ctx->db, &worker, machine_now(), &job, error) ||
        !cx_txn_commit(&txn, error))
        return false;
    *ret_job = g_steal_pointer(&job);
    return true;
}

static bool
end_job(CxCtx *ctx, const CxJob *job, const GError *why, GError **error)
{
    const CxInstant now = machine_now();
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    bool is_ended = false;
    if (why == NULL)
        is_ended = cx_job_finish(ctx->db, job, NULL, now, error);
    else if (g_error_matches(why, CX_ERROR, CX_ERROR_BUSY))
        is_ended = cx_job_release(ctx->db, job, why->message, now, error);
    else if (g_error_matches(why, CX_ERROR, CX_ERROR_CANCELLED))
        is_ended = cx_job_cancelled(ctx->db, job, now, error);
    else
        is_ended = cx_job_give_up(ctx->db, job, why->message, now, error);
    return is_ended && cx_txn_commit(&txn, error);
}

/* Whoever runs a file at once and does not wait for its end has nothing left of it. */
static bool
take_away(CxCtx *ctx, CxImportId id, const CxJob *job, GBytes *bytes, GError **error)
{
    g_autoptr(GError) local = NULL;
    const CxProgress watching = ctx->progress;
    ctx->progress = (CxProgress){ 0 };
    const bool is_gone = cx_import_cancel(ctx, id, &local) &&
                         !cx_import_work_on(ctx, id, job, bytes, &local) &&
                         g_error_matches(local, CX_ERROR, CX_ERROR_CANCELLED);
    ctx->progress = watching;
    if (is_gone || g_error_matches(local, CX_ERROR, CX_ERROR_CONFLICT)) /* it had ended */
        return true;
    g_propagate_error(error, g_steal_pointer(&local));
    return false;
}

/* One turn at an import; *ret_is_over when it has ended. */
static bool
work_a_turn(CxCtx *ctx, const CxImportReport *begun, GBytes *bytes, bool *ret_is_over,
            GError **error)
{
    g_autoptr(CxJob) job = NULL;
    if (!lease(ctx, begun->job, &job, error))
        return false;
    if (job == NULL) { /* in other hands */
        g_autoptr(CxImportReport) now = cx_import_store_load(ctx->db, begun->id, error);
        if (now == NULL)
            return false;
        *ret_is_over = now->state > CX_IMPORT_RUNNING;
        return true;
    }
    g_autoptr(GError) why = NULL;
    *ret_is_over = cx_import_work_on(ctx, begun->id, job, bytes, &why);
    if (*ret_is_over || g_error_matches(why, CX_ERROR, CX_ERROR_BUSY))
        return end_job(ctx, job, why, error);
    g_autoptr(GError) left = NULL; /* is left to the lease, and swept */
    if ((g_error_matches(why, CX_ERROR, CX_ERROR_CANCELLED) &&
         !take_away(ctx, begun->id, job, bytes, &left)) ||
        !end_job(ctx, job, why, &left))
        g_debug("job %" PRId64 ": %s", job->id.v, left->message);
    g_propagate_error(error, g_steal_pointer(&why));
    return false;
}

/* The report of an import that is done, with what its beginning told. */
static CxImportReport *
report_of(CxCtx *ctx, CxImportReport *begun, GError **error)
{
    g_autoptr(CxImportReport) report = cx_import_store_load(ctx->db, begun->id, error);
    if (report == NULL)
        return NULL;
    if (report->state != CX_IMPORT_DONE) {
        g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT, "import %" PRId64 " %s meanwhile",
                    report->id.v, report->failure != NULL ? report->failure : "was cancelled");
        return NULL;
    }
    GPtrArray *const departments = report->departments_new;
    report->departments_new = begun->departments_new;
    begun->departments_new = departments;
    GPtrArray *const unused = report->columns_unused;
    report->columns_unused = begun->columns_unused;
    begun->columns_unused = unused;
    return g_steal_pointer(&report);
}

static CxImportReport *
run_kept(CxCtx *ctx, CxImportReport *begun, GBytes *bytes, GError **error)
{
    g_autoptr(CxImportReport) open = cx_import_store_load(ctx->db, begun->id, error);
    if (open == NULL)
        return NULL;
    begun->job = open->job;
    bool is_over = false;
    while (!is_over) {
        if (!work_a_turn(ctx, begun, bytes, &is_over, error) ||
            (!is_over && !cx_ctx_progress(ctx, 0, 1, error)))
            return NULL;
        if (!is_over)
            g_usleep(WAIT_US);
    }
    return report_of(ctx, begun, error);
}

CxImportReport *
cx_import_run(CxCtx *ctx, const char *file_name, const void *data, size_t len_bytes,
              const CxMapping *mapping, GError **error)
{
    CxOriginalId original;
    if (!cx_ctx_check_change(ctx, "import files", error) ||
        !cx_original_add(ctx, data, len_bytes, &original, error))
        return NULL;
    g_autoptr(GBytes) bytes = g_bytes_new_static(data, len_bytes);
    g_autoptr(CxImportReport) begun = begin(ctx, original, bytes, file_name, mapping, error);
    if (begun != NULL)
        return run_kept(ctx, begun, bytes, error);
    g_autoptr(GError) kept = NULL; /* it stays where an import refers to it */
    if (!cx_original_drop(ctx, original, &kept))
        g_debug("original %" PRId64 ": %s", original.v, kept->message);
    return NULL;
}

/* ---- A trial ---- */

/* What responses refer to, as an import would find or add it: added, looked up, and undone. */
static bool
apply_and_undo(CxImporting *import, GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_write(import->ctx->db, error);
    return txn != NULL && cx_survey_store_apply(import->ctx, import->mapping, CX_SURVEY_ADD,
                                                &import->applied, error);
}

/* Reads only: other writers are held up by nothing, and a file may be as large as an import's. */
static bool
try_rows(CxImporting *import, GError **error)
{
    cx_importing_prepare(import);
    import->contents = cx_seen_new();
    bool is_end = false;
    for (int64_t n = 1; !is_end; n++) {
        if (!cx_importing_step(import, &is_end, error) ||
            (n % ROWS_A_STEP == 0 && !cx_importing_watch(import, error)))
            return false;
    }
    return true;
}

CxImportReport *
cx_import_try(CxCtx *ctx, const char *file_name, const void *data, size_t len_bytes,
              const CxMapping *mapping, GError **error)
{
    if (!cx_ctx_check_change(ctx, "import files", error))
        return NULL;
    g_auto(CxImporting) import = { .ctx = ctx,
                                   .mapping = mapping,
                                   .report = cx_import_report_new() };
    const CxDigest digest = cx_digest(data, len_bytes);
    import.report->digest_hex = cx_digest_hex(&digest, sizeof digest.bytes);
    import.report->len_bytes = (int64_t)len_bytes;
    if (!cx_importing_open(&import, data, len_bytes, error) || !apply_and_undo(&import, error))
        return NULL;
    import.report->survey_key = g_strdup(mapping->survey_key);
    import.report->version_key = g_strdup(mapping->version.key);
    import.report->file_name = g_strdup(file_name);
    import.report->imported_at = ctx->now;
    import.report->actor = g_strdup(ctx->actor.login);
    if (!try_rows(&import, error))
        return NULL;
    if (import.report->n_rows == 0) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "the file has a header and no rows");
        return NULL;
    }
    keep_lists(&import);
    cx_importing_list_items(&import);
    return g_steal_pointer(&import.report);
}
