/* Themes: stems in several languages, what is planted is found and nothing else, effects against a naive
 * twin, accuracy on what was held out; and what an analyst makes of them stays. */
#include "asked.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "evidence/card.h"
#include "evidence/theme.h"
#include "evidence/theme_learn.h"
#include "stat/estimate.h"
#include "support/engines.h"

#define NEAR(got, want, tolerance) g_assert_cmpfloat_with_epsilon((got), (want), (tolerance))

/* ---- Terms ---- */

static void
test_terms(void)
{
    static const struct {
        const char *language, *text, *stems;
    } rows[] = {
        { "en", "Deliveries were late. Late again, 3 times!",
          "deliveri|deliveri were|were|were late|late|late again|again|time" },
        { "de", "Lieferungen kamen", "liefer|liefer kam|kam" },
        { "fr", "livraisons", "livraison" },
        { "ru", "доставки", "доставк" },
        { "en", "", "" },
        { "en", "a 7 \xff", "" },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(CxStemmer) stemmer = cx_stemmer_new(rows[i].language, &error);
        g_assert_no_error(error);
        g_autoptr(GArray) terms = cx_terms_split(stemmer, rows[i].text);
        g_autoptr(GString) got = g_string_new(NULL);
        for (guint k = 0; k < terms->len; k++) {
            g_string_append_printf(got, "%s%s", k > 0 ? "|" : "",
                                   g_array_index(terms, CxTextTerm, k).stem);
        }
        g_assert_cmpstr(got->str, ==, rows[i].stems);
    }
    g_autoptr(GError) error = NULL;
    g_assert_null(cx_stemmer_new("tlh", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_UNSUPPORTED);
}

/* ---- Learning ---- */

#define N 3000

/* Comments made of words at random; those with "parking" rate lower by `less`. */
static void
plant(CxThemeText *texts, GPtrArray *owned, double less, guint32 seed)
{
    static const char *const words[] = { "garden", "window", "corner", "staff", "coffee",
                                         "ticket", "screen", "music",  "table", "garage" };
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    for (size_t i = 0; i < N; i++) {
        const bool is_planted = g_rand_double(rand) < 0.1;
        const double wide = 4.0 * (g_rand_double(rand) + g_rand_double(rand) - 1.0);
        const double whole = round(6.0 + wide - (is_planted ? less : 0.0));
        const double rating = CLAMP(whole, 0.0, 10.0);
        char *text = g_strdup_printf("The %s and the %s%s", words[g_rand_int_range(rand, 0, 10)],
                                     words[g_rand_int_range(rand, 0, 10)],
                                     is_planted ? " near the parking" : "");
        char *unit = g_strdup_printf("u%d", g_rand_int_range(rand, 0, 900));
        g_ptr_array_add(owned, text);
        g_ptr_array_add(owned, unit);
        CxThemeSide side = rating >= 7.0 ? CX_THEME_HIGH : CX_THEME_MIDDLE;
        if (rating <= 5.0)
            side = CX_THEME_LOW;
        texts[i] = (CxThemeText){ text, unit, rating, side };
    }
}

/* A theme is called by its first word and the telling one beside it that rates as it does, not by "the parking"
 * nor by the few who praise it. */
static void
test_named(void)
{
    g_autofree CxThemeText *texts = g_new0(CxThemeText, N);
    g_autoptr(GPtrArray) owned = g_ptr_array_new_with_free_func(g_free);
    plant(texts, owned, 1.0, 11);
    int n_planted = 0;
    for (size_t i = 0; i < N; i++) {
        const char *at = strstr(texts[i].text, " near the parking");
        if (at == NULL)
            continue;
        const bool is_low = texts[i].rating < 6.0; /* the whole is 6 on average */
        const char *how = n_planted++ % 3 > 0 ? (is_low ? "crowded" : "empty") : "the";
        g_autofree char *before = g_strndup(texts[i].text, (gsize)(at - texts[i].text));
        char *text = g_strdup_printf("%s by %s parking", before, how);
        g_ptr_array_add(owned, text);
        texts[i].text = text;
    }
    g_autoptr(CxStemmer) stemmer = cx_stemmer_new("en", NULL);
    g_autoptr(CxThemeCorpus) corpus = cx_theme_corpus_new(stemmer, texts, N);
    g_autoptr(GArray) found = cx_theme_find(corpus);
    bool is_found = false;
    for (guint i = 0; i < found->len; i++) {
        const CxThemeFound *one = &g_array_index(found, CxThemeFound, i);
        is_found = is_found || g_str_equal(one->name, "Crowded parking");
    }
    g_assert_true(is_found);
}

static void
test_planted(void)
{
    g_autofree CxThemeText *texts = g_new0(CxThemeText, N);
    g_autoptr(GPtrArray) owned = g_ptr_array_new_with_free_func(g_free);
    plant(texts, owned, 1.0, 7);
    g_autoptr(CxStemmer) stemmer = cx_stemmer_new("en", NULL);
    g_autoptr(CxThemeCorpus) corpus = cx_theme_corpus_new(stemmer, texts, N);
    g_autoptr(GArray) found = cx_theme_find(corpus);
    g_assert_cmpuint(found->len, >=, 1);
    const CxThemeFound *first = &g_array_index(found, CxThemeFound, 0);
    g_assert_true(g_strv_contains((const char *const *)first->terms, "park"));
    const CxThemeEffect effect = cx_theme_effect(corpus, (const char *const *)first->terms);
    g_assert_cmpint(effect.effect.status, ==, CX_STAT_OK);
    g_assert_true(effect.effect.lo < -1.0 + 0.3 && effect.effect.hi > -1.0 - 0.3);
    g_assert_cmpfloat(effect.effect.hi, <, 0.0);
    g_assert_cmpint(effect.n_all, >, effect.n_with);
}

/* Nothing planted: in most of thirty corpora nothing is found, and what is found is not confirmed. */
static void
test_null(void)
{
    g_autoptr(CxStemmer) stemmer = cx_stemmer_new("en", NULL);
    int n_found = 0;
    int n_confirmed = 0;
    for (guint32 seed = 1; seed <= 30; seed++) {
        g_autofree CxThemeText *texts = g_new0(CxThemeText, N);
        g_autoptr(GPtrArray) owned = g_ptr_array_new_with_free_func(g_free);
        plant(texts, owned, 0.0, seed);
        g_autoptr(CxThemeCorpus) corpus = cx_theme_corpus_new(stemmer, texts, N);
        g_autoptr(GArray) found = cx_theme_find(corpus);
        n_found += found->len > 0 ? 1 : 0;
        for (guint i = 0; i < found->len; i++) {
            const CxThemeFound *theme = &g_array_index(found, CxThemeFound, i);
            const CxThemeEffect effect = cx_theme_effect(corpus, (const char *const *)theme->terms);
            n_confirmed += effect.effect.lo > 0.0 || effect.effect.hi < 0.0 ? 1 : 0;
        }
    }
    g_assert_cmpint(n_found, <=, 6); /* 1.5 are to be expected at 5 % */
    g_assert_cmpint(n_confirmed, <=, 1);
}

/* One unit a comment: the variance is that of two independent means, but for the small-sample factor. */
static void
test_effect_twin(void)
{
    g_autofree CxThemeText *texts = g_new0(CxThemeText, N);
    g_autoptr(GPtrArray) owned = g_ptr_array_new_with_free_func(g_free);
    plant(texts, owned, 1.0, 11);
    for (size_t i = 0; i < N; i++)
        texts[i].unit = "";
    g_autoptr(CxStemmer) stemmer = cx_stemmer_new("en", NULL);
    g_autoptr(CxThemeCorpus) corpus = cx_theme_corpus_new(stemmer, texts, N);
    static const char *const terms[] = { "park", NULL };
    const CxThemeEffect effect = cx_theme_effect(corpus, terms);
    /* All comments, both halves: the effect of one half lies within three standard errors. */
    double sum[2] = { 0.0, 0.0 };
    double squares[2] = { 0.0, 0.0 };
    double n[2] = { 0.0, 0.0 };
    for (size_t i = 0; i < N; i++) {
        const int k = strstr(texts[i].text, "parking") != NULL ? 1 : 0;
        n[k] += 1.0;
        sum[k] += texts[i].rating;
        squares[k] += texts[i].rating * texts[i].rating;
    }
    double variance = 0.0;
    for (int k = 0; k < 2; k++)
        variance += (squares[k] / n[k] - (sum[k] / n[k]) * (sum[k] / n[k])) / n[k];
    const double whole = sum[1] / n[1] - sum[0] / n[0];
    g_assert_cmpfloat(fabs(effect.effect.value - whole), <, 3.0 * sqrt(variance));
    NEAR(effect.effect.se, sqrt(2.0 * variance), 0.25 * sqrt(2.0 * variance));
    g_assert_cmpint(effect.n_all, ==, (int64_t)n[1]);
}

static void
test_sentiment(void)
{
    g_autofree CxThemeText *texts = g_new0(CxThemeText, 600);
    g_autoptr(GPtrArray) owned = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; i < 600; i++) {
        const bool is_high = i % 3 != 0;
        const bool is_odd = i % 20 == 0; /* the words say the opposite */
        char *text =
            g_strdup_printf("It was %s, number %c%c", is_high != is_odd ? "lovely" : "awful",
                            (int)('a' + i % 26), (int)('a' + i / 26));
        g_ptr_array_add(owned, text);
        texts[i] =
            (CxThemeText){ text, "", is_high ? 9.0 : 2.0, is_high ? CX_THEME_HIGH : CX_THEME_LOW };
    }
    g_autoptr(CxStemmer) stemmer = cx_stemmer_new("en", NULL);
    g_autoptr(CxThemeCorpus) corpus = cx_theme_corpus_new(stemmer, texts, 600);
    g_auto(CxSentiment) sentiment = cx_sentiment_learn(corpus);
    g_assert_cmpint(sentiment.n, ==, 600);
    g_assert_cmpint(sentiment.n_common, ==, 400);
    g_assert_cmpint(sentiment.n_right, ==, 570);
    g_assert_cmpstr(sentiment.praise[0], ==, "lovely");
    g_assert_cmpstr(sentiment.blame[0], ==, "awful");
    /* Too few of one side: said, not guessed. */
    g_autoptr(CxThemeCorpus) few = cx_theme_corpus_new(stemmer, texts, 60);
    g_auto(CxSentiment) none = cx_sentiment_learn(few);
    g_assert_cmpint(none.n, ==, 0);
    g_autoptr(CxThemeCorpus) empty = cx_theme_corpus_new(stemmer, texts, 0);
    g_autoptr(GArray) nothing = cx_theme_find(empty);
    g_assert_cmpuint(nothing->len, ==, 0);
}

