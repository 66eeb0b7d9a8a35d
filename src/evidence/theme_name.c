/* What a person would call a theme that was found. */
#include <string.h>

#include "evidence/theme_learn_priv.h"

#define SEED_SHARE  0.2 /* what stands in more comments tells nothing by itself */
#define LETTERS_MIN 4   /* nor does a shorter word */
#define NAME_SHARE  0.1 /* of the first word's comments that have the pair it is named by */

static char *
capitalised(const char *word)
{
    const guchar len = (guchar)g_utf8_skip[(guchar)*word];
    g_autofree char *first = g_utf8_strup(word, len);
    return g_strconcat(first, word + len, NULL);
}

bool
cx_corpus_is_long(const CxCorpusTerm *term)
{
    return g_utf8_strlen(term->written, -1) >= LETTERS_MIN;
}

/* Whether a word says something by itself: what is short, or in many comments, does not. */
static bool
is_telling(const CxThemeCorpus *corpus, const char *stem)
{
    const guint place = GPOINTER_TO_UINT(g_hash_table_lookup(corpus->at, stem));
    if (place == 0)
        return false;
    const CxCorpusTerm *term = &g_array_index(corpus->terms, CxCorpusTerm, place - 1);
    return cx_corpus_is_long(term) && (double)term->df <= SEED_SHARE * (double)corpus->n;
}

/* Whether each of the words is long enough to say something. */
static bool
is_long(const char *written)
{
    g_auto(GStrv) words = g_strsplit(written, " ", 2);
    for (guint i = 0; words[i] != NULL; i++) {
        if (g_utf8_strlen(words[i], -1) < LETTERS_MIN)
            return false;
    }
    return true;
}

double
cx_corpus_lift(const CxThemeCorpus *corpus, guint place)
{
    double sum = 0.0;
    double all = 0.0;
    double n = 0.0;
    double n_all = 0.0;
    for (size_t i = 0; i < corpus->n; i++) {
        if (corpus->half[i] != 0)
            continue;
        all += corpus->texts[i].rating;
        n_all += 1.0;
        if (!cx_corpus_has(corpus, i, place))
            continue;
        sum += corpus->texts[i].rating;
        n += 1.0;
    }
    return sum / n - all / n_all;
}

/* The telling word that stands beside the word in a pair; NULL where it is no such pair. (transfer full) */
static char *
beside_of(const CxThemeCorpus *corpus, const CxCorpusTerm *pair, const char *stem)
{
    if (!cx_term_is_pair(pair->stem) || !is_long(pair->written))
        return NULL;
    g_auto(GStrv) parts = g_strsplit(pair->stem, " ", 2);
    const bool is_first = g_str_equal(parts[0], stem);
    const char *beside = is_first ? parts[1] : parts[0];
    return (is_first || g_str_equal(parts[1], stem)) && is_telling(corpus, beside)
               ? g_strdup(beside)
               : NULL;
}

static bool
is_named(const GArray *found, const char *name)
{
    for (guint i = 0; i < found->len; i++) {
        if (g_str_equal(g_array_index(found, CxThemeFound, i).name, name))
            return true;
    }
    return false;
}

char *
cx_corpus_name(const CxThemeCorpus *corpus, guint lead, const GArray *found, char **ret_beside)
{
    const CxCorpusTerm *first = &g_array_index(corpus->terms, CxCorpusTerm, lead);
    const bool is_low = cx_corpus_lift(corpus, lead) < 0.0;
    for (guint i = 0; i < corpus->terms->len; i++) { /* most frequent first */
        const CxCorpusTerm *term = &g_array_index(corpus->terms, CxCorpusTerm, i);
        if ((double)term->df < NAME_SHARE * (double)first->df)
            break;
        g_autofree char *beside = beside_of(corpus, term, first->stem);
        if (beside == NULL || (cx_corpus_lift(corpus, i) < 0.0) != is_low)
            continue;
        g_autofree char *name = capitalised(term->written);
        if (is_named(found, name))
            continue;
        *ret_beside = g_steal_pointer(&beside);
        return g_steal_pointer(&name);
    }
    return capitalised(first->written);
}
