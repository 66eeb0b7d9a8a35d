/* Links: which metrics kept inside go with what customers say, all of a survey and one in full. */
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/message.h"
#include "evidence/first_look.h"
#include "evidence/link.h"
#include "pages/marked.h"
#include "pages/pages.h"
#include "pages/survey_choice.h"
#include "tell/link_view.h"

/* ---- The list ---- */

typedef struct {
    bool has_survey;
    const char *survey; /* key */
    const char *survey_title;
    const char *headline;
    CxViewList questions; /* of CxLinkQuestionView */
    bool has_questions;
    CxViewList surveys; /* of CxSurveyLink: the others */
    bool can_bring;
    const char *by;  /* key of the choice that tells units apart; NULL: the whole */
    CxViewList ways; /* of CxSurveyLink: over the units of each choice; for who sees them parted */
    bool has_ways;
    CxViewList marked; /* of CxMarkedView */
    bool has_marked;
} LinksPage;

static const CxViewField links_fields[] = {
    CX_FIELD_PAGE(LinksPage, has_survey, CX_FIELD_FLAG, "Whether there is a survey"),
    CX_FIELD(LinksPage, survey, CX_FIELD_TEXT, "Key of the survey"),
    CX_FIELD(LinksPage, survey_title, CX_FIELD_TEXT, "Title of the survey"),
    CX_FIELD(LinksPage, headline, CX_FIELD_TEXT, "How many links there are"),
    CX_FIELD_CHILD(LinksPage, questions, CX_FIELD_LIST, &cx_link_question_view_type,
                   "Each measure with the metrics set against it"),
    CX_FIELD_PAGE(LinksPage, has_questions, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD(LinksPage, surveys, CX_FIELD_LIST, &cx_survey_link_type, "The other surveys"),
    CX_FIELD_PAGE(LinksPage, can_bring, CX_FIELD_FLAG, "Whether the reader may bring a file"),
    CX_FIELD(LinksPage, by, CX_FIELD_TEXT, "Choice that tells units apart; null: the whole"),
    CX_FIELD_CHILD_PAGE(LinksPage, ways, CX_FIELD_LIST, &cx_survey_link_type,
                        "The whole, or over units"),
    CX_FIELD_PAGE(LinksPage, has_ways, CX_FIELD_FLAG, "Whether there are units"),
    CX_FIELD_CHILD(LinksPage, marked, CX_FIELD_LIST, &cx_marked_view_type,
                   "Changes that are followed, the newest first"),
    CX_FIELD_PAGE(LinksPage, has_marked, CX_FIELD_FLAG, "Whether there are any"),
};
const CxViewType cx_links_page_type =
    CX_VIEW_TYPE("Links", LinksPage, links_fields, "Which metrics go with what customers say");

/* The choices that may tell units apart. */
static void
add_ways(CxCtx *ctx, const CxSurvey *survey, LinksPage *page)
{
    CxSurveyLink *ways = cx_arena_new0_n(ctx->arena, CxSurveyLink, survey->n_items + 1);
    size_t n = 0;
    for (size_t i = 0; ctx->wall.can_change_program && i < survey->n_items; i++) {
        const CxItem *item = &survey->items[i];
        if (cx_item_latest(item)->kind != CX_ITEM_KIND_CHOICE)
            continue;
        ways[n++] = (CxSurveyLink){
            .title = cx_arena_text(ctx->arena, item->label),
            .href = cx_arena_printf(ctx->arena, "/links?survey=%s&by=%s", survey->key, item->key),
        };
    }
    page->ways = CX_VIEW_LIST(ways, n);
    page->has_ways = n > 0;
}

static bool
fill(CxCtx *ctx, const CxSurvey *survey, LinksPage *page, GError **error)
{
    g_autoptr(CxLinkAsker) asker = cx_link_asker_new(ctx, survey, error);
    CxLinkFindings findings;
    if (asker == NULL || !cx_link_list(asker, page->by, &findings, error))
        return false;
    CxLinkQuestionView *questions = cx_arena_new0_n(ctx->arena, CxLinkQuestionView, findings.n + 1);
    int64_t n_found = 0;
    for (size_t i = 0; i < findings.n; i++) {
        questions[i] = *cx_link_question_view(ctx, survey, findings.items[i]);
        n_found += questions[i].n_found;
    }
    if (page->by == NULL && !cx_marked_views(ctx, NULL, asker, &findings, &page->marked, error))
        return false;
    page->has_marked = page->marked.n > 0;
    page->questions = CX_VIEW_LIST(questions, findings.n);
    page->has_questions = findings.n > 0;
    page->headline = cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "links.headline",
                                                                 CX_ARG_NUMBER("n", n_found)));
    return true;
}

