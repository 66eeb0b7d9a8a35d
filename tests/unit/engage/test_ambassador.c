/* Ambassadors: coverage, load, activity, what they brought in, whose turn it is. */
#include <math.h>

#include "base/error.h"
#include "engage/ambassador.h"
#include "support/engines.h"
#include "unit/people/cast.h"

static CxAmbassadors
load(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    CxAmbassadors all;
    const bool is_fine = cx_ambassador_load(ctx, &all, &error);
    g_assert_no_error(error);
    g_assert_true(is_fine);
    return all;
}

static void
note(CxCtx *ctx, int64_t id, CxAmbassadorActKind kind, int64_t minutes, CxDay day)
{
    const CxAmbassadorAct act = {
        .ambassador = id, .kind = kind, .what = "x", .minutes = minutes, .day = day
    };
    g_assert_true(cx_ambassador_note(ctx, &act, NULL));
}

static void
test_counts(CxDb *db)
{
    (void)cast_department(db, "food", "Food");
    (void)cast_department(db, "shops", "Shops");
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_assert_cmpuint(load(ctx).n_uncovered, ==, 2);
    g_assert_true(cx_ambassador_add(ctx, "Nadia", "food", 2, cast_day(-365), NULL));
    CxAmbassadors all = load(ctx);
    g_assert_cmpuint(all.n_uncovered, ==, 1);
    g_assert_cmpstr(all.uncovered[0], ==, "Shops");
    const int64_t id = all.items[0].id;
    g_assert_true(all.items[0].is_quiet);
    g_assert_false(all.items[0].is_turn);
    note(ctx, id, CX_AMBASSADOR_TOLD, 120, CX_DAY_NONE);
    note(ctx, id, CX_AMBASSADOR_BROUGHT, 60, cast_day(-90));
    note(ctx, id, CX_AMBASSADOR_BROUGHT, 600, cast_day(-91));
    all = load(ctx);
    g_assert_cmpint(all.items[0].minutes, ==, 180);
    g_assert_cmpfloat_with_epsilon(all.items[0].load, 0.5, 1e-12);
    g_assert_cmpint(all.items[0].n_brought, ==, 2);
    g_assert_false(all.items[0].is_quiet);
    g_assert_false(all.items[0].is_over);
    note(ctx, id, CX_AMBASSADOR_TRAINED, 200, CX_DAY_NONE);
    g_assert_true(load(ctx).items[0].is_over);

    g_autoptr(CxCtx) later = cast_system_in(db, 60);
    all = load(later);
    g_assert_true(all.items[0].is_quiet);
    g_assert_true(all.items[0].is_turn);
    g_assert_true(cx_ambassador_end(later, id, "a year is over", NULL));
    all = load(later);
    g_assert_cmpuint(all.n_there, ==, 0);
    g_assert_cmpuint(all.n_uncovered, ==, 2);
    g_assert_false(all.items[0].is_turn);
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_ambassador_end(later, id, NULL, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
}

static void
test_refused(CxDb *db)
{
    (void)cast_department(db, "food", "Food");
    const CxLeaderId ada = cast_leader(db, "Ada", "food", cast_day(-9), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_ambassador_add(ctx, "", "food", 2, CX_DAY_NONE, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_false(cx_ambassador_add(ctx, "Nadia", "nowhere", 2, CX_DAY_NONE, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_false(cx_ambassador_add(ctx, "Nadia", "food", 201, CX_DAY_NONE, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_clear_error(&error);
    const CxAmbassadorAct act = { .ambassador = 7, .what = "x", .day = CX_DAY_NONE };
    g_assert_false(cx_ambassador_note(ctx, &act, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
    g_assert_true(cx_ambassador_add(ctx, "Nadia", "food", 0, CX_DAY_NONE, NULL));
    g_assert_true(isnan(load(ctx).items[0].load));
    g_autoptr(CxCtx) own = cast_ctx(db, cast_user(db, "ada", CX_ROLE_LEADER, ada));
    CxAmbassadors all;
    g_assert_false(cx_ambassador_load(own, &all, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/engage/ambassador/counts", test_counts);
    cx_test_engines_add("/engage/ambassador/refused", test_refused);
    return g_test_run();
}
