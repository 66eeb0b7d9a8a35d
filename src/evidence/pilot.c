/* Pilots before they start: what they could show, refusing the hopeless, declaring. */
#include "evidence/pilot.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "db/txn.h"
#include "evidence/pilot_priv.h"
#include "evidence/usual.h"
#include "feedback/frame_store.h"
#include "sql/evidence.h"

#define WEEK_DAYS 7

static bool
refuse(GError **error, const char *why)
{
    g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, why);
    return false;
}

/* ---- Whom and what ---- */

static bool
settle_item(const CxSurvey *survey, const CxPilotDeclare *declare, CxPilot *pilot, GError **error)
{
    pilot->item = declare->question != NULL ? cx_survey_item(survey, declare->question)
                                            : &survey->items[survey->i_overall];
    if (pilot->item == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "survey \"%s\" has no question \"%s\"",
                    survey->key, declare->question);
        return false;
    }
    if (!cx_usual_measure(pilot->item, &pilot->measure)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" is not a rating",
                    pilot->item->label);
        return false;
    }
    pilot->is_weighted = survey->is_weighted;
    if (declare->measure == NULL)
        return true;
    const bool is_nps = cx_item_latest(pilot->item)->kind == CX_ITEM_KIND_NPS;
    if (is_nps && strcmp(declare->measure, "nps") == 0)
        pilot->measure = CX_SLICE_NPS;
    else if (!is_nps && strcmp(declare->measure, "top2") == 0)
        pilot->measure = CX_SLICE_TOP2;
    else if (strcmp(declare->measure, "mean") == 0)
        pilot->measure = CX_SLICE_MEAN;
    else
        return refuse(error, "a pilot is judged by nps (of 0 to 10), top2 or mean");
    return true;
}

static bool
settle_days(const CxPilotDeclare *declare, CxPilot *pilot, GError **error)
{
    if (declare->title == NULL)
        return refuse(error, "say what is tried: the pilot needs a title");
    if (cx_day_is_none(declare->from) || cx_day_is_none(declare->to))
        return refuse(error, "a pilot has a first and a last day, said beforehand");
    const int32_t n_days = declare->to.v - declare->from.v + 1;
    if (n_days < CX_PILOT_DAYS_MIN || n_days > CX_PILOT_DAYS_MAX)
        return refuse(error, "a pilot lasts from 7 to 400 days");
    if (!(declare->wanted > 0.0))
        return refuse(error, "say the smallest effect worth having, above 0");
    pilot->title = declare->title;
    pilot->from = declare->from;
    pilot->to = declare->to;
    pilot->wanted = declare->wanted;
    return true;
}

/* The choice whose values are the units. */
static const CxFrameItem *
units_item(const CxFrame *frame, const char *key, GError **error)
{
    size_t index = 0;
    if (key != NULL && cx_frame_find_item(frame, key, &index) &&
        cx_frame_item(frame, index)->kind == CX_FRAME_CHOICE)
        return cx_frame_item(frame, index);
    g_set_error(
        error, CX_ERROR, CX_ERROR_INVALID,
        "\"%s\" is no choice of this survey: name the one that tells units apart, such as a "
        "region or a site",
        key != NULL ? key : "");
    return NULL;
}

static bool
is_in_list(char **list, const char *key)
{
    return list != NULL && g_strv_contains((const char *const *)list, key);
}

static const char *
key_of(const CxFrameItem *item, const char *given)
{
    for (size_t i = 0; i < item->n_choices; i++) {
        if (strcmp(item->choices[i].key, given) == 0)
            return item->choices[i].key;
    }
    g_autofree char *folded = g_utf8_casefold(given, -1);
    for (size_t i = 0; i < item->n_choices; i++) {
        g_autofree char *label = g_utf8_casefold(item->choices[i].label, -1);
        if (strcmp(label, folded) == 0)
            return item->choices[i].key;
    }
    return NULL;
}

/* What was given, by key or by name, as keys. */
static bool
settle_keys(const CxFrameItem *item, char **keys, GError **error)
{
    for (size_t i = 0; keys != NULL && keys[i] != NULL; i++) {
        const char *key = key_of(item, keys[i]);
        if (key == NULL) {
            g_autoptr(GString) known = g_string_new(NULL);
            for (size_t j = 0; j < item->n_choices; j++)
                g_string_append_printf(known, "%s%s", j > 0 ? ", " : "", item->choices[j].key);
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" has no \"%s\"; there are %s",
                        item->label, keys[i], known->str);
            return false;
        }
        g_free(keys[i]);
        keys[i] = g_strdup(key);
    }
    return true;
}