bool
cx_page_links(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const char *title = cx_message_text(ctx->catalogue, "shell.links");
    LinksPage page = { .has_survey = false };
    g_auto(CxSurveyChoice) choice = { .survey = NULL };
    if (!cx_survey_choose(ctx, request, "/links", &choice, error))
        return false;
    const CxSurvey *survey = choice.survey;
    if (survey == NULL)
        return cx_reply_view(reply, "links", title, &cx_links_page_type, &page, error);
    page.by = cx_request_query(request, "by");
    add_ways(ctx, survey, &page);
    if (!fill(ctx, survey, &page, error))
        return false;
    page.has_survey = true;
    page.survey = cx_arena_text(ctx->arena, survey->key);
    page.survey_title = cx_arena_text(ctx->arena, survey->title);
    page.surveys = choice.others;
    page.can_bring = ctx->wall.can_change_program;
    return cx_reply_view(reply, "links", title, &cx_links_page_type, &page, error);
}

/* ---- One ---- */

typedef struct {
    const char *survey; /* key */
    const char *survey_title;
    const CxLinkView *link;
    const char *picture_url; /* NULL: no figure */
    const char *since;       /* in the form */
    const char *list_url;
    const char *metric_url;
    const char *scores_url;
    const char *threshold_url; /* NULL: not answer by answer */
    CxViewList marked;         /* of CxMarkedView: of this metric */
    bool has_marked, can_mark;
    const char *mark_url;
} LinkPage;

static const CxViewField page_fields[] = {
    CX_FIELD(LinkPage, survey, CX_FIELD_TEXT, "Key of the survey"),
    CX_FIELD(LinkPage, survey_title, CX_FIELD_TEXT, "Title of the survey"),
    CX_FIELD_CHILD(LinkPage, link, CX_FIELD_OBJECT, &cx_link_view_type, "What was found"),
    CX_FIELD(LinkPage, picture_url, CX_FIELD_TEXT, "The figure as PNG"),
    CX_FIELD_PAGE(LinkPage, since, CX_FIELD_TEXT, "Day of a change, in the form"),
    CX_FIELD_PAGE(LinkPage, list_url, CX_FIELD_TEXT, "Back to the list"),
    CX_FIELD_PAGE(LinkPage, metric_url, CX_FIELD_TEXT, "The metric"),
    CX_FIELD_PAGE(LinkPage, scores_url, CX_FIELD_TEXT, "Scores of the question"),
    CX_FIELD_PAGE(LinkPage, threshold_url, CX_FIELD_TEXT, "Where ratings fall along the metric"),
    CX_FIELD_CHILD(LinkPage, marked, CX_FIELD_LIST, &cx_marked_view_type,
                   "Changes of this metric that are followed, the newest first"),
    CX_FIELD_PAGE(LinkPage, has_marked, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(LinkPage, can_mark, CX_FIELD_FLAG, "Whether the reader may mark one"),
    CX_FIELD_PAGE(LinkPage, mark_url, CX_FIELD_TEXT, "Where it is sent"),
};
const CxViewType cx_link_page_type =
    CX_VIEW_TYPE("LinkPage", LinkPage, page_fields, "A metric set against a measure");

/* The place of a metric in a finding; false with NOT_FOUND. */
static bool
find_metric(const CxLinkFinding *finding, const char *metric, size_t *ret_index, GError **error)
{
    for (size_t i = 0; i < finding->n_items; i++) {
        if (strcmp(finding->items[i].metric, metric) == 0) {
            *ret_index = i;
            return true;
        }
    }
    g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "\"%s\" is not set against \"%s\"", metric,
                finding->label);
    return false;
}

