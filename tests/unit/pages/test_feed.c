/* A calendar address: what each reads under it, that it ends, and that nothing of a person is in it. */
#include "asking.h"

#include <string.h>

#include "db/db.h"
#include "engage/appointment.h"
#include "engage/note.h"
#include "engage/visible.h"
#include "support/engines.h"
#include "support/says.h"
#include "unit/people/cast.h"

static CxLeaderId
fill(const char *url)
{
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, NULL);
    const CxLeaderId ada = cast_leader(db, "Ada Lovelace", NULL, cast_day(-900), CX_DAY_NONE);
    const CxLeaderId ben = cast_leader(db, "Ben", NULL, cast_day(-900), CX_DAY_NONE);
    g_autoptr(CxCtx) team = cast_system(db);
    int64_t id = 0;
    CxCapture capture;
    CxDay day = cast_day(1);
    CxCloseds closeds;
    g_assert_true(cx_closed_list(team, &closeds, NULL));
    day = cx_closed_next_open(&closeds, day);
    const CxAppointment plan = { .key = "resistance_recheck:1:2",
                                 .title = "Look again at Ada's resistance",
                                 .leader = ada,
                                 .day = day,
                                 .minute = 600,
                                 .minutes = 30 };
    CxAppointment other = plan;
    other.key = "not_met:2";
    other.title = "See Ben, alone";
    other.leader = ben;
    other.minute = 700;
    g_assert_true(cx_appointment_plan(team, &plan, &id, NULL));
    g_assert_true(cx_appointment_plan(team, &other, &id, NULL));
    g_assert_true(
        cx_note_take(team, "@ada promised the price for Mueller in 3 days", &id, &capture, NULL));
    g_assert_true(cx_commitment_add(team, ada, "calls Mueller", cast_day(5), NULL));
    return ada;
}

/* The path of the address that was just made. */
static char *
make(Asking *asking)
{
    const char *said = asking_json(asking, "/account/calendar", "{}");
    g_assert_cmpint(asking_status(asking), ==, 201);
    const char *at = strstr(said, "/feeds/");
    g_assert_nonnull(at);
    return g_strndup(at, (gsize)(strstr(at, ".ics") + 4 - at));
}

static void
test_team(const char *url)
{
    (void)fill(url);
    g_autoptr(Asking) team = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    g_autofree char *of_team = make(team);
    const char *week = asking_page(team, of_team);
    assert_says(week, "BEGIN:VCALENDAR");
    assert_says(week, "SUMMARY:See Ben\\, alone");
    assert_says(week, "DESCRIPTION:When it is over: did it take place?");
    assert_silent(week, "Mueller");
}

static void
test_leader(const char *url)
{
    const CxLeaderId ada = fill(url);
    g_autoptr(Asking) leader = asking_new(url, CX_ROLE_LEADER, ada);
    g_autofree char *of_leader = make(leader);
    const char *own = asking_page(leader, of_leader);
    assert_says(own, "SUMMARY:One-on-one with the CX team");
    assert_says(own, "SUMMARY:A promise of yours is due");
    g_assert_null(strstr(own, "did it take place"));
    assert_says(own, "SUMMARY:What you committed to is due");
    assert_silent(own, "resistance");
    assert_silent(own, "Mueller");
    assert_silent(own, "Ben");
    assert_silent(asking_page(leader, "/account/calendar"), of_leader); /* shown once */
}

static void
test_finance(const char *url)
{
    g_autoptr(Asking) finance = asking_new(url, CX_ROLE_FINANCE, (CxLeaderId){ 0 });
    g_autofree char *of_finance = make(finance);
    (void)asking_page(finance, of_finance);
    g_assert_cmpint(asking_status(finance), ==, 403);
}

static void
test_end(const char *url)
{
    const CxLeaderId ada = fill(url);
    g_autoptr(Asking) leader = asking_new(url, CX_ROLE_LEADER, ada);
    g_autofree char *first = make(leader);
    g_autofree char *second = make(leader);
    (void)asking_page(leader, first);
    g_assert_cmpint(asking_status(leader), ==, 404);
    (void)asking_page(leader, second);
    g_assert_cmpint(asking_status(leader), ==, 200);
    (void)asking_send(leader, "/account/calendar/end", "");
    g_assert_cmpint(asking_status(leader), ==, 303);
    (void)asking_page(leader, second);
    g_assert_cmpint(asking_status(leader), ==, 404);
    (void)asking_page(leader, "/feeds/x/coalition.ics");
    g_assert_cmpint(asking_status(leader), ==, 404);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/feed/team", test_team);
    cx_test_engines_add_url("/pages/feed/leader", test_leader);
    cx_test_engines_add_url("/pages/feed/finance", test_finance);
    cx_test_engines_add_url("/pages/feed/end", test_end);
    return g_test_run();
}
