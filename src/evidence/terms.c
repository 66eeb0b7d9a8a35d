#include "evidence/terms.h"

#include <libstemmer.h>
#include <string.h>

#include "base/error.h"
#include "base/words.h"

#define LETTERS_MIN 2

struct CxStemmer {
    struct sb_stemmer *snowball;
};

CxStemmer *
cx_stemmer_new(const char *language, GError **error)
{
    struct sb_stemmer *snowball = sb_stemmer_new(language, "UTF_8");
    if (snowball == NULL) {
        g_autofree char *known = g_strjoinv(", ", (char **)(void *)sb_stemmer_list());
        g_set_error(error, CX_ERROR, CX_ERROR_UNSUPPORTED,
                    "there is no stemmer for \"%s\"; there are %s", language, known);
        return NULL;
    }
    CxStemmer *stemmer = g_new0(CxStemmer, 1);
    stemmer->snowball = snowball;
    return stemmer;
}

void
cx_stemmer_free(CxStemmer *stemmer)
{
    if (stemmer == NULL)
        return;
    sb_stemmer_delete(stemmer->snowball);
    g_free(stemmer);
}

char *
cx_stemmer_stem(CxStemmer *stemmer, const char *word)
{
    const sb_symbol *bytes = (const sb_symbol *)word;
    const sb_symbol *stem = sb_stemmer_stem(stemmer->snowball, bytes, (int)strlen(word));
    if (stem == NULL)
        return g_strdup(word);
    return g_strndup((const char *)stem, (gsize)sb_stemmer_length(stemmer->snowball));
}

static bool
is_word(const char *text)
{
    if (g_utf8_strlen(text, -1) < LETTERS_MIN)
        return false;
    for (const char *p = text; *p != '\0'; p += g_utf8_skip[(guchar)*p]) {
        if (g_unichar_isdigit(g_utf8_get_char(p)))
            return false;
    }
    return true;
}

static void
term_clear(gpointer data)
{
    CxTextTerm *term = data;
    g_free(term->stem);
    g_free(term->written);
}

/* Takes both texts. */
static void
add_term(GArray *terms, GHashTable *seen, char *stem, char *written)
{
    if (g_hash_table_contains(seen, stem)) {
        g_free(stem);
        g_free(written);
        return;
    }
    const CxTextTerm term = { stem, written };
    g_hash_table_add(seen, stem);
    g_array_append_val(terms, term);
}

bool
cx_term_is_pair(const char *stem)
{
    return strchr(stem, ' ') != NULL;
}

/* The word before. */
typedef struct {
    char *stem; /* NULL: there is none */
    char *written;
} Before;

static void
before_clear(Before *before)
{
    g_clear_pointer(&before->stem, g_free);
    g_clear_pointer(&before->written, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Before, before_clear)

/* Adds a word's stem, and its pair with the stem before it, which it becomes. */
static void
add_word(CxStemmer *stemmer, const CxWord *word, Before *before, GArray *terms, GHashTable *seen)
{
    char *stem = cx_stemmer_stem(stemmer, word->text);
    if (before->stem != NULL && !word->is_first) {
        add_term(terms, seen, g_strconcat(before->stem, " ", stem, NULL),
                 g_strconcat(before->written, " ", word->text, NULL));
    }
    before_clear(before);
    *before = (Before){ g_strdup(stem), g_strdup(word->text) };
    add_term(terms, seen, stem, g_strdup(word->text));
}

GArray *
cx_terms_split(CxStemmer *stemmer, const char *text)
{
    GArray *terms = g_array_new(FALSE, FALSE, sizeof(CxTextTerm));
    g_array_set_clear_func(terms, term_clear);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GArray) words = cx_words_split(text);
    g_auto(Before) before = { NULL, NULL };
    for (guint i = 0; i < words->len; i++) {
        const CxWord *word = &g_array_index(words, CxWord, i);
        if (is_word(word->text))
            add_word(stemmer, word, &before, terms, seen);
        else
            before_clear(&before);
    }
    return terms;
}
