/* Files in the browser: bringing one, what is understood of it, taking it in, and what is refused. */
#include "asking.h"

#include <glib/gstdio.h>
#include <inttypes.h>
#include <string.h>

#include "app/sheet.h"
#include "app/upload_bring.h"
#include "app/upload_trial.h"
#include "base/error.h"
#include "feedback/trial.h"
#include "pages/file_kinds.h"
#include "support/engines.h"
#include "support/golden.h"
#include "support/job_hand.h"
#include "support/says.h"
#include "support/store.h"
#include "unit/feedback/guests.h"
#include "unit/people/cast.h"

/* What an airport asked: ids, days, a mode, two ratings, a recommendation, words. */
static const char answers[] =
    "Response ID,Date,Channel,Likely to recommend,Cleanliness rating,Food "
    "rating,Comment\n"
    "R-1,2026-03-01,Web,10,5,4,All was well and quick\n"
    "R-2,2026-03-02,Phone,7,4,3,The food was cold when it came\n"
    "R-3,2026-03-02,Web,3,1,2,Nobody could tell me where to go\n"
    "R-4,2026-03-04,Web,9,5,5,\n"
    "R-5,2026-03-05,Phone,8,4,1,Too few seats at the gate\n"
    "R-6,2026-03-06,Web,0,2,3,I missed my flight because of it\n";

static const char leaders[] = "name,department,title,start\n"
                              "Ann Now,Cleaning,Head of Cleaning,2024-01-01\n"
                              "Ben Too,Food,Head of Food,2025-01-01\n";

static int64_t
count(const char *url, const char *sql)
{
    g_autoptr(CxDb) db = cx_test_open(url);
    return cx_test_count(db, sql);
}

static void
bring(Asking *asking, const char *name, const char *text, int status)
{
    const char *page = asking_bring(asking, "/files", name, text, strlen(text));
    if (asking_status(asking) != status)
        g_error("%s: %d\n%s", name, asking_status(asking), page);
}

/* The next one to ask is made under the same login. */
static void
rename_asker(const char *url)
{
    g_autoptr(CxDb) db = cx_test_open(url);
    cx_test_execute(db, "UPDATE app_user SET login = 'asker' || id");
}

static void
test_empty(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    const char *page = asking_page(asking, "/files");
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(page, "Two files, and your first brief is an hour away");
    assert_says(page, "enctype=\"multipart/form-data\"");
}

/* From nothing to a result, without a word said. */
static void
test_survey(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    bring(asking, "airport-2026.csv", answers, 303);
    const char *page = asking_page(asking, "/files/1");
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(page, "6 rows of “airport-2026.csv” can be taken in");
    assert_says(page, "Take in 6 rows");
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM response"), ==, 0);
    cx_test_golden("pages/file.json", asking_json(asking, "/files/1", NULL));
    assert_says(asking_json(asking, "/files/1/mapping", NULL), "\"format\": 1");
    page = asking_send(asking, "/files/1/import", "version=7");
    g_assert_cmpint(asking_status(asking), ==, 422);
    assert_says(page, "somebody else has changed this file meanwhile");
    (void)asking_send(asking, "/files/1/import", "version=1");
    g_assert_cmpint(asking_status(asking), ==, 303);
    (void)asking_page(asking, "/files/1");
    g_assert_cmpint(asking_status(asking), ==, 303);
    /* a trial uses up ids on PostgreSQL */
    g_autofree char *import =
        g_strdup_printf("/imports/%" PRId64, count(url, "SELECT max(id) AS n FROM import_file"));
    page = asking_page(asking, import);
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(page, "The file waits for its turn");
    assert_says(page, "http-equiv=\"refresh\"");
    assert_says(asking_json(asking, import, NULL), "\"state\":\"queued\"");
    assert_says(asking_page(asking, "/files"), "Being taken in");
    g_autofree char *cancel = g_strconcat(import, "/cancel", NULL);
    (void)asking_send(asking, cancel, "");
    g_assert_cmpint(asking_status(asking), ==, 303);
    (void)asking_send(asking, "/files/1/import", "version=2");
    g_assert_cmpint(asking_status(asking), ==, 422);
}

