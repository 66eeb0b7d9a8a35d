/* Marked changes: kept, listed under the wall, taken back; what came of one is said once. */
#include "asked.h"
#include "linked.h"

#include <string.h>

#include "base/error.h"
#include "evidence/finding.h"
#include "evidence/link.h"
#include "evidence/marked.h"
#include "feedback/frame_store.h"
#include "support/engines.h"
#include "support/store.h"

#define A_MONTH 30

static bool
is_said(CxCtx *ctx, const char *words, int64_t *ret_n)
{
    g_autoptr(GError) error = NULL;
    CxFindingList list;
    g_assert_true(cx_finding_notice(ctx, ret_n, &error));
    g_assert_no_error(error);
    g_assert_true(cx_finding_list(ctx, NULL, &list, &error));
    bool is_there = false;
    for (size_t i = 0; i < list.n; i++)
        is_there = is_there || strstr(list.items[i].sentence, words) != NULL;
    return is_there;
}

/* A day after which customers' ratings of the time moved, with six months of answers since. */
static CxDay
moved_since(CxCtx *ctx, const CxSurvey *survey, const char *metric)
{
    g_autoptr(CxLinkAsker) asker = cx_link_asker_new(ctx, survey, NULL);
    for (int32_t day = 20454; day > 20454 - 14 * A_MONTH; day -= A_MONTH) {
        const CxLinkFollow *follow = cx_link_follow(asker, "time", metric, (CxDay){ day }, NULL);
        if (follow->state >= CX_LINK_FOLLOW_AS_EXPECTED)
            return (CxDay){ day };
    }
    return CX_DAY_NONE;
}

static void
test_followed(CxDb *db)
{
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(CxCtx) ctx =
        asked_words(cx_ctx_open_system(db, shelf, (CxInstant){ CX_TEST_NOW_US }));
    linked_fill(ctx);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, NULL);
    const CxDay since = moved_since(ctx, survey, "on_time");
    g_assert_false(cx_day_is_none(since));
    const CxMarking marking = { "on_time", "A second courier", since };
    CxMarkedId id = { 0 };
    g_assert_true(cx_marked_add(ctx, &marking, &id, &error));
    g_assert_no_error(error);
    CxMarkedList list;
    g_assert_true(cx_marked_list(ctx, NULL, &list, &error));
    g_assert_cmpuint(list.n, ==, 1);
    g_assert_cmpstr(list.items[0].metric, ==, "on_time");
    g_assert_cmpint(list.items[0].since.v, ==, since.v);
    g_assert_true(cx_marked_list(ctx, "calls", &list, &error));
    g_assert_cmpuint(list.n, ==, 0);
    int64_t n = 0;
    g_assert_true(is_said(ctx, "A second courier", &n));
    g_assert_true(is_said(ctx, "A second courier", &n)); /* it stands, and is not said again */
    g_assert_cmpint(n, ==, 0);
    g_assert_true(cx_marked_withdraw(ctx, id, &error));
    g_assert_true(cx_marked_list(ctx, NULL, &list, &error));
    g_assert_cmpuint(list.n, ==, 0);
    g_assert_false(cx_marked_withdraw(ctx, id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
}

static void
test_refused(CxDb *db)
{
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(CxCtx) ctx =
        asked_words(cx_ctx_open_system(db, shelf, (CxInstant){ CX_TEST_NOW_US }));
    linked_fill(ctx);
    const CxMarking wrong[] = {
        { "on_time", "", ctx->today },
        { "on_time", "To come", { ctx->today.v + 1 } },
        { "on_time", "No day", CX_DAY_NONE },
        { "nothing", "No metric", ctx->today },
    };
    CxMarkedId id = { 0 };
    for (size_t i = 0; i < CX_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_false(cx_marked_add(ctx, &wrong[i], &id, &error));
        const int code = i < 3 ? CX_ERROR_INVALID : CX_ERROR_NOT_FOUND;
        g_assert_error(error, CX_ERROR, code);
    }
    g_autoptr(GError) error = NULL;
    const CxMarking right = { "on_time", "A second courier", ctx->today };
    const CxLeaderId other = cast_leader(db, "Samuel", "web", CX_DAY_NONE, CX_DAY_NONE);
    g_autoptr(CxCtx) samuel =
        asked_words(cast_ctx(db, cast_user(db, "samuel", CX_ROLE_LEADER, other)));
    g_assert_false(cx_marked_add(samuel, &right, &id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    g_clear_error(&error);
    /* Who may not see the metric does not see what was changed of it. */
    CxMarkedList list;
    g_assert_true(cx_marked_add(ctx, &right, &id, &error));
    g_assert_true(cx_marked_list(samuel, NULL, &list, &error));
    g_assert_cmpuint(list.n, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/evidence/marked/followed", test_followed);
    cx_test_engines_add("/evidence/marked/refused", test_refused);
    return g_test_run();
}
