/* The brief as a page, as a printed document and as JSON. */
#pragma once

#include "tell/brief.h"
#include "view/field.h"

/* A view of a brief in the context's arena, of type cx_brief_view_type. */
const void *cx_brief_view(CxCtx *ctx, const CxBrief *brief);
extern const CxViewType cx_brief_view_type;
