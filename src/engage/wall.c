#include "engage/wall.h"

#include <string.h>

#include "base/error.h"

bool
cx_engage_check_read(const CxCtx *ctx, const char *what, GError **error)
{
    if (ctx->wall.can_change_program || ctx->actor.leader.v != 0)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                "only the CX team and the leader concerned see %s", what);
    return false;
}

bool
cx_engage_can_see(const CxCtx *ctx, CxLeaderId leader)
{
    return ctx->wall.can_change_program || (leader.v != 0 && ctx->actor.leader.v == leader.v);
}

void *
cx_engage_keep(CxArena *arena, GArray *items)
{
    const size_t item_bytes = g_array_get_element_size(items);
    void *copy = cx_arena_alloc_n(arena, items->len, item_bytes);
    if (items->len > 0)
        memcpy(copy, items->data, items->len * item_bytes);
    return copy;
}
