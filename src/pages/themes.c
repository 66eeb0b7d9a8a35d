/* Themes: what customers speak of, one of them with comments that stand for many, and what an analyst
 * makes of them. */
#include "base/error.h"
#include "base/text.h"
#include "evidence/theme.h"
#include "pages/pages.h"
#include "pages/theme_view.h"
#include "tell/quote.h"
#include "web/form.h"

/* ---- The list ---- */

typedef struct {
    const char *headline;
    CxViewList themes;     /* of CxThemeView */
    CxViewList sentiments; /* of CxSentimentView */
    bool has_themes;
    bool can_learn;
    const char *survey; /* key; NULL: there is none */
} ThemesView;

static const CxViewField themes_fields[] = {
    CX_FIELD(ThemesView, headline, CX_FIELD_TEXT, "How many there are"),
    CX_FIELD(ThemesView, survey, CX_FIELD_TEXT, "Key of the survey"),
    CX_FIELD_CHILD(ThemesView, themes, CX_FIELD_LIST, &cx_theme_view_type,
                   "Most surely going with the rating first"),
    CX_FIELD_PAGE(ThemesView, has_themes, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD(ThemesView, sentiments, CX_FIELD_LIST, &cx_sentiment_view_type,
                   "How well words tell the rating, by whose comments"),
    CX_FIELD_PAGE(ThemesView, can_learn, CX_FIELD_FLAG, "Whether the reader may learn at once"),
};
const CxViewType cx_themes_view_type =
    CX_VIEW_TYPE("Themes", ThemesView, themes_fields, "What customers speak of");

/* The survey asked for, else the first; NULL with *error unset when there is none. */
static CxSurvey *
load_survey(CxCtx *ctx, const CxRequest *request, GError **error)
{
    const char *key = cx_request_query(request, "survey");
    if (key != NULL && *key != '\0')
        return cx_survey_load(ctx, key, error);
    g_autoptr(GPtrArray) surveys = cx_survey_titles(ctx, error);
    if (surveys == NULL || surveys->len == 0)
        return NULL;
    const CxSurveySummary *first = g_ptr_array_index(surveys, 0);
    return cx_survey_load_id(ctx, first->id, error);
}

bool
cx_page_themes(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    g_autoptr(GError) local = NULL;
    ThemesView view = { .can_learn = ctx->wall.can_change_program };
    g_autoptr(CxSurvey) survey = load_survey(ctx, request, &local);
    CxThemes themes = { NULL, 0 };
    CxSentiments sentiments = { NULL, 0 };
    if (local != NULL) {
        g_propagate_error(error, g_steal_pointer(&local));
        return false;
    }
    if (survey != NULL && (!cx_theme_list(ctx, survey, &themes, error) ||
                           !cx_sentiment_list(ctx, survey, &sentiments, error)))
        return false;
    view.survey = survey != NULL ? cx_arena_text(ctx->arena, survey->key) : NULL;
    view.themes = cx_theme_views(ctx, &themes);
    view.sentiments = cx_sentiment_views(ctx, &sentiments);
    view.has_themes = themes.n > 0;
    view.headline =
        cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "themes.headline",
                                                    CX_ARG_NUMBER("n", (int64_t)themes.n)));
    return cx_reply_view(reply, "themes", cx_message_text(ctx->catalogue, "shell.themes"),
                         &cx_themes_view_type, &view, error);
}

bool
cx_page_themes_learn(CxCtx *ctx, CX_UNUSED const CxRequest *request, CxReply *reply, GError **error)
{
    int64_t n = 0;
    if (!cx_theme_learn(ctx, &n, error))
        return false;
    cx_reply_redirect(reply, "/themes");
    return true;
}

/* ---- One ---- */

typedef struct {
    const char *text;
    const char *from;
} QuoteView;

typedef struct {
    CxThemeView theme;
    CxViewList quotes; /* of QuoteView */
    CxViewList others; /* of CxThemeView: into which it may go */
    bool has_others;
    bool can_change;
} ThemePage;

static const CxViewField quote_fields[] = {
    CX_FIELD(QuoteView, text, CX_FIELD_TEXT, "What a customer wrote, chosen to stand for many"),
    CX_FIELD(QuoteView, from, CX_FIELD_TEXT, "The rating beside it"),
};
static const CxViewType quote_type =
    CX_VIEW_TYPE("ThemeQuote", QuoteView, quote_fields, "A comment that stands for many");

