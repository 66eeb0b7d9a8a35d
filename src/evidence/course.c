#include "evidence/course.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "evidence/change_measure.h"
#include "evidence/course_priv.h"
#include "feedback/frame_store.h"
#include "lang/assert.h"
#include "stat/family.h"

static const char *const state_keys[] = {
#define X(name, key) [CX_COURSE_##name] = (key),
    CX_COURSE_MAP(X)
#undef X
};

const char *
cx_course_state_key(CxCourseState state)
{
    return state_keys[state];
}

/* One course in the making. */
typedef struct {
    CxCtx *ctx;
    const CxSurvey *survey;
    CxFrame *frame;
    CxSlice *slice; /* as its score was run, by period */
    CxCourse *course;
} Maker;

static void
maker_clear(Maker *maker)
{
    cx_slice_free(maker->slice);
    cx_frame_unref(maker->frame);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Maker, maker_clear)

static const CxScoreGroup *
group_at(const CxCourse *course, size_t index)
{
    return &course->score->groups[index];
}

/* The slice of one period alone, as its score was run. */
static CxSlice *
period_slice(const Maker *maker, size_t index)
{
    CxSlice *slice = cx_slice_copy(maker->slice);
    slice->by = CX_SLICE_BY_NONE;
    slice->from = group_at(maker->course, index)->from;
    slice->to = group_at(maker->course, index)->to;
    return slice;
}

/* ---- The newest period and the one beside it ---- */

static size_t
last_answered(const CxScore *score)
{
    for (size_t i = score->n_groups; i > 0; i--) {
        if (score->groups[i - 1].value.n != 0)
            return i - 1;
    }
    return score->n_groups;
}

static bool
is_cut_between(const CxCourse *course, size_t older)
{
    for (size_t i = 0; i < course->splices.n; i++) {
        const size_t at = course->splices.items[i].at;
        if (at > older && at <= course->newest)
            return true;
    }
    return false;
}

/* The same season a year before; where a cut lies between, the last period before that none parts from
 * the newest; else that season, or the last period before, with the cut said. */
static void
find_against(CxCourse *course)
{
    const CxScore *score = course->score;
    course->against = score->n_groups;
    if (course->newest == score->n_groups)
        return;
    static const int32_t a_year[CX_SLICE_BY_N] = {
        [CX_SLICE_BY_MONTH] = 12, [CX_SLICE_BY_QUARTER] = 4, [CX_SLICE_BY_YEAR] = 1
    };
    const int32_t at = cx_slice_period_index(course->by, score->groups[course->newest].from);
    size_t season = score->n_groups;
    size_t before = score->n_groups;
    for (size_t i = 0; i < course->newest; i++) {
        if (score->groups[i].value.n == 0)
            continue;
        before = i;
        if (at - cx_slice_period_index(course->by, score->groups[i].from) == a_year[course->by])
            season = i;
    }
    const bool has_season = season < score->n_groups;
    const bool is_whole = before < score->n_groups && !is_cut_between(course, before);
    course->against = before;
    if (has_season && (!is_cut_between(course, season) || !is_whole))
        course->against = season;
    course->is_season = has_season && course->against == season;
}

static void
settle_state(CxCourse *course)
{
    const size_t n = course->score->n_groups;
    if (course->newest == n) {
        course->state = CX_COURSE_NOTHING;
        return;
    }
    if (course->against == n) {
        course->state = CX_COURSE_ONE_PERIOD;
        return;
    }
    const CxMeasured *after = &group_at(course, course->newest)->value;
    const CxMeasured *before = &group_at(course, course->against)->value;
    if (cx_measured_is_hidden(after) || cx_measured_is_hidden(before))
        course->state = CX_COURSE_HIDDEN;
    else if (!cx_measured_has_interval(after) || !cx_measured_has_interval(before))
        course->state = CX_COURSE_TOO_FEW;
    else
        course->state = is_cut_between(course, course->against) ? CX_COURSE_CUT : CX_COURSE_BESIDE;
}

/* What would have shown between the two; a share of named answers is no measure that is tested. */
static bool
find_detectable(const Maker *maker, GError **error)
{
    CxCourse *course = maker->course;
    course->detectable = (double)NAN;
    const CxSliceMeasure measure = maker->slice->measure;
    const bool is_tested = measure != CX_SLICE_SHARE && measure != CX_SLICE_COUNT;
    const bool is_there = course->state == CX_COURSE_BESIDE || course->state == CX_COURSE_CUT;
    if (!is_there || !is_tested)
        return true;
    g_autoptr(CxSlice) after = period_slice(maker, course->newest);
    g_autoptr(CxSlice) before = period_slice(maker, course->against);
    CxChangeMeasured measured;
    if (!cx_change_measure(maker->frame, after, before, &measured, error))
        return false;
    const CxComparison compared = cx_change_compare(&measured, CX_STAT_LEVEL);
    const CxEstimate *difference = &compared.difference;
    course->is_alike = difference->status == CX_STAT_DEGENERATE ||
                       (difference->status == CX_STAT_OK && difference->se <= 0.0);
    if (compared.difference.status == CX_STAT_OK && compared.difference.se > 0.0) {
        course->detectable = cx_stat_detectable(compared.difference.se, compared.difference.df,
                                                CX_STAT_LEVEL, CX_CHANGE_POWER);
    }
    return true;
}

