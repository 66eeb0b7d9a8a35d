/* What a pilot showed, in the week: rolled out where it worked, told where it did not, silent once that
 * is done. */
#include <string.h>

#include "base/civil.h"
#include "column/shelf.h"
#include "evidence/pilot.h"
#include "feedback/frame_store.h"
#include "plays/week.h"
#include "stat/estimate.h"
#include "support/engines.h"
#include "unit/evidence/asked.h"

#define START_DAY 17683 /* 2018-06-01 */
#define LENGTH    31

/* Answers of three areas over five periods of 31 days; with `better`, A does better from the start on. */
static void
fill(CxDb *db, int better)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    for (int period = -4; period <= 0; period++) {
        for (int i = 0; i < 240; i++, id++) {
            const char area = "ABC"[i % 3];
            const int more = period == 0 && area == 'A' ? better : 0;
            g_autofree char *day =
                cx_day_format((CxDay){ START_DAY + period * LENGTH + i % LENGTH });
            const int rating = 2 + (i + i / 7 + (period + 4) * (area - 'A')) % 3 + more;
            g_string_append_printf(lines, "%d,%s,1,1,u%d,%d,%d,%c,\n", id, day, id, i % 11, rating,
                                   area);
        }
    }
    asked_import_any_day(db, lines->str);
}

static CxPilotId
run_pilot(CxDb *db, CxFrameShelf *shelf)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCtx) before = asked_at_noon(db, shelf, START_DAY - 3);
    const CxPilotDeclare declared = { .title = "Call back",
                                      .question = "food",
                                      .measure = "mean",
                                      .design = "customers",
                                      .units = "area",
                                      .treated = "a",
                                      .from = { START_DAY },
                                      .to = { START_DAY + LENGTH - 1 },
                                      .wanted = 0.6 };
    CxPilotId id = { 0 };
    g_assert_true(cx_pilot_declare(before, &declared, &id, &error));
    g_assert_no_error(error);
    return id;
}

static const CxPlayProposal *
find(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    const CxWeek *week = cx_week_make(ctx, 0, &error);
    g_assert_no_error(error);
    for (size_t i = 0; i < week->n; i++) {
        if (g_str_equal(week->proposals[i].play, "pilot_ended"))
            return &week->proposals[i];
    }
    return NULL;
}

/* A context after the pilot was tested. */
static CxCtx *
after(CxDb *db, CxFrameShelf *shelf)
{
    g_autoptr(GError) error = NULL;
    CxCtx *ctx = asked_at_noon(db, shelf, START_DAY + LENGTH + CX_CHANGE_GRACE_DAYS + 1);
    g_assert_null(find(ctx)); /* it has ended, and was not tested yet */
    int64_t n = 0;
    g_assert_true(cx_pilot_close(ctx, ctx->today, &n, &error));
    g_assert_no_error(error);
    g_assert_cmpint(n, ==, 1);
    return ctx;
}

static void
test_worked(CxDb *db)
{
    fill(db, 1);
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    const CxPilotId id = run_pilot(db, shelf);
    g_autoptr(CxCtx) ctx = after(db, shelf);
    const CxPlayProposal *proposal = find(ctx);
    g_assert_nonnull(proposal);
    g_assert_cmpstr(proposal->practice, ==, "B8");
    g_assert_cmpstr(proposal->title, ==, "Roll out what worked: Call back");
    g_assert_true(strstr(proposal->why, "South hall") != NULL && proposal->n > 0);
    g_assert_cmpstr(proposal->card.hex, !=, "");
    g_autoptr(GError) error = NULL;
    const CxPilotStep steps[] = { { "South hall", { START_DAY + 90 }, NULL },
                                  { "Car park", { START_DAY + 90 }, NULL } };
    g_assert_true(cx_pilot_step_add(ctx, id, &steps[0], &error));
    g_assert_nonnull(find(ctx));
    g_assert_true(cx_pilot_step_add(ctx, id, &steps[1], &error));
    g_assert_null(find(ctx));
}

static void
test_nothing(CxDb *db)
{
    fill(db, 0);
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    (void)run_pilot(db, shelf);
    g_autoptr(CxCtx) ctx = after(db, shelf);
    const CxPlayProposal *proposal = find(ctx);
    g_assert_nonnull(proposal);
    g_assert_cmpstr(proposal->title, ==, "Tell what came of it: Call back");
    g_assert_nonnull(strstr(proposal->why, "No measurable change"));
    g_assert_null(strstr(proposal->why, "{"));
    g_autoptr(GError) error = NULL;
    const CxPlayAnswer told = { .key = proposal->key,
                                .title = proposal->title,
                                .kind = CX_PLAY_ANSWER_DONE,
                                .until = CX_DAY_NONE };
    g_assert_true(cx_play_answer_give(ctx, &told, &error));
    g_assert_no_error(error);
    g_assert_null(find(ctx));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    cx_test_engines_add("/plays/pilots/worked", test_worked);
    cx_test_engines_add("/plays/pilots/nothing", test_nothing);
    return g_test_run();
}
