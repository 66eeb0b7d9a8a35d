/* Customers that the sample program's leaders called, for `demo`. */
#pragma once

#include "people/ctx.h"

/* Finds who is worth a call, notes who agreed, and plans and makes calls, each on its day; fails as the
 * use cases do. */
CX_MUST_USE bool cx_cli_demo_calls(CxCtx *ctx, GError **error);
