/* Goals of the sample program's leaders, their own and shared ones, for `demo`. */
#pragma once

#include "people/ctx.h"

/* Keeps them, of what leaders said they want where they said it, and ends some, each on its day; fails as
 * the use cases do. */
CX_MUST_USE bool cx_cli_demo_goals(CxCtx *ctx, GError **error);
