#include "pages/profile_view.h"

#include <inttypes.h>
#include <math.h>

#include "base/civil.h"
#include "business/series.h"
#include "evidence/usual.h"
#include "pages/department_view.h"
#include "pages/finding_view.h"
#include "pages/metric_trend.h"
#include "pages/pages.h"
#include "pages/pilot_view.h"
#include "pages/profile_figures.h"
#include "pages/score_spread.h"
#include "pages/score_view.h"
#include "tell/profile.h"

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, key, __VA_ARGS__))

/* ---- Field tables ---- */

static const CxViewField quarter_fields[] = {
    CX_FIELD(CxProfileQuarterView, label, CX_FIELD_TEXT, "The quarter"),
    CX_FIELD_DATA(CxProfileQuarterView, from, CX_FIELD_DAY, "Its first day"),
    CX_FIELD_DATA(CxProfileQuarterView, to, CX_FIELD_DAY, "Its last day"),
    CX_FIELD_CHILD(CxProfileQuarterView, score, CX_FIELD_OBJECT_IN, &cx_mark_type, "Its score"),
};
static const CxViewType quarter_type = CX_VIEW_TYPE("DepartmentQuarter", CxProfileQuarterView,
                                                    quarter_fields, "A measure in one quarter");

static const CxViewField measure_fields[] = {
    CX_MARK_FIELDS(offsetof(CxProfileMeasureView, score)),
    CX_FIELD_CHILD_PAGE(CxProfileMeasureView, score, CX_FIELD_OBJECT_IN, &cx_mark_type, "As read"),
    CX_FIELD(CxProfileMeasureView, question, CX_FIELD_TEXT, "Key of the question"),
    CX_FIELD(CxProfileMeasureView, label, CX_FIELD_TEXT, "Short name of the question"),
    CX_FIELD(CxProfileMeasureView, wording, CX_FIELD_TEXT, "What was asked"),
    CX_FIELD(CxProfileMeasureView, measure, CX_FIELD_TEXT, "How answers are put together"),
    CX_FIELD(CxProfileMeasureView, unit, CX_FIELD_TEXT, "Unit of the value"),
    CX_FIELD_PAGE(CxProfileMeasureView, other_words, CX_FIELD_TEXT,
                  "The same, where not as most are"),
    CX_FIELD(CxProfileMeasureView, is_lowest, CX_FIELD_FLAG,
             "Stands below all others, intervals apart"),
    CX_FIELD_CHILD(CxProfileMeasureView, before, CX_FIELD_OBJECT, &cx_mark_type,
                   "The same quarter a year before; null across a cut"),
    CX_FIELD_CHILD(CxProfileMeasureView, change, CX_FIELD_OBJECT, &cx_was_type,
                   "What became of it when the period closed; null: not tested"),
    CX_FIELD_CHILD(CxProfileMeasureView, course, CX_FIELD_LIST, &quarter_type, "By quarter"),
    CX_FIELD_PAGE(CxProfileMeasureView, scores_url, CX_FIELD_TEXT, "Its scores"),
    CX_FIELD_PAGE(CxProfileMeasureView, trends_url, CX_FIELD_TEXT, "Its course"),
};
static const CxViewType measure_type = CX_VIEW_TYPE("DepartmentMeasure", CxProfileMeasureView,
                                                    measure_fields, "A question of a department");

