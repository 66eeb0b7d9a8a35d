/* What the sample program's leaders do themselves: how they are coached, what was chosen when it cost,
 * ambassadors, commitments and what was said, for `demo`. */
#pragma once

#include "people/ctx.h"

/* Keeps all of it, each on its day; fails as the use cases do. */
CX_MUST_USE bool cx_cli_demo_practice(CxCtx *ctx, GError **error);
