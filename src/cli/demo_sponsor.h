/* What the sample program knows of its sponsor: who could be one, what was seen, agreed and planned. */
#pragma once

#include "people/ctx.h"

CX_MUST_USE bool cx_cli_demo_sponsor(CxCtx *ctx, GError **error);
