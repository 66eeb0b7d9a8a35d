/* What an outcome goes with: importance and performance of the questions asked. */
#include "evidence/drivers.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "feedback/survey.h"
#include "pages/drivers_ask.h"
#include "pages/pages.h"
#include "pages/survey_choice.h"
#include "tell/drivers_view.h"

typedef struct {
    const char *value;
    const char *label;
    bool is_selected;
} Choice;

typedef struct {
    bool has_survey;
    const char *survey; /* key */
    const char *survey_title;
    const CxDriversView *drivers; /* NULL: nothing to compare */
    const char *none;             /* why, and what to do */
    CxViewList outcomes;          /* of Choice: rated questions */
    CxViewList questions;         /* of Choice: the same, as drivers */
    const char *from, *to;        /* as asked */
    const char *scores_url;
} DriversPage;

static const CxViewField choice_fields[] = {
    CX_FIELD(Choice, value, CX_FIELD_TEXT, "What is sent"),
    CX_FIELD(Choice, label, CX_FIELD_TEXT, "What is read"),
    CX_FIELD(Choice, is_selected, CX_FIELD_FLAG, "Whether it is chosen"),
};
static const CxViewType choice_type =
    CX_VIEW_TYPE("DriversChoice", Choice, choice_fields, "A choice of the form");

static const CxViewField page_fields[] = {
    CX_FIELD_PAGE(DriversPage, has_survey, CX_FIELD_FLAG, "Whether there is a survey"),
    CX_FIELD(DriversPage, survey, CX_FIELD_TEXT, "Key of the survey"),
    CX_FIELD(DriversPage, survey_title, CX_FIELD_TEXT, "Title of the survey"),
    CX_FIELD_CHILD(DriversPage, drivers, CX_FIELD_OBJECT, &cx_drivers_view_type,
                   "What was found, null: nothing to compare"),
    CX_FIELD(DriversPage, none, CX_FIELD_TEXT, "Why there is nothing to compare"),
    CX_FIELD_CHILD_PAGE(DriversPage, outcomes, CX_FIELD_LIST, &choice_type, "Outcomes to choose"),
    CX_FIELD_CHILD_PAGE(DriversPage, questions, CX_FIELD_LIST, &choice_type, "Drivers to choose"),
    CX_FIELD_PAGE(DriversPage, from, CX_FIELD_TEXT, "First day in the form"),
    CX_FIELD_PAGE(DriversPage, to, CX_FIELD_TEXT, "Last day in the form"),
    CX_FIELD_PAGE(DriversPage, scores_url, CX_FIELD_TEXT, "Scores of the outcome"),
};
const CxViewType cx_drivers_page_type =
    CX_VIEW_TYPE("DriversPage", DriversPage, page_fields, "What an outcome goes with");

/* ---- The form ---- */

static bool
is_rated(const CxCtx *ctx, const CxItem *item)
{
    const CxItemKind kind = cx_item_latest(item)->kind;
    return (kind == CX_ITEM_KIND_NPS || kind == CX_ITEM_KIND_RATING) && cx_score_can_see(ctx, item);
}

static bool
is_driver(const CxDriversView *view, const char *key)
{
    const CxDriversItemView *items = view != NULL ? view->items.items : NULL;
    for (size_t i = 0; view != NULL && i < view->items.n; i++) {
        if (g_str_equal(items[i].item, key))
            return true;
    }
    return false;
}