static char **
split_keys(const char *text)
{
    if (text == NULL || *text == '\0')
        return NULL;
    char **keys = g_strsplit(text, ",", 0);
    for (size_t i = 0; keys[i] != NULL; i++)
        g_strstrip(keys[i]);
    return keys;
}

/* The treated of a lot: the first n_drawn of a shuffled row. */
static void
draw(CxPilotUnit *units, size_t n, size_t n_drawn, uint64_t seed)
{
    CxRandom random = cx_random_seeded(seed);
    for (size_t i = 0; i < n; i++)
        units[i].is_treated = false;
    for (size_t i = 0; i < n_drawn; i++) {
        const size_t j = i + (size_t)cx_random_below(&random, n - i);
        const CxPilotUnit kept = units[i];
        units[i] = units[j];
        units[j] = kept;
        units[i].is_treated = true;
    }
}

static void
add_units(CxCtx *ctx, const CxFrameItem *item, char **treated, char **compared, CxPilot *pilot)
{
    CxPilotUnit *units = cx_arena_new0_n(ctx->arena, CxPilotUnit, item->n_choices + 1);
    for (int side = 1; side >= 0; side--) {
        for (size_t i = 0; i < item->n_choices && pilot->n_units < CX_PILOT_UNITS_MAX; i++) {
            const char *key = item->choices[i].key;
            const bool is_treated = is_in_list(treated, key);
            const bool is_compared = compared == NULL || is_in_list(compared, key);
            if ((side == 1) != is_treated || (!is_treated && !is_compared))
                continue;
            units[pilot->n_units++] = (CxPilotUnit){
                .key = cx_arena_text(ctx->arena, key),
                .label = cx_arena_text(ctx->arena, item->choices[i].label),
                .is_treated = is_treated,
            };
        }
    }
    pilot->units = units;
}

static bool
settle_units(CxCtx *ctx, const CxFrame *frame, const CxPilotDeclare *declare, CxPilot *pilot,
             GError **error)
{
    const CxFrameItem *item = units_item(frame, declare->units, error);
    if (item == NULL)
        return false;
    g_auto(GStrv) treated = split_keys(declare->treated);
    g_auto(GStrv) compared = split_keys(declare->compared);
    if (!settle_keys(item, treated, error) || !settle_keys(item, compared, error))
        return false;
    pilot->unit_item = cx_arena_text(ctx->arena, item->key);
    add_units(ctx, item, treated, compared, pilot);
    pilot->is_drawn = declare->n_drawn > 0;
    if (pilot->is_drawn) {
        if (pilot->design == CX_PILOT_CUSTOMERS || declare->n_drawn >= (int64_t)pilot->n_units)
            return refuse(error, "draw fewer units than there are, and leave some to compare with");
        CxPilotUnit *units = cx_arena_new0_n(ctx->arena, CxPilotUnit, pilot->n_units);
        for (size_t i = 0; i < pilot->n_units; i++)
            units[i] = pilot->units[i];
        draw(units, pilot->n_units, (size_t)declare->n_drawn, pilot->seed);
        pilot->units = units;
    }
    for (size_t i = 0; i < pilot->n_units; i++)
        pilot->n_treated += pilot->units[i].is_treated ? 1 : 0;
    if (pilot->n_treated == 0)
        return refuse(error, "say where it is tried, or how many units are to be drawn by lot");
    const char *alone = "without a comparison nothing can be told: leave some units as they are";
    return pilot->n_treated < pilot->n_units || refuse(error, alone);
}

/* ---- What it could show ---- */

static const char *
number(CxCtx *ctx, double value, int decimals)
{
    return isfinite(value) ? cx_arena_take(ctx->arena, cx_text_number(value, decimals)) : "–";
}

static const char *
hopeless(CxCtx *ctx, const CxPilot *pilot)
{
    const CxPilotPlan *plan = &pilot->plan;
    const char *key = NULL;
    if (isnan(plan->se))
        key = "pilot.hopeless.unknown";
    else if (plan->power < CX_PILOT_POWER_MIN)
        key = "pilot.hopeless.power";
    if (key == NULL || ctx->catalogue == NULL)
        return key;
    if (isnan(plan->se))
        return cx_message_text(ctx->catalogue, key);
    return cx_arena_take(
        ctx->arena, cx_message_format(ctx->catalogue, key,
                                      CX_ARG_TEXT("detectable", number(ctx, plan->detectable, 1)),
                                      CX_ARG_TEXT("wanted", number(ctx, pilot->wanted, 1)),
                                      CX_ARG_TEXT("power", number(ctx, 100.0 * plan->power, 0))));
}

