/* The pages of links and their JSON: with metrics, with nothing, and of a metric that is not there. */
#include "asking.h"

#include "base/clock.h"
#include "column/shelf.h"
#include "feedback/frame_store.h"
#include "stat/estimate.h"
#include "support/engines.h"
#include "support/says.h"
#include "unit/evidence/linked.h"

static void
fill(const char *url)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, &error);
    g_assert_no_error(error);
    cx_stat_start();
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, shelf, (CxInstant){ CX_TEST_NOW_US });
    linked_fill(ctx);
}

static void
test_full(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    const char *page = asking_page(asking, "/links");
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(page, "2 links between what is counted inside and what customers say");
    assert_says(page, "Time to arrival is");
    assert_says(page, "is not counted by month");
    page = asking_page(asking, "/links/on_time/time");
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(page, "<svg");
    assert_says(page, "2 months later");
    assert_says(page, "Goes with, not caused by");
    page = asking_page(asking, "/links/days/time");
    assert_says(page, "answer by answer");
    assert_says(page, "/thresholds/days/time");
    assert_silent(page, "<svg class=\"chart");
    const char *json = asking_json(asking, "/links/on_time/time", NULL);
    assert_says(json, "\"way\":\"series\"");
    assert_says(json, "\"is_found\":true");
    assert_says(json, "\"lag\":2");
    assert_says(json, "\"card\":\"");
    assert_says(asking_json(asking, "/links", NULL), "\"question\":\"time\"");
    page = asking_page(asking, "/links/days/time?since=2026-01-01");
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(page, "Expected by the link");
    assert_says(asking_json(asking, "/links/days/time?since=2026-01-01", NULL), "\"expected\":{");
    assert_says(asking_page(asking, "/links/calls/time?since=2026-01-01"), "nothing was predicted");
    /* A change is marked, seen where links are, and taken back. */
    (void)asking_send(asking, "/links/days/time/changes", "what=A+second+courier&since=2026-01-01");
    g_assert_cmpint(asking_status(asking), ==, 303);
    page = asking_page(asking, "/links");
    assert_says(page, "A second courier");
    assert_says(page, "since 1 January 2026");
    assert_says(asking_json(asking, "/links", NULL), "\"what\":\"A second courier\"");
    assert_says(asking_page(asking, "/links/days/time"), "/marked/1/withdraw");
    (void)asking_send(asking, "/links/days/time/changes", "what=Later&since=2036-01-01");
    g_assert_cmpint(asking_status(asking), ==, 422);
    (void)asking_send(asking, "/marked/1/withdraw", "");
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_silent(asking_page(asking, "/links"), "A second courier");
    (void)asking_page(asking, "/links/days/time?since=soon");
    g_assert_cmpint(asking_status(asking), ==, 422);
    (void)asking_page(asking, "/links/on_time/shop");
    g_assert_cmpint(asking_status(asking), ==, 404);
    (void)asking_page(asking, "/links/on_time/taste");
    g_assert_cmpint(asking_status(asking), ==, 404);
}

static void
test_empty(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    assert_says(asking_page(asking, "/links"), "What moves what customers say shows here");
    (void)asking_page(asking, "/links/on_time/time");
    g_assert_cmpint(asking_status(asking), ==, 404);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/links/full", test_full);
    cx_test_engines_add_url("/pages/links/empty", test_empty);
    return g_test_run();
}
