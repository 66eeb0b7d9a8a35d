/* The page of the program's texts: what is set is shown, the form says what is wrong, and a leader
 * sees their own department's approaches and changes nothing. */
#include "asking.h"

#include "base/error.h"
#include "db/db.h"
#include "support/engines.h"
#include "support/says.h"
#include "support/store.h"
#include "unit/people/cast.h"

static CxLeaderId
fill(const char *url)
{
    g_autoptr(CxDb) db = cx_test_open(url);
    (void)cast_department(db, "food", "Food & <Drink>");
    (void)cast_department(db, "shops", "Shops");
    return cast_leader(db, "Ada", "food", CX_DAY_NONE, CX_DAY_NONE);
}

static void
test_set(const char *url)
{
    (void)fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    assert_says(asking_page(asking, "/program"), "Briefs say nothing of the program yet");
    assert_says(asking_page(asking, "/program"), "Which of your goals should we measure for you?");
    assert_says(asking_page(asking, "/program?edit=goals"), "<textarea");

    (void)asking_send(asking, "/program?edit=goals",
                      "kind=goals&text=Measure+%3Cb%3E.%0D%0ADecide.");
    g_assert_cmpint(asking_status(asking), ==, 303);
    const char *page = asking_page(asking, "/program");
    assert_says(page, "Measure &lt;b&gt;.</p><p>Decide.");
    assert_says(page, "What briefs say of the program");

    (void)asking_json(
        asking, "/program",
        "{\"kind\":\"approaches\",\"department\":\"shops\",\"text\":\"Longer hours.\"}");
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(asking_json(asking, "/program", NULL), "Longer hours.");
    (void)asking_json(asking, "/program", "{\"kind\":\"goals\",\"text\":\"Decide first.\"}");
    assert_says(asking_page(asking, "/program"), "Measure &lt;b&gt;.\nDecide.");
}

static void
test_refused(const char *url)
{
    (void)fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    const char *page = asking_send(asking, "/program?edit=governance",
                                   "kind=governance&text=Who+decides&meets_on=2020-01-01");
    g_assert_cmpint(asking_status(asking), ==, 422);
    assert_says(page, "cannot lie in the past");
    assert_says(page, "Who decides</textarea>");
    (void)asking_json(asking, "/program", "{\"kind\":\"wishes\",\"text\":\"x\"}");
    g_assert_cmpint(asking_status(asking), ==, 422);
}

/* Makes room for another user of the same name. */
static void
rename_user(const char *url)
{
    g_autoptr(CxDb) db = cx_test_open(url);
    cx_test_execute(db, "UPDATE app_user SET login = 'before'");
}

static void
test_leader(const char *url)
{
    const CxLeaderId ada = fill(url);
    {
        g_autoptr(Asking) owner = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
        (void)asking_json(
            owner, "/program",
            "{\"kind\":\"approaches\",\"department\":\"shops\",\"text\":\"Longer hours.\"}");
        (void)asking_json(
            owner, "/program",
            "{\"kind\":\"approaches\",\"department\":\"food\",\"text\":\"Warm plates.\"}");
    }
    rename_user(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_LEADER, ada);
    const char *page = asking_page(asking, "/program?edit=goals");
    assert_says(page, "Warm plates.");
    assert_silent(page, "Longer hours.");
    assert_silent(page, "<textarea");
    assert_silent(asking_json(asking, "/program", NULL), "Longer hours.");
    (void)asking_json(asking, "/program", "{\"kind\":\"goals\",\"text\":\"Mine.\"}");
    g_assert_cmpint(asking_status(asking), ==, 403);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/program/set", test_set);
    cx_test_engines_add_url("/pages/program/refused", test_refused);
    cx_test_engines_add_url("/pages/program/leader", test_leader);
    return g_test_run();
}
