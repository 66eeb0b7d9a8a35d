/* Scores: one question over a slice, its trend, and the measures of departments beside it. */
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"
#include "evidence/splice.h"
#include "feedback/frame_store.h"
#include "feedback/survey.h"
#include "pages/pages.h"
#include "pages/score_figures.h"
#include "pages/score_view.h"
#include "tell/brief.h"

/* ---- Views ---- */

typedef struct {
    const char *value;
    const char *label;
    bool is_selected;
} OptionView;

typedef struct {
    const char *department;
    const char *label;
    const char *wording;
    const char *measure;
    const char *url;
    bool is_lowest;
    CxMark score;
} MeasureView;

typedef struct {
    const char *before; /* period before */
    const char *from;   /* first period after */
    const char *after;  /* version after */
    const char *why;
    bool is_mode;
    double mode_shift;
} SpliceView;

typedef struct {
    bool has_survey;
    const char *headline;
    const char *period_text;
    const char *survey_title;
    const char *survey_url;
    CxViewList surveys;    /* of OptionView */
    CxViewList questions;  /* of OptionView */
    CxViewList periods;    /* of OptionView */
    CxViewList groups_by;  /* of OptionView */
    CxViewList weightings; /* of OptionView */
    bool has_surveys;      /* more than one to choose from */
    bool has_weights;
    const CxScoreView *score;
    const CxScoreView *trend; /* the same over all time by period; NULL when by something else */
    CxViewList splices;       /* of SpliceView */
    bool has_splices;
    const char *trend_svg;
    const char *groups_svg;
    const char *groups_title;
    const char *group_head;
    const char *evidence;
    const char *json_url;
    const char *measures_headline;
    const char *measures_svg;
    const char *measures_src;
    CxViewList measures; /* of MeasureView */
    bool has_measures;
} ScoresView;

static const CxViewField option_fields[] = {
    CX_FIELD(OptionView, value, CX_FIELD_TEXT, "Value"),
    CX_FIELD(OptionView, label, CX_FIELD_TEXT, "Words"),
    CX_FIELD(OptionView, is_selected, CX_FIELD_FLAG, "Chosen"),
};
static const CxViewType option_type =
    CX_VIEW_TYPE("Option", OptionView, option_fields, "A choice of the slice form");

static const CxViewField measure_fields[] = {
    CX_FIELD(MeasureView, department, CX_FIELD_TEXT, "Whose measure it is"),
    CX_FIELD(MeasureView, label, CX_FIELD_TEXT, "Short name of the question"),
    CX_FIELD(MeasureView, wording, CX_FIELD_TEXT, "What was asked"),
    CX_FIELD(MeasureView, measure, CX_FIELD_TEXT, "How answers are put together"),
    CX_FIELD_PAGE(MeasureView, url, CX_FIELD_TEXT, "Its own scores page"),
    CX_FIELD(MeasureView, is_lowest, CX_FIELD_FLAG, "Stands below all others, intervals apart"),
    CX_FIELD_CHILD(MeasureView, score, CX_FIELD_OBJECT_IN, &cx_mark_type, "Its score"),
};
static const CxViewType measure_type =
    CX_VIEW_TYPE("Measure", MeasureView, measure_fields, "A department's question");

static const CxViewField splice_fields[] = {
    CX_FIELD(SpliceView, before, CX_FIELD_TEXT, "Last period before it"),
    CX_FIELD(SpliceView, from, CX_FIELD_TEXT, "First period after it"),
    CX_FIELD(SpliceView, after, CX_FIELD_TEXT, "Version of the survey after it"),
    CX_FIELD(SpliceView, why, CX_FIELD_TEXT, "What changed"),
    CX_FIELD(SpliceView, is_mode, CX_FIELD_FLAG, "The way answers were taken shifted"),
    CX_FIELD_DATA(SpliceView, mode_shift, CX_FIELD_NUMBER, "Points of the mode mix that moved"),
};
static const CxViewType splice_type =
    CX_VIEW_TYPE("Splice", SpliceView, splice_fields, "Where a trend may not be read as one");

