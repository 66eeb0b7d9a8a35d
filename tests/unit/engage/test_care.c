/* Tiers and owners: set for many at once, with a cadence of their own. */
#include "base/error.h"
#include "engage/care.h"
#include "engage/health.h"
#include "support/engines.h"
#include "unit/people/cast.h"

#define MANY 300

static void
test_many(CxDb *db)
{
    CxLeaderId ids[MANY];
    for (int i = 0; i < MANY; i++) {
        g_autofree char *name = g_strdup_printf("Leader %03d", i);
        ids[i] = cast_leader(db, name, NULL, cast_day(-900), CX_DAY_NONE);
    }
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    size_t n = 0;
    CxCareSet set = { .leaders = ids, .n_leaders = MANY, .tier = 3, .owner = "Kim" };
    g_assert_true(cx_care_set(ctx, &set, &n, NULL));
    g_assert_cmpuint(n, ==, MANY);
    g_assert_true(cx_care_set(ctx, &set, &n, NULL));
    g_assert_cmpuint(n, ==, 0);
    set = (CxCareSet){ .leaders = ids, .n_leaders = 2, .tier = 1 };
    g_assert_true(cx_care_set(ctx, &set, &n, NULL));
    set = (CxCareSet){ .leaders = ids + 1, .n_leaders = 1, .tier = CX_CARE_TIER_KEEP, .owner = "" };
    g_assert_true(cx_care_set(ctx, &set, &n, NULL));
    CxCares cares;
    g_assert_true(cx_care_list(ctx, &cares, NULL));
    g_assert_cmpuint(cares.n, ==, MANY);
    g_assert_cmpint(cx_care_of(&cares, ids[0]).tier, ==, 1);
    g_assert_cmpstr(cx_care_of(&cares, ids[0]).owner, ==, "Kim");
    g_assert_cmpint(cx_care_of(&cares, ids[1]).tier, ==, 1);
    g_assert_null(cx_care_of(&cares, ids[1]).owner);
    g_assert_cmpint(cx_care_of(&cares, ids[2]).tier, ==, 3);
    g_assert_cmpint(cx_care_of(&cares, (CxLeaderId){ 9999 }).tier, ==, 0);

    const CxLeaderId wrong[] = { ids[5], { 9999 } };
    set = (CxCareSet){ .leaders = wrong, .n_leaders = 2, .tier = 2 };
    g_assert_false(cx_care_set(ctx, &set, &n, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
    g_assert_true(cx_care_list(ctx, &cares, NULL));
    g_assert_cmpint(cx_care_of(&cares, ids[5]).tier, ==, 3);
}

static void
test_cadence(CxDb *db)
{
    const CxLeaderId ada = cast_leader(db, "Ada", NULL, cast_day(-900), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    CxEngageSettings settings;
    CxCares cares;
    size_t n = 0;
    CxCareSet set = { .leaders = &ada, .n_leaders = 1, .tier = 1 };
    g_assert_true(cx_care_set(ctx, &set, &n, NULL));
    g_assert_true(cx_engage_settings_set(ctx, "tier_1_target_days", 14, NULL));
    g_assert_false(cx_engage_settings_set(ctx, "tier_1_max_days", 7, NULL));
    g_assert_true(cx_engage_settings_load(ctx, &settings, NULL));
    g_assert_true(cx_care_list(ctx, &cares, NULL));
    const CxEngageSettings own = cx_care_settings(&cares, &settings, ada);
    g_assert_cmpint(own.cadence_target_days, ==, 14);
    g_assert_cmpint(cx_lapse_judge(cast_day(-20), ctx->today, &own), ==, CX_LAPSE_DUE);
    g_assert_cmpint(cx_lapse_judge(cast_day(-20), ctx->today, &settings), ==, CX_LAPSE_FINE);
}

static void
test_refusals(CxDb *db)
{
    const CxLeaderId ada = cast_leader(db, "Ada", NULL, CX_DAY_NONE, CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    size_t n = 0;
    const CxCareSet rows[] = {
        { .leaders = NULL, .n_leaders = 0, .tier = 1 },
        { .leaders = &ada, .n_leaders = 1, .tier = 4 },
        { .leaders = &ada, .n_leaders = 1, .tier = -2 },
        { .leaders = &ada, .n_leaders = 1, .tier = CX_CARE_TIER_KEEP },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_false(cx_care_set(ctx, &rows[i], &n, &error));
        g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    }
    g_autoptr(CxCtx) own = cast_ctx(db, cast_user(db, "ada", CX_ROLE_LEADER, ada));
    CxCares cares;
    g_assert_false(cx_care_list(own, &cares, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/engage/care/many", test_many);
    cx_test_engines_add("/engage/care/cadence", test_cadence);
    cx_test_engines_add("/engage/care/refusals", test_refusals);
    return g_test_run();
}
