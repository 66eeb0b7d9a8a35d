/* Quotes are chosen once, until comments or names change (docs/decisions/0068). */
#include "business/kept.h"
#include "tell/quote_priv.h"

/* What was chosen, as everybody who may read comments is told. */
typedef struct {
    int64_t n_comments;
    size_t n;
    struct {
        char *text; /* owned; blanks joined */
        int64_t rating, best;
        bool is_low;
    } items[CX_QUOTES_MAX];
} Kept;

static void
kept_clear(gpointer data)
{
    Kept *kept = data;
    for (size_t i = 0; i < kept->n; i++)
        g_free(kept->items[i].text);
}

static void *
kept_ref(void *kept)
{
    return g_atomic_rc_box_acquire(kept);
}

static void
kept_unref(void *kept)
{
    g_atomic_rc_box_release_full(kept, kept_clear);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Kept, kept_unref)

static const CxKeepKind kept_kind = { kept_ref, kept_unref };

static void
keep_quote(CxCtx *ctx, const GArray *comments, int64_t at, Kept *kept)
{
    if (at < 0)
        return;
    const CxComment *comment = &g_array_index(comments, CxComment, (guint)at);
    kept->items[kept->n].text = g_strdup(cx_quote_join_blanks(ctx->arena, comment->text));
    kept->items[kept->n].rating = comment->rating;
    kept->items[kept->n].best = comment->asked->hi;
    kept->items[kept->n].is_low = cx_comment_side(comment) == CX_COMMENT_LOW;
    kept->n++;
}

static Kept *
make_kept(CxCtx *ctx, const GArray *comments, GError **error)
{
    g_autoptr(Kept) kept = g_atomic_rc_box_new0(Kept);
    CxQuotePlaces places = { -1, -1 };
    kept->n_comments = (int64_t)comments->len;
    if (comments->len > 0 && !cx_quote_choose_places(ctx, comments, &places, error))
        return NULL;
    keep_quote(ctx, comments, places.low, kept);
    keep_quote(ctx, comments, places.high, kept);
    return g_steal_pointer(&kept);
}

/* What is asked; theme NULL: all comments. */
typedef struct {
    const CxSurvey *survey;
    const CxCommentAsk *of;
    const CxTheme *theme;
} Ask;

/* What the choice hangs on beside what is read: the question, the scales of the survey at hand, and whether
 * answers count that wait. */
static char *
key_text(const CxCtx *ctx, const Ask *ask)
{
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add_i64(digester, ask->of->said->id.v);
    cx_digester_add_i64(digester, ask->of->rated->id.v);
    cx_digester_add_i64(digester, ask->of->from.v);
    cx_digester_add_i64(digester, ask->of->to.v);
    cx_digester_add_i64(digester, cx_ctx_reads_all(ctx) ? 1 : 0);
    for (size_t i = 0; i < ask->survey->n_versions; i++) {
        const CxItemVersion *asked = cx_item_in(ask->of->rated, i);
        cx_digester_add_i64(digester, ask->survey->versions[i].id.v);
        if (asked == NULL)
            continue;
        cx_digester_add_i64(digester, (int64_t)asked->kind);
        cx_digester_add_i64(digester, (int64_t)asked->direction);
        cx_digester_add_i64(digester, asked->lo);
        cx_digester_add_i64(digester, asked->hi);
    }
    cx_digester_add_text(digester, ask->theme != NULL ? ctx->locale : NULL);
    for (size_t i = 0; ask->theme != NULL && i < ask->theme->n_terms; i++)
        cx_digester_add_text(digester, ask->theme->terms[i]);
    const CxDigest digest = cx_digester_end(digester);
    return cx_digest_hex(&digest, CX_DIGEST_BYTES);
}

/* (transfer full) */
static Kept *
find_kept(CxCtx *ctx, const Ask *ask, GError **error)
{
    g_autofree char *text = key_text(ctx, ask);
    const CxKeptAsk asked = { .what = CX_KEPT_QUOTES, .text = text };
    CxKept place;
    void *found = NULL;
    if (!cx_kept_find(ctx, &asked, &place, &found, error))
        return NULL;
    if (found != NULL)
        return found;
    g_autoptr(GArray) comments = ask->theme != NULL
                                     ? cx_theme_comments(ctx, ask->survey, ask->theme, error)
                                     : cx_comment_list(ctx, ask->survey, ask->of, error);
    Kept *kept = comments != NULL ? make_kept(ctx, comments, error) : NULL;
    if (kept != NULL)
        cx_kept_put(&place, kept, &kept_kind);
    return kept;
}

static bool
choose_of(CxCtx *ctx, const Ask *ask, CxQuotes *ret_quotes, GError **error)
{
    *ret_quotes = (CxQuotes){ .n = 0 };
    if (!cx_comment_may_read(ctx, ask->of))
        return true;
    g_autoptr(Kept) kept = find_kept(ctx, ask, error);
    if (kept == NULL)
        return false;
    if (kept->n_comments < ctx->wall.min_n_comments)
        return true;
    ret_quotes->n_comments = kept->n_comments;
    ret_quotes->n = kept->n;
    for (size_t i = 0; i < kept->n; i++) {
        const int64_t rating = kept->items[i].rating;
        const int64_t best = kept->items[i].best;
        char *from =
            cx_message_format(ctx->catalogue, "brief.quote.rated", CX_ARG_NUMBER("rating", rating),
                              CX_ARG_NUMBER("best", best));
        ret_quotes->items[i] = (CxQuote){
            .text = cx_arena_text(ctx->arena, kept->items[i].text),
            .rating = rating,
            .best = best,
            .is_low = kept->items[i].is_low,
            .from = cx_arena_take(ctx->arena, from),
        };
    }
    return true;
}

bool
cx_quote_choose(CxCtx *ctx, const CxSurvey *survey, const CxCommentAsk *ask, CxQuotes *ret_quotes,
                GError **error)
{
    return choose_of(ctx, &(Ask){ .survey = survey, .of = ask }, ret_quotes, error);
}

bool
cx_quote_choose_theme(CxCtx *ctx, const CxSurvey *survey, const CxTheme *theme,
                      CxQuotes *ret_quotes, GError **error)
{
    const CxCommentAsk of = { .said = theme->said,
                              .rated = theme->rated,
                              .from = { ctx->today.v - CX_THEME_DAYS },
                              .to = ctx->today };
    return choose_of(ctx, &(Ask){ survey, &of, theme }, ret_quotes, error);
}
