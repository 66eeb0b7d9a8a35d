/* What there is to find in a simulated program: days that one department counts of each answer, which customers mind
 * before its own target is missed; and finance, which puts its name to the overall rating or objects to it. */
#include "year_priv.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "business/facts.h"
#include "business/metric.h"
#include "evidence/card.h"
#include "evidence/change.h"
#include "evidence/score.h"
#include "evidence/usual.h"
#include "govern/signature.h"
#include "people/user.h"

#define PASSWORD    "correct horse battery"
#define DAYS_LO     10 /* tenths of a day */
#define DAYS_SPAN   50
#define DAYS_MINDED 30
#define TARGET      "5"
#define OLD_DAYS    91

/* ---- Days ---- */

/* Of the i-th answer of a day: as good as drawn, and the same whenever it is asked for. */
static int
days_tenths(int32_t day, int i)
{
    CxRandom random = cx_random_seeded((uint64_t)day * WORLD_ANSWERS_DAY + (uint64_t)i);
    return DAYS_LO + (int)cx_random_below(&random, DAYS_SPAN);
}

/* Of its customers who are content: fewer with each day beyond the third. */
double
world_days_share(int32_t day, int i)
{
    const int over = days_tenths(day, i) - DAYS_MINDED;
    return over <= 0 ? 0.97 : 0.6 - 0.016 * over;
}

static void
bring_days(World *world, int32_t day)
{
    static const char text[] =
        "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"response\",\"column\":\"ID\","
        "\"survey\":\"s\"},\"metrics\":[{\"key\":\"days\",\"label\":\"Days\",\"column\":\"DAYS\","
        "\"unit\":\"days\",\"decimals\":1,\"direction\":\"down\",\"department\":\"seat3\"}]}";
    g_autoptr(GString) csv = g_string_new("ID,DAYS\n");
    for (int32_t of = world->answers_from; of <= world->answers_to; of++) {
        for (int i = 0; i < WORLD_ANSWERS_DAY; i++) {
            const int tenths = days_tenths(of, i);
            g_string_append_printf(csv, "%d-%d,%d.%d\n", of, i, tenths / 10, tenths % 10);
        }
    }
    world_bring_facts(world, day, text, csv->str);
    g_autoptr(CxCtx) ctx = world_ctx(world, day);
    DO(cx_metric_target_set(ctx, "days", (CxDay){ day - 1000 }, TARGET, NULL, error));
}

/* What is found is found once a quarter has closed of which the days were known. */
void
world_notice_finds(World *world, const CxCtx *ctx)
{
    const int32_t quarter = cx_day_quarter_index(ctx->today);
    const int32_t closed = cx_quarter_first_day(quarter).v - 1;
    const bool is_closed =
        world->answers_to > closed ||
        (world->answers_to == closed && ctx->today.v > closed + CX_CHANGE_GRACE_DAYS);
    if (world->days.on != WORLD_NEVER && world->days.on <= closed && is_closed)
        world->days.noticed = ctx->today.v;
}

void
world_hear_finds(World *world, CxFindingKind kind)
{
    world->days.is_told |= kind == CX_FINDING_THRESHOLD;
}

/* ---- Finance ---- */

void
world_found_finance(CxCtx *ctx)
{
    const CxUserAdd add = {
        .login = "fin", .name = "Fin", .password = PASSWORD, .role = CX_ROLE_FINANCE
    };
    CxUserId id;
    DO(cx_user_add(ctx, &add, &id, error));
    g_assert_cmpint(id.v, ==, 1);
}

static CxCtx *
finance(const World *world, int32_t day)
{
    g_autoptr(CxCtx) then = world_ctx(world, day);
    g_autoptr(GError) failed = NULL;
    CxCtx *ctx = cx_ctx_open_user(world->db, world->shelf, (CxUserId){ 1 }, then->now, &failed);
    g_assert_no_error(failed);
    ctx->catalogue = world->catalogue;
    return ctx;
}

/* The card of the overall rating, as finance opens it; NULL: it is not shown to them. */
static const CxCard *
open_card(const World *world, CxCtx *ctx)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, "s", &failed);
    g_assert_no_error(failed);
    g_autoptr(CxSlice) slice = cx_slice_new();
    slice->survey = g_strdup("s");
    slice->question = g_strdup("all");
    DO(cx_usual_settle(cx_survey_item(survey, "all"), slice, error));
    DO(cx_usual_period(ctx, survey, &slice->from, &slice->to, error));
    const CxScore *score = cx_score_run(ctx, survey, slice, &failed);
    g_assert_no_error(failed);
    DO(cx_ctx_flush(ctx, world->db, error));
    return *score->whole.card.hex != '\0' ? cx_card_load(ctx, score->whole.card.hex, NULL) : NULL;
}

void
world_examine(World *world, int32_t day, bool is_objection)
{
    g_autoptr(CxCtx) ctx = finance(world, day);
    const CxCard *card = open_card(world, ctx);
    if (card == NULL)
        return;
    const CxSignatureAdd add = { is_objection ? CX_VERDICT_OBJECTED : CX_VERDICT_SIGNED, "all",
                                 PASSWORD };
    CxSignatures signatures;
    DO(cx_signature_add(ctx, card, &add, error));
    DO(cx_signature_list(ctx, card, &signatures, error));
    world->examined.until = signatures.items[0].until.v;
    world->examined.objection = is_objection ? signatures.items[0].id : 0;
    g_strlcpy(world->examined.card, card->value.card.hex, sizeof world->examined.card);
}

void
world_end_objection(World *world)
{
    if (world->examined.objection == 0)
        return;
    g_autoptr(CxCtx) ctx = finance(world, world->today);
    g_autoptr(GError) failed = NULL;
    const CxCard *card = cx_card_load(ctx, world->examined.card, &failed);
    g_assert_no_error(failed);
    DO(cx_signature_withdraw(ctx, card, world->examined.objection, "answered", error));
    world->examined = (Examined){ .until = WORLD_NEVER };
}

bool
world_is_unexamined(const World *world, int i)
{
    (void)i;
    return world->examined.until < world->today;
}

bool
world_is_plainly_unexamined(const World *world, int i)
{
    return world_is_unexamined(world, i) && world->today - world->begun > OLD_DAYS;
}

bool
world_is_objected(const World *world, int i)
{
    (void)i;
    return world->examined.objection != 0 && world->examined.until >= world->today;
}

/* ---- A year ---- */

void
world_begin_finds(World *world)
{
    world->days = (Days){ .on = WORLD_NEVER, .noticed = WORLD_NEVER };
    if (world_happens(world, 0.7))
        world->days.on = world->today + world_between(world, 5, 200);
    world->examined.until = WORLD_NEVER;
}

void
world_pass_finds(World *world, int32_t day)
{
    if (day == world->days.on)
        bring_days(world, day);
    /* Somebody who looks without being asked. */
    if (world->examined.until < day && world_happens(world, 1.0 / 400.0))
        world_examine(world, day, true);
}
