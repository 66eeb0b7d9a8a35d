/* Who may see what is known of leaders: the CX team all of it, a leader their own, others nothing. */
#pragma once

#include "people/ctx.h"

/* FORBIDDEN unless the actor is of the CX team or a leader; `what` completes "only the CX team and
 * the leader concerned see …". */
CX_MUST_USE bool cx_engage_check_read(const CxCtx *ctx, const char *what, GError **error);
/* Whether the reader may see what concerns this leader. */
bool cx_engage_can_see(const CxCtx *ctx, CxLeaderId leader);
/* A copy of an array's items in the arena. */
void *cx_engage_keep(CxArena *arena, GArray *items);
