#include "evidence/score.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "column/run.h"
#include "evidence/card.h"
#include "evidence/course.h"
#include "evidence/scope.h"
#include "evidence/score_priv.h"
#include "evidence/tallies.h"
#include "feedback/frame_store.h"
#include "lang/assert.h"
#include "stat/estimate.h"
#include "stat/score.h"

bool
cx_score_can_see(const CxCtx *ctx, const CxItem *item)
{
    if (item->role == CX_ITEM_ROLE_OVERALL)
        return ctx->wall.sees_overall;
    if (item->department.v != 0)
        return cx_ctx_can_see_department(ctx, item->department);
    return ctx->wall.sees_all_departments;
}

const CxItem *
cx_score_item(const CxSurvey *survey, const char *question)
{
    if (question == NULL)
        return &survey->items[survey->i_overall];
    for (size_t i = 0; i < survey->n_items; i++) {
        const CxItem *item = &survey->items[i];
        for (size_t j = 0; j < item->n_in; j++) {
            g_autofree char *column = cx_frame_store_column(survey, item, item->in[j].i_version);
            if (g_strcmp0(column, question) == 0)
                return item;
        }
    }
    return cx_survey_item(survey, question);
}

/* ---- From tallies to values ---- */

static bool
is_percent(CxSliceMeasure measure)
{
    return measure == CX_SLICE_TOP2 || measure == CX_SLICE_SHARE;
}

static CxEstimate
estimate_simple(CxSliceMeasure measure, const CxTally *tally)
{
    switch (measure) {
    case CX_SLICE_NPS: {
        const CxNpsCounts counts = { tally->promoters, tally->passives, tally->detractors };
        return cx_stat_nps(counts, CX_STAT_LEVEL);
    }
    case CX_SLICE_TOP2:
    case CX_SLICE_SHARE:
        return cx_stat_share(tally->hits, tally->n, CX_STAT_LEVEL);
    case CX_SLICE_MEAN:
        return cx_stat_mean(tally->n, tally->wu, tally->wuu, CX_STAT_LEVEL);
    case CX_SLICE_COUNT:
    case CX_SLICE_MEASURE_N:
        break;
    }
    cx_assert(measure == CX_SLICE_COUNT);
    return (CxEstimate){
        .status = CX_STAT_OK,
        .rule = CX_STAT_RULE_NONE,
        .value = (double)tally->n,
        .lo = (double)NAN,
        .hi = (double)NAN,
        .n = tally->n,
        .clusters = tally->clusters,
    };
}

static CxMeasuredStatus
status_of(const CxEstimate *estimate)
{
    switch (estimate->status) {
    case CX_STAT_OK:
        return CX_MEASURED_OK;
    case CX_STAT_TOO_FEW:
        return CX_MEASURED_TOO_FEW;
    case CX_STAT_FEW_CLUSTERS:
        return CX_MEASURED_FEW_CLUSTERS;
    case CX_STAT_DEGENERATE:
    case CX_STAT_STATUS_N:
        break;
    }
    return CX_MEASURED_DEGENERATE;
}

CxMeasured
cx_number_measure(const CxNumber *number, const CxTally *tally)
{
    const CxSliceMeasure measure = number->slice->measure;
    CxEstimate estimate;
    if (tally->is_simple || measure == CX_SLICE_COUNT) {
        estimate = estimate_simple(measure, tally);
    } else {
        const CxClusterSums sums = {
            .n = tally->n,
            .clusters = tally->clusters,
            .w = tally->w,
            .wu = tally->wu,
            .ss = tally->ss,
            .sw = tally->sw,
            .ww = tally->ww_cluster,
        };
        const CxStatRange range = { number->range_lo, number->range_hi };
        estimate = cx_stat_cluster_mean(&sums, range, CX_STAT_LEVEL);
    }
    const double unit = is_percent(measure) ? 100.0 : 1.0;
    return (CxMeasured){
        .value = estimate.value * unit,
        .lo = estimate.lo * unit,
        .hi = estimate.hi * unit,
        .n = estimate.n,
        .clusters = estimate.clusters,
        .status = status_of(&estimate),
        .rule = cx_stat_rule_key(estimate.rule),
    };
}

