/* Who of the sample program's leaders is met how often, and what they said in two rounds of one-on-ones,
 * for `demo`. */
#pragma once

#include "people/ctx.h"

/* Sets tiers and owners, begins a round of spring and one under way, and records what was said, each on
 * its day; fails as the use cases do. */
CX_MUST_USE bool cx_cli_demo_rounds(CxCtx *ctx, GError **error);
