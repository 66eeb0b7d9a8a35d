#include "evidence/threshold.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "evidence/finding_priv.h"
#include "evidence/scope.h"
#include "evidence/tallies.h"
#include "evidence/threshold_priv.h"
#include "feedback/frame_store.h"
#include "stat/estimate.h"

CxThresholdQuery
cx_threshold_query(const char *fact, const char *question)
{
    return (CxThresholdQuery){
        .fact = fact,
        .question = question,
        .from = CX_DAY_NONE,
        .to = CX_DAY_NONE,
        .low = -1,
        .level = (double)NAN,
        .target = (double)NAN,
    };
}

void
cx_threshold_run_clear(CxThresholdRun *run)
{
    g_clear_pointer(&run->metrics, g_ptr_array_unref);
    cx_tallies_unref(run->tallies);
    cx_slice_free(run->slice);
    cx_frame_unref(run->frame);
    cx_threshold_free(run->found);
    g_free(run->answers);
}

/* ---- What is asked ---- */

static bool
find_item(CxThresholdRun *run, GError **error)
{
    run->item = cx_score_item(run->survey, run->query->question);
    if (run->item == NULL || !cx_score_can_see(run->ctx, run->item)) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "survey \"%s\" has no question \"%s\"",
                    run->survey->key, run->query->question);
        return false;
    }
    const CxItemKind kind = cx_item_latest(run->item)->kind;
    if (kind == CX_ITEM_KIND_NPS || kind == CX_ITEM_KIND_RATING)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" is not rated", run->item->label);
    return false;
}

static bool
find_metric(CxThresholdRun *run, GError **error)
{
    if (run->metrics == NULL)
        run->metrics = cx_metric_list(run->ctx, error);
    if (run->metrics == NULL)
        return false;
    for (guint i = 0; i < run->metrics->len && run->metric == NULL; i++) {
        const CxMetric *metric = g_ptr_array_index(run->metrics, i);
        if (g_str_equal(metric->key, run->query->fact))
            run->metric = metric;
    }
    if (run->metric != NULL)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no metric \"%s\"", run->query->fact);
    return false;
}

bool
cx_threshold_find_fact(CxThresholdRun *run, GError **error)
{
    if (!find_metric(run, error))
        return false;
    size_t i_fact = 0;
    if (!cx_frame_find_fact(run->frame, run->query->fact, &i_fact)) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                    "no response to \"%s\" is met by a fact of \"%s\": facts meet responses by "
                    "response, transaction, respondent or account",
                    run->survey->title, run->metric->label);
        return false;
    }
    run->fact = cx_frame_fact(run->frame, i_fact);
    run->values = cx_frame_fact_values(run->frame, i_fact);
    run->unit = pow(10.0, -run->fact->decimals);
    if (g_str_equal(run->fact->unit, CX_METRIC_UNIT_SHARE))
        run->unit *= 100.0;
    return true;
}

bool
cx_threshold_find_target(CxThresholdRun *run, CxDay day, CxThresholdFinding *finding,
                         GError **error)
{
    run->ask.target = run->query->target;
    if (isnan(run->ask.target)) {
        g_autoptr(GPtrArray) targets = cx_metric_target_list(run->ctx, run->metric, error);
        if (targets == NULL)
            return false;
        const CxMetricTarget *target = cx_metric_target_on(targets, day);
        if (target != NULL && target->has_target)
            run->ask.target = (double)target->target * run->unit;
    }
    finding->has_target = !isnan(run->ask.target);
    finding->target = run->ask.target;
    if (finding->has_target) {
        const double stored = run->ask.target / run->unit;
        const bool is_whole = fabs(run->ask.target - round(run->ask.target)) < 1e-9;
        const int decimals = is_whole ? 0 : MAX(run->fact->decimals, 1);
        finding->target_text =
            cx_arena_take(run->ctx->arena, cx_text_number(stored * run->unit, decimals));
    }
    return true;
}

/* ---- The answers ---- */

