/* Pilots as they are kept: reading them under the wall, calling them off, their roll-out. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/message.h"
#include "db/txn.h"
#include "evidence/pilot_priv.h"
#include "evidence/score_priv.h"
#include "feedback/frame_store.h"
#include "sql/evidence.h"

static const char *const design_keys[] = {
#define X(name, key) [CX_PILOT_##name] = (key),
    CX_PILOT_DESIGN_MAP(X)
#undef X
};

const char *
cx_pilot_design_key(CxPilotDesign design)
{
    return design_keys[design];
}

bool
cx_pilot_design_find(const char *key, CxPilotDesign *ret_design)
{
    for (size_t i = 0; i < CX_PILOT_DESIGN_N; i++) {
        if (strcmp(design_keys[i], key) == 0) {
            *ret_design = (CxPilotDesign)i;
            return true;
        }
    }
    return false;
}

static double
real_or_nan(CxOptReal value)
{
    return value.is_set ? value.v : (double)NAN;
}

static const CxItem *
item_of(const CxSurvey *survey, int64_t id)
{
    for (size_t i = 0; i < survey->n_items; i++) {
        if (survey->items[i].id.v == id)
            return &survey->items[i];
    }
    return NULL;
}

static bool
find_measure(const char *key, CxSliceMeasure *ret_measure)
{
    static const CxSliceMeasure all[] = { CX_SLICE_NPS, CX_SLICE_MEAN, CX_SLICE_TOP2 };
    for (size_t i = 0; i < CX_N_ELEMENTS(all); i++) {
        if (strcmp(key, cx_slice_measure_key(all[i])) == 0) {
            *ret_measure = all[i];
            return true;
        }
    }
    return false;
}

void
cx_pilot_settle_words(CxCtx *ctx, const CxSurvey *survey, CxPilot *pilot)
{
    g_autoptr(CxSlice) slice = cx_pilot_slice(survey, pilot);
    const CxNumber number = { .ctx = ctx, .survey = survey, .item = pilot->item, .slice = slice };
    const CxItem *units = cx_survey_item(survey, pilot->unit_item);
    pilot->survey = cx_arena_text(ctx->arena, survey->key);
    pilot->label = cx_arena_text(ctx->arena, pilot->item->label);
    pilot->unit_label = units != NULL ? cx_arena_text(ctx->arena, units->label) : pilot->unit_item;
    const int32_t length = pilot->to.v - pilot->from.v + 1;
    pilot->before_from = (CxDay){ pilot->from.v - length };
    pilot->before_to = (CxDay){ pilot->from.v - 1 };
    if (ctx->catalogue == NULL)
        return;
    pilot->unit = cx_number_unit(&number);
    pilot->measure_words = cx_number_measure_words(&number);
}

/* Takes away all that few answers could be told from. */
static void
hide(CxPilotResult *result)
{
    cx_measured_hide(&result->effect, CX_MEASURED_HIDDEN);
    result->p_units = result->p_lot = result->detectable = (double)NAN;
    result->n_treated = result->n_compared = -1;
    result->treated_before = result->treated_after = (double)NAN;
    result->compared_before = result->compared_after = (double)NAN;
}

static const CxPilotResult *
read_result(CxCtx *ctx, const CxPilotListRow *row)
{
    if (row->wording == NULL)
        return NULL;
    CxPilotResult *result = cx_arena_new0(ctx->arena, CxPilotResult);
    *result = (CxPilotResult){
        .reason = cx_arena_text(ctx->arena, row->reason),
        .effect = { .value = real_or_nan(row->effect),
                    .lo = real_or_nan(row->lo),
                    .hi = real_or_nan(row->hi),
                    .n = row->n_answers.v,
                    .clusters = row->n_treated.v + row->n_compared.v,
                    .status = row->lo.is_set ? CX_MEASURED_OK : CX_MEASURED_TOO_FEW,
                    .rule = cx_arena_text(ctx->arena, row->rule) },
        .p_units = real_or_nan(row->p_units),
        .p_lot = real_or_nan(row->p_lot),
        .detectable = real_or_nan(row->detectable),
        .n_treated = row->n_treated.v,
        .n_compared = row->n_compared.v,
        .treated_before = real_or_nan(row->treated_before),
        .treated_after = real_or_nan(row->treated_after),
        .compared_before = real_or_nan(row->compared_before),
        .compared_after = real_or_nan(row->compared_after),
        .closed_at = { row->closed_us.v },
    };
    if (!cx_wording_find(row->wording, &result->wording)) /* the schema knows no other */
        result->wording = CX_WORDING_TOO_FEW;
    (void)g_strlcpy(result->effect.card.hex, row->card_id, sizeof result->effect.card.hex);
    if (!cx_wall_holds_answers(ctx) && row->n_least.v < ctx->wall.min_n)
        hide(result);
    return result;
}

