/* Walls: what each role sees, and that whoever is not known sees nothing. */
#include "cast.h"

#include "base/error.h"
#include "people/department.h"
#include "support/engines.h"
#include "support/store.h"

static void
test_roles_parse(void)
{
    g_autoptr(GError) error = NULL;
    for (int i = 0; i < CX_ROLE_N; i++) {
        CxRole role = CX_ROLE_N;
        g_assert_true(cx_role_parse(cx_role_key((CxRole)i), &role, &error));
        g_assert_cmpint(role, ==, i);
        g_assert_cmpstr(cx_role_title((CxRole)i), !=, "");
    }
    CxRole role = CX_ROLE_ADMIN;
    g_assert_false(cx_role_parse("Owner", &role, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_assert_nonnull(strstr(error->message, "owner, team, leader, sponsor, finance, admin"));
    g_assert_cmpint(role, ==, CX_ROLE_ADMIN);
    g_assert_false(cx_role_parse(NULL, &role, NULL));
}

/* What is let through: departments, overall rating, comments, notes, changing, users. */
typedef struct {
    bool all, overall, comments, notes, change, users;
} Seen;

static void
assert_seen(const CxCtx *ctx, const Seen *want)
{
    g_assert_cmpint(ctx->wall.sees_all_departments, ==, want->all);
    g_assert_cmpint(ctx->wall.sees_overall, ==, want->overall);
    g_assert_cmpint(ctx->wall.sees_comments, ==, want->comments);
    g_assert_cmpint(ctx->wall.sees_people_notes, ==, want->notes);
    g_assert_cmpint(ctx->wall.can_change_program, ==, want->change);
    g_assert_cmpint(ctx->wall.can_manage_users, ==, want->users);
    g_assert_cmpint(ctx->wall.min_n, ==, 5);
    g_assert_cmpint(ctx->wall.min_n_comments, ==, 10);
    g_assert_nonnull(ctx->wall.departments);
    g_autoptr(GError) change_error = NULL;
    g_assert_cmpint(cx_ctx_check_change(ctx, "try", &change_error), ==, want->change);
    if (!want->change)
        g_assert_error(change_error, CX_ERROR, CX_ERROR_FORBIDDEN);
    g_autoptr(GError) users_error = NULL;
    g_assert_cmpint(cx_ctx_check_users(ctx, "try", &users_error), ==, want->users);
    if (!want->users)
        g_assert_error(users_error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

static void
test_roles(CxDb *db)
{
    static const struct {
        const char *login;
        CxRole role;
        Seen seen;
        bool sees_food, sees_shops;
    } rows[] = {
        { "o", CX_ROLE_OWNER, { true, true, true, true, true, true }, true, true },
        { "t", CX_ROLE_TEAM, { true, true, true, false, true, false }, true, true },
        { "s", CX_ROLE_SPONSOR, { true, true, true, false, false, false }, true, true },
        { "l", CX_ROLE_LEADER, { false, true, true, false, false, false }, true, false },
        { "f", CX_ROLE_FINANCE, { false, true, false, false, false, false }, false, false },
        { "a", CX_ROLE_ADMIN, { false, false, false, false, false, true }, false, false },
    };
    const CxDepartmentId food = cast_department(db, "food", "Food");
    const CxDepartmentId shops = cast_department(db, "shops", "Shops");
    /* Everyone is linked to the head of Food: the role alone must decide. */
    const CxLeaderId head = cast_leader(db, "Ada Food", "food", cast_day(-30), CX_DAY_NONE);
    const CxLeaderId other = cast_leader(db, "Ben Shops", "shops", cast_day(-30), CX_DAY_NONE);
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        const CxUserId user = cast_user(db, rows[i].login, rows[i].role, head);
        g_autoptr(CxCtx) ctx = cast_ctx(db, user);
        g_assert_cmpstr(ctx->actor.login, ==, rows[i].login);
        g_assert_cmpint(ctx->actor.role, ==, rows[i].role);
        assert_seen(ctx, &rows[i].seen);
        g_assert_cmpint(cx_ctx_can_see_department(ctx, food), ==, rows[i].sees_food);
        g_assert_cmpint(cx_ctx_can_see_department(ctx, shops), ==, rows[i].sees_shops);
        g_assert_cmpint(cx_ctx_can_see_department(ctx, (CxDepartmentId){ 0 }), ==,
                        rows[i].seen.all);
        g_assert_true(cx_ctx_check_leader(ctx, head, NULL));
        g_autoptr(GError) error = NULL;
        g_assert_cmpint(cx_ctx_check_leader(ctx, other, &error), ==, rows[i].seen.change);
        if (!rows[i].seen.change)
            g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    }
}

static void
test_nobody(CxDb *db)
{
    const CxDepartmentId food = cast_department(db, "food", "Food");
    g_autoptr(CxCtx) ctx = cx_ctx_open_nobody(db, cast_instant(0));
    assert_seen(ctx, &(Seen){ 0 });
    g_assert_false(cx_ctx_can_see_department(ctx, food));
    g_assert_false(cx_ctx_can_see_department(ctx, (CxDepartmentId){ 0 }));
    /* Nobody is not the leader with id 0. */
    g_assert_false(cx_ctx_check_leader(ctx, (CxLeaderId){ 0 }, NULL));

    g_autoptr(GError) error = NULL;
    g_assert_null(cx_ctx_open_user(db, NULL, (CxUserId){ 12345 }, cast_instant(0), &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_UNAUTHENTICATED);
}

static void
test_disabled(CxDb *db)
{
    const CxUserId user = cast_user(db, "owner", CX_ROLE_OWNER, (CxLeaderId){ 0 });
    g_autoptr(CxCtx) before = cast_ctx(db, user);
    g_autoptr(CxCtx) system = cast_system(db);
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_user_disable(system, "owner", &error));
    g_assert_no_error(error);
    g_assert_null(cx_ctx_open_user(db, NULL, user, cast_instant(0), &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_UNAUTHENTICATED);
}

static void
test_terms(CxDb *db)
{
    static const struct {
        const char *why;
        int from, to; /* days from today; INT_MIN: none */
        bool is_seen;
    } rows[] = {
        { "begins today", 0, INT_MIN, true },
        { "begins tomorrow", 1, INT_MIN, false },
        { "ends today", -9, 0, true },
        { "ended yesterday", -9, -1, false },
        { "a single day, today", 0, 0, true },
        { "nobody knows since when", INT_MIN, INT_MIN, true },
        { "nobody knows since when, ended", INT_MIN, -1, false },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_autofree char *key = g_strdup_printf("d%zu", i);
        const CxDepartmentId department = cast_department(db, key, key);
        const CxDay from = rows[i].from == INT_MIN ? CX_DAY_NONE : cast_day(rows[i].from);
        const CxDay to = rows[i].to == INT_MIN ? CX_DAY_NONE : cast_day(rows[i].to);
        const CxLeaderId leader = cast_leader(db, key, key, from, to);
        const CxUserId user = cast_user(db, key, CX_ROLE_LEADER, leader);
        g_autoptr(CxCtx) ctx = cast_ctx(db, user);
        g_assert_cmpint(cx_ctx_can_see_department(ctx, department), ==, rows[i].is_seen);
        g_assert_cmpuint(ctx->wall.departments->len, ==, rows[i].is_seen ? 1 : 0);
        g_assert_true(ctx->wall.sees_overall);
    }
}

/* A leader without department (a board member) sees the overall rating and no department's. */
static void
test_no_department(CxDb *db)
{
    const CxDepartmentId food = cast_department(db, "food", "Food");
    const CxLeaderId leader = cast_leader(db, "Chair", NULL, cast_day(-1), CX_DAY_NONE);
    const CxUserId user = cast_user(db, "chair", CX_ROLE_LEADER, leader);
    g_autoptr(CxCtx) ctx = cast_ctx(db, user);
    g_assert_cmpuint(ctx->wall.departments->len, ==, 0);
    g_assert_false(cx_ctx_can_see_department(ctx, food));
    g_assert_false(cx_ctx_can_see_department(ctx, (CxDepartmentId){ 0 }));
    g_assert_true(ctx->wall.sees_overall);
}

/* Two terms at once see both departments; a department held twice is there once. */
static void
test_two_departments(CxDb *db)
{
    const CxDepartmentId food = cast_department(db, "food", "Food");
    const CxDepartmentId shops = cast_department(db, "shops", "Shops");
    const CxLeaderId leader = cast_leader(db, "Ada", "food", cast_day(-9), CX_DAY_NONE);
    g_autofree char *again =
        g_strdup_printf("INSERT INTO term (leader_id, department_id, title, from_day) VALUES "
                        "(%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT
                        ", 'Acting', 1), (%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ", 'Head', 2)",
                        leader.v, shops.v, leader.v, food.v);
    cx_test_execute(db, again);
    const CxUserId user = cast_user(db, "ada", CX_ROLE_LEADER, leader);
    g_autoptr(CxCtx) ctx = cast_ctx(db, user);
    g_assert_cmpuint(ctx->wall.departments->len, ==, 2);
    g_assert_true(cx_ctx_can_see_department(ctx, food));
    g_assert_true(cx_ctx_can_see_department(ctx, shops));
}

/* ---- What is left to be kept ---- */

static bool
add_department(CxCtx *ctx, CX_UNUSED CxDb *db, void *data, GError **error)
{
    CxDepartmentId id = { 0 };
    return cx_department_ensure(ctx, data, data, &id, NULL, error);
}

static bool
fail(CX_UNUSED CxCtx *ctx, CX_UNUSED CxDb *db, CX_UNUSED void *data, GError **error)
{
    g_set_error_literal(error, CX_ERROR, CX_ERROR_IO, "no more");
    return false;
}

static void
test_deferred(CxDb *db)
{
    static char food[] = "food";
    static char shops[] = "shops";
    const char *count = "SELECT count(*) AS n FROM department";
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_ctx_has_deferred(ctx));
    g_assert_true(cx_ctx_flush(ctx, db, &error));
    cx_ctx_defer(ctx, add_department, food);
    cx_ctx_defer(ctx, add_department, shops);
    g_assert_true(cx_ctx_has_deferred(ctx));
    g_assert_cmpint(cx_test_count(db, count), ==, 0);
    g_assert_true(cx_ctx_flush(ctx, db, &error));
    g_assert_no_error(error);
    g_assert_cmpint(cx_test_count(db, count), ==, 2);
    g_assert_false(cx_ctx_has_deferred(ctx));
    g_assert_true(cx_ctx_flush(ctx, db, &error));
    g_assert_cmpint(cx_test_count(db, count), ==, 2);
}

/* One that fails takes all of them back. */
static void
test_deferred_fails(CxDb *db)
{
    static char food[] = "food";
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    cx_ctx_defer(ctx, add_department, food);
    cx_ctx_defer(ctx, fail, NULL);
    g_assert_false(cx_ctx_flush(ctx, db, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_IO);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM department"), ==, 0);
    g_assert_false(cx_db_is_writing(db));
}

static void
test_audit_texts(void)
{
    g_autofree char *none = cx_audit_texts(NULL, NULL);
    g_assert_cmpstr(none, ==, "{}");
    g_autofree char *two = cx_audit_texts("a", "say \"x\"\n", "b", NULL, NULL);
    g_assert_cmpstr(two, ==, "{\"a\":\"say \\\"x\\\"\\n\",\"b\":null}");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/people/role/parse", test_roles_parse);
    g_test_add_func("/people/audit_texts", test_audit_texts);
    cx_test_engines_add("/people/wall/roles", test_roles);
    cx_test_engines_add("/people/wall/nobody", test_nobody);
    cx_test_engines_add("/people/wall/disabled", test_disabled);
    cx_test_engines_add("/people/wall/terms", test_terms);
    cx_test_engines_add("/people/wall/no_department", test_no_department);
    cx_test_engines_add("/people/wall/two_departments", test_two_departments);
    cx_test_engines_add("/people/deferred/flush", test_deferred);
    cx_test_engines_add("/people/deferred/fails", test_deferred_fails);
    return g_test_run();
}
