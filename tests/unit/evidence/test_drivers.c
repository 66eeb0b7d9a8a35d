/* Drivers from a file to a finding: which questions are taken, cards, the wall, refusals in words. */
#include "asked.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/random.h"
#include "column/shelf.h"
#include "evidence/card.h"
#include "evidence/drivers.h"
#include "feedback/frame_store.h"
#include "stat/estimate.h"
#include "support/engines.h"

#define N_RESPONSES 600

static const char mapping_text[] =
    "{\"format\":1,\"survey\":{\"key\":\"visits\",\"title\":\"After each visit\",\"zone\":\"UTC\","
    "\"overall\":\"recommend\"},"
    "\"version\":{\"key\":\"one\",\"sampling\":\"census\",\"invited\":3000},"
    "\"columns\":{\"id\":\"id\",\"date\":{\"column\":\"day\",\"kind\":\"iso\"}},"
    "\"departments\":[{\"key\":\"delivery\",\"name\":\"Delivery\"},{\"key\":\"web\",\"name\":"
    "\"Web\"}],"
    "\"items\":["
    "{\"key\":\"recommend\",\"column\":\"recommend\",\"kind\":\"nps\",\"role\":\"overall\","
    "\"wording\":\"Would you recommend us?\"},"
    "{\"key\":\"time\",\"column\":\"time\",\"kind\":\"rating\",\"lo\":1,\"hi\":5,"
    "\"label\":\"Time\",\"wording\":\"How was the time?\",\"department\":\"delivery\"},"
    "{\"key\":\"care\",\"column\":\"care\",\"kind\":\"rating\",\"lo\":1,\"hi\":5,"
    "\"label\":\"Care\",\"wording\":\"How was the care?\",\"department\":\"delivery\"},"
    "{\"key\":\"shop\",\"column\":\"shop\",\"kind\":\"rating\",\"lo\":1,\"hi\":5,"
    "\"label\":\"Shop\",\"wording\":\"How was the shop?\",\"department\":\"web\"},"
    "{\"key\":\"rare\",\"column\":\"rare\",\"kind\":\"rating\",\"lo\":1,\"hi\":5,"
    "\"label\":\"Rare\",\"wording\":\"How were returns?\",\"department\":\"web\"},"
    "{\"key\":\"same\",\"column\":\"same\",\"kind\":\"rating\",\"lo\":1,\"hi\":5,"
    "\"label\":\"Same\",\"wording\":\"How was the shop, again?\"}]}";

static int
rate(double latent)
{
    return (int)CLAMP(lround(3.2 + latent), 1, 5);
}

/* Time matters most, the shop not; one in five answers "rare"; "same" repeats the shop. */
static void
fill(CxCtx *ctx)
{
    CxRandom random = cx_random_seeded(9);
    g_autoptr(GString) csv = g_string_new("id,day,recommend,time,care,shop,rare,same\n");
    for (int i = 0; i < N_RESPONSES; i++) {
        const int time = rate(cx_random_normal(&random));
        const int care = rate(cx_random_normal(&random));
        const int shop = rate(cx_random_normal(&random));
        const double liking = 7.0 + 1.2 * (time - 3) + 0.4 * (care - 3) + cx_random_normal(&random);
        const int recommend = (int)CLAMP(lround(liking), 0, 10);
        g_string_append_printf(csv, "R%d,2026-0%d-1%d,%d,%d,%d,%d,%s,%d\n", i, 1 + i % 6, i % 10,
                               recommend, time, care, shop, i % 5 == 0 ? "4" : "", shop);
    }
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(CxMapping) mapping =
        cx_mapping_parse(mapping_text, strlen(mapping_text), issues, &error);
    g_assert_no_error(error);
    g_assert_nonnull(mapping);
    g_autoptr(CxImportReport) report =
        cx_import_run(ctx, "visits.csv", csv->str, csv->len, mapping, &error);
    g_assert_no_error(error);
    g_assert_cmpint(report->n_rejected, ==, 0);
}

static CxDriversQuery
query_of(const char *const *items, size_t n)
{
    return (CxDriversQuery){ .items = items,
                             .n_items = n,
                             .method = CX_DRIVERS_METHOD_N,
                             .n_replicates = CX_DRIVERS_REPLICATES };
}

static const CxDriversFinding *
run(CxCtx *ctx, const CxDriversQuery *query)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, &error);
    g_assert_no_error(error);
    const CxDriversFinding *finding = cx_drivers_run(ctx, survey, query, &error);
    g_assert_no_error(error);
    return finding;
}

static void
assert_refused(CxCtx *ctx, const CxDriversQuery *query, int code)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, NULL);
    g_assert_null(cx_drivers_run(ctx, survey, query, &error));
    g_assert_error(error, CX_ERROR, code);
}

static const char *const named[] = { "time", "care", "shop" };