static void
take_answers(CxThresholdRun *run)
{
    const CxFrame *frame = run->frame;
    const size_t first =
        cx_day_is_none(run->slice->from) ? 0 : cx_frame_day_row(frame, run->slice->from);
    const size_t end = cx_day_is_none(run->slice->to)
                           ? cx_frame_n_rows(frame)
                           : cx_frame_day_row(frame, (CxDay){ run->slice->to.v + 1 });
    const double *weights = cx_frame_is_weighted(frame) ? cx_frame_weights(frame) : NULL;
    const uint32_t *clusters = cx_frame_clusters(frame);
    run->answers = g_new(CxThresholdAnswer, MAX(end, first) - first + 1);
    for (size_t i = first; i < end; i++) {
        const double w = weights != NULL ? weights[i] : 1.0;
        const int64_t value = cx_values_at(run->values, i);
        if (run->codes[i] > CX_CODE_MAX || value == CX_FACT_MISSING || !(w > 0.0))
            continue;
        run->answers[run->ask.n++] = (CxThresholdAnswer){
            .x = (double)value * run->unit,
            .w = w,
            .cluster = clusters != NULL ? clusters[i] : (uint32_t)(i - first),
            .code = run->codes[i],
        };
    }
    run->ask.answers = run->answers;
    run->ask.n_clusters = clusters != NULL ? cx_frame_n_clusters(frame) : end - first;
}

CxThresholdWorse
cx_threshold_worse(const CxThresholdRun *run)
{
    return run->fact->direction == CX_FRAME_LOW_IS_GOOD ? CX_THRESHOLD_MORE : CX_THRESHOLD_LESS;
}

/* ---- What came of it ---- */

static CxMeasuredStatus
measured_status(CxThresholdStatus status)
{
    switch (status) {
    case CX_THRESHOLD_OK:
        return CX_MEASURED_OK;
    case CX_THRESHOLD_FEW_CLUSTERS:
        return CX_MEASURED_FEW_CLUSTERS;
    case CX_THRESHOLD_TOO_FEW:
    case CX_THRESHOLD_FLAT:
    case CX_THRESHOLD_NEVER:
    case CX_THRESHOLD_AT_ONCE:
    case CX_THRESHOLD_STATUS_N:
        break;
    }
    return CX_MEASURED_TOO_FEW;
}

static int
decimals_of(const CxThresholdRun *run, const CxMeasured *value)
{
    const double half = (value->hi - value->lo) / 2.0;
    int decimals = half >= 2.0 ? 0 : 1;
    if (!isfinite(half))
        decimals = 1;
    else if (half < 0.05)
        decimals = 2;
    const bool is_share = g_str_equal(run->fact->unit, CX_METRIC_UNIT_SHARE);
    return MIN(decimals, MAX(run->fact->decimals - (is_share ? 2 : 0), 0));
}

static void
fill_result(const CxThresholdRun *run, CxThresholdFinding *finding)
{
    const CxThreshold *found = run->found;
    finding->status = found->status;
    finding->worse = found->worse;
    finding->level = found->level;
    finding->is_level_declared = !isnan(run->query->level);
    finding->threshold = (CxMeasured){
        .value = found->x,
        .lo = found->lo,
        .hi = found->hi,
        .n = found->n,
        .clusters = found->clusters,
        .status = measured_status(found->status),
        .rule = cx_stat_rule_key(found->status == CX_THRESHOLD_OK ? CX_STAT_RULE_CLUSTER_BOOTSTRAP
                                                                  : CX_STAT_RULE_NONE),
    };
    finding->is_lo_open = isinf(found->lo);
    finding->is_hi_open = isinf(found->hi);
    if (finding->is_lo_open)
        finding->threshold.lo = found->points[0].from;
    if (finding->is_hi_open)
        finding->threshold.hi = found->points[found->n_points - 1].to;
    finding->decimals = decimals_of(run, &finding->threshold);
    if (finding->has_target && !isnan(found->x)) {
        finding->is_target_past = found->worse == CX_THRESHOLD_MORE ? finding->target > found->x
                                                                    : finding->target < found->x;
    }
    CxThresholdPoint *points = cx_arena_new0_n(run->ctx->arena, CxThresholdPoint, found->n_points);
    for (size_t i = 0; i < found->n_points; i++)
        points[i] = found->points[i];
    finding->points = points;
    finding->n_points = found->n_points;
    finding->is_break = run->more.breaks.is_break;
}

static void
fill_words(const CxThresholdRun *run, const CxThresholdLow *low, CxThresholdFinding *finding)
{
    CxArena *arena = run->ctx->arena;
    const bool is_share = g_str_equal(run->fact->unit, CX_METRIC_UNIT_SHARE);
    finding->fact = cx_arena_text(arena, run->fact->key);
    finding->fact_label = cx_arena_text(arena, run->fact->label);
    finding->unit = is_share ? "%" : cx_arena_text(arena, run->fact->unit);
    finding->question = cx_arena_text(arena, run->item->key);
    finding->label = cx_arena_text(arena, run->item->label);
    finding->wording = cx_arena_text(arena, cx_item_latest(run->item)->wording);
    finding->department = run->item->department;
    finding->department_name = cx_arena_text(arena, run->item->department_name);
    finding->low_text = low->from == low->to
                            ? cx_arena_printf(arena, "%d", low->from)
                            : cx_arena_printf(arena, "%d\xe2\x80\x93%d", low->from, low->to);
    finding->low_limit = low->is_low_good ? low->from : low->to;
    finding->from =
        cx_day_is_none(run->slice->from) ? cx_frame_first_day(run->frame) : run->slice->from;
    finding->to = cx_day_is_none(run->slice->to) ? cx_frame_last_day(run->frame) : run->slice->to;
}

