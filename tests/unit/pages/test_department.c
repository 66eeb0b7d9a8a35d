/* A department's own page: with answers over two years, without questions, without a survey, and as a
 * leader who may see their own alone. */
#include "asking.h"

#include <string.h>

#include "stat/estimate.h"
#include "support/engines.h"
#include "support/golden.h"
#include "support/says.h"
#include "support/store.h"
#include "unit/feedback/guests.h"
#include "unit/people/cast.h"

/* Answers of two years to the question of Food, and a department of nobody. */
static void
fill(const char *url)
{
    cx_stat_start();
    g_autoptr(CxDb) db = cx_test_open(url);
    g_autoptr(GString) lines = g_string_new(NULL);
    for (int i = 0; i < 1000; i++) {
        g_string_append_printf(lines, "%d,%d-%02d-%02d,1,1,u%d,%d,%d,A,\n", i, 2017 + (i % 5) / 4,
                               1 + 3 * (i % 4), 1 + i % 28, i, i % 11, 1 + (i / 20) % 5);
    }
    g_autoptr(CxMapping) mapping =
        guests_parse(",\"from\":\"2018-05-01\",\"to\":\"2018-05-31\"", "", NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines->str);
    g_assert_cmpint(report->n_rejected, ==, 0);
    (void)cast_department(db, "empty", "Nobody & <Co>");
}

static int64_t
id_of(const char *url, const char *key)
{
    g_autoptr(CxDb) db = cx_test_open(url);
    g_autofree char *sql = g_strdup_printf("SELECT id AS n FROM department WHERE key = '%s'", key);
    return cx_test_count(db, sql);
}

static const char *
ask(Asking *asking, int64_t department)
{
    g_autofree char *path = g_strdup_printf("/departments/%" G_GINT64_FORMAT, department);
    return asking_page(asking, path);
}

static void
test_full(const char *url)
{
    fill(url);
    {
        g_autoptr(CxDb) db = cx_test_open(url);
        (void)cast_leader(db, "Ann Now", "food", cast_day(-400), CX_DAY_NONE);
        (void)cast_leader(db, "Cem Gone", "food", CX_DAY_NONE, cast_day(-401));
    }
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    const char *page = ask(asking, id_of(url, "food"));
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(page, "How its question went, quarter by quarter");
    assert_says(page, "courses-w");
    assert_says(page, "all on one scale");
    assert_says(page, "Ann Now");
    assert_says(page, "Cem Gone");
    assert_says(page, "Open the head");
    assert_says(page, "not tested");
    assert_says(asking_page(asking, "/departments"), "href=\"/departments/");
    g_autofree char *path = g_strdup_printf("/departments/%" G_GINT64_FORMAT, id_of(url, "food"));
    const char *json = asking_json(asking, path, NULL);
    g_assert_cmpint(asking_status(asking), ==, 200);
    cx_test_golden("pages/department.json", json);
}

static void
test_no_questions(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    const char *page = ask(asking, id_of(url, "empty"));
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(page, "Nobody &amp; &lt;Co&gt;: no question asks about it yet");
    assert_says(page, "Nobody is on record");
    assert_silent(page, "<figure");
    (void)asking_page(asking, "/departments/4711");
    g_assert_cmpint(asking_status(asking), ==, 404);
}

static void
test_no_survey(const char *url)
{
    int64_t id = 0;
    {
        g_autoptr(CxDb) db = cx_test_open(url);
        id = cast_department(db, "empty", "Empty").v;
    }
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    assert_says(ask(asking, id), "No question asks about this department yet");
    g_assert_cmpint(asking_status(asking), ==, 200);
}

/* A leader sees the page of their own department and not that of another. */
static void
test_wall(const char *url)
{
    fill(url);
    CxLeaderId leader;
    {
        g_autoptr(CxDb) db = cx_test_open(url);
        leader = cast_leader(db, "Ann Now", "food", cast_day(-400), CX_DAY_NONE);
    }
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_LEADER, leader);
    assert_says(ask(asking, id_of(url, "food")), "all on one scale");
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_silent(ask(asking, id_of(url, "empty")), "no question");
    g_assert_cmpint(asking_status(asking), ==, 403);
    const char *list = asking_page(asking, "/departments");
    assert_says(list, "Nobody &amp;");
    g_autofree char *other =
        g_strdup_printf("href=\"/departments/%" G_GINT64_FORMAT "\"", id_of(url, "empty"));
    assert_silent(list, other);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/department/full", test_full);
    cx_test_engines_add_url("/pages/department/no_questions", test_no_questions);
    cx_test_engines_add_url("/pages/department/no_survey", test_no_survey);
    cx_test_engines_add_url("/pages/department/wall", test_wall);
    return g_test_run();
}