static const CxViewField scores_fields[] = {
    CX_FIELD_PAGE(ScoresView, has_survey, CX_FIELD_FLAG, "Whether there is a survey"),
    CX_FIELD(ScoresView, headline, CX_FIELD_TEXT, "The sentence to remember"),
    CX_FIELD_PAGE(ScoresView, period_text, CX_FIELD_TEXT, "The period as read"),
    CX_FIELD(ScoresView, survey_title, CX_FIELD_TEXT, "Title of the survey"),
    CX_FIELD_PAGE(ScoresView, survey_url, CX_FIELD_TEXT, "Page of the survey"),
    CX_FIELD_CHILD_PAGE(ScoresView, surveys, CX_FIELD_LIST, &option_type, "Surveys"),
    CX_FIELD_CHILD_PAGE(ScoresView, questions, CX_FIELD_LIST, &option_type, "Questions"),
    CX_FIELD_CHILD_PAGE(ScoresView, periods, CX_FIELD_LIST, &option_type, "Periods"),
    CX_FIELD_CHILD_PAGE(ScoresView, groups_by, CX_FIELD_LIST, &option_type, "Groups"),
    CX_FIELD_CHILD_PAGE(ScoresView, weightings, CX_FIELD_LIST, &option_type, "Weightings"),
    CX_FIELD_PAGE(ScoresView, has_surveys, CX_FIELD_FLAG, "More than one survey"),
    CX_FIELD_PAGE(ScoresView, has_weights, CX_FIELD_FLAG, "Whether there are weights"),
    CX_FIELD_CHILD(ScoresView, score, CX_FIELD_OBJECT, &cx_score_view_type, "The score"),
    CX_FIELD_CHILD(ScoresView, trend, CX_FIELD_OBJECT, &cx_score_view_type,
                   "The same question by period, up to the one chosen"),
    CX_FIELD_CHILD(ScoresView, splices, CX_FIELD_LIST, &splice_type, "Where the trend is cut"),
    CX_FIELD_PAGE(ScoresView, has_splices, CX_FIELD_FLAG, "Whether it is cut"),
    CX_FIELD_PAGE(ScoresView, trend_svg, CX_FIELD_MARKUP, "The trend"),
    CX_FIELD_PAGE(ScoresView, groups_svg, CX_FIELD_MARKUP, "The groups"),
    CX_FIELD_PAGE(ScoresView, groups_title, CX_FIELD_TEXT, "What the groups are"),
    CX_FIELD_PAGE(ScoresView, group_head, CX_FIELD_TEXT, "Head of the groups' column"),
    CX_FIELD_PAGE(ScoresView, evidence, CX_FIELD_TEXT, "The evidence line"),
    CX_FIELD_PAGE(ScoresView, json_url, CX_FIELD_TEXT, "The same for programs"),
    CX_FIELD(ScoresView, measures_headline, CX_FIELD_TEXT, "What the measures say"),
    CX_FIELD_PAGE(ScoresView, measures_svg, CX_FIELD_MARKUP, "The measures"),
    CX_FIELD_PAGE(ScoresView, measures_src, CX_FIELD_TEXT, "Their evidence line"),
    CX_FIELD_CHILD(ScoresView, measures, CX_FIELD_LIST, &measure_type, "Departments' measures"),
    CX_FIELD_PAGE(ScoresView, has_measures, CX_FIELD_FLAG, "Whether there are any"),
};
const CxViewType cx_scores_view_type =
    CX_VIEW_TYPE("Scores", ScoresView, scores_fields, "A score, its groups, and the measures");

/* ---- What is asked for ---- */

/* One request in the making. */
typedef struct {
    CxCtx *ctx;
    const CxSurvey *survey;
    const CxItem *item;
    CxSlice *slice;
    CxSliceBy trend_by; /* month, quarter or year; NONE when the groups are no periods */
    ScoresView *view;
} Page;

