/* Links from files to findings: what is set against what, cards, the wall, refusals in words. */
#include "asked.h"
#include "linked.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "column/shelf.h"
#include "evidence/card.h"
#include "evidence/finding.h"
#include "evidence/link.h"
#include "feedback/frame_store.h"
#include "stat/estimate.h"
#include "support/engines.h"

/* The survey outlives what is borrowed from it. */
static const CxLinkFinding *
run(CxCtx *ctx, const CxSurvey *survey, const char *question)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxLinkAsker) asker = cx_link_asker_new(ctx, survey, &error);
    g_assert_no_error(error);
    const CxLinkQuery query = { .question = question, .to = CX_DAY_NONE };
    const CxLinkFinding *finding = cx_link_run(asker, &query, &error);
    g_assert_no_error(error);
    return finding;
}

static void
assert_refused(CxCtx *ctx, const CxSurvey *survey, const char *question, int code)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxLinkAsker) asker = cx_link_asker_new(ctx, survey, &error);
    const CxLinkQuery query = { .question = question, .to = CX_DAY_NONE };
    g_assert_null(cx_link_run(asker, &query, &error));
    g_assert_error(error, CX_ERROR, code);
}

static size_t
place_of(const CxLinkFinding *finding, const char *metric)
{
    size_t i = 0;
    while (i < finding->n_items && !g_str_equal(finding->items[i].metric, metric))
        i++;
    return i;
}

static const CxLinkItem *
item_of(const CxLinkFinding *finding, const char *metric)
{
    const size_t i = place_of(finding, metric);
    g_assert_cmpuint(i, <, finding->n_items);
    return &finding->items[i];
}

static void
assert_not_set(const CxLinkFinding *finding, const char *metric)
{
    g_assert_cmpuint(place_of(finding, metric), ==, finding->n_items);
}

static void
check_found(CxCtx *ctx, const CxSurvey *survey)
{
    const CxLinkFinding *finding = run(ctx, survey, "time");
    const CxLinkItem *on_time = item_of(finding, "on_time");
    g_assert_true(on_time->is_found);
    g_assert_cmpint(on_time->way, ==, CX_LINK_WAY_SERIES);
    g_assert_cmpint(on_time->lag, ==, 2);
    g_assert_cmpint(on_time->n_months, ==, LINKED_MONTHS);
    g_assert_cmpint(on_time->effect.n, ==, LINKED_MONTHS * LINKED_ANSWERING);
    g_assert_cmpfloat(on_time->effect.lo, >, 0.0);
    g_assert_nonnull(strstr(on_time->sentence, "2 months later"));
    asked_near(on_time->lags[2].slope, on_time->effect.value, 1e-12);
    const CxLinkItem *days = item_of(finding, "days");
    g_assert_true(days->is_found);
    g_assert_cmpint(days->way, ==, CX_LINK_WAY_ANSWERS);
    g_assert_cmpfloat(days->effect.hi, <, 0.0);
    g_assert_cmpint(days->effect.n, ==, LINKED_MONTHS * LINKED_ANSWERING);
    g_assert_false(item_of(finding, "noise")->is_found);
    /* The same question has the same cards, and they open as they were. */
    g_assert_cmpstr(item_of(run(ctx, survey, "time"), "on_time")->effect.card.hex, ==,
                    on_time->effect.card.hex);
    g_assert_true(cx_ctx_flush(ctx, ctx->db, NULL));
    g_autoptr(GError) error = NULL;
    const CxCard *card = cx_card_load(ctx, on_time->effect.card.hex, &error);
    g_assert_no_error(error);
    asked_near(card->value.value, on_time->effect.value, 1e-9);
    g_assert_cmpstr(card->wording, ==, "How was the time?");
    g_assert_nonnull(strstr(card->method, "0 to 6 months"));
}

