#include "evidence/theme.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "db/txn.h"
#include "evidence/score_priv.h"
#include "evidence/theme_priv.h"
#include "evidence/usual.h"
#include "sql/evidence.h"
#include "stat/score.h"

GStrv
cx_theme_lines(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, "\n", -1);
    g_autoptr(GStrvBuilder) lines = g_strv_builder_new();
    for (size_t i = 0; parts[i] != NULL; i++) {
        if (*parts[i] != '\0')
            g_strv_builder_add(lines, parts[i]);
    }
    return g_strv_builder_end(lines);
}

const char *
cx_theme_language(const CxCtx *ctx)
{
    return ctx->locale != NULL ? ctx->locale : "en";
}

bool
cx_theme_rated(const CxSurvey *survey, const CxItem *said, const CxItem **ret_rated)
{
    const CxItem *overall = &survey->items[survey->i_overall];
    CxSliceMeasure measure;
    for (size_t i = 0; said->department.v != 0 && i < survey->n_items; i++) {
        const CxItem *item = &survey->items[i];
        if (item->role == CX_ITEM_ROLE_MEASURE && item->department.v == said->department.v &&
            cx_usual_measure(item, &measure)) {
            *ret_rated = item;
            return true;
        }
    }
    *ret_rated = overall;
    return cx_usual_measure(overall, &measure);
}

GArray *
cx_theme_comments_of(CxCtx *ctx, const CxSurvey *survey, const CxItem *said, const CxItem *rated,
                     GError **error)
{
    const CxCommentAsk ask = {
        .said = said,
        .rated = rated,
        .from = { ctx->today.v - CX_THEME_DAYS },
        .to = ctx->today,
    };
    GArray *comments = cx_comment_list(ctx, survey, &ask, error);
    if (comments != NULL && comments->len > CX_THEME_COMMENTS_MAX)
        g_array_remove_range(comments, 0, comments->len - CX_THEME_COMMENTS_MAX);
    return comments;
}

/* ---- The list ---- */

static const CxItem *
item_of(const CxSurvey *survey, int64_t id)
{
    for (size_t i = 0; i < survey->n_items; i++) {
        if (survey->items[i].id.v == id)
            return &survey->items[i];
    }
    return NULL;
}

