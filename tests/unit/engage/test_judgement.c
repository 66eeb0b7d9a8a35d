/* What people think of leaders: kept only with a basis, seen only by its readers, erased on its day. */
#include "base/error.h"
#include "engage/coalition.h"
#include "engage/detail.h"
#include "people/leader.h"
#include "support/engines.h"
#include "support/store.h"
#include "unit/people/cast.h"

static const CxBasis usual = { .is_on = true,
                               .purpose = "to prepare one-on-ones",
                               .legal_basis = "agreement with the works council",
                               .retention_days = 180 };

static void
switch_on(CxCtx *ctx, CxBasis basis)
{
    g_autoptr(GError) error = NULL;
    const bool is_fine = cx_basis_set(ctx, &basis, &error);
    g_assert_no_error(error);
    g_assert_true(is_fine);
}

static bool
judge(CxCtx *ctx, CxLeaderId leader, const char *rater, int64_t stance, GError **error)
{
    CxJudgementGive give = {
        .leader = leader, .reason = "said so in the meeting", .rater = rater, .day = CX_DAY_NONE
    };
    give.values[CX_ASPECT_STANCE] = stance;
    give.values[CX_ASPECT_INFLUENCE] = 4;
    return cx_judgement_give(ctx, &give, error);
}

static void
keep(CxCtx *ctx, CxLeaderId leader, const char *rater, int64_t stance)
{
    g_autoptr(GError) error = NULL;
    const bool is_fine = judge(ctx, leader, rater, stance, &error);
    g_assert_no_error(error);
    g_assert_true(is_fine);
}

static const CxCoalition *
load(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    const CxCoalition *coalition = cx_coalition_load(ctx, &error);
    g_assert_no_error(error);
    return coalition;
}

static CxCtx *
prepare(CxDb *db, CxLeaderId *ret_ada, CxLeaderId *ret_ben)
{
    (void)cast_department(db, "food", "Food");
    (void)cast_department(db, "shops", "Shops");
    (void)cast_department(db, "parking", "Parking");
    *ret_ada = cast_leader(db, "Ada", "food", cast_day(-900), CX_DAY_NONE);
    *ret_ben = cast_leader(db, "Ben", "shops", cast_day(-900), CX_DAY_NONE);
    return cast_system(db);
}

