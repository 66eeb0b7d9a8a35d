/* The surveys, and one: its versions, how each was gathered, and its questions. */
#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "evidence/usual.h"
#include "feedback/survey.h"
#include "pages/pages.h"
#include "pages/survey_view.h"

typedef struct {
    CxViewList surveys; /* of CxSurveySummaryView */
    int64_t n_surveys;
    bool has_surveys;
} SurveysView;

static const CxViewField surveys_fields[] = {
    CX_FIELD_CHILD(SurveysView, surveys, CX_FIELD_LIST, &cx_survey_summary_view_type,
                   "The surveys"),
    CX_FIELD_PAGE(SurveysView, n_surveys, CX_FIELD_COUNT, "How many there are"),
    CX_FIELD_PAGE(SurveysView, has_surveys, CX_FIELD_FLAG, "Whether there are any"),
};
const CxViewType cx_surveys_view_type =
    CX_VIEW_TYPE("Surveys", SurveysView, surveys_fields, "The surveys of the program");

typedef struct {
    const char *key;
    const char *title;
    const char *period;
    const char *gathered;
    const char *population;
    const char *sampling;
    const char *sampling_text;
    const char *weighting;
    const char *cluster;
    const char *note;
    const char *source;
} VersionView;

typedef struct {
    const char *key;
    const char *label;
    const char *wording;
    const char *role;
    const char *kind;
    const char *scale;
    const char *department;
    const char *scores_url;  /* NULL: no score, or not for this reader */
    const char *declare_url; /* NULL: likewise, or nobody's */
} ItemView;

typedef struct {
    int64_t id;
    const char *key;
    const char *title;
    const char *zone;
    bool is_weighted;
    CxViewList versions; /* of VersionView, newest first */
    CxViewList items;    /* of ItemView */
    int64_t n_items;
} SurveyView;