/* ---- Kept ---- */

static void
import_comments(CxDb *db)
{
    static const char *const words[] = { "garden", "window", "corner", "coffee", "ticket" };
    g_autoptr(GString) lines = g_string_new(NULL);
    g_autoptr(GRand) rand = g_rand_new_with_seed(3);
    for (int i = 0; i < 1500; i++) {
        const bool is_planted = i % 8 == 0;
        const int less = is_planted ? g_rand_int_range(rand, 0, 3) : 0;
        const int base = g_rand_int_range(rand, 5, 11);
        const int rating = MAX(base - less, 0);
        g_string_append_printf(lines, "%d,2018-05-%02d,1,1,,%d,4,A,The %s and the %s%s\n", i,
                               1 + i % 28, rating, words[g_rand_int_range(rand, 0, 5)],
                               words[g_rand_int_range(rand, 0, 5)],
                               is_planted ? " beside the parking" : "");
    }
    g_autoptr(CxMapping) mapping =
        guests_parse("\"wording\":\"Anything else?\",\"kind\":\"text\"",
                     "\"wording\":\"Anything else?\",\"kind\":\"text\",\"role\":\"comment\"",
                     ",\"weight\":\"WT\",\"cluster\":\"RUN\"", "", ",\"weighted\":true", "", NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines->str);
    g_assert_cmpint(report->n_rejected, ==, 0);
}