/* What became of a file, however it came: rows set aside can be had and given back. */
static void
test_result(const char *url)
{
    {
        g_autoptr(GError) error = NULL;
        g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, &error);
        g_assert_no_error(error);
        g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
        g_autoptr(CxImportReport) report = guests_import(db, mapping,
                                                         "1,2018-05-01,1,1,a,9,5,A,fine\n"
                                                         "2,2018-05-01,1,1,a,12,5,A,<i>bad</i>\n");
        g_assert_cmpint(report->n_rejected, ==, 1);
    }
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    const char *page = asking_page(asking, "/imports/1");
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(page, "1 of 2 rows is in; one was set aside");
    assert_says(page, "Bring a list of leaders");
    assert_says(asking_page(asking, "/files"), "2 rows, one set aside");
    g_assert_cmpstr(asking_page(asking, "/imports/1/rejects"), ==,
                    "ID,D,M,WT,*RUN ,NPS,F,A,T\n2,2018-05-01,1,1,a,12,5,A,<i>bad</i>\n");
}

/* Next year's file: read like this year's, as far as it can be. */
static void
test_like(const char *url)
{
    {
        g_autoptr(GError) error = NULL;
        g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, &error);
        g_assert_no_error(error);
        g_autoptr(CxMapping) mapping = guests_parse("\"key\":\"v1\"", "\"key\":\"2018\"", NULL);
        g_autoptr(CxImportReport) report =
            guests_import(db, mapping, "1,2018-05-01,1,1,a,9,5,A,fine\n");
    }
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    bring(asking, "guests-2019.csv",
          "ID,D,M,WT,RUN,NPS,Food,A,T,Extra\n1,2019-05-01,1,1,a,9,5,A,fine,x\n", 303);
    const char *page = asking_page(asking, "/files/1");
    assert_says(page, "Read like “guests.csv” last time");
    assert_says(page, "Gone: one column the mapping needs.");
    assert_says(page, "2 columns are new");
    assert_silent(page, "Take in");
    (void)asking_send(asking, "/files/1/import", "version=1");
    g_assert_cmpint(asking_status(asking), ==, 422);
    (void)asking_send(asking, "/files/1/answers?version=1", "g.1=Food");
    g_assert_cmpint(asking_status(asking), ==, 303);
    page = asking_page(asking, "/files/1");
    assert_says(page, "Take in one row");
    assert_silent(page, "Gone:");
    (void)asking_send(asking, "/files/1/kind", "version=2&kind=survey&anew=true");
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_silent(asking_page(asking, "/files/1"), "Read like");
}

/* Corrections by form: each is kept, tried, and shown again. */
static void
test_correct(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    bring(asking, "airport-2026.csv", answers, 303);
    (void)asking_send(asking, "/files/1/departments?version=1", "d.5=Cleaning&d.6=Food+%26+Drink");
    g_assert_cmpint(asking_status(asking), ==, 303);
    const char *json = asking_json(asking, "/files/1", NULL);
    assert_says(json, "\"department\":\"Food & Drink\"");
    assert_says(json, "\"version\":2");
    const char *page = asking_send(asking, "/files/1/departments?version=1", "d.5=Mine");
    g_assert_cmpint(asking_status(asking), ==, 422);
    assert_says(page, "somebody else has changed this file meanwhile");
    static const char settled[] =
        "survey=new&title=Air%20guests&version=2026&version_title=&zone=Europe%2FBerlin&"
        "overall=likely_to_recommend&sampling=census&invited=40&date_kind=iso";
    (void)asking_send(asking, "/files/1/settle?version=2", settled);
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_says(asking_json(asking, "/files/1/mapping", NULL), "\"zone\": \"Europe/Berlin\"");
    page = asking_send(asking, "/files/1/settle?version=3",
                       "survey=new&version=a+b&zone=Nowhere%2FLand&overall=x&sampling=open");
    g_assert_cmpint(asking_status(asking), ==, 422);
    assert_says(page, "field-zone-error");
    assert_says(page, "value=\"Nowhere/Land\"");
    (void)asking_send(asking, "/files/1/column?version=3&column=6",
                      "taken=item&label=Food&kind=rating&lo=1&hi=4&department=Food+%26+Drink");
    g_assert_cmpint(asking_status(asking), ==, 303);
    page = asking_page(asking, "/files/1");
    assert_says(page, "5 rows of “airport-2026.csv” can be taken in; one would be set aside");
    assert_says(page, "name=\"r.1\"");
    (void)asking_send(asking, "/files/1/answers?version=4", "r.1=missing");
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_says(asking_page(asking, "/files/1"), "6 rows of “airport-2026.csv” can be taken in<");
    page = asking_send(asking, "/files/1/column?version=5&column=4", "taken=ignored");
    g_assert_cmpint(asking_status(asking), ==, 422);
    (void)asking_send(asking, "/files/1/import", "version=5");
    g_assert_cmpint(asking_status(asking), ==, 303);
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM department"), ==, 2);
}

