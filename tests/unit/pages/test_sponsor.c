/* The sponsor's page: named, trained, attested, expected; candidates for the basis's readers alone. */
#include "asking.h"

#include "db/db.h"
#include "engage/judgement.h"
#include "support/engines.h"
#include "support/says.h"
#include "unit/people/cast.h"

static CxLeaderId
fill(const char *url)
{
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, NULL);
    (void)cast_department(db, "food", "Food");
    (void)cast_leader(db, "Ben <Old>", NULL, cast_day(-400), CX_DAY_NONE);
    return cast_leader(db, "Ada", "food", cast_day(-400), cast_day(90));
}

static void
judge(const char *url, CxLeaderId leader)
{
    const CxBasis basis = {
        .is_on = true, .purpose = "one-on-ones", .legal_basis = "agreement", .retention_days = 180
    };
    CxJudgementGive give = { .leader = leader, .reason = "secretword", .day = CX_DAY_NONE };
    give.values[CX_ASPECT_CREDIBILITY] = 5;
    give.values[CX_ASPECT_COURAGE] = 2;
    give.values[CX_ASPECT_VISION] = 4;
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, NULL);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_assert_true(cx_basis_set(ctx, &basis, NULL));
    g_assert_true(cx_judgement_give(ctx, &give, NULL));
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
    const CxLeaderId ada = fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    const char *before = asking_page(asking, "/leaders/sponsor");
    assert_says(before, "Nobody in office sponsors the program");
    assert_says(before, "Record why");
    assert_says(before, "Which phase the program is in has not been said");
    assert_silent(before, "part-fold"); /* nothing is put away while that is open */
    sent(asking, "/leaders/sponsor/steps", "step=Ride+along", 422);
    sent(asking, "/leaders/sponsor/duties", "duty=cover&seen=x", 422);
    sent(asking, "/leaders/sponsor", "sponsor=ada&successor=ada&phase=infancy", 422);
    sent(asking, "/leaders/sponsor", "sponsor=ada&phase=design&courage=3", 303);
    const char *named = asking_page(asking, "/leaders/sponsor");
    assert_says(named, "Ada leaves on ");
    assert_says(named, "nobody is ready to follow");
    assert_says(named, "Nobody is named to follow.");
    assert_says(named, "Phase of the program: Design and development.");
    assert_says(named, "<summary>Infancy ");
    assert_says(named, "<summary>Implementation ");
    assert_silent(named, "<summary>Design ");
    assert_says(named, "None of 6 with evidence");

    sent(asking, "/leaders/sponsor/duties", "duty=cover&seen=Took+%3Cthe%3E+blame&seen_by=Eve",
         303);
    assert_says(asking_page(asking, "/leaders/sponsor"), "Took &lt;the&gt; blame (Eve, ");
    sent(asking, "/leaders/sponsor/steps", "step=Ride+along&due=2031-01-01", 303);
    assert_says(asking_page(asking, "/leaders/sponsor"), "by 1 January 2031");
    sent(asking, "/leaders/sponsor/steps/1/end", "outcome=done&progress=Saw+a+lot", 303);
    sent(asking, "/leaders/sponsor/steps/1/end", "outcome=done", 422);
    assert_says(asking_page(asking, "/leaders/sponsor"), "Saw a lot");
    sent(asking, "/leaders/sponsor/expectation", "start=1&year1=1&year2=2&year3=3&agreed=board",
         422); /* nobody was asked yet */

    judge(url, ada);
    const char *judged = asking_page(asking, "/leaders/sponsor");
    assert_says(judged, "One leader has been judged as a sponsor");
    assert_says(judged, "Rehearse the answer to the hardest objection"); /* courage is weakest */
    const char *json = asking_json(asking, "/leaders/sponsor", NULL);
    assert_says(json, "\"continuity\":\"urgent\"");
    assert_says(json, "\"raw\":\"2\"");
    (void)asking_json(asking, "/leaders/sponsor", "{\"successor\":\"ben_old\"}");
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(asking_page(asking, "/leaders/sponsor"), "has not been met or called");
    /* the settings of the week's page leave these alone */
    sent(asking, "/week/settings",
         "sponsor=ada&hours=4&cadence_target_days=60&cadence_max_days=91&window_first_week=6"
         "&window_last_week=8",
         303);
    assert_says(asking_page(asking, "/leaders/sponsor"), "courage 3");
}

/* The team sees duties, never what was judged. */
static void
test_team(const char *url)
{
    judge(url, fill(url));
    g_autoptr(Asking) team = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    const char *page = asking_page(team, "/leaders/sponsor");
    assert_says(page, "What the sponsor does for the program");
    assert_silent(page, "judged as a sponsor");
    assert_silent(asking_json(team, "/leaders/sponsor", NULL), "\"raw\"");
}

static void
check_closed(const char *url, CxRole role)
{
    const CxLeaderId ada = fill(url);
    judge(url, ada);
    const CxLeaderId who = { role == CX_ROLE_LEADER ? ada.v : 0 };
    g_autoptr(Asking) other = asking_new(url, role, who);
    (void)asking_page(other, "/leaders/sponsor");
    g_assert_cmpint(asking_status(other), ==, 403);
    sent(other, "/leaders/sponsor", "sponsor=ada", 403);
}

static void
test_leader(const char *url)
{
    check_closed(url, CX_ROLE_LEADER);
}

static void
test_finance(const char *url)
{
    check_closed(url, CX_ROLE_FINANCE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/sponsor/owner", test_owner);
    cx_test_engines_add_url("/pages/sponsor/team", test_team);
    cx_test_engines_add_url("/pages/sponsor/leader", test_leader);
    cx_test_engines_add_url("/pages/sponsor/finance", test_finance);
    return g_test_run();
}
