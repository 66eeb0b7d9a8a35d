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
