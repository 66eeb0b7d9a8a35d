/* What the sample program knows of its leaders. */
#pragma once

#include "people/ctx.h"

CX_MUST_USE bool cx_cli_demo_people(CxCtx *ctx, GError **error);
