#include "app/upload_bring.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <string.h>

#include "app/home.h"
#include "app/sheet.h"
#include "base/error.h"
#include "codec/json.h"
#include "db/txn.h"
#include "feedback/bring.h"
#include "feedback/facts_upload.h"

#define WAIT_US_MAX (INT64_C(24) * 3600 * CX_US_PER_SECOND) /* for a host that does not come back */
#define SAVES_MAX   5                                       /* somebody else changes it meanwhile */

bool
cx_upload_is_brought_at_once(const CxUpload *upload)
{
    return upload->len_bytes <= CX_BRING_AT_ONCE_BYTES;
}

bool
cx_upload_prepare(CxCtx *ctx, CxUpload *upload, GBytes *bytes, GError **error)
{
    if (g_str_equal(upload->kind, CX_UPLOAD_SURVEY))
        return cx_bring_survey(ctx, upload, bytes, error);
    if (g_str_equal(upload->kind, CX_UPLOAD_FACTS))
        return cx_facts_upload_prepare(ctx, upload, bytes, error);
    /* a large sheet is tried by a job, a small one whenever it is looked at */
    upload->is_trial_wanted = cx_sheet_is_one(upload) && !cx_sheet_is_small(upload);
    return true;
}

/* What the job is told. */
typedef struct {
    CxUploadId upload;
    char *spool; /* name of the file in the spool; "": the original is kept already */
    char *host;
    int64_t like;
} Order;

static void
order_clear(Order *order)
{
    g_free(order->spool);
    g_free(order->host);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Order, order_clear)

static bool
read_order(const CxJob *job, Order *order, GError **error)
{
    g_autoptr(CxJson) args = cx_json_parse(job->args_json, strlen(job->args_json), error);
    if (args == NULL || !cx_json_need_int(args, "upload", &order->upload.v, error))
        return false;
    order->spool = g_strdup(cx_json_text(cx_json_member(args, "spool"), ""));
    order->host = g_strdup(cx_json_text(cx_json_member(args, "host"), ""));
    order->like = cx_json_int(cx_json_member(args, "like"), CX_LIKE_FIND);
    return true;
}

/* Whether the file lies in the spool of another host, which is waited for. */
static bool
is_elsewhere(const Order *order, CxInstant now, const CxJob *job, GError **error)
{
    if (*order->spool == '\0' || g_str_equal(order->host, g_get_host_name()) ||
        now.us - job->created_at.us >= WAIT_US_MAX)
        return false;
    g_set_error(error, CX_ERROR, CX_ERROR_BUSY, "waits for %s, which received the file",
                order->host);
    return true;
}

/* The file is not in this spool. */
static bool
say_gone(const Order *order, CxInstant now, const CxJob *job, GError **error)
{
    if (is_elsewhere(order, now, job, error))
        return false;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                        "the file was lost on its way in; bring it again");
    return false;
}

static bool
keep(CxCtx *ctx, const Order *order, const CxJob *job, const char *spool_dir, GError **error)
{
    if (*order->spool == '\0')
        return true;
    g_autofree char *path = g_build_filename(spool_dir, order->spool, NULL);
    g_autoptr(CxUpload) upload = cx_upload_load(ctx, order->upload, error);
    bool is_whole = false;
    if (upload == NULL || !cx_original_is_whole(ctx, upload->original, &is_whole, error))
        return false;
    if (!is_whole && !g_file_test(path, G_FILE_TEST_EXISTS))
        return say_gone(order, ctx->now, job, error);
    CxOriginalId original = { 0 };
    return is_whole || cx_original_add_spooled(ctx, path, &original, error);
}

/* The file is kept, or will not be: its place in the spool is free again. */
static void
leave_spool(const Order *order, const char *spool_dir)
{
    if (*order->spool == '\0')
        return;
    g_autofree char *path = g_build_filename(spool_dir, order->spool, NULL);
    (void)g_unlink(path); /* left over, it does no harm */
}

/* Recognises the draft as it stands and saves it; again if somebody else was quicker. */
static bool
recognise(CxCtx *ctx, const Order *order, GError **error)
{
    for (int i = 0; i < SAVES_MAX; i++) {
        g_autoptr(GError) local = NULL;
        g_autoptr(CxUpload) upload = cx_upload_load(ctx, order->upload, error);
        if (upload == NULL || upload->state != CX_UPLOAD_STATE_DRAFT)
            return upload != NULL;
        upload->like.v = order->like;
        g_autoptr(GBytes) bytes = cx_original_read(ctx, upload->original, error);
        if (bytes == NULL || !cx_upload_prepare(ctx, upload, bytes, error))
            return false;
        if (cx_upload_save(ctx, upload, &local))
            return true;
        if (!g_error_matches(local, CX_ERROR, CX_ERROR_CONFLICT) || i + 1 == SAVES_MAX) {
            g_propagate_error(error, g_steal_pointer(&local));
            return false;
        }
    }
    return true;
}

