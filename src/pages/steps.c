/* Where the change stands in Kotter's eight steps. */
#include "pages/kotter_view.h"
#include "pages/pages.h"

bool
cx_page_steps(CxCtx *ctx, CX_UNUSED const CxRequest *request, CxReply *reply, GError **error)
{
    const CxKotterView *view = cx_kotter_view(ctx, error);
    if (view == NULL)
        return false;
    const char *title = cx_message_text(ctx->catalogue, "steps.title");
    return cx_reply_view(reply, "steps", title, &cx_kotter_view_type, view, error);
}
