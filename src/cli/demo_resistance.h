/* What resistance was noted in the sample program. */
#pragma once

#include "people/ctx.h"

CX_MUST_USE bool cx_cli_demo_resistance(CxCtx *ctx, GError **error);
