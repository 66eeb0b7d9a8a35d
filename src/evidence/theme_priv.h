/* What the files of themes share. Inside evidence/. */
#pragma once

#include "evidence/theme.h"
#include "evidence/theme_learn.h"

/* The item of role comment and the rating beside it: its department's first, else the overall one.
 * False when there is none. */
bool cx_theme_rated(const CxSurvey *survey, const CxItem *said, const CxItem **ret_rated);
/* The comments of an item of the last CX_THEME_DAYS. GArray of CxComment; (transfer full) */
CX_MUST_USE GArray *cx_theme_comments_of(CxCtx *ctx, const CxSurvey *survey, const CxItem *said,
                                         const CxItem *rated, GError **error);
/* "en": whose stemmer reads the comments. */
const char *cx_theme_language(const CxCtx *ctx);
/* Lines as an array that ends with NULL. (transfer full) */
GStrv cx_theme_lines(const char *text);