static const char *
words(const Page *page, const char *key)
{
    return cx_message_text(page->ctx->catalogue, key);
}

/* "2026-07-01..2026-09-30" of the form's period, or "all". */
static bool
take_period(CxSlice *slice, const char *text, GError **error)
{
    if (text == NULL || *text == '\0' || g_str_equal(text, "all"))
        return true;
    g_auto(GStrv) ends = g_strsplit(text, "..", 2);
    if (g_strv_length(ends) != 2) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "a period is written like 2026-07-01..2026-09-30, got \"%s\"", text);
        return false;
    }
    return cx_day_parse(ends[0], &slice->from, error) && cx_day_parse(ends[1], &slice->to, error);
}

/* The slice of the query; without a measure, the question's usual one. */
static CxSlice *
read_slice(const CxRequest *request, bool *ret_has_measure, GError **error)
{
    const CxPairs *query = cx_request_query_pairs(request);
    const size_t n = cx_pairs_count(query);
    g_autofree CxSlicePair *pairs = g_new0(CxSlicePair, n + 1);
    size_t n_pairs = 0;
    const char *period = NULL;
    for (size_t i = 0; i < n; i++) {
        const CxPair *pair = cx_pairs_at(query, i);
        if (g_str_equal(pair->name, "period"))
            period = pair->value;
        else
            pairs[n_pairs++] = (CxSlicePair){ pair->name, pair->value };
    }
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxSlice) slice = cx_slice_parse_pairs(pairs, n_pairs, issues);
    if (slice == NULL) {
        cx_issues_set_error(issues, error);
        return NULL;
    }
    const char *measure = cx_request_query(request, "measure");
    *ret_has_measure = measure != NULL && *measure != '\0';
    return take_period(slice, period, error) ? g_steal_pointer(&slice) : NULL;
}

/* ---- The form ---- */

static CxViewList
question_options(const Page *page)
{
    OptionView *options = cx_arena_new0_n(page->ctx->arena, OptionView, page->survey->n_items);
    size_t n = 0;
    for (size_t i = 0; i < page->survey->n_items; i++) {
        const CxItem *item = &page->survey->items[i];
        CxSliceMeasure measure;
        if (!cx_score_can_see(page->ctx, item) || !cx_brief_usual_measure(item, &measure))
            continue;
        options[n++] = (OptionView){
            .value = item->key,
            .label = item->label,
            .is_selected = item == page->item,
        };
    }
    return CX_VIEW_LIST(options, n);
}

static OptionView
period_option(const Page *page, CxDay from, CxDay to)
{
    g_autofree char *from_text = cx_day_format(from);
    g_autofree char *to_text = cx_day_format(to);
    return (OptionView){
        .value = cx_arena_printf(page->ctx->arena, "%s..%s", from_text, to_text),
        .label = cx_arena_take(page->ctx->arena, cx_day_format_period(from, to)),
        .is_selected = page->slice->from.v == from.v && page->slice->to.v == to.v,
    };
}

#define PERIODS_MAX 14

