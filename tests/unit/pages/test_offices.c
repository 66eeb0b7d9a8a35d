/* What a roster can be wrong about, on pages and by API: a leader with two posts, a department without a
 * head or with two, a term that overlaps; a meeting in a closed week, a round with nobody. Each is
 * handled and said in words, and nothing that was typed is lost. */
#include "asking.h"

#include <string.h>

#include "base/civil.h"
#include "db/db.h"
#include "engage/closed.h"
#include "engage/onboarding.h"
#include "support/engines.h"
#include "support/says.h"
#include "support/store.h"
#include "unit/people/cast.h"

static void
fill(const char *url)
{
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, NULL);
    (void)cast_department(db, "food", "Food");
    (void)cast_department(db, "shops", "Shops");
    (void)cast_department(db, "gates", "Gates");
    (void)cast_leader(db, "Ada", "food", cast_day(-400), CX_DAY_NONE);
    (void)cast_leader(db, "Ben", "shops", cast_day(-30), CX_DAY_NONE);
}

/* A form with a day, "title=x&from=2026-01-02". */
static const char *
send_day(Asking *asking, const char *path, const char *form, int days)
{
    g_autofree char *day = cx_day_format(cast_day(days));
    g_autofree char *whole = g_strconcat(form, "&from=", day, NULL);
    return asking_send(asking, path, whole);
}

static void
test_two_posts(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    (void)send_day(asking, "/leaders/1/terms", "title=Head+of+Gates&department=gates&besides=on",
                   -10);
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_says(asking_page(asking, "/leaders"), "Head of Gates, ");
    assert_says(asking_json(asking, "/leaders", NULL), "\"title\":\"Head of Gates, ");
    g_assert_nonnull(strstr(asking_json(asking, "/leaders/1", NULL), "\"is_current\":true"));
    assert_says(asking_page(asking, "/leaders/coalition"), "Head of Gates, ");
}

static void
test_no_head(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    assert_says(asking_page(asking, "/leaders"), "Empty seats");
    assert_says(asking_json(asking, "/leaders", NULL), "\"vacant\":[\"Gates\"]");
    assert_says(asking_page(asking, "/departments/3"), "Gates");
    g_assert_cmpint(asking_status(asking), ==, 200);
}

static void
test_two_heads(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    (void)send_day(asking, "/leaders", "name=Cem&title=Head+of+Food&department=food", -5);
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_says(asking_page(asking, "/leaders"), "Food is headed by two; Cem counts");
    assert_says(asking_json(asking, "/leaders", NULL), "Food is headed by two; Cem counts");
    assert_says(asking_page(asking, "/leaders/coalition"), "Food is headed by two");
}

static void
test_overlap(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    const char *page = send_day(asking, "/leaders/1/terms",
                                "title=Head+of+all+food&department=food&besides=on", -10);
    g_assert_cmpint(asking_status(asking), ==, 422);
    assert_says(page, "at that time already; end it first");
    assert_says(page, "Head of all food"); /* what was typed is kept */
    (void)asking_json(asking, "/leaders/1/terms",
                      "{\"title\":\"x\",\"department\":\"food\",\"from\":\"2019-01-01\","
                      "\"besides\":true}");
    g_assert_cmpint(asking_status(asking), ==, 422);
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_READ, NULL);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM term"), ==, 2);
    (void)send_day(asking, "/leaders/1/terms", "title=Head+of+Food+again&department=food", -10);
    g_assert_cmpint(asking_status(asking), ==, 303); /* in place of the one there was */
}

static void
test_closed_week(const char *url)
{
    fill(url);
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, NULL);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxClosed closed = { .from = cast_day(7), .to = cast_day(13), .reason = "stock-taking" };
    g_assert_true(cx_closed_add(ctx, &closed, NULL));
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    g_autofree char *day = cx_day_format(cast_day(8));
    g_autofree char *open = cx_day_format(cx_working_day_from(cast_day(14)));
    g_autofree char *path = g_strconcat("/leaders/1/meeting.ics?day=", day, NULL);
    const char *page = asking_page(asking, path);
    g_assert_cmpint(asking_status(asking), ==, 422);
    assert_says(page, "stock-taking");
    assert_says(page, open); /* the next open day after it */
    assert_says(asking_json(asking, path, NULL), "stock-taking");
}

static void
test_round_of_nobody(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    const char *page = asking_send(asking, "/rounds", "name=Spring&target_days=60&max_days=91");
    g_assert_cmpint(asking_status(asking), ==, 422);
    assert_says(page, "nobody is in office");
    (void)asking_json(asking, "/rounds",
                      "{\"name\":\"Spring\",\"target_days\":60,\"max_days\":91}");
    g_assert_cmpint(asking_status(asking), ==, 422);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/offices/two-posts", test_two_posts);
    cx_test_engines_add_url("/pages/offices/no-head", test_no_head);
    cx_test_engines_add_url("/pages/offices/two-heads", test_two_heads);
    cx_test_engines_add_url("/pages/offices/overlap", test_overlap);
    cx_test_engines_add_url("/pages/offices/closed-week", test_closed_week);
    cx_test_engines_add_url("/pages/offices/round-of-nobody", test_round_of_nobody);
    return g_test_run();
}
