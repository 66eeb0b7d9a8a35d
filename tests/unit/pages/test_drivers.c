/* The drivers page and its JSON: with answers, with nothing, and as someone who sees little. */
#include "asking.h"

#include "support/engines.h"
#include "support/says.h"
#include "unit/feedback/guests.h"

/* The overall rating rises with the food. */
static void
fill(const char *url)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    for (int i = 0; i < 400; i++) {
        const int food = 1 + i % 5;
        g_string_append_printf(lines, "%d,2018-05-%02d,1,1,u%d,%d,%d,A,\n", i, 1 + i % 28, i,
                               2 * food - i % 3, food);
    }
    guests_fill(url, lines->str);
}

static void
test_full(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    const char *page = asking_page(asking, "/drivers");
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(page, "goes with");
    assert_says(page, "<svg");
    assert_says(page, "Goes with, not caused by");
    const char *json = asking_json(asking, "/drivers?items=food&method=johnson&bootstrap=40", NULL);
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(json, "\"method\":\"johnson\"");
    assert_says(json, "\"status\":\"ok\"");
    assert_says(json, "\"share\":1");
    assert_says(json, "\"card\":\"");
    (void)asking_page(asking, "/drivers?outcome=nothing");
    g_assert_cmpint(asking_status(asking), ==, 404);
    (void)asking_page(asking, "/drivers?method=guess");
    g_assert_cmpint(asking_status(asking), ==, 422);
    (void)asking_page(asking, "/drivers?bootstrap=3");
    g_assert_cmpint(asking_status(asking), ==, 422);
}

static void
test_empty(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    assert_says(asking_page(asking, "/drivers"), "There is no survey yet");
}

/* Who does not hold the answers asks for whole months. */
static void
test_reader(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_SPONSOR, (CxLeaderId){ 0 });
    (void)asking_page(asking, "/drivers?items=food");
    g_assert_cmpint(asking_status(asking), ==, 200);
    (void)asking_page(asking, "/drivers?from=2018-05-03");
    g_assert_cmpint(asking_status(asking), ==, 403);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/drivers/full", test_full);
    cx_test_engines_add_url("/pages/drivers/empty", test_empty);
    cx_test_engines_add_url("/pages/drivers/reader", test_reader);
    return g_test_run();
}
