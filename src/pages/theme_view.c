#include "pages/theme_view.h"

#include <math.h>

#include "base/message.h"
#include "base/text.h"

static const CxViewField theme_fields[] = {
    CX_MARK_FIELDS(offsetof(CxThemeView, score)),
    CX_FIELD_CHILD_PAGE(CxThemeView, score, CX_FIELD_OBJECT_IN, &cx_mark_type, "As read"),
    CX_FIELD(CxThemeView, id, CX_FIELD_COUNT, "Id of the theme"),
    CX_FIELD(CxThemeView, name, CX_FIELD_TEXT, "What it is called"),
    CX_FIELD_CHILD(CxThemeView, words, CX_FIELD_LIST, &cx_view_text_type, "Stems that name it"),
    CX_FIELD_PAGE(CxThemeView, words_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxThemeView, sentence, CX_FIELD_TEXT, "How it goes with the rating"),
    CX_FIELD(CxThemeView, question, CX_FIELD_TEXT, "Key of the rating"),
    CX_FIELD(CxThemeView, label, CX_FIELD_TEXT, "Short name of the rating"),
    CX_FIELD(CxThemeView, comments, CX_FIELD_TEXT, "Key of the item the comments are of"),
    CX_FIELD_DATA(CxThemeView, n_naming, CX_FIELD_COUNT, "Comments that name it, counted"),
    CX_FIELD_PAGE(CxThemeView, n_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxThemeView, is_own, CX_FIELD_FLAG, "Whether somebody named, taught or merged it"),
    CX_FIELD(CxThemeView, from, CX_FIELD_DAY, "First day of the comments"),
    CX_FIELD(CxThemeView, to, CX_FIELD_DAY, "Last day of the comments"),
    CX_FIELD(CxThemeView, href, CX_FIELD_TEXT, "Its page"),
};
const CxViewType cx_theme_view_type =
    CX_VIEW_TYPE("Theme", CxThemeView, theme_fields,
                 "What customers speak of: mean rating of comments that name it less the others'");

static const CxViewField sentiment_fields[] = {
    CX_MARK_FIELDS(offsetof(CxSentimentView, score)),
    CX_FIELD_CHILD_PAGE(CxSentimentView, score, CX_FIELD_OBJECT_IN, &cx_mark_type, "As read"),
    CX_FIELD(CxSentimentView, comments, CX_FIELD_TEXT, "Key of the item the comments are of"),
    CX_FIELD(CxSentimentView, question, CX_FIELD_TEXT, "Key of the rating"),
    CX_FIELD(CxSentimentView, label, CX_FIELD_TEXT, "Short name of the rating"),
    CX_FIELD(CxSentimentView, language, CX_FIELD_TEXT, "Whose stemmer reads the comments"),
    CX_FIELD(CxSentimentView, common_percent, CX_FIELD_NUMBER,
             "% right by always guessing the more common side"),
    CX_FIELD(CxSentimentView, n_terms, CX_FIELD_COUNT, "Stems and pairs looked at"),
    CX_FIELD_CHILD(CxSentimentView, praise, CX_FIELD_LIST, &cx_view_text_type,
                   "Words that go with high ratings most"),
    CX_FIELD_CHILD(CxSentimentView, blame, CX_FIELD_LIST, &cx_view_text_type,
                   "Words that go with low ratings most"),
    CX_FIELD_PAGE(CxSentimentView, sentence, CX_FIELD_TEXT, "How well words tell the rating"),
    CX_FIELD_PAGE(CxSentimentView, words_text, CX_FIELD_TEXT, "The words, as read"),
};
const CxViewType cx_sentiment_view_type =
    CX_VIEW_TYPE("Sentiment", CxSentimentView, sentiment_fields,
                 "How well words tell a low from a high rating, held out");

static size_t
count(const char *const *texts)
{
    size_t n = 0;
    while (texts[n] != NULL)
        n++;
    return n;
}

static const char *
joined(CxCtx *ctx, const char *const *texts)
{
    return cx_arena_take(ctx->arena, g_strjoinv(", ", (char **)(guintptr)texts));
}

/* To the decimals the interval supports. */
static int
decimals_of(const CxMeasured *value)
{
    const double half = (value->hi - value->lo) / 2.0;
    if (isnan(half) || half >= 0.05)
        return 1;
    return 2;
}

