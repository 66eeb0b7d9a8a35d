/* What comments speak of, and how that goes with the rating: learnt from the organisation's own
 * comments and scores (docs/methods/themes.md). Pure; the stemmer's thread.
 *
 * Comments are split in two halves by sampling unit: themes are found in one, and estimated in the
 * other, so that what is picked for being striking is not measured on what it was picked for. */
#pragma once

#include "evidence/terms.h"
#include "stat/estimate.h"

#define CX_THEMES_MAX         12
#define CX_THEME_TERMS_MAX    24 /* of one theme */
#define CX_THEME_NAMING_MIN   10 /* comments that name a theme, in each half */
#define CX_SENTIMENT_SIDE_MIN 50 /* comments of each side */

typedef enum { CX_THEME_LOW, CX_THEME_MIDDLE, CX_THEME_HIGH } CxThemeSide;

/* One comment. */
typedef struct {
    const char *text;
    const char *unit; /* sampling unit, "" for its own: then by its place */
    double rating;    /* points of the scale, more is better */
    CxThemeSide side;
} CxThemeText;

typedef struct CxThemeCorpus CxThemeCorpus;

/* Reads n comments; texts are borrowed as long as the corpus lives. (transfer full) */
CxThemeCorpus *cx_theme_corpus_new(CxStemmer *stemmer, const CxThemeText *texts, size_t n);
void cx_theme_corpus_free(CxThemeCorpus *corpus);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxThemeCorpus, cx_theme_corpus_free)

/* A theme that was found. */
typedef struct {
    char *name;  /* its first word with the one most beside it, as most comments write them */
    GStrv terms; /* stems, the first one first */
} CxThemeFound;

/* The themes, most striking first: GArray of CxThemeFound, owning. (transfer full) */
GArray *cx_theme_find(const CxThemeCorpus *corpus);

/* How a theme goes with the rating, in the half it was not found in. */
typedef struct {
    CxEstimate effect; /* mean rating of those that name it less that of the others, by unit */
    int64_t n_with, n_without;
    int64_t n_all; /* that name it, in both halves */
} CxThemeEffect;
CxThemeEffect cx_theme_effect(const CxThemeCorpus *corpus, const char *const *terms);
/* Whether a comment, by its place, names one of the terms. */
bool cx_theme_names(const CxThemeCorpus *corpus, size_t i_text, const char *const *terms);

/* How well words tell whether the rating is low or high: L2-regularised logistic regression over terms
 * weighted by rarity (liblinear), five folds by sampling unit, so that nobody's comment is judged by a
 * model that saw them. n is 0 where a side has fewer than CX_SENTIMENT_SIDE_MIN comments. */
typedef struct {
    int64_t n, n_right, n_common, n_terms;
    GStrv praise, blame; /* words that go with high and with low ratings most; owned, never NULL */
} CxSentiment;
CxSentiment cx_sentiment_learn(const CxThemeCorpus *corpus);
void cx_sentiment_clear(CxSentiment *sentiment);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxSentiment, cx_sentiment_clear)
