/* What the night makes of comments: themes learnt and estimated, each with its card. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "db/txn.h"
#include "evidence/card.h"
#include "evidence/score.h"
#include "evidence/theme_priv.h"
#include "sql/evidence.h"

/* One item's comments on the bench. */
typedef struct {
    CxCtx *ctx;
    const CxSurvey *survey;
    const CxItem *said, *rated;
    CxStemmer *stemmer;
    const CxThemeCorpus *corpus;
    const CxCard *base; /* of the rating over the same days */
} Bench;

static CxThemeSide
side_of(const CxComment *comment)
{
    switch (cx_comment_side(comment)) {
    case CX_COMMENT_LOW:
        return CX_THEME_LOW;
    case CX_COMMENT_HIGH:
        return CX_THEME_HIGH;
    case CX_COMMENT_MIDDLE:
        break;
    }
    return CX_THEME_MIDDLE;
}

/* The comments whose rating is on the latest scale, more being better. */
static CxThemeText *
texts_of(const Bench *bench, const GArray *comments, size_t *ret_n)
{
    CxThemeText *texts = cx_arena_new0_n(bench->ctx->arena, CxThemeText, comments->len + 1);
    const CxItemVersion *latest = cx_item_latest(bench->rated);
    size_t n = 0;
    for (guint i = 0; i < comments->len; i++) {
        const CxComment *comment = &g_array_index(comments, CxComment, i);
        if (!cx_item_version_same_scale(comment->asked, latest))
            continue;
        const bool is_up = latest->direction == CX_DIRECTION_UP;
        texts[n++] = (CxThemeText){
            .text = comment->text,
            .unit = comment->unit,
            .rating = (double)(is_up ? comment->rating : latest->lo + latest->hi - comment->rating),
            .side = side_of(comment),
        };
    }
    *ret_n = n;
    return texts;
}

/* ---- Cards ---- */

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, key, __VA_ARGS__))

/* The card of the mean rating over the same days, which the themes' cards are made of; NULL when there
 * is none. */
static bool
load_base(Bench *bench, GError **error)
{
    CxCtx *ctx = bench->ctx;
    g_autoptr(CxSlice) slice = cx_slice_new();
    slice->survey = g_strdup(bench->survey->key);
    slice->question = g_strdup(bench->rated->key);
    slice->measure = CX_SLICE_MEAN;
    slice->weighting = CX_SLICE_UNWEIGHTED;
    slice->from = (CxDay){ ctx->today.v - CX_THEME_DAYS };
    slice->to = ctx->today;
    const CxScore *score = cx_score_run(ctx, bench->survey, slice, error);
    if (score == NULL || !cx_ctx_flush(ctx, ctx->db, error))
        return false;
    if (*score->whole.card.hex != '\0')
        bench->base = cx_card_load(ctx, score->whole.card.hex, error);
    return *score->whole.card.hex == '\0' || bench->base != NULL;
}

static int
decimals_of(const CxEstimate *effect)
{
    return effect->hi - effect->lo >= 0.1 ? 1 : 2;
}

/* Writes the card of an effect; its id. "" where there is no base. */
static bool
write_card(const Bench *bench, const char *name, const char *terms, const CxThemeEffect *effect,
           CxMeasured *value, GError **error)
{
    CxCtx *ctx = bench->ctx;
    if (bench->base == NULL || isnan(effect->effect.lo))
        return true;
    CxCard *card = cx_arena_new0(ctx->arena, CxCard);
    *card = *bench->base;
    const char **caveats = cx_arena_new0_n(ctx->arena, const char *, card->n_caveats + 2);
    caveats[0] = cx_message_text(ctx->catalogue, "theme.card.goes_with");
    for (size_t i = 0; i < card->n_caveats; i++)
        caveats[i + 1] = bench->base->caveats[i];
    card->caveats = caveats;
    card->n_caveats++;
    card->label = SAY(ctx, "theme.card.label", CX_ARG_TEXT("name", name));
    card->measure = cx_message_text(ctx->catalogue, "theme.card.measure");
    card->unit = cx_message_text(ctx->catalogue, "theme.unit");
    card->method =
        SAY(ctx, "theme.card.method", CX_ARG_TEXT("terms", terms),
            CX_ARG_NUMBER("with", effect->n_with), CX_ARG_NUMBER("without", effect->n_without));
    card->interval =
        SAY(ctx, "theme.card.interval", CX_ARG_NUMBER("units", effect->effect.clusters));
    card->value = *value;
    card->decimals = decimals_of(&effect->effect);
    card->has_other = false;
    g_autofree char *asked = g_strdup_printf("theme:%s:%s", bench->said->key, terms);
    card->value.card = cx_card_id(asked, card->frame, &card->value);
    value->card = card->value.card;
    return cx_card_write(ctx, bench->survey, bench->rated, card, error);
}