int
cx_number_decimals(const CxNumber *number, const CxMeasured *value)
{
    if (number->slice->measure == CX_SLICE_COUNT)
        return 0;
    if (!cx_measured_has_interval(value))
        return number->slice->measure == CX_SLICE_MEAN ? 1 : 0;
    const double half = (value->hi - value->lo) / 2.0;
    if (half >= 0.5)
        return 0;
    return half >= 0.05 ? 1 : 2;
}

/* ---- The wall ---- */

/* Whether a number of n answers, beside others that are shown, tells what is hidden. */
static bool
find_telling(const CxNumber *number, int64_t n, const char *by_item, bool *ret_tells,
             GError **error)
{
    return cx_wall_filters_tell(number, n, by_item, ret_tells, error) &&
           (*ret_tells || cx_wall_period_tells(number, ret_tells, error));
}

/* Hides the whole when it is small, or when it tells what is hidden elsewhere. */
static bool
hide_whole(const CxNumber *number, CxMeasured *value, GError **error)
{
    bool is_telling = false;
    if (value->n > 0 && value->n < number->ctx->wall.min_n)
        cx_measured_hide(value, CX_MEASURED_HIDDEN);
    else if (!find_telling(number, value->n, NULL, &is_telling, error))
        return false;
    else if (is_telling)
        cx_measured_hide(value, CX_MEASURED_HIDDEN_TOO);
    return true;
}

/* The item whose filter a group becomes: its own partition, not a filter that was asked for. */
static const char *
partition_item(const CxSlice *slice)
{
    switch (slice->by) {
    case CX_SLICE_BY_VERSION:
        return "version";
    case CX_SLICE_BY_MODE:
        return "mode";
    case CX_SLICE_BY_ITEM:
        return slice->by_item;
    case CX_SLICE_BY_NONE:
    case CX_SLICE_BY_MONTH:
    case CX_SLICE_BY_QUARTER:
    case CX_SLICE_BY_YEAR:
    case CX_SLICE_BY_N:
        break;
    }
    return NULL;
}

/* Hides what the wall does not let through of the groups. */
static bool
hide_groups(const CxNumber *whole, const CxSlice *slice, const CxTallies *tallies,
            CxScoreGroup *groups, GError **error)
{
    const size_t n = tallies->n_groups;
    g_autofree CxWallPart *parts = g_new0(CxWallPart, n + 1);
    int64_t n_rest = tallies->whole.n;
    for (size_t i = 0; i < n; i++) {
        CxNumber number;
        bool is_telling = false;
        if (!cx_number_of_group(whole, slice, &tallies->groups[i], &number, error))
            return false;
        g_autoptr(CxSlice) one = number.slice;
        const int64_t n_group = tallies->groups[i].n;
        if (!find_telling(&number, n_group, partition_item(slice), &is_telling, error))
            return false;
        parts[i] = (CxWallPart){ .n = n_group, .is_shown = !is_telling };
        n_rest -= n_group;
    }
    (void)cx_wall_hide_parts(whole->ctx->wall.min_n, n_rest, parts, n); /* no rest is shown */
    for (size_t i = 0; i < n; i++) {
        if (parts[i].is_small)
            cx_measured_hide(&groups[i].value, CX_MEASURED_HIDDEN);
        else if (!parts[i].is_shown)
            cx_measured_hide(&groups[i].value, CX_MEASURED_HIDDEN_TOO);
    }
    return true;
}

static bool
add_groups(const CxNumber *whole, const CxSlice *slice, const CxTallies *tallies, CxScore *score,
           GError **error)
{
    CxArena *arena = whole->ctx->arena;
    const size_t n = tallies->n_groups;
    CxScoreGroup *groups = cx_arena_new0_n(arena, CxScoreGroup, n);
    for (size_t i = 0; i < n; i++) {
        const CxTally *tally = &tallies->groups[i];
        groups[i].key = cx_arena_text(arena, tally->key);
        groups[i].label = cx_arena_text(arena, tally->label);
        groups[i].from = tally->from;
        groups[i].to = tally->to;
        groups[i].value = cx_number_measure(whole, tally);
    }
    if (cx_measured_is_hidden(&score->whole)) {
        for (size_t i = 0; i < n; i++)
            cx_measured_hide(&groups[i].value, CX_MEASURED_HIDDEN_TOO);
    } else if (!hide_groups(whole, slice, tallies, groups, error)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!cx_number_name_group_card(whole, slice, &tallies->groups[i], &groups[i].value, error))
            return false;
    }
    score->groups = groups;
    score->n_groups = n;
    return true;
}