static const char *
effect_words(CxCtx *ctx, const CxTheme *theme)
{
    const CxMeasured *value = &theme->value;
    const int decimals = decimals_of(value);
    if (cx_measured_is_hidden(value) && theme->way != CX_THEME_WAY_UNKNOWN) {
        static const char *const ways[] = { [CX_THEME_WAY_NONE] = "none",
                                            [CX_THEME_WAY_LOWER] = "low",
                                            [CX_THEME_WAY_HIGHER] = "high" };
        return cx_arena_take(ctx->arena,
                             cx_message_format(ctx->catalogue, "themes.sentence.way",
                                               CX_ARG_TEXT("which", ways[theme->way]),
                                               CX_ARG_TEXT("name", theme->name),
                                               CX_ARG_TEXT("label", theme->rated->label)));
    }
    if (!cx_measured_has_interval(value)) {
        return cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "themes.sentence.few",
                                                           CX_ARG_TEXT("name", theme->name),
                                                           CX_ARG_NUMBER("n", theme->n_all)));
    }
    const bool is_clear = value->lo > 0.0 || value->hi < 0.0;
    g_autofree char *amount =
        cx_text_number(is_clear ? fabs(value->value) : value->value, decimals);
    const bool is_low = is_clear && value->value < 0.0;
    g_autofree char *range = cx_text_interval(is_low ? -value->hi : value->lo,
                                              is_low ? -value->lo : value->hi, decimals);
    const char *which = is_low ? "low" : "high";
    return cx_arena_take(
        ctx->arena, cx_message_format(ctx->catalogue, "themes.sentence",
                                      CX_ARG_TEXT("which", is_clear ? which : "none"),
                                      CX_ARG_TEXT("name", theme->name),
                                      CX_ARG_TEXT("label", theme->rated->label),
                                      CX_ARG_TEXT("amount", amount), CX_ARG_TEXT("range", range)));
}

CxThemeView
cx_theme_view(CxCtx *ctx, const CxTheme *theme)
{
    const CxMarkWords words = { .decimals = decimals_of(&theme->value), .what = theme->name };
    return (CxThemeView){
        .score = cx_mark_make(ctx, &theme->value, &words),
        .id = theme->id.v,
        .name = theme->name,
        .words = CX_VIEW_LIST(theme->terms, theme->n_terms),
        .words_text = joined(ctx, theme->terms),
        .sentence = effect_words(ctx, theme),
        .question = cx_arena_text(ctx->arena, theme->rated->key),
        .label = cx_arena_text(ctx->arena, theme->rated->label),
        .comments = cx_arena_text(ctx->arena, theme->said->key),
        .n_naming = theme->n_all,
        .n_text = cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "themes.naming",
                                                              CX_ARG_NUMBER("n", theme->n_all))),
        .is_own = theme->is_own,
        .from = theme->from,
        .to = theme->to,
        .href = cx_arena_printf(ctx->arena, "/themes/%" G_GINT64_FORMAT, theme->id.v),
    };
}

CxViewList
cx_theme_views(CxCtx *ctx, const CxThemes *themes)
{
    CxThemeView *views = cx_arena_new0_n(ctx->arena, CxThemeView, themes->n + 1);
    for (size_t i = 0; i < themes->n; i++)
        views[i] = cx_theme_view(ctx, &themes->items[i]);
    return CX_VIEW_LIST(views, themes->n);
}

static CxSentimentView
sentiment_view(CxCtx *ctx, const CxSentimentTold *told)
{
    const CxMarkWords words = { .decimals = 0, .what = told->rated->label };
    g_autofree char *right = cx_text_number(told->accuracy.value, 0);
    g_autofree char *range = cx_text_interval(told->accuracy.lo, told->accuracy.hi, 0);
    g_autofree char *common = cx_text_number(told->common_percent, 0);
    return (CxSentimentView){
        .score = cx_mark_make(ctx, &told->accuracy, &words),
        .comments = cx_arena_text(ctx->arena, told->said->key),
        .question = cx_arena_text(ctx->arena, told->rated->key),
        .label = cx_arena_text(ctx->arena, told->rated->label),
        .language = told->language,
        .common_percent = told->common_percent,
        .n_terms = told->n_terms,
        .praise = CX_VIEW_LIST(told->praise, count(told->praise)),
        .blame = CX_VIEW_LIST(told->blame, count(told->blame)),
        .sentence = cx_arena_take(
            ctx->arena,
            cx_message_format(ctx->catalogue, "themes.sentiment", CX_ARG_TEXT("right", right),
                              CX_ARG_TEXT("range", range), CX_ARG_TEXT("common", common),
                              CX_ARG_NUMBER("n", told->accuracy.n))),
        .words_text = cx_arena_take(
            ctx->arena, cx_message_format(ctx->catalogue, "themes.sentiment.words",
                                          CX_ARG_TEXT("praise", joined(ctx, told->praise)),
                                          CX_ARG_TEXT("blame", joined(ctx, told->blame)))),
    };
}

CxViewList
cx_sentiment_views(CxCtx *ctx, const CxSentiments *list)
{
    CxSentimentView *views = cx_arena_new0_n(ctx->arena, CxSentimentView, list->n + 1);
    for (size_t i = 0; i < list->n; i++)
        views[i] = sentiment_view(ctx, &list->items[i]);
    return CX_VIEW_LIST(views, list->n);
}
