/* Large files on their way in: what is stopped, or killed, leaves nothing in the spool. */
#include "asking.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#include "app/home.h"
#include "app/upload_bring.h"
#include "base/error.h"
#include "support/engines.h"
#include "support/job_hand.h"
#include "support/says.h"
#include "support/store.h"

static int64_t
count(const char *url, const char *sql)
{
    g_autoptr(CxDb) db = cx_test_open(url);
    return cx_test_count(db, sql);
}

static CxJob *
latest_job(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    CxJob *job = cx_job_load(
        ctx->db, (CxJobId){ cx_test_count(ctx->db, "SELECT max(id) AS n FROM job") }, &error);
    g_assert_no_error(error);
    return job;
}

/* A survey of more than a request keeps. */
static void
bring_large(Asking *asking, const char *name)
{
    g_autoptr(GString) survey = g_string_new("Response ID,Date,Likely to recommend,Comment\n");
    for (int i = 0; survey->len <= CX_BRING_AT_ONCE_BYTES; i++) {
        g_string_append_printf(survey, "R-%d,2026-03-%02d,%d,The food was cold when it came\n", i,
                               1 + i % 28, i % 11);
    }
    const char *page = asking_bring(asking, "/files", name, survey->str, survey->len);
    if (asking_status(asking) != 303)
        g_error("%s: %d\n%s", name, asking_status(asking), page);
}

static CxCtx *
ctx_of(CxDb *db)
{
    return cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
}

#define TWO_DAYS_S 172800

/* The file in the spool that a job is to keep. (transfer full) */
static char *
spooled(const CxJob *job)
{
    const char *spool = strstr(job->args_json, CX_KEPT_PREFIX);
    g_autofree char *name = g_strndup(spool, strcspn(spool, "\""));
    return g_build_filename(g_get_tmp_dir(), name, NULL);
}

static void
touch(const char *dir, const char *name, int64_t age_s)
{
    g_autofree char *path = g_build_filename(dir, name, NULL);
    g_assert_true(g_file_set_contents(path, "x", 1, NULL));
    struct utimbuf times = { .actime = CX_TEST_NOW_US / CX_US_PER_SECOND - age_s,
                             .modtime = CX_TEST_NOW_US / CX_US_PER_SECOND - age_s };
    g_assert_true(g_utime(path, &times) == 0);
}

/* Queues a job that is told this. */
static void
await(CxCtx *ctx, const char *args)
{
    const CxJobSpec spec = {
        .kind = CX_JOB_BRING, .args_json = args, .actor = "system", .tries_max = 1
    };
    g_autoptr(CxTxn) txn = cx_test_begin(ctx->db);
    CxJobId job;
    g_assert_true(cx_job_enqueue(ctx->db, &spec, ctx->now, &job, NULL));
    cx_test_commit(&txn);
}

/* What workers that were killed left in the spool goes at night; what somebody waits for stays. */
static void
test_spool(CxDb *db)
{
    static const struct {
        const char *name;
        int64_t age_s;
        bool is_left;
    } files[] = { { "kept-old", TWO_DAYS_S, false },
                  { "kept-awaited", TWO_DAYS_S, true },
                  { "kept-new", 60, true },
                  { "other", TWO_DAYS_S, true } };
    g_autoptr(GError) error = NULL;
    g_autofree char *dir = g_dir_make_tmp("spool-XXXXXX", &error);
    g_assert_no_error(error);
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
        touch(dir, files[i].name, files[i].age_s);
    g_autoptr(CxCtx) ctx = ctx_of(db);
    await(ctx, "{\"spool\":\"kept-awaited\"}");
    g_assert_true(cx_upload_bring_sweep(ctx, dir, &error));
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_build_filename(dir, files[i].name, NULL);
        g_test_message("%s", files[i].name);
        g_assert_true(g_file_test(path, G_FILE_TEST_EXISTS) == files[i].is_left);
        (void)g_unlink(path);
    }
    g_assert_true(g_rmdir(dir) == 0);
    g_assert_true(cx_upload_bring_sweep(ctx, dir, &error)); /* nothing was ever spooled */
}

/* One that waits and is stopped, while the same bytes are brought once more. */
static void
test_stopped(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    g_autoptr(CxDb) db = cx_test_open(url);
    g_autoptr(CxCtx) ctx = ctx_of(db);
    g_autoptr(GError) error = NULL;
    bring_large(asking, "stopped.csv");
    (void)asking_send(asking, "/files/1/kind", "version=1&kind=facts");
    g_assert_true(asking_status(asking) == 422); /* it is being read */
    g_autoptr(CxJob) stopped = latest_job(ctx);
    g_autofree char *left = spooled(stopped);
    bring_large(asking, "copy.csv");
    g_autoptr(CxJob) last = latest_job(ctx);
    g_assert_true(cx_upload_bring_cancel(ctx, stopped, &error));
    assert_says(asking_page(asking, "/files/1"), "was dropped: nothing of it counts");
    /* who takes it next leaves nothing of it: neither pieces nor the file in the spool */
    g_assert_true(g_file_test(left, G_FILE_TEST_EXISTS));
    g_assert_true(cx_upload_bring_work(ctx, stopped, g_get_tmp_dir(), &error));
    g_assert_false(g_file_test(left, G_FILE_TEST_EXISTS));
    g_assert_true(count(url, "SELECT count(*) AS n FROM original_chunk") == 0);
    /* the copy is still there */
    g_autoptr(CxJob) copy = cx_test_job_lease(ctx, last->id);
    g_assert_true(cx_upload_bring_work(ctx, copy, g_get_tmp_dir(), NULL));
    g_assert_true(count(url, "SELECT count(*) AS n FROM original_chunk") == 2);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/files-bringing/stopped", test_stopped);
    cx_test_engines_add("/pages/files-bringing/spool", test_spool);
    return g_test_run();
}
