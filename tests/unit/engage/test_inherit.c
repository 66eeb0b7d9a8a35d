/* What a leader takes over with an office: the open promises of who headed the department just before. */
#include "engage/inherit.h"
#include "engage/note.h"
#include "support/engines.h"
#include "unit/people/cast.h"

static void
note(CxCtx *ctx, const char *line)
{
    int64_t id = 0;
    CxCapture capture;
    g_assert_true(cx_note_take(ctx, line, &id, &capture, NULL));
}

static size_t
count_inherited(CxCtx *ctx, CxLeaderId id)
{
    CxInherited inherited;
    g_autoptr(CxLeader) leader = cx_leader_load(ctx, id, NULL);
    g_assert_true(cx_inherited_list(ctx, leader, &inherited, NULL));
    for (size_t i = 0; i < inherited.promises.n; i++)
        g_assert_cmpstr(inherited.owners[i], ==, "Ben");
    return inherited.promises.n;
}

static void
test_inherited(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = cx_catalogue_load("en", NULL);
    (void)cast_department(db, "food", "Food");
    (void)cast_department(db, "shops", "Shops");
    (void)cast_leader(db, "Cleo", "food", cast_day(-900), cast_day(-500));
    (void)cast_leader(db, "Ben", "food", cast_day(-499), cast_day(-60));
    const CxLeaderId dan = cast_leader(db, "Dan", "shops", cast_day(-50), CX_DAY_NONE);
    g_autoptr(CxCtx) before = cast_system_in(db, -100);
    before->catalogue = catalogue;
    note(before, "met @cleo, promised an old list in 20 days");
    note(before, "met @ben, promised the list in 20 days");
    note(before, "@ben promised the budget in 25 days");
    const CxLeaderId ada = cast_leader(db, "Ada", "food", cast_day(-50), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_assert_cmpuint(count_inherited(ctx, ada), ==, 2);
    g_assert_cmpuint(count_inherited(ctx, dan), ==, 0);
    CxPromises promises;
    g_assert_true(cx_promise_list(ctx, &promises, NULL));
    for (size_t i = 0; i < promises.n; i++)
        g_assert_true(cx_promise_end(ctx, promises.items[i].id, CX_PROMISE_KEPT, NULL));
    g_assert_cmpuint(count_inherited(ctx, ada), ==, 0);
    g_autoptr(CxCtx) own = cast_ctx(db, cast_user(db, "ada", CX_ROLE_LEADER, ada));
    g_autoptr(CxLeader) leader = cx_leader_load(ctx, ada, NULL);
    CxInherited inherited;
    g_assert_false(cx_inherited_list(own, leader, &inherited, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/engage/inherit/promises", test_inherited);
    return g_test_run();
}
