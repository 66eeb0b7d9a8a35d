/* The pages of rounds: begun, read, recorded; closed to whom they are not for; said where it cannot be. */
#include "asking.h"

#include "base/civil.h"
#include "db/db.h"
#include "engage/round.h"
#include "support/engines.h"
#include "support/says.h"
#include "unit/people/cast.h"

static CxLeaderId
fill(const char *url, int n)
{
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, NULL);
    (void)cast_department(db, "food", "Food");
    CxLeaderId first = { 0 };
    for (int i = 0; i < n; i++) {
        g_autofree char *name = g_strdup_printf("Leader <%c>", 'A' + i);
        const CxLeaderId id =
            cast_leader(db, name, i == 0 ? "food" : NULL, cast_day(-400), CX_DAY_NONE);
        first = i == 0 ? id : first;
    }
    return first;
}

#define BEGIN "name=Spring+%3Cround%3E&target_days=60&max_days=91&instead_of=steering+group"

static void
test_journey(const char *url)
{
    (void)fill(url, 5);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    assert_says(asking_page(asking, "/rounds"), "No round has begun");
    assert_says(asking_send(asking, "/rounds", "name=x&target_days=90&max_days=60"),
                "cannot be fewer");
    assert_says(asking_send(asking, "/rounds", "name=x&target_days=60&max_days=91&leaders=zoe"),
                "zoe");
    (void)asking_send(asking, "/rounds", BEGIN);
    g_assert_cmpint(asking_status(asking), ==, 303);
    g_assert_cmpstr(asking_location(asking), ==, "/rounds/1");
    const char *page = asking_page(asking, "/rounds/1");
    assert_says(page, "0 of 5 are met");
    assert_says(page, "Spring &lt;round&gt;");
    assert_says(page, "Stands for steering group");
    assert_says(asking_page(asking, "/rounds/1/leaders/1"), "Is this the right direction?");
    assert_says(asking_send(asking, "/rounds/1/leaders/1", "words_1=hm"), "say which way");
    (void)asking_send(asking, "/rounds/1/leaders/1",
                      "answer_1=yes&words_1=%3Cb%3Eyes%3C/b%3E&asked=a+list&promised=the+list");
    g_assert_cmpint(asking_status(asking), ==, 303);
    page = asking_page(asking, "/rounds/1");
    assert_says(page, "1 of 5 are met");
    assert_says(page, "1 yes, 0 partly, 0 no");
    assert_says(page, "&lt;b&gt;yes");
    assert_says(asking_page(asking, "/rounds/1/leaders/1"), "a list");
    assert_says(asking_json(asking, "/rounds/1", NULL), "\"n_covered\":1");
    assert_says(asking_page(asking, "/leaders/1/held"), "Is this the right direction? yes: “&lt;b");
    (void)asking_send(asking, "/rounds/1/leaders/2/excuse", "reason=on+leave");
    assert_says(asking_page(asking, "/rounds/1"), "1 of 4 are met");
    (void)asking_page(asking, "/rounds/1/leaders/99");
    g_assert_cmpint(asking_status(asking), ==, 404);
    (void)asking_send(asking, "/rounds/1/end", "");
    assert_says(asking_page(asking, "/rounds/1"), "1 of 4 were met");
    assert_says(asking_send(asking, "/rounds/1/leaders/3", "answer_1=yes"), "has ended");
}

/* A round in which somebody answered; the first leader. */
static CxLeaderId
fill_round(const char *url)
{
    const CxLeaderId first = fill(url, 5);
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, NULL);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const char *const questions[] = { "Right direction?" };
    const CxRoundBegin round = { .name = "Spring",
                                 .target_days = 60,
                                 .max_days = 91,
                                 .questions = questions,
                                 .n_questions = 1 };
    CxRoundTalkAdd add = { .leader = { first.v + 1 }, .day = CX_DAY_NONE, .due_on = CX_DAY_NONE };
    g_assert_true(cx_round_begin(ctx, &round, &add.round, NULL));
    for (size_t i = 0; i < CX_ROUND_QUESTIONS_MAX; i++)
        add.answers[i].drift = CX_ROUND_DRIFT_N;
    add.answers[0] = (CxRoundAnswer){ CX_ROUND_DRIFT_NO, "secretword" };
    add.said = "secretword";
    int64_t note = 0;
    const CxClosed *closed = NULL;
    g_assert_true(cx_round_talk_add(ctx, &add, &note, &closed, NULL));
    return first;
}

