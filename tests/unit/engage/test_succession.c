/* A predecessor's promises are accepted or declined for the successor (engage/inherit.h). */
#include "base/error.h"
#include "engage/inherit.h"
#include "engage/note.h"
#include "support/engines.h"
#include "unit/people/cast.h"

static void
expect(int64_t found, int64_t wanted)
{
    g_assert_cmpint(found, ==, wanted);
}

static void
note(CxCtx *ctx, const char *line)
{
    int64_t id = 0;
    CxCapture capture;
    g_assert_true(cx_note_take(ctx, line, &id, &capture, NULL));
}

/* Ben left with promises open, Ada follows, Dan heads something else. */
typedef struct {
    CxCatalogue *catalogue;
    CxCtx *ctx;
    CxLeaderId ada, dan;
} Handed;

static void
handed_clear(Handed *handed)
{
    cx_ctx_free(handed->ctx);
    cx_catalogue_free(handed->catalogue);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Handed, handed_clear)

static Handed
hand(CxDb *db)
{
    Handed handed = { .catalogue = cx_catalogue_load("en", NULL) };
    (void)cast_department(db, "food", "Food");
    (void)cast_department(db, "shops", "Shops");
    (void)cast_leader(db, "Ben", "food", cast_day(-499), cast_day(-60));
    handed.dan = cast_leader(db, "Dan", "shops", cast_day(-50), CX_DAY_NONE);
    g_autoptr(CxCtx) before = cast_system_in(db, -100);
    before->catalogue = handed.catalogue;
    note(before, "met @ben, promised the list in 20 days");
    note(before, "@ben promised the budget in 25 days");
    handed.ada = cast_leader(db, "Ada", "food", cast_day(-50), CX_DAY_NONE);
    handed.ctx = cast_system(db);
    handed.ctx->catalogue = handed.catalogue;
    return handed;
}

static CxPromiseState
state_of(const CxPromises *promises, int64_t id)
{
    for (size_t i = 0; i < promises->n; i++) {
        if (promises->items[i].id == id)
            return promises->items[i].state;
    }
    return CX_PROMISE_OPEN;
}

static int
answer_code(CxCtx *ctx, const CxInheritAnswer *answer)
{
    g_autoptr(GError) error = NULL;
    return cx_inherited_answer(ctx, answer, &error) ? -1 : error->code;
}

static void
test_accept(CxDb *db)
{
    g_auto(Handed) handed = hand(db);
    CxInherited inherited;
    g_autoptr(CxLeader) ada = cx_leader_load(handed.ctx, handed.ada, NULL);
    g_assert_true(cx_inherited_list(handed.ctx, ada, &inherited, NULL));
    const CxPromise was = inherited.promises.items[0];
    CxInheritAnswer answer = { .leader = handed.ada, .promise = was.id, .due_on = cast_day(-1) };
    expect(answer_code(handed.ctx, &answer), CX_ERROR_INVALID);
    answer.due_on = cast_day(30);
    answer.leader = handed.dan;
    expect(answer_code(handed.ctx, &answer), CX_ERROR_CONFLICT);
    answer.leader = handed.ada;
    const int64_t audited = cast_audited(db);
    expect(answer_code(handed.ctx, &answer), -1);
    expect(cast_audited(db), audited + 1);
    expect(answer_code(handed.ctx, &answer), CX_ERROR_CONFLICT);
    g_autoptr(CxCtx) own = cast_ctx(db, cast_user(db, "ada", CX_ROLE_LEADER, handed.ada));
    CxPromises promises;
    g_assert_true(cx_promise_list(own, &promises, NULL));
    expect((int64_t)promises.n, 1);
    g_assert_cmpstr(promises.items[0].what, ==, was.what);
    g_assert_cmpstr(promises.items[0].origin, ==, "Ben");
    expect(promises.items[0].due_on.v, cast_day(30).v);
    expect(promises.items[0].direction, was.direction);
    g_assert_true(cx_promise_list(handed.ctx, &promises, NULL));
    expect((int)state_of(&promises, was.id), (int)CX_PROMISE_WITHDRAWN);
}

static void
test_decline(CxDb *db)
{
    g_auto(Handed) handed = hand(db);
    g_autoptr(CxLeader) ada = cx_leader_load(handed.ctx, handed.ada, NULL);
    CxInherited inherited;
    g_assert_true(cx_inherited_list(handed.ctx, ada, &inherited, NULL));
    CxInheritAnswer answer = { .leader = handed.ada,
                               .promise = inherited.promises.items[1].id,
                               .reason = "",
                               .due_on = CX_DAY_NONE };
    expect(answer_code(handed.ctx, &answer), CX_ERROR_INVALID);
    answer.reason = "no budget any more";
    g_autoptr(CxCtx) own = cast_ctx(db, cast_user(db, "ada", CX_ROLE_LEADER, handed.ada));
    expect(answer_code(own, &answer), CX_ERROR_FORBIDDEN);
    expect(answer_code(handed.ctx, &answer), -1);
    g_assert_true(cx_inherited_list(handed.ctx, ada, &inherited, NULL));
    expect((int64_t)inherited.promises.n, 1);
    expect((int64_t)inherited.declined.n, 1);
    g_assert_cmpstr(inherited.declined.items[0].declined, ==, "no budget any more");
    CxPromises promises;
    g_assert_true(cx_promise_list(own, &promises, NULL));
    expect((int64_t)promises.n, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/engage/succession/accept", test_accept);
    cx_test_engines_add("/engage/succession/decline", test_decline);
    return g_test_run();
}