/* ---- Effects ---- */

static CxOptReal
opt_real(double value)
{
    return isnan(value) ? (CxOptReal){ 0 } : CX_SOME_REAL(value);
}

static bool
put_effect(const Bench *bench, int64_t id, const char *name, const char *terms, GError **error)
{
    g_auto(GStrv) lines = cx_theme_lines(terms);
    const CxThemeEffect effect = cx_theme_effect(bench->corpus, (const char *const *)lines);
    CxMeasured value = {
        .value = effect.effect.value,
        .lo = effect.effect.lo,
        .hi = effect.effect.hi,
        .n = effect.n_with,
        .clusters = effect.effect.clusters,
        .status = isnan(effect.effect.lo) ? CX_MEASURED_TOO_FEW : CX_MEASURED_OK,
        .rule = cx_stat_rule_key(effect.effect.rule),
    };
    g_autofree char *words = g_strjoinv(", ", lines);
    if (!write_card(bench, name, words, &effect, &value, error))
        return false;
    const CxThemeEffectPutParams params = {
        .theme_id = id,
        .n_with = effect.n_with,
        .n_without = effect.n_without,
        .n_all = effect.n_all,
        .value = opt_real(effect.effect.value),
        .lo = opt_real(effect.effect.lo),
        .hi = opt_real(effect.effect.hi),
        .clusters = effect.effect.clusters,
        .card_id = *value.card.hex != '\0' ? value.card.hex : NULL,
        .from_day = bench->ctx->today.v - CX_THEME_DAYS,
        .to_day = bench->ctx->today.v,
        .made_us = bench->ctx->now.us,
    };
    return cx_q_theme_effect_put(bench->ctx->db, &params, error);
}

/* ---- Themes ---- */

/* What somebody has a hand in: its terms are never learnt again, dropped ones neither. */
typedef struct {
    int64_t id;
    const char *name, *terms;
    bool is_ended;
} Own;

static bool
load_own(const Bench *bench, GArray *own, GError **error)
{
    CxCtx *ctx = bench->ctx;
    const CxThemeListParams params = { .survey_id = bench->survey->id.v };
    g_autoptr(CxStmt) stmt = cx_q_theme_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxThemeListRow row;
    CxStep step = cx_q_theme_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_theme_list_next(stmt, &row, error)) {
        const Own each = { row.id, cx_arena_text(ctx->arena, row.name),
                           cx_arena_text(ctx->arena, row.terms), row.is_ended != 0 };
        if (row.item_id == bench->said->id.v && row.is_own != 0)
            g_array_append_val(own, each);
    }
    return step == CX_STEP_DONE;
}

static bool
is_known(const GArray *own, const char *stem)
{
    for (guint i = 0; i < own->len; i++) {
        g_auto(GStrv) terms = cx_theme_lines(g_array_index(own, Own, i).terms);
        if (g_strv_contains((const char *const *)terms, stem))
            return true;
    }
    return false;
}

/* What the other half does not confirm is not kept. */
static bool
add_found(const Bench *bench, const GArray *own, const CxThemeFound *found, int64_t *n,
          GError **error)
{
    const CxThemeEffect effect = cx_theme_effect(bench->corpus, (const char *const *)found->terms);
    const bool is_confirmed = effect.effect.lo > 0.0 || effect.effect.hi < 0.0; /* false for NaN */
    if (!is_confirmed || is_known(own, found->terms[0]))
        return true;
    g_autofree char *terms = g_strjoinv("\n", found->terms);
    const CxThemeAddParams params = {
        .survey_id = bench->survey->id.v,
        .item_id = bench->said->id.v,
        .name = found->name,
        .terms = terms,
        .is_own = 0,
        .actor = bench->ctx->actor.login,
        .made_us = bench->ctx->now.us,
    };
    CxThemeAddRow row;
    (*n)++;
    return cx_q_theme_add(bench->ctx->db, &params, &row, error) &&
           put_effect(bench, row.id, found->name, terms, error);
}

