/* The pages about where leaders stand: nothing before a basis is recorded, everything for its readers
 * after, nothing for anybody else. */
#include "asking.h"

#include "db/db.h"
#include "engage/judgement.h"
#include "support/engines.h"
#include "support/says.h"
#include "unit/people/cast.h"

static CxLeaderId
fill(const char *url)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, &error);
    g_assert_no_error(error);
    (void)cast_department(db, "food", "Food");
    (void)cast_department(db, "shops", "Shops");
    (void)cast_leader(db, "Ben <Old>", NULL, cast_day(-400), CX_DAY_NONE);
    return cast_leader(db, "Ada", "food", cast_day(-400), CX_DAY_NONE);
}

#define BASIS "state=on&purpose=one-on-ones&legal_basis=agreement&readers=owner&retention_days=180"

static void
switch_on(Asking *asking)
{
    (void)asking_send(asking, "/leaders/basis", BASIS);
    g_assert_cmpint(asking_status(asking), ==, 303);
}

static void
check_judged(Asking *asking)
{
    const char *page = asking_page(asking, "/leaders/coalition");
    assert_says(page, "One with much influence is not yet won: Ada");
    assert_says(page, "doubtful");
    assert_says(asking_page(asking, "/leaders/2/judgements"), "said &lt;no&gt;");
    const char *json = asking_json(asking, "/leaders/coalition", NULL);
    assert_says(json, "\"n_raters\":1,\"middle\":2");
}

static void
check_influence(Asking *asking)
{
    (void)asking_send(asking, "/leaders/influence", "leader=ada&over=ada");
    g_assert_cmpint(asking_status(asking), ==, 422);
    (void)asking_send(asking, "/leaders/influence", "leader=ben_old&over=ada");
    assert_says(asking_page(asking, "/leaders/coalition"), "has the ear of Ada");
}

static void
test_owner(const char *url)
{
    (void)fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    const char *off = asking_page(asking, "/leaders/coalition");
    assert_says(off, "2 leaders are in office; one seat is empty");
    assert_says(off, "Record why");
    assert_silent(off, "Stance");
    (void)asking_page(asking, "/leaders/2/judgements");
    g_assert_cmpint(asking_status(asking), ==, 403);
    (void)asking_send(asking, "/leaders/basis", "state=on&purpose=&legal_basis=x");
    g_assert_cmpint(asking_status(asking), ==, 422);
    switch_on(asking);
    assert_says(asking_page(asking, "/leaders/coalition"), "Nobody has said yet where leaders");
    const char *form = asking_page(asking, "/leaders/2/judgements");
    assert_says(form, "undecided");
    assert_silent(form, "name=\"courage\"");
    assert_says(asking_page(asking, "/leaders/2/judgements?of=sponsor"), "name=\"courage\"");
    (void)asking_send(asking, "/leaders/2/judgements?of=coalition", "stance=2&influence=5");
    g_assert_cmpint(asking_status(asking), ==, 422);
    (void)asking_send(asking, "/leaders/2/judgements?of=coalition",
                      "stance=2&influence=5&reason=said+%3Cno%3E&rater=Eve");
    g_assert_cmpint(asking_status(asking), ==, 303);
    check_judged(asking);
    check_influence(asking);
    assert_says(asking_page(asking, "/leaders/2/held"), "said &lt;no&gt;");
}

/* Somebody has judged Ada. */
static CxLeaderId
fill_judged(const char *url)
{
    const CxLeaderId ada = fill(url);
    const CxBasis basis = {
        .is_on = true, .purpose = "one-on-ones", .legal_basis = "agreement", .retention_days = 180
    };
    CxJudgementGive give = { .leader = ada, .reason = "secretword", .day = CX_DAY_NONE };
    give.values[CX_ASPECT_STANCE] = 1;
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, NULL);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_assert_true(cx_basis_set(ctx, &basis, NULL));
    g_assert_true(cx_judgement_give(ctx, &give, NULL));
    return ada;
}

/* Four leaders make a map; a trail leads from where Ada stood, and the table says the same. */
static void
test_map(const char *url)
{
    const CxLeaderId ada = fill(url);
    const CxBasis basis = {
        .is_on = true, .purpose = "one-on-ones", .legal_basis = "agreement", .retention_days = 180
    };
    CxJudgementGive give = { .leader = ada, .reason = "seen", .day = cast_day(-70) };
    give.values[CX_ASPECT_STANCE] = 2;
    give.values[CX_ASPECT_INFLUENCE] = 5;
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, NULL);
    (void)cast_leader(db, "Eve", NULL, cast_day(-400), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_assert_true(cx_basis_set(ctx, &basis, NULL));
    g_assert_true(cx_judgement_give(ctx, &give, NULL));
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    assert_silent(asking_page(asking, "/leaders/coalition"), "class=\"fig\"");
    (void)cast_leader(db, "Gil", "shops", cast_day(-400), cast_day(30));
    give.day = CX_DAY_NONE;
    give.values[CX_ASPECT_STANCE] = 3;
    g_assert_true(cx_judgement_give(ctx, &give, NULL));
    const char *page = asking_page(asking, "/leaders/coalition");
    assert_says(page, "One leader came closer in 60 days");
    assert_says(page, "Ada: influence very much, stance undecided (1 rater)");
    assert_says(page, "In the accent: much influence, not yet won.");
    assert_says(page, "Gil");
    const char *one = asking_page(asking, "/leaders/2");
    assert_says(one, "One with much influence is not yet won: Ada");
    assert_says(one, "In the accent: Ada.");
    assert_says(one, "undecided <span class=\"quiet\">· 1 rater");
    assert_says(asking_page(asking, "/leaders/1"), "In the accent: Ben &lt;Old&gt;.");
    const char *json = asking_json(asking, "/leaders/coalition", NULL);
    assert_says(json, "\"stance_first\":null,\"stance_was\":\"doubtful\",\"stance\":\"undecided\"");
}

