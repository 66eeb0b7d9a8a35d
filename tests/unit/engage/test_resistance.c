/* Resistance: kept behind the basis, in its order, nothing overwritten, erased on its day, summed up
 * without names; and what departments carry. */
#include "base/error.h"
#include "engage/burden.h"
#include "engage/coach_step.h"
#include "engage/detail.h"
#include "engage/resistance.h"
#include "support/engines.h"
#include "support/store.h"
#include "unit/people/cast.h"

static void
switch_on(CxCtx *ctx)
{
    const CxBasis basis = {
        .is_on = true, .purpose = "p", .legal_basis = "l", .retention_days = 180
    };
    g_assert_true(cx_basis_set(ctx, &basis, NULL));
}

static CxResistanceEntry
entry(CxResistanceKind kind, const char *key, CxDay due)
{
    return (CxResistanceEntry){
        .kind = kind, .key = key, .what = "said so", .day = CX_DAY_NONE, .due = due
    };
}

static int64_t
open_case(CxCtx *ctx, CxLeaderId leader)
{
    const CxResistanceEntry signal = entry(CX_RESISTANCE_SIGNAL, "quiet", CX_DAY_NONE);
    g_autoptr(GError) error = NULL;
    int64_t id = 0;
    const bool is_fine = cx_resistance_open(ctx, leader, &signal, &id, &error);
    g_assert_no_error(error);
    g_assert_true(is_fine);
    return id;
}

static void
add(CxCtx *ctx, int64_t id, CxResistanceKind kind, const char *key)
{
    const CxDay due = { ctx->today.v + 30 };
    const CxResistanceEntry each = entry(kind, key, kind == CX_RESISTANCE_PLAN ? due : CX_DAY_NONE);
    g_autoptr(GError) error = NULL;
    const bool is_fine = cx_resistance_add(ctx, id, &each, &error);
    g_assert_no_error(error);
    g_assert_true(is_fine);
}

static void
refused(CxCtx *ctx, int64_t id, CxResistanceEntry each, CxErrorCode code)
{
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_resistance_add(ctx, id, &each, &error));
    g_assert_error(error, CX_ERROR, (int)code);
}

static const CxResistance *
find(CxCtx *ctx, int64_t id)
{
    CxResistances all;
    g_assert_true(cx_resistance_list(ctx, &all, NULL));
    for (size_t i = 0; i < all.n; i++) {
        if (all.items[i].id == id)
            return &all.items[i];
    }
    return NULL;
}

