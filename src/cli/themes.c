/* coalition themes, theme: what customers speak of, and what an analyst makes of it. */
#include <inttypes.h>

#include "base/text.h"
#include "cli/cli.h"
#include "evidence/theme.h"
#include "pages/theme_view.h"

typedef struct {
    CxViewList themes;     /* of CxThemeView */
    CxViewList sentiments; /* of CxSentimentView */
} ListView;

static const CxViewField list_fields[] = {
    CX_FIELD_CHILD(ListView, themes, CX_FIELD_LIST, &cx_theme_view_type,
                   "Most surely going with the rating first"),
    CX_FIELD_CHILD(ListView, sentiments, CX_FIELD_LIST, &cx_sentiment_view_type,
                   "How well words tell the rating, by whose comments"),
};
static const CxViewType list_type =
    CX_VIEW_TYPE("ThemeList", ListView, list_fields, "What customers speak of");

static void
print_text(const ListView *view)
{
    for (size_t i = 0; i < view->themes.n; i++) {
        const CxThemeView *theme = (const CxThemeView *)view->themes.items + i;
        cx_cli_print("%5" PRId64 "  %s%s\n       %s%s%.8s\n       %s: %s\n", theme->id, theme->name,
                     theme->is_own ? " (yours)" : "", theme->sentence,
                     theme->score.card != NULL ? "  card " : "",
                     theme->score.card != NULL ? theme->score.card : "", theme->n_text,
                     theme->words_text);
    }
    for (size_t i = 0; i < view->sentiments.n; i++) {
        const CxSentimentView *each = (const CxSentimentView *)view->sentiments.items + i;
        cx_cli_print("%s: %s\n    %s\n", each->label, each->sentence, each->words_text);
    }
    if (view->themes.n == 0) {
        cx_cli_print(
            "No themes yet: they come from comments beside ratings, at least 50 beside low and "
            "50 beside high ones. The night learns them; --learn does it at once.\n");
    }
}

static bool
run_list(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(CxSurvey) survey =
        ctx != NULL ? cx_survey_load(ctx, cx_cli_args_option(args, "survey"), error) : NULL;
    CxThemes themes;
    CxSentiments sentiments;
    int64_t n = 0;
    if (survey == NULL ||
        (cx_cli_args_has(args, "learn") && !cx_theme_learn_survey(ctx, survey, &n, error)) ||
        !cx_theme_list(ctx, survey, &themes, error) ||
        !cx_sentiment_list(ctx, survey, &sentiments, error) || !cx_cli_finish(cli, ctx, error))
        return false;
    const ListView view = { cx_theme_views(ctx, &themes), cx_sentiment_views(ctx, &sentiments) };
    if (cli->is_json)
        cx_cli_print_json(&list_type, &view);
    else
        print_text(&view);
    return true;
}

static const CxCliOption list_options[] = {
    { "survey", "KEY", "which survey, if there are several" },
    { "learn", NULL, "learn at once, as every night does" },
    { 0 },
};

const CxCliCommand cx_cli_themes = {
    .name = "themes",
    .usage = "[--survey KEY] [--learn]",
    .about = "Print what customers speak of, and how it goes with their ratings",
    .options = list_options,
    .run = run_list,
};

/* ---- theme ---- */

static bool
merge(CxCtx *ctx, CxThemeId id, const char *text, GError **error)
{
    CxThemeId into = { 0 };
    return cx_text_parse_i64(text, &into.v, error) && cx_theme_merge(ctx, id, into, error);
}

static bool
run_one(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const char *name = cx_cli_args_option(args, "name");
    const char *teach = cx_cli_args_option(args, "teach");
    const char *into = cx_cli_args_option(args, "into");
    CxThemeId id = { 0 };
    if (ctx == NULL || !cx_text_parse_i64(cx_cli_args_operand(args, 0), &id.v, error) ||
        (name != NULL && !cx_theme_name(ctx, id, name, error)) ||
        (teach != NULL && !cx_theme_teach(ctx, id, teach, error)) ||
        (into != NULL && !merge(ctx, id, into, error)) ||
        (cx_cli_args_has(args, "drop") && !cx_theme_drop(ctx, id, error)))
        return false;
    cx_cli_print("Kept. Its effect is measured anew in the night, or by themes --learn.\n");
    return true;
}

static const CxCliOption one_options[] = {
    { "name", "NAME", "call it so" },
    { "teach", "WORDS", "add words, commas between; -word takes one away" },
    { "into", "ID", "put it into another theme" },
    { "drop", NULL, "drop it: it is not learnt again" },
    { 0 },
};

const CxCliCommand cx_cli_theme = {
    .name = "theme",
    .usage = "ID [--name NAME] [--teach WORDS] [--into ID] [--drop]",
    .about = "Name, teach, merge or drop a theme",
    .options = one_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_one,
};
