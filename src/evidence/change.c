/* Changes as they are read: their words, and the list of what was stored. */
#include "evidence/change.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/issues.h"
#include "base/text.h"
#include "db/stmt.h"
#include "evidence/first_look.h"
#include "evidence/score_priv.h"
#include "lang/assert.h"
#include "sql/evidence.h"
#include "stat/estimate.h"

static const struct {
    const char *key;
    const char *words;
} wordings[] = {
#define X(name, key, words) [CX_WORDING_##name] = { (key), (words) },
    CX_WORDING_MAP(X)
#undef X
};

const char *
cx_wording_key(CxWording wording)
{
    cx_assert(wording < CX_WORDING_N);
    return wordings[wording].key;
}

const char *
cx_wording_words(CxWording wording)
{
    cx_assert(wording < CX_WORDING_N);
    return wordings[wording].words;
}

bool
cx_wording_find(const char *key, CxWording *ret_wording)
{
    for (size_t i = 0; key != NULL && i < CX_WORDING_N; i++) {
        if (strcmp(wordings[i].key, key) == 0) {
            *ret_wording = (CxWording)i;
            return true;
        }
    }
    return false;
}

bool
cx_change_is_credit(const CxChange *change)
{
    return change->wording == CX_WORDING_IMPROVED && !change->is_exploratory;
}

/* ---- The list ---- */

static double
number_of(CxOptReal value)
{
    return value.is_set ? value.v : (double)NAN;
}

static CxDay
day_of(CxOptI64 day)
{
    return day.is_set ? (CxDay){ (int32_t)day.v } : CX_DAY_NONE;
}

static const CxItem *
find_item(const CxSurvey *survey, int64_t id)
{
    for (size_t i = 0; i < survey->n_items; i++) {
        if (survey->items[i].id.v == id)
            return &survey->items[i];
    }
    return NULL;
}

/* The rule as it is borrowed for ever. */
static const char *
rule_of(const char *key)
{
    for (size_t i = 0; i < CX_STAT_RULE_N; i++) {
        if (strcmp(cx_stat_rule_key((CxStatRule)i), key) == 0)
            return cx_stat_rule_key((CxStatRule)i);
    }
    return cx_stat_rule_key(CX_STAT_RULE_NONE);
}

/* Whether a stored slice's number would be shown to the reader today. */
static bool
is_shown(CxCtx *ctx, const CxSurvey *survey, const char *text)
{
    if (text == NULL || cx_wall_holds_answers(ctx))
        return true;
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxSlice) slice = cx_slice_parse(text, issues);
    return slice != NULL && cx_score_is_shown(ctx, survey, slice);
}

static CxMeasured
measured_of(const CxPeriodTestListRow *row)
{
    CxMeasured measured = {
        .value = number_of(row->change),
        .lo = number_of(row->lo),
        .hi = number_of(row->hi),
        .n = MIN(row->n_after, row->n_before),
        .clusters = row->clusters,
        .rule = rule_of(row->rule),
    };
    if (row->card_id != NULL)
        (void)g_strlcpy(measured.card.hex, row->card_id, sizeof measured.card.hex);
    if (!isnan(measured.lo))
        measured.status = CX_MEASURED_OK;
    else if (row->clusters < 20 && !isnan(measured.value))
        measured.status = CX_MEASURED_FEW_CLUSTERS;
    else
        measured.status = CX_MEASURED_TOO_FEW;
    return measured;
}

static void
hide(CxChange *change)
{
    cx_measured_hide(&change->change, CX_MEASURED_HIDDEN);
    change->after = change->before = change->p = change->p_adjusted = (double)NAN;
    change->detectable = change->expected = (double)NAN;
    change->n_after = change->n_before = -1;
}

