/* What the sample program's departments count themselves, and whom the program met, for `demo`. */
#pragma once

#include "demo/sample.h"
#include "people/ctx.h"

/* The login of the sample's CX leader, in whose name all of it is done. */
#define CX_DEMO_OWNER "cx"

/* The CX leader's context of so many days before today; fails as cx_ctx_open_login does.
 * (transfer full) */
CX_MUST_USE CxCtx *cx_cli_demo_ago(CxCtx *ctx, int32_t days, GError **error);
/* Who has this key; fails as cx_leader_find does. */
CX_MUST_USE bool cx_cli_demo_leader(CxCtx *ctx, const char *key, CxLeaderId *ret_id,
                                    GError **error);
/* Takes in the sample's facts, targets and diary, declares and tests its measures, says what leaders
 * are told and hands two briefs over, each on its day; fails as the use cases do. */
CX_MUST_USE bool cx_cli_demo_work(CxCtx *ctx, const CxSample *sample, GError **error);