/* On their own page a leader does not see where they are thought to stand. */
static void
test_map_of_own(const char *url)
{
    const CxLeaderId ada = fill_judged(url);
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, NULL);
    for (int i = 0; i < 3; i++) {
        (void)cast_leader(db,
                          i == 0   ? "Eve"
                          : i == 1 ? "Gil"
                                   : "Kim",
                          NULL, cast_day(-9), CX_DAY_NONE);
    }
    g_autoptr(CxCtx) ctx = cast_system(db);
    CxJudgementGive give = { .leader = ada, .reason = "seen", .day = CX_DAY_NONE };
    give.values[CX_ASPECT_STANCE] = 1;
    give.values[CX_ASPECT_INFLUENCE] = 5;
    g_assert_true(cx_judgement_give(ctx, &give, NULL));
    g_autoptr(Asking) theirs = asking_new(url, CX_ROLE_LEADER, ada);
    const char *own = asking_page(theirs, "/leaders/2");
    g_assert_cmpint(asking_status(theirs), ==, 200);
    assert_silent(own, "class=\"fig\"");
    assert_silent(own, "against");
    assert_silent(own, "very much");
}

static void
test_team(const char *url)
{
    (void)fill_judged(url);
    g_autoptr(Asking) team = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    assert_silent(asking_page(team, "/leaders/coalition"), "against");
    assert_silent(asking_page(team, "/leaders/coalition"), "class=\"fig\"");
    assert_says(asking_page(team, "/leaders/2/judgements"), "The CX leader alone reads");
    assert_silent(asking_page(team, "/leaders/2/judgements"), "secretword");
    (void)asking_page(team, "/leaders/2/held");
    g_assert_cmpint(asking_status(team), ==, 403);
    assert_silent(asking_page(team, "/leaders/2"), "secretword");
    assert_silent(asking_page(team, "/leaders/2"), "against");
}

/* What was judged reaches nobody else: not the leader, not the sponsor, not who keeps users. */
static void
check_silent(const char *url, CxRole role)
{
    static const char *const closed[] = { "/leaders/coalition", "/leaders/2/judgements",
                                          "/leaders/2/held", "/leaders/basis" };
    const CxLeaderId ada = fill_judged(url);
    const CxLeaderId who = { role == CX_ROLE_LEADER ? ada.v : 0 };
    g_autoptr(Asking) other = asking_new(url, role, who);
    for (size_t i = 0; i < CX_N_ELEMENTS(closed); i++) {
        (void)asking_page(other, closed[i]);
        g_assert_cmpint(asking_status(other), ==, 403);
        (void)asking_json(other, closed[i], NULL);
        g_assert_cmpint(asking_status(other), ==, 403);
    }
    assert_silent(asking_page(other, "/leaders"), "secretword");
    assert_silent(asking_page(other, "/leaders/2"), "secretword");
    assert_silent(asking_json(other, "/leaders/2", NULL), "secretword");
}

static void
test_leader(const char *url)
{
    check_silent(url, CX_ROLE_LEADER);
}

static void
test_sponsor(const char *url)
{
    check_silent(url, CX_ROLE_SPONSOR);
}

static void
test_admin(const char *url)
{
    check_silent(url, CX_ROLE_ADMIN);
}

static void
test_details(const char *url)
{
    (void)fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    (void)asking_send(asking, "/leaders/2/details", "kind=asked&what=the+%3Clist%3E");
    g_assert_cmpint(asking_status(asking), ==, 303);
    (void)asking_send(asking, "/leaders/2/details", "kind=carries&what=");
    g_assert_cmpint(asking_status(asking), ==, 422);
    assert_says(asking_page(asking, "/leaders/2"), "the &lt;list&gt;");
    (void)asking_send(asking, "/leaders/details/1/end", "answer=sent");
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_says(asking_page(asking, "/leaders/2"), "answered 16 November 2026: sent");
    (void)asking_send(asking, "/leaders/details/1/end", "");
    g_assert_cmpint(asking_status(asking), ==, 409);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/coalition/owner", test_owner);
    cx_test_engines_add_url("/pages/coalition/map", test_map);
    cx_test_engines_add_url("/pages/coalition/map_of_own", test_map_of_own);
    cx_test_engines_add_url("/pages/coalition/team", test_team);
    cx_test_engines_add_url("/pages/coalition/leader", test_leader);
    cx_test_engines_add_url("/pages/coalition/sponsor", test_sponsor);
    cx_test_engines_add_url("/pages/coalition/admin", test_admin);
    cx_test_engines_add_url("/pages/coalition/details", test_details);
    return g_test_run();
}
