/* Pilots of the sample program: one tested, one about to start; for `demo`. */
#pragma once

#include "people/ctx.h"

/* Declares each on its day and tests the one that has ended; fails as cx_pilot_declare does. */
CX_MUST_USE bool cx_cli_demo_pilots(CxCtx *ctx, GError **error);
