/* The page of tiers and owners with 300 leaders: found, ticked, set at once; for nobody else. */
#include "asking.h"

#include "db/db.h"
#include "support/engines.h"
#include "support/says.h"
#include "unit/people/cast.h"

#define MANY 300

static CxLeaderId
fill(const char *url)
{
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, NULL);
    CxLeaderId last = { 0 };
    for (int i = 0; i < MANY; i++) {
        g_autofree char *name = g_strdup_printf("Leader <%03d>", i);
        last = cast_leader(db, name, NULL, cast_day(-900), CX_DAY_NONE);
    }
    return last;
}

static void
test_many(const char *url)
{
    (void)fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    assert_says(asking_page(asking, "/leaders/tiers"), "300 leaders are in office: 0 with a tier");
    assert_says(asking_send(asking, "/leaders/tiers", "tier=1"), "choose at least one");
    assert_says(asking_send(asking, "/leaders/tiers", "_leader=1&owner="), "which tier or which");
    assert_says(asking_send(asking, "/leaders/tiers", "tier=1&_q=zed+no&_tier=2"),
                "name=\"_q\" value=\"zed no\""); /* a refused form keeps its search */
    g_autoptr(GString) form = g_string_new("tier=2&owner=Kim+%3CX%3E");
    for (int i = 1; i <= 250; i++)
        g_string_append_printf(form, "&_leader=%d", i);
    (void)asking_send(asking, "/leaders/tiers", form->str);
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_says(asking_page(asking, "/leaders/tiers"), "250 with a tier, 250 with an owner");
    const char *found = asking_page(asking, "/leaders/tiers?q=leader+%3C299");
    assert_says(found, "Leader &lt;299&gt;");
    assert_silent(found, "Leader &lt;298&gt;");
    assert_silent(asking_page(asking, "/leaders/tiers?tier=2"), "Leader &lt;299&gt;");
    assert_says(asking_page(asking, "/leaders/tiers?q=KIM"), "Kim &lt;X&gt;");
    assert_says(asking_page(asking, "/leaders"), "Nobody is new among the 300 leaders in office");
    const char *named = asking_page(asking, "/leaders?q=LEADER+%3C007");
    assert_says(named, "Leader &lt;007&gt;");
    assert_silent(named, "Leader &lt;008&gt;");
    assert_says(asking_page(asking, "/leaders?q=nobody+here"), "Nobody is found");
    assert_says(asking_page(asking, "/leaders/tiers?q=nobody+here"), "Nobody is found");
    (void)asking_json(asking, "/leaders/tiers", "{\"tier\":\"0\",\"leaders\":\"leader_299\"}");
    (void)asking_page(asking, "/week");
    g_assert_cmpint(asking_status(asking), ==, 200);
    (void)asking_page(asking, "/rounds");
    g_assert_cmpint(asking_status(asking), ==, 200);
}

static void
expect(int64_t found, int64_t wanted)
{
    g_assert_cmpint(found, ==, wanted);
}

/* All who are shown, all in office, and nobody twice. */
static void
test_everybody(const char *url)
{
    (void)fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    (void)asking_send(asking, "/leaders/tiers",
                      "tier=1&everybody=1&_q=leader+%3C29&_tier=&_leader=291");
    expect(asking_status(asking), 303);
    assert_says(asking_page(asking, "/leaders/tiers"), "300 leaders are in office: 10 with a tier");
    (void)asking_send(asking, "/leaders/tiers", "owner=Kim&everybody=1&_q=&_tier=1");
    assert_says(asking_page(asking, "/leaders/tiers"), "10 with a tier, 10 with an owner");
    assert_says(asking_send(asking, "/leaders/tiers", "tier=1&everybody=1&_q=nobody+here&_tier="),
                "choose at least one");
    (void)asking_json(asking, "/leaders/tiers", "{\"tier\":\"3\",\"everybody\":true}");
    expect(asking_status(asking), 200);
    assert_says(asking_page(asking, "/leaders/tiers"), "300 with a tier, 10 with an owner");
}

static void
test_leader(const char *url)
{
    const CxLeaderId last = fill(url);
    g_autoptr(Asking) leader = asking_new(url, CX_ROLE_LEADER, last);
    (void)asking_page(leader, "/leaders/tiers");
    g_assert_cmpint(asking_status(leader), ==, 403);
    (void)asking_send(leader, "/leaders/tiers", "tier=1&_leader=1");
    g_assert_cmpint(asking_status(leader), ==, 403);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/tiers/many", test_many);
    cx_test_engines_add_url("/pages/tiers/everybody", test_everybody);
    cx_test_engines_add_url("/pages/tiers/leader", test_leader);
    return g_test_run();
}
