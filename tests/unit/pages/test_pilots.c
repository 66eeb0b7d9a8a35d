/* The pages of pilots: declaring, looking, refusing, and as someone who may not. */
#include "asking.h"

#include <string.h>

#include "support/engines.h"
#include "support/says.h"
#include "unit/feedback/guests.h"

static void
fill(const char *url)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    for (int i = 0; i < 600; i++) { /* until the middle of November, when tests take place */
        g_string_append_printf(lines, "%d,2026-%02d-%02d,1,1,u%d,%d,%d,%c,\n", i, 6 + i % 6,
                               1 + i % 14, i, i % 11, 1 + i % 5, i % 2 == 0 ? 'A' : 'B');
    }
    guests_fill(url, lines->str);
}

#define PILOT                                                                                      \
    "title=Call+back&units=area&design=customers&treated=north_hall&from=2026-11-20&to=2026-12-"   \
    "31&wanted="

static void
assert_status(const Asking *asking, int status)
{
    g_assert_cmpint(asking_status(asking), ==, status);
}

static void
test_declare(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    assert_says(asking_page(asking, "/pilots"), "There is no survey yet");
    fill(url);
    assert_says(asking_page(asking, "/pilots"), "Nothing is being tried yet");
    assert_says(asking_page(asking, "/pilots"), "Customers (sampling units)");
    assert_says(asking_send(asking, "/pilots", PILOT "1&act=look"), "It would be refused");
    assert_status(asking, 200);
    assert_says(asking_send(asking, "/pilots", PILOT "1&act=declare"), "miss what it looks for");
    assert_status(asking, 422);
    (void)asking_send(asking, "/pilots", PILOT "90&act=declare");
    assert_status(asking, 303);
    const char *page = asking_page(asking, "/pilots/1");
    assert_says(page, "Said before the start");
    assert_says(page, "/pilots/1/withdraw");
    assert_says(asking_json(asking, "/pilots", NULL), "\"state\":\"waiting\"");
    (void)asking_send(asking, "/pilots/1/steps", "unit=South&on=2027-01-10");
    assert_status(asking, 422);
    (void)asking_send(asking, "/pilots/1/withdraw", "");
    assert_status(asking, 303);
    assert_says(asking_page(asking, "/pilots"), "called off");
    /* Units are ticked, and half of them drawn by lot. */
    assert_says(asking_page(asking, "/pilots"), "value=\"area:north_hall\"");
    const char *ticked = "title=Call+back&units=area&design=units&from=2026-11-20&to=2026-12-31&"
                         "wanted=90&act=look";
    g_autofree char *one = g_strconcat(ticked, "&_unit=area%3Anorth_hall", NULL);
    page = asking_send(asking, "/pilots", one);
    assert_says(page, "Tried in: North hall. Compared with: South hall.");
    assert_says(page, "value=\"area:north_hall\" checked");
    g_autofree char *half = g_strconcat(ticked, "&_half=area", NULL);
    assert_says(asking_send(asking, "/pilots", half), "p cannot be smaller than 1.0000");
    g_autofree char *none = g_strconcat(ticked, "&_unit=other%3Anorth_hall", NULL);
    assert_says(asking_send(asking, "/pilots", none), "say where it is tried");
    (void)asking_page(asking, "/pilots/7");
    assert_status(asking, 404);
}

static void
test_reader(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_SPONSOR, (CxLeaderId){ 0 });
    g_assert_null(strstr(asking_page(asking, "/pilots"), "action=\"/pilots\""));
    (void)asking_send(asking, "/pilots", PILOT "90&act=declare");
    assert_status(asking, 403);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/pilots/declare", test_declare);
    cx_test_engines_add_url("/pages/pilots/reader", test_reader);
    return g_test_run();
}