/* All time, the last years and quarters with answers, and what was asked for if it is neither. */
static CxViewList
period_options(const Page *page, CxDay first, CxDay last)
{
    OptionView *options = cx_arena_new0_n(page->ctx->arena, OptionView, PERIODS_MAX);
    size_t n = 0;
    const bool is_open = cx_day_is_none(page->slice->from) && cx_day_is_none(page->slice->to);
    options[n++] = (OptionView){ "all", words(page, "scores.period.all"), is_open };
    bool is_listed = is_open;
    if (!cx_day_is_none(first)) {
        const int32_t oldest = cx_day_quarter_index(first);
        for (int32_t q = cx_day_quarter_index(last); q >= oldest && n < PERIODS_MAX - 5; q--) {
            const CxDay to = { cx_quarter_first_day(q + 1).v - 1 };
            options[n] = period_option(page, cx_quarter_first_day(q), to);
            is_listed = is_listed || options[n++].is_selected;
        }
        const int32_t oldest_year = cx_day_civil(first).year;
        for (int32_t y = cx_day_civil(last).year; y >= oldest_year && n < PERIODS_MAX - 1; y--) {
            const CxDay to = { cx_quarter_first_day((y + 1) * 4).v - 1 };
            options[n] = period_option(page, cx_quarter_first_day(y * 4), to);
            is_listed = is_listed || options[n++].is_selected;
        }
    }
    if (!is_listed) {
        options[n++] = (OptionView){
            .value = "",
            .label = cx_arena_take(page->ctx->arena,
                                   cx_day_format_period(page->slice->from, page->slice->to)),
            .is_selected = true,
        };
    }
    return CX_VIEW_LIST(options, n);
}

static CxViewList
group_options(const Page *page)
{
    static const CxSliceBy by[] = { CX_SLICE_BY_QUARTER, CX_SLICE_BY_MONTH, CX_SLICE_BY_YEAR,
                                    CX_SLICE_BY_VERSION, CX_SLICE_BY_MODE };
    static const char *const keys[] = { "scores.group.quarter", "scores.group.month",
                                        "scores.group.year", "scores.group.version",
                                        "scores.group.mode" };
    CxArena *arena = page->ctx->arena;
    OptionView *options =
        cx_arena_new0_n(arena, OptionView, CX_N_ELEMENTS(by) + page->survey->n_items);
    size_t n = 0;
    for (size_t i = 0; i < CX_N_ELEMENTS(by); i++) {
        const bool is_chosen = page->slice->by == by[i] || page->trend_by == by[i];
        options[n++] = (OptionView){ cx_slice_by_key(by[i]), words(page, keys[i]), is_chosen };
    }
    for (size_t i = 0; i < page->survey->n_items; i++) {
        const CxItem *item = &page->survey->items[i];
        if (cx_item_latest(item)->kind != CX_ITEM_KIND_CHOICE)
            continue;
        const bool is_chosen =
            page->slice->by == CX_SLICE_BY_ITEM && g_strcmp0(page->slice->by_item, item->key) == 0;
        options[n++] = (OptionView){ item->key, item->label, is_chosen };
    }
    return CX_VIEW_LIST(options, n);
}

static CxViewList
weighting_options(const Page *page)
{
    static const char *const keys[] = { "scores.weighting.declared", "scores.weighting.weighted",
                                        "scores.weighting.unweighted" };
    OptionView *options = cx_arena_new0_n(page->ctx->arena, OptionView, CX_SLICE_WEIGHTING_N);
    for (size_t i = 0; i < CX_SLICE_WEIGHTING_N; i++) {
        const CxSliceWeighting weighting = (CxSliceWeighting)i;
        options[i] = (OptionView){ cx_slice_weighting_key(weighting), words(page, keys[i]),
                                   page->slice->weighting == weighting };
    }
    return CX_VIEW_LIST(options, CX_SLICE_WEIGHTING_N);
}

static bool
survey_options(Page *page, GError **error)
{
    g_autoptr(GPtrArray) list = cx_survey_titles(page->ctx, error);
    if (list == NULL)
        return false;
    OptionView *options = cx_arena_new0_n(page->ctx->arena, OptionView, list->len);
    for (guint i = 0; i < list->len; i++) {
        const CxSurveySummary *survey = g_ptr_array_index(list, i);
        options[i] = (OptionView){
            .value = cx_arena_text(page->ctx->arena, survey->key),
            .label = cx_arena_text(page->ctx->arena, survey->title),
            .is_selected = survey->id.v == page->survey->id.v,
        };
    }
    page->view->surveys = CX_VIEW_LIST(options, list->len);
    page->view->has_surveys = list->len > 1;
    g_autoptr(CxFrame) frame = cx_frame_store_ref(page->ctx, page->survey, error);
    if (frame == NULL)
        return false;
    page->view->periods = period_options(page, cx_frame_first_day(frame), cx_frame_last_day(frame));
    return true;
}

