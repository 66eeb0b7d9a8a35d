/* What the sample program's departments count themselves, and whom the program met, for `demo`. */
#pragma once

#include "demo/sample.h"
#include "people/ctx.h"

/* Takes in the sample's facts, targets and diary; fails as the use cases do. */
CX_MUST_USE bool cx_cli_demo_work(CxCtx *ctx, const CxSample *sample, GError **error);