/* The test of just this question and period, if it was declared and has closed. */
static bool
find_tested(const Maker *maker, GError **error)
{
    CxCourse *course = maker->course;
    if (course->newest == course->score->n_groups || maker->slice->filters->len > 0)
        return true;
    const CxScoreGroup *newest = group_at(course, course->newest);
    const CxChangeQuery query = { .from = newest->from, .to = newest->to };
    CxChanges changes;
    if (!cx_change_list(maker->ctx, maker->survey, &query, &changes, error))
        return false;
    for (size_t i = 0; i < changes.n && course->tested == NULL; i++) {
        const CxChange *change = &changes.items[i];
        if (change->from.v == newest->from.v && change->to.v == newest->to.v &&
            strcmp(change->item_key, course->score->question) == 0)
            course->tested = change;
    }
    return true;
}

/* ---- Both ways of weighting ---- */

static bool
fill_other(const Maker *maker, GError **error)
{
    CxCourse *course = maker->course;
    if (course->newest == course->score->n_groups || cx_frame_weights(maker->frame) == NULL ||
        maker->slice->measure == CX_SLICE_COUNT)
        return true;
    const CxMeasured *shown = &group_at(course, course->newest)->value;
    g_autoptr(CxSlice) slice = period_slice(maker, course->newest);
    const bool is_weighted = course->score->is_weighted;
    slice->weighting = is_weighted ? CX_SLICE_UNWEIGHTED : CX_SLICE_WEIGHTED;
    const CxScore *other = cx_score_run(maker->ctx, maker->survey, slice, error);
    if (other == NULL)
        return false;
    course->other = other->whole;
    course->has_other = cx_measured_has_value(shown) && cx_measured_has_value(&other->whole);
    if (!course->has_other)
        return true;
    const CxCourseWeighting asked = {
        .ctx = maker->ctx,
        .frame = maker->frame,
        .slice = slice,
        .weighted = is_weighted ? shown : &course->other,
        .unweighted = is_weighted ? &course->other : shown,
        .decimals = course->score->decimals,
    };
    return cx_course_why_weighting(&asked, &course->why_other, error);
}

/* ---- Within each way of answering ---- */

static const CxScore *
run_modes(const Maker *maker, size_t index, GError **error)
{
    g_autoptr(CxSlice) slice = period_slice(maker, index);
    slice->by = CX_SLICE_BY_MODE;
    return cx_score_run(maker->ctx, maker->survey, slice, error);
}

static const CxMeasured *
mode_value(const CxScore *score, const char *key)
{
    static const CxMeasured nobody = { .value = (double)NAN,
                                       .lo = (double)NAN,
                                       .hi = (double)NAN,
                                       .status = CX_MEASURED_TOO_FEW,
                                       .rule = "none" };
    for (size_t i = 0; i < score->n_groups; i++) {
        if (strcmp(score->groups[i].key, key) == 0)
            return &score->groups[i].value;
    }
    return &nobody;
}

static void
add_modes(const CxScore *of, const CxScore *before, const CxScore *after, CxCourseMode *modes,
          size_t *n_modes)
{
    for (size_t i = 0; i < of->n_groups; i++) {
        const char *key = of->groups[i].key;
        bool is_there = false;
        for (size_t j = 0; j < *n_modes; j++)
            is_there = is_there || strcmp(modes[j].key, key) == 0;
        if (is_there)
            continue;
        modes[(*n_modes)++] = (CxCourseMode){
            .key = key,
            .label = of->groups[i].label,
            .before = *mode_value(before, key),
            .after = *mode_value(after, key),
        };
    }
}

/* Around the last shift of the mode mix: the newest period, and the last one before the shift. */
static bool
fill_modes(const Maker *maker, GError **error)
{
    CxCourse *course = maker->course;
    size_t at = 0;
    for (size_t i = 0; i < course->splices.n; i++) {
        if (course->splices.items[i].is_mode)
            at = course->splices.items[i].at;
    }
    if (at == 0 || maker->slice->measure == CX_SLICE_COUNT || !cx_wall_holds_answers(maker->ctx))
        return true;
    size_t older = at - 1;
    while (older > 0 && group_at(course, older)->value.n == 0)
        older--;
    const CxScore *before = run_modes(maker, older, error);
    const CxScore *after = before != NULL ? run_modes(maker, course->newest, error) : NULL;
    if (after == NULL)
        return false;
    CxCourseMode *modes =
        cx_arena_new0_n(maker->ctx->arena, CxCourseMode, before->n_groups + after->n_groups + 1);
    add_modes(after, before, after, modes, &course->n_modes);
    add_modes(before, before, after, modes, &course->n_modes);
    course->modes = modes;
    course->mode_before = group_at(course, older)->label;
    course->mode_after = group_at(course, course->newest)->label;
    return true;
}

/* ---- Words ---- */

