/* The brief of one leader, on screen, on paper and as JSON. */
#include "tell/brief.h"

#include "base/civil.h"
#include "deliver/brief_pdf.h"
#include "pages/pages.h"
#include "tell/brief_view.h"

/* A day of the query, CX_DAY_NONE if it is not given. */
static bool
query_day(const CxRequest *request, const char *name, CxDay *ret_day, GError **error)
{
    const char *text = cx_request_query(request, name);
    *ret_day = CX_DAY_NONE;
    if (text == NULL || *text == '\0' || cx_day_parse(text, ret_day, error))
        return true;
    g_prefix_error(error, "%s: ", name);
    return false;
}

/* The brief the address asks for. */
static const CxBrief *
make(CxCtx *ctx, const CxRequest *request, GError **error)
{
    CxLeaderId leader = { 0 };
    CxBriefAsk ask = { .survey = cx_request_query(request, "survey") };
    if (!cx_request_param_id(request, "id", &leader.v, error) ||
        !query_day(request, "from", &ask.from, error) || !query_day(request, "to", &ask.to, error))
        return NULL;
    return cx_brief_make(ctx, leader, &ask, error);
}

bool
cx_page_brief(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxBrief *brief = make(ctx, request, error);
    if (brief == NULL)
        return false;
    return cx_reply_view(reply, "brief", brief->heading, &cx_brief_view_type,
                         cx_brief_view(ctx, brief), error);
}

bool
cx_page_brief_pdf(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxBrief *brief = make(ctx, request, error);
    if (brief == NULL)
        return false;
    g_autoptr(GBytes) pdf = cx_brief_pdf(ctx, brief, error);
    if (pdf == NULL)
        return false;
    g_autofree char *name = cx_brief_pdf_name(brief);
    cx_reply_bytes(reply, "application/pdf", pdf, name);
    return true;
}
