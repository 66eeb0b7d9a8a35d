#include "evidence/theme_learn.h"

#include <math.h>
#include <string.h>

#include "evidence/theme_learn_priv.h"
#include "stat/compare.h"
#include "stat/family.h"
#include "stat/score.h"

#define TERMS_MAX    20000 /* of a corpus */
#define DF_MIN       5
#define COMMON_SHARE 0.8 /* a term of more comments tells nothing */
#define SEED_SHARE   0.2 /* a theme's first word is rarer than that */
#define SIDE_SHARE                                                                                 \
    0.1 /* and stands beside low and high ratings: it is no word of praise or blame */
#define FALSE_SHARE    0.05
#define COMPANIONS_MAX 5
#define TOGETHER_SHARE 0.5 /* of a companion's comments name the first word too */

/* ---- Reading ---- */

static void
term_clear(gpointer data)
{
    CxCorpusTerm *term = data;
    g_free(term->stem);
    g_free(term->written);
}

/* On which side of each split a comment is: all of a sampling unit on the same. */
static guint32
side_of(const CxThemeText *text, size_t i_text)
{
    guint32 hash = *text->unit != '\0' ? g_str_hash(text->unit) : (guint32)i_text;
    hash ^= hash >> 16;
    hash *= 0x7feb352dU;
    hash ^= hash >> 15;
    hash *= 0x846ca68bU;
    return hash ^ (hash >> 16);
}

typedef struct {
    int64_t df;
    GHashTable *written; /* word -> count */
} Seen;

static void
seen_free(gpointer data)
{
    Seen *seen = data;
    g_hash_table_unref(seen->written);
    g_free(seen);
}

static Seen *
seen_of(GHashTable *all, const char *stem)
{
    Seen *seen = g_hash_table_lookup(all, stem);
    if (seen == NULL) {
        seen = g_new0(Seen, 1);
        seen->written = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        g_hash_table_insert(all, g_strdup(stem), seen);
    }
    return seen;
}

static void
count_written(GHashTable *counts, const char *written)
{
    const gsize n = GPOINTER_TO_SIZE(g_hash_table_lookup(counts, written)) + 1;
    g_hash_table_replace(counts, g_strdup(written), GSIZE_TO_POINTER(n));
}

static void
count_terms(GHashTable *all, const GArray *terms)
{
    for (guint i = 0; i < terms->len; i++) {
        const CxTextTerm *term = &g_array_index(terms, CxTextTerm, i);
        Seen *seen = seen_of(all, term->stem);
        seen->df++;
        count_written(seen->written, term->written);
    }
}

/* The most frequent way of writing, the first by letters of those alike. */
static char *
most_written(GHashTable *written)
{
    const char *best = NULL;
    gsize n_best = 0;
    GHashTableIter iter;
    gpointer word = NULL;
    gpointer n = NULL;
    g_hash_table_iter_init(&iter, written);
    while (g_hash_table_iter_next(&iter, &word, &n)) {
        const gsize count = GPOINTER_TO_SIZE(n);
        if (best == NULL || count > n_best || (count == n_best && strcmp(word, best) < 0)) {
            best = word;
            n_best = count;
        }
    }
    return g_strdup(best);
}

static int
compare_terms(gconstpointer a, gconstpointer b)
{
    const CxCorpusTerm *x = a;
    const CxCorpusTerm *y = b;
    if (x->df != y->df)
        return x->df > y->df ? -1 : 1;
    return strcmp(x->stem, y->stem);
}

static void
choose_terms(CxThemeCorpus *corpus, GHashTable *all)
{
    GHashTableIter iter;
    gpointer stem = NULL;
    gpointer value = NULL;
    g_hash_table_iter_init(&iter, all);
    while (g_hash_table_iter_next(&iter, &stem, &value)) {
        const Seen *seen = value;
        if (seen->df < DF_MIN || (double)seen->df > COMMON_SHARE * (double)corpus->n)
            continue;
        const CxCorpusTerm term = { g_strdup(stem), most_written(seen->written), seen->df };
        g_array_append_val(corpus->terms, term);
    }
    g_array_sort(corpus->terms, compare_terms);
    if (corpus->terms->len > TERMS_MAX)
        g_array_set_size(corpus->terms, TERMS_MAX);
    for (guint i = 0; i < corpus->terms->len; i++) {
        g_hash_table_insert(corpus->at, g_array_index(corpus->terms, CxCorpusTerm, i).stem,
                            GUINT_TO_POINTER(i + 1));
    }
}

static int
compare_places(gconstpointer a, gconstpointer b)
{
    const guint x = *(const guint *)a;
    const guint y = *(const guint *)b;
    return x < y ? -1 : (x > y ? 1 : 0);
}