static const CxViewField term_fields[] = {
    CX_FIELD(CxProfileTermView, leader, CX_FIELD_COUNT, "Id of the leader"),
    CX_FIELD(CxProfileTermView, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD(CxProfileTermView, title, CX_FIELD_TEXT, "Office"),
    CX_FIELD_DATA(CxProfileTermView, from, CX_FIELD_DAY, "First day, null when not known"),
    CX_FIELD_DATA(CxProfileTermView, to, CX_FIELD_DAY, "Last day, null when in office"),
    CX_FIELD_PAGE(CxProfileTermView, when, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxProfileTermView, is_current, CX_FIELD_FLAG, "Whether it is in force"),
    CX_FIELD(CxProfileTermView, is_future, CX_FIELD_FLAG, "Whether it has yet to begin"),
    CX_FIELD_PAGE(CxProfileTermView, url, CX_FIELD_TEXT, "Page of the leader"),
    CX_FIELD_PAGE(CxProfileTermView, brief_url, CX_FIELD_TEXT, "Their brief"),
};
static const CxViewType term_type = CX_VIEW_TYPE("DepartmentTerm", CxProfileTermView, term_fields,
                                                 "Who headed a department, and when");

static const CxViewField metric_fields[] = {
    CX_FIELD(CxProfileMetricView, label, CX_FIELD_TEXT, "The metric"),
    CX_FIELD(CxProfileMetricView, latest_text, CX_FIELD_TEXT, "Its latest value as read, counted"),
    CX_FIELD(CxProfileMetricView, latest_when, CX_FIELD_TEXT, "Of which period"),
    CX_FIELD(CxProfileMetricView, target_text, CX_FIELD_TEXT, "Today's target as read"),
    CX_FIELD(CxProfileMetricView, is_missed, CX_FIELD_FLAG, "Whether the latest value misses it"),
    CX_FIELD_PAGE(CxProfileMetricView, url, CX_FIELD_TEXT, "Its page"),
};
static const CxViewType counted_type = CX_VIEW_TYPE("DepartmentMetric", CxProfileMetricView,
                                                    metric_fields, "What a department counts");

static const CxViewField link_fields[] = {
    CX_FIELD(CxProfileLinkView, label, CX_FIELD_TEXT, "What it is"),
    CX_FIELD(CxProfileLinkView, note, CX_FIELD_TEXT, "A word on it"),
    CX_FIELD(CxProfileLinkView, url, CX_FIELD_TEXT, "Its page"),
};
static const CxViewType link_type =
    CX_VIEW_TYPE("DepartmentLink", CxProfileLinkView, link_fields, "A page that says more");

static const CxViewField profile_fields[] = {
    CX_FIELD(CxProfileView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(CxProfileView, key, CX_FIELD_TEXT, "Stable key"),
    CX_FIELD(CxProfileView, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD(CxProfileView, headline, CX_FIELD_TEXT, "The sentence to remember"),
    CX_FIELD(CxProfileView, survey, CX_FIELD_TEXT, "Key of the survey; null without any"),
    CX_FIELD(CxProfileView, survey_title, CX_FIELD_TEXT, "Its title"),
    CX_FIELD_DATA(CxProfileView, from, CX_FIELD_DAY, "First day of the period"),
    CX_FIELD_DATA(CxProfileView, to, CX_FIELD_DAY, "Last day of the period"),
    CX_FIELD_PAGE(CxProfileView, period_text, CX_FIELD_TEXT, "The period as read"),
    CX_FIELD(CxProfileView, became, CX_FIELD_TEXT, "What was tested of it, a sentence"),
    CX_FIELD_PAGE(CxProfileView, measure_words, CX_FIELD_TEXT, "How most are put together"),
    CX_FIELD_CHILD(CxProfileView, measures, CX_FIELD_LIST, &measure_type, "Its questions"),
    CX_FIELD_PAGE(CxProfileView, has_measures, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(CxProfileView, courses_svg, CX_FIELD_MARKUP, "Their courses"),
    CX_FIELD_PAGE(CxProfileView, standing_title, CX_FIELD_TEXT, "What stands apart"),
    CX_FIELD_PAGE(CxProfileView, standing_svg, CX_FIELD_MARKUP, "As they stand"),
    CX_FIELD_PAGE(CxProfileView, spread_title, CX_FIELD_TEXT, "Whose answers are spread"),
    CX_FIELD_PAGE(CxProfileView, spread_svg, CX_FIELD_MARKUP, "How answers spread"),
    CX_FIELD_CHILD(CxProfileView, spread, CX_FIELD_LIST, &cx_score_group_view_type,
                   "The share of each answer to the first of its questions, %"),
    CX_FIELD_CHILD(CxProfileView, findings, CX_FIELD_LIST, &cx_finding_view_type,
                   "What was found, newest first"),
    CX_FIELD_PAGE(CxProfileView, has_findings, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD(CxProfileView, metrics, CX_FIELD_LIST, &counted_type, "What it counts"),
    CX_FIELD_PAGE(CxProfileView, has_metrics, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD(CxProfileView, thresholds, CX_FIELD_LIST, &link_type,
                   "Facts that can be set against its questions"),
    CX_FIELD_PAGE(CxProfileView, has_thresholds, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD(CxProfileView, pilots, CX_FIELD_LIST, &link_type, "What is or was tried"),
    CX_FIELD_PAGE(CxProfileView, has_pilots, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD(CxProfileView, terms, CX_FIELD_LIST, &term_type, "Who headed it, latest first"),
    CX_FIELD_PAGE(CxProfileView, has_terms, CX_FIELD_FLAG, "Whether anybody has"),
    CX_FIELD_CHILD(CxProfileView, history, CX_FIELD_LIST, &cx_view_text_type,
                   "What reorganisations made of it"),
    CX_FIELD_PAGE(CxProfileView, has_history, CX_FIELD_FLAG, "Whether they made anything of it"),
    CX_FIELD_PAGE(CxProfileView, brief_url, CX_FIELD_TEXT, "Its head's brief"),
    CX_FIELD_PAGE(CxProfileView, drivers_url, CX_FIELD_TEXT, "What goes with the overall rating"),
    CX_FIELD_PAGE(CxProfileView, declare_url, CX_FIELD_TEXT, "Where measures are declared"),
    CX_FIELD_PAGE(CxProfileView, can_change, CX_FIELD_FLAG, "Whether the reader may change it"),
};
const CxViewType cx_profile_view_type = CX_VIEW_TYPE(
    "DepartmentPage", CxProfileView, profile_fields, "All there is to say of a department");

/* ---- Its questions ---- */

static CxViewList
quarter_views(CxCtx *ctx, const CxScore *course)
{
    CxProfileQuarterView *views =
        cx_arena_new0_n(ctx->arena, CxProfileQuarterView, course->n_groups);
    for (size_t i = 0; i < course->n_groups; i++) {
        const CxScoreGroup *group = &course->groups[i];
        const CxMarkWords words = { .decimals = course->decimals, .what = group->label };
        views[i] = (CxProfileQuarterView){
            .label = group->label,
            .from = group->from,
            .to = group->to,
            .score = cx_mark_make(ctx, &group->value, &words),
        };
    }
    return CX_VIEW_LIST(views, course->n_groups);
}

static const CxMark *
before_mark(CxCtx *ctx, const CxProfileMeasure *measure)
{
    if (measure->before == NULL)
        return NULL;
    const CxMarkWords words = { .decimals = measure->course->decimals,
                                .what = measure->before->label };
    CxMark *mark = cx_arena_new0(ctx->arena, CxMark);
    *mark = cx_mark_make(ctx, &measure->before->value, &words);
    return mark;
}

static CxProfileMeasureView
measure_view(CxCtx *ctx, const CxSurvey *survey, const CxProfileMeasure *measure)
{
    const CxScore *score = measure->score;
    const CxMarkWords words = { .decimals = score->decimals, .what = score->label };
    return (CxProfileMeasureView){
        .score = cx_mark_make(ctx, &score->whole, &words),
        .question = score->question,
        .label = score->label,
        .wording = score->wording,
        .measure = score->measure,
        .unit = score->unit,
        .is_lowest = measure->is_lowest,
        .before = before_mark(ctx, measure),
        .change = cx_was_make(ctx, measure->change),
        .course = quarter_views(ctx, measure->course),
        .scores_url = cx_arena_printf(ctx->arena, "/scores?%s", score->slice),
        .trends_url = cx_arena_printf(ctx->arena, "/trends?survey=%s&question=%s", survey->key,
                                      score->question),
    };
}

/* How the answers to the first of its questions spread. */
static bool
add_spread(CxCtx *ctx, CxSurvey *survey, const CxProfile *profile, CxProfileView *view,
           GError **error)
{
    if (profile->n_measures == 0)
        return true;
    const CxProfileMeasure *first = &profile->measures[0];
    g_autoptr(CxSlice) slice = cx_slice_new();
    slice->survey = g_strdup(survey->key);
    slice->question = g_strdup(first->item->key);
    slice->from = profile->from;
    slice->to = profile->to;
    const CxScoreAsk ask = { ctx, survey, first->item, slice, CX_SLICE_BY_NONE };
    CxScoreSpread spread;
    if (!cx_usual_settle(first->item, slice, error) ||
        !cx_score_spread(&ask, first->score, &spread, error))
        return false;
    view->spread = spread.rows;
    view->spread_svg = spread.svg;
    view->spread_title = SAY(ctx, "scores.spread.title", CX_ARG_TEXT("label", first->score->label));
    return true;
}

static const char *
standing_title(CxCtx *ctx, const CxProfile *profile)
{
    for (size_t i = 0; i < profile->n_measures; i++) {
        if (profile->measures[i].is_lowest) {
            return SAY(ctx, "scores.measures.lowest",
                       CX_ARG_TEXT("label", profile->measures[i].score->label));
        }
    }
    return cx_message_text(ctx->catalogue, profile->n_measures == 1 ? "profile.standing.one"
                                                                    : "scores.measures.alike");
}

static void
add_measures(CxCtx *ctx, const CxSurvey *survey, const CxProfile *profile, CxProfileView *view)
{
    CxProfileMeasureView *measures =
        cx_arena_new0_n(ctx->arena, CxProfileMeasureView, profile->n_measures);
    view->measure_words = cx_profile_measure_words(profile);
    for (size_t i = 0; i < profile->n_measures; i++) {
        measures[i] = measure_view(ctx, survey, &profile->measures[i]);
        if (!g_str_equal(measures[i].measure, view->measure_words))
            measures[i].other_words = measures[i].measure;
    }
    view->measures = CX_VIEW_LIST(measures, profile->n_measures);
    view->has_measures = profile->n_measures > 0;
    if (!view->has_measures)
        return;
    view->courses_svg = cx_profile_figure_courses(ctx, profile);
    view->standing_svg = cx_profile_figure_measures(ctx, profile);
    view->standing_title = standing_title(ctx, profile);
}

/* ---- Beside them ---- */

/* "" for a day that is not known, or has not come. */
static const char *
day_words(CxCtx *ctx, CxDay day)
{
    return cx_day_is_none(day) ? "" : cx_arena_take(ctx->arena, cx_day_format_long(day));
}

static const char *
term_words(CxCtx *ctx, const CxProfileTerm *term)
{
    return SAY(ctx, "profile.term.when", CX_ARG_TEXT("from", day_words(ctx, term->from)),
               CX_ARG_TEXT("to", day_words(ctx, term->to)),
               CX_ARG_TEXT("has_from", cx_day_is_none(term->from) ? "no" : "yes"),
               CX_ARG_TEXT("has_to", cx_day_is_none(term->to) ? "no" : "yes"));
}

static void
add_terms(CxCtx *ctx, const CxProfile *profile, CxProfileView *view)
{
    CxProfileTermView *terms = cx_arena_new0_n(ctx->arena, CxProfileTermView, profile->n_terms);
    for (size_t i = 0; i < profile->n_terms; i++) {
        const CxProfileTerm *term = &profile->terms[i];
        terms[i] = (CxProfileTermView){
            .leader = term->leader.v,
            .name = term->name,
            .title = term->title,
            .from = term->from,
            .to = term->to,
            .when = term_words(ctx, term),
            .is_current = term->is_current,
            .is_future = term->is_future,
            .url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64, term->leader.v),
        };
        if (term->is_current && cx_ctx_check_leader(ctx, term->leader, NULL)) {
            terms[i].brief_url =
                cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "/brief", term->leader.v);
            view->brief_url = view->brief_url != NULL ? view->brief_url : terms[i].brief_url;
        }
    }
    view->terms = CX_VIEW_LIST(terms, profile->n_terms);
    view->has_terms = profile->n_terms > 0;
}

static bool
fill_metric(CxCtx *ctx, const CxMetric *metric, CxProfileMetricView *view, GError **error)
{
    g_autoptr(CxSeries) series = cx_series_load(ctx, metric, error);
    if (series == NULL)
        return false;
    *view = (CxProfileMetricView){
        .label = cx_arena_text(ctx->arena, metric->label),
        .url = cx_arena_printf(ctx->arena, "/metrics/%" PRId64, metric->id.v),
    };
    if (metric->has_target)
        view->target_text = cx_metric_target_text(ctx, metric, series->currency, metric->target);
    if (series->points->len == 0)
        return true;
    const CxSeriesPoint *last =
        &g_array_index(series->points, CxSeriesPoint, cx_series_n_over(series, ctx->today) - 1);
    view->latest_text = cx_metric_series_text(ctx, metric, series, last->value);
    if (!cx_day_is_none(last->from))
        view->latest_when = cx_arena_take(ctx->arena, cx_day_format_period(last->from, last->to));
    view->is_missed =
        metric->has_target &&
        cx_metric_is_missed(metric, last->value,
                            cx_metric_target_value(metric, series->currency, metric->target));
    return true;
}

static bool
add_metrics(CxCtx *ctx, CxDepartmentId department, CxProfileView *view, GError **error)
{
    g_autoptr(GPtrArray) all = cx_metric_list(ctx, error);
    if (all == NULL)
        return false;
    CxProfileMetricView *metrics = cx_arena_new0_n(ctx->arena, CxProfileMetricView, all->len);
    size_t n = 0;
    for (guint i = 0; i < all->len; i++) {
        const CxMetric *metric = g_ptr_array_index(all, i);
        if (metric->department.v == department.v && !fill_metric(ctx, metric, &metrics[n++], error))
            return false;
    }
    view->metrics = CX_VIEW_LIST(metrics, n);
    view->has_metrics = n > 0;
    return true;
}

static void
add_links(CxCtx *ctx, const CxSurvey *survey, const CxProfile *profile, CxProfileView *view)
{
    CxProfileLinkView *pairs = cx_arena_new0_n(ctx->arena, CxProfileLinkView, profile->n_pairs);
    for (size_t i = 0; i < profile->n_pairs; i++) {
        const CxThresholdPair *pair = &profile->pairs[i];
        pairs[i] = (CxProfileLinkView){
            .label = pair->label,
            .note = SAY(ctx, "profile.threshold", CX_ARG_TEXT("fact", pair->fact_label),
                        CX_ARG_NUMBER("n", pair->n)),
            .url = cx_arena_printf(ctx->arena, "/thresholds/%s/%s?survey=%s", pair->fact,
                                   pair->question, survey->key),
        };
    }
    CxProfileLinkView *pilots = cx_arena_new0_n(ctx->arena, CxProfileLinkView, profile->n_pilots);
    for (size_t i = 0; i < profile->n_pilots; i++) {
        const CxPilotView pilot = cx_pilot_view(ctx, &profile->pilots[i]);
        pilots[i] = (CxProfileLinkView){ pilot.title, pilot.state_text, pilot.url };
    }
    view->thresholds = CX_VIEW_LIST(pairs, profile->n_pairs);
    view->has_thresholds = profile->n_pairs > 0;
    view->pilots = CX_VIEW_LIST(pilots, profile->n_pilots);
    view->has_pilots = profile->n_pilots > 0;
}

/* ---- All of it ---- */

/* The survey asked for, else the first by title; *ret_survey is NULL when there is none at all. */
static bool
load_survey(CxCtx *ctx, const char *key, CxSurvey **ret_survey, GError **error)
{
    *ret_survey = NULL;
    g_autoptr(GPtrArray) surveys = cx_survey_titles(ctx, error);
    if (surveys == NULL)
        return false;
    if (surveys->len == 0)
        return true;
    const CxSurveySummary *first = g_ptr_array_index(surveys, 0);
    *ret_survey = cx_survey_load(ctx, key != NULL && *key != '\0' ? key : first->key, error);
    return *ret_survey != NULL;
}

static bool
add_survey(CxCtx *ctx, CxSurvey *survey, const CxProfile *profile, CxProfileView *view,
           GError **error)
{
    view->survey = cx_arena_text(ctx->arena, survey->key);
    view->survey_title = cx_arena_text(ctx->arena, survey->title);
    view->from = profile->from;
    view->to = profile->to;
    if (!cx_day_is_none(profile->from)) {
        view->period_text =
            cx_arena_take(ctx->arena, cx_day_format_period(profile->from, profile->to));
    }
    add_measures(ctx, survey, profile, view);
    add_links(ctx, survey, profile, view);
    if (ctx->wall.sees_overall) {
        view->drivers_url = cx_arena_printf(ctx->arena, "/drivers?survey=%s&department=%s",
                                            survey->key, profile->key);
    }
    if (ctx->wall.can_change_program && view->has_measures) {
        view->declare_url = cx_arena_printf(ctx->arena, "/changes?survey=%s&department=%s#declare",
                                            survey->key, profile->key);
    }
    return add_spread(ctx, survey, profile, view, error);
}

bool
cx_profile_view(CxCtx *ctx, const CxDepartment *department, const char *key, CxProfileView *view,
                GError **error)
{
    g_autoptr(CxSurvey) survey = NULL;
    if (!load_survey(ctx, key, &survey, error))
        return false;
    const CxProfile *profile = cx_profile_load(ctx, survey, department, error);
    if (profile == NULL || !cx_department_history(ctx, department->id, &view->history, error) ||
        !add_metrics(ctx, department->id, view, error))
        return false;
    view->id = profile->id.v;
    view->key = profile->key;
    view->name = profile->name;
    view->headline = profile->headline;
    view->became = profile->became;
    view->from = view->to = CX_DAY_NONE;
    view->has_history = view->history.n > 0;
    view->can_change = ctx->wall.can_change_program;
    view->findings = cx_finding_views(ctx, &profile->findings);
    view->has_findings = profile->findings.n > 0;
    add_terms(ctx, profile, view);
    return survey == NULL || add_survey(ctx, survey, profile, view, error);
}
