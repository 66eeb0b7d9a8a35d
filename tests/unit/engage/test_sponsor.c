/* The sponsor: candidates by weights with their raw answers, what happens when they leave, how they are
 * trained, which duties the records show, what was expected over the years. */
#include <math.h>

#include "base/civil.h"
#include "base/error.h"
#include "engage/coach_step.h"
#include "engage/expectation.h"
#include "engage/note.h"
#include "engage/sponsor.h"
#include "govern/duty.h"
#include "support/engines.h"
#include "unit/people/cast.h"

static void
set(CxCtx *ctx, const char *key, int64_t value)
{
    g_autoptr(GError) error = NULL;
    const bool is_fine = cx_engage_settings_set(ctx, key, value, &error);
    g_assert_no_error(error);
    g_assert_true(is_fine);
}

static void
judge(CxCtx *ctx, CxLeaderId leader, const char *rater, const int64_t values[3])
{
    CxJudgementGive give = {
        .leader = leader, .reason = "seen", .rater = rater, .day = CX_DAY_NONE
    };
    for (size_t i = 0; i < CX_SPONSOR_ASPECTS; i++)
        give.values[cx_sponsor_aspects[i]] = values[i];
    g_assert_true(cx_judgement_give(ctx, &give, NULL));
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

static CxSponsor *
load(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    CxSponsor *sponsor = cx_sponsor_load(ctx, &error);
    g_assert_no_error(error);
    return sponsor;
}

static CxCtx *
prepare(CxDb *db, CxLeaderId *ret_ada, CxLeaderId *ret_ben)
{
    const CxBasis basis = {
        .is_on = true, .purpose = "p", .legal_basis = "l", .retention_days = 180
    };
    (void)cast_department(db, "food", "Food");
    *ret_ada = cast_leader(db, "Ada", "food", cast_day(-900), CX_DAY_NONE);
    *ret_ben = cast_leader(db, "Ben", NULL, cast_day(-900), CX_DAY_NONE);
    CxCtx *ctx = cast_system(db);
    g_assert_true(cx_basis_set(ctx, &basis, NULL));
    return ctx;
}

/* The weights order, ranges say whether anybody stands apart, every answer is there. */
static void
test_candidates(CxDb *db)
{
    CxLeaderId ada;
    CxLeaderId ben;
    g_autoptr(CxCtx) ctx = prepare(db, &ada, &ben);
    judge(ctx, ada, "Eve", (const int64_t[]){ 5, 2, 3 });
    judge(ctx, ada, "Fay", (const int64_t[]){ 4, 2, 3 });
    judge(ctx, ben, "Eve", (const int64_t[]){ 3, 4, 4 });
    g_autoptr(CxSponsor) even = load(ctx);
    g_assert_cmpuint(even->candidates.n, ==, 2);
    g_assert_cmpstr(even->candidates.items[0].name, ==, "Ben"); /* 11/3 against 9.5/3 */
    g_assert_cmpint(even->candidates.items[1].aspects[0].n_of[4], ==, 1);
    g_assert_cmpint(even->candidates.items[1].aspects[0].n_of[3], ==, 1);
    g_assert_cmpfloat_with_epsilon(even->candidates.items[1].lo, 3.0, 1e-12);
    g_assert_cmpfloat_with_epsilon(even->candidates.items[1].hi, 10.0 / 3.0, 1e-12);
    g_assert_true(even->candidates.is_apart); /* Ben's 11/3 lies above Ada's 10/3 */

    set(ctx, "weight_credibility", 5);
    g_autoptr(CxSponsor) credible = load(ctx);
    g_assert_cmpstr(credible->candidates.items[0].name, ==, "Ada"); /* 27.5/7 against 23/7 */
    g_assert_true(credible->candidates.is_apart);                   /* 25/7 over 23/7 */
    judge(ctx, ben, "Gil", (const int64_t[]){ 5, 5, 5 });
    g_autoptr(CxSponsor) close = load(ctx);
    g_assert_false(close->candidates.is_apart);

    g_autoptr(GError) error = NULL;
    CxEngageSettings none = close->settings;
    none.weight_credibility = none.weight_courage = none.weight_vision = 0;
    g_assert_false(cx_engage_settings_change(ctx, &none, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
}

/* Who judged one aspect only stands below all that are whole. */
static void
test_partly(CxDb *db)
{
    CxLeaderId ada;
    CxLeaderId ben;
    g_autoptr(CxCtx) ctx = prepare(db, &ada, &ben);
    judge(ctx, ada, "Eve", (const int64_t[]){ 5, 0, 0 });
    g_autoptr(CxSponsor) one = load(ctx);
    g_assert_cmpuint(one->candidates.n, ==, 1);
    g_assert_false(one->candidates.items[0].is_whole);
    judge(ctx, ben, "Eve", (const int64_t[]){ 1, 1, 1 });
    g_autoptr(CxSponsor) two = load(ctx);
    g_assert_cmpstr(two->candidates.items[0].name, ==, "Ben");
    g_assert_false(two->candidates.is_apart);
}

static CxContinuityState
state(CxCtx *ctx)
{
    g_autoptr(CxSponsor) sponsor = load(ctx);
    return sponsor->continuity.state;
}

static void
test_continuity(CxDb *db)
{
    CxLeaderId ada;
    CxLeaderId ben;
    g_autoptr(CxCtx) ctx = prepare(db, &ada, &ben);
    g_assert_cmpint(state(ctx), ==, CX_CONTINUITY_NOBODY);
    set(ctx, "sponsor", ada.v);
    g_assert_cmpint(state(ctx), ==, CX_CONTINUITY_OPEN);
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_engage_settings_set(ctx, "sponsor_successor", ada.v, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    set(ctx, "sponsor_successor", ben.v);
    g_assert_cmpint(state(ctx), ==, CX_CONTINUITY_OPEN); /* not met */
    note(ctx, "met @Ben yesterday");
    g_assert_cmpint(state(ctx), ==, CX_CONTINUITY_SAFE);
    const CxLeaderId eve = cast_leader(db, "Eve", NULL, cast_day(-900), cast_day(100));
    set(ctx, "sponsor", eve.v);
    set(ctx, "sponsor_successor", 0);
    g_assert_cmpint(state(ctx), ==, CX_CONTINUITY_URGENT);
    const CxLeaderId gone = cast_leader(db, "Gil", NULL, cast_day(-900), cast_day(-1));
    set(ctx, "sponsor", gone.v);
    g_assert_cmpint(state(ctx), ==, CX_CONTINUITY_NOBODY);
}

/* A duty is shown by what is on record, not before, and no longer than its rule says. */
static void
test_duties(CxDb *db)
{
    CxLeaderId ada;
    CxLeaderId ben;
    g_autoptr(CxCtx) ctx = prepare(db, &ada, &ben);
    set(ctx, "sponsor", ada.v);
    g_autoptr(CxSponsor) before = load(ctx);
    CxDuties duties;
    g_assert_true(cx_duty_load(ctx, before, CX_DAY_NONE, &duties, NULL));
    for (size_t i = 0; i < CX_DUTY_N; i++)
        g_assert_cmpint(duties.items[i].state, ==, CX_DUTY_OPEN);
    g_assert_cmpint(duties.items[CX_DUTY_ACCOUNT].of, ==, 1);

    note(ctx, "met @Ada yesterday");
    note(ctx, "met @Ben yesterday with the sponsor");
    note(ctx, "@Ben promised a second technician by 2030-01-01");
    const CxDutySeen seen = { .duty = CX_DUTY_COVER, .what = "spoke up", .day = CX_DAY_NONE };
    g_assert_true(cx_duty_attest(ctx, &seen, NULL));
    g_autoptr(CxSponsor) after = load(ctx);
    g_assert_true(cx_duty_load(ctx, after, cast_day(0), &duties, NULL));
    g_assert_cmpint(duties.items[CX_DUTY_HEARS].state, ==, CX_DUTY_SHOWN);
    g_assert_cmpint(duties.items[CX_DUTY_ADVOCATES].n, ==, 1);
    g_assert_cmpint(duties.items[CX_DUTY_COMMITMENTS].n, ==, 1);
    g_assert_cmpint(duties.items[CX_DUTY_PATIENCE].state, ==, CX_DUTY_SHOWN);
    g_assert_cmpint(duties.items[CX_DUTY_COVER].state, ==, CX_DUTY_ATTESTED);
    g_assert_cmpuint(duties.n_met[CX_PHASE_DESIGN], ==, 3);

    g_autoptr(CxCtx) later = cast_system_in(db, 400);
    g_autoptr(CxSponsor) then = load(later);
    g_assert_true(cx_duty_load(later, then, CX_DAY_NONE, &duties, NULL));
    g_assert_cmpint(duties.items[CX_DUTY_HEARS].state, ==, CX_DUTY_OPEN);
    g_assert_cmpint(duties.items[CX_DUTY_COVER].state, ==, CX_DUTY_OPEN);
    g_assert_nonnull(duties.items[CX_DUTY_COVER].seen);

    g_autoptr(GError) error = NULL;
    const CxDutySeen ahead = { .duty = CX_DUTY_COVER, .what = "x", .day = cast_day(5) };
    g_assert_false(cx_duty_attest(ctx, &ahead, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
}

static void
test_steps(CxDb *db)
{
    CxLeaderId ada;
    CxLeaderId ben;
    g_autoptr(CxCtx) ctx = prepare(db, &ada, &ben);
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_coach_step_add(ctx, CX_COACH_PLAN_SPONSOR, ada, "x", cast_day(-1), &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_true(cx_coach_step_add(ctx, CX_COACH_PLAN_SPONSOR, ada, "x", cast_day(3), NULL));
    g_assert_true(cx_coach_step_add(ctx, CX_COACH_PLAN_COACHING, ada, "y", CX_DAY_NONE, NULL));
    CxCoachSteps steps;
    g_assert_true(cx_coach_step_list(ctx, CX_COACH_PLAN_SPONSOR, &steps, NULL));
    g_assert_cmpuint(steps.n, ==, 1);
    g_assert_false(cx_coach_step_is_overdue(&steps.items[0], cast_day(3)));
    g_assert_true(cx_coach_step_is_overdue(&steps.items[0], cast_day(4)));
    const int64_t id = steps.items[0].id;
    g_assert_false(
        cx_coach_step_end(ctx, CX_COACH_PLAN_COACHING, id, CX_COACH_STEP_DONE, NULL, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    g_clear_error(&error);
    g_assert_true(
        cx_coach_step_end(ctx, CX_COACH_PLAN_SPONSOR, id, CX_COACH_STEP_DONE, "went well", NULL));
    g_assert_false(
        cx_coach_step_end(ctx, CX_COACH_PLAN_SPONSOR, id, CX_COACH_STEP_DONE, NULL, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);

    const CxBasis off = { .retention_days = 180 };
    g_assert_true(cx_basis_set(ctx, &off, NULL));
    g_assert_true(cx_coach_step_list(ctx, CX_COACH_PLAN_SPONSOR, &steps, NULL));
    g_assert_false(cx_coach_step_list(ctx, CX_COACH_PLAN_COACHING, &steps, NULL));
}

/* Straight between the years, nothing before and after; judged by the interval alone. */
static void
test_curve(void)
{
    const CxExpectation curve = { .id = 1,
                                  .from = cx_day_from_civil((CxCivil){ 2024, 2, 29 }),
                                  .start = 30.0,
                                  .years = { 30.0, 34.0, 40.0, NAN, NAN },
                                  .n_years = 3 };
    const struct {
        CxCivil day;
        double want;
    } rows[] = {
        { { 2024, 2, 28 }, NAN }, { { 2024, 2, 29 }, 30.0 }, { { 2024, 9, 1 }, 30.0 },
        { { 2025, 3, 1 }, 30.0 }, { { 2026, 3, 1 }, 34.0 },  { { 2027, 3, 1 }, 40.0 },
        { { 2027, 3, 2 }, NAN },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        const double got = cx_expectation_at(&curve, cx_day_from_civil(rows[i].day));
        if (isnan(rows[i].want))
            g_assert_true(isnan(got));
        else
            g_assert_cmpfloat_with_epsilon(got, rows[i].want, 1e-12);
    }
    const double half = cx_expectation_at(&curve, cx_day_from_civil((CxCivil){ 2025, 8, 30 }));
    g_assert_cmpfloat_with_epsilon(half, 30.0 + 4.0 * 182.0 / 365.0, 1e-12);

    CxMeasured value = { .value = 31, .lo = 28, .hi = 34, .n = 100, .status = CX_MEASURED_OK };
    g_assert_cmpint(cx_patience_judge(&value, 34.0), ==, CX_PATIENCE_AS);
    g_assert_cmpint(cx_patience_judge(&value, 34.1), ==, CX_PATIENCE_BEHIND);
    g_assert_cmpint(cx_patience_judge(&value, 27.9), ==, CX_PATIENCE_AHEAD);
    g_assert_cmpint(cx_patience_judge(&value, NAN), ==, CX_PATIENCE_OPEN);
    value.lo = value.hi = NAN;
    g_assert_cmpint(cx_patience_judge(&value, 34.1), ==, CX_PATIENCE_OPEN);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/engage/sponsor/curve", test_curve);
    cx_test_engines_add("/engage/sponsor/candidates", test_candidates);
    cx_test_engines_add("/engage/sponsor/partly", test_partly);
    cx_test_engines_add("/engage/sponsor/continuity", test_continuity);
    cx_test_engines_add("/engage/sponsor/duties", test_duties);
    cx_test_engines_add("/engage/sponsor/steps", test_steps);
    return g_test_run();
}