static void
fill_words(CxCtx *ctx, const CxSurvey *survey, const CxItem *item, const CxPeriodTestListRow *row,
           CxChange *change)
{
    g_autoptr(CxSlice) slice = cx_slice_new();
    for (size_t i = 0; i < CX_SLICE_MEASURE_N; i++) {
        if (strcmp(cx_slice_measure_key((CxSliceMeasure)i), row->measure) == 0)
            slice->measure = (CxSliceMeasure)i;
    }
    const CxNumber number = { .ctx = ctx, .survey = survey, .item = item, .slice = slice };
    change->measure = cx_number_measure_words(&number);
    change->unit = cx_number_unit(&number);
    change->decimals = cx_number_decimals(&number, &change->change);
}

static bool
read_row(CxCtx *ctx, const CxSurvey *survey, const CxItem *item, const CxPeriodTestListRow *row,
         CxChange *change, GError **error)
{
    CxArena *arena = ctx->arena;
    *change = (CxChange){
        .id = row->id,
        .declaration = { row->declaration_id },
        .department = { row->department_id.is_set ? row->department_id.v : 0 },
        .department_name = cx_arena_text(arena, row->department_name),
        .item_key = cx_arena_text(arena, item->key),
        .label = cx_arena_text(arena, item->label),
        .is_weighted = row->is_weighted != 0,
        .period = cx_arena_text(arena, row->period),
        .against = cx_arena_text(arena, row->against),
        .from = { (int32_t)row->from_day },
        .to = { (int32_t)row->to_day },
        .against_from = day_of(row->against_from_day),
        .against_to = day_of(row->against_to_day),
        .is_exploratory = row->is_exploratory != 0,
        .reason = cx_arena_text(arena, row->reason),
        .change = measured_of(row),
        .level = number_of(row->level),
        .after = number_of(row->after_value),
        .before = number_of(row->before_value),
        .n_after = row->n_after,
        .n_before = row->n_before,
        .p = number_of(row->p),
        .p_adjusted = number_of(row->p_adjusted),
        .detectable = number_of(row->detectable),
        .expected = number_of(row->expected),
        .alpha = row->alpha,
        .n_family = row->n_family,
        .closed_at = { row->closed_us },
    };
    fill_words(ctx, survey, item, row, change);
    if (!is_shown(ctx, survey, row->after_slice) || !is_shown(ctx, survey, row->before_slice))
        hide(change);
    if (cx_wording_find(row->wording, &change->wording) &&
        cx_cadence_find(row->step, &change->step))
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "test %" PRId64 " cannot be read", row->id);
    return false;
}

static bool
is_asked(const CxChangeQuery *query, const CxPeriodTestListRow *row)
{
    if (query == NULL)
        return true;
    const int64_t department = row->department_id.is_set ? row->department_id.v : 0;
    if ((query->department.v != 0 && department != query->department.v) ||
        (query->is_overall_only && department != 0))
        return false;
    return (cx_day_is_none(query->from) || row->to_day >= query->from.v) &&
           (cx_day_is_none(query->to) || row->to_day <= query->to.v);
}

/* Whether the department's head has the first look at it, and the reader is above. */
static bool
is_held(const CxCtx *ctx, const CxHeld *held, const CxSurvey *survey, const CxChange *change)
{
    const int64_t closed = change->closed_at.us / CX_US_PER_DAY;
    const CxHeldTest test = { change->id, survey->id, change->department, { (int32_t)closed } };
    return change->wording == CX_WORDING_WORSENED && cx_held_has_test(ctx, held, &test);
}

bool
cx_change_list(CxCtx *ctx, const CxSurvey *survey, const CxChangeQuery *query,
               CxChanges *ret_changes, GError **error)
{
    const CxPeriodTestListParams params = { .survey_id = survey->id.v };
    CxHeld held;
    if (!cx_held_load(ctx, &held, error))
        return false;
    g_autoptr(CxStmt) stmt = cx_q_period_test_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) list = g_array_new(FALSE, TRUE, sizeof(CxChange));
    CxPeriodTestListRow row;
    CxStep step;
    while ((step = cx_q_period_test_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        const CxItem *item = find_item(survey, row.item_id);
        CxChange change;
        if (item == NULL || !is_asked(query, &row) || !cx_score_can_see(ctx, item))
            continue;
        if (!read_row(ctx, survey, item, &row, &change, error))
            return false;
        if (!is_held(ctx, &held, survey, &change))
            g_array_append_val(list, change);
    }
    if (step == CX_STEP_ERROR)
        return false;
    CxChange *kept = cx_arena_new0_n(ctx->arena, CxChange, list->len);
    for (guint i = 0; i < list->len; i++)
        kept[i] = g_array_index(list, CxChange, i);
    *ret_changes = (CxChanges){ kept, list->len };
    return true;
}