/* A sign, its root, a plan, nothing changed, another plan, it eased; each step in its order. */
static void
test_case(CxDb *db)
{
    const CxLeaderId ada = cast_leader(db, "Ada", NULL, cast_day(-900), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    int64_t id = 0;
    const CxResistanceEntry signal = entry(CX_RESISTANCE_SIGNAL, "quiet", CX_DAY_NONE);
    g_assert_false(cx_resistance_open(ctx, ada, &signal, &id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    switch_on(ctx);
    id = open_case(ctx, ada);
    const CxDay soon = { ctx->today.v + 5 };
    refused(ctx, id, entry(CX_RESISTANCE_PLAN, "", soon), CX_ERROR_CONFLICT);
    refused(ctx, id, entry(CX_RESISTANCE_OUTCOME, "eased", CX_DAY_NONE), CX_ERROR_CONFLICT);
    refused(ctx, id, entry(CX_RESISTANCE_CAUSE, "mood", CX_DAY_NONE), CX_ERROR_INVALID);
    refused(ctx, id + 1, entry(CX_RESISTANCE_CAUSE, "work", CX_DAY_NONE), CX_ERROR_NOT_FOUND);
    add(ctx, id, CX_RESISTANCE_CAUSE, "work");
    refused(ctx, id, entry(CX_RESISTANCE_PLAN, "work.4", soon), CX_ERROR_INVALID);
    refused(ctx, id, entry(CX_RESISTANCE_PLAN, "work.1", CX_DAY_NONE), CX_ERROR_INVALID);
    refused(ctx, id, entry(CX_RESISTANCE_PLAN, "work.1", ctx->today), CX_ERROR_INVALID);
    add(ctx, id, CX_RESISTANCE_PLAN, "work.1");
    g_assert_cmpint(find(ctx, id)->state, ==, CX_RESISTANCE_IS_PLANNED);

    g_autoptr(CxCtx) later = cast_system_in(db, 31);
    g_assert_cmpint(find(later, id)->state, ==, CX_RESISTANCE_IS_DUE);
    add(later, id, CX_RESISTANCE_OUTCOME, "same");
    g_assert_cmpint(find(later, id)->state, ==, CX_RESISTANCE_IS_CAUSE);
    add(later, id, CX_RESISTANCE_CAUSE, "control");
    add(later, id, CX_RESISTANCE_PLAN, "control.2");
    add(later, id, CX_RESISTANCE_OUTCOME, "eased");
    const CxResistance *closed = find(later, id);
    g_assert_cmpint(closed->state, ==, CX_RESISTANCE_IS_CLOSED);
    g_assert_cmpuint(closed->n_entries, ==, 7);
    g_assert_cmpstr(closed->entries[1].key, ==, "work");
    refused(later, id, entry(CX_RESISTANCE_CAUSE, "work", CX_DAY_NONE), CX_ERROR_CONFLICT);
    add(later, id, CX_RESISTANCE_SIGNAL, "open");
    g_assert_cmpint(find(later, id)->state, ==, CX_RESISTANCE_IS_CAUSE);
}

/* Older entries are shown no more and erased the same night; switched off, everything is. */
static void
test_erased(CxDb *db)
{
    const CxLeaderId ada = cast_leader(db, "Ada", NULL, cast_day(-900), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    switch_on(ctx);
    const int64_t id = open_case(ctx, ada);
    g_assert_true(cx_coach_step_add(ctx, CX_COACH_PLAN_COACHING, ada, "x", CX_DAY_NONE, NULL));
    g_assert_true(cx_coach_step_add(ctx, CX_COACH_PLAN_SPONSOR, ada, "y", CX_DAY_NONE, NULL));
    g_autoptr(CxCtx) end = cast_system_in(db, 181);
    g_assert_null(find(end, id));
    g_assert_true(cx_basis_erase(end, NULL));
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM resistance_entry"), ==, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM resistance"), ==, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM coach_step"), ==, 1);
    (void)open_case(end, ada);
    const CxBasis off = { .retention_days = 180 };
    g_assert_true(cx_basis_set(end, &off, NULL));
    g_assert_true(cx_basis_erase(end, NULL));
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM resistance"), ==, 0);
    g_assert_cmpint(cx_test_count(db,
                                  "SELECT count(*) AS n FROM audit_detail WHERE after_json LIKE "
                                  "'%said so%'"),
                    ==, 0);
}

/* Who writes one reads nothing unless the basis names them; leaders neither. */
static void
test_wall(CxDb *db)
{
    const CxLeaderId ada = cast_leader(db, "Ada", NULL, cast_day(-900), CX_DAY_NONE);
    g_autoptr(CxCtx) owner = cast_system(db);
    switch_on(owner);
    g_autoptr(CxCtx) team = cast_ctx(db, cast_user(db, "team", CX_ROLE_TEAM, (CxLeaderId){ 0 }));
    g_autoptr(CxCtx) own = cast_ctx(db, cast_user(db, "ada", CX_ROLE_LEADER, ada));
    const int64_t id = open_case(team, ada);
    CxResistances all;
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_resistance_list(team, &all, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    refused(team, id, entry(CX_RESISTANCE_CAUSE, "work", CX_DAY_NONE), CX_ERROR_FORBIDDEN);
    refused(own, id, entry(CX_RESISTANCE_CAUSE, "work", CX_DAY_NONE), CX_ERROR_FORBIDDEN);
    g_assert_nonnull(find(owner, id));
    CxBurdens burdens;
    g_assert_false(cx_burden_list(own, &burdens, NULL));
    g_assert_true(cx_burden_list(team, &burdens, NULL));
}

/* An action is summed up once three leaders had it; what was none, or has no outcome, does not count. */
static void
test_sum(CxDb *db)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    switch_on(ctx);
    static const char *const names[] = { "Ada", "Ben", "Eve" };
    static const char *const outcomes[] = { "eased", "same", "eased" };
    CxResistances all;
    size_t n = 9;
    for (size_t i = 0; i < CX_N_ELEMENTS(names); i++) {
        g_assert_true(cx_resistance_list(ctx, &all, NULL));
        (void)cx_resistance_sum(ctx->arena, &all, &n);
        g_assert_cmpuint(n, ==, 0);
        const CxLeaderId who = cast_leader(db, names[i], NULL, cast_day(-900), CX_DAY_NONE);
        const int64_t id = open_case(ctx, who);
        add(ctx, id, CX_RESISTANCE_CAUSE, "past");
        add(ctx, id, CX_RESISTANCE_PLAN, "past.1");
        add(ctx, id, CX_RESISTANCE_OUTCOME, outcomes[i]);
        const int64_t other = open_case(ctx, who);
        add(ctx, other, CX_RESISTANCE_CAUSE, "work");
        add(ctx, other, CX_RESISTANCE_PLAN, "work.2");
        add(ctx, other, CX_RESISTANCE_OUTCOME, "mistaken");
    }
    g_assert_true(cx_resistance_list(ctx, &all, NULL));
    const CxResistanceWork *works = cx_resistance_sum(ctx->arena, &all, &n);
    g_assert_cmpuint(n, ==, 1);
    g_assert_cmpstr(works[0].action, ==, "past.1");
    g_assert_cmpint(works[0].n_tried, ==, 3);
    g_assert_cmpint(works[0].n_eased, ==, 2);
    g_assert_cmpint(works[0].n_leaders, ==, 3);
}

static void
test_burden(CxDb *db)
{
    (void)cast_department(db, "food", "Food");
    (void)cast_department(db, "shops", "Shops");
    const CxLeaderId ada = cast_leader(db, "Ada", "food", cast_day(-30), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_assert_true(cx_detail_add(ctx, ada, CX_DETAIL_CARRIES, "a new till", NULL));
    CxBurdens burdens;
    g_assert_true(cx_burden_list(ctx, &burdens, NULL));
    g_assert_cmpuint(burdens.n, ==, 2);
    g_assert_cmpstr(burdens.items[0].name, ==, "Food");
    g_assert_cmpint(burdens.items[0].n, ==, 2);
    g_assert_cmpstr(burdens.items[0].carries[0], ==, "a new till");
    g_assert_cmpint(burdens.items[1].n, ==, 1);
    g_assert_null(burdens.items[1].head);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/engage/resistance/case", test_case);
    cx_test_engines_add("/engage/resistance/erased", test_erased);
    cx_test_engines_add("/engage/resistance/wall", test_wall);
    cx_test_engines_add("/engage/resistance/sum", test_sum);
    cx_test_engines_add("/engage/resistance/burden", test_burden);
    return g_test_run();
}
