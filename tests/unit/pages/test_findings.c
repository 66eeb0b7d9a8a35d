/* The pages of findings: with nothing, and who may do what. */
#include "asking.h"

#include "support/engines.h"
#include "support/says.h"
#include "support/store.h"
#include "unit/feedback/guests.h"
#include "unit/people/cast.h"

/* A bad finding about a department with a head, as the night would have written it. */
static void
fill(const char *url, CxLeaderId *ret_head)
{
    g_autoptr(CxDb) db = cx_test_open(url);
    g_autoptr(GString) lines = g_string_new(NULL);
    for (int i = 0; i < 40; i++) {
        g_string_append_printf(lines, "%d,2018-05-%02d,1,1,u%d,%d,%d,A,\n", i, 1 + i % 28, i,
                               i % 11, 4 + i % 2);
    }
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines->str);
    g_assert_cmpint(report->n_rejected, ==, 0);
    *ret_head = cast_leader(db, "Fay Food", "food", cast_day(-400), CX_DAY_NONE);
    cx_test_execute(
        db, "INSERT INTO finding (survey_id, department_id, kind, tone, subject, state, "
            "message, arguments, value, lo, hi, n, slice, url, found_day, found_us, until_day) "
            "SELECT s.id, d.id, 'change', 'bad', 'change:1:1', '1', 'finding.change.worsened', "
            "'{\"label\":\"Food\",\"measure\":\"points\",\"amount\":{\"value\":6.2,"
            "\"decimals\":0},\"range\":{\"lo\":2.0,\"hi\":10.0,\"decimals\":0},"
            "\"period\":{\"from\":17652,\"to\":17682},\"against\":{\"from\":17287,"
            "\"to\":17317},\"n\":1204}', -6.2, -10.0, -2.0, 1204, "
            "'survey=guests&measure=top2&question=food', '/changes', 20773, 1, 20900 "
            "FROM survey AS s CROSS JOIN department AS d WHERE d.key = 'food'");
}

static void
test_empty(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    assert_says(asking_page(asking, "/findings"), "Nothing new is worth saying");
    (void)asking_page(asking, "/findings/1");
    g_assert_cmpint(asking_status(asking), ==, 404);
    (void)asking_page(asking, "/findings?department=nobody");
    g_assert_cmpint(asking_status(asking), ==, 404);
}

static void
test_team(const char *url)
{
    CxLeaderId head;
    fill(url, &head);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    const char *page = asking_page(asking, "/findings");
    assert_says(page, "One thing is worth saying");
    assert_says(page,
                "Food worsened by 6 points (2–10) in May 2018, against May 2017; 1,204 answers");
    assert_says(page, "Fay Food has the first look, and has not been told yet");
    assert_says(asking_page(asking, "/findings/1"), "/findings/1/told");
    (void)asking_send(asking, "/findings/1/skip", "words=");
    g_assert_cmpint(asking_status(asking), ==, 422);
    (void)asking_send(asking, "/findings/1/told", "");
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_says(asking_page(asking, "/findings/1"), "It reached Fay Food on 16 November 2026");
    (void)asking_send(asking, "/findings/1/say", "words=Food+lost+its+regulars");
    g_assert_cmpint(asking_status(asking), ==, 303);
    const char *json = asking_json(asking, "/findings", NULL);
    assert_says(json, "\"sentence\":\"Food lost its regulars\"");
    assert_says(json, "\"opens\":\"2026-11-23\"");
}

static void
test_sponsor(const char *url)
{
    CxLeaderId head;
    fill(url, &head);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_SPONSOR, (CxLeaderId){ 0 });
    assert_says(asking_page(asking, "/findings"), "Nothing new is worth saying");
    (void)asking_page(asking, "/findings/1");
    g_assert_cmpint(asking_status(asking), ==, 404);
    assert_silent(asking_json(asking, "/findings", NULL), "Food");
    (void)asking_send(asking, "/findings/1/answer", "words=No");
    g_assert_cmpint(asking_status(asking), ==, 404);
}

/* The head opens the list: it has reached them then, and there is room to answer. */
static void
test_head(const char *url)
{
    CxLeaderId head;
    fill(url, &head);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_LEADER, head);
    assert_says(asking_page(asking, "/findings"), "Food worsened");
    const char *page = asking_page(asking, "/findings/1");
    assert_says(page, "It reached Fay Food on 16 November 2026");
    assert_says(page, "/findings/1/answer");
    assert_silent(page, "/findings/1/skip");
    (void)asking_send(asking, "/findings/1/answer", "words=The+kitchen+was+rebuilt");
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_says(asking_page(asking, "/findings"), "The kitchen was rebuilt");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/findings/empty", test_empty);
    cx_test_engines_add_url("/pages/findings/team", test_team);
    cx_test_engines_add_url("/pages/findings/sponsor", test_sponsor);
    cx_test_engines_add_url("/pages/findings/head", test_head);
    return g_test_run();
}
