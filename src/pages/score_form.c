#include "pages/score_form.h"

#include "base/civil.h"
#include "evidence/scope.h"
#include "evidence/score.h"
#include "evidence/usual.h"
#include "feedback/frame_store.h"
#include "view/form.h"

static const CxViewField form_fields[] = {
    CX_FIELD_CHILD(CxScoreForm, surveys, CX_FIELD_LIST, &cx_form_choice_type, "Surveys"),
    CX_FIELD_CHILD(CxScoreForm, questions, CX_FIELD_LIST, &cx_form_choice_type, "Questions"),
    CX_FIELD_CHILD(CxScoreForm, periods, CX_FIELD_LIST, &cx_form_choice_type, "Periods"),
    CX_FIELD_CHILD(CxScoreForm, groups_by, CX_FIELD_LIST, &cx_form_choice_type, "Groups"),
    CX_FIELD_CHILD(CxScoreForm, weightings, CX_FIELD_LIST, &cx_form_choice_type, "Weightings"),
    CX_FIELD_CHILD(CxScoreForm, organised, CX_FIELD_LIST, &cx_form_choice_type,
                   "Organised as now or then"),
    CX_FIELD(CxScoreForm, has_past, CX_FIELD_FLAG, "Whether the question changed departments"),
    CX_FIELD(CxScoreForm, group_head, CX_FIELD_TEXT, "The grouping selected"),
    CX_FIELD(CxScoreForm, has_surveys, CX_FIELD_FLAG, "More than one survey"),
    CX_FIELD(CxScoreForm, has_weights, CX_FIELD_FLAG, "Whether there are weights"),
};
const CxViewType cx_score_form_type =
    CX_VIEW_TYPE("ScoreForm", CxScoreForm, form_fields, "What can be asked of a survey");

static const char *
words(const CxScoreAsk *ask, const char *key)
{
    return cx_message_text(ask->ctx->catalogue, key);
}

static CxViewList
question_options(const CxScoreAsk *ask)
{
    CxFormChoice *options = cx_arena_new0_n(ask->ctx->arena, CxFormChoice, ask->survey->n_items);
    size_t n = 0;
    for (size_t i = 0; i < ask->survey->n_items; i++) {
        const CxItem *item = &ask->survey->items[i];
        CxSliceMeasure measure;
        CxScope scope;
        if (!cx_scope_find(ask->ctx, item, ask->slice->organised, &scope) ||
            !cx_usual_measure(item, &measure))
            continue;
        options[n++] = (CxFormChoice){
            .value = item->key,
            .label = item->label,
            .is_selected = item == ask->item,
        };
    }
    return CX_VIEW_LIST(options, n);
}

static CxFormChoice
period_option(const CxScoreAsk *ask, CxDay from, CxDay to)
{
    g_autofree char *from_text = cx_day_format(from);
    g_autofree char *to_text = cx_day_format(to);
    return (CxFormChoice){
        .value = cx_arena_printf(ask->ctx->arena, "%s..%s", from_text, to_text),
        .label = cx_arena_take(ask->ctx->arena, cx_day_format_period(from, to)),
        .is_selected = ask->slice->from.v == from.v && ask->slice->to.v == to.v,
    };
}

#define PERIODS_MAX 14

/* All time, the last years and quarters with answers, and what was asked for if it is neither. */
static CxViewList
period_options(const CxScoreAsk *ask, CxDay first, CxDay last)
{
    CxFormChoice *options = cx_arena_new0_n(ask->ctx->arena, CxFormChoice, PERIODS_MAX);
    size_t n = 0;
    const bool is_open = cx_day_is_none(ask->slice->from) && cx_day_is_none(ask->slice->to);
    options[n++] = (CxFormChoice){ "all", words(ask, "scores.period.all"), is_open };
    bool is_listed = is_open;
    if (!cx_day_is_none(first)) {
        const int32_t oldest = cx_day_quarter_index(first);
        for (int32_t q = cx_day_quarter_index(last); q >= oldest && n < PERIODS_MAX - 5; q--) {
            const CxDay to = { cx_quarter_first_day(q + 1).v - 1 };
            options[n] = period_option(ask, cx_quarter_first_day(q), to);
            is_listed = is_listed || options[n++].is_selected;
        }
        const int32_t oldest_year = cx_day_civil(first).year;
        for (int32_t y = cx_day_civil(last).year; y >= oldest_year && n < PERIODS_MAX - 1; y--) {
            const CxDay to = { cx_quarter_first_day((y + 1) * 4).v - 1 };
            options[n] = period_option(ask, cx_quarter_first_day(y * 4), to);
            is_listed = is_listed || options[n++].is_selected;
        }
    }
    if (!is_listed) {
        options[n++] = (CxFormChoice){
            .value = "",
            .label = cx_arena_take(ask->ctx->arena,
                                   cx_day_format_period(ask->slice->from, ask->slice->to)),
            .is_selected = true,
        };
    }
    return CX_VIEW_LIST(options, n);
}