static CxPilotPlan
read_plan(const CxPilotListRow *row)
{
    return (CxPilotPlan){
        .se = real_or_nan(row->plan_se),
        .detectable = real_or_nan(row->plan_detectable),
        .power = real_or_nan(row->plan_power),
        .p_least = real_or_nan(row->plan_p_least),
        .trend = real_or_nan(row->plan_trend),
        .trend_p = real_or_nan(row->plan_trend_p),
        .n_periods = row->plan_periods,
    };
}

static bool
read_units(CxCtx *ctx, CxPilot *pilot, GError **error)
{
    const CxPilotUnitListParams params = { .pilot_id = pilot->id.v };
    g_autoptr(CxStmt) stmt = cx_q_pilot_unit_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxPilotUnit *units = cx_arena_new0_n(ctx->arena, CxPilotUnit, CX_PILOT_UNITS_MAX);
    CxPilotUnitListRow row;
    CxStep step;
    while ((step = cx_q_pilot_unit_list_next(stmt, &row, error)) == CX_STEP_ROW &&
           pilot->n_units < CX_PILOT_UNITS_MAX) {
        units[pilot->n_units++] = (CxPilotUnit){
            .key = cx_arena_text(ctx->arena, row.unit_key),
            .label = cx_arena_text(ctx->arena, row.label),
            .is_treated = row.is_treated != 0,
        };
        pilot->n_treated += row.is_treated != 0 ? 1 : 0;
    }
    pilot->units = units;
    return step != CX_STEP_ERROR;
}

static bool
read_row(CxCtx *ctx, const CxSurvey *survey, const CxPilotListRow *row, CxPilot *pilot,
         GError **error)
{
    *pilot = (CxPilot){
        .id = { row->id },
        .title = cx_arena_text(ctx->arena, row->title),
        .item = item_of(survey, row->item_id),
        .is_weighted = row->is_weighted != 0,
        .unit_item = cx_arena_text(ctx->arena, row->unit_item),
        .from = { (int32_t)row->from_day },
        .to = { (int32_t)row->to_day },
        .wanted = row->wanted,
        .is_drawn = row->is_drawn != 0,
        .seed = (uint64_t)row->seed,
        .plan = read_plan(row),
        .declared_at = { row->declared_us },
        .actor = cx_arena_text(ctx->arena, row->actor),
        .withdrawn_on =
            row->withdrawn_day.is_set ? (CxDay){ (int32_t)row->withdrawn_day.v } : CX_DAY_NONE,
        .result = read_result(ctx, row),
    };
    if (!find_measure(row->measure, &pilot->measure) ||
        !cx_pilot_design_find(row->design, &pilot->design)) {
        g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "pilot %" PRId64 " cannot be read", row->id);
        return false;
    }
    cx_pilot_settle_words(ctx, survey, pilot);
    return true;
}

bool
cx_pilot_list(CxCtx *ctx, const CxSurvey *survey, CxPilots *ret_pilots, GError **error)
{
    const CxPilotListParams params = { .survey_id = survey->id.v };
    g_autoptr(CxStmt) stmt = cx_q_pilot_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(CxPilot));
    CxPilotListRow row;
    CxStep step;
    while ((step = cx_q_pilot_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        const CxItem *item = item_of(survey, row.item_id);
        CxPilot pilot;
        if (item == NULL || !cx_score_can_see(ctx, item))
            continue;
        if (!read_row(ctx, survey, &row, &pilot, error))
            return false;
        g_array_append_val(list, pilot);
    }
    if (step == CX_STEP_ERROR)
        return false;
    CxPilot *kept = cx_arena_new0_n(ctx->arena, CxPilot, list->len + 1);
    for (guint i = 0; i < list->len; i++) {
        kept[i] = g_array_index(list, CxPilot, i);
        if (!read_units(ctx, &kept[i], error))
            return false;
    }
    *ret_pilots = (CxPilots){ kept, list->len };
    return true;
}

