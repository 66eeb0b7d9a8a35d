#include "deliver/bundle.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "codec/json.h"
#include "db/txn.h"
#include "deliver/brief_all.h"
#include "deliver/press.h"
#include "sql/deliver.h"

#define JOBS_LOOKED_AT 50
#define TRIES_MAX      3

/* ---- The job ---- */

static bool
is_open(const CxJob *job)
{
    return job->state == CX_JOB_QUEUED || job->state == CX_JOB_RUNNING;
}

bool
cx_bundle_job(CxCtx *ctx, CxJob **ret_job, GError **error)
{
    g_autoptr(GPtrArray) jobs = cx_job_list(ctx->db, (CxJobId){ 0 }, JOBS_LOOKED_AT, error);
    if (jobs == NULL)
        return false;
    *ret_job = NULL;
    for (guint i = 0; i < jobs->len && *ret_job == NULL; i++) {
        const CxJob *job = g_ptr_array_index(jobs, i);
        if (is_open(job) && strcmp(job->kind, CX_BUNDLE_JOB) == 0)
            *ret_job = cx_job_load(ctx->db, job->id, error);
    }
    return true;
}

static char *
write_args(const CxBriefAsk *ask)
{
    g_autofree char *from = cx_day_is_none(ask->from) ? NULL : cx_day_format(ask->from);
    g_autofree char *to = cx_day_is_none(ask->to) ? NULL : cx_day_format(ask->to);
    return cx_audit_texts("survey", ask->survey != NULL ? ask->survey : "", "from",
                          from != NULL ? from : "", "to", to != NULL ? to : "", NULL);
}

static bool
read_day(const CxJson *args, const char *name, CxDay *ret_day, GError **error)
{
    const char *text = cx_json_text(cx_json_member(args, name), NULL);
    *ret_day = CX_DAY_NONE;
    return text == NULL || *text == '\0' || cx_day_parse(text, ret_day, error);
}

bool
cx_bundle_ask(CxCtx *ctx, const CxBriefAsk *ask, CxJobId *ret_job, GError **error)
{
    g_autoptr(CxJob) under_way = NULL;
    if (!cx_ctx_check_change(ctx, "print all briefs", error))
        return false;
    if (ctx->press == NULL || !cx_press_check(ctx->press, error)) {
        g_prefix_error(error, "briefs cannot be printed: ");
        return false;
    }
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL || !cx_bundle_job(ctx, &under_way, error))
        return false;
    if (under_way != NULL) {
        *ret_job = under_way->id;
        return true;
    }
    g_autofree char *args = write_args(ask);
    const CxJobSpec spec = { .kind = CX_BUNDLE_JOB,
                             .args_json = args,
                             .key = CX_BUNDLE_JOB,
                             .actor = ctx->actor.login,
                             .tries_max = TRIES_MAX };
    return cx_job_enqueue(ctx->db, &spec, ctx->now, ret_job, error) &&
           cx_ctx_audit(ctx, "brief.bundle_ask", "job", ret_job->v, NULL, args, error) &&
           cx_txn_commit(&txn, error);
}

/* ---- Making ---- */

static bool
keep(CxCtx *ctx, const CxBundle *bundle, GBytes *zip, CxBundleId *ret_id, GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(zip, &len_bytes);
    const CxBriefBundleAddParams params = { .name = bundle->name,
                                            .n_briefs = bundle->n_briefs,
                                            .data = { data, len_bytes },
                                            .made_by = bundle->made_by,
                                            .made_us = bundle->made_at.us };
    const CxBriefBundleSweepParams old = { .before_us =
                                               ctx->now.us - CX_BUNDLE_DAYS * CX_US_PER_DAY };
    CxBriefBundleAddRow row;
    if (!cx_q_brief_bundle_sweep(ctx->db, &old, error) ||
        !cx_q_brief_bundle_add(ctx->db, &params, &row, error))
        return false;
    g_autofree char *n = g_strdup_printf("%" G_GINT64_FORMAT, bundle->n_briefs);
    g_autofree char *after = cx_audit_texts("name", bundle->name, "n_briefs", n, NULL);
    if (!cx_ctx_audit(ctx, "brief.bundle", "brief_bundle", row.id, NULL, after, error) ||
        !cx_txn_commit(&txn, error))
        return false;
    ret_id->v = row.id;
    return true;
}

bool
cx_bundle_make(CxCtx *ctx, const char *args_json, CxBundle *ret_bundle, GError **error)
{
    g_autoptr(CxJson) args = cx_json_parse(args_json, strlen(args_json), error);
    CxBriefAsk ask = { 0 };
    if (args == NULL || !read_day(args, "from", &ask.from, error) ||
        !read_day(args, "to", &ask.to, error))
        return false;
    const char *survey = cx_json_text(cx_json_member(args, "survey"), NULL);
    ask.survey = survey != NULL && *survey != '\0' ? survey : NULL;
    int64_t n = 0;
    g_autoptr(GBytes) zip = cx_brief_zip_all(ctx, &ask, &n, error);
    if (zip == NULL)
        return false;
    g_autofree char *day = cx_day_format(ctx->today);
    CxBundle bundle = { .name = cx_arena_printf(ctx->arena, "briefs-%s.zip", day),
                        .n_briefs = n,
                        .len_bytes = (int64_t)g_bytes_get_size(zip),
                        .made_by = ctx->actor.name,
                        .made_at = ctx->now };
    if (!keep(ctx, &bundle, zip, &bundle.id, error))
        return false;
    *ret_bundle = bundle;
    return true;
}

/* ---- Reading ---- */

bool
cx_bundle_list(CxCtx *ctx, CxBundles *ret_bundles, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see all briefs", error))
        return false;
    g_autoptr(CxStmt) stmt = cx_q_brief_bundle_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(CxBundle));
    CxBriefBundleListRow row;
    CxStep step;
    while ((step = cx_q_brief_bundle_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        const CxBundle bundle = { .id = { row.id },
                                  .name = cx_arena_text(ctx->arena, row.name),
                                  .n_briefs = row.n_briefs,
                                  .len_bytes = row.len_bytes,
                                  .made_by = cx_arena_text(ctx->arena, row.made_by),
                                  .made_at = { row.made_us } };
        g_array_append_val(list, bundle);
    }
    if (step == CX_STEP_ERROR)
        return false;
    CxBundle *kept = cx_arena_new0_n(ctx->arena, CxBundle, list->len);
    for (guint i = 0; i < list->len; i++)
        kept[i] = g_array_index(list, CxBundle, i);
    *ret_bundles = (CxBundles){ kept, list->len };
    return true;
}

GBytes *
cx_bundle_load(CxCtx *ctx, CxBundleId id, const char **ret_name, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see all briefs", error))
        return NULL;
    const CxBriefBundleLoadParams params = { .id = id.v };
    g_autoptr(CxStmt) stmt = cx_q_brief_bundle_load(ctx->db, &params, error);
    CxBriefBundleLoadRow row;
    const CxStep step =
        stmt != NULL ? cx_q_brief_bundle_load_next(stmt, &row, error) : CX_STEP_ERROR;
    if (step == CX_STEP_ROW) {
        *ret_name = cx_arena_text(ctx->arena, row.name);
        return g_bytes_new(row.data.data, row.data.len_bytes);
    }
    if (step == CX_STEP_DONE) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                    "there are no briefs under the number %" G_GINT64_FORMAT
                    "; they are kept for %d days",
                    id.v, CX_BUNDLE_DAYS);
    }
    return NULL;
}
