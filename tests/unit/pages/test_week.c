/* The week's page: what is proposed is answered by forms without script; leaders do not see it. */
#include "asking.h"

#include <string.h>

#include "db/db.h"
#include "support/engines.h"
#include "support/golden.h"
#include "support/says.h"
#include "unit/people/cast.h"

static CxLeaderId
fill(const char *url)
{
    g_autoptr(CxDb) db = cx_test_open(url);
    return cast_leader(db, "Ada <b>", NULL, cast_day(-49), CX_DAY_NONE);
}

static void
test_empty(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    assert_says(asking_page(asking, "/week"), "Two files, and the week fills itself");
}

static void
test_answered(const char *url)
{
    (void)fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    const char *page = asking_page(asking, "/week");
    assert_says(page, "One thing cannot wait: the first meeting with Ada &lt;b&gt;");
    const char *json = asking_json(asking, "/week", NULL);
    assert_says(json, "\"play\":\"new_leader\"");
    assert_says(json, "\"rank\":1");
    const char *key = strstr(json, "\"key\":\"new_leader:");
    g_assert_nonnull(key);
    g_autofree char *name = g_strndup(key + 7, strcspn(key + 7, "\""));

    g_autofree char *ask = g_strdup_printf("/week?ask=never&key=%s", name);
    assert_says(asking_page(asking, ask), "Why never?");
    g_autofree char *bare = g_strdup_printf("key=%s&title=T&answer=never", name);
    assert_says(asking_send(asking, "/week/answer", bare), "say why");
    g_assert_cmpint(asking_status(asking), ==, 422);
    g_autofree char *full = g_strconcat(bare, "&reason=Retires", NULL);
    (void)asking_send(asking, "/week/answer", full);
    g_assert_cmpint(asking_status(asking), ==, 303);
    page = asking_page(asking, "/week");
    assert_silent(page, "the first meeting");
    assert_says(page, "never: Retires");
    assert_says(page, "Take back");
}

static void
test_note(const char *url)
{
    (void)fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    assert_says(asking_send(asking, "/note", "line=met+%40nobody"), "No leader is");
    g_assert_cmpint(asking_status(asking), ==, 422);
    (void)asking_send(asking, "/note", "line=met+%40ada+about+plans");
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_says(asking_page(asking, "/note?kept=1"), "about plans");
    assert_silent(asking_page(asking, "/week"), "the first meeting");
    (void)asking_send(asking, "/note/1/undo", "");
    assert_says(asking_page(asking, "/week"), "the first meeting");
}

static void
test_settings(const char *url)
{
    (void)fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    assert_says(asking_page(asking, "/week/settings"), "Nobody yet");
    const char *rest = "&cadence_max_days=91&window_first_week=6&window_last_week=8";
    g_autofree char *wrong =
        g_strconcat("sponsor=ada_b&hours=3.5&cadence_target_days=100", rest, NULL);
    assert_says(asking_send(asking, "/week/settings", wrong), "cannot be fewer");
    g_assert_cmpint(asking_status(asking), ==, 422);
    g_autofree char *fine =
        g_strconcat("sponsor=ada_b&hours=3.5&cadence_target_days=45", rest, NULL);
    (void)asking_send(asking, "/week/settings", fine);
    g_assert_cmpint(asking_status(asking), ==, 303);
    cx_test_golden("pages/week_settings.json", asking_json(asking, "/week/settings", NULL));
    assert_says(asking_page(asking, "/week/settings"), "value=\"3.5\"");
    assert_says(asking_page(asking, "/week"), "of your 3 h 30 min");
    (void)asking_json(asking, "/week/settings",
                      "{\"sponsor\":\"nobody_known\",\"hours\":\"4\",\"cadence_target_days\":60,"
                      "\"cadence_max_days\":91,\"window_first_week\":6,\"window_last_week\":8}");
    g_assert_cmpint(asking_status(asking), ==, 422);
}

static void
test_note_goes_back(const char *url)
{
    (void)fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    assert_says(asking_send(asking, "/note", "line=met+%40nobody&back=1"),
                "name=\"back\" value=\"1\"");
    (void)asking_send(asking, "/note", "line=met+%40ada+about+plans&back=1");
    g_assert_cmpstr(asking_location(asking), ==, "/leaders/1?kept=1");
    assert_says(asking_page(asking, "/leaders/1?kept=1"), "about plans");
    (void)asking_send(asking, "/note/1/undo", "back=1");
    g_assert_cmpstr(asking_location(asking), ==, "/leaders/1?undone=1");
    (void)asking_send(asking, "/note", "line=met+%40ada&back=week");
    g_assert_cmpstr(asking_location(asking), ==, "/week?kept=2");
    (void)asking_send(asking, "/note", "line=met+%40ada&back=//elsewhere.example");
    g_assert_cmpstr(asking_location(asking), ==, "/note?kept=3");
}

static void
test_leader(const char *url)
{
    const CxLeaderId ada = fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_LEADER, ada);
    (void)asking_page(asking, "/week");
    g_assert_cmpint(asking_status(asking), ==, 403);
    (void)asking_page(asking, "/week/settings");
    g_assert_cmpint(asking_status(asking), ==, 403);
    (void)asking_json(asking, "/note", "{\"line\":\"met @ada\"}");
    g_assert_cmpint(asking_status(asking), ==, 403);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/week/empty", test_empty);
    cx_test_engines_add_url("/pages/week/answered", test_answered);
    cx_test_engines_add_url("/pages/week/note", test_note);
    cx_test_engines_add_url("/pages/week/settings", test_settings);
    cx_test_engines_add_url("/pages/week/note_goes_back", test_note_goes_back);
    cx_test_engines_add_url("/pages/week/leader", test_leader);
    return g_test_run();
}