static const CxViewField page_fields[] = {
    CX_FIELD_CHILD(ThemePage, theme, CX_FIELD_OBJECT_IN, &cx_theme_view_type, "The theme"),
    CX_FIELD_CHILD(ThemePage, quotes, CX_FIELD_LIST, &quote_type,
                   "One from low and one from high ratings, where they tell of nobody"),
    CX_FIELD_CHILD_PAGE(ThemePage, others, CX_FIELD_LIST, &cx_theme_view_type, "The others"),
    CX_FIELD_PAGE(ThemePage, has_others, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(ThemePage, can_change, CX_FIELD_FLAG, "Whether the reader may change it"),
};
const CxViewType cx_theme_page_type =
    CX_VIEW_TYPE("ThemePage", ThemePage, page_fields, "A theme with comments that stand for many");

typedef struct {
    const char *words;
} ThemeWords;

static const CxCommandField words_fields[] = {
    { CX_COMMAND(ThemeWords, words, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_THEME_WORDS_BYTES_MAX, .label_key = "themes.words",
      .about = "The name; the words taught, \"-word\" taking one away; the id it goes into" },
};
const CxCommandType cx_theme_words_type =
    CX_COMMAND_TYPE("ThemeWords", ThemeWords, words_fields, "Changes a theme");

static CxViewList
other_views(CxCtx *ctx, const CxThemes *themes, const CxTheme *shown)
{
    CxThemeView *views = cx_arena_new0_n(ctx->arena, CxThemeView, themes->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < themes->n; i++) {
        if (themes->items[i].id.v != shown->id.v && themes->items[i].said == shown->said)
            views[n++] = cx_theme_view(ctx, &themes->items[i]);
    }
    return CX_VIEW_LIST(views, n);
}

static bool
add_quotes(CxCtx *ctx, const CxSurvey *survey, const CxTheme *theme, ThemePage *page,
           GError **error)
{
    CxQuotes quotes;
    if (!cx_quote_choose_theme(ctx, survey, theme, &quotes, error))
        return false;
    QuoteView *views = cx_arena_new0_n(ctx->arena, QuoteView, CX_QUOTES_MAX);
    for (size_t i = 0; i < quotes.n; i++)
        views[i] = (QuoteView){ quotes.items[i].text, quotes.items[i].from };
    page->quotes = CX_VIEW_LIST(views, quotes.n);
    return true;
}

static bool
show(CxCtx *ctx, const CxRequest *request, CX_UNUSED const CxCommandInput *sent, CxReply *reply,
     GError **error)
{
    CxThemeId id = { 0 };
    g_autoptr(CxSurvey) survey = NULL;
    CxThemes themes;
    if (!cx_request_param_id(request, "id", &id.v, error))
        return false;
    const CxTheme *theme = cx_theme_load(ctx, id, &survey, &themes, error);
    if (theme == NULL)
        return false;
    ThemePage page = { .theme = cx_theme_view(ctx, theme),
                       .others = other_views(ctx, &themes, theme),
                       .can_change = ctx->wall.can_change_program };
    page.has_others = page.others.n > 0;
    return add_quotes(ctx, survey, theme, &page, error) &&
           cx_reply_view(reply, "theme", theme->name, &cx_theme_page_type, &page, error);
}

bool
cx_page_theme(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return show(ctx, request, NULL, reply, error);
}

/* ---- What is made of it ---- */

static const CxRefusal refusals[] = {
    { CX_ERROR_INVALID, "words", NULL },
    { CX_ERROR_CONFLICT, "words", NULL },
};

typedef bool (*UseWords)(CxCtx *ctx, CxThemeId id, const char *words, GError **error);

static bool
use_words(CxCtx *ctx, const CxRequest *request, const ThemeWords *words, UseWords use,
          CxReply *reply, GError **error)
{
    CxThemeId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error) || !use(ctx, id, words->words, error))
        return false;
    cx_reply_redirect(reply, "/themes");
    return true;
}

static bool
take_name(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply, GError **error)
{
    return use_words(ctx, request, command, cx_theme_name, reply, error);
}

static bool
take_lesson(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply,
            GError **error)
{
    return use_words(ctx, request, command, cx_theme_teach, reply, error);
}

static bool
merge_into(CxCtx *ctx, CxThemeId id, const char *words, GError **error)
{
    CxThemeId into = { 0 };
    return cx_text_parse_i64(words, &into.v, error) && cx_theme_merge(ctx, id, into, error);
}

static bool
take_merge(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply,
           GError **error)
{
    return use_words(ctx, request, command, merge_into, reply, error);
}

static const CxForm name_form = { &cx_theme_words_type, take_name, show, CX_REFUSALS(refusals) };
static const CxForm teach_form = { &cx_theme_words_type, take_lesson, show, CX_REFUSALS(refusals) };
static const CxForm merge_form = { &cx_theme_words_type, take_merge, show, CX_REFUSALS(refusals) };

bool
cx_page_theme_name(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&name_form, ctx, request, reply, error);
}

bool
cx_page_theme_teach(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&teach_form, ctx, request, reply, error);
}

bool
cx_page_theme_merge(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&merge_form, ctx, request, reply, error);
}

bool
cx_page_theme_drop(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxThemeId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error) || !cx_theme_drop(ctx, id, error))
        return false;
    cx_reply_redirect(reply, "/themes");
    return true;
}