static void
check_refused(CxCtx *ctx, const CxSurvey *survey)
{
    const CxLinkFinding *finding = run(ctx, survey, "time");
    g_assert_cmpstr(item_of(finding, "calls")->why, ==,
                    "“Calls” is the same in every month, so nothing goes with it.");
    g_assert_cmpstr(item_of(finding, "absence")->why, ==, "“Absence” is not counted by month.");
    g_assert_cmpstr(item_of(finding, "calls")->effect.card.hex, ==, "");
    const CxLinkFinding *shop = run(ctx, survey, "shop");
    assert_not_set(shop, "on_time"); /* another department's */
    g_assert_false(item_of(shop, "noise")->is_found);
    g_assert_cmpstr(shop->headline, ==,
                    "The one metric set against it shows no link with Web shop");
    assert_refused(ctx, survey, "taste", CX_ERROR_NOT_FOUND);
    /* What was known two years ago: too few months. */
    g_autoptr(CxLinkAsker) asker = cx_link_asker_new(ctx, survey, NULL);
    const CxLinkQuery then = { .question = "time", .to = { 20089 } };
    const CxLinkFinding *few = cx_link_run(asker, &then, NULL);
    g_assert_cmpstr(item_of(few, "on_time")->state, ==, "too_few_periods");
    g_assert_cmpint(item_of(few, "on_time")->n_months, <, CX_LINK_PERIODS_MIN);
}

/* After a change the link of before is held to what came. */
static void
check_followed(CxCtx *ctx, const CxSurvey *survey)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxLinkAsker) asker = cx_link_asker_new(ctx, survey, &error);
    const CxDay since = { 20454 }; /* 2026-01-01 */
    const CxLinkFollow *follow = cx_link_follow(asker, "time", "days", since, &error);
    g_assert_no_error(error);
    g_assert_cmpint(follow->before->whole.n, ==, 6 * LINKED_ANSWERING);
    g_assert_cmpint(follow->after->whole.n, ==, 6 * LINKED_ANSWERING);
    g_assert_cmpstr(follow->expected.card.hex, !=, "");
    g_assert_nonnull(follow->metric_before);
    /* Nothing was improved: days are as they were, and so is what is expected. */
    asked_near(follow->expected.value, follow->before->whole.value, 5.0);
    g_assert_true(follow->state == CX_LINK_FOLLOW_STILL ||
                  follow->state == CX_LINK_FOLLOW_AS_EXPECTED ||
                  follow->state == CX_LINK_FOLLOW_MORE || follow->state == CX_LINK_FOLLOW_AGAINST);
    g_assert_true(cx_ctx_flush(ctx, ctx->db, NULL));
    const CxCard *card = cx_card_load(ctx, follow->expected.card.hex, &error);
    g_assert_no_error(error);
    asked_near(card->value.value, follow->expected.value, 1e-9);
    follow = cx_link_follow(asker, "time", "calls", since, &error);
    g_assert_cmpint(follow->state, ==, CX_LINK_FOLLOW_NO_LINK);
    g_assert_true(isnan(follow->expected.value));
    follow = cx_link_follow(asker, "time", "days", (CxDay){ 20750 }, &error); /* October 2026 */
    g_assert_cmpint(follow->state, ==, CX_LINK_FOLLOW_TOO_FEW);
}

static void
test_found(CxDb *db)
{
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(CxCtx) ctx =
        asked_words(cx_ctx_open_system(db, shelf, (CxInstant){ CX_TEST_NOW_US }));
    linked_fill(ctx);
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, NULL);
    check_found(ctx, survey);
    check_refused(ctx, survey);
    check_followed(ctx, survey);
    g_autoptr(CxLinkAsker) asker = cx_link_asker_new(ctx, survey, NULL);
    CxLinkFindings findings;
    g_assert_true(cx_link_list(asker, NULL, &findings, NULL));
    g_assert_cmpuint(findings.n, ==, 3);
    g_assert_cmpstr(findings.items[0]->question, ==, "recommend");
}