static const char *
headline(const CxThresholdRun *run, const CxThresholdFinding *finding)
{
    static const char *const keys[CX_THRESHOLD_STATUS_N] = {
        [CX_THRESHOLD_OK] = "threshold.headline.ok",
        [CX_THRESHOLD_TOO_FEW] = "threshold.headline.too_few",
        [CX_THRESHOLD_FEW_CLUSTERS] = "threshold.headline.ok",
        [CX_THRESHOLD_FLAT] = "threshold.headline.flat",
        [CX_THRESHOLD_NEVER] = "threshold.headline.never",
        [CX_THRESHOLD_AT_ONCE] = "threshold.headline.at_once",
    };
    const bool is_of_values =
        finding->status == CX_THRESHOLD_TOO_FEW && finding->threshold.n >= CX_THRESHOLD_ANSWERS_MIN;
    g_autofree char *x = isnan(finding->threshold.value)
                             ? g_strdup("")
                             : cx_text_number(finding->threshold.value, finding->decimals);
    g_autofree char *level =
        isfinite(finding->level) ? cx_text_number(100.0 * finding->level, 0) : NULL;
    g_autofree char *unit =
        *finding->unit != '\0' ? g_strconcat(" ", finding->unit, NULL) : g_strdup("");
    return cx_arena_take(
        run->ctx->arena,
        cx_message_format(
            run->ctx->catalogue,
            is_of_values ? "threshold.headline.few_values" : keys[finding->status],
            CX_ARG_TEXT("x", x), CX_ARG_TEXT("unit", unit), CX_ARG_TEXT("level", level),
            CX_ARG_TEXT("worse", finding->worse == CX_THRESHOLD_MORE ? "more" : "less"),
            CX_ARG_TEXT("has", finding->has_target ? "yes" : "no"),
            CX_ARG_TEXT("target", finding->has_target ? finding->target_text : ""),
            CX_ARG_TEXT("fact", finding->fact_label), CX_ARG_TEXT("label", finding->label)));
}

/* ---- The use case ---- */

/* Other days, another limit or another target have other points: shares of points taken from one another would tell of
 * single answers. So who does not hold the answers sees the one estimate that everybody is told. */
static bool
check_asked(const CxThresholdRun *run, GError **error)
{
    const CxThresholdQuery *query = run->query;
    const bool is_usual = cx_day_is_none(query->from) && cx_day_is_none(query->to) &&
                          query->low < 0 && isnan(query->target) && isnan(query->level);
    if (is_usual || cx_ctx_reads_all(run->ctx))
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                        "you see where ratings fall over the usual days, limit and target: others, "
                        "taken from these, would tell what single customers said; the CX team sees "
                        "them");
    return false;
}

/* Everything before the estimate: the wall, the fact, the question, the days, the target. */
static bool
prepare(CxThresholdRun *run, CxThresholdFinding *finding, CxThresholdLow *low, GError **error)
{
    run->frame = cx_frame_store_ref(run->ctx, run->survey, error);
    if (run->frame == NULL || !check_asked(run, error) || !find_item(run, error) ||
        !cx_threshold_find_fact(run, error))
        return false;
    size_t i_item = 0;
    if (!cx_frame_find_item(run->frame, run->item->key, &i_item)) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "\"%s\" has no answers", run->item->label);
        return false;
    }
    run->codes = cx_frame_answers(run->frame, i_item);
    if (!cx_threshold_find_low(run, cx_frame_item(run->frame, i_item), low, error))
        return false;
    return cx_ctx_reads_all(run->ctx) ? cx_threshold_settle_period(run, low, finding, error)
                                      : cx_threshold_told(run, low, finding, error);
}

