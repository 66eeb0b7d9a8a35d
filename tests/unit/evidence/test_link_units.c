/* Links over units: what is planted among sites is found at its lag, what is not is not, and who does not hold
 * the answers is refused. */
#include "asked.h"
#include "linked.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/random.h"
#include "business/facts.h"
#include "column/shelf.h"
#include "evidence/card.h"
#include "evidence/link.h"
#include "feedback/frame_store.h"
#include "feedback/import.h"
#include "feedback/mapping.h"
#include "support/engines.h"
#include "support/store.h"

enum { SITES = 5, MONTHS = 24, ANSWERING = 30, FIRST_MONTH = 2024 * 12 };

static const char mapping_text[] =
    "{\"format\":1,\"survey\":{\"key\":\"sites\",\"title\":\"Sites\",\"zone\":\"UTC\","
    "\"overall\":\"recommend\"},\"version\":{\"key\":\"one\",\"sampling\":\"census\"},"
    "\"columns\":{\"id\":\"id\",\"date\":{\"column\":\"day\",\"kind\":\"iso\"}},\"departments\":[],"
    "\"items\":[{\"key\":\"recommend\",\"column\":\"recommend\",\"kind\":\"nps\",\"role\":"
    "\"overall\","
    "\"wording\":\"Would you recommend us?\"},{\"key\":\"site\",\"column\":\"site\",\"kind\":"
    "\"choice\",\"role\":\"fact\",\"wording\":\"-\",\"codes\":{"
    "\"s0\":{\"code\":0,\"key\":\"s0\",\"label\":\"North\"},"
    "\"s1\":{\"code\":1,\"key\":\"s1\",\"label\":\"East\"},"
    "\"s2\":{\"code\":2,\"key\":\"s2\",\"label\":\"South\"},"
    "\"s3\":{\"code\":3,\"key\":\"s3\",\"label\":\"West\"},"
    "\"s4\":{\"code\":4,\"key\":\"s4\",\"label\":\"Middle\"}}}]}";
static const char facts_text[] =
    "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"period\",\"column\":\"site\"},"
    "\"date\":{\"column\":\"month\",\"kind\":\"month\"},\"metrics\":["
    "{\"key\":\"wait\",\"label\":\"Wait\",\"column\":\"wait\",\"unit\":\"days\",\"decimals\":1,"
    "\"direction\":\"down\"},"
    "{\"key\":\"noise\",\"label\":\"Noise\",\"column\":\"noise\",\"unit\":\"dB\",\"decimals\":1,"
    "\"direction\":\"down\"}]}";

/* A day more of waiting in the month before takes 1.5 from what a site's customers say; all sites share a
 * season. */
static void
fill(CxCtx *ctx)
{
    g_autoptr(GString) responses = g_string_new("id,day,recommend,site\n");
    g_autoptr(GString) facts = g_string_new("month,site,wait,noise\n");
    CxRandom random = cx_random_seeded(20261122);
    int id = 0;
    for (int site = 0; site < SITES; site++) {
        int before = 30;
        for (int month = 0; month < MONTHS; month++) {
            const int wait = 20 + (int)cx_random_below(&random, 30); /* tenths */
            const int noise = 100 + (int)cx_random_below(&random, 30);
            const int at = FIRST_MONTH + month;
            g_string_append_printf(facts, "%d-%02d,s%d,%d.%d,%d.%d\n", at / 12, at % 12 + 1, site,
                                   wait / 10, wait % 10, noise / 10, noise % 10);
            for (int i = 0; i < ANSWERING; i++) {
                const double felt = 12.5 - 0.15 * before + sin(month) + cx_random_normal(&random);
                g_string_append_printf(responses, "%d,%d-%02d-%02d,%d,s%d\n", id++, at / 12,
                                       at % 12 + 1, 1 + i % 28, (int)CLAMP(lround(felt), 0, 10),
                                       site);
            }
            before = wait;
        }
    }
    linked_take_responses(ctx, mapping_text, responses);
    linked_take_facts(ctx, facts_text, facts);
}

static void
test_found(CxDb *db)
{
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(CxCtx) ctx =
        asked_words(cx_ctx_open_system(db, shelf, (CxInstant){ CX_TEST_NOW_US }));
    fill(ctx);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, NULL);
    g_autoptr(CxLinkAsker) asker = cx_link_asker_new(ctx, survey, NULL);
    CxLinkQuery query = { .question = "recommend", .to = CX_DAY_NONE, .by = "site" };
    const CxLinkFinding *finding = cx_link_run(asker, &query, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(finding->n_items, ==, 2);
    const CxLinkItem *wait = &finding->items[0];
    g_assert_cmpstr(wait->metric, ==, "wait");
    g_assert_cmpint(wait->way, ==, CX_LINK_WAY_UNITS);
    g_assert_true(wait->is_found);
    g_assert_cmpint(wait->lag, ==, 1);
    g_assert_cmpint(wait->n_units, ==, SITES);
    g_assert_cmpfloat(wait->effect.hi, <, 0.0);
    g_assert_nonnull(strstr(wait->sentence, "over units"));
    g_assert_false(finding->items[1].is_found);
    g_assert_true(cx_ctx_flush(ctx, db, &error));
    /* The first month has no metric a month before it, so that nobody's answer of it counts. */
    g_assert_cmpint(wait->effect.n, ==, (gint64)SITES * (MONTHS - 1) * ANSWERING);
    const CxCard *card = cx_card_load(ctx, wait->effect.card.hex, &error);
    g_assert_nonnull(card);
    g_assert_nonnull(strstr(card->method, "5 units of “-”"));
    query.by = "recommend";
    g_assert_null(cx_link_run(asker, &query, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_clear_error(&error);

    g_autoptr(CxCtx) sponsor =
        cast_ctx(db, cast_user(db, "sponsor", CX_ROLE_SPONSOR, (CxLeaderId){ 0 }));
    g_autoptr(CxLinkAsker) other = cx_link_asker_new(sponsor, survey, NULL);
    query.by = "site";
    g_assert_null(cx_link_run(other, &query, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/evidence/link_units/found", test_found);
    return g_test_run();
}
