/* A score by period as a trend, cut at its splices: the same drawing on a page and in a brief. */
#pragma once

#include "evidence/score.h"
#include "evidence/splice.h"
#include "people/ctx.h"

/* Markup in the context's arena; the score has at least one group. `id` is unique in the page. */
const char *cx_tell_trend(CxCtx *ctx, const char *id, CxSliceBy by, const CxScore *score,
                          const CxSplices *splices);