/* Lines as an array in the arena. */
static const char *const *
keep_lines(CxArena *arena, const char *text, size_t *ret_n)
{
    g_auto(GStrv) lines = cx_theme_lines(text);
    const size_t n = g_strv_length(lines);
    const char **kept = cx_arena_new0_n(arena, const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        kept[i] = cx_arena_text(arena, lines[i]);
    if (ret_n != NULL)
        *ret_n = n;
    return kept;
}

static bool
may_read(const CxCtx *ctx, const CxItem *said, const CxItem *rated)
{
    if (!ctx->wall.sees_comments)
        return false;
    return cx_score_can_see(ctx, rated) &&
           (said->department.v == 0 || cx_ctx_can_see_department(ctx, said->department));
}

static double
number_of(CxOptReal value)
{
    return value.is_set ? value.v : (double)NAN;
}

static CxMeasured
effect_of(const CxThemeListRow *row)
{
    CxMeasured value = {
        .value = number_of(row->value),
        .lo = number_of(row->lo),
        .hi = number_of(row->hi),
        .n = row->n_with.is_set ? row->n_with.v : 0,
        .clusters = row->clusters.is_set ? row->clusters.v : 0,
        .status = row->lo.is_set ? CX_MEASURED_OK : CX_MEASURED_TOO_FEW,
        .rule = cx_stat_rule_key(row->lo.is_set ? CX_STAT_RULE_CLUSTER_T : CX_STAT_RULE_NONE),
    };
    if (row->value.is_set && !row->lo.is_set)
        value.status = CX_MEASURED_FEW_CLUSTERS;
    if (row->card_id != NULL)
        (void)g_strlcpy(value.card.hex, row->card_id, sizeof value.card.hex);
    return value;
}

static CxThemeWay
way_of(const CxMeasured *value)
{
    if (!cx_measured_has_interval(value))
        return CX_THEME_WAY_UNKNOWN;
    if (value->hi < 0.0)
        return CX_THEME_WAY_LOWER;
    return value->lo > 0.0 ? CX_THEME_WAY_HIGHER : CX_THEME_WAY_NONE;
}

/* Whether few name it, or few do not: neither is shown. */
static bool
is_small(const CxCtx *ctx, const CxThemeListRow *row)
{
    if (cx_wall_holds_answers(ctx))
        return false;
    const int64_t n_with = row->n_with.is_set ? row->n_with.v : 0;
    const int64_t n_without = row->n_without.is_set ? row->n_without.v : 0;
    return MIN(n_with, n_without) < ctx->wall.min_n_comments;
}

static void
add_row(CxCtx *ctx, const CxSurvey *survey, const CxThemeListRow *row, GArray *found)
{
    const CxItem *said = item_of(survey, row->item_id);
    const CxItem *rated = NULL;
    if (row->is_ended != 0 || said == NULL || !cx_theme_rated(survey, said, &rated) ||
        !may_read(ctx, said, rated) || is_small(ctx, row))
        return;
    CxTheme theme = {
        .id = { row->id },
        .said = said,
        .rated = rated,
        .name = cx_arena_text(ctx->arena, row->name),
        .is_own = row->is_own != 0,
        .value = effect_of(row),
        .n_all = row->n_all.is_set ? row->n_all.v : 0,
        .from = { row->from_day.is_set ? (int32_t)row->from_day.v : CX_DAY_NONE.v },
        .to = { row->to_day.is_set ? (int32_t)row->to_day.v : CX_DAY_NONE.v },
    };
    theme.way = way_of(&theme.value);
    if (!cx_wall_holds_answers(ctx))
        cx_measured_hide(&theme.value, CX_MEASURED_HIDDEN_TOO);
    theme.terms = keep_lines(ctx->arena, row->terms, &theme.n_terms);
    g_array_append_val(found, theme);
}

/* How far from no effect, in half-widths; how many name it, where that is hidden. */
static double
surety(const CxTheme *theme)
{
    if (cx_measured_is_hidden(&theme->value)) /* not in the order of what is not told */
        return (double)theme->n_all;
    const double half = (theme->value.hi - theme->value.lo) / 2.0;
    return half > 0.0 ? fabs(theme->value.value) / half : -1.0; /* NaN compares false */
}

static int
compare_themes(gconstpointer a, gconstpointer b)
{
    const CxTheme *x = a;
    const CxTheme *y = b;
    const double sx = surety(x);
    const double sy = surety(y);
    if (sx > sy || sx < sy)
        return sx > sy ? -1 : 1;
    return x->id.v < y->id.v ? -1 : 1;
}

bool
cx_theme_list(CxCtx *ctx, const CxSurvey *survey, CxThemes *ret_themes, GError **error)
{
    const CxThemeListParams params = { .survey_id = survey->id.v };
    g_autoptr(CxStmt) stmt = cx_q_theme_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxTheme));
    CxThemeListRow row;
    CxStep step = cx_q_theme_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_theme_list_next(stmt, &row, error))
        add_row(ctx, survey, &row, found);
    if (step != CX_STEP_DONE)
        return false;
    g_array_sort(found, compare_themes);
    CxTheme *kept = cx_arena_new0_n(ctx->arena, CxTheme, found->len + 1);
    for (guint i = 0; i < found->len; i++)
        kept[i] = g_array_index(found, CxTheme, i);
    *ret_themes = (CxThemes){ kept, found->len };
    return true;
}

/* ---- Sentiment ---- */

static bool
add_sentiment(CxCtx *ctx, const CxItem *said, const CxItem *rated, GArray *found, GError **error)
{
    const CxSentimentLoadParams params = { .item_id = said->id.v };
    g_autoptr(CxStmt) stmt = cx_q_sentiment_load(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxSentimentLoadRow row;
    const CxStep step = cx_q_sentiment_load_next(stmt, &row, error);
    if (step != CX_STEP_ROW)
        return step == CX_STEP_DONE;
    if (row.n == 0)
        return true;
    const CxEstimate right = cx_stat_share(row.n_right, row.n, CX_STAT_LEVEL);
    const CxSentimentTold told = {
        .said = said,
        .rated = rated,
        .language = cx_arena_text(ctx->arena, row.language),
        .accuracy = { .value = 100.0 * right.value,
                      .lo = 100.0 * right.lo,
                      .hi = 100.0 * right.hi,
                      .n = row.n,
                      .clusters = row.n,
                      .status = CX_MEASURED_OK,
                      .rule = cx_stat_rule_key(right.rule) },
        .common_percent = 100.0 * (double)row.n_common / (double)row.n,
        .n_terms = row.n_terms,
        .praise = keep_lines(ctx->arena, row.praise, NULL),
        .blame = keep_lines(ctx->arena, row.blame, NULL),
    };
    g_array_append_val(found, told);
    return true;
}

bool
cx_sentiment_list(CxCtx *ctx, const CxSurvey *survey, CxSentiments *ret_list, GError **error)
{
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxSentimentTold));
    for (size_t i = 0; i < survey->n_items; i++) {
        const CxItem *said = &survey->items[i];
        const CxItem *rated = NULL;
        if (cx_wall_holds_answers(ctx) && said->role == CX_ITEM_ROLE_COMMENT &&
            cx_theme_rated(survey, said, &rated) && may_read(ctx, said, rated) &&
            !add_sentiment(ctx, said, rated, found, error))
            return false;
    }
    CxSentimentTold *kept = cx_arena_new0_n(ctx->arena, CxSentimentTold, found->len + 1);
    for (guint i = 0; i < found->len; i++)
        kept[i] = g_array_index(found, CxSentimentTold, i);
    *ret_list = (CxSentiments){ kept, found->len };
    return true;
}

