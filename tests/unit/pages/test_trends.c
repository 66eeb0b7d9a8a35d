/* The pages of trends and of the funnel: with answers, with nothing, and as someone who sees little. */
#include "asking.h"

#include "support/engines.h"
#include "support/says.h"
#include "unit/feedback/guests.h"

static void
fill(const char *url)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    for (int i = 0; i < 400; i++) {
        g_string_append_printf(lines, "%d,%d-05-%02d,%d,1,u%d,%d,%d,%c,\n", i, 2017 + i % 2,
                               1 + i % 28, i % 3 == 0 && i % 2 == 1 ? 2 : 1, i, i % 11, 1 + i % 5,
                               i % 4 == 0 ? 'A' : 'B');
    }
    guests_fill(url, lines->str);
}

static void
test_full(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    const char *page = asking_page(asking, "/trends?period=all");
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(page, "was measured another way"); /* a third of the newer answers are asked */
    assert_says(page, "By interviewer");           /* within each way of answering */
    assert_says(page, "would show where nothing else changed");
    const char *json = asking_json(asking, "/trends?period=all", NULL);
    assert_says(json, "\"state\":\"cut\"");
    assert_says(json, "\"detectable\":");
    assert_says(asking_page(asking, "/funnel?group=area&period=all"),
                "stands farther from the rest");
    assert_says(asking_json(asking, "/funnel?group=area&period=all", NULL), "\"n_judged\":2");
    assert_says(asking_page(asking, "/funnel?period=all"), "needs two");
    (void)asking_page(asking, "/trends?question=nothing");
    g_assert_cmpint(asking_status(asking), ==, 404);
}

static void
test_empty(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    assert_says(asking_page(asking, "/trends"), "There is no survey yet");
    assert_says(asking_page(asking, "/funnel"), "There is no survey yet");
}

/* Who does not hold the answers asks for whole months. */
static void
test_reader(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_SPONSOR, (CxLeaderId){ 0 });
    (void)asking_page(asking, "/trends?question=food");
    g_assert_cmpint(asking_status(asking), ==, 200);
    (void)asking_page(asking, "/trends?period=2018-05-01..2018-05-03");
    g_assert_cmpint(asking_status(asking), ==, 403);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/trends/full", test_full);
    cx_test_engines_add_url("/pages/trends/empty", test_empty);
    cx_test_engines_add_url("/pages/trends/reader", test_reader);
    return g_test_run();
}