static bool
find_survey(CxCtx *ctx, CxPilotId id, char **ret_key, GError **error)
{
    const CxPilotSurveyParams params = { .id = id.v };
    g_autoptr(CxStmt) stmt = cx_q_pilot_survey(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxPilotSurveyRow row;
    const CxStep step = cx_q_pilot_survey_next(stmt, &row, error);
    if (step == CX_STEP_ROW)
        *ret_key = g_strdup(row.survey_key);
    return step != CX_STEP_ERROR;
}

const CxPilot *
cx_pilot_load(CxCtx *ctx, CxPilotId id, CxSurvey **ret_survey, GError **error)
{
    g_autofree char *key = NULL;
    if (!find_survey(ctx, id, &key, error))
        return NULL;
    CxPilots pilots = { .n = 0 };
    g_autoptr(CxSurvey) survey = key != NULL ? cx_survey_load(ctx, key, error) : NULL;
    if (key != NULL && (survey == NULL || !cx_pilot_list(ctx, survey, &pilots, error)))
        return NULL;
    for (size_t i = 0; i < pilots.n; i++) {
        if (pilots.items[i].id.v == id.v) {
            *ret_survey = g_steal_pointer(&survey);
            return &pilots.items[i];
        }
    }
    g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no pilot %" PRId64, id.v);
    return NULL;
}

bool
cx_pilot_withdraw(CxCtx *ctx, CxPilotId id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "call off pilots", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const CxPilotWithdrawParams params = { .id = id.v, .day = ctx->today.v };
    if (!cx_q_pilot_withdraw(ctx->db, &params, error))
        return false;
    if (cx_db_changes(ctx->db) != 1) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                    "there is no pilot %" PRId64 " that has not been tested", id.v);
        return false;
    }
    return cx_ctx_audit(ctx, "pilot.withdraw", "pilot", id.v, NULL, NULL, error) &&
           cx_txn_commit(&txn, error);
}

/* ---- Roll-out ---- */

bool
cx_pilot_steps(CxCtx *ctx, const CxPilot *pilot, CxPilotSteps *ret_steps, GError **error)
{
    const CxPilotStepListParams params = { .pilot_id = pilot->id.v };
    g_autoptr(CxStmt) stmt = cx_q_pilot_step_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(CxPilotStep));
    CxPilotStepListRow row;
    CxStep got;
    while ((got = cx_q_pilot_step_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        const CxPilotStep step = {
            .unit = cx_arena_text(ctx->arena, row.unit),
            .on = { (int32_t)row.on_day },
            .note = cx_arena_text(ctx->arena, row.note),
        };
        g_array_append_val(list, step);
    }
    CxPilotStep *kept = cx_arena_new0_n(ctx->arena, CxPilotStep, list->len + 1);
    for (guint i = 0; i < list->len; i++)
        kept[i] = g_array_index(list, CxPilotStep, i);
    *ret_steps = (CxPilotSteps){ kept, list->len };
    return got != CX_STEP_ERROR;
}

static bool
has_step(const CxPilotSteps *steps, const char *unit)
{
    for (size_t i = 0; i < steps->n; i++) {
        if (strcmp(steps->items[i].unit, unit) == 0)
            return true;
    }
    return false;
}

const char *
cx_pilot_units_left(CxArena *arena, const CxPilot *pilot, const CxPilotSteps *steps)
{
    g_autoptr(GString) left = g_string_new(NULL);
    for (size_t i = 0; i < pilot->n_units; i++) {
        if (!pilot->units[i].is_treated && !has_step(steps, pilot->units[i].label))
            g_string_append_printf(left, "%s%s", left->len > 0 ? ", " : "", pilot->units[i].label);
    }
    return left->len > 0 ? cx_arena_text(arena, left->str) : NULL;
}

bool
cx_pilot_step_add(CxCtx *ctx, CxPilotId id, const CxPilotStep *step, GError **error)
{
    if (!cx_ctx_check_change(ctx, "plan roll-outs", error))
        return false;
    g_autoptr(CxSurvey) survey = NULL;
    const CxPilot *pilot = cx_pilot_load(ctx, id, &survey, error);
    if (pilot == NULL)
        return false;
    if (pilot->result == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CONFLICT,
                            "this pilot has not been tested yet: it is rolled out on its result");
        return false;
    }
    const CxPilotStepAddParams params = {
        .pilot_id = id.v,
        .unit = step->unit,
        .on_day = step->on.v,
        .note = step->note,
        .recorded_us = ctx->now.us,
        .actor = ctx->actor.login,
    };
    g_autofree char *day = cx_day_format(step->on);
    g_autofree char *after = cx_audit_texts("unit", step->unit, "on", day, NULL);
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    return txn != NULL && cx_q_pilot_step_add(ctx->db, &params, error) &&
           cx_ctx_audit(ctx, "pilot.step", "pilot", id.v, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}
