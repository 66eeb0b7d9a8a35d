/* What a leader's page says of the program and them: the CX team all of it, the leader their own part,
 * others nothing; the appointment; and promises that end. */
#include "asking.h"

#include <string.h>

#include "engage/note.h"
#include "support/engines.h"
#include "support/says.h"
#include "unit/people/cast.h"

/* Ann is new and not met, Ben is spoken to and promised something, Cem's first day is not known
 * (tests are on 16 November 2026). */
static CxLeaderId
fill(const char *url)
{
    static const char *const lines[] = {
        "met @ben_old 2026-10-01 about <returns>, promised the list, 2026-11-01",
        "wrote to @ann_new yesterday",
        "@ben_old wants fewer forms",
        "thanked Ben Old for the letters",
    };
    g_autoptr(CxDb) db = cx_test_open(url);
    (void)cast_department(db, "food", "Food");
    (void)cast_department(db, "shops", "Shops");
    (void)cast_leader(db, "Ann New", "food", cast_day(-40), CX_DAY_NONE);
    const CxLeaderId ben = cast_leader(db, "Ben Old", "shops", cast_day(-400), CX_DAY_NONE);
    (void)cast_leader(db, "Cem Long", NULL, CX_DAY_NONE, CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    for (size_t i = 0; i < CX_N_ELEMENTS(lines); i++) {
        g_autoptr(GError) error = NULL;
        CxCapture capture;
        int64_t id = 0;
        if (!cx_note_take(ctx, lines[i], &id, &capture, &error))
            g_error("%s: %s", lines[i], error->message);
    }
    return ben;
}

static void
test_team(const char *url)
{
    (void)fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    const char *ann = asking_page(asking, "/leaders/1");
    assert_says(ann, "The first meeting is due from 18 November 2026 to 2 December 2026.");
    assert_says(ann, "Nobody has met or called them yet");
    assert_says(ann, "No promise is open.");
    assert_says(ann, "value=\"2026-11-18\"");
    assert_says(ann, ">@ann_new </textarea>");
    const char *ben = asking_page(asking, "/leaders/2");
    assert_says(ben, "Last met or spoken to on 1 October 2026");
    assert_says(ben, "Meeting: &lt;returns&gt;");
    assert_says(ben, "the list");
    assert_says(ben, "due 1 November 2026 · overdue");
    assert_says(ben, "fewer forms");
    assert_says(ben, "the letters");
    assert_says(asking_page(asking, "/leaders/3"), "Since when they are in office is not known");
    const char *json = asking_json(asking, "/leaders/1", NULL);
    assert_says(json,
                "\"state\":\"early\",\"opens_on\":\"2026-11-18\",\"closes_on\":\"2026-12-02\"");
}

/* A leader sees their own contacts and promises, and neither the window nor buttons. */
static void
test_own(const char *url)
{
    const CxLeaderId ben = fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_LEADER, ben);
    const char *own = asking_page(asking, "/leaders/2");
    assert_says(own, "Meeting: &lt;returns&gt;");
    assert_silent(own, "first meeting");
    assert_silent(own, "meeting.ics");
    assert_silent(own, "/kept");
    assert_silent(own, "action=\"/note\"");
    const char *other = asking_page(asking, "/leaders/1");
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_silent(other, "Contacts");
    assert_says(asking_json(asking, "/leaders/1", NULL), "\"engagement\":null");
    (void)asking_page(asking, "/leaders/2/meeting.ics");
    g_assert_cmpint(asking_status(asking), ==, 403);
    const char *page = asking_page(asking, "/own");
    assert_says(page, "What you promised");
    assert_says(page, "Nothing has been asked of your customers yet");
    (void)asking_page(asking, "/leaders/2/half-page");
    g_assert_cmpint(asking_status(asking), ==, 200);
    (void)asking_page(asking, "/leaders/1/own");
    g_assert_cmpint(asking_status(asking), ==, 403);
    (void)asking_page(asking, "/leaders/1/half-page");
    g_assert_cmpint(asking_status(asking), ==, 403);
    (void)asking_send(asking, "/promises/1/kept", "");
    g_assert_cmpint(asking_status(asking), ==, 403);
}

static void
test_sponsor(const char *url)
{
    (void)fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_SPONSOR, (CxLeaderId){ 0 });
    assert_says(asking_json(asking, "/leaders/2", NULL), "\"engagement\":null");
    assert_silent(asking_page(asking, "/leaders/2"), "returns");
}

static void
test_meeting(const char *url)
{
    (void)fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    const char *first = asking_page(asking, "/leaders/1/meeting.ics?day=");
    assert_says(first, "\r\nDTSTART:20261118T100000Z\r\nDURATION:PT60M\r\n");
    assert_says(first, "SUMMARY:One-on-one: customers and Ann New\r\n");
    assert_silent(first, "returns");
    g_autofree char *uid = g_strndup(strstr(first, "UID:"), strlen("UID:") + 32);
    assert_says(asking_page(asking, "/leaders/1/meeting.ics?day=2026-11-26"), uid);
    assert_silent(asking_page(asking, "/leaders/2/meeting.ics"), uid);
    (void)asking_page(asking, "/leaders/1/meeting.ics?day=2026-11-15");
    g_assert_cmpint(asking_status(asking), ==, 422);
    (void)asking_page(asking, "/leaders/9/meeting.ics");
    g_assert_cmpint(asking_status(asking), ==, 404);
}

static void
test_promise(const char *url)
{
    (void)fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    (void)asking_send(asking, "/promises/1/kept", "");
    g_assert_cmpint(asking_status(asking), ==, 303);
    const char *page = asking_page(asking, "/leaders/2");
    assert_says(page, "No promise is open.");
    assert_says(page, "One was kept.");
    (void)asking_send(asking, "/promises/1/withdrawn", "");
    g_assert_cmpint(asking_status(asking), ==, 409);
    (void)asking_send(asking, "/promises/7/kept", "");
    g_assert_cmpint(asking_status(asking), ==, 409);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/engagement/team", test_team);
    cx_test_engines_add_url("/pages/engagement/own", test_own);
    cx_test_engines_add_url("/pages/engagement/sponsor", test_sponsor);
    cx_test_engines_add_url("/pages/engagement/meeting", test_meeting);
    cx_test_engines_add_url("/pages/engagement/promise", test_promise);
    return g_test_run();
}
