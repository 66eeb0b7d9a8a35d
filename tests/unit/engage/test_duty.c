/* The sponsor's duties: what was said and committed to counts; the sponsor reads their own, others none. */
#include "engage/settings.h"
#include "engage/visible.h"
#include "govern/duty.h"
#include "support/engines.h"
#include "unit/people/cast.h"

typedef struct {
    CxCtx *ctx;
    CxLeaderId ada, ben; /* Ada sponsors the program */
} World;

static void
world_clear(World *world)
{
    cx_ctx_free(world->ctx);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(World, world_clear)

static World
world_of(CxDb *db)
{
    World world = { .ada = cast_leader(db, "Ada", NULL, cast_day(-500), CX_DAY_NONE),
                    .ben = cast_leader(db, "Ben", NULL, cast_day(-500), CX_DAY_NONE) };
    world.ctx = cast_system(db);
    g_assert_true(cx_engage_settings_set(world.ctx, "sponsor", world.ada.v, NULL));
    return world;
}

static void
expect(int64_t found, int64_t wanted)
{
    g_assert_cmpint(found, ==, wanted);
}

static void
say(CxCtx *ctx, CxLeaderId leader, CxDay day)
{
    const CxCommunication said = { .leader = leader,
                                   .day = day,
                                   .channel = CX_CHANNEL_VIDEO,
                                   .audience = "everybody",
                                   .about = "why we do this" };
    g_assert_true(cx_communication_add(ctx, &said, NULL));
}

static CxOwnDuties
own_of(CxCtx *ctx, CxLeaderId leader)
{
    CxOwnDuties own;
    g_assert_true(cx_duty_load_own(ctx, leader, &own, NULL));
    return own;
}

/* Only what the sponsor said lately tells employees why; what others commit to is theirs. */
static void
test_evidence(CxDb *db)
{
    g_auto(World) world = world_of(db);
    CxOwnDuties own = own_of(world.ctx, world.ada);
    g_assert_true(own.is_sponsor);
    expect(own.duties.items[CX_DUTY_WHY].state, CX_DUTY_OPEN);
    say(world.ctx, world.ben, cast_day(-1));
    say(world.ctx, world.ada, cast_day(-CX_DUTY_QUARTER_DAYS));
    expect(own_of(world.ctx, world.ada).duties.items[CX_DUTY_WHY].state, CX_DUTY_OPEN);
    say(world.ctx, world.ada, cast_day(-3));
    g_assert_true(cx_commitment_add(world.ctx, world.ada, "calls a customer", cast_day(9), NULL));
    g_assert_true(cx_commitment_add(world.ctx, world.ben, "opens the meeting", cast_day(9), NULL));
    own = own_of(world.ctx, world.ada);
    expect(own.duties.items[CX_DUTY_WHY].state, CX_DUTY_SHOWN);
    expect(own.duties.items[CX_DUTY_WHY].day.v, cast_day(-3).v);
    expect(own.duties.items[CX_DUTY_COMMITMENTS].n, 1);
}

/* The sponsor reads what the records show of them, also of what they may not read themself. */
static void
test_wall(CxDb *db)
{
    g_auto(World) world = world_of(db);
    const CxDutySeen seen = { .duty = CX_DUTY_COVER, .what = "spoke up", .day = CX_DAY_NONE };
    g_assert_true(cx_duty_attest(world.ctx, &seen, NULL));
    g_assert_true(cx_commitment_add(world.ctx, world.ben, "opens the meeting", cast_day(9), NULL));
    g_autoptr(CxCtx) ada = cast_ctx(db, cast_user(db, "ada", CX_ROLE_LEADER, world.ada));
    const CxOwnDuties own = own_of(ada, world.ada);
    expect(own.duties.items[CX_DUTY_COMMITMENTS].n, 1);
    g_assert_true(g_str_equal(own.duties.items[CX_DUTY_COVER].seen->what, "spoke up"));
    g_autoptr(CxCtx) ben = cast_ctx(db, cast_user(db, "ben", CX_ROLE_LEADER, world.ben));
    g_assert_false(own_of(ben, world.ben).is_sponsor);
    CxOwnDuties others;
    g_assert_false(cx_duty_load_own(ben, world.ada, &others, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/govern/duty/evidence", test_evidence);
    cx_test_engines_add("/govern/duty/wall", test_wall);
    return g_test_run();
}