/* ---- In a sentence ---- */

/* "+6", "−5", "0". */
static char *
signed_text(double value, int decimals)
{
    g_autofree char *text = cx_text_number(value, decimals);
    const bool is_positive = value > 0.0 && strspn(text, "0.") != strlen(text);
    return g_strconcat(is_positive ? "+" : "", text, NULL);
}

static const char *
sentence_key(const CxChange *change)
{
    static const char *const keys[] = {
        [CX_WORDING_IMPROVED] = "change.sentence.improved",
        [CX_WORDING_WORSENED] = "change.sentence.worsened",
        [CX_WORDING_SIGNS] = "change.sentence.signs",
        [CX_WORDING_NONE] = "change.sentence.none",
        [CX_WORDING_TOO_FEW] = "change.sentence.too_few",
        [CX_WORDING_NOT_COMPARED] = "change.sentence.not_compared",
    };
    const bool has_interval = cx_measured_has_interval(&change->change);
    if (change->wording == CX_WORDING_TOO_FEW)
        return keys[CX_WORDING_TOO_FEW];
    if (change->wording == CX_WORDING_NOT_COMPARED)
        return has_interval ? "change.sentence.taken" : keys[CX_WORDING_NOT_COMPARED];
    return has_interval ? keys[change->wording] : "change.sentence.hidden";
}

const char *
cx_change_points(CxCtx *ctx, const CxChange *change)
{
    cx_assert(cx_measured_has_interval(&change->change));
    g_autofree char *value = signed_text(change->change.value, change->decimals);
    g_autofree char *lo = signed_text(change->change.lo, change->decimals);
    g_autofree char *hi = signed_text(change->change.hi, change->decimals);
    return cx_arena_printf(ctx->arena, "%s (%s to %s)", value, lo, hi);
}

const char *
cx_change_sentence(CxCtx *ctx, const CxChange *change)
{
    const char *points =
        cx_measured_has_interval(&change->change) ? cx_change_points(ctx, change) : "";
    g_autofree char *detectable = isnan(change->detectable)
                                      ? g_strdup("")
                                      : cx_text_number(change->detectable, change->decimals);
    static const char *const keys[] = {
        [CX_WORDING_IMPROVED] = "change.improved",
        [CX_WORDING_WORSENED] = "change.worsened",
        [CX_WORDING_SIGNS] = "change.signs",
        [CX_WORDING_NONE] = "change.none",
        [CX_WORDING_TOO_FEW] = "change.few",
        [CX_WORDING_NOT_COMPARED] = "change.not_compared",
    };
    const char *against = change->against != NULL ? change->against : "";
    const char *reason = change->reason != NULL ? change->reason : "";
    const CxMessageArg args[] = {
        CX_ARG_TEXT("against", against),
        CX_ARG_TEXT("points", points),
        CX_ARG_TEXT("detectable", detectable),
        CX_ARG_TEXT("reason", reason),
        CX_ARG_TEXT("wording", cx_message_text(ctx->catalogue, keys[change->wording])),
        { .name = NULL },
    };
    const char *said = cx_arena_take(
        ctx->arena, cx_message_format_args(ctx->catalogue, sentence_key(change), args));
    if (!change->is_exploratory)
        return said;
    return cx_arena_printf(ctx->arena, "%s (%s)", said,
                           cx_message_text(ctx->catalogue, "change.exploratory"));
}