static void
test_leader(const char *url)
{
    const CxLeaderId first = fill_round(url);
    g_autoptr(Asking) leader = asking_new(url, CX_ROLE_LEADER, first);
    const char *page = asking_page(leader, "/rounds/1");
    assert_says(page, "when the round has ended");
    assert_silent(page, "secretword");
    assert_silent(page, "Leader &lt;B&gt;");
    assert_silent(asking_json(leader, "/rounds/1", NULL), "secretword");
    (void)asking_page(leader, "/rounds/1/leaders/1");
    g_assert_cmpint(asking_status(leader), ==, 403);
    (void)asking_send(leader, "/rounds", BEGIN);
    g_assert_cmpint(asking_status(leader), ==, 403);
}

static void
test_finance(const char *url)
{
    (void)fill_round(url);
    g_autoptr(Asking) finance = asking_new(url, CX_ROLE_FINANCE, (CxLeaderId){ 0 });
    (void)asking_page(finance, "/rounds");
    g_assert_cmpint(asking_status(finance), ==, 403);
}

/* With three leaders there are no rounds unless they are switched on. */
static void
test_few(const char *url)
{
    (void)fill(url, 3);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    const char *page = asking_page(asking, "/rounds");
    assert_says(page, "With 3 leaders in office, the list of leaders says as much");
    assert_silent(page, "name=\"instead_of\"");
    assert_silent(asking_page(asking, "/leaders"), "href=\"/rounds\"");
    assert_silent(asking_page(asking, "/leaders"), "href=\"/leaders/tiers\"");
    assert_says(asking_send(asking, "/rounds", BEGIN), "switch rounds on");
    (void)asking_send(asking, "/week/settings",
                      "sponsor=none&hours=4&cadence_target_days=60&cadence_max_days=91&"
                      "window_first_week=6&window_last_week=8&rounds=true");
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_says(asking_page(asking, "/rounds"), "name=\"instead_of\"");
    assert_says(asking_page(asking, "/leaders"), "href=\"/rounds\"");
    assert_silent(asking_page(asking, "/leaders"), "href=\"/leaders/tiers\"");
}

/* Tests live on a Wednesday: the days closed are working days. */
static void
test_closed(const char *url)
{
    (void)fill(url, 4);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    g_autofree char *today = cx_day_format(cast_day(0));
    g_autofree char *last = cx_day_format(cast_day(9));
    g_autofree char *form =
        g_strdup_printf("from=%s&to=%s&reason=year-end+%%3Cclose%%3E", today, last);
    assert_says(asking_send(asking, "/rounds/closed", "from=2026-05-02&to=2026-05-01&reason=x"),
                "in this order");
    (void)asking_send(asking, "/rounds/closed", form);
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_says(asking_page(asking, "/rounds"), "year-end &lt;close&gt;");
    g_autofree char *ics = g_strdup_printf("/leaders/1/meeting.ics?day=%s", last);
    (void)asking_page(asking, ics);
    g_assert_cmpint(asking_status(asking), ==, 422);
    (void)asking_page(asking, "/leaders/1/meeting.ics");
    g_assert_cmpint(asking_status(asking), ==, 200);
    (void)asking_send(asking, "/rounds", BEGIN);
    (void)asking_send(asking, "/rounds/1/leaders/1", "answer_1=yes");
    assert_says(asking_page(asking, asking_location(asking)), "a day that is closed");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/rounds/journey", test_journey);
    cx_test_engines_add_url("/pages/rounds/leader", test_leader);
    cx_test_engines_add_url("/pages/rounds/finance", test_finance);
    cx_test_engines_add_url("/pages/rounds/few", test_few);
    cx_test_engines_add_url("/pages/rounds/closed", test_closed);
    return g_test_run();
}