/* A list of leaders gives a survey that waits its departments. */
static void
test_propose(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    bring(asking, "airport-2026.csv", answers, 303);
    bring(asking, "leaders.csv", leaders, 303);
    (void)asking_send(asking, "/files/2/import", "version=1");
    g_assert_cmpint(asking_status(asking), ==, 303);
    const char *json = asking_json(asking, "/files/1", NULL);
    assert_says(json, "\"department\":\"Food\"");
    assert_says(json, "\"version\":2");
}

static void
test_roster(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    bring(asking, "leaders.csv", leaders, 303);
    assert_says(asking_page(asking, "/files/1"), "is read as a list of leaders");
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM leader"), ==, 0);
    assert_says(asking_page(asking, "/files/1"), "2 leaders come into an office");
    (void)asking_send(asking, "/files/1/import", "version=1");
    g_assert_cmpint(asking_status(asking), ==, 303);
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM leader"), ==, 2);
    assert_says(asking_page(asking, "/files/1"), "2 new leaders, 2 new departments, 2 terms begun");
}

/* Next month's list as everybody in office: who is not in it leaves, and is shown before. */
static void
test_roster_whole(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    bring(asking, "leaders.csv", leaders, 303);
    (void)asking_send(asking, "/files/1/import", "version=1");
    g_assert_cmpint(asking_status(asking), ==, 303);
    bring(asking, "next.csv",
          "Name,Department,Start\nZoe New,Parking,2018-02-01\nBad,Parking,soon\n", 303);
    const char *page = asking_page(asking, "/files/2");
    assert_says(page, "One leader comes into an office, nobody leaves");
    assert_says(page, "One row is set aside");
    assert_says(asking_page(asking, "/files/2/rejects"),
                "Name,Department,Start\nBad,Parking,soon\n");
    bring(asking, "whole.csv", "Name,Department,Start\nZoe New,Parking,2018-02-01\n", 303);
    assert_says(asking_page(asking, "/files/3?whole=true"), "2 leave");
    assert_says(asking_json(asking, "/files/3", NULL), "\"n_left\":0");
    (void)asking_send(asking, "/files/3/import", "version=1&whole=true");
    g_assert_cmpint(asking_status(asking), ==, 303);
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM term WHERE to_day IS NOT NULL"), ==, 2);
}

/* A sheet of past meetings: known by its columns, tried, taken in, its rejects downloaded. */
static void
test_past(const char *url)
{
    static const char sheet[] = "Leader,Date,Kind,About,Promised,Promised by,Due\n"
                                "Nobody Known,2018-03-01,call,prices,,,\n"
                                "Ann Archer,2018-03-01,call,signs,a pilot,us,2018-06-01\n";
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    bring(asking, "leaders.csv", "Name,Department,Start\nAnn Archer,Wayfinding,2014-01-01\n", 303);
    (void)asking_send(asking, "/files/1/import", "version=1");
    bring(asking, "met.csv", sheet, 303);
    const char *page = asking_page(asking, "/files/2");
    assert_says(page, "is read as past meetings and promises");
    assert_says(page, "One new meeting, one new promise");
    assert_says(page, "there is no leader");
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM contact"), ==, 0);
    assert_says(asking_page(asking, "/files/2/rejects"), "Nobody Known");
    assert_silent(asking_page(asking, "/files/2/rejects"), "Ann Archer");
    (void)asking_send(asking, "/files/2/import", "version=1");
    g_assert_cmpint(asking_status(asking), ==, 303);
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM contact"), ==, 1);
    assert_says(asking_page(asking, "/files/2"), "One new meeting, one new promise");
    assert_says(asking_json(asking, "/files/2", NULL), "\"n_rejected\":1");
    assert_silent(asking_page(asking, "/files/2"), "No new leader");
    assert_says(asking_page(asking, "/files/2/rejects"), "Nobody Known");
    assert_says(asking_page(asking, "/files"), "Past meetings and promises");
}