/* ---- What it says ---- */

static const char *
headline(const Page *page, const CxScore *score, const CxMark *mark)
{
    const char *key = "scores.headline.mean";
    if (mark->text == NULL) {
        key = score->whole.n == 0 ? "scores.headline.none" : "scores.headline.hidden";
    } else if (page->slice->measure == CX_SLICE_NPS) {
        key = page->item->role == CX_ITEM_ROLE_OVERALL ? "scores.headline.overall"
                                                       : "scores.headline.nps";
    } else if (page->slice->measure == CX_SLICE_TOP2) {
        key = "scores.headline.top2";
    } else if (page->slice->measure == CX_SLICE_SHARE) {
        key = "scores.headline.share";
    }
    g_autofree char *percent = mark->text != NULL ? cx_text_number(score->whole.value, 0) : NULL;
    const CxItemVersion *asked = cx_item_latest(page->item);
    const bool is_down = asked->direction == CX_DIRECTION_DOWN;
    return cx_arena_take(
        page->ctx->arena,
        cx_message_format(page->ctx->catalogue, key, CX_ARG_TEXT("label", score->label),
                          CX_ARG_TEXT("value", mark->text), CX_ARG_TEXT("percent", percent),
                          CX_ARG_NUMBER("good", is_down ? asked->lo + 1 : asked->hi - 1),
                          CX_ARG_NUMBER("best", is_down ? asked->lo : asked->hi),
                          CX_ARG_NUMBER("hi", asked->hi)));
}

static const char *
evidence_line(const Page *page, const CxScore *score)
{
    return cx_arena_take(
        page->ctx->arena,
        cx_message_format(page->ctx->catalogue, "scores.evidence",
                          CX_ARG_TEXT("measure", score->measure),
                          CX_ARG_TEXT("wording", score->wording),
                          CX_ARG_TEXT("weighted", score->is_weighted ? "yes" : "no"),
                          CX_ARG_NUMBER("clusters", score->whole.clusters)));
}

/* ---- The departments' measures ---- */

static const CxScore *
measure_score(const Page *page, const CxItem *item, CxSliceMeasure measure, GError **error)
{
    g_autoptr(CxSlice) slice = cx_slice_copy(page->slice);
    g_free(slice->question);
    slice->question = g_strdup(item->key);
    slice->measure = measure;
    g_clear_pointer(&slice->answers, g_strfreev);
    slice->by = CX_SLICE_BY_NONE;
    g_clear_pointer(&slice->by_item, g_free);
    return cx_score_run(page->ctx, page->survey, slice, error);
}

static void
measures_words(Page *page, MeasureView *rows, const CxScore *const *scores, size_t n)
{
    const size_t lowest = cx_brief_lowest(scores, n);
    const char *label = "";
    if (lowest < n) {
        rows[lowest].is_lowest = true;
        label = rows[lowest].label;
    }
    page->view->measures_headline =
        cx_arena_take(page->ctx->arena, cx_message_format(page->ctx->catalogue,
                                                          lowest < n ? "scores.measures.lowest"
                                                                     : "scores.measures.alike",
                                                          CX_ARG_TEXT("label", label)));
    page->view->measures_src = words(page, "scores.measures.src");
}