/* A leader sees what their own department counts beside their own questions; nothing of others. */
static void
test_wall(CxDb *db)
{
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    {
        g_autoptr(CxCtx) ctx =
            asked_words(cx_ctx_open_system(db, shelf, (CxInstant){ CX_TEST_NOW_US }));
        linked_fill(ctx);
    }
    const CxLeaderId own = cast_leader(db, "Mara", "delivery", CX_DAY_NONE, CX_DAY_NONE);
    const CxLeaderId other = cast_leader(db, "Samuel", "web", CX_DAY_NONE, CX_DAY_NONE);
    g_autoptr(CxCtx) mara = asked_words(cast_ctx(db, cast_user(db, "mara", CX_ROLE_LEADER, own)));
    g_autoptr(CxSurvey) survey = cx_survey_load(mara, NULL, NULL);
    const CxLinkFinding *finding = run(mara, survey, "time");
    g_assert_true(item_of(finding, "on_time")->is_found);
    assert_not_set(finding, "noise"); /* nobody's: for those who see all */
    assert_refused(mara, survey, "shop", CX_ERROR_NOT_FOUND);
    g_autoptr(CxCtx) samuel =
        asked_words(cast_ctx(db, cast_user(db, "samuel", CX_ROLE_LEADER, other)));
    assert_refused(samuel, survey, "time", CX_ERROR_NOT_FOUND);
    g_autoptr(CxLinkAsker) asker = cx_link_asker_new(samuel, survey, NULL);
    CxLinkFindings findings;
    g_assert_true(cx_link_list(asker, NULL, &findings, NULL));
    g_assert_cmpuint(findings.n, ==, 0);
}

/* The night says what is worth saying of links, with its own card, and says it once. */
static void
test_night(CxDb *db)
{
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(CxCtx) ctx =
        asked_words(cx_ctx_open_system(db, shelf, (CxInstant){ CX_TEST_NOW_US }));
    linked_fill(ctx);
    g_autoptr(GError) error = NULL;
    int64_t n_new = 0;
    g_assert_true(cx_finding_notice(ctx, &n_new, &error));
    g_assert_no_error(error);
    CxFindingList list;
    g_assert_true(cx_finding_list(ctx, NULL, &list, &error));
    const CxFinding *found = NULL;
    for (size_t i = 0; i < list.n; i++) {
        g_assert_null(strstr(list.items[i].subject, ":noise"));
        if (g_str_has_suffix(list.items[i].subject, ":days") &&
            list.items[i].kind == CX_FINDING_DRIVER)
            found = &list.items[i];
    }
    g_assert_nonnull(found);
    g_assert_true(g_str_has_prefix(found->sentence, "With "));
    g_assert_nonnull(strstr(found->sentence, "Time to arrival is"));
    g_assert_null(strchr(found->sentence, '{'));
    g_assert_cmpint(found->tone, ==, CX_FINDING_TONE_NEUTRAL);
    const CxCard *card = cx_card_load(ctx, found->value.card.hex, &error);
    g_assert_no_error(error);
    asked_near(card->value.hi, found->value.hi, 1e-9);
    g_assert_nonnull(strstr(card->caveats[0], "Tested once"));
    g_assert_true(cx_finding_notice(ctx, &n_new, &error));
    g_assert_cmpint(n_new, ==, 0);
}

/* Before the first month is over there is no series, and what is known answer by answer is told. */
static void
test_young(CxDb *db)
{
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(CxCtx) ctx =
        asked_words(cx_ctx_open_system(db, shelf, (CxInstant){ CX_TEST_NOW_US }));
    linked_fill_young(ctx);
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, NULL);
    const CxLinkFinding *finding = run(ctx, survey, "time");
    g_assert_cmpint(item_of(finding, "days")->way, ==, CX_LINK_WAY_ANSWERS);
    g_assert_cmpint(item_of(finding, "days")->effect.n, ==, LINKED_ANSWERING);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    cx_test_engines_add("/evidence/link/found", test_found);
    cx_test_engines_add("/evidence/link/wall", test_wall);
    cx_test_engines_add("/evidence/link/night", test_night);
    cx_test_engines_add("/evidence/link/young", test_young);
    return g_test_run();
}
