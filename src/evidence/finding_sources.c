/* What findings are made of: tested changes, splices, thresholds beside targets. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "evidence/change.h"
#include "evidence/finding_priv.h"
#include "evidence/splice.h"
#include "evidence/threshold.h"
#include "evidence/usual.h"
#include "stat/estimate.h"

#define NEWS_DAYS       100 /* what closed longer ago is no news */
#define LIFE_DAYS       137 /* a quarter, and until the next one has closed */
#define SPLICE_DAYS     92
#define THRESHOLDS_MAX  60 /* pairs of a survey */
#define SERIES_QUARTERS 5
#define YEAR_DAYS       366
#define HALF_DAYS       184
#define QUARTER_DAYS    92
#define AFTER_DAYS      45 /* until the next period has closed and was looked at */

static const char *
slice_text(CxArena *arena, const CxSlice *slice)
{
    return cx_arena_take(arena, cx_slice_format(slice));
}

/* ---- Tested changes ---- */

const char *
cx_finding_change_subject(CxArena *arena, CxSurveyId survey, CxDepartmentId department)
{
    return cx_arena_printf(arena, "change:%" PRId64 ":%" PRId64, survey.v, department.v);
}

static void
say_change(CxCtx *ctx, CxCandidate *candidate)
{
    const CxChange *change = candidate->data;
    const CxMeasured *by = &change->change;
    const bool is_good = change->wording == CX_WORDING_IMPROVED;
    CxFindingArgs *args = cx_finding_args_new();
    cx_finding_args_text(args, "label", change->label);
    cx_finding_args_text(args, "measure", g_str_equal(change->unit, "%") ? "points" : change->unit);
    cx_finding_args_number(args, "amount", fabs(by->value), change->decimals);
    cx_finding_args_range(args, "range", is_good ? by->lo : -by->hi, is_good ? by->hi : -by->lo,
                          change->decimals);
    cx_finding_args_period(args, "period", change->from, change->to);
    cx_finding_args_period(args, "against", change->against_from, change->against_to);
    cx_finding_args_count(args, "n", by->n);
    candidate->arguments = cx_finding_args_end(args, ctx->arena);
    candidate->message = is_good ? "finding.change.improved" : "finding.change.worsened";
    candidate->state = cx_arena_printf(ctx->arena, "%" PRId64, change->id);
}

static int32_t
change_days(const CxCtx *ctx, const CxChange *change)
{
    static const int32_t days[CX_CADENCE_N] = {
        [CX_CADENCE_QUARTER] = QUARTER_DAYS,
        [CX_CADENCE_HALF] = HALF_DAYS,
        [CX_CADENCE_YEAR] = YEAR_DAYS,
        [CX_CADENCE_WAVE] = YEAR_DAYS,
    };
    return MAX(change->to.v + days[change->step] + AFTER_DAYS - ctx->today.v, AFTER_DAYS);
}

/* The slice of a period of a change, as its question is read. */
static const char *
change_slice(const CxNoticer *noticer, const CxItem *item, CxDay from, CxDay to)
{
    g_autoptr(CxSlice) slice = cx_slice_new();
    slice->survey = g_strdup(noticer->survey->key);
    slice->question = g_strdup(item->key);
    (void)cx_usual_measure(item, &slice->measure);
    slice->from = from;
    slice->to = to;
    return slice_text(noticer->ctx->arena, slice);
}

static void
add_change(CxNoticer *noticer, const CxChange *change)
{
    const CxItem *item = cx_survey_item(noticer->survey, change->item_key);
    const CxCandidate candidate = {
        .kind = CX_FINDING_CHANGE,
        .tone = change->wording == CX_WORDING_IMPROVED ? CX_FINDING_TONE_GOOD : CX_FINDING_TONE_BAD,
        .department = change->department,
        .item = item,
        .subject =
            cx_finding_change_subject(noticer->ctx->arena, noticer->survey->id, change->department),
        .value = change->change,
        .decimals = change->decimals,
        .p = (double)NAN,
        .p_adjusted = change->p_adjusted,
        .slice = change_slice(noticer, item, change->from, change->to),
        .before_slice = change_slice(noticer, item, change->against_from, change->against_to),
        .url = cx_arena_printf(noticer->ctx->arena, "/changes?survey=%s", noticer->survey->key),
        .days = change_days(noticer->ctx, change),
        .data = change,
        .say = say_change,
    };
    g_array_append_val(noticer->found, candidate);
}