/* ---- The use case ---- */

/* The slice with everything said: survey, question. Fails in people's words. */
static CxSlice *
resolve(const CxSurvey *survey, const CxSlice *slice, const CxFrame *frame, GError **error)
{
    g_autoptr(CxSlice) whole = cx_slice_copy(slice);
    if (whole->survey == NULL)
        whole->survey = g_strdup(survey->key);
    if (whole->question == NULL && whole->measure != CX_SLICE_COUNT)
        whole->question = g_strdup(survey->items[survey->i_overall].key);
    g_autoptr(CxIssues) issues = cx_issues_new();
    cx_slice_check(whole, frame, issues);
    if (cx_issues_count(issues) > 0) {
        cx_issues_set_error(issues, error);
        return NULL;
    }
    return g_steal_pointer(&whole);
}

static void
set_period(CxScore *score, const CxSlice *slice, const CxFrame *frame)
{
    score->from = cx_day_is_none(slice->from) ? cx_frame_first_day(frame) : slice->from;
    score->to = cx_day_is_none(slice->to) ? cx_frame_last_day(frame) : slice->to;
}

static bool
fill(CxNumber *number, const CxSlice *slice, const CxTallies *tallies, CxScore *score,
     GError **error)
{
    number->is_weighted = tallies->is_weighted;
    number->range_lo = tallies->lo;
    number->range_hi = tallies->hi;
    score->whole = cx_number_measure(number, &tallies->whole);
    score->decimals = cx_number_decimals(number, &score->whole);
    if (!hide_whole(number, &score->whole, error))
        return false;
    cx_number_name_card(number, &score->whole);
    if (!add_groups(number, slice, tallies, score, error) ||
        !cx_number_keep_cards(number, slice, tallies, score, error))
        return false;

    const CxItemVersion *asked = cx_item_latest(number->item);
    const double unit = is_percent(slice->measure) ? 100.0 : 1.0;
    CxArena *arena = number->ctx->arena;
    score->question = cx_arena_text(arena, number->item->key);
    score->label = cx_arena_text(arena, number->item->label);
    score->wording = cx_arena_text(arena, asked->wording);
    score->measure = cx_number_measure_words(number);
    score->unit = cx_number_unit(number);
    score->scale_lo = tallies->lo * unit;
    score->scale_hi = tallies->hi * unit;
    score->is_weighted = tallies->is_weighted;
    return true;
}

/* What is asked, checked and run, before the wall over numbers. */
typedef struct {
    CxFrame *frame;
    CxSlice *asked;
    CxSlice *ungrouped;
    CxTallies *tallies;
    CxScope scope;
    CxItem counted; /* the item asked about, as the department's for which it counts */
    CxNumber number;
} Run;

static void
run_clear(Run *run)
{
    cx_tallies_unref(run->tallies);
    cx_slice_free(run->ungrouped);
    cx_slice_free(run->asked);
    cx_frame_unref(run->frame);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Run, run_clear)

/* The item asked about, if the reader may have this slice of it; NULL with an error. */
static const CxItem *
check_asked(const CxCtx *ctx, const CxSurvey *survey, Run *run, GError **error)
{
    const CxItem *item = cx_score_item(survey, run->asked->question);
    if (item == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "survey \"%s\" has no question \"%s\"",
                    survey->key, run->asked->question);
        return NULL;
    }
    if (!cx_scope_find(ctx, item, run->asked->organised, &run->scope)) {
        g_set_error(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                    "scores of \"%s\" are for the department it belongs to and the CX team",
                    item->label);
        return NULL;
    }
    const bool is_fit = cx_wall_check_parts(ctx, run->asked, error) &&
                        cx_wall_check_period(ctx, run->frame, run->asked, error);
    return is_fit ? item : NULL;
}

/* The item as it counts: for the scope's department. */
static CxItem
counted_item(const CxItem *item, const CxScope *scope)
{
    CxItem counted = *item;
    if (item->role != CX_ITEM_ROLE_OVERALL && scope->department.v != 0) {
        counted.department = scope->department;
        counted.department_name = scope->department_name;
    }
    return counted;
}