/* ---- Comments ---- */

static bool
names_one(CxStemmer *stemmer, const char *text, const char *const *terms)
{
    g_autoptr(GArray) has = cx_terms_split(stemmer, text);
    for (guint i = 0; i < has->len; i++) {
        if (g_strv_contains(terms, g_array_index(has, CxTextTerm, i).stem))
            return true;
    }
    return false;
}

GArray *
cx_theme_comments(CxCtx *ctx, const CxSurvey *survey, const CxTheme *theme, GError **error)
{
    g_autoptr(CxStemmer) stemmer = cx_stemmer_new(cx_theme_language(ctx), error);
    g_autoptr(GArray) comments =
        stemmer != NULL ? cx_theme_comments_of(ctx, survey, theme->said, theme->rated, error)
                        : NULL;
    if (comments == NULL)
        return NULL;
    GArray *naming = g_array_new(FALSE, FALSE, sizeof(CxComment));
    for (guint i = 0; i < comments->len; i++) {
        const CxComment *comment = &g_array_index(comments, CxComment, i);
        if (names_one(stemmer, comment->text, theme->terms))
            g_array_append_val(naming, *comment);
    }
    return naming;
}

/* ---- What an analyst makes of them ---- */

static const CxTheme *
find_in(const CxThemes *themes, CxThemeId id)
{
    for (size_t i = 0; i < themes->n; i++) {
        if (themes->items[i].id.v == id.v)
            return &themes->items[i];
    }
    return NULL;
}

const CxTheme *
cx_theme_load(CxCtx *ctx, CxThemeId id, CxSurvey **ret_survey, CxThemes *ret_all, GError **error)
{
    g_autoptr(GPtrArray) surveys = cx_survey_load_all(ctx, error);
    if (surveys == NULL)
        return NULL;
    for (guint i = 0; i < surveys->len; i++) {
        CxThemes themes;
        if (!cx_theme_list(ctx, g_ptr_array_index(surveys, i), &themes, error))
            return NULL;
        const CxTheme *theme = find_in(&themes, id);
        if (theme != NULL) {
            if (ret_all != NULL)
                *ret_all = themes;
            *ret_survey = g_ptr_array_steal_index(surveys, i);
            return theme;
        }
    }
    g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no theme %" G_GINT64_FORMAT, id.v);
    return NULL;
}

static bool
check_words(const char *words, const char *what, GError **error)
{
    if (words != NULL && words[strspn(words, " ,-")] != '\0' &&
        strlen(words) <= CX_THEME_WORDS_BYTES_MAX && cx_text_is_clean(words))
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "%s takes words, at most %d characters", what,
                CX_THEME_WORDS_BYTES_MAX);
    return false;
}

static char *
joined(const char *const *terms)
{
    return g_strjoinv("\n", (char **)(guintptr)terms);
}

/* Writes name and terms in the caller's transaction. */
static bool
change(CxCtx *ctx, CxThemeId id, const char *name, const char *const *terms, GError **error)
{
    g_autofree char *text = joined(terms);
    const CxThemeChangeParams params = { .id = id.v, .name = name, .terms = text };
    return cx_q_theme_change(ctx->db, &params, error);
}

static bool
audit(CxCtx *ctx, const char *action, CxThemeId id, const char *what, GError **error)
{
    g_autofree char *after = cx_audit_texts("what", what, NULL);
    return cx_ctx_audit(ctx, action, "theme", id.v, NULL, after, error);
}

bool
cx_theme_name(CxCtx *ctx, CxThemeId id, const char *name, GError **error)
{
    if (!cx_ctx_check_change(ctx, "name themes", error) || !check_words(name, "a name", error))
        return false;
    g_autoptr(CxSurvey) survey = NULL;
    const CxTheme *theme = cx_theme_load(ctx, id, &survey, NULL, error);
    g_autoptr(CxTxn) txn = theme != NULL ? cx_txn_begin_write(ctx->db, error) : NULL;
    return txn != NULL && change(ctx, id, name, theme->terms, error) &&
           audit(ctx, "theme.name", id, name, error) && cx_txn_commit(&txn, error);
}

