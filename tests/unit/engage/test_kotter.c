/* The eight steps: what is on record decides, what cannot be known is left out, who is missing is named. */
#include "engage/note.h"
#include "govern/kotter.h"
#include "support/engines.h"
#include "unit/people/cast.h"

static CxKotterReport
load(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCatalogue) catalogue = cx_catalogue_load("en", &error);
    CxKotterReport report;
    ctx->catalogue = catalogue; /* findings are said in words */
    const bool is_fine = cx_kotter_load(ctx, &report, &error);
    g_assert_no_error(error);
    g_assert_true(is_fine);
    ctx->catalogue = NULL;
    return report;
}

static void
note(CxCtx *ctx, const char *line)
{
    int64_t id = 0;
    CxCapture capture;
    g_autoptr(GError) error = NULL;
    const bool is_fine = cx_note_take(ctx, line, &id, &capture, &error);
    g_assert_no_error(error);
    g_assert_true(is_fine);
}

/* Two in three of who was met and what was kept, two departments that improve, else all there are. */
static void
test_judge(void)
{
    static const struct {
        const char *why;
        CxKotterCheck check;
        int64_t n, of;
        bool want;
    } rows[] = {
        { "one is enough out of nothing", CX_KOTTER_CHECK_FOUND, 1, 0, true },
        { "none is not", CX_KOTTER_CHECK_FOUND, 0, 0, false },
        { "every seat", CX_KOTTER_CHECK_SEATS, 7, 8, false },
        { "all seats", CX_KOTTER_CHECK_SEATS, 8, 8, true },
        { "no seat at all", CX_KOTTER_CHECK_SEATS, 0, 0, false },
        { "two in three met", CX_KOTTER_CHECK_MET, 2, 3, true },
        { "fewer", CX_KOTTER_CHECK_MET, 3, 5, false },
        { "nobody to meet", CX_KOTTER_CHECK_MET, 0, 0, false },
        { "one department is no spread", CX_KOTTER_CHECK_SPREAD, 1, 0, false },
        { "two are", CX_KOTTER_CHECK_SPREAD, 2, 0, true },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        CxKotter kotter = { .is_met = { false } };
        kotter.counts[rows[i].check] = (CxKotterCount){ rows[i].n, rows[i].of, true };
        cx_kotter_judge(&kotter);
        if (kotter.is_met[rows[i].check] != rows[i].want)
            g_error("%s", rows[i].why);
        const CxKotterStep step = cx_kotter_check_step(rows[i].check);
        g_assert_cmpint(kotter.states[step], ==,
                        rows[i].want    ? CX_KOTTER_DONE
                        : rows[i].n > 0 ? CX_KOTTER_BEGUN
                                        : CX_KOTTER_OPEN);
        g_assert_cmpint(kotter.states[(step + 1) % CX_KOTTER_STEP_N], ==, CX_KOTTER_DARK);
    }
}

static void
test_load(CxDb *db)
{
    (void)cast_department(db, "food", "Food");
    (void)cast_department(db, "shops", "Shops");
    const CxLeaderId ada = cast_leader(db, "Ada", "food", cast_day(-900), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxKotterReport empty = load(ctx);
    g_assert_cmpint(empty.kotter.states[CX_KOTTER_VISION], ==, CX_KOTTER_OPEN);
    g_assert_cmpint(empty.kotter.counts[CX_KOTTER_CHECK_SEATS].n, ==, 1);
    g_assert_cmpint(empty.kotter.counts[CX_KOTTER_CHECK_SEATS].of, ==, 2);
    g_assert_false(empty.kotter.counts[CX_KOTTER_CHECK_SUPPORT].is_known);
    g_assert_false(empty.kotter.counts[CX_KOTTER_CHECK_KEPT].is_known);
    g_assert_cmpuint(empty.n_missing, ==, 2); /* an empty seat, and Ada who was never met */
    g_assert_cmpstr(empty.missing[0].who, ==, "Shops");

    g_assert_true(cx_engage_settings_set(ctx, "sponsor", ada.v, NULL));
    note(ctx, "met @Ada yesterday with the sponsor");
    note(ctx, "thanked @Ada for the plates");
    const CxProgramSet goals = { .kind = CX_PROGRAM_GOALS, .text = "x", .meets_on = CX_DAY_NONE };
    g_assert_true(cx_program_set(ctx, &goals, NULL));
    const CxKotterReport begun = load(ctx);
    g_assert_true(begun.kotter.is_met[CX_KOTTER_CHECK_SPONSOR]);
    g_assert_true(begun.kotter.is_met[CX_KOTTER_CHECK_MET]);
    g_assert_true(begun.kotter.is_met[CX_KOTTER_CHECK_TOGETHER]);
    g_assert_true(begun.kotter.is_met[CX_KOTTER_CHECK_THANKED]);
    g_assert_cmpint(begun.kotter.states[CX_KOTTER_VISION], ==, CX_KOTTER_BEGUN);
    g_assert_cmpint(begun.kotter.states[CX_KOTTER_COALITION], ==, CX_KOTTER_BEGUN);
    g_assert_cmpuint(begun.n_missing, ==, 1);
}

/* What rests on judgements is there for who reads them alone. */
static void
test_wall(CxDb *db)
{
    (void)cast_department(db, "food", "Food");
    const CxLeaderId ada = cast_leader(db, "Ada", "food", cast_day(-900), CX_DAY_NONE);
    g_autoptr(CxCtx) owner = cast_system(db);
    const CxBasis basis = {
        .is_on = true, .purpose = "p", .legal_basis = "l", .retention_days = 180
    };
    g_assert_true(cx_basis_set(owner, &basis, NULL));
    CxJudgementGive give = { .leader = ada, .reason = "seen", .day = CX_DAY_NONE };
    give.values[CX_ASPECT_STANCE] = 2;
    give.values[CX_ASPECT_INFLUENCE] = 5;
    g_assert_true(cx_judgement_give(owner, &give, NULL));
    const CxKotterReport seen = load(owner);
    g_assert_true(seen.kotter.counts[CX_KOTTER_CHECK_SUPPORT].is_known);
    g_assert_cmpint(seen.missing[0].why, ==, CX_MISSING_UNWON);
    g_autoptr(CxCtx) team = cast_ctx(db, cast_user(db, "team", CX_ROLE_TEAM, (CxLeaderId){ 0 }));
    const CxKotterReport dark = load(team);
    g_assert_false(dark.kotter.counts[CX_KOTTER_CHECK_SUPPORT].is_known);
    for (size_t i = 0; i < dark.n_missing; i++)
        g_assert_cmpint(dark.missing[i].why, !=, CX_MISSING_UNWON);
    g_autoptr(CxCtx) own = cast_ctx(db, cast_user(db, "ada", CX_ROLE_LEADER, ada));
    CxKotterReport report;
    g_assert_false(cx_kotter_load(own, &report, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/govern/kotter/judge", test_judge);
    cx_test_engines_add("/govern/kotter/load", test_load);
    cx_test_engines_add("/govern/kotter/wall", test_wall);
    return g_test_run();
}