static bool
is_grouped_by(const CxScoreAsk *ask, const char *item)
{
    return ask->slice->by == CX_SLICE_BY_ITEM && g_strcmp0(ask->slice->by_item, item) == 0;
}

/* Facts this reader may see; room is behind options. Returns how many. */
static size_t
add_fact_options(const CxScoreAsk *ask, const CxFrame *frame, CxFormChoice *options)
{
    CxArena *arena = ask->ctx->arena;
    size_t n = 0;
    for (size_t i = 0; i < cx_frame_n_items(frame); i++) {
        const CxFrameItem *item = cx_frame_item(frame, i);
        if (item->is_fact &&
            cx_ctx_can_see_department(ask->ctx, (CxDepartmentId){ item->department })) {
            options[n++] =
                (CxFormChoice){ cx_arena_text(arena, item->key), cx_arena_text(arena, item->label),
                                is_grouped_by(ask, item->key) };
        }
    }
    return n;
}

static CxViewList
group_options(const CxScoreAsk *ask, const CxFrame *frame)
{
    static const CxSliceBy by[] = { CX_SLICE_BY_QUARTER, CX_SLICE_BY_MONTH, CX_SLICE_BY_YEAR,
                                    CX_SLICE_BY_VERSION, CX_SLICE_BY_MODE };
    static const char *const keys[] = { "scores.group.quarter", "scores.group.month",
                                        "scores.group.year", "scores.group.version",
                                        "scores.group.mode" };
    CxFormChoice *options =
        cx_arena_new0_n(ask->ctx->arena, CxFormChoice,
                        CX_N_ELEMENTS(by) + ask->survey->n_items + cx_frame_n_items(frame));
    size_t n = 0;
    const bool can_part = ask->ctx->wall.can_change_program; /* others by time alone */
    for (size_t i = 0; i < CX_N_ELEMENTS(by) && (can_part || cx_slice_by_is_period(by[i])); i++) {
        const bool is_chosen = ask->slice->by == by[i] || ask->trend_by == by[i];
        options[n++] = (CxFormChoice){ cx_slice_by_key(by[i]), words(ask, keys[i]), is_chosen };
    }
    for (size_t i = 0; can_part && i < ask->survey->n_items; i++) {
        const CxItem *item = &ask->survey->items[i];
        if (cx_item_latest(item)->kind == CX_ITEM_KIND_CHOICE)
            options[n++] = (CxFormChoice){ item->key, item->label, is_grouped_by(ask, item->key) };
    }
    n += can_part ? add_fact_options(ask, frame, options + n) : 0;
    return CX_VIEW_LIST(options, n);
}

static CxViewList
weighting_options(const CxScoreAsk *ask)
{
    static const char *const keys[] = { "scores.weighting.declared", "scores.weighting.weighted",
                                        "scores.weighting.unweighted" };
    CxFormChoice *options = cx_arena_new0_n(ask->ctx->arena, CxFormChoice, CX_SLICE_WEIGHTING_N);
    for (size_t i = 0; i < CX_SLICE_WEIGHTING_N; i++) {
        const CxSliceWeighting weighting = (CxSliceWeighting)i;
        options[i] = (CxFormChoice){ cx_slice_weighting_key(weighting), words(ask, keys[i]),
                                     ask->slice->weighting == weighting };
    }
    return CX_VIEW_LIST(options, CX_SLICE_WEIGHTING_N);
}

static CxViewList
organised_options(const CxScoreAsk *ask)
{
    static const char *const keys[] = { "scores.organised.now", "scores.organised.then" };
    CxFormChoice *options = cx_arena_new0_n(ask->ctx->arena, CxFormChoice, CX_ORGANISED_N);
    for (size_t i = 0; i < CX_ORGANISED_N; i++) {
        const CxSliceOrganised organised = (CxSliceOrganised)i;
        options[i] = (CxFormChoice){ cx_slice_organised_key(organised), words(ask, keys[i]),
                                     ask->slice->organised == organised };
    }
    return CX_VIEW_LIST(options, CX_ORGANISED_N);
}

