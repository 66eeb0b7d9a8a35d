/* The figures of a brief and the sentences over them. Markup and texts in the context's arena. */
#pragma once

#include "tell/brief.h"

/* A department's measures on one scale; NULL where fewer than two can be drawn. All must be the same
 * measure. */
const char *cx_brief_figure_dots(CxCtx *ctx, const CxBriefMeasure *measures, size_t n_measures);
const char *cx_brief_figure_dots_title(CxCtx *ctx, const CxBriefMeasure *measures, size_t n);
/* The measure with its interval in a cell, from..to wide; a ring for a year before, where that was tested. */
const char *cx_brief_figure_strip(CxCtx *ctx, const CxBriefMeasure *measure, double from,
                                  double to);
/* The round ends of a scale that holds all measures with their intervals; false if there are none. */
bool cx_brief_figure_ends(const CxBriefMeasure *measures, size_t n, double *ret_from,
                          double *ret_to);
/* What the course of the brief's main measure shows: what was tested, else where it stands. */
const char *cx_brief_figure_trend_title(CxCtx *ctx, const CxBrief *brief);