/* Works off the latest job, as whoever runs the program. */
static void
work_off(const char *url, bool (*work)(CxCtx *ctx, const CxJob *job, GError **error))
{
    g_autoptr(CxDb) db = cx_test_open(url);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    g_autoptr(GError) error = NULL;
    const CxJobId id = { cx_test_count(db, "SELECT max(id) AS n FROM job") };
    g_autoptr(CxJob) job = cx_test_job_lease(ctx, id);
    g_assert_true(work(ctx, job, &error));
    g_assert_no_error(error);
    g_autoptr(CxTxn) txn = cx_test_begin(db);
    g_assert_true(cx_job_finish(db, job, NULL, ctx->now, &error));
    cx_test_commit(&txn);
}

/* Where asking.c spools. */
static bool
bring_now(CxCtx *ctx, const CxJob *job, GError **error)
{
    return cx_upload_bring_work(ctx, job, g_get_tmp_dir(), error);
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

/* A large file on its way in: stopped, lost, begun twice, and read as another kind. */
static void
test_bringing(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    g_autoptr(GString) survey = g_string_new(answers);
    while (survey->len <= CX_BRING_AT_ONCE_BYTES)
        g_string_append(survey, strchr(answers, '\n') + 1);
    g_autoptr(CxDb) db = cx_test_open(url);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    g_autoptr(GError) error = NULL;

    bring(asking, "stopped.csv", survey->str, 303);
    (void)asking_send(asking, "/files/1/kind", "version=1&kind=facts");
    g_assert_cmpint(asking_status(asking), ==, 422); /* it is being read */
    g_autoptr(CxJob) stopped = latest_job(ctx);
    g_assert_true(cx_upload_bring_cancel(ctx, stopped, &error));
    assert_says(asking_page(asking, "/files/1"), "was dropped: nothing of it counts");
    g_assert_true(
        bring_now(ctx, stopped, &error)); /* it was begun already: nothing is left of it */
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM original_chunk"), ==, 0);

    bring(asking, "lost.csv", survey->str, 303);
    g_autoptr(CxJob) lost = latest_job(ctx);
    const char *spool = strstr(lost->args_json, "kept-");
    g_autofree char *name = g_strndup(spool, strcspn(spool, "\""));
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), name, NULL);
    g_assert_cmpint(g_unlink(path), ==, 0);
    g_assert_false(bring_now(ctx, lost, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_assert_nonnull(strstr(error->message, "bring it again"));
    g_clear_error(&error);

    bring(asking, "again.csv", survey->str, 303);
    work_off(url, bring_now);
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    assert_says(asking_page(asking, "/files/3"), "rows of “again.csv”");
    /* the same bytes under another name are there already */
    bring(asking, "copy.csv", survey->str, 303);
    work_off(url, bring_now);
    assert_says(asking_page(asking, "/files/4"), "“copy.csv”");
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM original"), ==, 1);
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM original_chunk"), ==, 2);
    g_autofree char *version =
        g_strdup_printf("version=%" PRId64 "&kind=facts",
                        count(url, "SELECT version AS n FROM upload WHERE id = 4"));
    (void)asking_send(asking, "/files/4/kind", version);
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_says(asking_page(asking, "/files/4"), "is here and is being read");
    work_off(url, bring_now);
    assert_says(asking_json(asking, "/files/4", NULL), "\"kind\":\"facts\"");
}

/* What is too large for a request is tried by a job, and a sheet is taken in by one. */
static void
test_large(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    g_autoptr(GString) sheet = g_string_new("Name,Department,Start\n,Nobody,2026-01-01\n");
    for (int i = 0; sheet->len <= CX_SHEET_AT_ONCE_BYTES; i++) {
        g_string_append_printf(sheet, "Leader %d,Department %d,2020-01-%02d\n", i, i % 90,
                               1 + i % 28);
    }
    bring(asking, "leaders.csv", sheet->str, 303);
    const char *page = asking_page(asking, "/files/1");
    assert_says(page, "is read as a list of leaders");
    assert_says(page, "All of the file is being looked at");
    assert_says(asking_page(asking, "/jobs"), "File tried");
    work_off(url, cx_upload_trial_work);
    page = asking_page(asking, "/files/1");
    assert_says(page, "All of the file was looked at");
    assert_says(page, "leaders come into an office");
    assert_says(page, "One row is set aside");
    assert_says(asking_json(asking, "/files/1?whole=true", NULL), "\"is_whole\":true");
    assert_says(asking_page(asking, "/files/1/rejects"), "Nobody");
    (void)asking_send(asking, "/files/1/import", "version=1");
    g_assert_cmpint(asking_status(asking), ==, 303);
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM leader"), ==, 0);
    assert_says(asking_page(asking, "/files/1"), "is being taken in");
    (void)asking_send(asking, "/files/1/import", "version=1");
    g_assert_cmpint(asking_status(asking), ==, 422);
    work_off(url, cx_sheet_work);
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM leader"), >, 2000);
    assert_says(asking_page(asking, "/files/1"), "was taken in");

    g_autoptr(GString) survey = g_string_new(answers);
    while (survey->len <= CX_TRIAL_BYTES_MAX)
        g_string_append(survey, strchr(answers, '\n') + 1);
    bring(asking, "large.csv", survey->str, 303);
    assert_says(asking_page(asking, "/files/2"), "is here and is being read");
    assert_says(asking_page(asking, "/jobs"), "File kept and recognised");
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM original_chunk WHERE original_id = 2"),
                    ==, 0);
    work_off(url, bring_now);
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM original_chunk WHERE original_id = 2"),
                    ==, 5);
    assert_says(asking_json(asking, "/files/2", NULL), "\"is_whole\":false");
    assert_says(asking_page(asking, "/files/2"), "All of the file is being looked at");
    work_off(url, cx_upload_trial_work);
    assert_says(asking_json(asking, "/files/2", NULL), "\"is_whole\":true");
    assert_says(asking_json(asking, "/files/2", NULL), "\"has_known\":true");
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM response"), ==, 0);
}