static bool
plan(CxCtx *ctx, const CxSurvey *survey, const CxPilotDeclare *declare, CxPilot *pilot,
     GError **error)
{
    if (declare->design != NULL && !cx_pilot_design_find(declare->design, &pilot->design))
        return refuse(error, "a pilot assigns units or customers");
    g_autoptr(CxFrame) frame = cx_frame_store_ref(ctx, survey, error);
    if (frame == NULL || !settle_item(survey, declare, pilot, error) ||
        !settle_days(declare, pilot, error) || !settle_units(ctx, frame, declare, pilot, error))
        return false;
    cx_pilot_settle_words(ctx, survey, pilot);
    g_autoptr(CxSlice) slice = cx_pilot_slice(survey, pilot);
    const CxPilotAsk ask = { frame, slice, pilot };
    return cx_pilot_foresee(&ask, &pilot->plan, error);
}

/* The same lot for the same declaration, so that looking again does not draw again. */
static uint64_t
seed_of(const CxPilotDeclare *declare)
{
    g_autofree char *text =
        g_strdup_printf("%s|%s|%s|%" PRId64 "|%d|%d", declare->title, declare->units,
                        declare->treated != NULL ? declare->treated : "", declare->n_drawn,
                        declare->from.v, declare->to.v);
    uint64_t seed = UINT64_C(14695981039346656037); /* FNV-1a */
    for (const char *c = text; *c != '\0'; c++)
        seed = (seed ^ (uint64_t)(unsigned char)*c) * UINT64_C(1099511628211);
    return seed >> 1; /* kept as a signed number */
}

bool
cx_pilot_plan(CxCtx *ctx, const CxPilotDeclare *declare, CxPilot *ret_pilot,
              const char **ret_hopeless, GError **error)
{
    if (!cx_ctx_check_change(ctx, "plan pilots", error))
        return false;
    CxSurvey *survey = cx_survey_load(ctx, declare->survey, error);
    if (survey == NULL)
        return false;
    CxPilot pilot = { .seed = seed_of(declare), .withdrawn_on = CX_DAY_NONE };
    const bool is_planned = plan(ctx, survey, declare, &pilot, error);
    if (is_planned) {
        *ret_hopeless = hopeless(ctx, &pilot);
        pilot.item = NULL; /* of a survey that is gone */
        *ret_pilot = pilot;
    }
    cx_survey_free(survey);
    return is_planned;
}

/* ---- Declaring ---- */

static CxOptReal
opt_real(double value)
{
    return isnan(value) ? (CxOptReal){ 0 } : CX_SOME_REAL(value);
}

static bool
write_units(CxCtx *ctx, const CxPilot *pilot, CxPilotId id, GError **error)
{
    for (size_t i = 0; i < pilot->n_units; i++) {
        const CxPilotUnitAddParams params = {
            .pilot_id = id.v,
            .unit_key = pilot->units[i].key,
            .label = pilot->units[i].label,
            .is_treated = pilot->units[i].is_treated ? 1 : 0,
        };
        if (!cx_q_pilot_unit_add(ctx->db, &params, error))
            return false;
    }
    return true;
}

static bool
write_pilot(CxCtx *ctx, const CxSurvey *survey, const CxPilot *pilot, CxPilotId *ret_id,
            GError **error)
{
    const CxPilotAddParams params = {
        .title = pilot->title,
        .survey_id = survey->id.v,
        .item_id = pilot->item->id.v,
        .measure = cx_slice_measure_key(pilot->measure),
        .is_weighted = pilot->is_weighted ? 1 : 0,
        .design = cx_pilot_design_key(pilot->design),
        .unit_item = pilot->unit_item,
        .from_day = pilot->from.v,
        .to_day = pilot->to.v,
        .wanted = pilot->wanted,
        .is_drawn = pilot->is_drawn ? 1 : 0,
        .seed = (int64_t)pilot->seed,
        .plan_se = opt_real(pilot->plan.se),
        .plan_detectable = opt_real(pilot->plan.detectable),
        .plan_power = opt_real(pilot->plan.power),
        .plan_p_least = opt_real(pilot->plan.p_least),
        .plan_trend = opt_real(pilot->plan.trend),
        .plan_trend_p = opt_real(pilot->plan.trend_p),
        .plan_periods = pilot->plan.n_periods,
        .declared_us = ctx->now.us,
        .actor = ctx->actor.login,
    };
    CxPilotAddRow row;
    if (!cx_q_pilot_add(ctx->db, &params, &row, error))
        return false;
    g_autofree char *from = cx_day_format(pilot->from);
    g_autofree char *to = cx_day_format(pilot->to);
    g_autofree char *after =
        cx_audit_texts("title", pilot->title, "question", pilot->item->key, "units",
                       pilot->unit_item, "from", from, "to", to, NULL);
    ret_id->v = row.id;
    return write_units(ctx, pilot, *ret_id, error) &&
           cx_ctx_audit(ctx, "pilot.declare", "pilot", row.id, NULL, after, error);
}

