/* Alive or fizzling: what was done with leaders, per leader and since the beginning. */
#include "pages/health_view.h"
#include "pages/pages.h"

bool
cx_page_health(CxCtx *ctx, CX_UNUSED const CxRequest *request, CxReply *reply, GError **error)
{
    const CxHealthView *view = cx_health_view(ctx, error);
    const char *title = cx_message_text(ctx->catalogue, "health.title");
    return view != NULL && cx_reply_view(reply, "health", title, &cx_health_view_type, view, error);
}