/* Whether organised now and then are two things: of the question, or of any under the overall one. */
static bool
has_past(const CxScoreAsk *ask)
{
    const bool is_overall = ask->item->role == CX_ITEM_ROLE_OVERALL;
    for (size_t i = 0; i < ask->survey->n_items; i++) {
        const CxItem *item = &ask->survey->items[i];
        const bool is_asked = is_overall || item->id.v == ask->item->id.v;
        if (is_asked && (item->n_spells > 1 || !cx_day_is_none(item->own_from)))
            return true;
    }
    return ask->slice->organised != CX_ORGANISED_NOW;
}

static bool
fill_surveys(const CxScoreAsk *ask, CxScoreForm *form, GError **error)
{
    g_autoptr(GPtrArray) list = cx_survey_titles(ask->ctx, error);
    if (list == NULL)
        return false;
    CxArena *arena = ask->ctx->arena;
    CxFormChoice *options = cx_arena_new0_n(arena, CxFormChoice, list->len);
    for (guint i = 0; i < list->len; i++) {
        const CxSurveySummary *survey = g_ptr_array_index(list, i);
        options[i] = (CxFormChoice){
            .value = cx_arena_text(arena, survey->key),
            .label = cx_arena_text(arena, survey->title),
            .is_selected = survey->id.v == ask->survey->id.v,
        };
    }
    form->surveys = CX_VIEW_LIST(options, list->len);
    form->has_surveys = list->len > 1;
    return true;
}

static bool
has_weights(const CxSurvey *survey)
{
    bool has = survey->is_weighted;
    for (size_t i = 0; i < survey->n_versions; i++)
        has = has || survey->versions[i].weight_text != NULL;
    return has;
}

/* The words of the choice selected; NULL for none. */
static const char *
selected_label(CxViewList options)
{
    const CxFormChoice *choices = options.items;
    for (size_t i = 0; i < options.n; i++) {
        if (choices[i].is_selected)
            return choices[i].label;
    }
    return NULL;
}

const CxScoreForm *
cx_score_form(const CxScoreAsk *ask, GError **error)
{
    g_autoptr(CxFrame) frame = cx_frame_store_ref(ask->ctx, ask->survey, error);
    if (frame == NULL)
        return NULL;
    CxScoreForm *form = cx_arena_new0(ask->ctx->arena, CxScoreForm);
    *form = (CxScoreForm){
        .questions = question_options(ask),
        .periods = period_options(ask, cx_frame_first_day(frame), cx_frame_last_day(frame)),
        .groups_by = group_options(ask, frame),
        .weightings = weighting_options(ask),
        .has_weights = has_weights(ask->survey),
        .organised = organised_options(ask),
        .has_past = has_past(ask),
    };
    form->group_head = selected_label(form->groups_by);
    return fill_surveys(ask, form, error) ? form : NULL;
}

static bool
is_period_choice(const CxFormChoice *choice)
{
    static const char *const periods[] = { "month", "quarter", "year", NULL };
    return g_strv_contains(periods, choice->value);
}

const CxScoreForm *
cx_score_form_with(const CxScoreAsk *ask, CxScoreFormGroups groups, const char *none,
                   GError **error)
{
    const CxScoreForm *whole = cx_score_form(ask, error);
    if (whole == NULL)
        return NULL;
    CxScoreForm *form = cx_arena_new0(ask->ctx->arena, CxScoreForm);
    *form = *whole;
    const CxFormChoice *given = whole->groups_by.items;
    CxFormChoice *kept = cx_arena_new0_n(ask->ctx->arena, CxFormChoice, whole->groups_by.n + 1);
    size_t n = 0;
    if (none != NULL)
        kept[n++] = (CxFormChoice){ "", none, ask->slice->by == CX_SLICE_BY_NONE };
    for (size_t i = 0; i < whole->groups_by.n; i++) {
        if (is_period_choice(&given[i]) == (groups == CX_SCORE_FORM_PERIODS))
            kept[n++] = given[i];
    }
    form->groups_by = CX_VIEW_LIST(kept, n);
    return form;
}
