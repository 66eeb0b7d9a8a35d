#include "engage/past.h"

#include <inttypes.h>

#include "base/text.h"
#include "db/db.h"
#include "db/txn.h"
#include "engage/past_priv.h"
#include "sql/engage.h"

static void
reject_free(gpointer data)
{
    CxPastReject *reject = data;
    g_free(reject->column);
    g_free(reject->reason);
    g_free(reject);
}

static CxPastReport *
report_new(void)
{
    CxPastReport *report = g_new0(CxPastReport, 1);
    report->rejects = g_ptr_array_new_with_free_func(reject_free);
    return report;
}

void
cx_past_report_free(CxPastReport *report)
{
    if (report == NULL)
        return;
    g_ptr_array_unref(report->rejects);
    g_free(report);
}

/* ---- Rows, one by one ---- */

typedef struct {
    CxCtx *ctx;
    CxPastReport *report;
    bool is_trial; /* nothing is written */
} Taking;

typedef struct {
    bool is_there;
    int64_t open_promise; /* 0: none */
} Known;

static bool
look_up(CxCtx *ctx, const char *source_key, Known *ret_known, GError **error)
{
    const CxNoteOfKeyParams params = { .source_key = source_key };
    g_autoptr(CxStmt) stmt = cx_q_note_of_key(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxNoteOfKeyRow row;
    const CxStep step = cx_q_note_of_key_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    Known known = { .is_there = step == CX_STEP_ROW };
    if (known.is_there && !row.withdrawn_us.is_set && row.outcome == NULL && row.promise_id.is_set)
        known.open_promise = row.promise_id.v;
    *ret_known = known;
    return true;
}

static bool
keep(Taking *taking, const CxPastRow *row, GError **error)
{
    taking->report->n_contacts += row->capture.has_contact ? 1 : 0;
    taking->report->n_promises += row->capture.has_promise ? 1 : 0;
    if (taking->is_trial)
        return true;
    const CxNoted noted = { .text = row->text,
                            .source_key = row->source_key,
                            .capture = &row->capture,
                            .state = row->state,
                            .ended_on = row->ended_on };
    int64_t id = 0;
    return cx_note_keep(taking->ctx, &noted, &id, error);
}

static bool
end_promise(Taking *taking, int64_t promise, const CxPastRow *row, GError **error)
{
    taking->report->n_ended++;
    if (taking->is_trial)
        return true;
    const CxPromiseEndParams params = { .id = promise,
                                        .day = row->ended_on.v,
                                        .outcome = cx_promise_state_key(row->state),
                                        .by = taking->ctx->actor.name };
    g_autoptr(CxStmt) stmt = cx_q_promise_end(taking->ctx->db, &params, error);
    CxPromiseEndRow ended;
    return stmt != NULL && cx_q_promise_end_next(stmt, &ended, error) != CX_STEP_ERROR;
}

static bool
take_row(Taking *taking, const CxPastRow *row, GError **error)
{
    Known known;
    if (!look_up(taking->ctx, row->source_key, &known, error))
        return false;
    if (!known.is_there)
        return keep(taking, row, error);
    if (known.open_promise != 0 && row->state != CX_PROMISE_OPEN)
        return end_promise(taking, known.open_promise, row, error);
    taking->report->n_same++;
    return true;
}

static bool
take_rows(Taking *taking, const GArray *rows, GError **error)
{
    for (guint i = 0; i < rows->len; i++) {
        if (!take_row(taking, &g_array_index(rows, CxPastRow, i), error))
            return false;
    }
    return true;
}

/* ---- The sheet ---- */

static GArray *
read_sheet(CxCtx *ctx, const CxPastAsk *ask, CxPastReport *report, GError **error)
{
    if (!cx_ctx_check_change(ctx, "read past meetings and promises", error))
        return NULL;
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    g_autoptr(GPtrArray) departments = leaders != NULL ? cx_department_list(ctx, error) : NULL;
    if (departments == NULL)
        return NULL;
    const CxCaptureWorld world = { leaders, departments, ctx->today, { 0 } };
    return cx_past_rows_read(ask, &world, ctx->arena, report, error);
}

CxPastReport *
cx_past_try(CxCtx *ctx, const CxPastAsk *ask, GError **error)
{
    g_autoptr(CxPastReport) report = report_new();
    g_autoptr(GArray) rows = read_sheet(ctx, ask, report, error);
    Taking taking = { .ctx = ctx, .report = report, .is_trial = true };
    if (rows == NULL || !take_rows(&taking, rows, error))
        return NULL;
    return g_steal_pointer(&report);
}

static bool
audit(CxCtx *ctx, const CxPastAsk *ask, const CxPastReport *report, GError **error)
{
    g_autofree char *contacts = g_strdup_printf("%" PRId64, report->n_contacts);
    g_autofree char *promises = g_strdup_printf("%" PRId64, report->n_promises);
    g_autofree char *ended = g_strdup_printf("%" PRId64, report->n_ended);
    g_autofree char *after = cx_audit_texts("file", ask->file_name, "contacts", contacts,
                                            "promises", promises, "ended", ended, NULL);
    return cx_ctx_audit(ctx, "past.take", "note", 0, NULL, after, error);
}

CxPastReport *
cx_past_take(CxCtx *ctx, const CxPastAsk *ask, GError **error)
{
    g_autoptr(CxPastReport) report = report_new();
    g_autoptr(GArray) rows = read_sheet(ctx, ask, report, error);
    g_autoptr(CxTxn) txn = rows != NULL ? cx_txn_begin_write(ctx->db, error) : NULL;
    Taking taking = { .ctx = ctx, .report = report };
    if (txn == NULL || !take_rows(&taking, rows, error))
        return NULL;
    const bool is_new = report->n_contacts + report->n_promises + report->n_ended > 0;
    if ((is_new && !audit(ctx, ask, report, error)) || !cx_txn_commit(&txn, error))
        return NULL;
    return g_steal_pointer(&report);
}