/* The stem of each word of a phrase, blanks between. */
static char *
stem_phrase(CxStemmer *stemmer, const char *phrase)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GArray) terms = cx_terms_split(stemmer, phrase);
    for (guint i = 0; i < terms->len; i++) {
        const CxTextTerm *term = &g_array_index(terms, CxTextTerm, i);
        if (!cx_term_is_pair(term->stem))
            g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", term->stem);
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

/* The terms with each word added, or taken away where "-" stands before it. */
static GStrv
taught(CxStemmer *stemmer, const char *const *terms, const char *words)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; terms[i] != NULL; i++)
        g_ptr_array_add(all, g_strdup(terms[i]));
    g_auto(GStrv) parts = g_strsplit(words, ",", -1);
    for (size_t i = 0; parts[i] != NULL; i++) {
        const char *word = g_strstrip(parts[i]);
        const bool is_away = *word == '-';
        g_autofree char *stem = stem_phrase(stemmer, is_away ? word + 1 : word);
        guint at = 0;
        const bool has =
            *stem != '\0' && g_ptr_array_find_with_equal_func(all, stem, g_str_equal, &at);
        if (has && is_away)
            g_ptr_array_remove_index(all, at);
        else if (!has && !is_away && *stem != '\0')
            g_ptr_array_add(all, g_steal_pointer(&stem));
    }
    g_autoptr(GStrvBuilder) kept = g_strv_builder_new();
    for (guint i = 0; i < all->len; i++)
        g_strv_builder_add(kept, all->pdata[i]);
    return g_strv_builder_end(kept);
}

bool
cx_theme_teach(CxCtx *ctx, CxThemeId id, const char *words, GError **error)
{
    if (!cx_ctx_check_change(ctx, "teach themes", error) || !check_words(words, "teaching", error))
        return false;
    g_autoptr(CxSurvey) survey = NULL;
    g_autoptr(CxStemmer) stemmer = cx_stemmer_new(cx_theme_language(ctx), error);
    const CxTheme *theme = stemmer != NULL ? cx_theme_load(ctx, id, &survey, NULL, error) : NULL;
    if (theme == NULL)
        return false;
    g_auto(GStrv) terms = taught(stemmer, theme->terms, words);
    const guint n = g_strv_length(terms);
    if (n == 0 || n > CX_THEME_TERMS_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "a theme has 1 to %d words; this leaves %u",
                    CX_THEME_TERMS_MAX, n);
        return false;
    }
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    return txn != NULL && change(ctx, id, theme->name, (const char *const *)terms, error) &&
           audit(ctx, "theme.teach", id, words, error) && cx_txn_commit(&txn, error);
}

static bool
end_theme(CxCtx *ctx, CxThemeId id, CxThemeId into, GError **error)
{
    const CxThemeEndParams params = { .id = id.v,
                                      .merged_id = { .is_set = into.v != 0, .v = into.v },
                                      .ended_us = ctx->now.us };
    return cx_q_theme_end(ctx->db, &params, error);
}

bool
cx_theme_merge(CxCtx *ctx, CxThemeId id, CxThemeId into, GError **error)
{
    if (!cx_ctx_check_change(ctx, "merge themes", error))
        return false;
    g_autoptr(CxSurvey) survey = NULL;
    CxThemes themes;
    const CxTheme *theme = cx_theme_load(ctx, id, &survey, &themes, error);
    if (theme == NULL)
        return false;
    const CxTheme *other = find_in(&themes, into);
    if (other == NULL || other->id.v == id.v || other->said != theme->said) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CONFLICT,
                            "a theme goes into another one of the same comments");
        return false;
    }
    g_autoptr(GStrvBuilder) both = g_strv_builder_new();
    for (size_t i = 0; i < other->n_terms; i++)
        g_strv_builder_add(both, other->terms[i]);
    for (size_t i = 0; i < theme->n_terms; i++) {
        if (!g_strv_contains(other->terms, theme->terms[i]))
            g_strv_builder_add(both, theme->terms[i]);
    }
    g_auto(GStrv) terms = g_strv_builder_end(both);
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    return txn != NULL && end_theme(ctx, id, into, error) &&
           change(ctx, into, other->name, (const char *const *)terms, error) &&
           audit(ctx, "theme.merge", id, other->name, error) && cx_txn_commit(&txn, error);
}

bool
cx_theme_drop(CxCtx *ctx, CxThemeId id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "drop themes", error))
        return false;
    g_autoptr(CxSurvey) survey = NULL;
    const CxTheme *theme = cx_theme_load(ctx, id, &survey, NULL, error);
    g_autoptr(CxTxn) txn = theme != NULL ? cx_txn_begin_write(ctx->db, error) : NULL;
    return txn != NULL && end_theme(ctx, id, (CxThemeId){ 0 }, error) &&
           audit(ctx, "theme.drop", id, theme->name, error) && cx_txn_commit(&txn, error);
}