/* Most useful under the overall rating: there the whole survey is laid out by department. */
static bool
add_measures(Page *page, GError **error)
{
    CxArena *arena = page->ctx->arena;
    const size_t n_items = page->survey->n_items;
    MeasureView *rows = cx_arena_new0_n(arena, MeasureView, n_items);
    const CxScore **scores = cx_arena_new0_n(arena, const CxScore *, n_items);
    size_t n = 0;
    for (size_t i = 0; i < n_items; i++) {
        const CxItem *item = &page->survey->items[i];
        CxSliceMeasure measure;
        if (item->role != CX_ITEM_ROLE_MEASURE || item->department.v == 0 ||
            !cx_score_can_see(page->ctx, item) || !cx_brief_usual_measure(item, &measure))
            continue;
        const CxScore *score = measure_score(page, item, measure, error);
        if (score == NULL)
            return false;
        const CxMarkWords mark = { .decimals = score->decimals, .what = score->label };
        scores[n] = score;
        rows[n++] = (MeasureView){
            .department = cx_arena_text(arena, item->department_name),
            .label = score->label,
            .wording = score->wording,
            .measure = score->measure,
            .url = cx_arena_printf(arena, "/scores?%s", score->slice),
            .score = cx_mark_make(page->ctx, &score->whole, &mark),
        };
    }
    page->view->measures = CX_VIEW_LIST(rows, n);
    page->view->has_measures = n > 0;
    if (n == 0)
        return true;
    measures_words(page, rows, scores, n);
    page->view->measures_svg = cx_score_figure_measures(page->ctx, page->survey, scores, n);
    return true;
}

/* ---- Putting it together ---- */

static CxViewList
splice_views(CxCtx *ctx, const CxScore *score, const CxSplice *splices, size_t n)
{
    SpliceView *views = cx_arena_new0_n(ctx->arena, SpliceView, n);
    for (size_t i = 0; i < n; i++) {
        views[i] = (SpliceView){
            .before = score->groups[splices[i].at - 1].label,
            .from = score->groups[splices[i].at].label,
            .after = splices[i].after,
            .why = splices[i].why,
            .is_mode = splices[i].is_mode,
            .mode_shift = splices[i].mode_shift,
        };
    }
    return CX_VIEW_LIST(views, n);
}

/* The question by period until now, so that the number chosen is seen in its course. */
static bool
add_trend(Page *page, GError **error)
{
    g_autoptr(CxSlice) slice = cx_slice_copy(page->slice);
    slice->from = CX_DAY_NONE; /* up to the period chosen, whose number is then the last point */
    slice->by = page->trend_by;
    const CxScore *score = cx_score_run(page->ctx, page->survey, slice, error);
    if (score == NULL)
        return false;
    page->view->trend = cx_score_view(page->ctx, page->survey->key, score);
    if (score->n_groups > 1) {
        const CxSplice *splices = NULL;
        size_t n = 0;
        if (!cx_splice_find(page->ctx, page->survey, slice, score, &splices, &n, error))
            return false;
        page->view->trend_svg = cx_score_figure_trend(page->ctx, page->trend_by, score, splices, n);
        page->view->splices = splice_views(page->ctx, score, splices, n);
        page->view->has_splices = n > 0;
    }
    return true;
}

static bool
add_groups(Page *page, const CxScore *score, GError **error)
{
    ScoresView *view = page->view;
    const CxViewList options = view->groups_by;
    for (size_t i = 0; i < options.n; i++) {
        const OptionView *option = (const OptionView *)options.items + i;
        if (option->is_selected)
            view->group_head = option->label;
    }
    if (page->trend_by != CX_SLICE_BY_NONE)
        return add_trend(page, error);
    if (score->n_groups > 0 && score->whole.n != 0)
        view->groups_svg = cx_score_figure_groups(page->ctx, score);
    return true;
}

