/* The page of goals: what is wanted is kept, shared, ended; a leader finds theirs on their own page. */
#include "asking.h"

#include "engage/goal.h"
#include "engage/note.h"
#include "support/engines.h"
#include "support/says.h"
#include "unit/people/cast.h"

static void
expect(int64_t found, int64_t wanted)
{
    g_assert_cmpint(found, ==, wanted);
}

static CxLeaderId
fill(const char *url)
{
    g_autoptr(CxDb) db = cx_test_open(url);
    const CxLeaderId ada = cast_leader(db, "Ada <b>", NULL, cast_day(-50), CX_DAY_NONE);
    (void)cast_leader(db, "Ben", NULL, cast_day(-50), CX_DAY_NONE);
    (void)cast_leader(db, "Cem", NULL, cast_day(-50), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(CxCatalogue) catalogue = cx_catalogue_load("en", NULL);
    ctx->catalogue = catalogue;
    CxCapture capture;
    int64_t id = 0;
    g_assert_true(cx_note_take(ctx, "@ada_b wants fewer disputes", &id, &capture, NULL));
    return ada;
}

static void
test_team(const char *url)
{
    (void)fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    const char *page = asking_page(asking, "/goals");
    assert_says(page, "No goal is kept yet");
    assert_says(page, "Keep as a goal");
    (void)asking_send(asking, "/goals/wanted/1", "");
    expect(asking_status(asking), 303);
    page = asking_page(asking, "/goals");
    assert_says(page, "No goal belongs to several leaders yet");
    assert_silent(page, "Keep as a goal");
    (void)asking_send(asking, "/goals/1/leaders", "leaders=nobody+here");
    expect(asking_status(asking), 404);
    (void)asking_send(asking, "/goals/1/leaders", "leaders=Ben%2Ccem");
    expect(asking_status(asking), 303);
    page = asking_page(asking, "/goals");
    assert_says(page, "One goal belongs to several leaders");
    assert_says(page, "Ada &lt;b&gt;</a>, ");
    (void)asking_send(asking, "/goals/1/leaders/3/leave", "");
    (void)asking_send(asking, "/goals/1/end", "state=reached&words=halved");
    assert_says(asking_page(asking, "/goals"), "reached on 16 November 2026: halved");
    assert_says(asking_send(asking, "/goals", "what=x&leaders="), "field-error");
    assert_says(asking_json(asking, "/goals", NULL), "\"state\":\"reached\"");
}

static void
share(const char *url, const CxLeaderId *both)
{
    g_autoptr(CxDb) db = cx_test_open(url);
    g_autoptr(CxCtx) ctx = cast_system(db);
    int64_t id = 0;
    const CxGoalAdd add = { .what = "one day", .leaders = both, .n_leaders = 2 };
    g_assert_true(cx_goal_add(ctx, &add, &id, NULL));
}

static void
test_own(const char *url)
{
    const CxLeaderId both[] = { fill(url), { 2 } };
    share(url, both);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_LEADER, both[0]);
    assert_says(asking_page(asking, "/own"), "one day");
    assert_says(asking_page(asking, "/goals"), "One goal belongs to several leaders");
    (void)asking_send(asking, "/goals/1/end", "state=reached&words=halved");
    expect(asking_status(asking), 403);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/goals/team", test_team);
    cx_test_engines_add_url("/pages/goals/own", test_own);
    return g_test_run();
}
