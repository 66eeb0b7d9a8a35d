#include "feedback/upload.h"

#include <inttypes.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/limits.h"
#include "codec/json.h"
#include "db/txn.h"
#include "lang/assert.h"
#include "sql/feedback.h"

#define TRIAL_TRIES_MAX 3

static const char *const state_keys[] = {
#define X(name, key) [CX_UPLOAD_STATE_##name] = (key),
    CX_UPLOAD_STATE_MAP(X)
#undef X
};

const char *
cx_upload_state_key(CxUploadState state)
{
    return state_keys[state];
}

/* DRAFT for a key not known: the store's check lets none in. */
static CxUploadState
state_of(const char *key)
{
    CxUploadState state = CX_UPLOAD_STATE_DRAFT;
    for (CxUploadState s = CX_UPLOAD_STATE_DRAFT; s < CX_UPLOAD_STATE_N; s++)
        state = g_str_equal(state_keys[s], key) ? s : state;
    return state;
}

void
cx_upload_free(CxUpload *upload)
{
    if (upload == NULL)
        return;
    g_free(upload->file_name);
    g_free(upload->actor);
    g_free(upload->kind);
    g_free(upload->head);
    g_free(upload->findings);
    g_free(upload->mapping);
    g_free(upload->trial);
    g_free(upload->report);
    g_free(upload->closed_by);
    g_free(upload->spool);
    g_free(upload);
}

void
cx_file_entry_free(CxFileEntry *entry)
{
    if (entry == NULL)
        return;
    g_free(entry->file_name);
    g_free(entry->actor);
    g_free(entry->kind);
    g_free(entry);
}

/* What the audit keeps of a draft: the mapping by its digest, since it can be long. */
static char *
audit_json(const CxUpload *upload)
{
    g_autofree char *digest = NULL;
    if (upload->mapping != NULL) {
        const CxDigest of = cx_digest(upload->mapping, strlen(upload->mapping));
        digest = cx_digest_hex(&of, sizeof of.bytes);
    }
    return cx_audit_texts("file", upload->file_name, "kind", upload->kind, "mapping",
                          digest != NULL ? digest : "", NULL);
}

/* ---- Trying all of a draft ---- */

static bool
find_job(CxDb *db, const char *kind, CxUploadId id, char **ret_key, CxJob **ret_job, GError **error)
{
    *ret_key = g_strdup_printf("%s:%" PRId64, kind, id.v);
    return cx_job_find_key(db, kind, *ret_key, ret_job, error);
}

static char *
bring_args(const CxUpload *upload, CxUploadId id)
{
    GString *out = g_string_new(NULL);
    {
        g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_COMPACT);
        cx_json_writer_begin_object(json);
        cx_json_writer_put_int(json, "upload", id.v);
        cx_json_writer_put_text(json, "spool", upload->spool != NULL ? upload->spool : "");
        cx_json_writer_put_text(json, "host", g_get_host_name());
        cx_json_writer_put_int(json, "like", upload->like.v);
        cx_json_writer_end_object(json);
    }
    return g_string_free(out, FALSE);
}

/* Keeping comes before all else; CONFLICT while that goes on. */
static bool
queue_bring(CxCtx *ctx, const CxUpload *upload, CxUploadId id, GError **error)
{
    g_autofree char *key = g_strdup_printf(CX_JOB_BRING ":%" PRId64, id.v);
    g_autofree char *args = bring_args(upload, id);
    const CxJobSpec spec = {
        .kind = CX_JOB_BRING,
        .args_json = args,
        .key = key,
        .actor = ctx->actor.login,
        .tries_max = TRIAL_TRIES_MAX,
    };
    CxJobId job = { 0 };
    return cx_job_enqueue(ctx->db, &spec, ctx->now, &job, error);
}

/* One trial an upload: an open one tries what stands there when it ends. */
static bool
queue_job(CxCtx *ctx, const CxUpload *upload, CxUploadId id, GError **error)
{
    if (upload->is_bring_wanted)
        return queue_bring(ctx, upload, id, error);
    if (!upload->is_trial_wanted)
        return true;
    g_autofree char *key = NULL;
    g_autoptr(CxJob) open = NULL;
    if (!find_job(ctx->db, CX_JOB_TRIAL, id, &key, &open, error))
        return false;
    if (open != NULL && open->state <= CX_JOB_RUNNING)
        return true;
    g_autofree char *args = g_strdup_printf("{\"upload\":%" PRId64 "}", id.v);
    const CxJobSpec spec = {
        .kind = CX_JOB_TRIAL,
        .args_json = args,
        .key = key,
        .actor = ctx->actor.login,
        .tries_max = TRIAL_TRIES_MAX,
    };
    CxJobId job = { 0 };
    return cx_job_enqueue(ctx->db, &spec, ctx->now, &job, error);
}

