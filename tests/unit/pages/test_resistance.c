/* The pages about resistance: a case from its first sign to its end; nothing of it for anybody else. */
#include "asking.h"

#include "db/db.h"
#include "engage/basis.h"
#include "engage/resistance.h"
#include "support/engines.h"
#include "support/says.h"
#include "unit/people/cast.h"

static CxLeaderId
fill(const char *url)
{
    const CxBasis basis = {
        .is_on = true, .purpose = "one-on-ones", .legal_basis = "agreement", .retention_days = 180
    };
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, NULL);
    (void)cast_department(db, "food", "Food");
    const CxLeaderId ada = cast_leader(db, "Ada", "food", cast_day(-400), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_assert_true(cx_basis_set(ctx, &basis, NULL));
    return ada;
}

static void
sent(Asking *asking, const char *path, const char *form, int status)
{
    (void)asking_send(asking, path, form);
    g_assert_cmpint(asking_status(asking), ==, status);
}

static void
test_owner(const char *url)
{
    (void)fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    assert_says(asking_page(asking, "/leaders/resistance"), "No sign of resistance is open");
    sent(asking, "/leaders/resistance", "leader=ada&signal=loud&seen=x", 422);
    sent(asking, "/leaders/resistance", "leader=ada&signal=quiet&seen=Sent+%3Ca%3E+deputy", 303);
    const char *first = asking_page(asking, "/leaders/resistance/1");
    assert_says(first, "Quiet: Sent &lt;a&gt; deputy (asker, ");
    assert_says(first, "Which decisions would you want to keep");
    sent(asking, "/leaders/resistance/1", "what=x&recheck=2031-01-01", 422);
    sent(asking, "/leaders/resistance/1", "cause=control&what=said+so", 303);
    const char *rooted = asking_page(asking, "/leaders/resistance/1");
    assert_says(rooted, "Give them a named role in the steering group");
    assert_silent(rooted, "Take something off their desk");
    sent(asking, "/leaders/resistance/1", "action=control.2&what=chairs+it&recheck=2031-01-01",
         303);
    assert_says(asking_page(asking, "/leaders/resistance"), "look again on 1 January 2031");
    sent(asking, "/leaders/resistance/1", "outcome=eased&what=came+himself", 303);
    assert_says(asking_page(asking, "/leaders/resistance"), "it eased on ");
    assert_says(asking_page(asking, "/leaders/resistance/1"), "Another sign of it");
    assert_says(asking_page(asking, "/leaders/1/held"), "Root, Loss of control: said so");
    assert_says(asking_json(asking, "/leaders/resistance", NULL), "\"state\":\"closed\"");
}

static const char *const closed[] = { "/leaders/resistance/1", "/leaders/1/held" };

static void
fill_one(const char *url)
{
    const CxLeaderId ada = fill(url);
    const CxResistanceEntry signal = { .kind = CX_RESISTANCE_SIGNAL,
                                       .key = "behind",
                                       .what = "secretword",
                                       .day = CX_DAY_NONE,
                                       .due = CX_DAY_NONE };
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, NULL);
    g_autoptr(CxCtx) ctx = cast_system(db);
    int64_t id = 0;
    g_assert_true(cx_resistance_open(ctx, ada, &signal, &id, NULL));
}

/* The team may note one, and sees what departments carry; nothing of what was noted. */
static void
test_team(const char *url)
{
    fill_one(url);
    g_autoptr(Asking) team = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    const char *page = asking_page(team, "/leaders/resistance");
    assert_says(page, "How much change each department carries");
    assert_silent(page, "secretword");
    sent(team, "/leaders/resistance", "leader=ada&signal=open&seen=said+no", 303);
    assert_says(asking_page(team, "/leaders/resistance"), "What you say is kept");
    assert_silent(asking_json(team, "/leaders/resistance", NULL), "secretword");
    for (size_t i = 0; i < CX_N_ELEMENTS(closed); i++) {
        (void)asking_page(team, closed[i]);
        g_assert_cmpint(asking_status(team), ==, 403);
    }
    assert_silent(asking_page(team, "/week"), "secretword");
    assert_silent(asking_page(team, "/leaders/1"), "secretword");
}

static void
check_closed(const char *url, CxRole role)
{
    fill_one(url);
    g_autoptr(Asking) other = asking_new(url, role, (CxLeaderId){ role == CX_ROLE_LEADER ? 1 : 0 });
    (void)asking_page(other, "/leaders/resistance");
    g_assert_cmpint(asking_status(other), ==, 403);
    for (size_t i = 0; i < CX_N_ELEMENTS(closed); i++) {
        (void)asking_page(other, closed[i]);
        g_assert_cmpint(asking_status(other), ==, 403);
        (void)asking_json(other, closed[i], NULL);
        g_assert_cmpint(asking_status(other), ==, 403);
    }
    assert_silent(asking_page(other, "/leaders/1"), "secretword");
}

static void
test_leader(const char *url)
{
    check_closed(url, CX_ROLE_LEADER);
}

static void
test_sponsor(const char *url)
{
    check_closed(url, CX_ROLE_SPONSOR);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/resistance/owner", test_owner);
    cx_test_engines_add_url("/pages/resistance/team", test_team);
    cx_test_engines_add_url("/pages/resistance/leader", test_leader);
    cx_test_engines_add_url("/pages/resistance/sponsor", test_sponsor);
    return g_test_run();
}