/* Neither a survey nor a roster by its looks: a person says so. */
static void
test_unknown(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    bring(asking, "x.csv", "a,b\n1,2\n3,4\n", 303);
    assert_says(asking_page(asking, "/files/1"), "What is “x.csv”?");
    (void)asking_send(asking, "/files/1/kind", "version=1&kind=nonsense");
    g_assert_cmpint(asking_status(asking), ==, 422);
    (void)asking_send(asking, "/files/1/kind", "version=1&kind=survey");
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_says(asking_page(asking, "/files/1"), "2 rows of “x.csv” can be taken in");
    (void)asking_send(asking, "/files/1/drop", "version=2");
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_says(asking_page(asking, "/files/1"), "was dropped");
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM audit WHERE kind = 'upload'"), ==, 3);
}

static void
test_refused(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    bring(asking, "empty.csv", "", 422);
    static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01";
    const char *page = asking_bring(asking, "/files", "<b>me.png", png, sizeof png - 1);
    g_assert_cmpint(asking_status(asking), ==, 422);
    assert_says(page, "“&lt;b&gt;me.png” was not kept");
    assert_silent(page, "<b>me");
    page = asking_send(asking, "/files", "x=y");
    g_assert_cmpint(asking_status(asking), ==, 422);
    assert_says(page, "Choose a file first.");
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM upload"), ==, 0);
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM original"), ==, 0);
}

static void
test_wide(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    g_autoptr(GString) file = g_string_new("Response ID,Date");
    for (int i = 0; i < 5000; i++)
        g_string_append_printf(file, ",Rating <%d>", i);
    for (int row = 0; row < 12; row++) {
        g_string_append_printf(file, "\nr%d,2026-03-%02d", row, row + 1);
        for (int i = 0; i < 5000; i++)
            g_string_append_printf(file, ",%d", 1 + (row + i) % 5);
    }
    bring(asking, "wide.csv", file->str, 303);
    const char *page = asking_page(asking, "/files/1");
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(page, "5,002 columns");
    assert_says(page, "Rating &lt;7&gt;");
    g_assert_cmpuint(strlen(page), <, 400000);
    assert_says(asking_page(asking, "/files/1?from=4999"), "Rating &lt;4999&gt;");
}