/* What there is to say of whose answers count, and since when others wait. */
static const char *
words_of(const CxCtx *ctx, const CxItem *item, const Run *run)
{
    const char *scope = cx_scope_words(ctx, item, run->asked->organised, &run->scope);
    const CxDay as_of = cx_frame_as_of(run->frame);
    if (ctx->catalogue == NULL || cx_day_is_none(as_of))
        return scope;
    g_autofree char *day = cx_day_format_long(as_of);
    g_autofree char *words =
        cx_message_format(ctx->catalogue, "evidence.as_of", CX_ARG_TEXT("day", day),
                          CX_ARG_NUMBER("n", ctx->wall.min_n));
    return scope == NULL ? cx_arena_text(ctx->arena, words)
                         : cx_arena_printf(ctx->arena, "%s %s", scope, words);
}

static bool
run_make(CxCtx *ctx, const CxSurvey *survey, const CxSlice *slice, Run *run, GError **error)
{
    run->frame = cx_frame_store_ref(ctx, survey, error);
    if (run->frame == NULL)
        return false;
    run->asked = resolve(survey, slice, run->frame, error);
    if (run->asked == NULL)
        return false;
    const CxItem *item = check_asked(ctx, survey, run, error);
    if (item == NULL)
        return false;
    const char *counted = words_of(ctx, item, run);
    cx_scope_apply(ctx, run->frame, &run->scope, run->asked);
    run->counted = counted_item(item, &run->scope);
    run->tallies = cx_tallies_run(ctx, run->frame, run->asked, error);
    if (run->tallies == NULL)
        return false;
    run->ungrouped = cx_slice_copy(run->asked);
    run->ungrouped->by = CX_SLICE_BY_NONE;
    g_clear_pointer(&run->ungrouped->by_item, g_free);
    run->number = (CxNumber){
        .ctx = ctx,
        .survey = survey,
        .item = &run->counted,
        .frame = run->frame,
        .slice = run->ungrouped,
        .slice_text = cx_arena_take(ctx->arena, cx_slice_format(run->ungrouped)),
        .counted = counted,
    };
    return true;
}

const CxScore *
cx_score_run(CxCtx *ctx, const CxSurvey *survey, const CxSlice *slice, GError **error)
{
    g_auto(Run) run = { 0 };
    if (!run_make(ctx, survey, slice, &run, error))
        return NULL;
    CxScore *score = cx_arena_new0(ctx->arena, CxScore);
    score->slice = cx_arena_take(ctx->arena, cx_slice_format(run.asked));
    set_period(score, run.asked, run.frame);
    score->organised = run.asked->organised;
    score->counted = run.number.counted;
    return fill(&run.number, run.asked, run.tallies, score, error) ? score : NULL;
}

bool
cx_score_is_shown(CxCtx *ctx, const CxSurvey *survey, const CxSlice *slice)
{
    g_auto(Run) run = { 0 };
    if (!run_make(ctx, survey, slice, &run, NULL))
        return false;
    g_autofree char *text = cx_slice_format(slice);
    if (run.scope.is_past && !g_str_equal(text, run.number.slice_text))
        return false; /* it goes beyond what the reader sees of it */
    CxMeasured value = cx_number_measure(&run.number, &run.tallies->whole);
    return hide_whole(&run.number, &value, NULL) && !cx_measured_is_hidden(&value);
}

const char *
cx_score_rate(CxCtx *ctx, const CxSurvey *survey, const CxScore *score, GError **error)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxSlice) slice = cx_slice_parse(score->slice, issues);
    cx_assert(slice != NULL); /* it was run */
    g_auto(Run) run = { 0 };
    if (!run_make(ctx, survey, slice, &run, error))
        return NULL;
    return cx_number_rate(&run.number, &run.tallies->whole, error);
}

size_t
cx_score_lowest(const CxScore *const *scores, size_t n)
{
    size_t lowest = n;
    size_t n_shown = 0;
    for (size_t i = 0; i < n; i++) {
        const CxMeasured *value = &scores[i]->whole;
        if (!g_str_equal(scores[i]->measure, scores[0]->measure))
            return n;
        if (value->n == 0 || cx_measured_is_hidden(value))
            continue;
        if (!cx_measured_has_interval(value))
            return n;
        n_shown++;
        if (lowest == n || value->hi < scores[lowest]->whole.hi)
            lowest = i;
    }
    if (n_shown < 2)
        return n;
    for (size_t i = 0; i < n; i++) {
        const CxMeasured *value = &scores[i]->whole;
        if (i != lowest && cx_measured_has_interval(value) && value->lo <= scores[lowest]->whole.hi)
            return n;
    }
    return lowest;
}
