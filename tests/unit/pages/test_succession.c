/* A successor's page: what their predecessor left open is taken over, or closed with a reason. */
#include "asking.h"

#include "engage/note.h"
#include "support/engines.h"
#include "support/says.h"
#include "unit/people/cast.h"

static void
expect(int64_t found, int64_t wanted)
{
    g_assert_cmpint(found, ==, wanted);
}

/* Ben has left, Eve follows. */
static void
follow(const char *url)
{
    g_autoptr(CxDb) db = cx_test_open(url);
    g_autoptr(CxCatalogue) catalogue = cx_catalogue_load("en", NULL);
    (void)cast_department(db, "shops", "Shops");
    (void)cast_leader(db, "Ben", "shops", cast_day(-400), cast_day(-10));
    expect(cast_leader(db, "Eve", "shops", cast_day(-9), CX_DAY_NONE).v, 2);
    g_autoptr(CxCtx) before = cast_system_in(db, -30);
    before->catalogue = catalogue;
    CxCapture capture;
    int64_t id = 0;
    g_assert_true(
        cx_note_take(before, "met @ben, promised the list, 2026-11-01", &id, &capture, NULL));
}

/* A successor's page: what was open is taken over on another day, or closed with a reason. */
static void
test_taken_over(const char *url)
{
    follow(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    const char *page = asking_page(asking, "/leaders/2");
    assert_says(page, "To take over with the office");
    assert_says(page, "Promised to Ben on 17 October 2026, due 1 November 2026");
    (void)asking_send(asking, "/leaders/2/taken-over/1/declined", "reason=");
    expect(asking_status(asking), 422);
    (void)asking_send(asking, "/leaders/2/taken-over/1/accepted", "due_on=2026-01-01");
    expect(asking_status(asking), 422);
    (void)asking_send(asking, "/leaders/2/taken-over/1/accepted", "due_on=2026-12-01");
    expect(asking_status(asking), 303);
    page = asking_page(asking, "/leaders/2");
    assert_says(page, "taken over from Ben, due 1 December 2026");
    assert_silent(page, "To take over with the office");
    (void)asking_json(asking, "/leaders/2/taken-over/1/declined", "{\"reason\":\"late\"}");
    expect(asking_status(asking), 409);
    assert_says(asking_json(asking, "/leaders/2", NULL), "\"origin\":\"Ben\"");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/succession/taken_over", test_taken_over);
    return g_test_run();
}
