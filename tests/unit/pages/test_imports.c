/* The page of an import that is not done: how far it is, and cancelling it. */
#include "asking.h"

#include <string.h>

#include "base/error.h"
#include "db/txn.h"
#include "support/engines.h"
#include "support/says.h"
#include "unit/feedback/guests.h"
#include "unit/people/cast.h"

static CxCtx *
open_system(CxDb *db)
{
    return cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
}

/* An import that nobody works at. */
static void
begin(CxDb *db)
{
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autofree char *text = g_strconcat(guests_header, "1,2018-05-01,1,1,a,9,5,A,\n", NULL);
    g_autoptr(GError) error = NULL;
    CxOriginalId original = { 0 };
    CxImportId id = { 0 };
    g_assert_true(cx_original_add(ctx, text, strlen(text), &original, &error));
    g_assert_true(cx_import_begin(ctx, original, "guests.csv", mapping, &id, &error));
    g_assert_no_error(error);
    g_assert_cmpint(id.v, ==, 1);
}

/* What whoever works at it does when it was cancelled. */
static void
work(CxDb *db)
{
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(CxImportReport) report = cx_import_load(ctx, (CxImportId){ 1 }, NULL);
    const CxJobWorker worker = { .name = "w", .only = report->job, .lease_us = 1000 };
    g_autoptr(CxTxn) txn = cx_txn_begin_write(db, NULL);
    g_autoptr(CxJob) job = NULL;
    g_assert_true(cx_job_lease(db, &worker, ctx->now, &job, NULL));
    g_assert_true(cx_txn_commit(&txn, NULL));
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_import_carry_on(ctx, report->id, job, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CANCELLED);
}

static void
test_open(const char *url)
{
    g_autoptr(CxDb) db = cx_test_open(url);
    begin(db);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    assert_says(asking_page(asking, "/imports/1"), "The file waits for its turn");
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(asking_json(asking, "/imports/1", NULL), "\"state\":\"queued\"");
    assert_says(asking_page(asking, "/surveys"), "<h1");
    g_assert_cmpint(asking_status(asking), ==, 200);

    (void)asking_send(asking, "/imports/1/cancel", "");
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_says(asking_page(asking, "/imports/1"), "This import is being cancelled");
    work(db);
    assert_says(asking_page(asking, "/imports/1"), "This import was cancelled");
    assert_silent(asking_page(asking, "/imports/1"), "<dt>New</dt>");
    assert_says(asking_page(asking, "/files"), "No file is in");
    (void)asking_json(asking, "/imports/1/cancel", "{}");
    g_assert_cmpint(asking_status(asking), ==, 409);
    (void)asking_page(asking, "/files");
    g_assert_cmpint(asking_status(asking), ==, 200);
}

static void
test_wall(const char *url)
{
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, NULL);
    begin(db);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_SPONSOR, (CxLeaderId){ 0 });
    (void)asking_page(asking, "/imports/1");
    g_assert_cmpint(asking_status(asking), ==, 403);
    (void)asking_json(asking, "/imports/1/cancel", "{}");
    g_assert_cmpint(asking_status(asking), ==, 403);
    (void)asking_page(asking, "/jobs");
    g_assert_cmpint(asking_status(asking), ==, 403);
    (void)asking_json(asking, "/jobs/1/cancel", "{}");
    g_assert_cmpint(asking_status(asking), ==, 403);
}

/* What works beside the pages: listed, cancelled, and for the CX team alone. */
static void
test_jobs(const char *url)
{
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, NULL);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    assert_says(asking_page(asking, "/jobs"), "There was no job yet.");
    begin(db);
    assert_says(asking_page(asking, "/jobs"), "One job is under way");
    assert_says(asking_page(asking, "/jobs"), "<a href=\"/imports/1\">File taken in</a>");
    assert_says(asking_json(asking, "/jobs", NULL), "\"kind\":\"import\",\"state\":\"queued\"");
    (void)asking_send(asking, "/jobs/1/cancel", "");
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_says(asking_page(asking, "/imports/1"), "This import is being cancelled");
    (void)asking_json(asking, "/jobs/99/cancel", "{}");
    g_assert_cmpint(asking_status(asking), ==, 404);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/imports/open", test_open);
    cx_test_engines_add_url("/pages/imports/wall", test_wall);
    cx_test_engines_add_url("/pages/imports/jobs", test_jobs);
    return g_test_run();
}
