/* What the sample program tells its leaders, for `demo`. */
#pragma once

#include "people/ctx.h"

/* Sets the texts, each on its day; fails as cx_program_set does. */
CX_MUST_USE bool cx_cli_demo_program(CxCtx *ctx, GError **error);