static const char *
value_words(const Maker *maker, size_t index)
{
    const CxMeasured *value = &group_at(maker->course, index)->value;
    const int decimals = maker->course->score->decimals;
    if (!cx_measured_has_value(value))
        return "–";
    g_autofree char *text = cx_text_number(value->value, decimals);
    if (!cx_measured_has_interval(value))
        return cx_arena_text(maker->ctx->arena, text);
    g_autofree char *range = cx_text_interval(value->lo, value->hi, decimals);
    return cx_arena_printf(maker->ctx->arena, "%s (%s)", text, range);
}

/* Why there is no interval: few answers, or few sampling units however many there are. */
static const char *
state_words(const CxCourse *course)
{
    const bool is_few =
        course->state == CX_COURSE_TOO_FEW &&
        (group_at(course, course->newest)->value.status == CX_MEASURED_FEW_CLUSTERS ||
         group_at(course, course->against)->value.status == CX_MEASURED_FEW_CLUSTERS);
    return is_few ? "few_clusters" : cx_course_state_key(course->state);
}

static const char *
headline(const Maker *maker)
{
    CxCourse *course = maker->course;
    const size_t n = course->score->n_groups;
    CxCtx *ctx = maker->ctx;
    g_autofree char *key = g_strconcat("course.headline.", state_words(course), NULL);
    const bool is_beside = course->against < n;
    const bool is_there = course->newest < n;
    return cx_arena_take(
        ctx->arena,
        cx_message_format(
            ctx->catalogue, key, CX_ARG_TEXT("label", course->score->label),
            CX_ARG_TEXT("now", is_there ? value_words(maker, course->newest) : ""),
            CX_ARG_TEXT("period", is_there ? group_at(course, course->newest)->label : ""),
            CX_ARG_TEXT("then", is_beside ? value_words(maker, course->against) : ""),
            CX_ARG_TEXT("before", is_beside ? group_at(course, course->against)->label : "")));
}

static const char *
line(const Maker *maker)
{
    const CxCourse *course = maker->course;
    CxCtx *ctx = maker->ctx;
    if (isnan(course->detectable)) {
        const char *why = course->is_alike ? "alike" : state_words(course);
        g_autofree char *key = g_strconcat("course.line.", why, NULL);
        return cx_message_text(ctx->catalogue, key);
    }
    const int decimals = course->detectable >= 2.0 ? 0 : course->score->decimals + 1;
    g_autofree char *points = cx_text_number(course->detectable, decimals);
    return cx_arena_take(
        ctx->arena,
        cx_message_format(ctx->catalogue,
                          course->state == CX_COURSE_CUT ? "course.line.cut_points" : "course.line",
                          CX_ARG_TEXT("points", points), CX_ARG_TEXT("unit", course->score->unit),
                          CX_ARG_NUMBER("n", group_at(course, course->newest)->value.n),
                          CX_ARG_NUMBER("m", group_at(course, course->against)->value.n),
                          CX_ARG_TEXT("season", course->is_season ? "yes" : "no")));
}

/* ---- The use case ---- */

static bool
fill(const Maker *maker, GError **error)
{
    CxCourse *course = maker->course;
    if (course->score->n_groups > 1 && !cx_splice_find(maker->ctx, maker->survey, maker->slice,
                                                       course->score, &course->splices, error))
        return false;
    course->newest = last_answered(course->score);
    find_against(course);
    settle_state(course);
    if (!find_detectable(maker, error) || !find_tested(maker, error) || !fill_other(maker, error) ||
        !fill_modes(maker, error))
        return false;
    if (course->newest < course->score->n_groups) {
        g_autoptr(CxSlice) newest = period_slice(maker, course->newest);
        const CxScore *score = cx_score_run(maker->ctx, maker->survey, newest, error);
        course->rate =
            score != NULL ? cx_score_rate(maker->ctx, maker->survey, score, error) : NULL;
        if (course->rate == NULL)
            return false;
    }
    course->headline = headline(maker);
    course->line = line(maker);
    return true;
}

const CxCourse *
cx_course_run(CxCtx *ctx, const CxSurvey *survey, const CxSlice *slice, CxSliceBy by,
              GError **error)
{
    cx_assert(cx_slice_by_is_period(by));
    CxCourse *course = cx_arena_new0(ctx->arena, CxCourse);
    course->by = by;
    g_auto(Maker) maker = { .ctx = ctx, .survey = survey, .course = course };
    maker.slice = cx_slice_copy(slice);
    maker.slice->from = CX_DAY_NONE;
    maker.slice->by = by;
    g_clear_pointer(&maker.slice->by_item, g_free);
    maker.frame = cx_frame_store_ref(ctx, survey, error);
    if (maker.frame == NULL)
        return NULL;
    course->score = cx_score_run(ctx, survey, maker.slice, error);
    if (course->score == NULL)
        return NULL;
    if (maker.slice->question == NULL && maker.slice->measure != CX_SLICE_COUNT)
        maker.slice->question = g_strdup(survey->items[survey->i_overall].key);
    return fill(&maker, error) ? course : NULL;
}