bool
cx_upload_trial_job(CxCtx *ctx, CxUploadId id, CxJob **ret_job, GError **error)
{
    g_autofree char *key = NULL;
    return cx_ctx_check_change(ctx, "see jobs", error) &&
           find_job(ctx->db, CX_JOB_TRIAL, id, &key, ret_job, error);
}

bool
cx_upload_bring_job(CxCtx *ctx, CxUploadId id, CxJob **ret_job, GError **error)
{
    g_autofree char *key = NULL;
    return cx_ctx_check_change(ctx, "see jobs", error) &&
           find_job(ctx->db, CX_JOB_BRING, id, &key, ret_job, error);
}

bool
cx_upload_keep_trial(CxCtx *ctx, const CxUpload *upload, bool *ret_is_kept, GError **error)
{
    if (!cx_ctx_check_change(ctx, "try files", error))
        return false;
    const CxUploadSetTrialParams params = { .id = upload->id.v,
                                            .version = upload->version,
                                            .trial = upload->trial };
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL || !cx_q_upload_set_trial(ctx->db, &params, error))
        return false;
    *ret_is_kept = cx_db_changes(ctx->db) == 1;
    return cx_txn_commit(&txn, error);
}

/* ---- Keeping ---- */

bool
cx_upload_add(CxCtx *ctx, const CxUpload *upload, CxUploadId *ret_id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "bring files", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const CxUploadAddParams params = {
        .original_id = upload->original.v,
        .file_name = upload->file_name,
        .len_bytes = upload->len_bytes,
        .actor = ctx->actor.login,
        .received_us = ctx->now.us,
        .kind = upload->kind,
        .head = upload->head,
        .findings = upload->findings,
        .mapping = upload->mapping,
        .trial = upload->trial,
    };
    CxUploadAddRow row;
    g_autofree char *after = audit_json(upload);
    if (!cx_q_upload_add(ctx->db, &params, &row, error) ||
        !cx_ctx_audit(ctx, "upload.add", "upload", row.id, NULL, after, error) ||
        !queue_job(ctx, upload, (CxUploadId){ row.id }, error) || !cx_txn_commit(&txn, error))
        return false;
    ret_id->v = row.id;
    return true;
}

static CxUpload *
upload_of_row(const CxUploadLoadRow *row)
{
    CxUpload *upload = g_new0(CxUpload, 1);
    *upload = (CxUpload){
        .id = { row->id },
        .original = { row->original_id },
        .file_name = g_strdup(row->file_name),
        .len_bytes = row->len_bytes,
        .actor = g_strdup(row->actor),
        .received_at = { row->received_us },
        .kind = g_strdup(row->kind),
        .state = state_of(row->state),
        .head = g_strdup(row->head),
        .findings = g_strdup(row->findings),
        .mapping = g_strdup(row->mapping),
        .trial = g_strdup(row->trial),
        .import = { row->import_id.is_set ? row->import_id.v : 0 },
        .report = g_strdup(row->report),
        .closed_at = { row->closed_us.is_set ? row->closed_us.v : 0 },
        .closed_by = g_strdup(row->closed_by),
        .version = row->version,
    };
    return upload;
}

CxUpload *
cx_upload_load(CxCtx *ctx, CxUploadId id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see files", error))
        return NULL;
    g_autoptr(CxStmt) stmt = cx_q_upload_load(ctx->db, &(CxUploadLoadParams){ .id = id.v }, error);
    if (stmt == NULL)
        return NULL;
    CxUploadLoadRow row;
    const CxStep step = cx_q_upload_load_next(stmt, &row, error);
    if (step == CX_STEP_DONE)
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no file %" PRId64, id.v);
    return step == CX_STEP_ROW ? upload_of_row(&row) : NULL;
}