static bool
fill(Page *page, GError **error)
{
    ScoresView *view = page->view;
    const CxScore *score = cx_score_run(page->ctx, page->survey, page->slice, error);
    if (score == NULL)
        return false;
    CxArena *arena = page->ctx->arena;
    view->has_survey = true;
    view->survey_title = cx_arena_text(arena, page->survey->title);
    view->survey_url = cx_arena_printf(arena, "/surveys/%" G_GINT64_FORMAT, page->survey->id.v);
    view->score = cx_score_view(page->ctx, page->survey->key, score);
    view->headline = headline(page, score, &view->score->score);
    view->period_text = cx_arena_take(arena, cx_day_format_period(score->from, score->to));
    view->questions = question_options(page);
    view->groups_by = group_options(page);
    view->weightings = weighting_options(page);
    view->has_weights = page->survey->is_weighted;
    for (size_t i = 0; i < page->survey->n_versions; i++)
        view->has_weights = view->has_weights || page->survey->versions[i].weight_text != NULL;
    view->evidence = evidence_line(page, score);
    view->json_url = cx_arena_printf(arena, "/api/v1/scores?%s", score->slice);
    const bool is_overall = page->item->role == CX_ITEM_ROLE_OVERALL;
    return add_groups(page, score, error) && survey_options(page, error) &&
           (!is_overall || add_measures(page, error));
}

/* The question asked about; NULL with an error. */
static const CxItem *
find_item(const CxSurvey *survey, const CxSlice *slice, GError **error)
{
    const CxItem *item = slice->question != NULL ? cx_survey_item(survey, slice->question)
                                                 : &survey->items[survey->i_overall];
    if (item == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "survey \"%s\" has no question \"%s\"",
                    survey->title, slice->question);
    }
    return item;
}

/* Fills in what was not asked for: the usual measure, the last quarter, the course by quarter. */
static bool
settle(Page *page, const CxRequest *request, bool has_measure, GError **error)
{
    CxSlice *slice = page->slice;
    if (!has_measure && !cx_brief_usual_measure(page->item, &slice->measure)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" is not a rating", page->item->label);
        return false;
    }
    const bool is_open = cx_day_is_none(slice->from) && cx_day_is_none(slice->to);
    const char *period = cx_request_query(request, "period");
    if (is_open && (period == NULL || *period == '\0') &&
        !cx_brief_period(page->ctx, page->survey, &slice->from, &slice->to, error))
        return false;
    switch (slice->by) {
    case CX_SLICE_BY_MONTH:
    case CX_SLICE_BY_QUARTER:
    case CX_SLICE_BY_YEAR:
        page->trend_by = slice->by;
        break;
    case CX_SLICE_BY_NONE:
        page->trend_by = CX_SLICE_BY_QUARTER;
        break;
    case CX_SLICE_BY_VERSION:
    case CX_SLICE_BY_MODE:
    case CX_SLICE_BY_ITEM:
    case CX_SLICE_BY_N:
        return true;
    }
    slice->by = CX_SLICE_BY_NONE;
    return true;
}

/* Nothing has been imported yet: what to do first. */
static bool
show_first_run(const CxRequest *request, CxReply *reply, GError **error)
{
    const ScoresView view = { .has_survey = false };
    const char *title = cx_message_text(cx_request_catalogue(request), "shell.scores");
    return cx_reply_view(reply, "scores", title, &cx_scores_view_type, &view, error);
}

bool
cx_page_scores(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    bool has_measure = false;
    g_autoptr(CxSlice) slice = read_slice(request, &has_measure, error);
    if (slice == NULL)
        return false;
    g_autoptr(GPtrArray) surveys = cx_survey_titles(ctx, error);
    if (surveys == NULL)
        return false;
    if (surveys->len == 0)
        return show_first_run(request, reply, error);
    if (slice->survey == NULL) {
        const CxSurveySummary *first = g_ptr_array_index(surveys, 0);
        slice->survey = g_strdup(first->key);
    }
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, slice->survey, error);
    if (survey == NULL)
        return false;
    const CxItem *item = find_item(survey, slice, error);
    if (item == NULL)
        return false;
    ScoresView view = { 0 };
    Page page = {
        .ctx = ctx,
        .survey = survey,
        .item = item,
        .slice = slice,
        .trend_by = CX_SLICE_BY_NONE,
        .view = &view,
    };
    if (!settle(&page, request, has_measure, error) || !fill(&page, error))
        return false;
    return cx_reply_view(reply, "scores", view.score->label, &cx_scores_view_type, &view, error);
}
