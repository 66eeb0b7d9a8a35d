/* Terms of a text: stems of its words, and pairs of stems that stand side by side, by the Snowball
 * stemmer of its language over words as Unicode divides them (base/words.h). Pure but for the
 * stemmer, which belongs to one thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "lang/lang.h"

typedef struct CxStemmer CxStemmer;

/* The stemmer of a language, by its code ("en", "de") or name ("german"). UNSUPPORTED, listing those
 * there are, for one Snowball has none for. (transfer full) */
CX_MUST_USE CxStemmer *cx_stemmer_new(const char *language, GError **error);
/* NULL is fine. */
void cx_stemmer_free(CxStemmer *stemmer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxStemmer, cx_stemmer_free)

/* The stem of one word, case folded. (transfer full) */
char *cx_stemmer_stem(CxStemmer *stemmer, const char *word);

typedef struct {
    char *stem;    /* "deliv", or "late deliv" for a pair */
    char *written; /* as the text has it, case folded: "delivery", "late delivery" */
} CxTextTerm;

/* Whether a term's stem is that of a pair. */
bool cx_term_is_pair(const char *stem);

/* Each term of a text once, in order of appearance: GArray of CxTextTerm, owning its texts. Words of one
 * letter and numbers are none. (transfer full) */
GArray *cx_terms_split(CxStemmer *stemmer, const char *text);