static void
fill_form(CxCtx *ctx, const CxSurvey *survey, const char *outcome, DriversPage *page)
{
    Choice *outcomes = cx_arena_new0_n(ctx->arena, Choice, survey->n_items + 1);
    Choice *questions = cx_arena_new0_n(ctx->arena, Choice, survey->n_items + 1);
    size_t n = 0;
    size_t n_questions = 0;
    const CxItem *chosen = cx_score_item(survey, outcome);
    for (size_t i = 0; i < survey->n_items; i++) {
        const CxItem *item = &survey->items[i];
        if (!is_rated(ctx, item))
            continue;
        const Choice choice = { cx_arena_text(ctx->arena, item->key),
                                cx_arena_text(ctx->arena, item->label), item == chosen };
        outcomes[n++] = choice;
        if (item == chosen)
            continue;
        questions[n_questions] = choice;
        questions[n_questions++].is_selected = is_driver(page->drivers, item->key);
    }
    page->outcomes = CX_VIEW_LIST(outcomes, n);
    page->questions = CX_VIEW_LIST(questions, n_questions);
}

/* ---- The ask ---- */

/* Every value given under the name, comma-separated; as boxes of a form send it. */
static const char *
join_values(CxCtx *ctx, const CxRequest *request, const char *name)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const CxPairs *query = cx_request_query_pairs(request);
    if (cx_request_query(request, name) == NULL)
        return "";
    for (size_t i = 0; i < cx_pairs_count(query); i++) {
        const CxPair *pair = cx_pairs_at(query, i);
        if (g_str_equal(pair->name, name) && *pair->value != '\0')
            g_string_append_printf(out, "%s%s", out->len > 0 ? "," : "", pair->value);
    }
    return cx_arena_text(ctx->arena, out->str);
}

static CxDriversAskTexts
read_texts(CxCtx *ctx, const CxRequest *request)
{
    return (CxDriversAskTexts){
        .outcome = cx_request_query(request, "outcome"),
        .items = join_values(ctx, request, "items"),
        .department = cx_request_query(request, "department"),
        .method = cx_request_query(request, "method"),
        .bootstrap = cx_request_query(request, "bootstrap"),
        .from = cx_request_query(request, "from"),
        .to = cx_request_query(request, "to"),
        .where = cx_request_query(request, "where"),
        .weighting = cx_request_query(request, "weighting"),
    };
}

/* The finding; nothing to compare among the usual questions is no mistake of the reader. */
static bool
find(CxCtx *ctx, const CxSurvey *survey, const CxDriversQuery *query, DriversPage *page,
     GError **error)
{
    g_autoptr(GError) local = NULL;
    const CxDriversFinding *finding = cx_drivers_run(ctx, survey, query, &local);
    if (finding != NULL) {
        page->drivers = cx_drivers_view(ctx, finding, "drivers");
        return true;
    }
    if (query->n_items == 0 && g_error_matches(local, CX_ERROR, CX_ERROR_INVALID)) {
        page->none = cx_message_text(ctx->catalogue, "drivers.none");
        return true;
    }
    g_propagate_error(error, g_steal_pointer(&local));
    return false;
}

bool
cx_page_drivers(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const char *title = cx_message_text(ctx->catalogue, "shell.drivers");
    DriversPage page = { .has_survey = false };
    g_auto(CxSurveyChoice) choice = { .survey = NULL };
    if (!cx_survey_choose(ctx, request, "/drivers", &choice, error))
        return false;
    const CxSurvey *survey = choice.survey;
    if (survey == NULL)
        return cx_reply_view(reply, "drivers", title, &cx_drivers_page_type, &page, error);
    const CxDriversAskTexts texts = read_texts(ctx, request);
    g_autoptr(CxDriversQueryOwned) query = cx_drivers_ask_read(ctx, &texts, error);
    if (query == NULL)
        return false;
    if (!find(ctx, survey, &query->query, &page, error))
        return false;
    page.has_survey = true;
    page.survey = cx_arena_text(ctx->arena, survey->key);
    page.survey_title = cx_arena_text(ctx->arena, survey->title);
    page.from = texts.from;
    page.to = texts.to;
    page.scores_url = cx_arena_printf(ctx->arena, "/scores?survey=%s", survey->key);
    fill_form(ctx, survey, query->query.outcome, &page);
    return cx_reply_view(reply, "drivers", page.drivers != NULL ? page.drivers->headline : title,
                         &cx_drivers_page_type, &page, error);
}
