/* The pages of leaders: who is new, whose seat is empty, who is to come; ending a term, giving another
 * office. */
#include "asking.h"

#include <string.h>

#include "support/engines.h"
#include "support/says.h"
#include "support/store.h"
#include "unit/people/cast.h"

/* One who is new, one for long, one to come (tests are on 16 November 2026), and a department of
 * nobody. */
static void
fill(const char *url)
{
    g_autoptr(CxDb) db = cx_test_open(url);
    (void)cast_department(db, "food", "Food");
    (void)cast_department(db, "shops", "Shops");
    (void)cast_department(db, "gates", "Gates & <Piers>");
    (void)cast_leader(db, "Ann New", "food", cast_day(-40), CX_DAY_NONE);
    (void)cast_leader(db, "Ben Old", "shops", cast_day(-400), CX_DAY_NONE);
    (void)cast_leader(db, "Cem Next", "gates", cast_day(20), CX_DAY_NONE);
}

static void
test_list(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    const char *page = asking_page(asking, "/leaders");
    assert_says(page, "is new among 2 leaders in office");
    assert_says(page, "5 weeks in office");
    assert_silent(page, "57 weeks");
    assert_says(page, "Office of Cem Next, Gates &amp; &lt;Piers&gt;");
    assert_says(page, "Empty seats");
    const char *json = asking_json(asking, "/leaders", NULL);
    assert_says(json, "\"vacant\":[\"Gates & <Piers>\"]");
    assert_says(json, "\"is_current\":false,\"is_future\":true");
    assert_says(json, "\"weeks\":5");
}

static void
test_offices(const char *url)
{
    static const struct {
        const char *why, *path, *form;
        int status;
        const char *says;
    } rows[] = {
        { "another office instead", "/leaders/2/terms",
          "title=Head+of+Gates&department=gates&from=2026-12-01", 303, "1 December 2026" },
        { "its end is set by that", "/leaders/2/terms",
          "title=Head+of+Food&department=food&from=2026-11-20", 422, "its end is set already" },
        { "besides the present one", "/leaders/1/terms",
          "title=Acting+head&department=shops&from=2026-12-01&besides=true", 303, "Acting head" },
        { "a department not there", "/leaders/1/terms", "title=X&department=air&from=2026-12-01",
          422, "there is no department" },
        { "no day", "/leaders/1/terms", "title=X&department=food", 422, "field-from-error" },
        { "a term ended", "/leaders/1/terms/1/end", "last_day=2026-12-31", 303,
          "31 December 2026" },
        { "ended twice", "/leaders/1/terms/1/end", "last_day=2027-01-31", 409, "" },
        { "another's term", "/leaders/1/terms/3/end", "last_day=2027-01-31", 409, "" },
    };
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        const char *answer = asking_send(asking, rows[i].path, rows[i].form);
        g_assert_cmpint(asking_status(asking), ==, rows[i].status);
        g_autofree char *page = g_strndup(rows[i].path, strlen("/leaders/1"));
        assert_says(rows[i].status == 303 ? asking_page(asking, page) : answer, rows[i].says);
    }
    g_autoptr(CxDb) db = cx_test_open(url);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM term"), ==, 5);
}

static void
test_reader(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_SPONSOR, (CxLeaderId){ 0 });
    const char *page = asking_page(asking, "/leaders/1");
    assert_says(page, "Ann New");
    assert_silent(page, "/terms");
    (void)asking_send(asking, "/leaders/1/terms", "title=X&from=2026-12-01");
    g_assert_cmpint(asking_status(asking), ==, 403);
    (void)asking_send(asking, "/leaders/1/terms/1/end", "last_day=2026-12-31");
    g_assert_cmpint(asking_status(asking), ==, 403);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/leaders/list", test_list);
    cx_test_engines_add_url("/pages/leaders/offices", test_offices);
    cx_test_engines_add_url("/pages/leaders/reader", test_reader);
    return g_test_run();
}
