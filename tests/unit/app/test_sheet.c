/* A sheet of past meetings is taken in by pieces: with progress, paused, cancelled, gone on with after a
 * crash, and each row once. */
#include <inttypes.h>
#include <string.h>

#include "app/sheet.h"
#include "base/error.h"
#include "codec/json.h"
#include "db/txn.h"
#include "engage/past.h"
#include "support/engines.h"
#include "support/job_hand.h"
#include "support/store.h"
#include "unit/people/cast.h"

#define N_ROWS 1234 /* three pieces */

static int64_t
n_notes(CxCtx *ctx)
{
    return cx_test_count(ctx->db, "SELECT count(*) AS n FROM note");
}

/* Rows of one leader: each day some, every tenth nobody's. */
static GString *
sheet_text(void)
{
    GString *text = g_string_new("Leader,Date,About,Promised,Kept\n");
    for (int i = 0; i < N_ROWS; i++) {
        g_string_append_printf(text, "%s,2025-%02d-%02d,subject number %d of the meeting,%s,\n",
                               i % 10 == 3 ? "Nobody Known" : "Ada Byron", 1 + i % 12, 1 + i % 28,
                               i, i % 4 == 0 ? "a list of all that was said" : "");
    }
    while (text->len <= CX_SHEET_AT_ONCE_BYTES)
        g_string_append(text, ",,,,\n");
    return text;
}

/* A draft of the sheet whose job is queued. */
static CxUploadId
bring_sheet(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) text = sheet_text();
    CxOriginalId original;
    CxUploadId id;
    g_assert_true(cx_original_add(ctx, text->str, text->len, &original, &error));
    g_autoptr(CxUpload) draft = g_new0(CxUpload, 1);
    draft->original = original;
    draft->file_name = g_strdup("met.csv");
    draft->len_bytes = (int64_t)text->len;
    draft->kind = g_strdup(CX_UPLOAD_PAST);
    draft->head = g_strdup("{}");
    g_assert_true(cx_upload_add(ctx, draft, &id, &error));
    g_autoptr(CxUpload) upload = cx_upload_load(ctx, id, &error);
    g_assert_true(cx_sheet_take(ctx, upload, &error));
    return id;
}

static CxCtx *
prepare(CxDb *db)
{
    (void)cast_department(db, "food", "Food");
    (void)cast_leader(db, "Ada Byron", "food", CX_DAY_NONE, CX_DAY_NONE);
    return cast_system(db);
}

static CxJob *
lease_job(CxCtx *ctx, CxUploadId id)
{
    CxJob *job = NULL;
    g_assert_true(cx_sheet_job(ctx, id, &job, NULL));
    g_autoptr(CxJob) found = job;
    return cx_test_job_lease(ctx, found->id);
}

static bool
work(CxCtx *ctx, const CxJob *job)
{
    g_autoptr(GError) error = NULL;
    const bool is_done = cx_sheet_work(ctx, job, &error);
    g_assert_no_error(error);
    return is_done;
}

/* Who wants a pause as soon as so many pieces are in. */
typedef struct {
    CxCtx *ctx;
    int64_t n_pieces;
} Waiting;

static bool
has_waited(void *data, int64_t n_done G_GNUC_UNUSED, int64_t n_total G_GNUC_UNUSED)
{
    const Waiting *waiting = data;
    return n_notes(waiting->ctx) < waiting->n_pieces * CX_PAST_ROWS_A_PIECE;
}

static bool
work_until(CxCtx *ctx, const CxJob *job, int64_t n_pieces)
{
    g_autoptr(GError) error = NULL;
    Waiting waiting = { ctx, n_pieces };
    ctx->progress = (CxProgress){ has_waited, &waiting };
    const bool is_done = cx_sheet_work(ctx, job, &error);
    ctx->progress = (CxProgress){ 0 };
    g_assert_error(error, CX_ERROR, CX_ERROR_CANCELLED);
    return is_done;
}