static GArray *
places_of(const CxThemeCorpus *corpus, const GArray *terms)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < terms->len; i++) {
        const CxTextTerm *term = &g_array_index(terms, CxTextTerm, i);
        const guint place = GPOINTER_TO_UINT(g_hash_table_lookup(corpus->at, term->stem));
        if (place == 0)
            continue;
        const guint at = place - 1;
        g_array_append_val(places, at);
    }
    g_array_sort(places, compare_places);
    return places;
}

CxThemeCorpus *
cx_theme_corpus_new(CxStemmer *stemmer, const CxThemeText *texts, size_t n)
{
    CxThemeCorpus *corpus = g_new0(CxThemeCorpus, 1);
    corpus->texts = texts;
    corpus->n = n;
    corpus->terms = g_array_new(FALSE, FALSE, sizeof(CxCorpusTerm));
    g_array_set_clear_func(corpus->terms, term_clear);
    corpus->at = g_hash_table_new(g_str_hash, g_str_equal);
    corpus->has = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    corpus->fold = g_new0(guint8, n + 1);
    corpus->half = g_new0(guint8, n + 1);
    g_autoptr(GPtrArray) split = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    g_autoptr(GHashTable) all = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, seen_free);
    for (size_t i = 0; i < n; i++) {
        GArray *terms = cx_terms_split(stemmer, texts[i].text);
        g_ptr_array_add(split, terms);
        count_terms(all, terms);
        const guint32 side = side_of(&texts[i], i);
        corpus->fold[i] = (guint8)(side % CX_THEME_FOLDS);
        corpus->half[i] = (guint8)((side / CX_THEME_FOLDS) % 2);
    }
    choose_terms(corpus, all);
    for (size_t i = 0; i < n; i++)
        g_ptr_array_add(corpus->has, places_of(corpus, split->pdata[i]));
    return corpus;
}

void
cx_theme_corpus_free(CxThemeCorpus *corpus)
{
    if (corpus == NULL)
        return;
    g_hash_table_unref(corpus->at);
    g_array_unref(corpus->terms);
    g_ptr_array_unref(corpus->has);
    g_free(corpus->fold);
    g_free(corpus->half);
    g_free(corpus);
}

