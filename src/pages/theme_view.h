/* Themes as documents: what /themes shows and `coalition themes --json` prints. */
#pragma once

#include "evidence/theme.h"
#include "tell/mark.h"
#include "view/field.h"

typedef struct {
    CxMark score; /* the effect; in JSON its members stand at the top */
    int64_t id;
    const char *name;
    CxViewList words; /* of texts: stems */
    const char *words_text;
    const char *sentence;
    const char *question; /* key of the rating */
    const char *label;    /* of the rating */
    const char *comments; /* key of the comments' item */
    int64_t n_naming;     /* comments that name it, in both halves */
    const char *n_text;
    bool is_own;
    CxDay from, to;
    const char *href;
} CxThemeView;

typedef struct {
    CxMark score; /* share told right while held out, % */
    const char *comments;
    const char *question;
    const char *label;
    const char *language;
    double common_percent;
    int64_t n_terms;
    CxViewList praise, blame; /* of texts */
    const char *sentence;
    const char *words_text;
} CxSentimentView;

extern const CxViewType cx_theme_view_type;
extern const CxViewType cx_sentiment_view_type;

/* In the context's arena. */
CxThemeView cx_theme_view(CxCtx *ctx, const CxTheme *theme);
CxViewList cx_theme_views(CxCtx *ctx, const CxThemes *themes);
CxViewList cx_sentiment_views(CxCtx *ctx, const CxSentiments *list);
