/* "/": everyone lands on their own first page. */
#include "base/error.h"
#include "pages/pages.h"

bool
cx_page_home(CxCtx *ctx, CX_UNUSED const CxRequest *request, CxReply *reply,
             CX_UNUSED GError **error)
{
    const char *path = "/scores";
    if (ctx->actor.role == CX_ROLE_LEADER) {
        path =
            cx_arena_printf(ctx->arena, "/leaders/%" G_GINT64_FORMAT "/brief", ctx->actor.leader.v);
    } else if (ctx->actor.role == CX_ROLE_ADMIN) {
        path = "/users";
    }
    cx_reply_redirect(reply, path);
    return true;
}
