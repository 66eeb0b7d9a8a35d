/* How leaders are coached, and trade-offs: the plan and what was seen for the basis's readers, trade-offs
 * for the CX team, nothing for anybody else. */
#include "asking.h"

#include "db/db.h"
#include "engage/judgement.h"
#include "support/engines.h"
#include "support/says.h"
#include "unit/people/cast.h"

static void
judge(CxDb *db, CxLeaderId leader, int days_ago, int64_t belief)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    CxJudgementGive give = {
        .leader = leader, .reason = "secretword", .rater = "Eve", .day = cast_day(-days_ago)
    };
    give.values[CX_ASPECT_BELIEF] = belief;
    g_assert_true(cx_judgement_give(ctx, &give, NULL));
}

static CxLeaderId
fill(const char *url)
{
    const CxBasis basis = {
        .is_on = true, .purpose = "one-on-ones", .legal_basis = "agreement", .retention_days = 180
    };
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, NULL);
    const CxLeaderId ada = cast_leader(db, "Ada", NULL, cast_day(-400), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_assert_true(cx_basis_set(ctx, &basis, NULL));
    judge(db, ada, 100, 2);
    judge(db, ada, 10, 4);
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
    const char *page = asking_page(asking, "/leaders/coaching");
    assert_says(page, "One leader is coached");
    assert_says(page, "little on ");
    assert_says(page, "secretword (Eve, ");
    assert_says(asking_json(asking, "/leaders/coaching", NULL), "\"has_risen\":true");
    sent(asking, "/leaders/coaching/steps", "leader=nobody&step=x", 422);
    sent(asking, "/leaders/coaching/steps", "leader=ada&step=Tell+the+team+%3Cwhy%3E", 303);
    assert_says(asking_page(asking, "/leaders/coaching"), "Tell the team &lt;why&gt;");
    sent(asking, "/leaders/coaching/steps/1/end", "outcome=done&progress=told+them", 303);
    assert_says(asking_page(asking, "/leaders/coaching"), "told them");
    sent(asking, "/leaders/coaching/trade-offs", "what=Saturdays&chosen=customers", 422);
    sent(asking, "/leaders/coaching/trade-offs",
         "what=Saturdays&chosen=customers&cost=overtime&decided_by=ada", 303);
    const char *chosen = asking_page(asking, "/leaders/coaching");
    assert_says(chosen, "In 1 of 1 trade-off customers were chosen");
    assert_says(asking_page(asking, "/leaders/1/held"), "told them");
}

static void
test_team(const char *url)
{
    (void)fill(url);
    g_autoptr(Asking) team = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    assert_silent(asking_page(team, "/leaders/coaching"), "secretword");
    sent(team, "/leaders/coaching/trade-offs", "what=Saturdays&chosen=other&cost=none", 303);
    assert_says(asking_page(team, "/leaders/coaching"), "Saturdays");
    assert_silent(asking_json(team, "/leaders/coaching", NULL), "secretword");
}

static void
test_leader(const char *url)
{
    const CxLeaderId ada = fill(url);
    g_autoptr(Asking) own = asking_new(url, CX_ROLE_LEADER, ada);
    static const char *const closed[] = { "/leaders/coaching", "/leaders/steps" };
    for (size_t i = 0; i < CX_N_ELEMENTS(closed); i++) {
        (void)asking_page(own, closed[i]);
        g_assert_cmpint(asking_status(own), ==, 403);
    }
    sent(own, "/leaders/coaching/trade-offs", "what=x&chosen=other&cost=none", 403);
}

static void
test_steps(const char *url)
{
    (void)fill(url);
    g_autoptr(Asking) owner = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    const char *page = asking_page(owner, "/leaders/steps");
    assert_says(page, "the first that is not: Urgency");
    assert_says(page, "Missing: a sponsor.");
    assert_says(page, "not met or called as often as is allowed at most");
    assert_says(asking_json(owner, "/leaders/steps", NULL),
                "\"step\":\"urgency\",\"state\":\"open\"");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/coaching/owner", test_owner);
    cx_test_engines_add_url("/pages/coaching/team", test_team);
    cx_test_engines_add_url("/pages/coaching/leader", test_leader);
    cx_test_engines_add_url("/pages/coaching/steps", test_steps);
    return g_test_run();
}