static CxCtx *
open_then(CxDb *db)
{
    const CxDay day = { 17713 }; /* 2018-07-01 */
    return asked_words(cx_ctx_open_system(db, NULL, (CxInstant){ day.v * CX_US_PER_DAY }));
}

static CxThemes
learn(CxCtx *ctx, const CxSurvey *survey)
{
    g_autoptr(GError) error = NULL;
    CxThemes themes;
    int64_t n = -1;
    g_assert_true(cx_theme_learn(ctx, &n, &error));
    g_assert_no_error(error);
    g_assert_true(cx_theme_list(ctx, survey, &themes, &error));
    g_assert_cmpint(n, ==, (int64_t)themes.n);
    return themes;
}

static void
test_kept(CxDb *db)
{
    import_comments(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCtx) ctx = open_then(db);
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, &error);
    CxThemes themes = learn(ctx, survey);
    g_assert_cmpuint(themes.n, ==, 1);
    const CxTheme *theme = &themes.items[0];
    g_assert_cmpfloat(theme->value.hi, <, 0.0);
    const CxCard *card = cx_card_load(ctx, theme->value.card.hex, &error);
    g_assert_no_error(error);
    NEAR(card->value.value, theme->value.value, 1e-9);

    /* Named and taught: it stays, with its id, and its words are stems. */
    g_assert_true(cx_theme_name(ctx, theme->id, "Parking", &error));
    g_assert_true(cx_theme_teach(ctx, theme->id, "Parkings, car park, corners, -corner", &error));
    g_assert_no_error(error);
    themes = learn(ctx, survey);
    g_assert_cmpuint(themes.n, ==, 1);
    g_assert_cmpint(themes.items[0].id.v, ==, theme->id.v);
    g_assert_cmpstr(themes.items[0].name, ==, "Parking");
    g_assert_true(g_strv_contains(themes.items[0].terms, "car park"));
    g_assert_false(g_strv_contains(themes.items[0].terms, "corner"));
    g_autoptr(GArray) comments = cx_theme_comments(ctx, survey, &themes.items[0], &error);
    g_assert_cmpint(comments->len, ==, (guint)themes.items[0].n_all);
    g_assert_false(cx_theme_teach(ctx, theme->id, " ", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_false(cx_theme_merge(ctx, theme->id, theme->id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    g_clear_error(&error);

    /* Dropped: not learnt again. */
    g_assert_true(cx_theme_drop(ctx, theme->id, &error));
    g_assert_cmpuint(learn(ctx, survey).n, ==, 0);
    g_assert_false(cx_theme_drop(ctx, theme->id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
}

static void
test_wall(CxDb *db)
{
    import_comments(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCtx) ctx = open_then(db);
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, &error);
    const CxThemes themes = learn(ctx, survey);
    const CxUserId user = cast_user(db, "fin", CX_ROLE_FINANCE, (CxLeaderId){ 0 });
    g_autoptr(CxCtx) finance = asked_words(cast_ctx(db, user));
    CxThemes seen;
    CxSentiments told;
    g_assert_true(cx_theme_list(finance, survey, &seen, &error));
    g_assert_cmpuint(seen.n, ==, 0);
    g_assert_true(cx_sentiment_list(finance, survey, &told, &error));
    g_assert_cmpuint(told.n, ==, 0);
    g_assert_false(cx_theme_name(finance, themes.items[0].id, "No", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    const CxUserId sponsor = cast_user(db, "spo", CX_ROLE_SPONSOR, (CxLeaderId){ 0 });
    g_autoptr(CxCtx) reader = asked_words(cast_ctx(db, sponsor));
    g_clear_error(&error);
    g_assert_true(cx_theme_list(reader, survey, &seen, &error));
    g_assert_cmpuint(seen.n, ==, 1);
    /* Which way, and no number: a comment that comes would move it. */
    g_assert_cmpint(seen.items[0].way, ==, CX_THEME_WAY_LOWER);
    g_assert_true(cx_measured_is_hidden(&seen.items[0].value));
    g_assert_cmpint(seen.items[0].n_all, ==, themes.items[0].n_all);
    g_assert_true(cx_sentiment_list(reader, survey, &told, &error));
    g_assert_cmpuint(told.n, ==, 0);
    /* Where few name it, or few do not, neither is shown. */
    reader->wall.min_n_comments = 1000;
    g_assert_true(cx_theme_list(reader, survey, &seen, &error));
    g_assert_cmpuint(seen.n, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    g_test_add_func("/theme/terms", test_terms);
    g_test_add_func("/theme/named", test_named);
    g_test_add_func("/theme/planted", test_planted);
    g_test_add_func("/theme/null", test_null);
    g_test_add_func("/theme/effect-twin", test_effect_twin);
    g_test_add_func("/theme/sentiment", test_sentiment);
    cx_test_engines_add("/theme/kept", test_kept);
    cx_test_engines_add("/theme/wall", test_wall);
    return g_test_run();
}
