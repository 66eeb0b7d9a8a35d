#include "evidence/marked.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "business/metric.h"
#include "db/txn.h"
#include "sql/evidence.h"

static const CxMetric *
find_metric(const GPtrArray *metrics, const char *key)
{
    for (guint i = 0; key != NULL && i < metrics->len; i++) {
        const CxMetric *metric = g_ptr_array_index(metrics, i);
        if (g_str_equal(metric->key, key))
            return metric;
    }
    return NULL;
}

static bool
check(const CxCtx *ctx, const CxMarking *mark, GError **error)
{
    const char *why = NULL;
    if (mark->what == NULL || *mark->what == '\0')
        why = "say in words what was changed";
    else if (strlen(mark->what) > CX_MARKED_WHAT_BYTES_MAX)
        why = "what was changed is said in fewer words";
    else if (cx_day_is_none(mark->since))
        why = "say since when it is changed";
    else if (mark->since.v > ctx->today.v)
        why = "a change is marked when it has been made";
    if (why != NULL)
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, why);
    return why == NULL;
}

bool
cx_marked_add(CxCtx *ctx, const CxMarking *mark, CxMarkedId *ret_id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "mark changes", error) || !check(ctx, mark, error))
        return false;
    g_autoptr(GPtrArray) metrics = cx_metric_list(ctx, error);
    if (metrics == NULL)
        return false;
    const CxMetric *metric = find_metric(metrics, mark->metric);
    if (metric == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no metric \"%s\"",
                    mark->metric != NULL ? mark->metric : "");
        return false;
    }
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    const CxMarkedAddParams params = {
        .metric_id = metric->id.v,
        .what = mark->what,
        .since_day = mark->since.v,
        .marked_us = ctx->now.us,
        .actor = ctx->actor.login,
    };
    CxMarkedAddRow row;
    if (txn == NULL || !cx_q_marked_add(ctx->db, &params, &row, error))
        return false;
    g_autofree char *after = cx_audit_texts("metric", metric->key, "what", mark->what, NULL);
    if (!cx_ctx_audit(ctx, "marked.add", "marked_change", row.id, NULL, after, error) ||
        !cx_txn_commit(&txn, error))
        return false;
    *ret_id = (CxMarkedId){ row.id };
    return true;
}

bool
cx_marked_withdraw(CxCtx *ctx, CxMarkedId id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "take back marked changes", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    const CxMarkedWithdrawParams params = { .id = id.v, .day = ctx->today.v };
    if (txn == NULL || !cx_q_marked_withdraw(ctx->db, &params, error))
        return false;
    if (cx_db_changes(ctx->db) != 1) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no marked change %" PRId64,
                    id.v);
        return false;
    }
    return cx_ctx_audit(ctx, "marked.withdraw", "marked_change", id.v, NULL, NULL, error) &&
           cx_txn_commit(&txn, error);
}

static void
add_row(CxArena *arena, const GPtrArray *metrics, const char *only, const CxMarkedListRow *row,
        GArray *found)
{
    for (guint i = 0; i < metrics->len; i++) {
        const CxMetric *metric = g_ptr_array_index(metrics, i);
        if (metric->id.v != row->metric_id || (only != NULL && !g_str_equal(only, metric->key)))
            continue;
        const CxMarked marked = {
            .id = { row->id },
            .metric = cx_arena_text(arena, metric->key),
            .metric_label = cx_arena_text(arena, metric->label),
            .what = cx_arena_text(arena, row->what),
            .since = { (int32_t)row->since_day },
            .marked_at = { row->marked_us },
            .actor = cx_arena_text(arena, row->actor),
        };
        g_array_append_val(found, marked);
    }
}

bool
cx_marked_list(CxCtx *ctx, const char *metric, CxMarkedList *ret_list, GError **error)
{
    g_autoptr(GPtrArray) metrics = cx_metric_list(ctx, error);
    g_autoptr(CxStmt) stmt = metrics != NULL ? cx_q_marked_list(ctx->db, error) : NULL;
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxMarked));
    CxMarkedListRow row;
    CxStep step;
    while ((step = cx_q_marked_list_next(stmt, &row, error)) == CX_STEP_ROW)
        add_row(ctx->arena, metrics, metric, &row, found);
    if (step == CX_STEP_ERROR)
        return false;
    CxMarked *kept = cx_arena_new0_n(ctx->arena, CxMarked, found->len + 1);
    for (guint i = 0; i < found->len; i++)
        kept[i] = g_array_index(found, CxMarked, i);
    *ret_list = (CxMarkedList){ kept, found->len };
    return true;
}
