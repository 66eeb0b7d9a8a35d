/* What people think of the sample program's leaders, for `demo`. */
#pragma once

#include "people/ctx.h"

/* Keeps all of it, each with its rater and its day; the basis stands. Fails as cx_judgement_give does. */
CX_MUST_USE bool cx_cli_demo_judgements(CxCtx *ctx, GError **error);