bool
cx_notice_changes(CxNoticer *noticer, GError **error)
{
    const CxChangeQuery query = { .from = { noticer->ctx->today.v - NEWS_DAYS },
                                  .to = CX_DAY_NONE };
    CxChanges changes;
    if (!cx_change_list(noticer->ctx, noticer->survey, &query, &changes, error))
        return false;
    for (size_t i = changes.n; i > 0; i--) { /* the newest last, so that it is what stands */
        const CxChange *change = &changes.items[i - 1];
        const bool is_news = cx_change_is_credit(change) || change->wording == CX_WORDING_WORSENED;
        if (is_news && !change->is_exploratory && cx_measured_has_interval(&change->change))
            add_change(noticer, change);
    }
    return true;
}

/* ---- Splices ---- */

typedef struct {
    const CxSplice *splice;
    const CxItem *item;
    CxDay from, to; /* of the first period after it */
} SpliceFound;

static void
say_splice(CxCtx *ctx, CxCandidate *candidate)
{
    const SpliceFound *found = candidate->data;
    CxFindingArgs *args = cx_finding_args_new();
    cx_finding_args_text(args, "label", found->item->label);
    cx_finding_args_period(args, "period", found->from, found->to);
    cx_finding_args_text(args, "why", found->splice->why);
    candidate->arguments = cx_finding_args_end(args, ctx->arena);
    candidate->message = "finding.splice";
    candidate->state = cx_arena_printf(ctx->arena, "%d %s", found->from.v, found->splice->why);
}

static CxSlice *
series_slice(const CxNoticer *noticer, const CxItem *item)
{
    CxSlice *slice = cx_slice_new();
    slice->survey = g_strdup(noticer->survey->key);
    slice->question = g_strdup(item->key);
    slice->by = CX_SLICE_BY_QUARTER;
    (void)cx_usual_measure(item, &slice->measure);
    const int32_t quarter = cx_day_quarter_index(noticer->ctx->today);
    slice->from = cx_quarter_first_day(quarter - SERIES_QUARTERS);
    return slice;
}

static void
add_splice(CxNoticer *noticer, const CxItem *item, const CxScore *score, const CxSplice *splice)
{
    CxArena *arena = noticer->ctx->arena;
    const CxScoreGroup *after = &score->groups[splice->at];
    SpliceFound *found = cx_arena_new0(arena, SpliceFound);
    *found = (SpliceFound){ splice, item, after->from, after->to };
    const CxCandidate candidate = {
        .kind = CX_FINDING_SPLICE,
        .tone = CX_FINDING_TONE_NEUTRAL,
        .department = item->department,
        .item = item,
        .subject = cx_arena_printf(arena, "splice:%" PRId64 ":%s:%d", noticer->survey->id.v,
                                   item->key, after->from.v),
        .value = after->value,
        .p = (double)NAN,
        .p_adjusted = (double)NAN,
        .slice = change_slice(noticer, item, after->from, after->to),
        .url = cx_arena_printf(arena, "/scores?survey=%s&question=%s&group=quarter",
                               noticer->survey->key, item->key),
        .days = SPLICE_DAYS,
        .data = found,
        .say = say_splice,
    };
    g_array_append_val(noticer->found, candidate);
}

/* Splices of the last quarters that no question before had for the same reason. */
static bool
notice_splices_of(CxNoticer *noticer, const CxItem *item, GHashTable *seen, GError **error)
{
    CxSplices splices;
    g_autoptr(CxSlice) slice = series_slice(noticer, item);
    const CxScore *score = cx_score_run(noticer->ctx, noticer->survey, slice, error);
    if (score == NULL ||
        !cx_splice_find(noticer->ctx, noticer->survey, slice, score, &splices, error))
        return false;
    for (size_t i = 0; i < splices.n; i++) {
        const CxSplice *splice = &splices.items[i];
        const CxScoreGroup *after = &score->groups[splice->at];
        char *key = cx_arena_printf(noticer->ctx->arena, "%d %s", after->from.v, splice->why);
        const bool is_news = after->to.v >= noticer->ctx->today.v - NEWS_DAYS;
        if (is_news && !cx_measured_is_hidden(&after->value) && g_hash_table_add(seen, key))
            add_splice(noticer, item, score, splice);
    }
    return true;
}

bool
cx_notice_splices(CxNoticer *noticer, GError **error)
{
    const CxSurvey *survey = noticer->survey;
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    CxSliceMeasure measure;
    const CxItem *overall = &survey->items[survey->i_overall];
    if (cx_usual_measure(overall, &measure) && !notice_splices_of(noticer, overall, seen, error))
        return false;
    for (size_t i = 0; i < survey->n_items; i++) {
        const CxItem *item = &survey->items[i];
        if (item != overall && item->role == CX_ITEM_ROLE_MEASURE &&
            cx_usual_measure(item, &measure) && item->n_in > 1 &&
            !notice_splices_of(noticer, item, seen, error))
            return false;
    }
    return true;
}