/* Where somebody has dropped it meanwhile, nothing is left of it; a failure of that changes nothing of what
 * is said. */
static void
clear_dropped(CxCtx *ctx, const Order *order, const char *spool_dir)
{
    g_autoptr(CxUpload) upload = cx_upload_load(ctx, order->upload, NULL);
    if (upload == NULL || upload->state == CX_UPLOAD_STATE_DRAFT)
        return;
    leave_spool(order, spool_dir);
    if (!cx_original_break_off(ctx, upload->original,
                               NULL)) /* it is completed when it comes again */
        g_debug("the beginning of upload %" PRId64 " is still kept", order->upload.v);
}

/* The upload was dropped before its file was kept. */
static bool
end_dropped(CxCtx *ctx, const Order *order, const CxJob *job, const char *spool_dir, GError **error)
{
    g_autofree char *path = g_build_filename(spool_dir, order->spool, NULL);
    if (!g_file_test(path, G_FILE_TEST_EXISTS) && is_elsewhere(order, ctx->now, job, error))
        return false;
    leave_spool(order, spool_dir);
    clear_dropped(ctx, order, spool_dir);
    return true;
}

bool
cx_upload_bring_work(CxCtx *ctx, const CxJob *job, const char *spool_dir, GError **error)
{
    g_auto(Order) order = { 0 };
    if (!read_order(job, &order, error))
        return false;
    g_autoptr(CxUpload) upload = cx_upload_load(ctx, order.upload, error);
    if (upload == NULL)
        return false;
    if (upload->state != CX_UPLOAD_STATE_DRAFT)
        return end_dropped(ctx, &order, job, spool_dir, error);
    if (!keep(ctx, &order, job, spool_dir, error)) {
        clear_dropped(ctx, &order, spool_dir);
        return false;
    }
    leave_spool(&order, spool_dir);
    return recognise(ctx, &order, error);
}

bool
cx_upload_bring_run(CxCtx *ctx, const CxJob *job, const char *spool_dir, GError **error)
{
    g_auto(Order) order = { 0 };
    if (!read_order(job, &order, error) || !cx_upload_bring_work(ctx, job, spool_dir, error))
        return false;
    g_autoptr(CxUpload) upload = cx_upload_load(ctx, order.upload, error);
    if (upload == NULL || upload->state != CX_UPLOAD_STATE_DROPPED)
        return upload != NULL;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_CANCELLED, "the file was dropped");
    return false;
}

bool
cx_upload_bring_cancel(CxCtx *ctx, const CxJob *job, GError **error)
{
    g_auto(Order) order = { 0 };
    if (!read_order(job, &order, error))
        return false;
    g_autoptr(CxUpload) upload = cx_upload_load(ctx, order.upload, error);
    if (upload == NULL || (upload->state == CX_UPLOAD_STATE_DRAFT &&
                           !cx_upload_drop(ctx, upload->id, upload->version, error)))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    const bool is_waiting = job->state == CX_JOB_QUEUED; /* whoever takes it clears the spool */
    return txn != NULL && (is_waiting || cx_job_cancel(ctx->db, job->id, ctx->now, error)) &&
           cx_ctx_audit(ctx, "job.cancel", "job", job->id.v, NULL, NULL, error) &&
           cx_txn_commit(&txn, error);
}

/* ---- What was left in the spool ---- */

static bool
is_awaited(const GPtrArray *orders, const char *name)
{
    for (guint i = 0; i < orders->len; i++) {
        if (strstr(g_ptr_array_index(orders, i), name) != NULL)
            return true;
    }
    return false;
}

static bool
is_old(const char *path, CxInstant now)
{
    GStatBuf about;
    return g_stat(path, &about) == 0 &&
           now.us - (int64_t)about.st_mtime * CX_US_PER_SECOND > WAIT_US_MAX;
}

bool
cx_upload_bring_sweep(CxCtx *ctx, const char *spool_dir, GError **error)
{
    if (!cx_ctx_check_change(ctx, "clear the spool", error))
        return false;
    g_autoptr(GDir) dir = g_dir_open(spool_dir, 0, NULL);
    g_autoptr(GPtrArray) orders = cx_job_open_args(ctx->db, CX_JOB_BRING, error);
    if (orders == NULL)
        return false;
    const char *name = NULL;
    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(spool_dir, name, NULL);
        if (g_str_has_prefix(name, CX_KEPT_PREFIX) && !is_awaited(orders, name) &&
            is_old(path, ctx->now))
            (void)g_unlink(path); /* the next night tries again */
    }
    return true;
}
