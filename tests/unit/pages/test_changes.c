/* The pages of changes and of the other tool's number: with answers, with nothing, and as someone who
 * may not. */
#include "asking.h"

#include <string.h>

#include "stat/estimate.h"
#include "support/engines.h"
#include "support/says.h"
#include "unit/feedback/guests.h"
#include "unit/people/cast.h"

static void
fill(const char *url)
{
    g_autoptr(CxDb) db = cx_test_open(url);
    cx_stat_start();
    g_autoptr(GString) lines = g_string_new(NULL);
    for (int i = 0; i < 40; i++) {
        g_string_append_printf(lines, "%d,2018-05-%02d,1,1,u%d,%d,5,A,\n", i, 1 + i % 28, i,
                               i % 11);
    }
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines->str);
    g_assert_cmpint(report->n_rejected, ==, 0);
}

static void
test_declare(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    assert_says(asking_page(asking, "/changes"), "Nothing is declared yet");
    (void)asking_send(asking, "/changes", "department=food&cadence=year");
    g_assert_cmpint(asking_status(asking), ==, 303);
    const char *page = asking_page(asking, "/changes");
    assert_says(page, "One measure is declared");
    assert_says(page, "/withdraw");
    (void)asking_send(asking, "/changes", "department=food&cadence=year");
    g_assert_cmpint(asking_status(asking), ==, 422);
    (void)asking_send(asking, "/changes/close", "");
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_says(asking_json(asking, "/changes", NULL), "\"cadence\":\"year\"");
}

static void
test_reconcile(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    assert_says(asking_page(asking, "/reconcile"), "Another dashboard says something else?");
    const char *page = asking_page(asking, "/reconcile?number=99&tool=Qualtrics");
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(page, "Qualtrics says 99, and no difference we know explains it");
    assert_says(page, "how many answers it counts (n)");
    (void)asking_page(asking, "/reconcile?number=many");
    g_assert_cmpint(asking_status(asking), ==, 422);
}

static void
test_reader(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_SPONSOR, (CxLeaderId){ 0 });
    g_assert_null(strstr(asking_page(asking, "/changes"), "action=\"/changes\""));
    (void)asking_send(asking, "/changes", "cadence=year");
    g_assert_cmpint(asking_status(asking), ==, 403);
    (void)asking_page(asking, "/reconcile?number=24");
    g_assert_cmpint(asking_status(asking), ==, 403);
}

static void
test_empty(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    assert_says(asking_page(asking, "/changes"), "There is no survey yet");
    assert_says(asking_page(asking, "/reconcile"), "There is no survey yet");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/changes/declare", test_declare);
    cx_test_engines_add_url("/pages/changes/reconcile", test_reconcile);
    cx_test_engines_add_url("/pages/changes/reader", test_reader);
    cx_test_engines_add_url("/pages/changes/empty", test_empty);
    return g_test_run();
}
