/* Goals of leaders: kept of what one wants, shared, given up, ended; who may see and change them. */
#include "base/error.h"
#include "db/audit.h"
#include "engage/goal.h"
#include "engage/note.h"
#include "support/engines.h"
#include "unit/people/cast.h"

static void
expect(int64_t found, int64_t wanted)
{
    g_assert_cmpint(found, ==, wanted);
}

typedef struct {
    CxCatalogue *catalogue;
    CxCtx *ctx;
    CxLeaderId ada, ben, cem;
} World;

static void
world_clear(World *world)
{
    cx_ctx_free(world->ctx);
    cx_catalogue_free(world->catalogue);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(World, world_clear)

static World
world_of(CxDb *db)
{
    World world = { .catalogue = cx_catalogue_load("en", NULL) };
    CxCapture capture;
    int64_t id = 0;
    world.ada = cast_leader(db, "Ada", NULL, cast_day(-50), CX_DAY_NONE);
    world.ben = cast_leader(db, "Ben", NULL, cast_day(-50), CX_DAY_NONE);
    world.cem = cast_leader(db, "Cem", NULL, cast_day(-50), CX_DAY_NONE);
    world.ctx = cast_system(db);
    world.ctx->catalogue = world.catalogue;
    g_assert_true(cx_note_take(world.ctx, "@ada wants fewer disputes", &id, &capture, NULL));
    return world;
}

static int
code_of(bool is_done, GError *failure)
{
    const int code = is_done ? -1 : failure->code;
    g_clear_error(&failure);
    return code;
}

static int
add_code(CxCtx *ctx, const CxGoalAdd *add)
{
    GError *error = NULL;
    int64_t id = 0;
    const bool is_done = cx_goal_add(ctx, add, &id, &error);
    return code_of(is_done, error);
}

static int
join_code(CxCtx *ctx, int64_t id, CxLeaderId leader)
{
    GError *error = NULL;
    const bool is_done = cx_goal_join(ctx, id, &leader, 1, &error);
    return code_of(is_done, error);
}

static int
leave_code(CxCtx *ctx, int64_t id, CxLeaderId leader)
{
    GError *error = NULL;
    const bool is_done = cx_goal_leave(ctx, id, leader, &error);
    return code_of(is_done, error);
}

static int
end_code(CxCtx *ctx, int64_t id, const char *words)
{
    GError *error = NULL;
    const bool is_done = cx_goal_end(ctx, id, CX_GOAL_REACHED, words, &error);
    return code_of(is_done, error);
}

static CxGoal
only_goal(CxCtx *ctx)
{
    CxGoals goals;
    g_assert_true(cx_goal_list(ctx, &goals, NULL));
    expect(goals.n, 1);
    return goals.items[0];
}

static size_t
count_unkept(CxCtx *ctx)
{
    CxPriorities unkept;
    g_assert_true(cx_goal_unkept(ctx, &unkept, NULL));
    return unkept.n;
}

/* What the newest audit entry of a goal says of it. */
static void
check_audit(CxDb *db, int64_t goal, const char *before, const char *after)
{
    g_autoptr(GPtrArray) entries = cx_audit_list_object(db, "goal", goal, 0, 1, NULL);
    const CxAuditRecord *newest = entries->pdata[0];
    g_assert_cmpstr(newest->before_json, ==, before);
    g_assert_cmpstr(newest->after_json, ==, after);
}

static void
test_life(CxDb *db)
{
    g_auto(World) world = world_of(db);
    const CxGoalAdd keep = { .priority = 1 };
    expect(count_unkept(world.ctx), 1);
    const int64_t audited = cast_audited(db);
    expect(add_code(world.ctx, &keep), -1);
    expect(cast_audited(db), audited + 1);
    expect(add_code(world.ctx, &keep), CX_ERROR_CONFLICT);
    expect(count_unkept(world.ctx), 0);
    CxGoal goal = only_goal(world.ctx);
    g_assert_cmpstr(goal.what, ==, "fewer disputes");
    expect(goal.n_holders, 1);
    expect(leave_code(world.ctx, goal.id, world.ada), CX_ERROR_CONFLICT);
    expect(join_code(world.ctx, goal.id, world.ada), CX_ERROR_CONFLICT);
    check_audit(db, goal.id, NULL, "{\"leaders\":\"Ada\",\"what\":\"fewer disputes\"}");
    expect(join_code(world.ctx, goal.id, world.ben), -1);
    check_audit(db, goal.id, NULL, "{\"leaders\":\"Ben\"}");
    goal = only_goal(world.ctx);
    expect(goal.n_holders, 2);
    g_assert_cmpstr(goal.holders[1].name, ==, "Ben");
    expect(leave_code(world.ctx, goal.id, world.ada), -1);
    check_audit(db, goal.id, "{\"leaders\":\"Ada\"}", NULL);
    expect(leave_code(world.ctx, goal.id, world.ada), CX_ERROR_CONFLICT);
    expect(end_code(world.ctx, goal.id, ""), CX_ERROR_INVALID);
    expect(end_code(world.ctx, goal.id, "disputes fell by half"), -1);
    expect(end_code(world.ctx, goal.id, "again"), CX_ERROR_CONFLICT);
    expect(join_code(world.ctx, goal.id, world.cem), CX_ERROR_CONFLICT);
    expect((int)only_goal(world.ctx).state, (int)CX_GOAL_REACHED);
}

static void
test_refused(CxDb *db)
{
    g_auto(World) world = world_of(db);
    const CxLeaderId twice[] = { world.ben, world.ben };
    const CxLeaderId nobody[] = { { 99 } };
    expect(add_code(world.ctx, &(CxGoalAdd){ .what = "x" }), CX_ERROR_INVALID);
    expect(add_code(world.ctx, &(CxGoalAdd){ .priority = 7 }), CX_ERROR_NOT_FOUND);
    expect(add_code(world.ctx, &(CxGoalAdd){ .what = "", .leaders = twice, .n_leaders = 1 }),
           CX_ERROR_INVALID);
    expect(add_code(world.ctx, &(CxGoalAdd){ .what = "x", .leaders = nobody, .n_leaders = 1 }),
           CX_ERROR_NOT_FOUND);
    CxGoals goals;
    g_assert_true(cx_goal_list(world.ctx, &goals, NULL));
    expect(goals.n, 0);
    expect(add_code(world.ctx, &(CxGoalAdd){ .what = "x", .leaders = twice, .n_leaders = 2 }), -1);
    expect(only_goal(world.ctx).n_holders, 1);
    expect(join_code(world.ctx, 77, world.ben), CX_ERROR_NOT_FOUND);
}

/* A leader sees what they hold, and changes nothing; others see nothing. */
static void
test_wall(CxDb *db)
{
    g_auto(World) world = world_of(db);
    const CxLeaderId both[] = { world.ada, world.ben };
    expect(add_code(world.ctx, &(CxGoalAdd){ .what = "x", .leaders = both, .n_leaders = 2 }), -1);
    g_autoptr(CxCtx) ben = cast_ctx(db, cast_user(db, "ben", CX_ROLE_LEADER, world.ben));
    g_autoptr(CxCtx) cem = cast_ctx(db, cast_user(db, "cem", CX_ROLE_LEADER, world.cem));
    const CxGoal goal = only_goal(ben);
    expect(goal.n_holders, 2);
    CxGoals goals;
    g_assert_true(cx_goal_list(cem, &goals, NULL));
    expect(goals.n, 0);
    expect(leave_code(ben, goal.id, world.ada), CX_ERROR_FORBIDDEN);
    expect(end_code(ben, goal.id, "done"), CX_ERROR_FORBIDDEN);
    g_autoptr(CxCtx) finance =
        cast_ctx(db, cast_user(db, "fin", CX_ROLE_FINANCE, (CxLeaderId){ 0 }));
    g_assert_false(cx_goal_list(finance, &goals, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/engage/goal/life", test_life);
    cx_test_engines_add("/engage/goal/refused", test_refused);
    cx_test_engines_add("/engage/goal/wall", test_wall);
    return g_test_run();
}
