/* Comments as terms, for theme_learn.c and sentiment_learn.c. Inside evidence/. */
#pragma once

#include "evidence/theme_learn.h"

#define CX_THEME_FOLDS 5

typedef struct {
    char *stem;
    char *written; /* as most comments write it */
    int64_t df;    /* comments that have it */
} CxCorpusTerm;

struct CxThemeCorpus {
    const CxThemeText *texts;
    size_t n;
    GArray *terms;  /* of CxCorpusTerm, most frequent first */
    GHashTable *at; /* stem -> place in terms, plus 1 */
    GPtrArray *has; /* of GArray of guint: the places of each text's terms, ascending */
    guint8 *fold;   /* of each text: 0..CX_THEME_FOLDS-1 */
    guint8 *half;   /* 0: themes are found in; 1: estimated in */
};

/* Whether a word is long enough to say something by itself. */
bool cx_corpus_is_long(const CxCorpusTerm *term);
/* Whether a comment has a term. */
bool cx_corpus_has(const CxThemeCorpus *corpus, size_t i_text, guint place);
/* How much higher the comments of the finding half that have a term rate than all of it; NaN for none. */
double cx_corpus_lift(const CxThemeCorpus *corpus, guint place);
/* What a person would call a theme: its first word with the telling one that stands beside it most ("late
 * delivery") and rates as the theme does, if it does in a tenth of the comments; else the word alone.
 * `found` are the themes named so far. *ret_beside is the stem of
 * the other word, or NULL. (transfer full) */
char *cx_corpus_name(const CxThemeCorpus *corpus, guint lead, const GArray *found,
                     char **ret_beside);