/* Off until all is recorded; off again at once, and erased the same night. */
static void
test_basis(CxDb *db)
{
    CxLeaderId ada;
    CxLeaderId ben;
    g_autoptr(CxCtx) ctx = prepare(db, &ada, &ben);
    g_autoptr(GError) error = NULL;
    g_assert_false(judge(ctx, ada, NULL, 3, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    g_clear_error(&error);
    CxBasis half = usual;
    half.legal_basis = "";
    g_assert_false(cx_basis_set(ctx, &half, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_assert_cmpuint(load(ctx)->n, ==, 2);
    g_assert_false(load(ctx)->can_read);

    switch_on(ctx, usual);
    keep(ctx, ada, NULL, 3);
    g_assert_cmpuint(load(ctx)->n_judged, ==, 1);
    CxBasis off = { .retention_days = 180 };
    switch_on(ctx, off);
    g_assert_cmpuint(load(ctx)->n_judged, ==, 0);
    g_assert_true(cx_basis_erase(ctx, NULL));
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM judgement"), ==, 0);
}

static void
test_middle(CxDb *db)
{
    CxLeaderId ada;
    CxLeaderId ben;
    g_autoptr(CxCtx) ctx = prepare(db, &ada, &ben);
    switch_on(ctx, usual);
    keep(ctx, ada, "Eve", 1);
    keep(ctx, ada, "Eve", 2); /* the newest of a rater counts */
    keep(ctx, ada, "Fay", 5);
    keep(ctx, ada, "Gil", 3);
    const CxCoalitionRow *row = &load(ctx)->rows[0];
    g_assert_cmpstr(row->name, ==, "Ada");
    g_assert_cmpuint(row->stance.n_raters, ==, 3);
    g_assert_cmpfloat(row->stance.middle, ==, 3.0);
    g_assert_cmpint(row->stance.lo, ==, 2);
    g_assert_cmpint(row->stance.hi, ==, 5);
    g_assert_true(row->is_unwon);
    g_assert_null(row->through);
    keep(ctx, ada, "Hal", 4);
    g_assert_cmpfloat(load(ctx)->rows[0].stance.middle, ==, 3.5);

    keep(ctx, ben, NULL, 4);
    g_assert_true(cx_influence_add(ctx, ben, ada, NULL));
    g_assert_true(cx_influence_add(ctx, ben, ada, NULL));
    const CxCoalition *coalition = load(ctx);
    g_assert_cmpstr(coalition->rows[0].through, ==, "Ben");
    g_assert_cmpuint(coalition->n_alone, ==, 1);
    g_assert_cmpstr(coalition->alone[0], ==, "Food");
    g_assert_cmpuint(coalition->n_vacant, ==, 1);
    g_assert_false(coalition->has_map);
}

/* It moved: where they stood 60 days ago is kept, until its own day comes. */
static void
test_time(CxDb *db)
{
    CxLeaderId ada;
    CxLeaderId ben;
    g_autoptr(CxCtx) before = prepare(db, &ada, &ben);
    switch_on(before, usual);
    keep(before, ada, "Eve", 2);
    g_autoptr(CxCtx) later = cast_system_in(db, 100);
    keep(later, ada, "Eve", 4);
    g_assert_cmpfloat(load(later)->rows[0].was_stance[0].middle, ==, 2.0);
    g_assert_cmpuint(load(later)->rows[0].was_stance[1].n_raters, ==, 0);
    g_autoptr(CxCtx) end = cast_system_in(db, 190);
    g_assert_cmpfloat(load(end)->rows[0].stance.middle, ==, 4.0);
    g_assert_true(cx_basis_erase(end, NULL));
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM judgement"), ==, 2);
    CxBasis held = usual;
    held.hold = "a case at court";
    switch_on(end, held);
    g_autoptr(CxCtx) far = cast_system_in(db, 400);
    g_assert_true(cx_basis_erase(far, NULL));
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM judgement"), ==, 2);
    g_assert_cmpuint(load(far)->n_judged, ==, 0);
}

/* The CX leader reads, the team only where it is named; leaders, sponsor and finance never. */
static void
test_wall(CxDb *db)
{
    CxLeaderId ada;
    CxLeaderId ben;
    g_autoptr(CxCtx) owner = prepare(db, &ada, &ben);
    switch_on(owner, usual);
    g_autoptr(CxCtx) team = cast_ctx(db, cast_user(db, "team", CX_ROLE_TEAM, (CxLeaderId){ 0 }));
    keep(team, ada, NULL, 2);
    g_assert_false(load(team)->can_read);
    g_assert_cmpuint(load(team)->rows[0].stance.n_raters, ==, 0);
    g_autoptr(GError) error = NULL;
    CxJudgements none;
    g_assert_false(cx_judgement_list(team, &none, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    static const CxRole others[] = { CX_ROLE_LEADER, CX_ROLE_SPONSOR, CX_ROLE_FINANCE,
                                     CX_ROLE_ADMIN };
    for (size_t i = 0; i < CX_N_ELEMENTS(others); i++) {
        g_autofree char *login = g_strdup_printf("u%zu", i);
        const CxLeaderId who = { others[i] == CX_ROLE_LEADER ? ada.v : 0 };
        g_autoptr(CxCtx) ctx = cast_ctx(db, cast_user(db, login, others[i], who));
        g_assert_false(cx_judgement_list(ctx, &none, NULL));
        g_assert_null(cx_coalition_load(ctx, NULL));
        g_assert_false(judge(ctx, ada, NULL, 5, NULL));
        g_assert_false(cx_influence_add(ctx, ada, ben, NULL));
        g_assert_false(cx_basis_set(ctx, &usual, NULL));
    }
    CxBasis wide = usual;
    wide.is_for_team = true;
    g_assert_false(cx_basis_set(team, &wide, NULL));
    switch_on(owner, wide);
    g_assert_true(cx_judgement_list(team, &none, NULL));
    g_assert_cmpint(cx_test_count(db,
                                  "SELECT count(*) AS n FROM audit_detail WHERE after_json LIKE "
                                  "'%meeting%'"),
                    ==, 0);
}

/* What they asked for: by themselves, answered by the team, seen by both. */
static void
test_details(CxDb *db)
{
    CxLeaderId ada;
    CxLeaderId ben;
    g_autoptr(CxCtx) owner = prepare(db, &ada, &ben);
    g_autoptr(CxCtx) own = cast_ctx(db, cast_user(db, "ada", CX_ROLE_LEADER, ada));
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_detail_add(own, ada, CX_DETAIL_ASKED, "how are days counted?", NULL));
    g_assert_false(cx_detail_add(own, ben, CX_DETAIL_ASKED, "x", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    g_assert_false(cx_detail_add(own, ada, CX_DETAIL_BACKGROUND, "x", NULL));
    g_assert_true(cx_detail_add(owner, ben, CX_DETAIL_CARRIES, "a move in March", NULL));
    CxDetails details;
    g_assert_true(cx_detail_list(own, &details, NULL));
    g_assert_cmpuint(details.n, ==, 1);
    CxLeaderId whose = { 0 };
    g_assert_true(cx_detail_end(owner, details.items[0].id, "from order to arrival", &whose, NULL));
    g_assert_cmpint(whose.v, ==, ada.v);
    g_assert_false(cx_detail_end(owner, details.items[0].id, NULL, &whose, NULL));
    g_assert_true(cx_detail_list(own, &details, NULL));
    g_assert_cmpstr(details.items[0].answer, ==, "from order to arrival");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/engage/judgement/basis", test_basis);
    cx_test_engines_add("/engage/judgement/middle", test_middle);
    cx_test_engines_add("/engage/judgement/time", test_time);
    cx_test_engines_add("/engage/judgement/wall", test_wall);
    cx_test_engines_add("/engage/judgement/details", test_details);
    return g_test_run();
}
