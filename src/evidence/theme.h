/* Themes: what customers speak of, and how that goes with the rating.
 *
 * They are learnt every night from comments beside their ratings (evidence/theme_learn.h), and what an
 * analyst makes of them stays: a name, words taught, a merger, one dropped. What comments say is behind
 * the wall of comments. docs/methods/themes.md. */
#pragma once

#include "evidence/measured.h"
#include "feedback/comment.h"
#include "feedback/survey.h"

CX_ID_TYPE(CxThemeId);

#define CX_THEME_DAYS            730   /* of comments, up to today */
#define CX_THEME_COMMENTS_MAX    50000 /* of one item; the newest */
#define CX_THEME_WORDS_BYTES_MAX 400

/* Which way a theme goes with the rating, as its interval tells. */
typedef enum {
    CX_THEME_WAY_UNKNOWN, /* no interval */
    CX_THEME_WAY_NONE,    /* no difference that chance would not make */
    CX_THEME_WAY_LOWER,
    CX_THEME_WAY_HIGHER,
} CxThemeWay;

/* Lives in the context's arena. */
typedef struct {
    CxThemeId id;
    const CxItem *said;  /* whose comments */
    const CxItem *rated; /* the rating beside them */
    const char *name;
    const char *const *terms; /* ends with NULL */
    size_t n_terms;
    bool is_own;      /* somebody named, taught or merged it */
    CxMeasured value; /* mean rating where it is named less where not, points of the scale; n those
                         that name it of those it is estimated on; hidden of readers who do not hold
                         the answers: each comment that comes would move it by its rating */
    CxThemeWay way;   /* told to all */
    int64_t n_all;    /* comments that name it; -1 hidden */
    CxDay from, to;   /* of the comments */
} CxTheme;

typedef struct {
    const CxTheme *items; /* the one that goes with the rating most surely first */
    size_t n;
} CxThemes;

/* How well words tell a low from a high rating, of one item's comments. */
typedef struct {
    const CxItem *said, *rated;
    const char *language;
    CxMeasured accuracy;   /* % told right while held out, Wilson's interval; counted */
    double common_percent; /* % that guessing the more common side gets right */
    int64_t n_terms;
    const char *const *praise; /* words; each ends with NULL */
    const char *const *blame;
} CxSentimentTold;

typedef struct {
    const CxSentimentTold *items;
    size_t n;
} CxSentiments;

/* The themes of a survey that the reader may see: none for readers without comments; those that fewer
 * comments name than may be shown, or that fewer do not name, are left out. */
CX_MUST_USE bool cx_theme_list(CxCtx *ctx, const CxSurvey *survey, CxThemes *ret_themes,
                               GError **error);
/* For those who hold the answers; none for others. */
CX_MUST_USE bool cx_sentiment_list(CxCtx *ctx, const CxSurvey *survey, CxSentiments *ret_list,
                                   GError **error);
/* The theme of an id, whichever survey it is of, and that survey (transfer full), which owns what the
 * theme points to; *ret_all (nullable) has all of the survey's. NOT_FOUND also for one that may not be
 * seen. */
CX_MUST_USE const CxTheme *cx_theme_load(CxCtx *ctx, CxThemeId id, CxSurvey **ret_survey,
                                         CxThemes *ret_all, GError **error);
/* The comments that name a theme: GArray of CxComment; (transfer full). Same wall. */
CX_MUST_USE GArray *cx_theme_comments(CxCtx *ctx, const CxSurvey *survey, const CxTheme *theme,
                                      GError **error);

/* Use cases; CX team only, NOT_FOUND for a theme that is not there. Each writes theme and audit.
 * Names a theme. INVALID for no name. ("theme.name") */
CX_MUST_USE bool cx_theme_name(CxCtx *ctx, CxThemeId id, const char *name, GError **error);
/* Adds words to a theme, separated by commas; "-word" takes one away. INVALID for no words, for all
 * taken away, or for more than CX_THEME_TERMS_MAX. ("theme.teach") */
CX_MUST_USE bool cx_theme_teach(CxCtx *ctx, CxThemeId id, const char *words, GError **error);
/* Puts a theme into another of the same comments, whose words are then both's. CONFLICT into itself or
 * into one of other comments. ("theme.merge") */
CX_MUST_USE bool cx_theme_merge(CxCtx *ctx, CxThemeId id, CxThemeId into, GError **error);
/* Drops a theme: it is not learnt again. ("theme.drop") */
CX_MUST_USE bool cx_theme_drop(CxCtx *ctx, CxThemeId id, GError **error);

/* Use case of every night: learns what is new and estimates all, of all surveys. CX team and the system
 * only; tells how far it is. *ret_n counts the themes there are then. Writes theme, theme_effect,
 * sentiment, card; no audit: all of it is derived. */
CX_MUST_USE bool cx_theme_learn(CxCtx *ctx, int64_t *ret_n, GError **error);
/* The same of one survey. */
CX_MUST_USE bool cx_theme_learn_survey(CxCtx *ctx, const CxSurvey *survey, int64_t *ret_n,
                                       GError **error);
