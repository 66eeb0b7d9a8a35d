#include "engage/past.h"

#include <inttypes.h>

#include "base/error.h"
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
    const CxPastAsk *ask;
    CxPastMark mark;
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
    taking->mark.n_contacts += row->capture.has_contact ? 1 : 0;
    taking->mark.n_promises += (int64_t)row->capture.n_promises;
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
    taking->mark.n_ended++;
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
    if (!look_up(taking->ctx, row->source_key, &known, error) ||
        (!known.is_there && !look_up(taking->ctx, row->plain_key, &known, error)))
        return false;
    if (!known.is_there)
        return keep(taking, row, error);
    if (known.open_promise != 0 && row->state != CX_PROMISE_OPEN)
        return end_promise(taking, known.open_promise, row, error);
    taking->mark.n_same +=
        row->line > taking->ask->from.line ? 1 : 0; /* before it was counted then */
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
    return cx_past_rows_read(ctx, ask, &world, report, error);
}

static bool
audit(CxCtx *ctx, const Taking *taking, const CxPastMark *before, GError **error)
{
    const CxPastMark *mark = &taking->mark;
    const int64_t n_contacts = mark->n_contacts - before->n_contacts;
    const int64_t n_promises = mark->n_promises - before->n_promises;
    const int64_t n_ended = mark->n_ended - before->n_ended;
    if (n_contacts + n_promises + n_ended == 0)
        return true;
    g_autofree char *contacts = g_strdup_printf("%" PRId64, n_contacts);
    g_autofree char *promises = g_strdup_printf("%" PRId64, n_promises);
    g_autofree char *ended = g_strdup_printf("%" PRId64, n_ended);
    g_autofree char *after = cx_audit_texts("file", taking->ask->file_name, "contacts", contacts,
                                            "promises", promises, "ended", ended, NULL);
    return cx_ctx_audit(ctx, "past.take", "note", 0, NULL, after, error);
}

/* The rows from i_first on that make a piece. */
static bool
take_piece(Taking *taking, const GArray *rows, guint i_first, GError **error)
{
    const CxPastAsk *ask = taking->ask;
    const guint i_end = MIN(i_first + CX_PAST_ROWS_A_PIECE, rows->len);
    const CxPastMark before = taking->mark;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(taking->ctx->db, error);
    if (txn == NULL)
        return false;
    for (guint i = i_first; i < i_end; i++) {
        const CxPastRow *row = &g_array_index(rows, CxPastRow, i);
        if (!take_row(taking, row, error))
            return false;
        taking->mark.line = MAX(taking->mark.line, row->line);
    }
    return audit(taking->ctx, taking, &before, error) &&
           (ask->keep == NULL ||
            ask->keep(ask->keep_data, &taking->mark, i_end, rows->len, error)) &&
           cx_txn_commit(&txn, error);
}

/* The same where nothing is written, and nobody is held up. */
static bool
try_piece(Taking *taking, const GArray *rows, guint i_first, GError **error)
{
    const guint i_end = MIN(i_first + CX_PAST_ROWS_A_PIECE, rows->len);
    for (guint i = i_first; i < i_end; i++) {
        if (!take_row(taking, &g_array_index(rows, CxPastRow, i), error))
            return false;
    }
    return true;
}

/* Asks whoever watches. Pieces that are in stay. */
static bool
may_go_on(const Taking *taking, guint n_done, guint n_total, GError **error)
{
    g_autoptr(GError) why = NULL;
    const int64_t share =
        (CX_PAST_PROGRESS_ALL - CX_PAST_PROGRESS_READ) * (int64_t)n_done / n_total;
    if (cx_ctx_progress(taking->ctx, CX_PAST_PROGRESS_READ + share, CX_PAST_PROGRESS_ALL, &why))
        return true;
    if (taking->is_trial || n_done == 0) {
        g_propagate_error(error, g_steal_pointer(&why));
        return false;
    }
    g_set_error(
        error, CX_ERROR, CX_ERROR_CANCELLED,
        "cancelled; the first %u of %u rows are in, and the same sheet again takes the rest",
        n_done, n_total);
    return false;
}

static CxPastReport *
go_through(Taking *taking, GError **error)
{
    g_autoptr(CxPastReport) report = report_new();
    g_autoptr(GArray) rows = read_sheet(taking->ctx, taking->ask, report, error);
    if (rows == NULL)
        return NULL;
    for (guint i = 0; i < rows->len; i += CX_PAST_ROWS_A_PIECE) {
        if (!may_go_on(taking, i, rows->len, error) ||
            !(taking->is_trial ? try_piece : take_piece)(taking, rows, i, error))
            return NULL;
    }
    report->n_contacts = taking->mark.n_contacts;
    report->n_promises = taking->mark.n_promises;
    report->n_ended = taking->mark.n_ended;
    report->n_same = taking->mark.n_same;
    return g_steal_pointer(&report);
}

CxPastReport *
cx_past_try(CxCtx *ctx, const CxPastAsk *ask, GError **error)
{
    Taking taking = { .ctx = ctx, .ask = ask, .is_trial = true };
    return go_through(&taking, error);
}

CxPastReport *
cx_past_take(CxCtx *ctx, const CxPastAsk *ask, GError **error)
{
    Taking taking = { .ctx = ctx, .ask = ask, .mark = ask->from };
    return go_through(&taking, error);
}