static void
check_found(CxCtx *ctx)
{
    const CxDriversQuery query = query_of(named, 3);
    const CxDriversFinding *finding = run(ctx, &query);
    g_assert_cmpint(finding->status, ==, CX_DRIVERS_OK);
    g_assert_cmpint(finding->n, ==, N_RESPONSES);
    g_assert_cmpstr(finding->items[0].item, ==, "time");
    g_assert_cmpint(finding->items[0].rank, ==, 1);
    g_assert_cmpuint(finding->n_first, ==, 1);
    g_assert_cmpstr(finding->headline, ==, "Time goes most with “Would you recommend us?”");
    double sum = 0.0;
    for (size_t i = 0; i < finding->n_items; i++) {
        sum += finding->items[i].importance.value;
        g_assert_cmpstr(finding->items[i].importance.card.hex, !=, "");
        g_assert_true(cx_measured_has_value(&finding->items[i].performance->whole));
    }
    asked_near(sum, finding->r2.value, 1e-9);
    g_assert_cmpstr(finding->r2.card.hex, !=, finding->items[0].importance.card.hex);
    /* The same question has the same cards, and they open as they were. */
    g_assert_cmpstr(run(ctx, &query)->r2.card.hex, ==, finding->r2.card.hex);
    g_assert_true(cx_ctx_flush(ctx, ctx->db, NULL));
    g_autoptr(GError) error = NULL;
    const CxCard *card = cx_card_load(ctx, finding->items[0].importance.card.hex, &error);
    g_assert_no_error(error);
    asked_near(card->value.value, finding->items[0].importance.value, 1e-9);
    g_assert_cmpstr(card->wording, ==, "How was the time?");
}

static void
check_refused(CxCtx *ctx)
{
    static const char *const copies[] = { "time", "shop", "same" };
    const CxDriversQuery collinear = query_of(copies, 3);
    const CxDriversFinding *finding = run(ctx, &collinear);
    g_assert_cmpint(finding->status, ==, CX_DRIVERS_COLLINEAR);
    g_assert_cmpstr(
        finding->why, ==,
        "Shop and Same say the same: one of them is made of the others. Leave one out.");
    g_assert_cmpstr(finding->items[0].importance.card.hex, ==, "");
    static const char *const wrong[] = { "time", "taste" };
    const CxDriversQuery none = query_of(wrong, 2);
    assert_refused(ctx, &none, CX_ERROR_NOT_FOUND);
    static const char *const twice[] = { "time", "time" };
    const CxDriversQuery again = query_of(twice, 2);
    assert_refused(ctx, &again, CX_ERROR_INVALID);
    static const char *const outcome[] = { "recommend" };
    const CxDriversQuery itself = query_of(outcome, 1);
    assert_refused(ctx, &itself, CX_ERROR_INVALID);
}

static void
test_found(CxDb *db)
{
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(CxCtx) ctx =
        asked_words(cx_ctx_open_system(db, shelf, (CxInstant){ CX_TEST_NOW_US }));
    fill(ctx);
    check_found(ctx);
    check_refused(ctx);
    /* A period keeps its own answers; a filter on the mode there is not is said. */
    g_autoptr(CxSlice) slice = cx_slice_new();
    slice->from = (CxDay){ 20515 };
    CxDriversQuery later = query_of(named, 3);
    later.slice = slice;
    g_assert_cmpint(run(ctx, &later)->n, <, N_RESPONSES);
    /* Without items: what half of them answered; the rest is named. */
    const CxDriversQuery usual = query_of(NULL, 0);
    const CxDriversFinding *finding = run(ctx, &usual);
    g_assert_cmpuint(finding->n_items, ==, 4);
    g_assert_cmpuint(finding->n_left, ==, 1);
    g_assert_cmpstr(finding->left[0].label, ==, "Rare");
}

/* A leader sees the overall rating and their own department's questions, and opens their cards. */
static void
test_wall(CxDb *db)
{
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    {
        g_autoptr(CxCtx) ctx =
            asked_words(cx_ctx_open_system(db, shelf, (CxInstant){ CX_TEST_NOW_US }));
        fill(ctx);
    }
    const CxLeaderId own = cast_leader(db, "Mara", "delivery", CX_DAY_NONE, CX_DAY_NONE);
    g_autoptr(CxCtx) mara = asked_words(cast_ctx(db, cast_user(db, "mara", CX_ROLE_LEADER, own)));
    const CxDriversQuery usual = query_of(NULL, 0);
    const CxDriversFinding *finding = run(mara, &usual);
    g_assert_cmpuint(finding->n_items, ==, 2);
    g_assert_cmpuint(finding->n_left, ==, 0);
    g_assert_true(cx_ctx_flush(mara, mara->db, NULL));
    g_assert_nonnull(cx_card_load(mara, finding->items[0].importance.card.hex, NULL));
    const CxDriversQuery query = query_of(named, 3);
    assert_refused(mara, &query, CX_ERROR_NOT_FOUND);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    cx_test_engines_add("/evidence/drivers/found", test_found);
    cx_test_engines_add("/evidence/drivers/wall", test_wall);
    return g_test_run();
}