/* After an update that names the version: somebody was quicker, unless one row changed. */
static bool
check_changed(CxCtx *ctx, GError **error)
{
    if (cx_db_changes(ctx->db) == 1)
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_CONFLICT,
                        "somebody else has changed this file meanwhile; nothing of yours was kept. "
                        "Open it again and look at what they did");
    return false;
}

bool
cx_upload_save(CxCtx *ctx, const CxUpload *upload, GError **error)
{
    if (!cx_ctx_check_change(ctx, "change files", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const CxUploadSaveParams params = {
        .id = upload->id.v,
        .version = upload->version,
        .kind = upload->kind,
        .findings = upload->findings,
        .mapping = upload->mapping,
        .trial = upload->trial,
    };
    g_autofree char *after = audit_json(upload);
    return cx_q_upload_save(ctx->db, &params, error) && check_changed(ctx, error) &&
           cx_ctx_audit(ctx, "upload.edit", "upload", upload->id.v, NULL, after, error) &&
           queue_job(ctx, upload, upload->id, error) && cx_txn_commit(&txn, error);
}

/* How a draft ends. */
static bool
end_draft(CxCtx *ctx, const CxUploadCloseParams *params, const char *action, GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    return txn != NULL && cx_q_upload_close(ctx->db, params, error) && check_changed(ctx, error) &&
           cx_ctx_audit(ctx, action, "upload", params->id, NULL, params->report, error) &&
           cx_txn_commit(&txn, error);
}

bool
cx_upload_drop(CxCtx *ctx, CxUploadId id, int64_t version, GError **error)
{
    if (!cx_ctx_check_change(ctx, "drop files", error))
        return false;
    const CxUploadCloseParams params = {
        .id = id.v,
        .version = version,
        .state = state_keys[CX_UPLOAD_STATE_DROPPED],
        .closed_us = ctx->now.us,
        .closed_by = ctx->actor.login,
    };
    return end_draft(ctx, &params, "upload.drop", error);
}

bool
cx_upload_close(CxCtx *ctx, const CxUpload *upload, GError **error)
{
    if (!cx_ctx_check_change(ctx, "take files in", error))
        return false;
    CxUploadCloseParams params = {
        .id = upload->id.v,
        .version = upload->version,
        .state = state_keys[CX_UPLOAD_STATE_IMPORTED],
        .report = upload->report,
        .closed_us = ctx->now.us,
        .closed_by = ctx->actor.login,
    };
    if (upload->import.v != 0)
        params.import_id = CX_SOME_I64(upload->import.v);
    return end_draft(ctx, &params, "upload.import", error);
}

static CxImportState
import_state_of(const char *key)
{
    CxImportState state = CX_IMPORT_DONE;
    for (CxImportState s = CX_IMPORT_QUEUED; key != NULL && s < CX_IMPORT_STATE_N; s++)
        state = g_str_equal(cx_import_state_key(s), key) ? s : state;
    return state;
}

static CxFileEntry *
entry_of_row(const CxUploadListRow *row)
{
    CxFileEntry *entry = g_new0(CxFileEntry, 1);
    *entry = (CxFileEntry){
        .upload = { row->upload_id },
        .import = { row->import_id },
        .rank = row->rank,
        .file_name = g_strdup(row->file_name),
        .len_bytes = row->len_bytes,
        .actor = g_strdup(row->actor),
        .received_at = { row->received_us },
        .kind = g_strdup(row->kind),
        .state = state_of(row->state),
        .import_state = import_state_of(row->import_state),
        .n_rows = row->n_rows.is_set ? row->n_rows.v : -1,
        .n_rejected = row->n_rejected.is_set ? row->n_rejected.v : -1,
    };
    return entry;
}

GPtrArray *
cx_file_list(CxCtx *ctx, CxInstant before, int64_t rank, int64_t limit, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see files", error))
        return NULL;
    const CxUploadListParams params = {
        .before_us = before.us == 0 ? INT64_MAX : before.us,
        .before_rank = rank,
        .n_max = CLAMP(limit, 1, CX_PAGE_ROWS_MAX),
    };
    g_autoptr(CxStmt) stmt = cx_q_upload_list(ctx->db, &params, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)cx_file_entry_free);
    CxUploadListRow row;
    CxStep step;
    while ((step = cx_q_upload_list_next(stmt, &row, error)) == CX_STEP_ROW)
        g_ptr_array_add(list, entry_of_row(&row));
    return step == CX_STEP_ERROR ? NULL : g_steal_pointer(&list);
}
