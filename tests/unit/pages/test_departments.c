/* The page of departments: who heads them on the day, and adding one, on the page and as JSON. */
#include "asking.h"

#include <string.h>

#include "support/engines.h"
#include "support/golden.h"
#include "support/says.h"
#include "support/store.h"
#include "unit/feedback/guests.h"
#include "unit/people/cast.h"

/* Two heads of one department, one who has left, one who is to come, and a department of nobody. */
static void
fill(const char *url)
{
    g_autoptr(CxDb) db = cx_test_open(url);
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxImportReport) report =
        guests_import(db, mapping, "1,2018-05-01,1,1.5,a,10,5,A,Good\n");
    (void)cast_department(db, "shops", "Shops & <Stalls>");
    (void)cast_leader(db, "Ann Now", "shops", cast_day(-400), CX_DAY_NONE);
    (void)cast_leader(db, "Ben Too", "shops", CX_DAY_NONE, cast_day(0));
    (void)cast_leader(db, "Cem Gone", "shops", cast_day(-400), cast_day(-1));
    (void)cast_leader(db, "Dee Next", "shops", cast_day(1), CX_DAY_NONE);
}

static void
test_list(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    const char *page = asking_page(asking, "/departments");
    g_assert_cmpint(asking_status(asking), ==, 200);
    const char *main_part = strstr(page, "<main");
    g_assert_nonnull(main_part);
    assert_says(page, "Shops &amp; &lt;Stalls&gt;");
    assert_says(page, "Ann Now");
    assert_says(page, "Ben Too");
    assert_silent(main_part, "Cem Gone");
    assert_silent(main_part, "Dee Next");
    assert_says(page, "Nobody gets a brief on a department without a head.");
    const char *json = asking_json(asking, "/departments", NULL);
    g_assert_cmpint(asking_status(asking), ==, 200);
    cx_test_golden("pages/departments.json", json);
}

static void
test_empty(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    const char *page = asking_page(asking, "/departments");
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(page, "<h1>No department is known yet</h1>");
    assert_silent(page, "<table");
    assert_silent(page, "Nobody gets a brief");
}

/* Who may not change the program sees the list, and neither the form nor its effect. */
static void
test_reader(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_SPONSOR, (CxLeaderId){ 0 });
    const char *page = asking_page(asking, "/departments");
    assert_says(page, "Ann Now");
    assert_silent(page, "action=\"/departments\"");
    (void)asking_send(asking, "/departments", "name=Mine&key=mine");
    g_assert_cmpint(asking_status(asking), ==, 403);
    (void)asking_send(asking, "/departments/changes",
                      "kind=end&department=shops&from=2026-07-01&reason=x");
    g_assert_cmpint(asking_status(asking), ==, 403);
    assert_silent(asking_json(asking, "/departments", NULL), "mine");
}

static void
test_add(const char *url)
{
    static const struct {
        const char *why;
        const char *form;
        int status;
        const char *says; /* on the page shown again, or in the list */
    } rows[] = {
        { "a key of its own", "name=Delivery&key=del", 303, "\"del\"" },
        { "a key made from the name", "name=Guest+Services&key=", 303, "\"guest_services\"" },
        { "no name", "name=&key=x", 422, "action=\"/departments\"" },
        { "a key with blanks", "name=Air&key=a+b", 422, "a department key is small letters" },
        { "the key is taken", "name=Other&key=del", 422, "there is a department &quot;del&quot;" },
        { "the name is taken", "name=DELIVERY&key=d2", 422, "&quot;Delivery&quot; already" },
    };
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        const char *answer = asking_send(asking, "/departments", rows[i].form);
        g_assert_cmpint(asking_status(asking), ==, rows[i].status);
        assert_says(rows[i].status == 303 ? asking_json(asking, "/departments", NULL) : answer,
                    rows[i].says);
    }
    g_autoptr(CxDb) db = cx_test_open(url);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM department"), ==, 2);
}

static void
test_add_json(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    (void)asking_json(asking, "/departments", "{\"name\":\"Café\"}");
    g_assert_cmpint(asking_status(asking), ==, 201);
    const char *json = asking_json(asking, "/departments", "{\"name\":\"Café\",\"size\":3}");
    g_assert_cmpint(asking_status(asking), ==, 422);
    assert_says(json, "\"/size\"");
}

/* Each kind of reorganisation by form; what became of departments is said in words, and undoing is a
 * record too. */
static void
test_reorganise(const char *url)
{
    static const struct {
        const char *why;
        const char *form;
        int status;
        const char *says; /* in the list, or on the page shown again */
    } rows[] = {
        { "a new name", "kind=rename&department=del&names=Flow&from=2026-04-01&reason=clearer", 303,
          "Called Delivery until 31 March 2026." },
        { "split off", "kind=split&department=del&names=flow,+Stores&from=2026-05-01&reason=board",
          303, "Until 30 April 2026 part of Flow." },
        { "merged with another",
          "kind=merge&department=stores&others=shops&names=Retail&from=2026-06-01&reason=board",
          303, "Since 1 June 2026 with what was Stores and Shops." },
        { "ended", "kind=end&department=retail&from=2026-07-01&reason=sold", 303,
          "Ended on 30 June 2026." },
        { "ended twice", "kind=end&department=retail&from=2026-08-01&reason=sold", 422,
          "Retail is not a department on 31 July 2026" },
        { "a split into one", "kind=split&department=del&names=Flow&from=2026-09-01&reason=x", 422,
          "into two or more" },
        { "without a reason", "kind=end&department=del&from=2026-09-01", 422,
          "field-reason-error" },
    };
    g_autoptr(CxDb) db = cx_test_open(url);
    (void)cast_department(db, "del", "Delivery");
    (void)cast_department(db, "shops", "Shops");
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        const char *answer = asking_send(asking, "/departments/changes", rows[i].form);
        g_assert_cmpint(asking_status(asking), ==, rows[i].status);
        assert_says(rows[i].status == 303 ? asking_page(asking, "/departments") : answer,
                    rows[i].says);
    }
    (void)asking_send(asking, "/departments/changes/3/undo", "undo_reason=not+sold");
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_silent(asking_page(asking, "/departments"), "Ended on 30 June 2026.");
    (void)asking_send(asking, "/departments/changes/1/undo", "undo_reason=x");
    g_assert_cmpint(asking_status(asking), ==, 409);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/departments/list", test_list);
    cx_test_engines_add_url("/pages/departments/empty", test_empty);
    cx_test_engines_add_url("/pages/departments/reader", test_reader);
    cx_test_engines_add_url("/pages/departments/add", test_add);
    cx_test_engines_add_url("/pages/departments/add-json", test_add_json);
    cx_test_engines_add_url("/pages/departments/reorganise", test_reorganise);
    return g_test_run();
}