bool
cx_corpus_has(const CxThemeCorpus *corpus, size_t i_text, guint place)
{
    const GArray *places = corpus->has->pdata[i_text];
    guint lo = 0;
    guint hi = places->len;
    while (lo < hi) {
        const guint middle = lo + (hi - lo) / 2;
        if (g_array_index(places, guint, middle) < place)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo < places->len && g_array_index(places, guint, lo) == place;
}

bool
cx_theme_names(const CxThemeCorpus *corpus, size_t i_text, const char *const *terms)
{
    for (size_t i = 0; terms[i] != NULL; i++) {
        const guint place = GPOINTER_TO_UINT(g_hash_table_lookup(corpus->at, terms[i]));
        if (place != 0 && cx_corpus_has(corpus, i_text, place - 1))
            return true;
    }
    return false;
}

/* ---- Finding ---- */

/* What the finding half knows of a word. */
typedef struct {
    guint place;
    int64_t n, n_low, n_high;
    double sum, squares;
    double p; /* that its comments rate as the others */
} Word;

static void
tally_words(const CxThemeCorpus *corpus, Word *words, Word *all)
{
    for (size_t i = 0; i < corpus->n; i++) {
        if (corpus->half[i] != 0)
            continue;
        const CxThemeText *text = &corpus->texts[i];
        const GArray *places = corpus->has->pdata[i];
        for (guint k = 0; k <= places->len; k++) {
            Word *word = k < places->len ? &words[g_array_index(places, guint, k)] : all;
            word->n++;
            word->n_low += text->side == CX_THEME_LOW ? 1 : 0;
            word->n_high += text->side == CX_THEME_HIGH ? 1 : 0;
            word->sum += text->rating;
            word->squares += text->rating * text->rating;
        }
    }
}

static double
word_p(const Word *word, const Word *all)
{
    const CxEstimate with = cx_stat_mean(word->n, word->sum, word->squares, CX_STAT_LEVEL);
    const CxEstimate without = cx_stat_mean(all->n - word->n, all->sum - word->sum,
                                            all->squares - word->squares, CX_STAT_LEVEL);
    return cx_stat_difference(&with, &without).p;
}

/* Whether a word can be what is spoken of: long enough, neither rare nor everywhere, and beside low and high
 * ratings both. */
static bool
can_lead(const CxThemeCorpus *corpus, const Word *word, const Word *all)
{
    const CxCorpusTerm *term = &g_array_index(corpus->terms, CxCorpusTerm, word->place);
    if (cx_term_is_pair(term->stem) || !cx_corpus_is_long(term) || word->n < CX_THEME_NAMING_MIN ||
        (double)word->n > SEED_SHARE * (double)all->n)
        return false;
    const double n = (double)word->n;
    return (double)word->n_low >= SIDE_SHARE * n && (double)word->n_high >= SIDE_SHARE * n;
}

static int
compare_words(gconstpointer a, gconstpointer b)
{
    const Word *x = a;
    const Word *y = b;
    if (x->p < y->p || x->p > y->p)
        return x->p < y->p ? -1 : 1;
    return x->place < y->place ? -1 : 1;
}

/* The words that may lead a theme, most striking first, false discoveries held at FALSE_SHARE. */
static GArray *
leading_words(const CxThemeCorpus *corpus)
{
    const guint n_terms = corpus->terms->len;
    g_autofree Word *words = g_new0(Word, n_terms + 1);
    Word all = { 0 };
    tally_words(corpus, words, &all);
    GArray *leading = g_array_new(FALSE, FALSE, sizeof(Word));
    for (guint i = 0; i < n_terms; i++) {
        words[i].place = i;
        if (!can_lead(corpus, &words[i], &all))
            continue;
        words[i].p = word_p(&words[i], &all);
        if (!isnan(words[i].p))
            g_array_append_val(leading, words[i]);
    }
    g_array_sort(leading, compare_words);
    g_autofree double *p = g_new0(double, leading->len + 1);
    for (guint i = 0; i < leading->len; i++)
        p[i] = g_array_index(leading, Word, i).p;
    cx_stat_bh(p, leading->len, p);
    guint n_kept = 0;
    while (n_kept < leading->len && p[n_kept] <= FALSE_SHARE)
        n_kept++;
    g_array_set_size(leading, n_kept);
    return leading;
}

/* How many comments of the finding half name both words. */
static int64_t
count_together(const CxThemeCorpus *corpus, guint a, guint b)
{
    int64_t n = 0;
    for (size_t i = 0; i < corpus->n; i++) {
        if (corpus->half[i] == 0 && cx_corpus_has(corpus, i, a) && cx_corpus_has(corpus, i, b))
            n++;
    }
    return n;
}

static void
found_clear(gpointer data)
{
    CxThemeFound *found = data;
    g_free(found->name);
    g_strfreev(found->terms);
}

/* Whether a leading word belongs to the theme of another: it mostly stands beside it, or is the other word of
 * its name and rates on the same side. */
static bool
is_companion(const CxThemeCorpus *corpus, const Word *first, const Word *other, const char *beside)
{
    const CxCorpusTerm *term = &g_array_index(corpus->terms, CxCorpusTerm, other->place);
    if (g_strcmp0(term->stem, beside) == 0) {
        return (cx_corpus_lift(corpus, other->place) < 0.0) ==
               (cx_corpus_lift(corpus, first->place) < 0.0);
    }
    return (double)count_together(corpus, first->place, other->place) >=
           TOGETHER_SHARE * (double)MIN(first->n, other->n);
}

/* A theme led by one word, with the other leading words that belong to it. */
static void
add_theme(const CxThemeCorpus *corpus, const GArray *leading, guint lead, bool *used, GArray *found)
{
    const Word *first = &g_array_index(leading, Word, lead);
    const CxCorpusTerm *term = &g_array_index(corpus->terms, CxCorpusTerm, first->place);
    g_autoptr(GStrvBuilder) terms = g_strv_builder_new();
    g_strv_builder_add(terms, term->stem);
    g_autofree char *beside = NULL;
    g_autofree char *name = cx_corpus_name(corpus, first->place, found, &beside);
    int n_companions = 0;
    for (guint i = 0; i < leading->len && n_companions < COMPANIONS_MAX; i++) {
        const Word *other = &g_array_index(leading, Word, i);
        if (used[i] || i == lead || !is_companion(corpus, first, other, beside))
            continue;
        used[i] = true;
        n_companions++;
        g_strv_builder_add(terms, g_array_index(corpus->terms, CxCorpusTerm, other->place).stem);
    }
    const CxThemeFound theme = { g_steal_pointer(&name), g_strv_builder_end(terms) };
    g_array_append_val(found, theme);
}

GArray *
cx_theme_find(const CxThemeCorpus *corpus)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(CxThemeFound));
    g_array_set_clear_func(found, found_clear);
    g_autoptr(GArray) leading = leading_words(corpus);
    g_autofree bool *used = g_new0(bool, leading->len + 1);
    for (guint i = 0; i < leading->len && found->len < CX_THEMES_MAX; i++) {
        if (used[i])
            continue;
        used[i] = true;
        add_theme(corpus, leading, i, used, found);
    }
    return found;
}

