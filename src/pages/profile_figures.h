/* The figures of a department's page: its measures over time side by side, and as they stand. */
#pragma once

#include "tell/profile.h"

/* The courses of its measures on one scale, those put together like most of them; in the arena. NULL
 * where there is nothing to draw. */
const char *cx_profile_figure_courses(CxCtx *ctx, const CxProfile *profile);
/* Bars, or dots for what is no share, each with its interval and a ring a year before. NULL likewise,
 * and for fewer than two. */
const char *cx_profile_figure_measures(CxCtx *ctx, const CxProfile *profile);
/* "7 or better of 10, %": the words most of its measures share; NULL without any. */
const char *cx_profile_measure_words(const CxProfile *profile);