/* What the report of the upload counts under a name. */
static int64_t
reported(CxCtx *ctx, CxUploadId id, const char *name)
{
    g_autoptr(CxUpload) upload = cx_upload_load(ctx, id, NULL);
    g_assert_nonnull(upload->report);
    g_autoptr(CxJson) json = cx_json_parse(upload->report, strlen(upload->report), NULL);
    return cx_json_int(cx_json_member(json, name), -1);
}

#define N_ASIDE 124 /* rows of nobody's */
#define N_TAKEN (N_ROWS - N_ASIDE)

/* Paused after the first piece: it goes on behind it, and the report counts both tries. */
static void
test_paused(CxDb *db)
{
    g_autoptr(CxCtx) ctx = prepare(db);
    const CxUploadId id = bring_sheet(ctx);
    g_autoptr(CxJob) first = lease_job(ctx, id);
    g_assert_false(work_until(ctx, first, 1));
    g_assert_true(n_notes(ctx) == CX_PAST_ROWS_A_PIECE);
    g_autoptr(CxJob) seen = cx_job_load(db, first->id, NULL);
    g_assert_true(seen->n_done == N_TAKEN + CX_PAST_ROWS_A_PIECE);
    cx_test_job_release(ctx, first);
    g_autoptr(CxJob) second = lease_job(ctx, id);
    g_assert_true(work(ctx, second));
    g_assert_true(n_notes(ctx) == N_TAKEN);
    g_assert_true(reported(ctx, id, "contacts") == N_TAKEN);
    g_assert_true(reported(ctx, id, "promises") ==
                  cx_test_count(db, "SELECT count(*) AS n FROM promise"));
    g_assert_true(reported(ctx, id, "same") == 0);
    g_assert_true(cast_audited(db) > 0); /* the chain is whole */
}

/* A worker that lost its job to another writes nothing any more. */
static void
test_lost(CxDb *db)
{
    g_autoptr(CxCtx) ctx = prepare(db);
    const CxUploadId id = bring_sheet(ctx);
    g_autoptr(CxJob) slow = lease_job(ctx, id);
    cx_test_job_release(ctx, slow);
    g_autoptr(CxJob) quick = lease_job(ctx, id);
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_sheet_work(ctx, slow, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    g_assert_true(n_notes(ctx) == 0);
    g_assert_true(work(ctx, quick));
    g_assert_true(n_notes(ctx) == N_TAKEN);
}

/* Cancelled: what is in stays, the draft too, and taking it in again brings the rest. */
static void
test_cancelled(CxDb *db)
{
    g_autoptr(CxCtx) ctx = prepare(db);
    const CxUploadId id = bring_sheet(ctx);
    g_autoptr(CxJob) job = lease_job(ctx, id);
    g_assert_false(work_until(ctx, job, 2));
    g_autoptr(CxTxn) txn = cx_test_begin(db);
    g_assert_true(cx_job_cancelled(db, job, ctx->now, NULL));
    cx_test_commit(&txn);
    g_assert_true(n_notes(ctx) == INT64_C(2) * CX_PAST_ROWS_A_PIECE);
    g_autoptr(CxJob) ended = cx_job_load(db, job->id, NULL);
    g_assert_nonnull(strstr(ended->message, "the first 1000 of 1110 rows are in, and stay"));
    g_autoptr(CxUpload) upload = cx_upload_load(ctx, id, NULL);
    g_assert_true(upload->state == CX_UPLOAD_STATE_DRAFT);
    g_assert_true(cx_sheet_take(ctx, upload, NULL));
    g_autoptr(CxJob) again = lease_job(ctx, id);
    g_assert_true(work(ctx, again));
    g_assert_true(n_notes(ctx) == N_TAKEN);
    g_assert_true(reported(ctx, id, "same") == INT64_C(2) * CX_PAST_ROWS_A_PIECE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/app/sheet/paused", test_paused);
    cx_test_engines_add("/app/sheet/lost", test_lost);
    cx_test_engines_add("/app/sheet/cancelled", test_cancelled);
    return g_test_run();
}
