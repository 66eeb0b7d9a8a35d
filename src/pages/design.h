/* "/design": every component of the look on the content it is made for. The figures, marks and
 * forms are drawn by the same code as everywhere; the numbers belong to nobody and are only words. */
#pragma once

#include "web/route.h"

extern const CxViewType cx_design_view_type;

CX_MUST_USE bool cx_page_design(CxCtx *ctx, const CxRequest *request, CxReply *reply,
                                GError **error);