static void
test_forbidden(const char *url)
{
    static const CxRole roles[] = { CX_ROLE_SPONSOR, CX_ROLE_FINANCE, CX_ROLE_ADMIN };
    {
        g_autoptr(Asking) owner = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
        bring(owner, "a.csv", answers, 303);
        rename_asker(url);
    }
    for (size_t i = 0; i < CX_N_ELEMENTS(roles); i++) {
        g_autoptr(Asking) asking = asking_new(url, roles[i], (CxLeaderId){ 0 });
        static const char *const paths[] = { "/files", "/files/1", "/files/1/mapping",
                                             "/imports/1" };
        for (size_t j = 0; j < CX_N_ELEMENTS(paths); j++) {
            assert_silent(asking_page(asking, paths[j]), "a.csv");
            g_assert_cmpint(asking_status(asking), ==, 403);
        }
        (void)asking_bring(asking, "/files", "b.csv", answers, strlen(answers));
        g_assert_cmpint(asking_status(asking), ==, 403);
        (void)asking_send(asking, "/files/1/drop", "version=1");
        g_assert_cmpint(asking_status(asking), ==, 403);
        rename_asker(url);
    }
}

/* Real exports are taken for what they are, whatever their headers are about. */
static void
test_guess(void)
{
    static const char *const names[] = {
        "limesurvey/relationship_abbreviated_short_en_tab.csv",
        "limesurvey/relationship_code_long_en.xlsx",
        "limesurvey/relationship_code_short_en.csv",
        "limesurvey/relationship_full_long_en.csv",
        "limesurvey/relationship_vv1_sgqa_parenthesis.csv",
        "limesurvey/relationship_vv2_newline.csv",
        "qualtrics_qualtRics/sample.csv",
        "qualtrics_qualtRics/sample_legacy.csv",
        "sfo_survey/2018_SFO_Customer_Survey_20250817.csv",
        "surveymonkey_538/StarWars.csv",
        "surveymonkey_538/flying-etiquette.csv",
        "surveymonkey_538/steak-risk-survey.csv",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(g_getenv("CX_SHARED_DATA"), names[i], NULL);
        g_autofree char *data = NULL;
        gsize len_bytes = 0;
        if (!g_file_get_contents(path, &data, &len_bytes, NULL)) {
            g_test_skip(names[i]);
            return;
        }
        g_autoptr(GError) error = NULL;
        g_autoptr(CxFileHead) head = cx_file_head_read(data, len_bytes, &error);
        g_assert_no_error(error);
        const CxFileKind *kind = cx_file_kind_guess(head, NULL);
        g_test_message("%s", names[i]);
        g_assert_nonnull(kind);
        g_assert_cmpstr(kind->key, ==, CX_UPLOAD_SURVEY);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/files/empty", test_empty);
    cx_test_engines_add_url("/pages/files/survey", test_survey);
    cx_test_engines_add_url("/pages/files/result", test_result);
    cx_test_engines_add_url("/pages/files/like", test_like);
    cx_test_engines_add_url("/pages/files/correct", test_correct);
    cx_test_engines_add_url("/pages/files/propose", test_propose);
    cx_test_engines_add_url("/pages/files/roster", test_roster);
    cx_test_engines_add_url("/pages/files/roster-whole", test_roster_whole);
    cx_test_engines_add_url("/pages/files/past", test_past);
    g_test_add_func("/pages/files/guess", test_guess);
    cx_test_engines_add_url("/pages/files/large", test_large);
    cx_test_engines_add_url("/pages/files/bringing", test_bringing);
    cx_test_engines_add_url("/pages/files/unknown", test_unknown);
    cx_test_engines_add_url("/pages/files/refused", test_refused);
    cx_test_engines_add_url("/pages/files/wide", test_wide);
    cx_test_engines_add_url("/pages/files/forbidden", test_forbidden);
    return g_test_run();
}