/* The score of the same slice has passed the wall; now its numbers may be used. */
static bool
run_slice(CxThresholdRun *run, GError **error)
{
    const CxScore *score = cx_score_run(run->ctx, run->survey, run->slice, error);
    if (score == NULL)
        return false;
    if (cx_measured_is_hidden(&score->whole)) {
        g_set_error(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                    "the answers to \"%s\" in this period may not be shown to you",
                    run->item->label);
        return false;
    }
    /* The score has passed the wall, so there is a scope: the same days count here. */
    CxScope scope;
    if (!cx_scope_find(run->ctx, run->item, run->slice->organised, &scope)) {
        g_set_error(error, CX_ERROR, CX_ERROR_FORBIDDEN, "scores of \"%s\" are for others",
                    run->item->label);
        return false;
    }
    cx_scope_apply(run->ctx, run->frame, &scope, run->slice);
    run->tallies = cx_tallies_run(run->ctx, run->frame, run->slice, error);
    return run->tallies != NULL;
}

uint64_t
cx_threshold_seed(const CxThresholdRun *run)
{
    g_autofree char *slice = cx_slice_format(run->slice);
    const uint64_t high = g_str_hash(slice);
    return high << 32 | g_str_hash(run->query->fact);
}

/* Whoever is above the department waits for its head's first look. */
static bool
check_first_look(const CxThresholdRun *run, GError **error)
{
    CxHeld held;
    if (!cx_held_load(run->ctx, &held, error))
        return false;
    const char *subject = cx_finding_threshold_subject(run->ctx->arena, run->survey->id,
                                                       run->query->fact, run->item->key);
    if (!cx_held_has_subject(&held, subject))
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                        "the department's head has the first look at this; it opens five working "
                        "days after it has reached them");
    return false;
}

/* Everything but the shares of transactions and the cards. */
static bool
estimate(CxThresholdRun *run, CxThresholdFinding *finding, GError **error)
{
    const CxThresholdQuery *query = run->query;
    CxThresholdLow low;
    if (query->level <= 0.0 || query->level >= 1.0) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "a level lies between 0 and 100 %, both left out");
        return false;
    }
    if (!prepare(run, finding, &low, error) || !check_first_look(run, error) ||
        !run_slice(run, error))
        return false;
    fill_words(run, &low, finding);
    if (!cx_threshold_find_target(run, finding->to, finding, error))
        return false;
    take_answers(run);
    run->ask.low_from = (uint8_t)low.from;
    run->ask.low_to = (uint8_t)low.to;
    run->ask.level = query->level;
    run->ask.worse = cx_threshold_worse(run);
    run->ask.seed = cx_threshold_seed(run);
    if (run->ask.n > CX_THRESHOLD_ANSWERS_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                    "a threshold is taken from at most %d answers: choose a shorter period",
                    CX_THRESHOLD_ANSWERS_MAX);
        return false;
    }
    if (run->found == NULL)
        run->found = cx_threshold_keep(&run->ask, &run->more);
    fill_result(run, finding);
    cx_threshold_fill_odds(run, finding);
    return true;
}

const CxThresholdFinding *
cx_threshold_sketch(const CxThresholdAsker *asker, const CxThresholdQuery *query, GError **error)
{
    g_auto(CxThresholdRun) run = { .ctx = asker->ctx,
                                   .survey = asker->survey,
                                   .query = query,
                                   .metrics = g_ptr_array_ref(asker->metrics) };
    CxThresholdFinding *finding = cx_arena_new0(run.ctx->arena, CxThresholdFinding);
    if (!estimate(&run, finding, error))
        return NULL;
    finding->between.value = 100.0 * run.found->between.value;
    return finding;
}

static const CxThresholdFinding *
find_all(CxThresholdRun *run, GError **error)
{
    CxThresholdFinding *finding = cx_arena_new0(run->ctx->arena, CxThresholdFinding);
    if (!estimate(run, finding, error) || !cx_threshold_fill_shares(run, finding, error) ||
        !cx_threshold_fill_moves(run, finding, error) ||
        !cx_threshold_fill_cards(run, finding, error))
        return NULL;
    finding->headline = headline(run, finding);
    return finding;
}

const CxThresholdFinding *
cx_threshold_finish(const CxThresholdAsker *asker, const CxThresholdQuery *query, GError **error)
{
    g_auto(CxThresholdRun) run = { .ctx = asker->ctx,
                                   .survey = asker->survey,
                                   .query = query,
                                   .metrics = g_ptr_array_ref(asker->metrics) };
    return find_all(&run, error);
}

const CxThresholdFinding *
cx_threshold_run(CxCtx *ctx, const CxSurvey *survey, const CxThresholdQuery *query, GError **error)
{
    g_auto(CxThresholdRun) run = { .ctx = ctx, .survey = survey, .query = query };
    return find_all(&run, error);
}
