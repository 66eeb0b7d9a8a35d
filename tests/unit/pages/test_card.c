/* The card's page: who examined the number, and who may. */
#include "asking.h"

#include <string.h>

#include "base/arena.h"
#include "support/engines.h"
#include "support/says.h"
#include "unit/feedback/guests.h"
#include "unit/people/cast.h"

static void
fill(const char *url)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    for (int i = 0; i < 60; i++) {
        g_string_append_printf(lines, "%d,2018-05-%02d,1,1,u%d,%d,4,A,\n", i, 1 + i % 28, i,
                               i % 11);
    }
    guests_fill(url, lines->str);
}

/* "/cards/…" of the first card a page leads to. (transfer full) */
static char *
first_card(const char *page)
{
    const char *at = strstr(page, "/cards/");
    g_assert_nonnull(at);
    return g_strndup(at, strcspn(at, "\""));
}

#define SIGN "verdict=signed&scope=Data+and+%3Cformula%3E&password="

static void
test_sign(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_SPONSOR, (CxLeaderId){ 0 });
    g_autofree char *card = first_card(asking_page(asking, "/scores"));
    g_autofree char *sign = g_strconcat(card, "/signatures", NULL);
    assert_says(asking_page(asking, card), "Nobody outside the CX team");
    const char *again = asking_send(asking, sign, SIGN "wrong");
    g_assert_cmpint(asking_status(asking), ==, 422);
    assert_says(again, "Data and &lt;formula&gt;");
    (void)asking_send(asking, sign, SIGN CAST_PASSWORD);
    g_assert_cmpint(asking_status(asking), ==, 303);
    const char *page = asking_page(asking, card);
    assert_says(page, "Data and &lt;formula&gt;");
    assert_silent(page, "Nobody outside the CX team");
    g_autofree char *back = g_strconcat(card, "/signatures/1/withdraw", NULL);
    assert_says(page, back);
    (void)asking_send(asking, back, "reason=");
    g_assert_cmpint(asking_status(asking), ==, 422);
    (void)asking_send(asking, back, "reason=The+ledger");
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_says(asking_json(asking, card, NULL), "\"withdrawn_reason\":\"The ledger\"");
}

static void
test_team(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    g_autofree char *card = first_card(asking_page(asking, "/scores"));
    assert_silent(asking_page(asking, card), "Put your name");
    g_autofree char *sign = g_strconcat(card, "/signatures", NULL);
    (void)asking_send(asking, sign, SIGN CAST_PASSWORD);
    g_assert_cmpint(asking_status(asking), ==, 403);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/card/sign", test_sign);
    cx_test_engines_add_url("/pages/card/team", test_team);
    return g_test_run();
}