static bool
put_sentiment(const Bench *bench, const CxSentiment *sentiment, GError **error)
{
    g_autofree char *praise = g_strjoinv("\n", sentiment->praise);
    g_autofree char *blame = g_strjoinv("\n", sentiment->blame);
    const CxSentimentPutParams params = {
        .item_id = bench->said->id.v,
        .language = cx_theme_language(bench->ctx),
        .n = sentiment->n,
        .n_right = sentiment->n_right,
        .n_common = sentiment->n_common,
        .n_terms = sentiment->n_terms,
        .praise = praise,
        .blame = blame,
        .made_us = bench->ctx->now.us,
    };
    return cx_q_sentiment_put(bench->ctx->db, &params, error);
}

static bool
write_all(const Bench *bench, const GArray *found, const CxSentiment *sentiment, int64_t *n,
          GError **error)
{
    CxCtx *ctx = bench->ctx;
    g_autoptr(GArray) own = g_array_new(FALSE, FALSE, sizeof(Own));
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    const CxThemeForgetParams forget = { .item_id = bench->said->id.v, .ended_us = ctx->now.us };
    if (txn == NULL || !load_own(bench, own, error) || !cx_q_theme_forget(ctx->db, &forget, error))
        return false;
    for (guint i = 0; i < own->len; i++) {
        const Own *each = &g_array_index(own, Own, i);
        if (each->is_ended)
            continue;
        (*n)++;
        if (!put_effect(bench, each->id, each->name, each->terms, error))
            return false;
    }
    for (guint i = 0; i < found->len; i++) {
        if (!add_found(bench, own, &g_array_index(found, CxThemeFound, i), n, error))
            return false;
    }
    return put_sentiment(bench, sentiment, error) && cx_txn_commit(&txn, error);
}

static bool
learn_item(Bench *bench, int64_t *n, GError **error)
{
    g_autoptr(GArray) comments =
        cx_theme_comments_of(bench->ctx, bench->survey, bench->said, bench->rated, error);
    if (comments == NULL)
        return false;
    if (comments->len == 0)
        return true;
    size_t n_texts = 0;
    const CxThemeText *texts = texts_of(bench, comments, &n_texts);
    g_autoptr(CxThemeCorpus) corpus = cx_theme_corpus_new(bench->stemmer, texts, n_texts);
    g_autoptr(GArray) found = cx_theme_find(corpus);
    g_auto(CxSentiment) sentiment = cx_sentiment_learn(corpus);
    bench->corpus = corpus;
    return load_base(bench, error) && write_all(bench, found, &sentiment, n, error);
}

bool
cx_theme_learn_survey(CxCtx *ctx, const CxSurvey *survey, int64_t *ret_n, GError **error)
{
    if (!cx_ctx_check_change(ctx, "learn themes", error))
        return false;
    g_auto(CxReadsScope) scope = cx_ctx_read_released(ctx); /* it is told to all */
    g_autoptr(CxStemmer) stemmer = cx_stemmer_new(cx_theme_language(ctx), error);
    int64_t n = 0;
    for (size_t i = 0; stemmer != NULL && i < survey->n_items; i++) {
        const CxItem *said = &survey->items[i];
        Bench bench = { .ctx = ctx, .survey = survey, .said = said, .stemmer = stemmer };
        if (said->role == CX_ITEM_ROLE_COMMENT && cx_theme_rated(survey, said, &bench.rated) &&
            (!learn_item(&bench, &n, error) ||
             !cx_ctx_progress(ctx, (int64_t)i, (int64_t)survey->n_items, error)))
            return false;
    }
    if (stemmer == NULL)
        return false;
    *ret_n = n;
    return true;
}

bool
cx_theme_learn(CxCtx *ctx, int64_t *ret_n, GError **error)
{
    g_autoptr(GPtrArray) surveys = cx_survey_load_all(ctx, error);
    if (surveys == NULL)
        return false;
    int64_t n_all = 0;
    for (guint i = 0; i < surveys->len; i++) {
        int64_t n = 0;
        if (!cx_theme_learn_survey(ctx, g_ptr_array_index(surveys, i), &n, error))
            return false;
        n_all += n;
    }
    *ret_n = n_all;
    return true;
}