bool
cx_pilot_declare(CxCtx *ctx, const CxPilotDeclare *declare, CxPilotId *ret_id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "declare pilots", error))
        return false;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, declare->survey, error);
    CxPilot pilot = { .withdrawn_on = CX_DAY_NONE, .seed = seed_of(declare) };
    if (survey == NULL || !plan(ctx, survey, declare, &pilot, error))
        return false;
    if (pilot.from.v <= ctx->today.v)
        return refuse(error, "a pilot is declared before it starts: give a first day after today");
    const char *why = hopeless(ctx, &pilot);
    if (why != NULL)
        return refuse(error, why);
    CxPilotId id = { 0 };
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL || !write_pilot(ctx, survey, &pilot, &id, error) || !cx_txn_commit(&txn, error))
        return false;
    *ret_id = id;
    return true;
}

/* ---- Units to assign ---- */

static CxPilotOffer
offer_of(const char *key, const char *label, int64_t n)
{
    return (CxPilotOffer){
        .key = key,
        .label = label,
        .n = n,
        .p_least = n < 2 ? (double)NAN : cx_stat_pilot_p_least((size_t)n / 2, (size_t)n),
    };
}

/* How many values of a choice have answers enough. */
static bool
count_units(const CxFrame *frame, const CxSlice *slice, const CxFrameItem *item, int64_t *ret_n,
            GError **error)
{
    g_autoptr(CxSlice) by = cx_slice_copy(slice);
    by->by = CX_SLICE_BY_ITEM;
    by->by_item = g_strdup(item->key);
    g_autoptr(CxTallies) tallies = cx_slice_run(frame, by, error);
    if (tallies == NULL)
        return false;
    *ret_n = 0;
    for (size_t i = 0; i < tallies->n_groups; i++)
        *ret_n += tallies->groups[i].n >= CX_PILOT_UNIT_N_MIN ? 1 : 0;
    return true;
}

bool
cx_pilot_offers(CxCtx *ctx, const CxSurvey *survey, CxPilotOffers *ret_offers, GError **error)
{
    if (!cx_ctx_check_change(ctx, "plan pilots", error))
        return false;
    g_autoptr(CxFrame) frame = cx_frame_store_ref(ctx, survey, error);
    if (frame == NULL)
        return false;
    const size_t n_items = cx_frame_n_items(frame);
    CxPilotOffer *offers = cx_arena_new0_n(ctx->arena, CxPilotOffer, n_items + 2);
    size_t n = 0;
    *ret_offers = (CxPilotOffers){ offers, 0 };
    if (cx_frame_n_rows(frame) == 0)
        return true;
    g_autoptr(CxSlice) slice = cx_slice_new();
    slice->question = g_strdup(survey->items[survey->i_overall].key);
    slice->measure = CX_SLICE_COUNT;
    slice->weighting = CX_SLICE_UNWEIGHTED;
    slice->from = (CxDay){ cx_frame_last_day(frame).v - CX_PILOT_OFFER_DAYS + 1 };
    slice->from.v = MAX(slice->from.v, cx_frame_first_day(frame).v);
    for (size_t i = 0; i < n_items; i++) {
        const CxFrameItem *item = cx_frame_item(frame, i);
        int64_t n_units = 0;
        if (item->kind != CX_FRAME_CHOICE || item->is_fact)
            continue;
        if (!count_units(frame, slice, item, &n_units, error))
            return false;
        if (n_units > 1) {
            offers[n++] = offer_of(cx_arena_text(ctx->arena, item->key),
                                   cx_arena_text(ctx->arena, item->label), n_units);
        }
    }
    g_autoptr(CxTallies) whole = cx_slice_run(frame, slice, error);
    if (whole == NULL)
        return false;
    const int32_t n_days = cx_frame_last_day(frame).v - slice->from.v + 1;
    offers[n++] = offer_of(NULL, cx_message_text(ctx->catalogue, "pilot.offer.customers"),
                           whole->whole.clusters);
    offers[n++] =
        offer_of(NULL, cx_message_text(ctx->catalogue, "pilot.offer.weeks"), n_days / WEEK_DAYS);
    ret_offers->n = n;
    return true;
}