/* ---- Estimating ---- */

/* The residuals of one sampling unit, with and without. */
typedef struct {
    double z;
} Unit;

typedef struct {
    double mean[2]; /* without, with */
    double n[2];
} Sides;

static Sides
side_means(const CxThemeCorpus *corpus, const bool *is_with)
{
    Sides sides = { { 0.0, 0.0 }, { 0.0, 0.0 } };
    for (size_t i = 0; i < corpus->n; i++) {
        if (corpus->half[i] == 0)
            continue;
        sides.n[is_with[i]] += 1.0;
        sides.mean[is_with[i]] += corpus->texts[i].rating;
    }
    for (int k = 0; k < 2; k++)
        sides.mean[k] /= sides.n[k];
    return sides;
}

static void
add_to_unit(GHashTable *units, const char *name, double part)
{
    Unit *unit = g_hash_table_lookup(units, name);
    if (unit == NULL) {
        unit = g_new0(Unit, 1);
        g_hash_table_insert(units, g_strdup(name), unit);
    }
    unit->z += part;
}

static double
sum_units(GHashTable *units)
{
    double squares = 0.0;
    GHashTableIter iter;
    gpointer value = NULL;
    g_hash_table_iter_init(&iter, units);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        squares += ((const Unit *)value)->z * ((const Unit *)value)->z;
    return squares;
}

/* Sum of squares over units of the difference's linearised parts, and how many units there are. */
static double
unit_squares(const CxThemeCorpus *corpus, const bool *is_with, const Sides *sides,
             int64_t *ret_units)
{
    g_autoptr(GHashTable) units = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    double squares = 0.0;
    int64_t n_alone = 0;
    for (size_t i = 0; i < corpus->n; i++) {
        if (corpus->half[i] == 0)
            continue;
        const CxThemeText *text = &corpus->texts[i];
        const int k = is_with[i] ? 1 : 0;
        const double part = (k == 1 ? 1.0 : -1.0) * (text->rating - sides->mean[k]) / sides->n[k];
        if (*text->unit != '\0') {
            add_to_unit(units, text->unit, part);
        } else {
            squares += part * part;
            n_alone++;
        }
    }
    *ret_units = n_alone + g_hash_table_size(units);
    return squares + sum_units(units);
}

static void
fill_effect(const CxThemeCorpus *corpus, const bool *is_with, CxEstimate *effect)
{
    const Sides sides = side_means(corpus, is_with);
    int64_t units = 0;
    const double squares = unit_squares(corpus, is_with, &sides, &units);
    effect->value = effect->centre = sides.mean[1] - sides.mean[0];
    effect->clusters = units;
    if (units < CX_STAT_CLUSTERS_MIN) {
        effect->status = CX_STAT_FEW_CLUSTERS;
        return;
    }
    effect->se = sqrt((double)units / ((double)units - 1.0) * squares);
    if (!(effect->se > 0.0)) {
        effect->status = CX_STAT_DEGENERATE;
        return;
    }
    effect->df = (double)units - 1.0;
    const double half = cx_stat_t(CX_STAT_LEVEL, effect->df) * effect->se;
    effect->lo = effect->value - half;
    effect->hi = effect->value + half;
    effect->rule = CX_STAT_RULE_CLUSTER_T;
    effect->status = CX_STAT_OK;
}

CxThemeEffect
cx_theme_effect(const CxThemeCorpus *corpus, const char *const *terms)
{
    CxThemeEffect result = { .effect = { .status = CX_STAT_TOO_FEW,
                                         .rule = CX_STAT_RULE_NONE,
                                         .value = (double)NAN,
                                         .centre = (double)NAN,
                                         .se = (double)NAN,
                                         .lo = (double)NAN,
                                         .hi = (double)NAN,
                                         .level = CX_STAT_LEVEL,
                                         .df = (double)NAN } };
    g_autofree bool *is_with = g_new0(bool, corpus->n + 1);
    for (size_t i = 0; i < corpus->n; i++) {
        is_with[i] = cx_theme_names(corpus, i, terms);
        result.n_all += is_with[i] ? 1 : 0;
        if (corpus->half[i] == 0)
            continue;
        result.n_with += is_with[i] ? 1 : 0;
        result.n_without += is_with[i] ? 0 : 1;
    }
    result.effect.n = result.n_with;
    if (result.n_with >= CX_THEME_NAMING_MIN && result.n_without >= CX_THEME_NAMING_MIN)
        fill_effect(corpus, is_with, &result.effect);
    return result;
}