/* ---- Thresholds beside targets ---- */

const char *
cx_finding_threshold_subject(CxArena *arena, CxSurveyId survey, const char *fact,
                             const char *question)
{
    return cx_arena_printf(arena, "threshold:%" PRId64 ":%s:%s", survey.v, fact, question);
}

static void
say_threshold(CxCtx *ctx, CxCandidate *candidate)
{
    const CxThresholdFinding *found = candidate->data;
    CxFindingArgs *args = cx_finding_args_new();
    cx_finding_args_text(args, "label", found->label);
    cx_finding_args_text(args, "fact", found->fact_label);
    cx_finding_args_text(args, "worse", found->worse == CX_THRESHOLD_MORE ? "more" : "less");
    cx_finding_args_text(args, "unit", found->unit);
    cx_finding_args_number(args, "x", found->threshold.value, found->decimals);
    cx_finding_args_range(args, "range", candidate->value.lo, candidate->value.hi, found->decimals);
    cx_finding_args_text(args, "target", found->target_text);
    cx_finding_args_count(args, "n", found->threshold.n);
    candidate->arguments = cx_finding_args_end(args, ctx->arena);
    candidate->message =
        found->is_target_past ? "finding.threshold.past" : "finding.threshold.kinder";
    candidate->state = cx_arena_printf(ctx->arena, "target %s", found->target_text);
}

/* Two-sided p that the threshold is the target: normal, with the bootstrap interval's half-width on the
 * target's side. NaN where an end of the interval is only that of the facts seen. */
static double
threshold_p(const CxThresholdFinding *found)
{
    const CxMeasured *threshold = &found->threshold;
    if (!found->has_target || !cx_measured_has_interval(threshold) || found->is_lo_open ||
        found->is_hi_open)
        return (double)NAN;
    const double away = found->target - threshold->value;
    const double half =
        away > 0.0 ? threshold->hi - threshold->value : threshold->value - threshold->lo;
    const double se = half / cx_stat_z(CX_STAT_LEVEL);
    return se > 0.0 ? cx_stat_p_z(away / se) : (double)NAN;
}

static void
add_threshold(CxNoticer *noticer, const CxThresholdFinding *found)
{
    CxArena *arena = noticer->ctx->arena;
    const CxItem *item = cx_survey_item(noticer->survey, found->question);
    const CxCandidate candidate = {
        .kind = CX_FINDING_THRESHOLD,
        .tone = found->is_target_past ? CX_FINDING_TONE_BAD : CX_FINDING_TONE_NEUTRAL,
        .department = found->department,
        .item = item,
        .subject =
            cx_finding_threshold_subject(arena, noticer->survey->id, found->fact, found->question),
        .value = found->threshold,
        .decimals = found->decimals,
        .p = threshold_p(found),
        .slice = change_slice(noticer, item, found->from, found->to),
        .url = cx_arena_printf(arena, "/thresholds/%s/%s?survey=%s", found->fact, found->question,
                               noticer->survey->key),
        .days = LIFE_DAYS,
        .data = found,
        .say = say_threshold,
    };
    g_array_append_val(noticer->family, candidate);
}

bool
cx_notice_thresholds(CxNoticer *noticer, GError **error)
{
    CxThresholdPairs pairs;
    if (!cx_threshold_list(noticer->ctx, noticer->survey, &pairs, error))
        return false;
    for (size_t i = 0; i < pairs.n && i < THRESHOLDS_MAX; i++) {
        const CxThresholdQuery query =
            cx_threshold_query(pairs.items[i].fact, pairs.items[i].question);
        g_autoptr(GError) local = NULL;
        const CxThresholdFinding *found =
            cx_threshold_run(noticer->ctx, noticer->survey, &query, &local);
        if (found == NULL && cx_error_code(local) != CX_ERROR_FORBIDDEN) {
            g_propagate_error(error, g_steal_pointer(&local));
            return false;
        }
        if (!cx_ctx_progress(noticer->ctx, (int64_t)i, (int64_t)pairs.n, error))
            return false;
        if (found != NULL && found->status == CX_THRESHOLD_OK && found->has_target &&
            cx_survey_item(noticer->survey, found->question) != NULL)
            add_threshold(noticer, found);
    }
    return true;
}