static const CxViewField version_fields[] = {
    CX_FIELD(VersionView, key, CX_FIELD_TEXT, "Key of the version"),
    CX_FIELD(VersionView, title, CX_FIELD_TEXT, "Name of the version"),
    CX_FIELD(VersionView, period, CX_FIELD_TEXT, "When it was in use"),
    CX_FIELD(VersionView, gathered, CX_FIELD_TEXT, "How answers were gathered"),
    CX_FIELD(VersionView, population, CX_FIELD_TEXT, "Who was meant to be represented"),
    CX_FIELD_DATA(VersionView, sampling, CX_FIELD_TEXT, "probability, census or open"),
    CX_FIELD_PAGE(VersionView, sampling_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(VersionView, weighting, CX_FIELD_TEXT, "What the weights do"),
    CX_FIELD(VersionView, cluster, CX_FIELD_TEXT, "What a sampling unit is"),
    CX_FIELD(VersionView, note, CX_FIELD_TEXT, "What changed against the version before"),
    CX_FIELD(VersionView, source, CX_FIELD_TEXT, "Where the data comes from"),
};
static const CxViewType version_type =
    CX_VIEW_TYPE("SurveyVersion", VersionView, version_fields, "A version of a survey");

static const CxViewField item_fields[] = {
    CX_FIELD(ItemView, key, CX_FIELD_TEXT, "Stable key"),
    CX_FIELD(ItemView, label, CX_FIELD_TEXT, "Short name"),
    CX_FIELD(ItemView, wording, CX_FIELD_TEXT, "What was asked"),
    CX_FIELD(ItemView, role, CX_FIELD_TEXT, "overall, measure, comment or fact"),
    CX_FIELD(ItemView, kind, CX_FIELD_TEXT, "nps, rating, choice, number or text"),
    CX_FIELD(ItemView, scale, CX_FIELD_TEXT, "The scale in short"),
    CX_FIELD(ItemView, department, CX_FIELD_TEXT, "Whose question it is"),
    CX_FIELD_PAGE(ItemView, scores_url, CX_FIELD_TEXT, "Its scores"),
    CX_FIELD_PAGE(ItemView, declare_url, CX_FIELD_TEXT, "To declare it as what is tested"),
};
static const CxViewType item_type = CX_VIEW_TYPE("Item", ItemView, item_fields, "A question");

static const CxViewField survey_fields[] = {
    CX_FIELD(SurveyView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(SurveyView, key, CX_FIELD_TEXT, "Stable key"),
    CX_FIELD(SurveyView, title, CX_FIELD_TEXT, "Title"),
    CX_FIELD(SurveyView, zone, CX_FIELD_TEXT, "Time zone of its days"),
    CX_FIELD(SurveyView, is_weighted, CX_FIELD_FLAG, "Whether the headline is weighted"),
    CX_FIELD_CHILD(SurveyView, versions, CX_FIELD_LIST, &version_type, "Versions, newest first"),
    CX_FIELD_CHILD(SurveyView, items, CX_FIELD_LIST, &item_type, "Questions"),
    CX_FIELD_PAGE(SurveyView, n_items, CX_FIELD_COUNT, "How many questions"),
};
const CxViewType cx_survey_view_type =
    CX_VIEW_TYPE("Survey", SurveyView, survey_fields, "What a survey asks, of whom, and how");

bool
cx_page_surveys(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    g_autoptr(GPtrArray) list = cx_survey_list(ctx, error);
    if (list == NULL)
        return false;
    const SurveysView view = {
        .surveys = cx_survey_summary_views(ctx, list),
        .n_surveys = (int64_t)list->len,
        .has_surveys = list->len > 0,
    };
    const char *title = cx_message_text(cx_request_catalogue(request), "shell.surveys");
    return cx_reply_view(reply, "surveys", title, &cx_surveys_view_type, &view, error);
}

static const char *
sampling_key(CxSampling sampling)
{
    switch (sampling) {
    case CX_SAMPLING_PROBABILITY:
        return "evidence.sampling.probability";
    case CX_SAMPLING_CENSUS:
        return "evidence.sampling.census";
    case CX_SAMPLING_OPEN:
    case CX_SAMPLING_N:
        break;
    }
    return "evidence.sampling.open";
}

static CxViewList
version_views(CxCtx *ctx, const CxSurvey *survey)
{
    VersionView *rows = cx_arena_new0_n(ctx->arena, VersionView, survey->n_versions);
    for (size_t i = 0; i < survey->n_versions; i++) {
        const CxSurveyVersion *version = &survey->versions[survey->n_versions - 1 - i];
        rows[i] = (VersionView){
            .key = version->key,
            .title = version->title,
            .gathered = version->gathered,
            .population = version->population,
            .sampling = cx_sampling_key(version->sampling),
            .sampling_text = cx_message_text(ctx->catalogue, sampling_key(version->sampling)),
            .weighting = version->weight_text,
            .cluster = version->cluster_text,
            .note = version->note,
            .source = version->source,
        };
        if (!cx_day_is_none(version->from) || !cx_day_is_none(version->to)) {
            rows[i].period =
                cx_arena_take(ctx->arena, cx_day_format_period(version->from, version->to));
        }
    }
    return CX_VIEW_LIST(rows, survey->n_versions);
}

static CxViewList
item_views(CxCtx *ctx, const CxSurvey *survey)
{
    ItemView *rows = cx_arena_new0_n(ctx->arena, ItemView, survey->n_items);
    for (size_t i = 0; i < survey->n_items; i++) {
        const CxItem *item = &survey->items[i];
        const CxItemVersion *asked = cx_item_latest(item);
        CxSliceMeasure measure;
        const bool has_score = cx_usual_measure(item, &measure);
        rows[i] = (ItemView){
            .key = item->key,
            .label = item->label,
            .wording = asked->wording,
            .role = cx_item_role_key(item->role),
            .kind = cx_item_kind_key(asked->kind),
            .department = item->department_name,
        };
        if (has_score) {
            rows[i].scale =
                cx_arena_printf(ctx->arena, "%" PRId64 "–%" PRId64, asked->lo, asked->hi);
        }
        if (has_score && cx_score_can_see(ctx, item)) {
            rows[i].scores_url = cx_arena_printf(ctx->arena, "/scores?survey=%s&question=%s",
                                                 survey->key, item->key);
        }
        if (has_score && ctx->wall.can_change_program && item->role == CX_ITEM_ROLE_MEASURE &&
            item->department.v != 0) {
            rows[i].declare_url =
                cx_arena_printf(ctx->arena, "/changes?survey=%s&department=%s&question=%s#declare",
                                survey->key, item->department_key, item->key);
        }
    }
    return CX_VIEW_LIST(rows, survey->n_items);
}

bool
cx_page_survey(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxSurveyId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error))
        return false;
    g_autoptr(CxSurvey) survey = cx_survey_load_id(ctx, id, error);
    if (survey == NULL)
        return false;
    const SurveyView view = {
        .id = survey->id.v,
        .key = survey->key,
        .title = survey->title,
        .zone = survey->zone,
        .is_weighted = survey->is_weighted,
        .versions = version_views(ctx, survey),
        .items = item_views(ctx, survey),
        .n_items = (int64_t)survey->n_items,
    };
    return cx_reply_view(reply, "survey", view.title, &cx_survey_view_type, &view, error);
}
