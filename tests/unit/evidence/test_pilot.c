/* Pilots from declaring to the roll-out: refusals, the lot, the verdict, the card, the wall. */
#include "asked.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "column/shelf.h"
#include "evidence/card.h"
#include "evidence/pilot.h"
#include "feedback/frame_store.h"
#include "stat/estimate.h"
#include "support/engines.h"

#define START_DAY 17683 /* 2018-06-01 */
#define LENGTH    31

/* Answers of three areas over five periods of 31 days; from the start on A does better by two. */
static void
fill(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    for (int period = -4; period <= 0; period++) {
        for (int i = 0; i < 240; i++) {
            const char area = "ABC"[i % 3];
            const int better = period == 0 && area == 'A' ? 1 : 0;
            g_autofree char *day =
                cx_day_format((CxDay){ START_DAY + period * LENGTH + i % LENGTH });
            /* Ratings that wobble from period to period, each area by itself. */
            const int rating = 2 + (i + i / 7 + (period + 4) * (area - 'A')) % 3 + better;
            g_string_append_printf(lines, "%d,%s,1,1,u%d,%d,%d,%c,\n", id, day, id, i % 11, rating,
                                   area);
            id++;
        }
    }
    asked_import_any_day(db, lines->str);
}

static CxPilotDeclare
usual(void)
{
    return (CxPilotDeclare){
        .title = "Call back",
        .question = "food",
        .measure = "mean",
        .design = "customers",
        .units = "area",
        .treated = "a",
        .from = { START_DAY },
        .to = { START_DAY + LENGTH - 1 },
        .wanted = 0.6,
    };
}

static void
assert_refused(CxCtx *ctx, const CxPilotDeclare *declare, const char *words)
{
    g_autoptr(GError) error = NULL;
    CxPilotId id = { 0 };
    g_assert_false(cx_pilot_declare(ctx, declare, &id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    if (strstr(error->message, words) == NULL)
        g_error("\"%s\" is not in \"%s\"", words, error->message);
}

static void
test_refused(CxDb *db)
{
    fill(db);
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(CxCtx) ctx = asked_at_noon(db, shelf, START_DAY - 3);
    CxPilotDeclare declare = usual();
    declare.wanted = 0.01;
    assert_refused(ctx, &declare, "miss what it looks for");
    declare = usual();
    declare.treated = "north HALL, b,c"; /* by name as well */
    assert_refused(ctx, &declare, "without a comparison");
    declare = usual();
    declare.treated = "d";
    assert_refused(ctx, &declare, "has no \"d\"");
    declare = usual();
    declare.units = "food";
    assert_refused(ctx, &declare, "no choice");
    declare = usual();
    declare.to = declare.from;
    assert_refused(ctx, &declare, "7 to 400");
    declare = usual();
    declare.wanted = 0.0;
    assert_refused(ctx, &declare, "worth having");
    declare = usual();
    declare.from.v -= 10;
    assert_refused(ctx, &declare, "before it starts");
    declare = usual();
    declare.from.v += 4000; /* far from any answer: nothing to foresee it by */
    declare.to.v += 4000;
    assert_refused(ctx, &declare, "not enough answers");
    /* One of three areas as a unit: at most signs, said before; a wide effect is worth looking for. */
    declare = usual();
    declare.design = "units";
    declare.wanted = 4.0;
    CxPilot pilot;
    const char *hopeless = NULL;
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_pilot_plan(ctx, &declare, &pilot, &hopeless, &error));
    g_assert_no_error(error);
    asked_near(pilot.plan.p_least, 1.0 / 3.0, 1e-12);
    g_assert_cmpint(pilot.plan.n_periods, ==, 4);
    /* The same lot however often it is looked at. */
    declare.treated = NULL;
    declare.n_drawn = 1;
    CxPilot again;
    g_assert_true(cx_pilot_plan(ctx, &declare, &pilot, &hopeless, &error));
    g_assert_true(cx_pilot_plan(ctx, &declare, &again, &hopeless, &error));
    g_assert_cmpstr(pilot.units[0].key, ==, again.units[0].key);
    g_assert_true(pilot.is_drawn && pilot.n_treated == 1 && pilot.units[0].is_treated);
}

/* Declared before, not tested before its end, nor rolled out before its test. */
static CxPilotId
declare_usual(CxDb *db, CxFrameShelf *shelf)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCtx) ctx = asked_at_noon(db, shelf, START_DAY - 3);
    const CxPilotDeclare declare = usual();
    CxPilotId id = { 0 };
    g_assert_true(cx_pilot_declare(ctx, &declare, &id, &error));
    g_assert_no_error(error);
    int64_t n = -1;
    g_assert_true(cx_pilot_close(ctx, ctx->today, &n, &error));
    g_assert_cmpint(n, ==, 0);
    const CxPilotStep step = { "South hall", { START_DAY + 90 }, NULL };
    g_assert_false(cx_pilot_step_add(ctx, id, &step, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    return id;
}

static void
check_result(CxCtx *ctx, const CxPilotResult *result)
{
    g_autoptr(GError) error = NULL;
    g_assert_nonnull(result);
    g_assert_cmpint(result->wording, ==, CX_WORDING_IMPROVED);
    asked_near(result->effect.value, 1.0, 0.35);
    g_assert_true(result->effect.lo > 0.0 && result->effect.n == 480);
    asked_near(result->effect.value,
               result->treated_after - result->treated_before -
                   (result->compared_after - result->compared_before),
               1e-9);
    const CxCard *card = cx_card_load(ctx, result->effect.card.hex, &error);
    g_assert_no_error(error);
    g_assert_nonnull(strstr(card->label, "Call back"));
}

static void
check_rollout(CxCtx *ctx, const CxPilot *pilot)
{
    g_autoptr(GError) error = NULL;
    const CxPilotStep step = { "South hall", { START_DAY + 90 }, "with the head of the north" };
    g_assert_true(cx_pilot_step_add(ctx, pilot->id, &step, &error));
    CxPilotSteps steps;
    g_assert_true(cx_pilot_steps(ctx, pilot, &steps, &error));
    g_assert_cmpuint(steps.n, ==, 1);
    g_assert_false(cx_pilot_withdraw(ctx, pilot->id, &error)); /* what was tested stays */
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
}

static void
test_verdict(CxDb *db)
{
    fill(db);
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(GError) error = NULL;
    const CxPilotId id = declare_usual(db, shelf);
    g_autoptr(CxCtx) ctx = asked_at_noon(db, shelf, START_DAY + LENGTH + CX_CHANGE_GRACE_DAYS + 1);
    int64_t n = 0;
    g_assert_true(cx_pilot_close(ctx, ctx->today, &n, &error));
    g_assert_no_error(error);
    g_assert_cmpint(n, ==, 1);
    g_assert_true(cx_pilot_close(ctx, ctx->today, &n, &error));
    g_assert_cmpint(n, ==, 0); /* once */
    g_autoptr(CxSurvey) survey = NULL;
    const CxPilot *pilot = cx_pilot_load(ctx, id, &survey, &error);
    g_assert_no_error(error);
    check_result(ctx, pilot->result);
    check_rollout(ctx, pilot);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    cx_test_engines_add("/evidence/pilot/refused", test_refused);
    cx_test_engines_add("/evidence/pilot/verdict", test_verdict);
    return g_test_run();
}
