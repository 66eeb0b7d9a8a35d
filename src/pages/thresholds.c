/* Where ratings fall: the facts and questions that can be set against each other, and one of them. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "business/metric.h"
#include "evidence/finding.h"
#include "pages/finding_view.h"
#include "pages/pages.h"
#include "pages/survey_choice.h"
#include "pages/threshold_ask.h"
#include "tell/threshold_view.h"

/* ---- The list ---- */

typedef struct {
    const char *fact; /* key */
    const char *fact_label;
    const char *question; /* key */
    const char *label;
    const char *department; /* name, or NULL */
    int64_t n;
    const char *n_text;
    const char *url;
} PairView;

typedef struct {
    bool has_survey;
    const char *survey_title;
    const char *headline;
    CxViewList surveys; /* of CxSurveyLink: the others */
    CxViewList found;   /* of CxFindingView: what the nights found */
    bool has_found;
    CxViewList pairs; /* of PairView */
    bool has_pairs;
    CxViewList work, money; /* of PairView: the pairs, by what moves what */
    bool has_money;
    bool can_bring; /* the reader may bring a file */
} ThresholdsView;

static const CxViewField pair_fields[] = {
    CX_FIELD(PairView, fact, CX_FIELD_TEXT, "Key of the fact"),
    CX_FIELD(PairView, fact_label, CX_FIELD_TEXT, "The fact"),
    CX_FIELD(PairView, question, CX_FIELD_TEXT, "Key of the question"),
    CX_FIELD(PairView, label, CX_FIELD_TEXT, "Short name of the question"),
    CX_FIELD(PairView, department, CX_FIELD_TEXT, "Whose question, null: nobody's"),
    CX_FIELD_DATA(PairView, n, CX_FIELD_COUNT, "Responses with both"),
    CX_FIELD_PAGE(PairView, n_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(PairView, url, CX_FIELD_TEXT, "Where the two are set against each other"),
};
static const CxViewType pair_type = CX_VIEW_TYPE("ThresholdPair", PairView, pair_fields,
                                                 "A fact and a question that can be compared");

static const CxViewField thresholds_fields[] = {
    CX_FIELD_PAGE(ThresholdsView, has_survey, CX_FIELD_FLAG, "Whether there is a survey"),
    CX_FIELD(ThresholdsView, survey_title, CX_FIELD_TEXT, "Title of the survey"),
    CX_FIELD_PAGE(ThresholdsView, headline, CX_FIELD_TEXT, "What they say"),
    CX_FIELD_CHILD_PAGE(ThresholdsView, surveys, CX_FIELD_LIST, &cx_survey_link_type,
                        "The other surveys"),
    CX_FIELD_CHILD(ThresholdsView, found, CX_FIELD_LIST, &cx_finding_view_type,
                   "Thresholds beside targets that were found worth saying"),
    CX_FIELD_PAGE(ThresholdsView, has_found, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD(ThresholdsView, pairs, CX_FIELD_LIST, &pair_type, "What can be compared"),
    CX_FIELD_CHILD_PAGE(ThresholdsView, work, CX_FIELD_LIST, &pair_type,
                        "Those of what departments do"),
    CX_FIELD_CHILD_PAGE(ThresholdsView, money, CX_FIELD_LIST, &pair_type,
                        "Those of money, which comes of ratings"),
    CX_FIELD_PAGE(ThresholdsView, has_money, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(ThresholdsView, can_bring, CX_FIELD_FLAG, "Whether the reader may bring a file"),
    CX_FIELD_PAGE(ThresholdsView, has_pairs, CX_FIELD_FLAG, "Whether there are any"),
};
const CxViewType cx_thresholds_view_type = CX_VIEW_TYPE(
    "Thresholds", ThresholdsView, thresholds_fields, "Facts and questions that can be compared");

static PairView
pair_view(CxCtx *ctx, const CxSurvey *survey, const CxThresholdPair *pair, const CxHeld *held)
{
    const char *subject =
        cx_finding_threshold_subject(ctx->arena, survey->id, pair->fact, pair->question);
    return (PairView){
        .fact = pair->fact,
        .fact_label = pair->fact_label,
        .question = pair->question,
        .label = pair->label,
        .department = pair->department_name,
        .n = pair->n,
        .n_text = cx_arena_take(ctx->arena, cx_text_count(pair->n)),
        /* none while its head has the first look */
        .url = cx_held_has_subject(held, subject)
                   ? NULL
                   : cx_arena_printf(ctx->arena, "/thresholds/%s/%s?survey=%s", pair->fact,
                                     pair->question, survey->key),
    };
}

static void
fill_pairs(CxCtx *ctx, const CxSurvey *survey, const CxThresholdPairs *pairs, const CxHeld *held,
           ThresholdsView *view)
{
    PairView *rows = cx_arena_new0_n(ctx->arena, PairView, pairs->n + 1);
    PairView *work = cx_arena_new0_n(ctx->arena, PairView, pairs->n + 1);
    PairView *money = cx_arena_new0_n(ctx->arena, PairView, pairs->n + 1);
    size_t n_work = 0;
    size_t n_money = 0;
    for (size_t i = 0; i < pairs->n; i++) {
        rows[i] = pair_view(ctx, survey, &pairs->items[i], held);
        if (cx_threshold_is_money(&pairs->items[i]))
            money[n_money++] = rows[i];
        else
            work[n_work++] = rows[i];
    }
    view->pairs = CX_VIEW_LIST(rows, pairs->n);
    view->has_pairs = pairs->n > 0;
    view->work = CX_VIEW_LIST(work, n_work);
    view->money = CX_VIEW_LIST(money, n_money);
    view->has_money = n_money > 0;
}

/* What was found of this survey's thresholds, and of it the title. A head who reads it here has read it. */
static bool
fill_found(CxCtx *ctx, const CxSurvey *survey, ThresholdsView *view, GError **error)
{
    CxFindingList all;
    if (!cx_finding_list(ctx, NULL, &all, error))
        return false;
    CxFinding *found = cx_arena_new0_n(ctx->arena, CxFinding, all.n + 1);
    size_t n = 0;
    int64_t n_bad = 0;
    for (size_t i = 0; i < all.n; i++) {
        const CxFinding *finding = &all.items[i];
        if (finding->kind != CX_FINDING_THRESHOLD || finding->survey.v != survey->id.v)
            continue;
        cx_first_look_opened(ctx, finding);
        n_bad += finding->tone == CX_FINDING_TONE_BAD ? 1 : 0;
        found[n++] = *finding;
    }
    const CxFindingList list = { found, n };
    view->found = cx_finding_views(ctx, &list);
    view->has_found = n > 0;
    view->headline =
        cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "thresholds.headline",
                                                    CX_ARG_NUMBER("n", (int64_t)view->pairs.n),
                                                    CX_ARG_NUMBER("found", (int64_t)n),
                                                    CX_ARG_NUMBER("bad", n_bad)));
    return true;
}

bool
cx_page_thresholds(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const char *title = cx_message_text(ctx->catalogue, "shell.thresholds");
    ThresholdsView view = { .has_survey = false };
    g_auto(CxSurveyChoice) choice = { .survey = NULL };
    if (!cx_survey_choose(ctx, request, "/thresholds", &choice, error))
        return false;
    const CxSurvey *survey = choice.survey;
    if (survey == NULL)
        return cx_reply_view(reply, "thresholds", title, &cx_thresholds_view_type, &view, error);
    CxThresholdPairs pairs;
    if (!cx_threshold_list(ctx, survey, &pairs, error))
        return false;
    view.has_survey = true;
    view.survey_title = cx_arena_text(ctx->arena, survey->title);
    view.surveys = choice.others;
    CxHeld held;
    if (!cx_held_load(ctx, &held, error))
        return false;
    fill_pairs(ctx, survey, &pairs, &held, &view);
    view.can_bring = ctx->wall.can_change_program;
    if (!fill_found(ctx, survey, &view, error))
        return false;
    return cx_reply_view(reply, "thresholds", title, &cx_thresholds_view_type, &view, error);
}

/* ---- One ---- */

typedef struct {
    const char *survey; /* key */
    const char *survey_title;
    const CxThresholdView *threshold;
    const char *level_text; /* as the form shows it */
    const char *target_text;
    const char *low_text;
    const char *picture_url;
    const char *metric_url; /* where its target is set, for who may; else NULL */
    bool can_ask;           /* for other days, another limit or target */
    const char *list_url;
    const char *scores_url;
} ThresholdPage;

static const CxViewField page_fields[] = {
    CX_FIELD(ThresholdPage, survey, CX_FIELD_TEXT, "Key of the survey"),
    CX_FIELD(ThresholdPage, survey_title, CX_FIELD_TEXT, "Title of the survey"),
    CX_FIELD_CHILD(ThresholdPage, threshold, CX_FIELD_OBJECT, &cx_threshold_view_type,
                   "What was found"),
    CX_FIELD_PAGE(ThresholdPage, level_text, CX_FIELD_TEXT, "Level in the form"),
    CX_FIELD_PAGE(ThresholdPage, target_text, CX_FIELD_TEXT, "Target in the form"),
    CX_FIELD_PAGE(ThresholdPage, low_text, CX_FIELD_TEXT, "Limit of low answers in the form"),
    CX_FIELD(ThresholdPage, picture_url, CX_FIELD_TEXT, "The figure as PNG"),
    CX_FIELD_PAGE(ThresholdPage, metric_url, CX_FIELD_TEXT, "Where its target is set"),
    CX_FIELD_PAGE(ThresholdPage, can_ask, CX_FIELD_FLAG, "The reader may ask for others"),
    CX_FIELD_PAGE(ThresholdPage, list_url, CX_FIELD_TEXT, "Back to the list"),
    CX_FIELD_PAGE(ThresholdPage, scores_url, CX_FIELD_TEXT, "Scores of the question"),
};
const CxViewType cx_threshold_page_type =
    CX_VIEW_TYPE("ThresholdPage", ThresholdPage, page_fields, "A fact set against a question");

static const char *
metric_url(CxCtx *ctx, const char *key, GError **error)
{
    g_autoptr(CxMetric) metric = cx_metric_find(ctx, key, error);
    return metric != NULL ? cx_arena_printf(ctx->arena, "/metrics/%" PRId64, metric->id.v) : NULL;
}

bool
cx_page_threshold(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxThresholdQuery query = cx_threshold_query(cx_request_param(request, "fact"),
                                                cx_request_param(request, "question"));
    const CxThresholdAskTexts texts = {
        .target = cx_request_query(request, "target"),
        .level = cx_request_query(request, "level"),
        .low = cx_request_query(request, "low"),
        .from = cx_request_query(request, "from"),
        .to = cx_request_query(request, "to"),
    };
    if (!cx_threshold_ask_read(&texts, &query, error))
        return false;
    const char *key = cx_request_query(request, "survey");
    g_autoptr(CxSurvey) survey =
        cx_survey_load(ctx, key != NULL && *key != '\0' ? key : NULL, error);
    const CxThresholdFinding *finding =
        survey != NULL ? cx_threshold_run(ctx, survey, &query, error) : NULL;
    if (finding == NULL)
        return false;
    ThresholdPage page = {
        .survey = cx_arena_text(ctx->arena, survey->key),
        .survey_title = cx_arena_text(ctx->arena, survey->title),
        .threshold = cx_threshold_view(ctx, finding, "threshold"),
        .level_text = isfinite(finding->level)
                          ? cx_arena_take(ctx->arena, cx_text_number(100.0 * finding->level, 0))
                          : NULL,
        .target_text = finding->target_text,
        .low_text = cx_arena_printf(ctx->arena, "%d", finding->low_limit),
        .picture_url = cx_request_picture(request, "threshold"),
        .can_ask = ctx->wall.can_change_program,
        .list_url = cx_arena_printf(ctx->arena, "/thresholds?survey=%s", survey->key),
        .scores_url = cx_arena_printf(ctx->arena, "/scores?survey=%s&question=%s", survey->key,
                                      finding->question),
    };
    if (ctx->wall.can_change_program &&
        (page.metric_url = metric_url(ctx, finding->fact, error)) == NULL)
        return false;
    return cx_reply_view(reply, "threshold", finding->headline, &cx_threshold_page_type, &page,
                         error);
}
