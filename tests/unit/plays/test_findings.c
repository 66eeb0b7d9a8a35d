/* What evidence found, in the week: a link is shown to whoever counts it, a target is spoken of once the department
 * was told where ratings fall. */
#include <string.h>

#include "column/shelf.h"
#include "evidence/finding.h"
#include "feedback/frame_store.h"
#include "people/leader.h"
#include "plays/week_view.h"
#include "stat/estimate.h"
#include "support/engines.h"
#include "unit/evidence/asked.h"
#include "unit/evidence/linked.h"
#include "unit/people/cast.h"

static const CxPlayProposal *
find(CxCtx *ctx, const char *play)
{
    g_autoptr(GError) error = NULL;
    const CxWeek *week = cx_week_make(ctx, 0, &error);
    g_assert_no_error(error);
    const CxPlayProposal *found = NULL;
    for (size_t i = 0; i < week->n; i++) {
        if (!g_str_equal(week->proposals[i].play, play))
            continue;
        g_assert_null(found); /* once */
        found = &week->proposals[i];
    }
    return found;
}

static void
notice(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    int64_t n = 0;
    g_assert_true(cx_finding_notice(ctx, &n, &error));
    g_assert_no_error(error);
    g_assert_cmpint(n, >, 0);
}

static CxCtx *
context(CxDb *db, CxFrameShelf *shelf, int days)
{
    return asked_words(
        cx_ctx_open_system(db, shelf, (CxInstant){ CX_TEST_NOW_US + days * CX_US_PER_DAY }));
}

/* A link goes to the head of whose metric it is; without a head it waits. */
static void
test_link(CxDb *db)
{
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(CxCtx) ctx = context(db, shelf, 0);
    linked_fill(ctx);
    notice(ctx);
    g_assert_null(find(ctx, "link_found"));
    (void)cast_leader(db, "Mara", "delivery", cast_day(-900), CX_DAY_NONE);
    g_autoptr(GError) error = NULL;
    const CxWeek *week = cx_week_make(ctx, 0, &error);
    g_assert_no_error(error);
    size_t n = 0;
    for (size_t i = 0; i < week->n; i++) {
        const CxPlayProposal *proposal = &week->proposals[i];
        if (!g_str_equal(proposal->play, "link_found"))
            continue;
        n++;
        g_assert_cmpstr(proposal->practice, ==, "B3");
        g_assert_cmpstr(proposal->who, ==, "Mara");
        g_assert_true(proposal->n > 0 && *proposal->card.hex != '\0');
        g_assert_null(strchr(proposal->why, '{'));
        g_assert_true(g_str_has_prefix(proposal->materials[0].url, "/links/"));
        g_assert_null(strstr(proposal->title, "Noise"));
        const CxPlayAnswer shown = { .key = proposal->key,
                                     .title = proposal->title,
                                     .kind = CX_PLAY_ANSWER_DONE,
                                     .until = CX_DAY_NONE };
        g_assert_true(cx_play_answer_give(ctx, &shown, &error));
        g_assert_no_error(error);
    }
    g_assert_cmpuint(n, >, 0);
    g_assert_null(find(ctx, "link_found")); /* shown once */
}

static const CxFinding *
threshold(CxCtx *ctx)
{
    CxFindingList list;
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_finding_list(ctx, NULL, &list, &error));
    g_assert_no_error(error);
    for (size_t i = 0; i < list.n; i++) {
        if (list.items[i].kind == CX_FINDING_THRESHOLD &&
            list.items[i].tone == CX_FINDING_TONE_BAD && list.items[i].department.v != 0)
            return &list.items[i];
    }
    g_assert_not_reached();
}

/* Found when the last quarter with answers had closed; and today. */
static CxCtx *
found_late(CxDb *db, CxFrameShelf *shelf)
{
    int n_on = 0;
    g_autoptr(CxCtx) then = context(db, shelf, -100);
    linked_fill_orders(then, &n_on);
    notice(then);
    return context(db, shelf, 0);
}

/* First the department is told; then it is asked for a target. */
static void
test_target(CxDb *db)
{
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(CxCtx) ctx = found_late(db, shelf);
    g_assert_null(find(ctx, "target_missed")); /* nobody heads it */
    (void)cast_leader(db, "Mara", "delivery", cast_day(-900), CX_DAY_NONE);
    g_assert_null(find(ctx, "target_missed"));
    g_assert_nonnull(find(ctx, "bring_first"));
    g_autoptr(GError) error = NULL;
    CxFindingList list;
    g_assert_true(cx_finding_list(ctx, NULL, &list, &error));
    for (size_t i = 0; i < list.n; i++) {
        if (list.items[i].look.is_held)
            g_assert_true(cx_first_look_tell(ctx, list.items[i].id, &error));
    }
    g_assert_no_error(error);
    const CxPlayProposal *proposal = find(ctx, "target_missed");
    g_assert_nonnull(proposal);
    g_assert_cmpstr(proposal->practice, ==, "B2");
    g_assert_cmpstr(proposal->who, ==, "Mara");
    g_assert_null(find(ctx, "bring_first"));
}

/* The first looks beside the week of today. */
static const CxViewList *
looks(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    const CxWeek *week = cx_week_make(ctx, 0, &error);
    g_assert_no_error(error);
    return &cx_week_view(ctx, week, &(CxWeekOpen){ .ask = NULL })->looks;
}

/* Beside the week stands until when a head has the first look, and for a week after that it ended. */
static void
test_looks(CxDb *db)
{
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(CxCtx) ctx = found_late(db, shelf);
    (void)cast_leader(db, "Mara", "delivery", cast_day(-900), CX_DAY_NONE);
    g_assert_cmpuint(looks(ctx)->n, ==, 0); /* nobody was told */
    g_autoptr(GError) error = NULL;
    const CxFinding *finding = threshold(ctx);
    const CxDay opens = cx_first_look_opens(ctx->today);
    g_assert_true(cx_first_look_tell(ctx, finding->id, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(looks(ctx)->n, ==, 1);
    const CxWeekLook *runs = looks(ctx)->items;
    g_assert_true(g_str_has_prefix(runs->when, "Until "));
    g_assert_cmpstr(runs->sentence, ==, finding->sentence);
    g_assert_cmpstr(runs->answer, ==, "Not answered yet.");
    const int wait = opens.v - ctx->today.v;
    g_autoptr(CxCtx) after = context(db, shelf, wait);
    g_assert_cmpuint(looks(after)->n, ==, 1);
    const CxWeekLook *ended = looks(after)->items;
    g_assert_true(g_str_has_prefix(ended->when, "Ended "));
    g_assert_cmpstr(ended->answer, ==, "No objection.");
    g_autoptr(CxCtx) later = context(db, shelf, wait + 7);
    g_assert_cmpuint(looks(later)->n, ==, 0);
}

/* Whose department was passed over was not told, so nothing is asked of it. */
static void
test_skipped(CxDb *db)
{
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(CxCtx) ctx = found_late(db, shelf);
    (void)cast_leader(db, "Mara", "delivery", cast_day(-900), CX_DAY_NONE);
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_first_look_skip(ctx, threshold(ctx)->id, "The board sits today.", &error));
    g_assert_no_error(error);
    g_assert_null(find(ctx, "target_missed"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    cx_test_engines_add("/plays/findings/link", test_link);
    cx_test_engines_add("/plays/findings/target", test_target);
    cx_test_engines_add("/plays/findings/looks", test_looks);
    cx_test_engines_add("/plays/findings/skipped", test_skipped);
    return g_test_run();
}
