/* Difference in differences by unit, the lot, and what a pilot can show before it starts. */
#include <glib.h>
#include <math.h>

#include "stat/family.h"
#include "stat/pilot.h"
#include "stat/score.h"

static void
near(double value, double want, double tolerance)
{
    g_assert_cmpfloat(fabs(value - want), <=, tolerance);
}

/* Four cells of a hundred simple answers each: twenty points that prove nothing. */
static void
test_cells(void)
{
    const CxNpsCounts after[] = { { 45, 32, 23 }, { 55, 30, 15 } };
    const CxNpsCounts before[] = { { 42, 33, 25 }, { 40, 35, 25 } };
    CxEstimate change[2];
    for (int i = 0; i < 2; i++)
        change[i] = cx_stat_nps_difference(after[i], before[i], CX_STAT_LEVEL).difference;
    const CxComparison effect = cx_stat_difference(&change[1], &change[0]);
    near(effect.difference.value, 20.0, 1e-9);
    near(effect.difference.se, 15.62, 0.005);
    near(effect.difference.lo, -10.6, 0.05);
    near(effect.difference.hi, 50.6, 0.05);
}

static void
test_least(void)
{
    near(cx_stat_pilot_p_least(1, 8), .125, 1e-12);
    near(cx_stat_pilot_p_least(4, 8), 2.0 / 70.0, 1e-12); /* the mirrored lot does as much */
    near(cx_stat_pilot_p_least(30, 60), 1e-4, 1e-9);      /* as many draws as are made */
    g_assert_true(isnan(cx_stat_pilot_p_least(0, 8)));
    g_assert_true(isnan(cx_stat_pilot_p_least(8, 8)));
}

static void
test_lot_all(void)
{
    CxRandom random = cx_random_seeded(1);
    const double change[] = { 9.0, 8.0, 1.0, 2.0, 0.0, -1.0 };
    const bool is_treated[] = { true, true, false, false, false, false };
    const CxPilotUnits units = { change, is_treated, 6 };
    near(cx_stat_pilot_p(&units, &random), 1.0 / 15.0, 1e-12); /* none of 15 does as much */
}

/* Draws come near what trying all would give: 10 of 20. */
static void
test_lot_draws(void)
{
    CxRandom random = cx_random_seeded(1);
    double many[20];
    bool lot[20];
    for (int i = 0; i < 20; i++) {
        many[i] = i;
        lot[i] = i % 2 == 0 || i > 16;
    }
    lot[0] = lot[2] = false;
    const CxPilotUnits twenty = { many, lot, 20 };
    const double p = cx_stat_pilot_p(&twenty, &random); /* 184,756 ways */
    near(p, 0.045, 0.035);
}

static CxStatStatus
status_of(const CxPilotUnits *units)
{
    return cx_stat_pilot_effect(units, CX_STAT_LEVEL).difference.status;
}

/* One unit, no other, all alike, nothing: an answer, no number. */
static void
test_refusals(void)
{
    const double change[] = { 5.0, 1.0, 1.0 };
    const bool one[] = { true, false, false };
    const bool all[] = { true, true, true };
    CxRandom random = cx_random_seeded(1);
    const CxPilotUnits alike = { change, one, 3 };
    g_assert_true(status_of(&alike) == CX_STAT_DEGENERATE);
    const CxPilotUnits lone = { change, one, 2 };
    g_assert_true(status_of(&lone) == CX_STAT_TOO_FEW);
    const CxPilotUnits none = { change, all, 3 };
    g_assert_true(status_of(&none) == CX_STAT_TOO_FEW);
    g_assert_true(isnan(cx_stat_pilot_p(&none, &random)));
    const CxPilotUnits empty = { change, all, 0 };
    g_assert_true(isnan(cx_stat_pilot_p(&empty, &random)));
    g_assert_true(isnan(cx_stat_pilot_df(1, 1)));
    g_assert_true(isnan(cx_stat_pilot_power(5.0, (double)NAN, 3.0)));
}

static void
test_power(void)
{
    const double se = cx_stat_pilot_se(4.0, 8, 8);
    near(se, 2.0, 1e-12);
    const double df = cx_stat_pilot_df(8, 8);
    near(df, 14.0, 1e-12);
    const double detectable = cx_stat_detectable(se, df, CX_STAT_LEVEL, 0.8);
    near(cx_stat_pilot_power(detectable, se, df), 0.8, 1e-6);
    near(cx_stat_pilot_df(1, 7), 6.0, 1e-12);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    g_test_add_func("/stat/pilot/cells", test_cells);
    g_test_add_func("/stat/pilot/least", test_least);
    g_test_add_func("/stat/pilot/lot/all", test_lot_all);
    g_test_add_func("/stat/pilot/lot/draws", test_lot_draws);
    g_test_add_func("/stat/pilot/refusals", test_refusals);
    g_test_add_func("/stat/pilot/power", test_power);
    return g_test_run();
}
