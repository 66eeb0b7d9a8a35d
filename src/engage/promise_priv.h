/* Ending a promise as a part of something else. Inside engage/ only. */
#pragma once

#include "engage/promise.h"

/* Inside a write transaction; the wall and the audit are the caller's. CONFLICT as cx_promise_end. */
CX_MUST_USE bool cx_promise_end_in(CxCtx *ctx, int64_t id, CxPromiseState state, GError **error);