static const CxLinkView *
find(CxCtx *ctx, const CxSurvey *survey, const CxRequest *request, GError **error)
{
    const CxLinkQuery query = { .question = cx_request_param(request, "question"),
                                .to = CX_DAY_NONE };
    g_autoptr(CxLinkAsker) asker = cx_link_asker_new(ctx, survey, error);
    const CxLinkFinding *finding = asker != NULL ? cx_link_run(asker, &query, error) : NULL;
    size_t index = 0;
    if (finding == NULL ||
        !find_metric(finding, cx_request_param(request, "metric"), &index, error))
        return NULL;
    CxLinkView *view = cx_link_view(ctx, survey, finding, index, "link");
    const char *since_text = cx_request_query(request, "since");
    CxDay since = CX_DAY_NONE;
    if (since_text == NULL || *since_text == '\0')
        return view;
    if (!cx_day_parse(since_text, &since, error))
        return NULL;
    const CxLinkFollow *follow =
        cx_link_follow(asker, finding->question, finding->items[index].metric, since, error);
    if (follow == NULL)
        return NULL;
    view->follow = cx_link_follow_view(ctx, finding, follow);
    return view;
}

/* The threshold of a fact of the answers themselves; NULL also while its head has the first look. */
static bool
find_threshold(CxCtx *ctx, const CxSurvey *survey, const CxLinkView *link, const char **ret_url,
               GError **error)
{
    CxHeld held;
    if (!g_str_equal(link->item->way, cx_link_way_key(CX_LINK_WAY_ANSWERS)))
        return true;
    if (!cx_held_load(ctx, &held, error))
        return false;
    const char *question = link->question->question;
    const char *subject =
        cx_finding_threshold_subject(ctx->arena, survey->id, link->item->metric, question);
    if (!cx_held_has_subject(&held, subject)) {
        *ret_url = cx_arena_printf(ctx->arena, "/thresholds/%s/%s?survey=%s", link->item->metric,
                                   question, survey->key);
    }
    return true;
}

bool
cx_page_link(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const char *key = cx_request_query(request, "survey");
    g_autoptr(CxSurvey) survey =
        cx_survey_load(ctx, key != NULL && *key != '\0' ? key : NULL, error);
    const CxLinkView *link = survey != NULL ? find(ctx, survey, request, error) : NULL;
    if (link == NULL)
        return false;
    CxArena *arena = ctx->arena;
    LinkPage page = {
        .survey = cx_arena_text(arena, survey->key),
        .survey_title = cx_arena_text(arena, survey->title),
        .link = link,
        .picture_url = link->svg != NULL ? cx_request_picture(request, "link") : NULL,
        .since = cx_request_query(request, "since"),
        .list_url = cx_arena_printf(arena, "/links?survey=%s", survey->key),
        .metric_url = "/metrics",
        .scores_url = cx_arena_printf(arena, "/scores?survey=%s&question=%s", survey->key,
                                      link->question->question),
    };
    page.can_mark = ctx->wall.can_change_program;
    page.mark_url = cx_arena_printf(arena, "/links/%s/%s/changes", link->item->metric,
                                    link->question->question);
    if (!find_threshold(ctx, survey, link, &page.threshold_url, error) ||
        !cx_marked_views(ctx, link->item->metric, NULL, NULL, &page.marked, error))
        return false;
    page.has_marked = page.marked.n > 0;
    CxMarkedView *marked = (CxMarkedView *)(guintptr)page.marked.items;
    for (size_t i = 0; i < page.marked.n; i++) {
        g_autofree char *since = cx_day_format(marked[i].since);
        marked[i].href =
            cx_arena_printf(arena, "/links/%s/%s?survey=%s&since=%s", link->item->metric,
                            link->question->question, survey->key, since);
    }
    return cx_reply_view(reply, "link", link->item->sentence, &cx_link_page_type, &page, error);
}
